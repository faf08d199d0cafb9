"""What pages show of cases: lists, rows of the queue, timeline, money, deadlines. Read only.

Every list passes through `visibility.visible`: what an actor may not see is not there. Source: architecture A30.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import Session, col, func, select

from db.models import (
    CaseFile,
    Deadline,
    Document,
    History,
    Incident,
    LedgerEntry,
    Measure,
    Party,
    PendingMessage,
    Task,
    Title,
    TitleItem,
    User,
)  # fmt: skip
from worklist.cases import calendar, store
from worklist.cases.catalogue import enum_labels
from worklist.cases.visibility import visible
from worklist.clock import day_of
from worklist.engine.forms import Words
from worklist.identity import Actor
from worklist.law import rules

#: Rows of a page of a list.
PAGE = 50
#: A day is near when at most this many working days are left.
NEAR = 3
#: Working days are counted this far ahead; beyond it only the day is shown.
COUNTED_DAYS = 60


class Urgency(StrEnum):
    """The groups of a task list, most urgent first."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    NONE = "none"


@dataclass(frozen=True)
class Due:
    """When something is due, seen from a day. `days`: calendar days (negative: over); `working_days` left, if counted."""

    urgency: Urgency
    day: date | None = None
    days: int = 0
    working_days: int | None = None

    @property
    def level(self) -> str:
        """How it is coloured: crit (over), warn (today or near), nothing else."""
        if self.urgency is Urgency.OVERDUE:
            return "crit"
        near = self.working_days is not None and self.working_days <= NEAR
        return "warn" if self.urgency is Urgency.TODAY or near else ""


def due(session: Session, day: date | None, today: date) -> Due:
    """Return how urgent a day is."""
    if day is None:
        return Due(Urgency.NONE)
    days = (day - today).days
    if days < 0:
        return Due(Urgency.OVERDUE, day, days)
    working = calendar.load(session).working_days_between(today, day) if days <= COUNTED_DAYS else None
    urgency = Urgency.TODAY if days == 0 else Urgency.WEEK if days <= 7 else Urgency.LATER
    return Due(urgency, day, days, working)


def seen_by(actor: Actor, *, stage: str = "", court: str = "") -> ColumnElement[bool]:
    """Return the condition on tasks of cases that an actor may see, in a stage or before a court."""
    conditions = [col(CaseFile.id) == col(Task.case_id), visible(actor)]
    if stage:
        conditions.append(col(CaseFile.stage) == stage)
    if court:
        conditions.append(col(CaseFile.court) == court)
    of_case = exists().where(and_(*conditions)).correlate(Task)
    return of_case if stage or court else or_(col(Task.case_id).is_(None), of_case)


def incidents_seen_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on incidents of cases that an actor may see."""
    of_case = exists().where(and_(col(CaseFile.id) == col(Incident.case_id), visible(actor))).correlate(Incident)
    return or_(col(Incident.case_id).is_(None), of_case)


@dataclass(frozen=True)
class Header:
    """A case as lists show it."""

    id: str
    number: str
    reference: str
    client: str
    debtors: str
    court: str
    stage: str
    status: str
    owner: str | None
    amount: Decimal | None
    currency: str | None


def headers(session: Session, case_ids: Collection[str]) -> dict[str, Header]:
    """Return cases by id, as lists show them."""
    query = select(CaseFile, Title).join(Title, col(Title.case_id) == col(CaseFile.id), isouter=True)
    found = session.exec(query.where(col(CaseFile.id).in_(case_ids)))
    return {case.id: _header(case, title) for case, title in found}


def _header(case: CaseFile, title: Title | None) -> Header:
    return Header(
        case.id, case.number, case.court_case_no or case.number, case.client_name, case.debtor_names,
        case.court or "", case.stage, case.status, case.owner, title.amount if title else None,
        title.currency if title else None,
    )  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A task as lists show it, with its case and holder."""

    task: Task
    case: Header | None
    holder: User | None
    due: Due


def rows(session: Session, tasks: Collection[Task], now: datetime) -> list[Row]:
    """Return tasks with their cases and holders, in the order given."""
    cases = headers(session, {task.case_id for task in tasks if task.case_id})
    holders = people(session, {task.assignee for task in tasks if task.assignee})
    today = day_of(now)
    return [
        Row(
            task, cases.get(task.case_id or ""), holders.get(task.assignee or ""),
            due(session, day_of(task.due_at) if task.due_at else None, today),
        )
        for task in tasks
    ]  # fmt: skip


def people(session: Session, user_ids: Iterable[str]) -> dict[str, User]:
    """Return users by id."""
    found = session.exec(select(User).where(col(User.id).in_(set(user_ids))))
    return {user.id: user for user in found}


@dataclass(frozen=True)
class Cases:
    """A page of the list of cases; `after` is the number where the next page begins."""

    cases: list[Header]
    after: str | None


