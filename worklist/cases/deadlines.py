"""Deadlines of a case: rows for legal periods, computed by the law. Source: architecture A22; domain conventions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from db.models import CaseFile, Deadline
from worklist import engine, feel
from worklist.cases import calendar, limitation, unknown
from worklist.clock import day_of
from worklist.engine import history
from worklist.errors import BadInput
from worklist.identity import Actor
from worklist.law import deadlines as law
from worklist.law import ladder, rules
from worklist.law.unknown import Unknown

#: Status of a row that still runs; LAST_DAY and EXPIRED are read off its days (law.ladder.status_on).
OPEN = "OPEN"


@dataclass(frozen=True)
class Subject:
    """What a period belongs to: kind (case, title, item, party, measure, act, suit) and id (`main`: the case itself)."""

    kind: str
    id: str


def start(
    session: Session, case_id: str, rule_id: str, subject: Subject, trigger_date: date, by: Actor, now: datetime, *,
    override_date: date | None = None, event: str | None = None, document_id: str | None = None,
    applied: tuple[rules.Rule, ...] = (), awaits: Unknown | None = None, theirs: bool = False,
) -> Deadline:  # fmt: skip
    """Start a period, once for rule, subject and trigger date; a rule `same as` another gives the other's row.

    A limitation period takes the place of the one before it, which is kept; timers follow the new row.
    A known trigger takes the place of a row of the same paper that was counted from a bound.
    `applied`: the rules cited as sources; `awaits`: the trigger date is only the earliest there can be; `theirs`: only the
    other side has a use for the period here. Raises NotFound for an unknown rule.
    """
    asked = rules.get(rule_id)
    rule = rules.get(asked.row_id)
    existing = _rows(session, case_id, rule.rule_id, subject)
    read = limitation.row(session, engine.hooks.facts(session, case_id, now), rule.rule_id, trigger_date)
    waits = awaits or (read.unknown if read else None)
    is_unread = rule.rule_id in limitation.TITLE_RULES and read is None
    for row in existing:
        # What was met stays met whatever it waited for; only a row that still runs gives way to one that is certain.
        stays = row.status == "MET" or (row.status == OPEN and (waits or is_unread or not row.awaits))
        if row.trigger_date == trigger_date and stays:
            return row
    is_measure = rule.active_type is rules.ActiveType.MEASURE_VALIDITY
    bound = OTHER_SIDE if theirs else rule.bound_party
    computed = read or law.compute(
        rule, trigger_date, calendar.load(session), override_date=None if is_measure else override_date,
        stated_until=override_date if is_measure else None, applied=applied or (asked,), ours=is_ours(bound), unknown=awaits,
    )  # fmt: skip
    case = session.get_one(CaseFile, case_id)
    row = Deadline(
        case_id=case_id, wall_id=case.wall_id, rule_id=rule.rule_id, rule_version=computed.rule_version,
        rule_set=case.rule_set, active_type=rule.active_type, ladder=computed.ladder, bound_party=bound,
        subject_type=subject.kind, subject_id=subject.id, trigger_document=document_id, trigger_event=event,
        trigger_date=trigger_date, attempt=1 + sum(row.trigger_date == trigger_date for row in existing),
        raw_day=computed.raw_day, rolled_day=computed.rolled_day, alarm_day=computed.alarm_day,
        provisional=computed.provisional, to_be_confirmed=not computed.confirmed,
        explanation={"en": computed.explanation_en, "zh": computed.explanation_zh}, started_at=now,
        given_day=override_date, applied=[one.rule_id for one in applied or (asked,)],
        awaits=computed.unknown.fact if computed.unknown else None, bound_by=computed.unknown.bound if computed.unknown else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    if waits is None:
        _replace_what_waited(session, row, existing, by, now)
    if rule.active_type is rules.ActiveType.LIMITATION:
        for old in [old for old in existing if old.status == OPEN and not (awaits and not old.awaits)]:
            supersede(session, old, row, by, now)
    note_start(session, row, by, now)
    return row


def _replace_what_waited(session: Session, new: Deadline, existing: list[Deadline], by: Actor, now: datetime) -> None:
    """Let a counted row take the place of those of the same paper that waited for its day."""
    for old in existing:
        if old.status == OPEN and old.awaits and unknown.same_paper(session, old.trigger_document, new.trigger_document):
            new.cause = f"fact:{old.awaits}"
            supersede(session, old, new, by, now)
    for row in unknown.open_ones(session, new.case_id):
        is_it = (row.rule_id, row.subject_id) == (new.rule_id, new.subject_id)
        if is_it and unknown.same_paper(session, row.trigger_document, new.trigger_document):
            unknown.close(session, row, unknown.COUNTED, by, now, new.id)


#: Who may be bound and be our client: a rule that binds somebody else is only watched.
OURS = ("applicant", "creditor", "lawyer", "party", "objector")


#: Whom a period binds that only the other side has a use for.
OTHER_SIDE = "respondent"


def is_ours(bound: str) -> bool:
    """Return whether a period that binds somebody binds our client (or may, where it binds a party)."""
    return any(word in bound for word in OURS) and not bound.startswith(("third-party", "other"))


def _rows(session: Session, case_id: str, rule_id: str, subject: Subject) -> list[Deadline]:
    query = select(Deadline).where(
        col(Deadline.case_id) == case_id, col(Deadline.rule_id) == rule_id, col(Deadline.subject_id) == subject.id
    )
    return list(session.exec(query))


def supersede(session: Session, old: Deadline, new: Deadline, by: Actor, now: datetime) -> None:
    """Let a new row take the place of an open one, which is kept; timers follow the new row."""
    old.status, old.superseded_by = "SUPERSEDED", new.id
    session.add(old)
    session.flush()
    engine.move_timers(session, old.id, as_variable(new), by, now)


def note_start(session: Session, row: Deadline, by: Actor, now: datetime) -> None:
    """Write into the history that a period runs, with its days."""
    _note(session, "deadline_started", row, by, now, {"raw_day": row.raw_day, "rolled_day": row.rolled_day})


def start_by_event(
    session: Session, case_id: str, event: str, variables: Mapping[str, Any], by: Actor, now: datetime
) -> list[Deadline]:
    """Close what an event satisfies, then start every period it triggers, each from the day its rule names.

    Where that day is not told, the period is counted from the earliest it can be; where nothing bounds it, it is listed.
    """
    satisfy_by_event(session, case_id, event, variables, by, now)
    triggered = [
        (rule, day)
        for rule in rules.rules_triggered_by(event)
        if (day := _day(variables, rule.field)) is not None and applies(rule, variables)
    ]
    untold = [
        rule for rule in rules.rules_triggered_by(event)
        if _day(variables, rule.field) is None and applies(rule, variables) and unknown.is_needed(rule, variables)
    ]  # fmt: skip
    earliest = {rule.rule_id: unknown.bounded(rule, lambda name: _day(variables, name)) for rule in untold}
    bounded = [(one.rule, one.day) for one in earliest.values() if one is not None]
    counted = {rule.row_id for rule, _ in triggered + bounded}
    for rule in {rule.row_id: rule for rule in untold if rule.row_id not in counted}.values():
        subject = subject_of(case_id, rule.per, variables)
        agreeing = [one.rule_id for one in untold if one.row_id == rule.row_id]
        unknown.note(session, case_id, rule, agreeing, (subject.kind, subject.id), event, variables.get("document_id"), by, now)
    return [
        start(
            session, case_id, begun.rule.rule_id, subject_of(case_id, begun.rule.per, variables), begun.trigger_date,
            by, now, event=event, document_id=variables.get("document_id"), applied=begun.applied,
            override_date=begun.trigger_date if begun.rule.active_type is rules.ActiveType.COURT_SET else None,
            awaits=_awaited(begun, triggered, earliest),
            theirs=bool(begun.rule.theirs_when) and feel.evaluate(begun.rule.theirs_when, variables) is True,
        )
        for begun in rules.folded(triggered + bounded)
    ]  # fmt: skip


def _awaited(
    begun: rules.Start, triggered: list[tuple[rules.Rule, date]], earliest: Mapping[str, unknown.Bounded | None]
) -> Unknown | None:
    """Return what a start waits for: nothing where a day that is told gives it."""
    if any(day == begun.trigger_date and rule.row_id == begun.rule.rule_id for rule, day in triggered):
        return None
    found = (earliest.get(rule.rule_id) for rule in begun.applied)
    return next((one.unknown for one in found if one is not None), None)


def applies(rule: rules.Rule, variables: Mapping[str, Any]) -> bool:
    """Return whether the condition of a rule holds for the facts and variables of this event."""
    return feel.evaluate(rule.when, variables) is True


def satisfy_by_event(
    session: Session, case_id: str, event: str, variables: Mapping[str, Any], by: Actor, now: datetime
) -> list[Deadline]:
    """Mark as MET every open row of the case whose rule the event satisfies, for the same party, measure, act or suit."""
    ids = {rule.rule_id for rule in rules.rules_satisfied_by(event)}
    query = select(Deadline).where(
        col(Deadline.case_id) == case_id, col(Deadline.status) == OPEN, col(Deadline.rule_id).in_(ids)
    )
    met = []
    for row in session.exec(query).all():
        subject = subject_of(case_id, row.subject_type, variables)
        if row.subject_type in {"case", "title", "item"} or row.subject_id == subject.id:
            satisfy(session, row, _met_on(variables, now), event, by, now)
            met.append(row)
    for waiting in unknown.open_ones(session, case_id):
        subject = subject_of(case_id, waiting.subject_type, variables)
        if waiting.rule_id in ids and (waiting.subject_type in {"case", "title", "item"} or waiting.subject_id == subject.id):
            unknown.close(session, waiting, "MET", by, now)
    return met


def satisfy(session: Session, row: Deadline, met_on: date, met_by: str | None, by: Actor, now: datetime) -> None:
    """Mark a row as MET; one that is over already stays as it is."""
    if row.status == OPEN:
        row.status, row.met_on, row.met_by = "MET", met_on, met_by
        session.add(row)
        _note(session, "deadline_met", row, by, now, {"met_on": met_on})


def cancel(session: Session, row: Deadline, reason: str, by: Actor, now: datetime) -> None:
    """Close a row as CANCELLED or SUPERSEDED; it is kept."""
    if reason not in {"CANCELLED", "SUPERSEDED"}:
        raise BadInput("Expected CANCELLED or SUPERSEDED as reason, got %(reason)s", reason=repr(reason)[:80])
    if row.status == OPEN:
        row.status = reason
        session.add(row)
        _note(session, "deadline_closed", row, by, now, {"reason": reason})


def open_rows(
    session: Session, case_id: str, *, rule_id: str | None = None, deadline_id: str | None = None,
    subject_id: str | None = None,
) -> list[Deadline]:  # fmt: skip
    """Return the open rows of a case, by rule, id or subject where given."""
    query = select(Deadline).where(col(Deadline.case_id) == case_id, col(Deadline.status) == OPEN)
    for column, value in (
        (Deadline.rule_id, rule_id), (Deadline.id, deadline_id), (Deadline.subject_id, subject_id)
    ):  # fmt: skip
        if value is not None:
            query = query.where(col(column) == value)
    return list(session.exec(query))


def subject_of(case_id: str, per: str, variables: Mapping[str, Any]) -> Subject:
    """Return what a period of a rule `per` case, title, party, … belongs to, as the variables tell it."""
    if per == "case":
        return Subject("case", case_id)
    if per in {"title", "item"}:
        facts: Any = variables.get("case") or {}
        title: Any = facts.get("title") or {}
        return Subject(per, variables.get("item_id") or title.get("id") or case_id)
    return Subject(per, str(variables.get(f"{per}_id") or "main"))


def as_variable(row: Deadline) -> dict[str, Any]:
    """Return a row as processes see it: its days, raw the earliest reading, and the day reminders count back from."""
    return {
        "id": row.id, "rule": row.rule_id, "raw_day": ladder.earliest_day(row), "rolled_day": row.rolled_day,
        "alarm_day": row.alarm_day, "ladder_day": ladder.ladder_day(row), "provisional": row.provisional,
    }  # fmt: skip


def variable_name(rule_id: str) -> str:
    """Return the variable of a rule: DL-G-04 → dl_g_04."""
    return rules.get(rule_id).variable


def status_on(row: Deadline, today: date) -> str:
    """Return the status of a row on a day: OPEN, LAST_DAY, EXPIRED, MET, CANCELLED or SUPERSEDED."""
    stored = ladder.Status.RUNNING if row.status == OPEN else ladder.Status(row.status)
    status = ladder.status_on(row, today, stored)
    return OPEN if status is ladder.Status.RUNNING else str(status)


def _day(variables: Mapping[str, Any], field: str | None) -> date | None:
    if not field or "[]" in field:
        return None
    value: Any = variables
    for part in field.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return value if isinstance(value, date) else None


def _met_on(variables: Mapping[str, Any], now: datetime) -> date:
    for name in ("sent_date", "filed_date", "event_date", "received_date"):
        value = variables.get(name)
        if isinstance(value, date):
            return value
    return day_of(now)


def _note(session: Session, kind: str, row: Deadline, by: Actor, now: datetime, facts: Mapping[str, Any]) -> None:
    about = {"rule": row.rule_id, "deadline": row.id, "subject": row.subject_id, **facts}
    history.append(session, [history.Event(kind, row.case_id, facts=about)], by.id, now)
