"""What a page has at hand: database, settings, clock, and who is asking."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, runtime_checkable

from flask import current_app, g

from db import session as database_session
from worklist import clock, engine
from worklist.cases.accounts import Engine, Session
from worklist.config import Settings
from worklist.identity import Actor


@runtime_checkable
class MovableClock(Protocol):
    """The clock of a demo."""

    def __call__(self) -> datetime:
        """Return the instant the demo lives in."""

    def move_on(self, days: int) -> None:
        """Move on by so many days. Raises BadInput."""


@dataclass(frozen=True)
class Installation:
    """What one app serves. `now` reads the clock; tests give their own."""

    settings: Settings
    database: Engine
    now: Callable[[], datetime] = clock.now


def installation() -> Installation:
    """Return what this app serves."""
    found: Installation = current_app.extensions["writ"]
    return found


def now() -> datetime:
    """Return the instant of this request: the same one however often it is asked for."""
    if "now" not in g:
        g.now = installation().now()
    instant: datetime = g.now
    return instant


def forget_now() -> None:
    """Read the clock anew from here on: this request has moved it."""
    g.pop("now", None)


def today() -> date:
    """Return the legal day of this request."""
    return clock.day_of(now())


def transaction() -> AbstractContextManager[Session]:
    """Return a transaction for one command; a process that cannot go on leaves an incident."""
    return engine.command(installation().database, now())


@contextmanager
def reading() -> Iterator[Session]:
    """Yield a session for what a page shows."""
    with database_session.reading(installation().database) as session:
        yield session


def actor() -> Actor:
    """Return who is asking. Only for routes that are not public."""
    found: Actor = g.actor
    return found


def language() -> str:
    """Return the language of this request: `en` or `zh`."""
    return getattr(g, "language", "en")
