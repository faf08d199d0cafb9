"""The day a period waited for is recorded: its document or the file has it from then on, and the real days take their place."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar

from sqlmodel import Session, col, select

from db.models import Deadline, Document, Uncounted
from worklist import engine
from worklist.cases import deadlines, file, limitation, recomputing, unknown
from worklist.cases.catalogue import case_paths
from worklist.cases.deadlines import Subject
from worklist.clock import day_of
from worklist.engine import history, jsonable
from worklist.errors import BadInput, Conflict
from worklist.identity import Actor
from worklist.law import rules
from worklist.law import unknown as law

Row = TypeVar("Row", Deadline, Uncounted)
#: Days that may lie ahead, for they are set and do not report what happened.
MAY_LIE_AHEAD = frozenset({"claim_by", "performance_end_date", "receivable_due_date", "valid_until"})

#: The day that a title may not state at all.
PERFORMED_BY = "case.title.performance_end_date"


def may_be_recorded(fact: str) -> bool:
    """Return whether what is waited for is a day; proof is recorded with the interruption it proves."""
    return fact != "evidence"


def if_it_were(session: Session, row: Deadline, day: date, now: datetime) -> list[recomputing.Move]:
    """Return what a row and all that wait for the same day would be if it were known. Raises BadInput. Nothing is written."""
    _must_fit(row, day, now)
    if row.rule_id in limitation.TITLE_RULES:
        return []
    return [recomputing.anew(session, one, day, now) for one in _waiting(session, row)]


def learn(session: Session, row: Deadline | Uncounted, day: date, by: Actor, now: datetime) -> None:
    """Record the day that a period waits for. Raises BadInput for a day that cannot be, Conflict when nothing waits any more.

    What was counted from a bound is superseded by what is counted from the day; nothing is deleted.
    """
    recomputing.take_turns(session, row.case_id)
    session.refresh(row)
    if row.status != deadlines.OPEN or not row.awaits or not may_be_recorded(row.awaits):
        raise Conflict("Expected a period that waits for a day, but this one does not; look at the case anew")
    _must_fit(row, day, now)
    in_file = f"case.acts[].{row.awaits}" if row.subject_type == "act" else row.awaits
    if row.awaits.startswith("case."):
        file.write(session, row.case_id, {row.awaits: day}, by, now)
    elif in_file in case_paths() and row.subject_id != "main":
        file.write(session, row.case_id, {"case.acts": [{"id": row.subject_id, row.awaits: day}]}, by, now)
    else:
        _keep_on_document(session, row, day, by, now)
    _settle(session, row.case_id, row.awaits, row.trigger_document, row.subject_id, day, by, now)
    if row.rule_id in limitation.TITLE_RULES:
        session.flush()
        engine.signal(session, f"limitation_event-{row.case_id}", {}, by, now)


def state_none(session: Session, row: Deadline | Uncounted, by: Actor, now: datetime) -> None:
    """Record that the title states no period for performance: the two years from its effect are certain. Source: D08 row 9, DL-X-10.

    Raises Conflict for a row that does not wait for the end of such a period.
    """
    recomputing.take_turns(session, row.case_id)
    session.refresh(row)
    if row.status != deadlines.OPEN or row.awaits != PERFORMED_BY:
        raise Conflict("Expected a period that waits for the last day to perform, but this one does not; look at the case anew")
    file.write(session, row.case_id, {"case.title.no_performance_period": True}, by, now)
    session.flush()
    engine.signal(session, f"limitation_event-{row.case_id}", {}, by, now)


def heard(session: Session, case_id: str, changes: Iterable[file.Change], by: Actor, now: datetime) -> None:
    """Count anew what waited for a fact that was now written into the file, and the period of a title whose start changed."""
    changes = list(changes)
    for change in changes:
        fact = change.path.removeprefix("case.acts[].")
        if isinstance(change.new, date) and (change.path in law.facts_of_the_case() or fact != change.path):
            _settle(session, case_id, fact, None, change.member, change.new, by, now)
    if any(change.path in limitation.STARTS for change in changes):
        _settle_title(session, case_id, by, now)


def _settle_title(session: Session, case_id: str, by: Actor, now: datetime) -> None:
    query = select(Deadline).where(
        col(Deadline.case_id) == case_id, col(Deadline.status) == deadlines.OPEN, col(Deadline.rule_id).in_(limitation.TITLE_RULES)
    )
    rows = session.exec(query).all()
    read = limitation.standing(session, engine.hooks.facts(session, case_id, now)) if rows else None
    if read is None or any((row.rule_id, row.trigger_date, row.awaits) == (read.rule_id, read.trigger_date, read.unknown and read.unknown.fact) for row in rows):
        return
    subject = Subject(rows[0].subject_type, rows[0].subject_id)
    new = deadlines.start(session, case_id, read.rule_id, subject, read.trigger_date, by, now, event=rows[0].trigger_event)
    new.cause = new.cause or "file"
    for old in rows:
        if old.status == deadlines.OPEN and old.id != new.id:
            deadlines.supersede(session, old, new, by, now)


def _must_fit(row: Deadline | Uncounted, day: date, now: datetime) -> None:
    name = str(row.awaits).rpartition(".")[2]
    if name not in MAY_LIE_AHEAD and day > day_of(now):
        raise BadInput("Expected a day that has come, but %(day)s lies ahead", day=day)
    if isinstance(row, Deadline) and day < row.trigger_date:
        raise BadInput(
            "Expected a day not before %(bound)s, which it cannot precede, got %(day)s; correct that other day first", bound=row.trigger_date, day=day
        )


def _keep_on_document(session: Session, row: Deadline | Uncounted, day: date, by: Actor, now: datetime) -> None:
    document = session.get(Document, row.trigger_document) if row.trigger_document else None
    if document is not None and row.awaits:
        document.payload = {**document.payload, **jsonable({row.awaits: day})}
        if row.awaits in Document.model_fields:
            setattr(document, row.awaits, day)
        session.add(document)
    facts = {"rule": row.rule_id, "fact": row.awaits, "day": day, "document": row.trigger_document}
    history.append(session, [history.Event("day_recorded", row.case_id, facts=facts)], by.id, now)


def _waiting(session: Session, row: Deadline) -> list[Deadline]:
    return _of_fact(session, Deadline, row.case_id, str(row.awaits), row.trigger_document, row.subject_id)


def _settle(
    session: Session, case_id: str, fact: str, document_id: str | None, subject_id: str | None, day: date, by: Actor, now: datetime
) -> None:
    """Replace every open row, and count every period, that waited for a fact of a document, of an act or of the case."""
    for row in _of_fact(session, Deadline, case_id, fact, document_id, subject_id):
        if row.rule_id not in limitation.TITLE_RULES:
            recomputing.replace(session, recomputing.anew(session, row, day, now), by, now, f"fact:{fact}")
    for waiting in _of_fact(session, Uncounted, case_id, fact, document_id, subject_id):
        _count(session, waiting, day, by, now)


def _of_fact(
    session: Session, table: type[Row], case_id: str, fact: str, document_id: str | None, subject_id: str | None
) -> list[Row]:
    query = select(table).where(
        col(table.case_id) == case_id, col(table.status) == deadlines.OPEN, col(table.awaits) == fact
    )
    if not fact.startswith("case."):
        query = query.where(col(table.trigger_document) == document_id)
        query = query if document_id is not None else query.where(col(table.subject_id) == subject_id)
    return list(session.exec(query))


def _count(session: Session, row: Uncounted, day: date, by: Actor, now: datetime) -> None:
    rule = rules.get(row.rule_id)
    new = deadlines.start(
        session, row.case_id, row.rule_id, Subject(row.subject_type, row.subject_id), day, by, now, event=row.trigger_event,
        document_id=row.trigger_document, applied=tuple(rules.get(str(name)) for name in row.applied),
        override_date=day if rule.active_type is rules.ActiveType.COURT_SET else None,
    )  # fmt: skip
    if row.status == unknown.OPEN:
        unknown.close(session, row, unknown.COUNTED, by, now, new.id)
