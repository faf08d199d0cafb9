"""Work on a task of a case: complete it, hand it over to somebody who may see the case."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete
from sqlmodel import Session

from db import hot
from db.models import Draft, Task, User
from worklist import engine
from worklist.cases import fees, file, visibility
from worklist.engine.forms.characters import is_plain
from worklist.errors import BadInput
from worklist.identity import Actor

_DRAFTS = hot.table(Draft)
_FORGET_DRAFTS = delete(_DRAFTS).where(_DRAFTS.c.task_id == bindparam("which"))


def complete(
    session: Session, task_id: str, values: Mapping[str, Any], by: Actor, now: datetime, *, revision: int | None = None
) -> None:
    """Write the `case.…` values to the file, give the others to the process, and move it on.

    `values`: typed; lists as dicts matched by `id`. Raises NotFound, TaskNotOpen, AlreadyClaimed, NotPermitted,
    Conflict, BadInput, ProcessFailed; nothing is changed then.
    """
    task = engine.open_task(session, task_id)
    visibility.must_see_case_of(session, task, by)
    paths = {name: value for name, value in values.items() if name.startswith("case.")}
    variables = {name: value for name, value in values.items() if not name.startswith("case.")}
    if paths:
        engine.must_be_workable(session, task, by)
        _write(session, task, paths, by, now)
    fees.book(session, task, variables, by, now)
    engine.complete_task(session, task_id, by, now, variables, revision=revision)
    hot.run(session, _FORGET_DRAFTS, {"which": task_id})


def _write(session: Session, task: Task, paths: Mapping[str, Any], by: Actor, now: datetime) -> None:
    if task.case_id is None:
        raise BadInput(
            "Expected a task of a case, but '%(task)s' belongs to none; its case fields have no place", task=task.id
        )
    file.write(session, task.case_id, paths, by, now, by_form=True, task_id=task.id)


def receivers(session: Session, task: Task) -> list[User]:
    """Return the users a task may be handed over to, by name: active, with a role, and they may see its case."""
    return visibility.viewers(session, task.case_id)


def hand_over(session: Session, task_id: str, to: str, by: Actor, now: datetime, reason: str = "") -> Task:
    """Hand a task over to one of its receivers. Raises NotFound, TaskNotOpen, NotPermitted, BadInput.

    Whoever may not see the case could not even give the task back: it would be gone from every list.
    """
    task = engine.open_task(session, task_id)
    visibility.must_see_case_of(session, task, by)
    if to not in {user.id for user in receivers(session, task)}:
        raise BadInput(
            "Expected somebody with a role who may see this case, got '%(user)s'; choose a person of the list",
            user=to[:80],
        )  # fmt: skip
    if not is_plain(reason):
        raise BadInput("Expected a note without control characters; type it anew")
    return engine.assign(session, task_id, to, by, now, reason)
