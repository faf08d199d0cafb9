"""What task lists and diagrams show. Read only; every list is a keyset walk. Source: docs/reliability; architecture A16.

The engine knows no case: who may see which case comes in as `where`, a condition on the task.
"""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from heapq import merge
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from db.models import (
    Candidate,
    Definition,
    Deployment,
    Draft,
    History,
    Inbox,
    Incident,
    Instance,
    InstanceState,
    Subscription,
    Task,
    TaskState,
    Timer,
    TimerState,
)  # fmt: skip
from worklist.clock import NEVER
from worklist.engine import deployments
from worklist.engine.forms import Form, Words
from worklist.engine.spiff import Run, decode
from worklist.engine.stage import Stage, StageHost
from worklist.errors import BadInput, NotFound
from worklist.identity import SCHEDULER

#: Rows of a page of a list.
PAGE = 50
#: Counts stop here; more is shown as "1,000+".
MANY = 1_000
#: How an instant stands in an address.
_INSTANT = "%Y%m%dT%H%M%S%f"
#: A condition on the task: which of them may be seen.
Where = ColumnElement[bool] | None


@dataclass(frozen=True, order=True)
class Place:
    """A place in a list that is ordered by due instant, then id."""

    due_at: datetime
    task_id: str

    @classmethod
    def of(cls, task: Task) -> "Place":
        """Return the place of a task."""
        return cls(task.due_at or NEVER, task.id)

    @classmethod
    def read(cls, text: str | None) -> "Place | None":
        """Return the place that an address names, None for none. Raises BadInput."""
        if not text:
            return None
        at, _, task_id = text.partition("_")
        try:
            return cls(datetime.strptime(at, _INSTANT).replace(tzinfo=UTC), task_id)
        except ValueError:
            raise BadInput(f"Expected a place in the list, got {text!r}; open the list anew") from None

    def __str__(self) -> str:
        return f"{self.due_at.astimezone(UTC):{_INSTANT}}_{self.task_id}"


@dataclass(frozen=True)
class Listed:
    """A page of a list; `after` is where the next page begins, None on the last one."""

    tasks: list[Task]
    after: Place | None


def _beyond(due: Any, task_id: Any, after: Place | None) -> ColumnElement[bool] | None:
    if after is None:
        return None
    return or_(due > after.due_at, and_(due == after.due_at, task_id > after.task_id))


def _walk(session: Session, due: Any, base: Any, where: Sequence[Where], after: Place | None, limit: int) -> list[Task]:
    conditions = [one for one in (*where, _beyond(due, col(Task.id), after)) if one is not None]
    return list(session.exec(base.where(*conditions).order_by(due, col(Task.id)).limit(limit)))


def _held(session: Session, holder: str, where: Where, after: Place | None, limit: int) -> list[Task]:
    due = func.coalesce(col(Task.due_at), NEVER)
    mine = and_(col(Task.assignee) == holder, col(Task.state) == TaskState.OPEN)
    return _walk(session, due, select(Task), [mine, where], after, limit)


def _free(session: Session, group: str, where: Where, after: Place | None, limit: int) -> list[Task]:
    base = select(Task).join(Inbox, col(Inbox.task_id) == col(Task.id))
    return _walk(session, col(Inbox.due_at), base, [col(Inbox.group_id) == group, where], after, limit)


def _taken(session: Session, group: str, where: Where, after: Place | None, limit: int) -> list[Task]:
    due = func.coalesce(col(Task.due_at), NEVER)
    base = select(Task).join(Candidate, col(Candidate.task_id) == col(Task.id))
    taken = and_(col(Task.state) == TaskState.OPEN, col(Task.assignee).is_not(None))
    return _walk(session, due, base, [col(Candidate.group_id) == group, taken, where], after, limit)


def _page(branches: Sequence[list[Task]], limit: int) -> Listed:
    """Return the first rows of several lists that are each in order; a task in two of them is shown once."""
    tasks: dict[str, Task] = {}
    for task in merge(*branches, key=Place.of):
        tasks.setdefault(task.id, task)
        if len(tasks) > limit:
            break
    shown = list(tasks.values())
    return Listed(shown[:limit], Place.of(shown[limit - 1]) if len(shown) > limit else None)


def my_tasks(session: Session, user_id: str, *, where: Where = None, after: Place | None = None, limit: int = PAGE) -> Listed:
    """Return the open tasks that a user holds, the most urgent first."""
    return _page([_held(session, user_id, where, after, limit + 1)], limit)


