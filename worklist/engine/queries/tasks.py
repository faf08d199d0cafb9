"""One task: its row, its form, what it sees, what was typed into it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_
from sqlmodel import Session, col, select

from db.models import Candidate, Draft, Instance, InstanceState, Task, TaskState
from worklist.engine import deployments
from worklist.engine.forms import Form
from worklist.engine.queries.instances import look
from worklist.engine.queries.lists import Place, Where
from worklist.errors import NotFound


def get_task(session: Session, task_id: str, where: Where = None) -> Task:
    """Return a task in any state. Raises NotFound, also where `where` does not hold."""
    query = select(Task).where(col(Task.id) == task_id)
    task = session.exec(query if where is None else query.where(where)).first()
    if task is None:
        raise NotFound(f"Expected task '{task_id}', found none")
    return task


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


def variables_of(session: Session, task: Task, now: datetime) -> Any:
    """Return what an open task sees: its process's variables and `case`; an empty mapping when it waits no longer."""
    instance = session.get(Instance, task.instance_id)
    if instance is None or instance.state != InstanceState.RUNNING:
        return {}
    waiting = (one for one in look(session, instance, now).user_tasks() if one.id == task.id)
    return next((one.variables for one in waiting), {})
