"""Deploy processes, decisions and forms: all of a deployment, or nothing."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, partial
from typing import TypeVar

from sqlmodel import Session, col, func, select

from db.models import Definition, DefinitionKind, Deployment
from worklist.engine import lint
from worklist.engine.bpmn import read_processes
from worklist.engine.forms import Form
from worklist.engine.spiff import Spec, build
from worklist.errors import DeploymentRefused, NotFound, Phrase, Problem
from worklist.feel import DecisionModel, parse_dmn
from worklist.identity import Actor

_Found = TypeVar("_Found")

#: What a definition is, in words for an error.
KINDS: dict[str, Phrase] = {
    DefinitionKind.PROCESS: Phrase("process"), DefinitionKind.DECISION: Phrase("decision"), DefinitionKind.FORM: Phrase("form"),
    DefinitionKind.TEMPLATE: Phrase("template"),
}  # fmt: skip


@dataclass(frozen=True)
class Deployed:
    """A deployment, the definitions it brought (or found unchanged), and what its owner should look at."""

    id: str
    definitions: list[Definition]
    warnings: list[Problem] = field(default_factory=list)


def deploy(
    session: Session, resources: Mapping[str, bytes], by: Actor, now: datetime, name: str = "", source: str | None = None
) -> Deployed:
    """Check all resources, then store each changed one as the next version of its key.

    `resources`: file name → bytes (.bpmn, .dmn, .form). Unchanged resources keep their version.
    Raises DeploymentRefused with every problem of every file; nothing is stored then.
    """
    checked = lint.check(resources, known=lint.Known.of(session))
    errors = [problem for problem in checked.problems if problem.level == "error"]
    if errors:
        raise DeploymentRefused(errors)
    deployment = Deployment(name=name or next(iter(resources), ""), source=source, deployed_at=now, deployed_by=by.id)
    session.add(deployment)
    session.flush()
    processes_last = sorted(checked.found, key=lambda found: found.kind == DefinitionKind.PROCESS)
    definitions = [_store(session, found, resources, processes_last, deployment) for found in processes_last]
    session.flush()
    return Deployed(deployment.id, definitions, checked.problems)


def _store(
    session: Session, found: lint.Found, resources: Mapping[str, bytes], beside: Sequence[lint.Found], deployment: Deployment
) -> Definition:  # fmt: skip
    digest = _digest(session, found, resources, beside)
    last = latest(session, found.kind, found.key)
    if last is not None and last.sha256 == digest:
        return last
    definition = Definition(
        kind=found.kind, key=found.key, version=1 if last is None else last.version + 1, deployment_id=deployment.id,
        name=found.name, name_zh=found.name_zh, resource=found.file, sha256=digest, source=resources[found.file],
        history_days=found.history_days, starts=found.starts,
    )  # fmt: skip
    session.add(definition)
    session.flush()
    return definition


def _digest(session: Session, found: lint.Found, resources: Mapping[str, bytes], beside: Sequence[lint.Found]) -> str:
    """Return the digest of a resource; a process changes with the forms, decisions and processes bound to its deployment."""
    digest = hashlib.sha256(resources[found.file])
    called, elsewhere = _called(found, beside)
    for process in called:
        digest.update(hashlib.sha256(resources[process.file]).digest())
    together = [found, *called]
    for kind, keys_ in (
        (DefinitionKind.FORM, {key for one in together for key in one.forms}),
        (DefinitionKind.DECISION, {key for one in together for key in one.decisions}),
        (DefinitionKind.PROCESS, elsewhere),
    ):
        for key in sorted(keys_):
            bound = latest(session, kind, key)
            digest.update(b"" if bound is None else bound.sha256.encode())
    return digest.hexdigest()


def _called(found: lint.Found, beside: Sequence[lint.Found]) -> tuple[list[lint.Found], set[str]]:
    """Return the processes that a process calls in its deployment, in any number of steps, and the keys that are not in it."""
    by_key = {process.key: process for process in beside if process.kind == DefinitionKind.PROCESS}
    reached, queue = {found.key}, list(found.calls)
    while queue:
        key = queue.pop()
        if key not in reached:
            reached.add(key)
            queue += by_key[key].calls if key in by_key else ()
    reached -= {found.key}
    return [by_key[key] for key in sorted(reached & by_key.keys())], reached - by_key.keys()


def latest(session: Session, kind: str, key: str) -> Definition | None:
    """Return the newest version of a definition, None when there is none."""
    query = select(Definition).where(col(Definition.kind) == kind, col(Definition.key) == key)
    return session.exec(query.order_by(col(Definition.version).desc()).limit(1)).first()


def latest_id(session: Session, kind: str, key: str) -> str | None:
    """Return the id of the newest version, without its source."""
    query = select(Definition.id).where(col(Definition.kind) == kind, col(Definition.key) == key)
    return session.exec(query.order_by(col(Definition.version).desc()).limit(1)).first()


def must_be_latest(session: Session, kind: str, key: str) -> Definition:
    """Return the newest version of a definition. Raises NotFound."""
    found = latest(session, kind, key)
    if found is None:
        raise NotFound("Expected a deployed %(kind)s '%(key)s', found none; deploy it first", kind=KINDS.get(kind, kind), key=key)
    return found


def keys(session: Session, kind: str = DefinitionKind.PROCESS) -> list[str]:
    """Return the keys of all deployed definitions of a kind."""
    return list(session.exec(select(Definition.key).where(col(Definition.kind) == kind).distinct()))


def starters(session: Session, name: str) -> list[tuple[str, str]]:
    """Return (process key, start event) of the newest versions that a message of this name starts."""
    newest = (
        select(Definition.key, func.max(Definition.version).label("version"))
        .where(col(Definition.kind) == DefinitionKind.PROCESS)
        .group_by(col(Definition.key))
        .subquery()
    )
    query = select(Definition.key, Definition.starts).join(
        newest,
        (col(Definition.key) == newest.c.key)
        & (col(Definition.version) == newest.c.version)
        & (col(Definition.kind) == DefinitionKind.PROCESS),
    )
    return [(key, starts[name]) for key, starts in session.exec(query) if name in starts]


def deployment_of(session: Session, definition_id: str) -> str:
    """Return the deployment that brought a definition."""
    return _asked(session, definition_id, lambda source: _deployment(definition_id, source))


def pinned_id(session: Session, kind: str, deployment_id: str, key: str) -> str | None:
    """Return the form or decision of a deployment: the newest one of that key up to then. None: it came later.

    A deployment whose form was unchanged shares the version before it; so the form of a deployment is the newest
    one deployed no later than it.
    """
    return _asked(session, deployment_id, lambda source: _pinned(kind, deployment_id, key, source))


@lru_cache(maxsize=8192)
def _pinned(kind: str, deployment_id: str, key: str, source: "_Source") -> str | None:
    """Return what a deployment pinned; which one that is never changes, so it is looked up once per process."""
    deployed_at = select(Deployment.deployed_at).where(col(Deployment.id) == deployment_id).scalar_subquery()
    query = (
        select(Definition.id)
        .join(Deployment, col(Deployment.id) == col(Definition.deployment_id))
        .where(col(Definition.kind) == kind, col(Definition.key) == key)
        .order_by(col(Definition.version).desc())
    )
    return source.session.exec(query.where(col(Deployment.deployed_at) <= deployed_at)).first()


def tagged(session: Session, key: str, tag: str) -> list[str]:
    """Return the versions of a process that carry a version tag, newest first."""
    query = select(Definition.id).where(col(Definition.kind) == DefinitionKind.PROCESS, col(Definition.key) == key)
    ids = session.exec(query.order_by(col(Definition.version).desc())).all()
    return [found for found in ids if _asked(session, found, partial(_version_tag, found)) == tag]


def spec_of(session: Session, definition_id: str) -> Spec:
    """Return the runnable form of a process definition, parsed once per process."""
    return _asked(session, definition_id, lambda source: _spec(definition_id, source))


def decision_of(session: Session, definition_id: str) -> DecisionModel:
    """Return the decisions of a definition, parsed once per process."""
    return _asked(session, definition_id, lambda source: _decision(definition_id, source))


def form_of(session: Session, definition_id: str) -> Form:
    """Return the form of a definition, parsed once per process. Raises NotFound, FormRefused."""
    return _asked(session, definition_id, lambda source: _form(definition_id, source))


def _asked(session: Session, definition_id: str, cached: Callable[["_Source"], _Found]) -> _Found:
    """Ask a cache. What it keeps as a part of its key forgets the session, and with it the engine and its pool, at once."""
    source = _Source(session, definition_id)
    try:
        return cached(source)
    finally:
        del source.session


class _Source:
    """Reads a definition only when the cache asks; equal to every other, so that the id alone is the key."""

    def __init__(self, session: Session, definition_id: str) -> None:
        self.session, self.id = session, definition_id

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Source)

    def __hash__(self) -> int:
        return 0

    def read(self) -> Definition:
        definition = self.session.get(Definition, self.id)
        if definition is None:
            raise NotFound("Expected definition '%(definition)s', found none", definition=self.id)
        return definition


@lru_cache(maxsize=4096)
def _deployment(definition_id: str, source: _Source) -> str:
    return source.read().deployment_id


@lru_cache(maxsize=4096)
def _version_tag(definition_id: str, source: _Source) -> str | None:
    definition = source.read()
    processes, _ = read_processes(definition.resource, definition.source)
    return next((process.version_tag for process in processes if process.id == definition.key), None)


@lru_cache(maxsize=512)
def _spec(definition_id: str, source: _Source) -> Spec:
    definition = source.read()
    processes, problems = read_processes(definition.resource, definition.source)
    for process in processes:
        if process.id == definition.key:
            return build(process)
    raise DeploymentRefused([problem for problem in problems if problem.level == "error"])


@lru_cache(maxsize=512)
def _decision(definition_id: str, source: _Source) -> DecisionModel:
    return parse_dmn(source.read().source)


@lru_cache(maxsize=1024)
def _form(definition_id: str, source: _Source) -> Form:
    return Form.load(source.read().source)