def team_tasks(
    session: Session, user_id: str, groups: Collection[str], *, holders: str = "mine_or_free", where: Where = None,
    after: Place | None = None, limit: int = PAGE,
) -> Listed:  # fmt: skip
    """Return open tasks of groups, the most urgent first.

    `holders`: `free` (nobody holds them), `mine_or_free`, `all`.
    """
    branches = [_free(session, group, where, after, limit + 1) for group in sorted(groups)]
    if holders == "mine_or_free":
        in_groups = col(Task.id).in_(select(Candidate.task_id).where(col(Candidate.group_id).in_(groups)))
        mine = in_groups if where is None else and_(in_groups, where)
        branches.append(_held(session, user_id, mine, after, limit + 1))
    elif holders == "all":
        branches += [_taken(session, group, where, after, limit + 1) for group in sorted(groups)]
    return _page(branches, limit)


def count_mine(session: Session, user_id: str, *, where: Where = None, due_before: datetime | None = None) -> int:
    """Return how many open tasks a user holds, at most MANY + 1."""
    conditions = [col(Task.assignee) == user_id, col(Task.state) == TaskState.OPEN]
    if due_before is not None:
        conditions.append(col(Task.due_at) < due_before)
    return _count(session, select(Task.id).where(*conditions, *([] if where is None else [where])))


def count_free(
    session: Session, groups: Collection[str], *, where: Where = None, due_before: datetime | None = None
) -> int:
    """Return how many unclaimed tasks the groups have, at most MANY + 1."""
    query = select(Inbox.task_id).where(col(Inbox.group_id).in_(groups))
    if due_before is not None:
        query = query.where(col(Inbox.due_at) < due_before)
    if where is not None:
        query = query.join(Task, col(Task.id) == col(Inbox.task_id)).where(where)
    return _count(session, query.distinct())


def _count(session: Session, query: Any) -> int:
    return session.exec(select(func.count()).select_from(query.limit(MANY + 1).subquery())).one()


def due_before(at: datetime) -> ColumnElement[bool]:
    """Return the condition on tasks that were due before an instant."""
    return col(Task.due_at) < at


def stamp(tasks: Sequence[Task], today: date) -> str:
    """Return a short text that differs when a list of tasks looks different."""
    seen = "|".join(f"{task.id}:{task.revision}:{task.assignee}:{task.due_at}" for task in tasks)
    return hashlib.sha256(f"{today}|{seen}".encode()).hexdigest()[:16]


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
    definition = session.get(Definition, task.form_id)
    if definition is None:
        raise NotFound(f"Expected form '{task.form_id}' of task '{task.id}', found none")
    return Form.load(definition.source)


def draft_of(session: Session, task_id: str, user_id: str) -> Draft | None:
    """Return what a user typed into a task and has not sent, None when there is nothing."""
    return session.get(Draft, (task_id, user_id))


def look(session: Session, instance: Instance, now: datetime) -> Run:
    """Return the tokens of an instance to look at; they cannot be moved or saved this way."""
    stage = Stage(session, SCHEDULER, now)
    return decode(instance.tokens, deployments.spec_of(session, instance.definition_id), StageHost(stage, instance))


def variables_of(session: Session, task: Task, now: datetime) -> Any:
    """Return what an open task sees: its process's variables and `case`; an empty mapping when it waits no longer."""
    instance = session.get(Instance, task.instance_id)
    if instance is None or instance.state != InstanceState.RUNNING:
        return {}
    waiting = (one for one in look(session, instance, now).user_tasks() if one.id == task.id)
    return next((one.variables for one in waiting), {})


@dataclass(frozen=True)
class Waits:
    """One thing an instance waits for. `kind`: task, timer, message, signal, call, incident."""

    element_id: str
    kind: str
    name: Words
    due_at: datetime | None = None
    holder: str | None = None


