"""Lines of claim on top of the items of a title: entered, with days left out, withdrawn; never deleted.

The law behind interest for delayed performance is only what DL-X-88 states: its rate for a principal in CNY. Another rate, another
kind of item or another currency has to be entered with its source and is marked "to be confirmed by counsel".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from db.models import CaseFile, Claim, Title, TitleItem
from worklist.clock import day_of
from worklist.engine import history
from worklist.errors import BadInput, Conflict, NotFound
from worklist.identity import Actor
from worklist.law import interest
from worklist.law.interest import Basis

#: What may be claimed on top of an item; the item itself is its principal.
KINDS = ("INTEREST", "DEFAULT_INTEREST", "COSTS")


@dataclass(frozen=True)
class NewClaim:
    """A line to be entered. `amount` given: fixed, nothing accrues. `rate`: 0.05 is five percent for what `basis` says.

    Accrual counts the days after `since` up to and including `until` (None: the day asked for), on `base` (None: what is left
    of the item on each day). `is_confirmed`: counsel has confirmed what the rule does not state.
    """

    item_id: str
    kind: str
    amount: Decimal | None = None
    base: Decimal | None = None
    rate: Decimal | None = None
    basis: str | None = None
    since: date | None = None
    until: date | None = None
    source: str = ""
    is_confirmed: bool = False


def of_case(session: Session, case_id: str) -> list[Claim]:
    """Return every line of a case, those withdrawn too, in the order of items and entry."""
    query = select(Claim).join(TitleItem, col(TitleItem.id) == col(Claim.item_id)).join(Title, col(Title.id) == col(TitleItem.title_id))
    query = query.where(col(Title.case_id) == case_id).order_by(col(TitleItem.position), col(Claim.entered_at), col(Claim.id))
    return list(session.exec(query))


def enter(session: Session, case_id: str, new: NewClaim, by: Actor, now: datetime) -> Claim:
    """Enter a line on an item of the case. Raises BadInput for what cannot be computed or says no source; Conflict for a second one
    of interest of the same kind for days that one covers already.
    """
    _hold(session, case_id)
    item = _item(session, case_id, new.item_id)
    if item.recognised == "NO":
        raise BadInput("Expected an item that is not refused: nothing is claimed on it")
    new = _stated(new, item)
    _check(new)
    _alone(session, case_id, new)
    row = Claim(
        item_id=item.id, kind=new.kind, amount=new.amount, currency=item.currency or "CNY", base=new.base,
        rate=None if new.rate is None else str(new.rate), basis=new.basis, since=new.since, until=new.until, source=new.source,
        is_confirmed=new.is_confirmed, entered_at=now, entered_by=by.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    facts = {
        "item_id": item.id, "claim_kind": new.kind, "amount": new.amount, "currency": row.currency, "base": new.base, "rate": row.rate,
        "basis": new.basis, "since": new.since, "until": new.until, "source": new.source, "is_confirmed": new.is_confirmed,
    }  # fmt: skip
    _note(session, case_id, row, "claim_entered", facts, by, now)
    return row


def withdraw(session: Session, case_id: str, claim_id: str, reason: str, by: Actor, now: datetime) -> Claim:
    """Claim a line no longer, for a reason. Raises NotFound, BadInput; Conflict where it is withdrawn already."""
    row = _claim(session, case_id, claim_id)
    if not reason:
        raise BadInput("Expected the reason of a withdrawal")
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_reason = now, by.id, reason
    session.add(row)
    _note(session, case_id, row, "claim_withdrawn", {"reason": reason}, by, now)
    return row


def leave_out(session: Session, case_id: str, claim_id: str, first: date, last: date | None, reason: str, by: Actor, now: datetime) -> Claim:
    """Count no interest from `first` to `last` (None: till further notice), as for a stay the rule leaves out. Raises as `withdraw`.

    Source: DL-X-88 (art. 3): not for stays to review the title not asked for by the debtor, and not for the stay on retrial.
    """
    row = _claim(session, case_id, claim_id)
    if row.rate is None:
        raise BadInput("Expected a line that accrues by the day, got a fixed amount")
    if last is not None and last < first:
        raise BadInput("Expected an end on or after %(since)s, got %(until)s", since=first, until=last)
    if first > day_of(now):
        raise BadInput("Expected a day not after today, got %(day)s", day=first)
    if not reason:
        raise BadInput("Expected the reason why days are left out")
    pause = {"first": first.isoformat(), "last": last.isoformat() if last else None, "reason": reason}
    open_ended = [one for one in row.pauses if one["last"] is None]
    if open_ended and last is None:
        raise Conflict("Expected an end: days are left out till further notice already")
    kept = [one for one in row.pauses if not (one["last"] is None and one["first"] == pause["first"])]  # its end is known now
    row.pauses = [*kept, pause]
    session.add(row)
    _note(session, case_id, row, "claim_paused", pause, by, now)
    return row


def pauses_of(row: Claim) -> list[interest.Pause]:
    """Return the days that a line leaves out."""
    return [
        interest.Pause(date.fromisoformat(one["first"]), date.fromisoformat(one["last"]) if one["last"] else None) for one in row.pauses
    ]


def follows_rule(row: Claim | NewClaim, item: TitleItem) -> bool:
    """Tell whether DL-X-88 itself states the rate and the item: a principal in CNY at its rate, on what is left of it."""
    rate = None if row.rate is None else Decimal(row.rate)
    return (
        row.kind == "DEFAULT_INTEREST" and interest.bears_delayed(item.kind) and item.currency == interest.CURRENCY
        and rate == interest.delayed_rate() and row.basis == Basis.PER_DAY and row.base is None and row.amount is None
    )  # fmt: skip


def _stated(new: NewClaim, item: TitleItem) -> NewClaim:
    """Return a line with the rate of the rule where none is entered and the rule states one."""
    is_asked = new.kind == "DEFAULT_INTEREST" and new.rate is None and new.amount is None
    if not is_asked:
        return new
    if not interest.bears_delayed(item.kind):
        raise BadInput("Expected the rate and its source: interest for delayed performance is stated for a principal only")
    if item.currency != interest.CURRENCY:
        raise BadInput(
            "Expected the rate and its source for %(currency)s: the rule states one for CNY only, to be confirmed by counsel",
            currency=item.currency or "—",
        )  # fmt: skip
    return NewClaim(
        new.item_id, new.kind, None, new.base, interest.delayed_rate(), Basis.PER_DAY, new.since, new.until,
        new.source or interest.RULE, new.is_confirmed,
    )  # fmt: skip


def _check(new: NewClaim) -> None:
    if new.kind not in KINDS:
        raise BadInput("Expected one of %(kinds)s, got '%(kind)s'", kinds=", ".join(KINDS), kind=new.kind[:40])
    if not new.source:
        raise BadInput("Expected the source: where the title or the law says so")
    for amount in (new.amount, new.base):
        if amount is not None and amount <= 0:
            raise BadInput("Expected an amount above 0, got %(amount)s", amount=amount)
    if new.amount is None:
        _check_accrual(new)
    elif new.rate is not None:
        raise BadInput("Expected an amount or a rate, got both")


def _check_accrual(new: NewClaim) -> None:
    if new.kind == "COSTS":
        raise BadInput("Expected the amount of the costs")
    if new.rate is None or new.basis not in list(Basis) or new.since is None:
        raise BadInput("Expected an amount, or a rate with what it is for and the day after which it counts")
    if not 0 < new.rate <= 1:
        raise BadInput("Expected a rate above 0 and at most 1, got %(rate)s; five percent is 0.05", rate=new.rate)
    if new.until is not None and new.until < new.since:
        raise BadInput("Expected an end on or after %(since)s, got %(until)s", since=new.since, until=new.until)


def _alone(session: Session, case_id: str, new: NewClaim) -> None:
    """Nothing accrues twice: two rates of one kind on an item follow each other."""
    if new.rate is None or new.since is None:
        return
    for row in of_case(session, case_id):
        if row.withdrawn_at is not None or row.rate is None or (row.item_id, row.kind) != (new.item_id, new.kind) or row.since is None:
            continue
        if row.since < (new.until or date.max) and new.since < (row.until or date.max):
            raise Conflict("Expected days that no line of this kind counts on the item; withdraw that one or let it end first")


def _hold(session: Session, case_id: str) -> None:
    """Hold the case until the transaction ends: two who enter a line at once do not both find the days free."""
    session.exec(select(CaseFile.id).where(col(CaseFile.id) == case_id).with_for_update()).one()


def _item(session: Session, case_id: str, item_id: str) -> TitleItem:
    item = session.get(TitleItem, item_id)
    if item is None or session.get_one(Title, item.title_id).case_id != case_id:
        raise BadInput("Expected a title item of this case, found none with id '%(item)s'", item=item_id[:80])
    return item


def _claim(session: Session, case_id: str, claim_id: str) -> Claim:
    _hold(session, case_id)
    row = session.get(Claim, claim_id, populate_existing=True)
    if row is None or claim_id not in {one.id for one in of_case(session, case_id)}:
        raise NotFound("Expected a line of claim in this case, found none with id '%(claim)s'", claim=claim_id[:80])
    if row.withdrawn_at is not None:
        raise Conflict("Expected a line that is claimed, but it was withdrawn; nothing was changed")
    return row


def _note(session: Session, case_id: str, row: Claim, kind: str, facts: Mapping[str, Any], by: Actor, now: datetime) -> None:
    session.flush()
    history.append(session, [history.Event(kind, case_id, facts={"claim_id": row.id, "kind": row.kind, **facts})], by.id, now)
