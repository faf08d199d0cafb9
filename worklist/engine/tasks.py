"""User tasks: claim, hand over, complete."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from db import hot
from db.models import Candidate, Task, TaskState, User
from worklist.clock import COURT_TZ
from worklist.engine import history
from worklist.engine.spiff import StepFailed
from worklist.engine.stage import staged
from worklist.engine.variables import must_be_kept
from worklist.errors import (
    AlreadyClaimed,
    BadInput,
    Conflict,
    NotFound,
    NotPermitted,
    Phrase,
    ProcessFailed,
    TaskNotOpen,
)
from worklist.identity import Actor

_TASKS, _CANDIDATES = hot.table(Task), hot.table(Candidate)
_GROUPS = select(_CANDIDATES.c.group_id).where(_CANDIDATES.c.task_id == bindparam("which"))


def open_task(session: Session, task_id: str) -> Task:
    """Return an open task. Raises NotFound, TaskNotOpen (who ended it, when)."""
    task = session.get(Task, task_id)
    if task is None:
        raise NotFound("Expected task '%(task)s', found none", task=task_id)
    if task.state != TaskState.OPEN:
        raise _gone(task)
    return task


def groups_of(session: Session, task_id: str) -> frozenset[str]:
    """Return the candidate groups of a task."""
    return frozenset(hot.run(session, _GROUPS, {"which": task_id}).scalars())


def may_work(by: Actor, task: "Task | Completable", groups: frozenset[str]) -> bool:
    """Return whether `by` holds the task, or belongs to a group that may take it."""
    return by.is_system or task.assignee == by.id or not by.groups.isdisjoint(groups)


def must_be_workable(session: Session, task: Task, by: Actor) -> None:
    """Raise NotPermitted or AlreadyClaimed unless `by` may complete the task."""
    _must_work(by, task, groups_of(session, task.id))


def _must_work(by: Actor, task: "Task | Completable", groups: frozenset[str]) -> None:
    if not may_work(by, task, groups):
        needed = Phrase("its holder or a member of one of its groups")
        raise NotPermitted(by.id, Phrase("work on the task"), needed)
    if task.assignee not in (None, by.id) and not by.is_system:
        raise AlreadyClaimed(task.id, task.assignee or "")


def claim(session: Session, task_id: str, by: Actor, now: datetime) -> Task:
    """Assign an unclaimed open task to `by`; claiming one's own task again changes nothing.

    Raises NotFound, TaskNotOpen, AlreadyClaimed, NotPermitted.
    """
    task = open_task(session, task_id)
    if task.assignee == by.id:
        return task
    if not may_work(by, task, groups_of(session, task_id)):
        raise NotPermitted(by.id, Phrase("claim the task"), Phrase("a member of one of its groups"))
    if not _give(session, task_id, None, by.id):
        raise _lost_race(session, task)
    _note(session, task, "task_claimed", by, now)
    session.refresh(task)
    return task


def claim_next(
    session: Session, by: Actor, now: datetime, walls: frozenset[str] = frozenset(), unseen: frozenset[str] = frozenset()
) -> Task | None:
    """Claim the most urgent unclaimed task of the actor's groups, None when there is none.

    A task that somebody else takes at the same moment is passed over. `walls`: walls the actor may look behind;
    `unseen`: cases the actor is denied.
    """
    query = select(Task.id, Task.wall_id, Task.case_id).join(Candidate, col(Candidate.task_id) == col(Task.id))
    query = query.where(col(Candidate.group_id).in_(by.groups), col(Candidate.free), col(Candidate.due_at).is_not(None))
    for task_id, wall_id, case_id in session.exec(query.order_by(col(Candidate.due_at), col(Task.id)).limit(200)):
        may_see = (wall_id is None or wall_id in walls) and case_id not in unseen
        if may_see and _give(session, task_id, None, by.id):
            task = open_task(session, task_id)
            session.refresh(task)
            _note(session, task, "task_claimed", by, now)
            return task
    return None


def unclaim(session: Session, task_id: str, by: Actor, now: datetime) -> Task:
    """Return a task to its groups. Raises NotFound, TaskNotOpen, NotPermitted."""
    task = open_task(session, task_id)
    _must_hold(by, task, Phrase("return the task"))
    if not groups_of(session, task_id):
        raise BadInput(
            "Expected a task with candidate groups, but '%(task)s' has none; hand it over to a person", task=task_id
        )
    if not _give(session, task_id, task.assignee, None):
        raise _lost_race(session, task)
    _note(session, task, "task_returned", by, now)
    session.refresh(task)
    return task


def assign(session: Session, task_id: str, user_id: str, by: Actor, now: datetime, reason: str = "") -> Task:
    """Hand a task over to a user. Its holder, a manager or a partner may. Raises NotFound, TaskNotOpen, NotPermitted."""
    task = open_task(session, task_id)
    user = session.get(User, user_id)
    if user is None or not user.active:
        raise NotFound("Expected an active user, got '%(user)s'", user=user_id)
    if by.roles.isdisjoint({"manager", "partner", "admin"}):
        _must_hold(by, task, Phrase("hand the task over"))
    was = task.assignee
    if not _give(session, task_id, was, user_id):
        raise _lost_race(session, task)
    _note(session, task, "task_assigned", by, now, {"from": was, "to": user_id, "reason": reason})
    session.refresh(task)
    return task


@dataclass(frozen=True)
class Completable:
    """What completing a task must know of it, read in one statement."""

    id: str
    instance_id: str
    element_id: str
    assignee: str | None
    state: str
    groups: frozenset[str]


_WORK = (
    select_columns(
        _TASKS.c.id, _TASKS.c.instance_id, _TASKS.c.element_id, _TASKS.c.assignee, _TASKS.c.state, _CANDIDATES.c.group_id
    )
    .join_from(_TASKS, _CANDIDATES, _CANDIDATES.c.task_id == _TASKS.c.id, isouter=True)
    .where(_TASKS.c.id == bindparam("which"))
)


def _work(session: Session, task_id: str) -> Completable:
    """Return what completing an open task must know. Raises NotFound, TaskNotOpen."""
    rows = hot.run(session, _WORK, {"which": task_id}).all()
    if not rows or rows[0].state != TaskState.OPEN:
        open_task(session, task_id)  # says why
    first = rows[0]
    groups = frozenset(row.group_id for row in rows if row.group_id)
    return Completable(first.id, first.instance_id, first.element_id, first.assignee, first.state, groups)


def complete(
    session: Session, task_id: str, by: Actor, now: datetime, variables: Mapping[str, Any],
    *, revision: int | None = None, record: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """Complete an open task and move its instance on until it waits again.

    `revision`: the one the form was shown with, None to take any. `record`: what the history keeps as submitted
    (default: the variables). Raises NotFound, TaskNotOpen, AlreadyClaimed, NotPermitted, BadInput, Conflict, ProcessFailed.
    """
    task = _work(session, task_id)
    _must_work(by, task, task.groups)
    must_be_kept(variables)
    with staged(session, by, now) as stage:
        stage.lock(task.instance_id)
        if not _end(session, task_id, by, now, revision):
            raise _lost(session, task_id, revision)
        stage.closed.add(task_id)
        opened = stage.open(task.instance_id)
        submitted = variables if record is None else record
        stage.log("task_completed", opened.instance, element_id=task.element_id, task_id=task_id, values=submitted)
        try:
            opened.run.complete(task_id, variables)
        except KeyError:
            raise TaskNotOpen(task_id, "no longer waiting in its process") from None
        except StepFailed as error:
            raise ProcessFailed(task.instance_id, error.element_id, error.reason) from error
        stage.step(opened)


_END = (
    update(_TASKS)
    .where(
        _TASKS.c.id == bindparam("which"),
        _TASKS.c.state == TaskState.OPEN,
        _TASKS.c.assignee.is_(None) | (_TASKS.c.assignee == bindparam("holder")) | bindparam("is_system"),
        bindparam("any_revision") | (_TASKS.c.revision == bindparam("shown")),
    )
    .values(
        state=TaskState.COMPLETED, ended_at=bindparam("at"), ended_by=bindparam("holder"),
        revision=_TASKS.c.revision + 1,
    )
)  # fmt: skip


def _end(session: Session, task_id: str, by: Actor, now: datetime, revision: int | None) -> bool:
    asked = {
        "which": task_id, "holder": by.id, "is_system": by.is_system, "any_revision": revision is None,
        "shown": revision or 0, "at": now,
    }  # fmt: skip
    return hot.run(session, _END, asked).rowcount == 1


def _give(session: Session, task_id: str, holder: str | None, to: str | None) -> bool:
    """Change the holder if it is still the one expected, and the list in which the task stands."""
    same = col(Task.assignee).is_(None) if holder is None else col(Task.assignee) == holder
    statement = update(Task).where(col(Task.id) == task_id, col(Task.state) == TaskState.OPEN, same)
    won = _rows(session, statement.values(assignee=to, revision=col(Task.revision) + 1)) == 1
    if won:
        session.execute(update(Candidate).where(col(Candidate.task_id) == task_id).values(free=to is None))
    return won


def _lost_race(session: Session, task: Task) -> Conflict:
    """Return why the holder could not be changed: somebody else changed it, or ended the task, a moment ago."""
    session.refresh(task)
    if task.state != TaskState.OPEN:
        return _gone(task)
    if task.assignee is None:
        return Conflict(
            "Expected task '%(task)s' as it was, but it went back to its groups a moment ago; look at it again", task=task.id
        )
    return AlreadyClaimed(task.id, task.assignee)


def _rows(session: Session, statement: Any) -> int:
    return int(session.execute(statement.execution_options(synchronize_session=False)).rowcount)  # type: ignore[attr-defined]


def _lost(session: Session, task_id: str, revision: int | None) -> Conflict:
    """Return why a task could not be completed: somebody was faster, or it was shown before a change."""
    task = session.get_one(Task, task_id)
    session.refresh(task)
    if task.state != TaskState.OPEN:
        return _gone(task)
    return Conflict(
        "Expected revision %(shown)s of task '%(task)s', found %(found)s; look at it again",
        shown=revision, task=task.id, found=task.revision,
    )  # fmt: skip


def _must_hold(by: Actor, task: Task, what: str) -> None:
    if not by.is_system and task.assignee != by.id and by.roles.isdisjoint({"manager", "admin"}):
        raise NotPermitted(by.id, what, Phrase("its holder or a manager"))


def _gone(task: Task) -> TaskNotOpen:
    at = task.ended_at.astimezone(COURT_TZ).strftime("%Y-%m-%d %H:%M") if task.ended_at else None
    return TaskNotOpen(task.id, task.state, task.ended_by, at)


def _note(
    session: Session, task: Task, kind: str, by: Actor, now: datetime, facts: Mapping[str, Any] | None = None
) -> None:
    chain = task.case_id or task.instance_id
    event = history.Event(kind, chain, task.instance_id, task.element_id, task.id, facts or {})
    history.append(session, [event], by.id, now)
