"""Legal periods as pages show them: those of a case, and all that run."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_
from sqlmodel import Session, col, func, select

from db.models import CaseFile, Deadline, Task, Title, Uncounted
from worklist.cases import calendar, unknown
from worklist.cases.limitation import TITLE_RULES
from worklist.cases.queries.lists import Header, header_of
from worklist.cases.queries.urgency import Due, Urgency, due
from worklist.cases.visibility import visible
from worklist.clock import day_of
from worklist.identity import Actor
from worklist.law import deadlines as law
from worklist.law import rules

#: Active types of rows that only watch what others do.
WATCHED = frozenset({"court_watch", "expected", "ceiling"})
#: Who is bound by periods that are not ours, as the rules name them.
THEIRS = ("debtor", "respondent", "award debtor", "police", "administrator", "court")


@dataclass(frozen=True)
class Clock:
    """A legal period as a card shows it, with the words of its rule. The earliest reading is the one that counts."""

    deadline: Deadline
    due: Due
    rule: rules.Rule
    #: The row it took the place of, and for a day that is waited for: a day it may turn out to be, with the last day then.
    replaced: Deadline | None = None
    example: tuple[date, date] | None = None

    @property
    def binds_us(self) -> bool:
        """Whether it is ours to keep."""
        return binds_us(self.deadline)

    @property
    def is_read_from_title(self) -> bool:
        """Whether its days follow from the file, where they are corrected."""
        return self.deadline.rule_id in TITLE_RULES


def binds_us(row: Deadline) -> bool:
    """Return whether a period is ours to keep: neither a court's act that is watched nor one of the other side."""
    return row.active_type not in WATCHED and not row.bound_party.startswith(THEIRS)


def _due(session: Session, row: Deadline, today: date) -> Due:
    return due(session, row.rolled_day, today, ours=binds_us(row))


def clocks(session: Session, case_id: str, now: datetime, *, open_only: bool = False) -> list[Clock]:
    """Return the deadlines of a case: those that still run by day, then the others."""
    query = select(Deadline).where(col(Deadline.case_id) == case_id)
    if open_only:
        query = query.where(col(Deadline.status) == "OPEN")
    today = day_of(now)
    rows = session.exec(query).all()
    before = {row.superseded_by: row for row in rows if row.superseded_by}
    found = [
        Clock(row, _due(session, row, today), rules.get(row.rule_id), before.get(row.id), _example(session, row, today)) for row in rows
    ]
    return sorted(found, key=lambda clock: (clock.deadline.status != "OPEN", clock.deadline.rolled_day))


def _example(session: Session, row: Deadline, today: date) -> tuple[date, date] | None:
    """Return today as the day that is waited for, with the last day there would be then."""
    if row.status != "OPEN" or not row.awaits or row.awaits == "evidence" or today <= row.trigger_date:
        return None
    then = law.compute(rules.get(row.rule_id), today, calendar.load(session))
    return today, then.rolled_day


def clock(session: Session, case_id: str, deadline_id: str, now: datetime) -> Clock | None:
    """Return one deadline of a case, None for one that the case does not have."""
    return next((one for one in clocks(session, case_id, now) if one.deadline.id == deadline_id), None)


@dataclass(frozen=True)
class Needed:
    """A period that cannot be counted before a day is recorded."""

    uncounted: Uncounted
    rule: rules.Rule
    case: Header | None = None


def needed(session: Session, case_id: str) -> list[Needed]:
    """Return the periods of a case that cannot be counted, the oldest first."""
    return [Needed(row, rules.get(row.rule_id)) for row in unknown.open_ones(session, case_id)]


def needed_everywhere(session: Session, actor: Actor, *, kind: str = "", limit: int = 200) -> list[Needed]:
    """Return the periods that cannot be counted in the cases an actor may see, ours first, then the oldest."""
    query = select(Uncounted, CaseFile, Title).join(CaseFile, col(CaseFile.id) == col(Uncounted.case_id))
    query = query.join(Title, col(Title.case_id) == col(CaseFile.id), isouter=True)
    found = session.exec(query.where(col(Uncounted.status) == "OPEN", visible(actor)).order_by(col(Uncounted.started_at)))
    listed = [Needed(row, rules.get(row.rule_id), header_of(case, title)) for row, case, title in found]
    asked = [one for one in listed if kind in ("", one.rule.active_type)]
    return sorted(asked, key=lambda one: one.rule.active_type in WATCHED or one.rule.bound_party.startswith(THEIRS))[:limit]


def clock_of(session: Session, task: Task | None, case_id: str | None, now: datetime) -> Clock | None:
    """Return the one clock beside a task: the deadline it follows, else the next of ours, else the next of any."""
    if case_id is None:
        return None
    running = clocks(session, case_id, now, open_only=True)
    followed = [clock for clock in running if task is not None and clock.deadline.id == task.follows]
    ours = [clock for clock in running if clock.binds_us]
    return next(iter(followed or ours or running), None)


@dataclass(frozen=True)
class AtRisk:
    """A running deadline of a case, for the list across cases."""

    deadline: Deadline
    case: Header
    due: Due
    rule: rules.Rule


def deadlines(
    session: Session, actor: Actor, now: datetime, *, kind: str = "", limit: int = 200
) -> list[AtRisk]:
    """Return the running deadlines of the cases an actor may see, the earliest first, silent courts last.

    `kind`: an active type of the rules (limitation, measure_validity, deadline, court_watch, …), empty for all.
    """
    query = select(Deadline, CaseFile, Title).join(CaseFile, col(CaseFile.id) == col(Deadline.case_id))
    query = query.join(Title, col(Title.case_id) == col(CaseFile.id), isouter=True)
    query = query.where(col(Deadline.status) == "OPEN", visible(actor))
    if kind:
        query = query.where(col(Deadline.active_type) == kind)
    today = day_of(now)
    found = session.exec(query.order_by(col(Deadline.alarm_day), col(Deadline.id)).limit(limit))
    listed = [
        AtRisk(row, header_of(case, title), _due(session, row, today), rules.get(row.rule_id))
        for row, case, title in found
    ]
    return sorted(listed, key=lambda one: one.due.urgency is Urgency.SILENT)


def count_limitations(session: Session, actor: Actor, until: date) -> int:
    """Return how many limitation periods end by a day in cases the actor may see."""
    query = select(func.count()).select_from(Deadline).join(CaseFile, col(CaseFile.id) == col(Deadline.case_id))
    running = and_(col(Deadline.status) == "OPEN", col(Deadline.active_type) == "limitation")
    return session.exec(query.where(running, col(Deadline.alarm_day) <= until, visible(actor))).one()
