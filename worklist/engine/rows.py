"""From tokens to the rows people and schedulers look at: tasks, timers, subscriptions, jobs.

A token whose rows are written carries `row` in its internal data, a fingerprint of what was written; so a save
writes what changed and reads nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, update
from sqlmodel import SQLModel, col, select

from db import hot
from db.models import (
    Candidate,
    DefinitionKind,
    Job,
    PendingMessage,
    Subscription,
    Task,
    TaskState,
    Timer,
    TimerState,
    User,
)  # fmt: skip
from db.models.base import new_id
from worklist.clock import NEVER, day_of
from worklist.engine import attributes, bindings, deployments, expressions, versions
from worklist.engine.bpmn import Node
from worklist.engine.hooks import hooks
from worklist.engine.spiff import MAX_STEPS, Waiting
from worklist.errors import NotFound, Phrase, ProcessFailed, reason_of

if TYPE_CHECKING:
    from worklist.engine.stage import Opened, Stage

#: Transactions full of automatic steps, one after the other, before a person must look.
MAX_ROUNDS = 10
#: Jobs of asynchronous borders, one after the other, before a person must look.
MAX_PAUSES = 1_000

_TASKS, _TIMERS = hot.table(Task), hot.table(Timer)
_CANDIDATES, _SUBSCRIPTIONS = hot.table(Candidate), hot.table(Subscription)
_IDS: Any = bindparam("ids", expanding=True)
_USERS = hot.table(User)
_ACTIVE = select(_USERS.c.id).where(_USERS.c.id == bindparam("which"), _USERS.c.active)
_CANCEL_TASKS = (
    update(_TASKS)
    .where(_TASKS.c.id.in_(_IDS), _TASKS.c.state == TaskState.OPEN)
    .values(state=TaskState.CANCELLED, ended_at=bindparam("at"), revision=_TASKS.c.revision + 1)
)
_LEAVE_LISTS = update(_CANDIDATES).where(_CANDIDATES.c.task_id.in_(_IDS)).values(due_at=None)
_CANCEL_TIMERS = (
    update(_TIMERS)
    .where(_TIMERS.c.id.in_(_IDS), _TIMERS.c.state == TimerState.WAITING)
    .values(state=TimerState.CANCELLED)
)
_UNSUBSCRIBE = delete(_SUBSCRIPTIONS).where(_SUBSCRIPTIONS.c.token_id.in_(_IDS))
_MOVE_TIMER = (
    update(_TIMERS)
    .where(_TIMERS.c.id == bindparam("which"))
    .values(due_at=bindparam("due"), follows=bindparam("deadline"), state=TimerState.WAITING)
)


def project(stage: Stage, opened: Opened) -> None:
    """Write what the run waits for now and close what it waits for no longer."""
    new: dict[type[SQLModel], list[dict[str, Any]]] = {
        table: [] for table in (Task, Candidate, Timer, Subscription)
    }
    _close(stage, opened)
    for waiting in opened.run.user_tasks(without_row=True):
        _changed(opened, waiting.id, "task")
        try:
            _task(stage, opened, waiting, new)
        except ValueError as error:
            raise ProcessFailed(opened.instance.id, waiting.node.id, reason_of(error)) from error
    for waiting in opened.run.timers():
        _timer(stage, opened, waiting, new)
    for kind in ("message", "signal"):
        for waiting in opened.run.waiting(kind):
            _subscription(stage, opened, waiting, kind, new)
    for table, added in new.items():
        hot.insert(stage.session, table, added)
    _offer_pending(stage, opened, new[Subscription])


def _changed(opened: Opened, token_id: str, fingerprint: Any) -> bool:
    token = opened.run.token(token_id)
    if token is None or token.internal_data.get("row") == fingerprint:
        return False
    token.internal_data["row"] = fingerprint
    return True


def _close(stage: Stage, opened: Opened) -> None:
    gone, opened.run.gone = opened.run.gone, []
    if not gone:
        return
    by_kind: dict[str, list[str]] = {}
    for token_id, kind in gone:
        by_kind.setdefault(kind, []).append(token_id)
    if tasks := by_kind.get("task"):
        if left := [task for task in tasks if task not in stage.closed]:
            hot.run(stage.session, _CANCEL_TASKS, {"ids": left, "at": stage.now})
        hot.run(stage.session, _LEAVE_LISTS, {"ids": tasks})
    if timers := [timer for timer in by_kind.get("timer", []) if timer not in stage.closed]:
        hot.run(stage.session, _CANCEL_TIMERS, {"ids": timers})
    if subscriptions := by_kind.get("subscription"):
        hot.run(stage.session, _UNSUBSCRIBE, {"ids": subscriptions})


def _task(stage: Stage, opened: Opened, waiting: Waiting, new: Mapping[type[SQLModel], list[dict[str, Any]]]) -> None:
    node, see, instance = waiting.node, waiting.variables, opened.instance
    value = {name: text(see) for name, text in node.options.items()}
    set_to = {name: reader(value.get(name)) for name, reader in attributes.READERS.items()}
    due_at, groups = set_to["dueDate"], set_to["candidateGroups"]
    _must_be_seen(stage, set_to["assignee"], groups)
    row = {
        "id": waiting.id, "instance_id": instance.id, "definition_id": instance.definition_id, "element_id": node.id,
        "name": _words(node.name, see) or node.id, "name_zh": _words(node.name_zh, see) or None,
        "form_id": _form(stage, opened, node, value.get("formRef")), "case_id": instance.business_key,
        "wall_id": instance.wall_id, "assignee": set_to["assignee"], "due_at": due_at,
        "follow_up_at": set_to["followUpDate"], "follows": _followed(node.properties, see),
        "late_by": _late_by(stage, opened), "priority": set_to["priority"], "state": TaskState.OPEN,
        "revision": 1, "created_at": stage.now,
    }  # fmt: skip
    new[Task].append(row)
    place = {"task_id": waiting.id, "due_at": due_at or NEVER, "free": not row["assignee"]}
    new[Candidate] += [place | {"group_id": group} for group in sorted(groups)]
    stage.log("task_created", instance, element_id=node.id, task_id=waiting.id, facts={"late_by": row["late_by"]})


def _must_be_seen(stage: Stage, holder: str | None, groups: set[str]) -> None:
    """Raise ValueError for a task that would stand in nobody's list."""
    if holder is None and not groups:
        raise ValueError("expected a candidate group or an assignee, found neither; nobody would see the task")
    unknown = groups - hooks.groups if hooks.groups else set()
    if unknown:
        raise ValueError(f"expected a candidate group that exists, got {min(unknown)!r}")
    if holder is not None and hot.run(stage.session, _ACTIVE, {"which": holder}).first() is None:
        raise ValueError(f"expected an active user as assignee, got {holder!r}")


