"""Book money on title items; what is outstanding follows. Source: architecture A35."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlmodel import Session

from db.models import LedgerEntry, TitleItem
from worklist.clock import day_of
from worklist.engine.forms.values import LARGEST
from worklist.errors import BadInput
from worklist.identity import Actor

#: Kinds that reduce what is outstanding.
REDUCING = {"RECEIPT", "IN_KIND"}
#: What `ADJUSTMENT` does: its amount is added, so that a negative one reduces.
KINDS = REDUCING | {"COST", "FEE", "REWARD", "ADJUSTMENT"}


@dataclass(frozen=True)
class Entry:
    """An entry to be booked. `rate`: units of the item's currency for one unit of `currency`."""

    kind: str
    amount: Decimal
    currency: str
    value_date: date | None = None
    item_id: str | None = None
    rate: Decimal | None = None
    rate_source: str | None = None
    document_id: str | None = None

    @classmethod
    def of(cls, fields: Mapping[str, Any]) -> "Entry":
        """Return the entry that form fields or topic inputs describe; without a kind money received. Raises BadInput."""
        kind, amount = fields.get("kind") or "RECEIPT", fields.get("amount")  # book_dividend asks for no kind
        if kind not in KINDS or not isinstance(amount, Decimal) or not fields.get("currency"):
            raise BadInput(f"Expected kind, amount and currency of a ledger entry, got {dict(fields)!r}")
        return cls(
            kind, amount, fields["currency"], fields.get("value_date"), fields.get("item_id"),
            fields.get("rate"), fields.get("rate_source"), fields.get("document_id"),
        )  # fmt: skip


def outstanding(item: TitleItem) -> Decimal:
    """Return what is outstanding on an item: what the bookings left, else its whole amount; nothing if refused."""
    if item.recognised == "NO":
        return Decimal(0)
    return item.outstanding if item.outstanding is not None else item.amount or Decimal(0)


def post(session: Session, case_id: str, entry: Entry, by: Actor, now: datetime) -> LedgerEntry:
    """Book an entry and reduce what is outstanding on its item, never below zero.

    Raises BadInput for another currency without a rate, and for more than is outstanding.
    """
    item = session.get(TitleItem, entry.item_id) if entry.item_id else None
    if entry.item_id and item is None:
        raise BadInput(f"Expected a title item, found none with id '{entry.item_id}'")
    if item is not None and entry.kind in REDUCING | {"ADJUSTMENT"}:
        _reduce(item, entry)
        session.add(item)
    row = LedgerEntry(
        case_id=case_id, item_id=entry.item_id, kind=entry.kind, amount=entry.amount, currency=entry.currency,
        value_date=entry.value_date or day_of(now), rate=None if entry.rate is None else str(entry.rate),
        rate_source=entry.rate_source, document_id=entry.document_id, booked_at=now, booked_by=by.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


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


def _reduce(item: TitleItem, entry: Entry) -> None:
    amount = entry.amount
    if item.currency and entry.currency != item.currency:
        if entry.rate is None or not entry.rate_source:
            raise BadInput(f"Expected a rate and its source to book {entry.currency} on an item in {item.currency}")
        amount = _converted(entry.amount, entry.rate)
    left = outstanding(item)
    left = left + amount if entry.kind == "ADJUSTMENT" else left - amount
    if left > LARGEST:
        raise BadInput(f"Expected at most {LARGEST:,} to be outstanding on an item, got {left:,}; nothing was booked")
    if left < 0:
        raise BadInput(f"Expected at most {left + amount} {item.currency} on this item, got {amount}; nothing was booked")
    item.outstanding = left


def _converted(amount: Decimal, rate: Decimal) -> Decimal:
    try:
        return (amount * rate).quantize(Decimal("0.0001"))
    except InvalidOperation:
        raise BadInput(f"Expected an amount and a rate that can be multiplied, got {amount:,} and {rate:,}") from None