def cases(
    session: Session, actor: Actor, *, text: str = "", stage: str = "", status: str = "", after: str = "",
    limit: int = PAGE,
) -> Cases:  # fmt: skip
    """Return the cases an actor may see, newest number first. `text` is looked for in numbers and names."""
    query = select(CaseFile, Title).join(Title, col(Title.case_id) == col(CaseFile.id), isouter=True)
    query = query.where(visible(actor), *_narrowed(text, stage, status))
    if after:
        query = query.where(col(CaseFile.number) < after)
    found = session.exec(query.order_by(col(CaseFile.number).desc()).limit(limit + 1)).all()
    listed = [_header(case, title) for case, title in found]
    return Cases(listed[:limit], listed[limit - 1].number if len(listed) > limit else None)


def _narrowed(text: str, stage: str, status: str) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for word in text.split()[:5]:
        columns = (CaseFile.number, CaseFile.court_case_no, CaseFile.client_name, CaseFile.debtor_names)
        conditions.append(or_(*(col(column).icontains(word, autoescape=True) for column in columns)))
    if stage:
        conditions.append(col(CaseFile.stage) == stage)
    if status:
        conditions.append(col(CaseFile.status) == status)
    return conditions


def courts(session: Session, actor: Actor) -> list[str]:
    """Return the courts of open cases the actor may see, for a filter; at most 40."""
    query = select(CaseFile.court).where(visible(actor), col(CaseFile.court).is_not(None)).distinct()
    return [court for court in session.exec(query.order_by(col(CaseFile.court)).limit(40)) if court]


def count_cases(session: Session, actor: Actor, limit: int = 1_001) -> int:
    """Return how many open cases the actor may see, at most `limit`."""
    query = select(CaseFile.id).where(visible(actor), col(CaseFile.status) == "OPEN").limit(limit)
    return session.exec(select(func.count()).select_from(query.subquery())).one()


@dataclass(frozen=True)
class Happened:
    """An event of a case: what, when, who, and the name of the task it is about."""

    number: int
    at: datetime
    kind: str
    who: str
    person: User | None
    element_id: str | None
    task: Task | None
    facts: dict[str, Any]


def timeline(session: Session, case_id: str, *, before: int | None = None, limit: int = PAGE) -> list[Happened]:
    """Return what happened in a case, newest first; the paths of tokens are left to the diagram."""
    query = select(History).where(col(History.chain) == case_id, col(History.kind) != "path")
    if before is not None:
        query = query.where(col(History.number) < before)
    found = session.exec(query.order_by(col(History.number).desc()).limit(limit)).all()
    who = people(session, {row.by for row in found})
    task_ids = {row.task_id for row in found if row.task_id}
    tasks = {task.id: task for task in session.exec(select(Task).where(col(Task.id).in_(task_ids)))}
    return [
        Happened(
            row.number, row.at, row.kind, row.by, who.get(row.by), row.element_id, tasks.get(row.task_id or ""), row.facts
        )
        for row in found
    ]


def count_events(session: Session, case_id: str) -> int:
    """Return how many events of a case the timeline shows."""
    query = select(func.count()).where(col(History.chain) == case_id, col(History.kind) != "path")
    return session.exec(query).one()


@dataclass(frozen=True)
class Clock:
    """A legal period as a card shows it, with the words of its rule. The earliest reading is the one that counts."""

    deadline: Deadline
    due: Due
    rule: rules.Rule

    @property
    def binds_us(self) -> bool:
        """Whether it is ours to keep: neither a court's act that is watched nor a period of the other side."""
        return self.deadline.active_type not in WATCHED and not self.deadline.bound_party.startswith(THEIRS)


#: Active types of rows that only watch what others do.
WATCHED = frozenset({"court_watch", "expected", "ceiling"})
#: Who is bound by periods that are not ours, as the rules name them.
THEIRS = ("debtor", "respondent", "award debtor", "police", "administrator", "court")


def clocks(session: Session, case_id: str, now: datetime, *, open_only: bool = False) -> list[Clock]:
    """Return the deadlines of a case: those that still run by day, then the others."""
    query = select(Deadline).where(col(Deadline.case_id) == case_id)
    if open_only:
        query = query.where(col(Deadline.status) == "OPEN")
    today = day_of(now)
    found = [Clock(row, due(session, row.rolled_day, today), rules.get(row.rule_id)) for row in session.exec(query)]
    return sorted(found, key=lambda clock: (clock.deadline.status != "OPEN", clock.deadline.rolled_day))


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
    """Return the running deadlines of the cases an actor may see, the earliest first.

    `kind`: an active type of the rules (limitation, measure_validity, deadline, court_watch, …), empty for all.
    """
    query = select(Deadline, CaseFile, Title).join(CaseFile, col(CaseFile.id) == col(Deadline.case_id))
    query = query.join(Title, col(Title.case_id) == col(CaseFile.id), isouter=True)
    query = query.where(col(Deadline.status) == "OPEN", visible(actor))
    if kind:
        query = query.where(col(Deadline.active_type) == kind)
    today = day_of(now)
    found = session.exec(query.order_by(col(Deadline.alarm_day), col(Deadline.id)).limit(limit))
    return [
        AtRisk(row, _header(case, title), due(session, row.rolled_day, today), rules.get(row.rule_id))
        for row, case, title in found
    ]


