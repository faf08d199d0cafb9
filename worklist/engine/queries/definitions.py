"""What is deployed: the newest versions, the last deployments, one definition byte for byte."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_
from sqlmodel import Session, col, func, select

from db.models import Definition, Deployment, Instance, InstanceState
from worklist.errors import NotFound


def definition(session: Session, definition_id: str) -> Definition:
    """Return a definition. Raises NotFound."""
    found = session.get(Definition, definition_id)
    if found is None:
        raise NotFound("Expected definition '%(definition)s', found none", definition=definition_id)
    return found


def source_of(session: Session, definition_id: str) -> bytes:
    """Return a definition byte for byte. Raises NotFound."""
    return definition(session, definition_id).source


def deployments_of_late(session: Session, limit: int = 20) -> list[Deployment]:
    """Return the last deployments, newest first."""
    query = select(Deployment).order_by(col(Deployment.deployed_at).desc()).limit(limit)
    return list(session.exec(query))


@dataclass(frozen=True)
class Version:
    """The newest version of a definition, and how many instances run on any of its versions."""

    definition: Definition
    running: int


@dataclass(frozen=True)
class Deployed:
    """A version of a definition without its source, and who brought it when."""

    id: str
    key: str
    version: int
    name: str
    name_zh: str | None
    deployed_at: datetime
    deployed_by: str


def versions_of(session: Session, kind: str) -> dict[str, list[Deployed]]:
    """Return every version of all definitions of a kind by key, newest first."""
    columns = (
        Definition.id, Definition.key, Definition.version, Definition.name, Definition.name_zh, Deployment.deployed_at,
        Deployment.deployed_by,
    )  # fmt: skip
    query = select(*columns).join(Deployment, col(Deployment.id) == col(Definition.deployment_id))  # type: ignore[call-overload]
    found: dict[str, list[Deployed]] = {}
    for row in session.execute(query.where(col(Definition.kind) == kind).order_by(col(Definition.key), col(Definition.version).desc())):
        found.setdefault(row.key, []).append(Deployed(*row))
    return found


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
    order = {"process": 0, "decision": 1, "form": 2, "template": 3}
    found = session.exec(select(Definition).join(last_of, same))
    versions = [Version(d, counts.get(d.key, 0) if d.kind == "process" else 0) for d in found]
    return sorted(versions, key=lambda v: (order.get(v.definition.kind, 9), v.definition.key))
