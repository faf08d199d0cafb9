"""Periods whose trigger is not known: what bounds it, and what is listed because nothing does. Source: law/unknown.py."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from db.models import CaseFile, Deadline, Document, Uncounted
from worklist import feel
from worklist.cases import notices
from worklist.engine import history
from worklist.identity import Actor
from worklist.law import unknown as law
from worklist.law.rules import Rule
from worklist.law.unknown import Unknown

OPEN, COUNTED = "OPEN", "COUNTED"
#: Days that make two documents of one message the same paper.
_SAME = ("document_date", "received_date")


@dataclass(frozen=True)
class Bounded:
    """The earliest day that the trigger of a rule can have."""

    rule: Rule
    day: date
    unknown: Unknown


def is_needed(rule: Rule, variables: Mapping[str, Any]) -> bool:
    """Return whether the trigger of a rule has happened, although the event does not tell its day."""
    known = law.bounds(rule)
    return known is not None and known.is_needed and feel.evaluate(known.when, variables) is True


def bounded(rule: Rule, day_of: Callable[[str], date | None]) -> Bounded | None:
    """Return the earliest day of a trigger that is needed, None where nothing bounds it. `day_of`: the day of a fact, if known."""
    known = law.bounds(rule)
    found = law.earliest(known, day_of) if known is not None else None
    return None if found is None else Bounded(rule, found[1], Unknown(rule.field, found[0]))


def of_row(row: Deadline) -> Unknown | None:
    """Return what a row waits for, None for one whose trigger is known."""
    return Unknown(row.awaits, row.bound_by) if row.awaits and row.bound_by else None


def note(
    session: Session, case_id: str, rule: Rule, applied: list[str], subject: tuple[str, str], event: str, document_id: str | None,
    by: Actor, now: datetime,
) -> Uncounted:  # fmt: skip
    """List a period that runs and cannot be counted, once, and tell owner and partner which day is needed."""
    query = select(Uncounted).where(
        col(Uncounted.case_id) == case_id, col(Uncounted.rule_id) == rule.row_id, col(Uncounted.subject_id) == subject[1],
        col(Uncounted.trigger_event) == event, col(Uncounted.status) == OPEN,
    )  # fmt: skip
    for row in session.exec(query):
        if same_paper(session, row.trigger_document, document_id):
            return row
    row = Uncounted(
        case_id=case_id, rule_id=rule.row_id, subject_type=subject[0], subject_id=subject[1], awaits=rule.field, trigger_event=event,
        trigger_document=document_id, applied=applied, started_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    happened(session, "deadline_uncounted", case_id, {"rule": row.rule_id, "awaits": row.awaits}, by, now)
    notices.tell(session, session.get_one(CaseFile, case_id), ["owner", "partner"], "day_needed", now, uncounted=row)
    return row


def same_paper(session: Session, one: str | None, other: str | None) -> bool:
    """Return whether two recordings are of one document: the same, or of one message, keys and day."""
    if one == other:
        return True
    first, second = (session.get(Document, which) if which else None for which in (one, other))
    if first is None or second is None or (first.message, first.keys) != (second.message, second.keys):
        return False
    days = [(getattr(first, name), getattr(second, name)) for name in _SAME]
    return any(day is not None for day, _ in days) and all(day == again for day, again in days)


def open_ones(session: Session, case_id: str) -> list[Uncounted]:
    """Return the periods of a case that cannot be counted, the oldest first."""
    query = select(Uncounted).where(col(Uncounted.case_id) == case_id, col(Uncounted.status) == OPEN)
    return list(session.exec(query.order_by(col(Uncounted.started_at), col(Uncounted.id))))


def close(session: Session, row: Uncounted, status: str, by: Actor, now: datetime, deadline_id: str | None = None) -> None:
    """Close one as COUNTED, MET or CANCELLED; it is kept."""
    row.status, row.deadline_id = status, deadline_id
    session.add(row)
    session.flush()
    happened(session, "deadline_uncounted_closed", row.case_id, {"rule": row.rule_id, "status": status}, by, now)


def happened(session: Session, kind: str, case_id: str, facts: Mapping[str, Any], by: Actor, now: datetime) -> None:
    """Write into the history of a case."""
    history.append(session, [history.Event(kind, case_id, facts=facts)], by.id, now)
