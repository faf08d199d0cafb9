"""Instances to look at: their tokens, what they wait for, where they have been, their tree, their incidents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from db.models import History, Incident, Instance, Job, Subscription, Task, TaskState, Timer, TimerState
from worklist.engine import deployments
from worklist.engine.forms import Words
from worklist.engine.spiff import Run, decode
from worklist.engine.stage import Stage, StageHost
from worklist.errors import NotFound
from worklist.identity import SCHEDULER


def look(session: Session, instance: Instance, now: datetime) -> Run:
    """Return the tokens of an instance to look at; they cannot be moved or saved this way."""
    stage = Stage(session, SCHEDULER, now)
    return decode(instance.tokens, deployments.spec_of(session, instance.definition_id), StageHost(stage, instance))


@dataclass(frozen=True)
class Waits:
    """One thing an instance waits for. `kind`: task, timer, message, signal, job, incident."""

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
    jobs = select(Job).where(col(Job.instance_id) == instance.id)
    found += [Waits(element, "job", Words("")) for job in session.exec(jobs) for element in job.payload.get("elements", [])]
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
        raise NotFound("Expected incident '%(incident)s', found none", incident=incident_id)
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


def element_names(session: Session, instance: Instance) -> dict[str, Words]:
    """Return the names of the elements and of the sequence flows of an instance's diagram by id, in both languages."""
    spec = deployments.spec_of(session, instance.definition_id)
    names = {flow.id: Words(flow.name, flow.name_zh) for flow in spec.source.flows.values()}
    return names | {element.node.id: Words(element.node.name, element.node.name_zh) for element in spec.elements.values()}
