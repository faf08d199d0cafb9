"""Book money on title items; what is outstanding follows, whoever pays and in whatever proceedings. Source: architecture A35.

All targets and remedies of a case share what is outstanding on an item: nothing is recovered twice. What a joined party owes up
to a cap is never booked from it beyond that cap.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from db.models import CaseParty, LedgerEntry, Posting, Title, TitleItem
from worklist.cases import postings
from worklist.clock import day_of
from worklist.engine.forms.values import LARGEST
from worklist.errors import BadInput
from worklist.identity import Actor

#: Kinds that reduce what is outstanding.
REDUCING = frozenset(postings.GOT)
#: Kinds of money laid out: cost, fee, reward.
SPENT = postings.SPENT
#: What `ADJUSTMENT` does: its amount is added, so that a negative one reduces.
BEARERS = postings.BEARERS
KINDS = REDUCING | postings.SPENT | {"ADJUSTMENT"}
#: The currency of a liability cap.
CAP_CURRENCY = "CNY"


@dataclass(frozen=True)
class Entry:
    """An entry to be booked. `rate`: units of the item's currency for one unit of `currency`.

    `party_id`: the debtor of this case whose money it is. `cost_item`, `bearer`, `advanced_by`: of a cost, fee or reward (D14).
    """

    kind: str
    amount: Decimal
    currency: str
    value_date: date | None = None
    item_id: str | None = None
    rate: Decimal | None = None
    rate_source: str | None = None
    document_id: str | None = None
    party_id: str | None = None
    cost_item: str | None = None
    bearer: str | None = None
    advanced_by: str | None = None

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> "Entry":
        """Return the entry that form fields or topic inputs describe; without a kind money received. Raises BadInput."""
        kind, amount = fields.get("kind") or "RECEIPT", fields.get("amount")  # book_dividend asks for no kind
        if kind not in KINDS or not isinstance(amount, Decimal) or not fields.get("currency"):
            raise BadInput("Expected kind, amount and currency of a ledger entry, got %(fields)s", fields=repr(dict(fields)))
        if amount < 0 and kind != "ADJUSTMENT":
            raise BadInput(
                "Expected an amount of at least 0, got %(amount)s; what was booked wrongly is put right by an adjustment",
                amount=f"{amount:,}",
            )  # fmt: skip
        return cls(
            kind, amount, fields["currency"], fields.get("value_date"), fields.get("item_id"),
            fields.get("rate"), fields.get("rate_source"), fields.get("document_id"),
            fields.get("party_id"), fields.get("cost_item"), fields.get("bearer"), fields.get("advanced_by"),
        )  # fmt: skip


def outstanding(item: TitleItem) -> Decimal:
    """Return what is outstanding on an item: what the bookings left, else its whole amount; nothing if refused."""
    if item.recognised == "NO":
        return Decimal(0)
    return item.outstanding if item.outstanding is not None else item.amount or Decimal(0)


def post(session: Session, case_id: str, entry: Entry, by: Actor, now: datetime) -> LedgerEntry:
    """Book an entry with its postings and reduce what is outstanding on its item, never below zero.

    Raises BadInput for another currency without a rate, for more than is outstanding, and for more from a party than its cap.
    """
    party, item = _party(session, case_id, entry), _item(session, case_id, entry)
    if party is not None:
        _keep_to_cap(session, party, entry, item)
    moves = _moves(entry, item)
    row = LedgerEntry(
        case_id=case_id, item_id=entry.item_id, kind=entry.kind, amount=entry.amount, currency=entry.currency,
        value_date=entry.value_date or day_of(now), rate=None if entry.rate is None else str(entry.rate),
        rate_source=entry.rate_source, document_id=entry.document_id, booked_at=now, booked_by=by.id,
        party_id=entry.party_id, cost_item=entry.cost_item, bearer=entry.bearer, advanced_by=entry.advanced_by,
    )  # fmt: skip
    return _keep(session, row, moves)


def _keep(session: Session, row: LedgerEntry, moves: Sequence[postings.Move]) -> LedgerEntry:
    session.add(row)
    session.flush()
    for move in moves:
        session.add(Posting(
            case_id=row.case_id, entry_id=row.id, account=move.account, item_id=move.item_id, currency=move.currency, amount=move.amount
        ))  # fmt: skip
    session.flush()
    return row


def settle(
    session: Session, case_id: str, entry_id: str, bearer: str, reason: str, by: Actor, now: datetime, *, document_id: str | None = None
) -> LedgerEntry:
    """Book who bears a cost from now on; what was booked before stays. `reason`: the ruling or agreement that says so.

    Raises BadInput for another kind of entry, an unknown bearer, no reason, and for who bears it already.
    """
    cost = session.get(LedgerEntry, entry_id, with_for_update=True, populate_existing=True)
    if cost is None or cost.case_id != case_id or cost.kind not in SPENT:
        raise BadInput("Expected a cost, fee or reward of this case, found none with id '%(entry)s'", entry=entry_id[:80])
    if bearer not in postings.BEARERS:
        raise BadInput("Expected one of %(allowed)s, got %(found)s", allowed=", ".join(postings.BEARERS), found=repr(bearer)[:80])
    if not reason.strip():
        raise BadInput("Expected the ruling or agreement that says who bears it; enter it")
    before = bearer_of(session, cost)
    if before == bearer:
        raise BadInput("Expected somebody else than who bears it already; nothing was booked")
    amount = cost.amount or Decimal(0)
    row = LedgerEntry(
        case_id=case_id, kind=postings.SETTLED, amount=amount, currency=cost.currency, value_date=day_of(now), rate_source=reason.strip()[:500],
        document_id=document_id, booked_at=now, booked_by=by.id, cost_item=cost.cost_item, bearer=bearer, settles=cost.id,
    )  # fmt: skip
    return _keep(session, row, postings.of_settling(cost.currency, amount, before, bearer))


def bearer_of(session: Session, cost: LedgerEntry) -> str | None:
    """Return who bears a cost as it was said last; None while nobody has said."""
    said = select(LedgerEntry.bearer).where(col(LedgerEntry.settles) == cost.id)
    last = session.exec(said.order_by(col(LedgerEntry.booked_at).desc(), col(LedgerEntry.id).desc())).first()
    return last or cost.bearer


def balances(session: Session, case_id: str) -> dict[tuple[str, str], Decimal]:
    """Return the balance of each account of a case by account and currency; those of one currency add up to nothing."""
    found: dict[tuple[str, str], Decimal] = {}
    for row in session.exec(select(Posting).where(col(Posting.case_id) == case_id)):
        found[row.account, row.currency] = found.get((row.account, row.currency), Decimal(0)) + (row.amount or 0)
    return found


def recovered_from(session: Session, party: CaseParty) -> Decimal:
    """Return what was recovered from a party, in CNY, less what adjustments put right. Money in no CNY is left out."""
    query = select(LedgerEntry).where(col(LedgerEntry.party_id) == party.id, col(LedgerEntry.kind).in_([*REDUCING, "ADJUSTMENT"]))
    return sum((_toward_cap(row, _currency_of(session, row.item_id)) or Decimal(0) for row in session.exec(query)), Decimal(0))


def cap_of(party: CaseParty) -> Decimal | None:
    """Return up to what a party is liable, in CNY; None without a cap."""
    value = party.facts.get("liability_cap")
    return None if value is None else Decimal(value)


def spread(
    session: Session, case_id: str, items: Sequence[TitleItem], entry: Entry, by: Actor, now: datetime
) -> list[LedgerEntry]:
    """Book an entry over items in their order, on each at most what is outstanding; return what was booked.

    Items in another currency are passed over, and what exceeds all items is not booked.
    """
    left, booked = entry.amount, []
    for item in items:
        part = min(left, outstanding(item)) if item.currency in (None, entry.currency) else Decimal(0)
        if part > 0:
            booked.append(post(session, case_id, replace(entry, item_id=item.id, amount=part), by, now))
            left -= part
    return booked


def _item(session: Session, case_id: str, entry: Entry) -> TitleItem | None:
    """Return the item booked on, held until the transaction ends: two who book at once do not both find it unpaid."""
    if not entry.item_id:
        return None
    item = session.get(TitleItem, entry.item_id, with_for_update=True, populate_existing=True)
    if item is None or session.get_one(Title, item.title_id).case_id != case_id:
        raise BadInput("Expected a title item of this case, found none with id '%(item)s'", item=str(entry.item_id)[:80])
    return item


def _party(session: Session, case_id: str, entry: Entry) -> CaseParty | None:
    if not entry.party_id or entry.kind in postings.SPENT:
        return None
    party = session.get(CaseParty, entry.party_id, with_for_update=True, populate_existing=True)
    if party is None or party.case_id != case_id:
        raise BadInput("Expected a debtor of this case, found none with id '%(party)s'", party=str(entry.party_id)[:80])
    return party


def _keep_to_cap(session: Session, party: CaseParty, entry: Entry, item: TitleItem | None) -> None:
    cap = cap_of(party)
    if cap is None:
        return
    counted = _toward_cap(entry, item.currency if item else None)
    if counted is None:
        raise BadInput(
            "Expected money of a party with a liability cap in %(wanted)s, or on an item in it, got %(found)s",
            wanted=CAP_CURRENCY, found=entry.currency,
        )  # fmt: skip
    before = recovered_from(session, party)
    if counted > 0 and before + counted > cap:
        raise BadInput(
            "Expected at most %(left)s %(currency)s from this party, up to its cap, got %(found)s; nothing was booked",
            left=f"{cap - before:,}", currency=CAP_CURRENCY, found=f"{counted:,}",
        )  # fmt: skip


def _toward_cap(entry: Entry | LedgerEntry, item_currency: str | None) -> Decimal | None:
    """Return what an entry counts toward a cap; None where no amount of it is in CNY. An adjustment gives back."""
    amount = entry.amount or Decimal(0)
    if entry.currency != CAP_CURRENCY:
        if item_currency != CAP_CURRENCY or entry.rate is None:
            return None
        amount = postings.converted(amount, Decimal(entry.rate))
    return -amount if entry.kind == "ADJUSTMENT" else amount


def _currency_of(session: Session, item_id: str | None) -> str | None:
    item = session.get(TitleItem, item_id) if item_id else None
    return item.currency if item else None


def _moves(entry: Entry, item: TitleItem | None) -> list[postings.Move]:
    if entry.kind in postings.SPENT:
        for value, allowed in ((entry.bearer, postings.BEARERS), (entry.advanced_by, postings.ADVANCERS)):
            if value is not None and value not in allowed:
                raise BadInput("Expected one of %(allowed)s, got %(found)s", allowed=", ".join(allowed), found=repr(value)[:80])
        return postings.of_spending(entry.currency, entry.amount, entry.bearer, entry.advanced_by)
    if item is None:
        return postings.of_money(entry.kind, entry.currency, entry.amount, None)
    amount = _reduce(item, entry)
    return postings.of_money(entry.kind, entry.currency, entry.amount, (item.id, item.currency or entry.currency, amount))


def _reduce(item: TitleItem, entry: Entry) -> Decimal:
    """Change what is outstanding on an item; return by how much, in the item's currency."""
    amount = entry.amount
    if item.currency and entry.currency != item.currency:
        if entry.rate is None or not entry.rate_source:
            raise BadInput(
                "Expected a rate and its source to book %(found)s on an item in %(wanted)s", found=entry.currency, wanted=item.currency
            )
        amount = postings.converted(entry.amount, entry.rate)
    left = outstanding(item)
    left = left + amount if entry.kind == "ADJUSTMENT" else left - amount
    if left > LARGEST:
        raise BadInput(
            "Expected at most %(most)s to be outstanding on an item, got %(left)s; nothing was booked", most=f"{LARGEST:,}", left=f"{left:,}"
        )
    if left < 0:
        raise BadInput(
            "Expected at most %(left)s %(currency)s on this item, got %(found)s; nothing was booked",
            left=f"{outstanding(item):,}", currency=item.currency, found=f"{amount:,}",
        )  # fmt: skip
    item.outstanding = left
    return amount
