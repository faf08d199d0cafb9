"""Process instances: start, cancel, list."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from db.models import Instance
from worklist.engine.stage import staged
from worklist.engine.variables import must_be_kept
from worklist.errors import NotFound
from worklist.identity import Actor


def start(
    session: Session, key: str, business_key: str | None, variables: Mapping[str, Any], by: Actor, now: datetime,
    *, start_event: str | None = None,
) -> str:  # fmt: skip
    """Start the newest version of a process and step it until it waits; return the id of the instance.

    Raises NotFound, BadInput, ProcessFailed.
    """
    must_be_kept(variables)
    with staged(session, by, now) as stage:
        opened = stage.begin(key, business_key, variables, start=start_event)
    return opened.instance.id


def cancel(session: Session, instance_id: str, reason: str, by: Actor, now: datetime) -> None:
    """Cancel a running instance, its tasks, timers and the processes it called. Raises NotFound."""
    if session.get(Instance, instance_id) is None:
        raise NotFound("Expected instance '%(instance)s', found none", instance=instance_id)
    with staged(session, by, now) as stage:
        stage.cancel(instance_id, reason)


def of_case(session: Session, business_key: str) -> list[Instance]:
    """Return all instances of a case, oldest first."""
    query = select(Instance).where(col(Instance.business_key) == business_key)
    return list(session.exec(query.order_by(col(Instance.started_at), col(Instance.id))))
