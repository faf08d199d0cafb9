"""What the engine asks of the layer above it: facts, workers, key names. Set once, when the application is put together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from worklist.errors import Problem
from worklist.identity import Actor


@dataclass(frozen=True)
class Work:
    """A service task to be done: where it stands, what it was given, what it can see."""

    session: Session
    topic: str
    element_id: str
    instance_id: str
    business_key: str | None
    inputs: Mapping[str, Any]
    variables: Mapping[str, Any]
    by: Actor
    now: datetime
    #: Messages that the worker kept; who waits for them already takes them after this step: id → day of the document.
    kept: dict[str, str] = field(default_factory=dict)


#: Does a service task in the engine's transaction and returns variables.
Worker = Callable[[Work], Mapping[str, Any]]


def _no_facts(session: Session, business_key: str | None, now: datetime) -> Mapping[str, Any]:
    return {}


def _open_to_all(session: Session, business_key: str | None) -> str | None:
    return None


def _tell_nobody(session: Session, business_key: str | None, run: Mapping[str, Any], now: datetime) -> None:
    return None


@dataclass
class Hooks:
    """The callables that the case layer provides."""

    #: The mapping known as `case` for a business key, built once per step.
    facts: Callable[[Session, str | None, datetime], Mapping[str, Any]] = _no_facts
    #: The wall of a business key, None where there is none.
    wall: Callable[[Session, str | None], str | None] = _open_to_all
    #: Told of an evaluation (the columns of decision_run) whose override was made for other inputs.
    to_confirm: Callable[[Session, str | None, Mapping[str, Any], datetime], None] = _tell_nobody
    workers: dict[str, Worker] = field(default_factory=dict)
    #: Topics whose input `template` is the key of a deployed template.
    template_topics: frozenset[str] = frozenset()
    #: Names that may correlate a message; every instance starts with them as `main`.
    keys: tuple[str, ...] = ()
    #: Message names that may be sent from outside.
    messages: frozenset[str] = frozenset()
    #: Candidate groups that exist; empty: any name is accepted.
    groups: frozenset[str] = frozenset()
    #: Roles that exist; empty: any name is accepted.
    roles: frozenset[str] = frozenset()
    #: Readers of resources that the engine keeps and does not run: ending of the file → what reads it. Found, or None and problems.
    readers: dict[str, Callable[[str, bytes], tuple[Any, list[Problem]]]] = field(default_factory=dict)
    #: Paths that exist under `case`; empty: not checked.
    paths: frozenset[str] = frozenset()


hooks = Hooks()