def _timer(stage: Stage, opened: Opened, waiting: Waiting, new: Mapping[type[SQLModel], list[dict[str, Any]]]) -> None:
    timer = waiting.timer or {}
    token = opened.run.token(waiting.id)
    if token is None or timer.get("due") is None or timer.get("used"):
        return
    known = token.internal_data.get("row")
    if not _changed(opened, waiting.id, timer["due"]):
        return
    due_at = datetime.fromisoformat(timer["due"])
    if due_at <= stage.now and known is None:
        return  # fires before this command ends
    if known is not None:
        moved = {"which": waiting.id, "due": due_at, "deadline": timer.get("follows")}
        hot.run(stage.session, _MOVE_TIMER, moved)
        stage.closed.discard(waiting.id)
        return
    new[Timer].append(
        {
            "id": waiting.id, "instance_id": opened.instance.id, "token_id": waiting.id,
            "element_id": waiting.node.id, "due_at": due_at, "follows": timer.get("follows"),
            "follows_at": timer.get("at"), "state": TimerState.WAITING, "failures": 0,
        }
    )  # fmt: skip


def _subscription(
    stage: Stage, opened: Opened, waiting: Waiting, kind: str, new: Mapping[type[SQLModel], list[dict[str, Any]]]
) -> None:
    token = opened.run.token(waiting.id)
    keys = {name: waiting.variables.get(name) for name in hooks.keys if waiting.variables.get(name) is not None}
    known = None if token is None else token.internal_data.get("row")
    if not _changed(opened, waiting.id, [list(waiting.names), keys]):
        return
    if known is not None:
        hot.run(stage.session, _UNSUBSCRIBE, {"ids": [waiting.id]})
    new[Subscription] += [
        {
            "id": new_id(), "instance_id": opened.instance.id, "token_id": waiting.id, "element_id": waiting.node.id,
            "kind": kind, "name": name, "business_key": opened.instance.business_key,
            "takes_any_key": waiting.takes_any_key, "keys": keys,
        }
        for name in waiting.names
    ]  # fmt: skip


