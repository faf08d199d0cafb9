"""Cases and tasks as lists show them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from db.models import CaseFile, Task, Title, User
from worklist.cases.queries.urgency import Due, due
from worklist.cases.visibility import visible
from worklist.clock import day_of
from worklist.identity import Actor

#: Rows of a page of a list.
PAGE = 50


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
    return {case.id: header_of(case, title) for case, title in found}


def header_of(case: CaseFile, title: Title | None) -> Header:
    """Return a case as lists show it."""
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
    listed = [header_of(case, title) for case, title in found]
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
