"""Complete a task: what its form says goes to the case file and to the process, in one transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete
from sqlmodel import Session

from db import hot
from db.models import Draft
from worklist import engine
from worklist.cases import file, visibility
from worklist.errors import BadInput
from worklist.identity import Actor

#: Names a form may not set: they tell whose process this is.
RESERVED = frozenset({"case", "case_id"})

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
    if task.case_id is not None and not by.is_system:
        visibility.must_see(session, task.case_id, by)
    paths = {name: value for name, value in values.items() if name.startswith("case.")}
    variables = {name: value for name, value in values.items() if not name.startswith("case.")}
    forged = RESERVED.intersection(variables)
    if forged:
        raise BadInput(f"Expected fields of the form, got the reserved name {min(forged)!r}; nothing was changed")
    engine.must_be_workable(session, task, by)
    if paths and task.case_id is None:
        raise BadInput(f"Expected a task of a case, but '{task_id}' belongs to none; its case fields have no place")
    if paths and task.case_id is not None:
        file.write(session, task.case_id, paths, by, now, by_form=True, task_id=task_id)
    engine.complete_task(session, task_id, by, now, variables, revision=revision)
    hot.run(session, _FORGET_DRAFTS, {"which": task_id})
