"""The claim on a day, line by line with its arithmetic, per item and currency. Nothing is converted but what was at booking (A35)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlmodel import Session, col, select

from db.models import Claim, LedgerEntry, Posting, TitleItem
from worklist.cases import store
from worklist.cases.claims import lines
from worklist.law import interest
from worklist.law.interest import Basis, Pause, Stretch


@dataclass(frozen=True)
class Receipt:
    """Money booked on an item up to the day, in the item's currency; `entry` says what came, with rate, source and day.

    `amount`: what it takes off the claim; negative where an adjustment puts something on it.
    """

    entry: LedgerEntry
    amount: Decimal


@dataclass(frozen=True)
class Line:
    """A line of claim with its amount on the day. `stretches`: the days of an accrual, with the principal of each.

    `is_firm` False: to be confirmed by counsel.
    """

    claim: Claim
    amount: Decimal
    stretches: tuple[Stretch, ...]
    rate: Decimal | None
    is_firm: bool
    left_out: int

    @property
    def pauses(self) -> list[tuple[Pause, str]]:
        """Return the days left out, each with its reason."""
        return [(pause, one["reason"]) for pause, one in zip(lines.pauses_of(self.claim), self.claim.pauses, strict=True)]

    @property
    def year(self) -> int:
        """Return the days that the rate is for."""
        return Basis(self.claim.basis).days if self.claim.basis else 1


@dataclass(frozen=True)
class Item:
    """An item of the title on the day: what it gives as far as recognised, what came, what is left, and the lines on top."""

    item: TitleItem
    given: Decimal
    receipts: tuple[Receipt, ...]
    left: Decimal
    lines: tuple[Line, ...]

    @property
    def total(self) -> Decimal:
        """Return what is claimed under the item on the day."""
        return self.left + sum((line.amount for line in self.lines), Decimal(0))


@dataclass(frozen=True)
class Total:
    """What is claimed in one currency: given by the title, added on top, received, and all together."""

    currency: str
    given: Decimal
    added: Decimal
    received: Decimal
    claimed: Decimal


@dataclass(frozen=True)
class Statement:
    """The claim of a case on a day. `loose`: money that came and is booked on no item yet, taken off nothing."""

    day: date
    items: tuple[Item, ...]
    totals: tuple[Total, ...]
    loose: tuple[LedgerEntry, ...]

    @property
    def is_firm(self) -> bool:
        """Whether no line waits for counsel."""
        return all(line.is_firm for item in self.items for line in item.lines)


def on(session: Session, case_id: str, day: date) -> Statement:
    """Return the claim of a case on a day: what accrued up to and including it, less what came up to and including it."""
    claims = lines.of_case(session, case_id)
    items = tuple(_item(session, item, claims, day) for item in store.members(session, case_id, "title.items"))
    loose = select(LedgerEntry).join(Posting, col(Posting.entry_id) == col(LedgerEntry.id))
    loose = loose.where(col(LedgerEntry.case_id) == case_id, col(Posting.account) == "UNALLOCATED", col(LedgerEntry.value_date) <= day)
    return Statement(day, items, tuple(_totals(items)), tuple(session.exec(loose.order_by(col(LedgerEntry.value_date)))))


def _item(session: Session, item: TitleItem, claims: Iterable[Claim], day: date) -> Item:
    moves = _moves(session, item)
    receipts = tuple(Receipt(entry, -amount) for entry, amount in moves if entry.value_date <= day)
    if item.recognised == "NO":
        return Item(item, Decimal(0), receipts, Decimal(0), ())
    given = store.owed(item)
    left = max(given - sum((one.amount for one in receipts), Decimal(0)), Decimal(0))
    mine = [claim for claim in claims if claim.item_id == item.id and claim.withdrawn_at is None]
    return Item(item, given, receipts, left, tuple(_line(item, claim, moves, day) for claim in mine))


def _moves(session: Session, item: TitleItem) -> list[tuple[LedgerEntry, Decimal]]:
    """Return what changed the claim on an item, by day: negative takes off. Source: cases/postings, account CLAIM."""
    query = select(LedgerEntry, Posting).join(Posting, col(Posting.entry_id) == col(LedgerEntry.id))
    query = query.where(col(Posting.item_id) == item.id, col(Posting.account) == "CLAIM")
    found = session.exec(query.order_by(col(LedgerEntry.value_date), col(LedgerEntry.booked_at)))
    return [(entry, posting.amount) for entry, posting in found if posting.amount is not None]


def _line(item: TitleItem, claim: Claim, moves: list[tuple[LedgerEntry, Decimal]], day: date) -> Line:
    is_firm = claim.is_confirmed or lines.follows_rule(claim, item)
    if claim.amount is not None:
        counts = claim.since is None or claim.since <= day
        return Line(claim, claim.amount if counts else Decimal(0), (), None, claim.is_confirmed, 0)
    if claim.rate is None or claim.basis is None or claim.since is None:
        return Line(claim, Decimal(0), (), None, False, 0)
    rate, pauses = Decimal(claim.rate), lines.pauses_of(claim)
    to = min(claim.until or day, day)
    payments = [] if claim.base is not None else [(entry.value_date, -amount) for entry, amount in moves]
    principal = claim.base if claim.base is not None else store.owed(item)
    parts = interest.stretches(principal, payments, claim.since, to, pauses)
    exact: Fraction = interest.accrued(parts, rate, Basis(claim.basis))
    left_out = interest.days_between(claim.since, to) - interest.days_between(claim.since, to, pauses)
    return Line(claim, interest.rounded(exact), tuple(parts), rate, is_firm, left_out)


def _totals(items: Iterable[Item]) -> list[Total]:
    found: dict[str, list[Item]] = {}
    for item in items:
        if item.item.amount is not None or item.lines or item.receipts:
            found.setdefault(item.item.currency or "—", []).append(item)
    return [
        Total(
            currency, sum((one.given for one in group), Decimal(0)),
            sum((line.amount for one in group for line in one.lines), Decimal(0)),
            sum((receipt.amount for one in group for receipt in one.receipts), Decimal(0)),
            sum((one.total for one in group), Decimal(0)),
        )
        for currency, group in sorted(found.items())
    ]