def _offer_pending(stage: Stage, opened: Opened, subscriptions: list[dict[str, Any]]) -> None:
    """Offer recorded messages that nobody waited for to the subscriptions that opened now. Source: architecture A24."""
    names = {row["name"] for row in subscriptions if row["kind"] == "message"}
    if not names:
        return
    query = select(PendingMessage.id, PendingMessage.document_date).where(
        col(PendingMessage.business_key) == opened.instance.business_key, col(PendingMessage.name).in_(names)
    )
    stage.offered.update(stage.session.exec(query).all())


def continue_later(stage: Stage, opened: Opened) -> None:
    """Have a job go on: with steps that one transaction had no room for, or after an asynchronous border.

    Raises ProcessFailed for an instance that does nothing else: a person must look at it.
    """
    run = opened.run
    waiting = list(run.ready) or run.pausing
    elements = sorted({token.element.where(token) for token in waiting})
    _count_round(opened, "rounds" if run.ready else "pauses", elements[0])
    retries, delay = next((token.element.node.retry for token in waiting if token.element.node.retry), (3, None))
    job = {
        "id": new_id(), "kind": "continue", "instance_id": opened.instance.id, "due_at": stage.now, "state": "waiting",
        "payload": {"elements": elements[:20]} | ({"delay": delay} if delay else {}), "failures": 0, "retries": retries,
        "fence": 0, "lease_until": None,
    }  # fmt: skip
    hot.insert(stage.session, Job, [job])
    run.pausing = []


def _count_round(opened: Opened, what: str, element: str) -> None:
    state = opened.run.root.internal_data
    state[what] = state.get(what, 0) + 1
    if state[what] > (MAX_ROUNDS if what == "rounds" else MAX_PAUSES):
        steps = Phrase("%(count)s automatic steps", count=f"{MAX_ROUNDS * MAX_STEPS:,}")
        count = steps if what == "rounds" else Phrase("%(count)s jobs", count=f"{MAX_PAUSES:,}")
        message = Phrase("more than %(count)s without a wait for anybody; is there a round without a way out?", count=count)
        raise ProcessFailed(opened.instance.id, element, message)


def _form(stage: Stage, opened: Opened, node: Node, reference: Any) -> str | None:
    """Return the form a task shows, as it is bound; without a word that of its deployment, else the newest.

    Raises ValueError where it is not there. Source: architecture A28; Camunda 7 manual, Camunda Forms.
    """
    if not reference:
        return None
    try:
        return versions.bound_id(stage.session, bindings.FORM, node, str(reference), opened.deployment_id)
    except NotFound as error:
        newest = deployments.latest_id(stage.session, DefinitionKind.FORM, str(reference))
        if bindings.FORM.of(node) == "version" or newest is None:
            raise ValueError(str(error)) from error
        return newest


def _followed(properties: Mapping[str, str], see: Mapping[str, Any]) -> str | None:
    row = see.get(properties.get("writ:deadline", ""))
    return row.get("id") if isinstance(row, Mapping) else None


def _late_by(stage: Stage, opened: Opened) -> int | None:
    late = opened.run.late
    days = 0 if late is None else (day_of(stage.now) - day_of(late)).days
    return days or None


def _words(text: str, see: Mapping[str, Any]) -> str:
    value = expressions.read(text)(see) if "${" in text else text
    return "" if value is None else str(value)
