"""Incidents: what failed and needs a person. Nothing fails silently."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select, update

from db.models import Incident, Instance, Job, JobState, Outbox, Timer, TimerState
from db.session import is_contention, transaction
from worklist.errors import Conflict, NotFound, ProcessFailed
from worklist.identity import Actor


@contextmanager
def command(database: Engine, now: datetime) -> Generator[Session]:
    """Yield the transaction of one command; a step that fails rolls all of it back and leaves an incident.

    The error goes on to the caller. Every entry point that changes instances opens its transaction here.
    """
    try:
        with transaction(database) as session:
            yield session
    except ProcessFailed as error:
        with transaction(database) as session:
            known = session.get(Instance, error.instance_id) if error.instance_id else None
            open_incident(
                session, "step", error.reason, now, instance_id=known.id if known else None,
                element_id=error.element_id,
            )
        raise
    except DBAPIError as error:
        if is_contention(error):
            raise Conflict("Expected to be alone with this case, but somebody worked on it; try again") from error
        raise


def open_incident(
    session: Session, kind: str, message: str, now: datetime, *, subject_id: str | None = None,
    instance_id: str | None = None, element_id: str | None = None, details: dict[str, Any] | None = None,
) -> Incident:  # fmt: skip
    """Open an incident, or renew the open one of the same subject."""
    query = select(Incident).where(
        col(Incident.state) == "open", col(Incident.kind) == kind, col(Incident.subject_id) == subject_id,
        col(Incident.instance_id) == instance_id, col(Incident.element_id) == element_id,
    )  # fmt: skip
    incident = session.exec(query).first()
    instance = session.get(Instance, instance_id) if instance_id else None
    if incident is None:
        incident = Incident(
            kind=kind, subject_id=subject_id, instance_id=instance_id, element_id=element_id, message=message,
            case_id=instance.business_key if instance else None, wall_id=instance.wall_id if instance else None,
            opened_at=now,
        )  # fmt: skip
    incident.message, incident.details = message, details or {}
    session.add(incident)
    session.flush()
    return incident


def retry(session: Session, incident_id: str, by: Actor, now: datetime) -> Incident:
    """Resolve an incident and have its timer, job or notice tried again at once; a step is taken by whoever took it.

    Raises NotFound, Conflict.
    """
    incident = session.get(Incident, incident_id)
    if incident is None:
        raise NotFound("Expected incident '%(incident)s', found none", incident=incident_id)
    won = session.exec(
        update(Incident)
        .where(col(Incident.id) == incident_id, col(Incident.state) == "open")
        .values(state="resolved", resolved_at=now, resolved_by=by.id)
    )
    if won.rowcount != 1:
        raise Conflict("Expected open incident '%(incident)s', but it is resolved already", incident=incident_id)
    for table, stopped in (
        (Timer, {TimerState.WAITING}), (Job, {JobState.WAITING, JobState.FAILED}), (Outbox, {"waiting", "failed"}),
    ):  # fmt: skip
        session.exec(
            update(table)
            .where(col(table.id) == incident.subject_id, col(table.state).in_(stopped))
            .values(state="waiting", due_at=now, failures=0)
        )
    session.refresh(incident)
    return incident


def resolve_for(session: Session, subject_id: str, now: datetime) -> None:
    """Close the open incidents of a timer or job that went well after all."""
    session.exec(
        update(Incident)
        .where(col(Incident.subject_id) == subject_id, col(Incident.state) == "open")
        .values(state="resolved", resolved_at=now, resolved_by="system:scheduler")
    )
