"""One task: its row, its form, what it sees, what was typed into it."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import and_, bindparam
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from db.models import Candidate, Draft, Instance, InstanceState, Task, TaskState
from worklist.engine import deployments
from worklist.engine.forms import Form
from worklist.engine.queries.instances import look
from worklist.engine.queries.lists import Place, Where
from worklist.errors import NotFound


def get_task(session: Session, task_id: str, where: Where = None) -> Task:
    """Return a task in any state. Raises NotFound, also where `where` does not hold."""
    task = session.exec(_one(where), params={"which": task_id}).first()
    if task is None:
        raise NotFound("Expected task '%(task)s', found none", task=task_id)
    return task


@lru_cache(maxsize=256)
def _one(where: Where) -> SelectOfScalar[Task]:
    """Return the statement for a condition; the same one each time, so that its compiled form is found at once."""
    query = select(Task).where(col(Task.id) == bindparam("which"))
    return query if where is None else query.where(where)


def groups_of(session: Session, task_ids: Collection[str]) -> dict[str, list[str]]:
    """Return the candidate groups of tasks by task id."""
    found: dict[str, list[str]] = {}
    query = select(Candidate.task_id, Candidate.group_id).where(col(Candidate.task_id).in_(task_ids))
    for task_id, group in session.exec(query.order_by(col(Candidate.group_id))):
        found.setdefault(task_id, []).append(group)
    return found


def open_tasks_of(session: Session, case_id: str) -> list[Task]:
    """Return the open tasks of a case, the most urgent first."""
    query = select(Task).where(col(Task.case_id) == case_id, col(Task.state) == TaskState.OPEN)
    return sorted(session.exec(query), key=Place.of)


def steps_before(session: Session, task: Task, limit: int = 2) -> list[Task]:
    """Return the last completed tasks of a task's instance, oldest first."""
    done = and_(col(Task.instance_id) == task.instance_id, col(Task.state) == TaskState.COMPLETED)
    query = select(Task).where(done, col(Task.id) != task.id).order_by(col(Task.ended_at).desc()).limit(limit)
    return list(session.exec(query))[::-1]


def form_of(session: Session, task: Task) -> Form | None:
    """Return the form pinned to a task, None for a task without one. Raises NotFound, FormRefused."""
    if task.form_id is None:
        return None
    return deployments.form_of(session, task.form_id)


def draft_of(session: Session, task_id: str, user_id: str) -> Draft | None:
    """Return what a user typed into a task and has not sent, None when there is nothing."""
    return session.get(Draft, (task_id, user_id))


def variables_of(session: Session, task: Task, now: datetime) -> Mapping[str, Any]:
    """Return what an open task sees: its process's variables and `case`; an empty mapping when it waits no longer.

    Read when it is first asked for, within the session's transaction: many forms never ask.
    """
    return Seen(session, task, now)


class Seen(Mapping[str, Any]):
    """What an open task sees, read from its instance when it is first asked for."""

    def __init__(self, session: Session, task: Task, now: datetime) -> None:
        self._session, self._task, self._now = session, task, now

    @cached_property
    def _variables(self) -> Mapping[str, Any]:
        instance = self._session.get(Instance, self._task.instance_id)
        if instance is None or instance.state != InstanceState.RUNNING:
            return {}
        waiting = (one for one in look(self._session, instance, self._now).user_tasks() if one.id == self._task.id)
        return next((one.variables for one in waiting), {})

    def __getitem__(self, name: str) -> Any:
        return self._variables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._variables)

    def __len__(self) -> int:
        return len(self._variables)