def waits(session: Session, instance: Instance) -> list[Waits]:
    """Return everything an instance waits for now, in the words of its rows."""
    tasks = select(Task).where(col(Task.instance_id) == instance.id, col(Task.state) == TaskState.OPEN)
    timers = select(Timer).where(col(Timer.instance_id) == instance.id, col(Timer.state) == TimerState.WAITING)
    listening = select(Subscription).where(col(Subscription.instance_id) == instance.id)
    failed = select(Incident).where(col(Incident.instance_id) == instance.id, col(Incident.state) == "open")
    found = [Waits(t.element_id, "task", Words(t.name, t.name_zh or ""), t.due_at, t.assignee) for t in session.exec(tasks)]
    found += [Waits(t.element_id, "timer", Words(""), t.due_at) for t in session.exec(timers)]
    found += [Waits(s.element_id, s.kind, Words(s.name)) for s in session.exec(listening)]
    found += [Waits(i.element_id or "", "incident", Words(i.message)) for i in session.exec(failed)]
    return found


def path_of(session: Session, instance: Instance) -> set[str]:
    """Return the elements an instance has been at."""
    query = select(History.facts).where(col(History.instance_id) == instance.id, col(History.kind) == "path")
    return {element for facts in session.exec(query) for element in facts.get("path", [])}


def open_incidents(session: Session, where: Any = None) -> list[Incident]:
    """Return the open incidents, newest first, at most 200. `where`: a condition on the incident."""
    query = select(Incident).where(col(Incident.state) == "open").order_by(col(Incident.opened_at).desc()).limit(200)
    return list(session.exec(query if where is None else query.where(where)))


def get_incident(session: Session, incident_id: str, where: Any = None) -> Incident:
    """Return an incident. Raises NotFound, also where `where` does not hold."""
    query = select(Incident).where(col(Incident.id) == incident_id)
    incident = session.exec(query if where is None else query.where(where)).first()
    if incident is None:
        raise NotFound(f"Expected incident '{incident_id}', found none")
    return incident


@dataclass(frozen=True)
class Branch:
    """An instance with those that it called or handed over to."""

    instance: Instance
    below: list["Branch"]


def tree(instances: Sequence[Instance]) -> list[Branch]:
    """Return the instances of a case as a tree, oldest first."""
    known = {instance.id for instance in instances}
    below: dict[str | None, list[Instance]] = {}
    for instance in instances:
        above = instance.parent_instance_id or instance.started_by_instance_id
        below.setdefault(above if above in known else None, []).append(instance)

    def branches(of: str | None) -> list[Branch]:
        return [Branch(instance, branches(instance.id)) for instance in below.get(of, [])]

    return branches(None)


def definition(session: Session, definition_id: str) -> Definition:
    """Return a definition. Raises NotFound."""
    found = session.get(Definition, definition_id)
    if found is None:
        raise NotFound(f"Expected definition '{definition_id}', found none")
    return found


def source_of(session: Session, definition_id: str) -> bytes:
    """Return a definition byte for byte. Raises NotFound."""
    return definition(session, definition_id).source


def element_names(session: Session, instance: Instance) -> dict[str, Words]:
    """Return the names of the elements of an instance's diagram by id, in both languages."""
    spec = deployments.spec_of(session, instance.definition_id)
    nodes = {element.node.id: element.node for element in spec.elements.values()}
    return {node.id: Words(node.name, node.name_zh) for node in nodes.values()}


def deployments_of_late(session: Session, limit: int = 20) -> list[Deployment]:
    """Return the last deployments, newest first."""
    query = select(Deployment).order_by(col(Deployment.deployed_at).desc()).limit(limit)
    return list(session.exec(query))


@dataclass(frozen=True)
class Version:
    """The newest version of a definition, and how many instances run on any of its versions."""

    definition: Definition
    running: int


def newest(session: Session) -> list[Version]:
    """Return the newest version of every definition, processes first."""
    last = select(Definition.kind, Definition.key, func.max(Definition.version).label("version"))
    last_of = last.group_by(col(Definition.kind), col(Definition.key)).subquery()
    same = and_(
        col(Definition.kind) == last_of.c.kind, col(Definition.key) == last_of.c.key,
        col(Definition.version) == last_of.c.version,
    )  # fmt: skip
    running = select(Instance.definition_key, func.count()).where(col(Instance.state) == InstanceState.RUNNING)
    counts = dict(session.exec(running.group_by(col(Instance.definition_key))).all())
    order = {"process": 0, "decision": 1, "form": 2}
    found = session.exec(select(Definition).join(last_of, same))
    versions = [Version(d, counts.get(d.key, 0) if d.kind == "process" else 0) for d in found]
    return sorted(versions, key=lambda v: (order.get(v.definition.kind, 9), v.definition.key))
