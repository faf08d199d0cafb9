"""Who may see a case: one condition for every list, count, search, feed and export. Source: architecture A30."""

from datetime import datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from db import hot
from db.models import CaseFile, CaseMember, Deadline, Document, Incident, Instance, Task, User
from worklist.cases import file
from worklist.engine import history
from worklist.errors import BadInput, NotFound
from worklist.identity import Actor

#: `open`: all staff; `team`: members; `walled`: members who are not denied, administrators too.
ACCESS = ("open", "team", "walled")


@lru_cache(maxsize=256)
def visible(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on case_file that holds for the cases an actor may see."""
    if actor.is_system:
        return col(CaseFile.id).is_not(None)
    named = and_(col(CaseMember.case_id) == col(CaseFile.id), col(CaseMember.user_id) == actor.id)
    denied = exists().where(and_(named, col(CaseMember.denied).is_(True)))
    member = exists().where(and_(named, col(CaseMember.denied).is_(False)))
    return and_(~denied, or_(col(CaseFile.access) == "open", member))


def walls(session: Session, actor: Actor) -> frozenset[str]:
    """Return the walls an actor may look behind: wall ids of cases whose member the actor is."""
    query = select(CaseMember.case_id).where(
        col(CaseMember.user_id) == actor.id, col(CaseMember.denied).is_(False)
    )
    return frozenset(session.exec(query))


def denied(session: Session, actor: Actor) -> frozenset[str]:
    """Return the ids of the cases an actor is kept out of by a deny list."""
    query = select(CaseMember.case_id).where(col(CaseMember.user_id) == actor.id, col(CaseMember.denied).is_(True))
    return frozenset(session.exec(query))


def viewers(session: Session, case_id: str | None) -> list[User]:
    """Return the active users with a role who may see a case, by name; without a case all of them.

    The condition of `visible`, asked the other way round: which users, not which cases.
    """
    query = select(User).where(col(User.active)).order_by(col(User.name))
    case = session.get(CaseFile, case_id) if case_id else None
    if case is not None:
        named = select(CaseMember.user_id).where(col(CaseMember.case_id) == case.id)
        query = query.where(col(User.id).not_in(named.where(col(CaseMember.denied).is_(True))))
        if case.access != "open":
            query = query.where(col(User.id).in_(named.where(col(CaseMember.denied).is_(False))))
    return [user for user in session.exec(query) if user.roles]


def must_see(session: Session, case_id: str, actor: Actor) -> CaseFile:
    """Return a case the actor may see. Raises NotFound, also where the case exists: a wall has no window."""
    case = session.exec(select(CaseFile).where(col(CaseFile.id) == case_id, visible(actor))).first()
    if case is None:
        raise NotFound("Expected case '%(case)s', found none", case=case_id)
    return case


def must_see_case_of(session: Session, task: Task, actor: Actor) -> None:
    """Raise NotFound unless the actor may see the case of a task."""
    if task.case_id is None or actor.is_system:
        return
    if hot.run(session, _seen(actor), {"which": task.case_id}).first() is None:
        raise NotFound("Expected case '%(case)s', found none", case=task.case_id)


@lru_cache(maxsize=256)
def _seen(actor: Actor) -> SelectOfScalar[str]:
    return select(CaseFile.id).where(col(CaseFile.id) == bindparam("which"), visible(actor))


def set_access(session: Session, case_id: str, access: str, by: Actor, now: datetime) -> CaseFile:
    """Change who may see a case; its rows carry the wall from then on. Raises NotFound, BadInput."""
    if access not in ACCESS:
        raise BadInput("Expected one of %(allowed)s, got %(found)s", allowed=", ".join(ACCESS), found=repr(access)[:80])
    case = must_see(session, case_id, by)
    case.access = access
    case.wall_id = file.wall_for(case)
    session.add(case)
    session.flush()
    _carry_wall(session, case)
    history.append(session, [history.Event("access_changed", case_id, facts={"access": access})], by.id, now)
    return case


def _carry_wall(session: Session, case: CaseFile) -> None:
    for table in (Deadline, Document, Incident, Task):
        session.execute(update(table).where(col(table.case_id) == case.id).values(wall_id=case.wall_id))
    session.execute(update(Instance).where(col(Instance.business_key) == case.id).values(wall_id=case.wall_id))


def wall_of(session: Session, case_id: str | None) -> str | None:
    """Return the wall of a case, None where there is none."""
    case = session.get(CaseFile, case_id) if case_id else None
    return case.wall_id if case else None