def count_limitations(session: Session, actor: Actor, until: date) -> int:
    """Return how many limitation periods end by a day in cases the actor may see."""
    query = select(func.count()).select_from(Deadline).join(CaseFile, col(CaseFile.id) == col(Deadline.case_id))
    running = and_(col(Deadline.status) == "OPEN", col(Deadline.active_type) == "limitation")
    return session.exec(query.where(running, col(Deadline.alarm_day) <= until, visible(actor))).one()


@dataclass
class Money:
    """The money of a case, in the currency of its title. `secured` is what measures in force hold."""

    currency: str | None = None
    owed: Decimal | None = None
    secured: Decimal = Decimal(0)
    recovered: Decimal = Decimal(0)
    items: list[TitleItem] = field(default_factory=list)
    entries: list[LedgerEntry] = field(default_factory=list)

    @property
    def secured_share(self) -> int:
        """Secured and recovered money of what is owed, in whole percent, at most 100."""
        if not self.owed:
            return 0
        return min(100, int((self.secured + self.recovered) * 100 / self.owed))


def money(session: Session, case_id: str) -> Money:
    """Return what is owed, secured and recovered. Amounts in other currencies are listed, not added."""
    title = session.exec(select(Title).where(col(Title.case_id) == case_id)).first()
    found = Money(title.currency if title else None, title.amount if title else None)
    found.items = store.members(session, case_id, "title.items")
    found.entries = store.members(session, case_id, "ledger")
    for measure in store.members(session, case_id, "measures"):
        amount = measure.facts.get("amount")
        if amount is not None and measure.status in {"ACTIVE", "RENEWAL_FILED", "CONVERTED"}:
            found.secured += Decimal(str(amount))
    for entry in found.entries:
        if entry.kind in {"RECEIPT", "IN_KIND"} and entry.currency == found.currency and entry.amount is not None:
            found.recovered += entry.amount
    return found


@dataclass(frozen=True)
class Protected:
    """An asset with the measures taken on it, each with its own expiry."""

    asset: dict[str, Any]
    measures: list[tuple[Measure, Due]]


def measure_words(session: Session, case_id: str) -> list[tuple[str, Words]]:
    """Return the measures of a case with what they are called: kind, asset, day."""
    described = {row.id: row.facts.get("description") for row in store.members(session, case_id, "assets")}
    found = []
    for row in store.members(session, case_id, "measures"):
        en, zh = enum_labels().get(row.kind or "", (row.kind or "", ""))
        tail = " · ".join(str(part) for part in (described.get(row.asset_id), row.effective_date) if part)
        found.append((row.id, Words(f"{en} · {tail}", f"{zh or en} · {tail}")))
    return found


def assets(session: Session, case_id: str, now: datetime) -> list[Protected]:
    """Return the assets of a case with their measures."""
    today = day_of(now)
    measures: dict[str | None, list[tuple[Measure, Due]]] = {}
    for measure in store.members(session, case_id, "measures"):
        measures.setdefault(measure.asset_id, []).append((measure, due(session, measure.stated_until, today)))
    found = []
    for row in store.members(session, case_id, "assets"):
        found.append(Protected(store.read_member(session, "assets", row), measures.pop(row.id, [])))
    loose = [pair for pairs in measures.values() for pair in pairs]
    return [*found, Protected({}, loose)] if loose else found


def parties(session: Session, case_id: str) -> list[dict[str, Any]]:
    """Return the debtors' side of a case: role, name, what the file knows; identity numbers are left out."""
    found = []
    for row in store.members(session, case_id, "debtors"):
        member = store.read_member(session, "debtors", row)
        member.pop("id_number", None)
        party = session.get(Party, row.party_id)
        found.append(member | {"party_name": party.name if party else ""})
    return found


@dataclass(frozen=True)
class Paper:
    """A document of a case; `waits` when no step has taken its message yet."""

    document: Document
    recorder: User | None
    waits: bool


def papers(session: Session, case_id: str) -> list[Paper]:
    """Return the documents of a case, newest first."""
    query = select(Document).where(col(Document.case_id) == case_id).order_by(col(Document.recorded_at).desc())
    found = session.exec(query).all()
    pending = select(PendingMessage.document_id).where(col(PendingMessage.business_key) == case_id)
    waiting = set(session.exec(pending))
    recorders = people(session, {document.recorded_by for document in found})
    return [Paper(document, recorders.get(document.recorded_by), document.id in waiting) for document in found]
