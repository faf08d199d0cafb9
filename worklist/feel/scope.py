"""What an evaluation sees and may spend: names in layers, and one meter for all of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from worklist.feel.comparing import COURT_ZONE
from worklist.feel.errors import LimitExceeded

#: Steps an evaluation may take: turns of loops, calls, and the sizes of what they build.
MAX_STEPS = 100_000
#: Most members of a list, and most members of all lists and contexts of a result.
MAX_MEMBERS = 100_000
#: Steps a power, an exponential or a logarithm is worth.
STEPS_OF_A_POWER = 4
#: Most errors that are kept.
_MAX_ERRORS = 100
#: How deep calls of defined functions may go, in levels of their bodies.
_MAX_CALL_DEPTH = 150

_now: ContextVar[datetime | None] = ContextVar("feel_now", default=None)


@contextmanager
def at_instant(now: datetime) -> Iterator[None]:
    """Evaluate `now()` and `today()` at a given instant (aware), not at the machine's."""
    token = _now.set(now)
    try:
        yield
    finally:
        _now.reset(token)


def current_instant() -> datetime:
    """Return the instant of `now()`, at the court's place."""
    return (_now.get() or datetime.now(ZoneInfo(COURT_ZONE))).astimezone(ZoneInfo(COURT_ZONE))


class Layer(Mapping[str, Any]):
    """Names in front of other names."""

    __slots__ = ("front", "rest")

    def __init__(self, front: Mapping[str, Any], rest: Mapping[str, Any]) -> None:
        self.front, self.rest = front, rest

    def __getitem__(self, name: str) -> Any:
        scope: Mapping[str, Any] = self
        while type(scope) is Layer:
            if name in scope.front:
                return scope.front[name]
            scope = scope.rest
        return scope[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self.rest, **self.front})

    def __len__(self) -> int:
        return len({**self.rest, **self.front})


class Meter:
    """What one evaluation has left, and what went wrong in it.

    `errors`: all that left a part without a value. Of these, `unknown`: names and entries that are not there; `faults`:
    what is wrong with the expression or its values. What comes of null alone is neither. Source: DMN 1.5 §10.3.2.13.
    """

    __slots__ = ("depth", "errors", "faults", "steps", "unknown")

    def __init__(self, steps: int = MAX_STEPS, depth: int = 0) -> None:
        self.steps, self.depth = steps, depth
        self.errors: list[str] = []
        self.faults: list[str] = []
        self.unknown: list[str] = []

    def step(self, count: int = 1) -> None:
        """Spend steps. Raises LimitExceeded when none are left."""
        self.steps -= count
        if self.steps < 0:
            raise LimitExceeded(f"expected an evaluation of at most {MAX_STEPS:,} steps")

    def spend_on(self, value: Any) -> Any:
        """Spend steps on the size of a new text or list, and return it. Raises LimitExceeded."""
        if isinstance(value, (str, list, dict)):
            size = len(value)
            if size > MAX_MEMBERS:
                raise LimitExceeded(f"expected a text or list of at most {MAX_MEMBERS:,} members")
            self.step(size // 16)
        return value

    def spend_on_arguments(self, values: Sequence[Any]) -> None:
        """Spend steps on a call, by the size of its arguments. Raises LimitExceeded."""
        steps = 1
        for value in values:
            if isinstance(value, (str, list, dict)):
                steps += len(value) // (64 if isinstance(value, str) else 16)
        self.step(steps)

    def fail(self, message: str, *given: Any) -> None:
        """Keep what went wrong with the values given; the part of the expression is null."""
        if len(self.errors) < _MAX_ERRORS:
            self.errors.append(message)
            if not any(_holds_null(value) for value in given):
                self.faults.append(message)

    def miss(self, message: str) -> None:
        """Keep what is not there; the part of the expression is null."""
        if len(self.errors) < _MAX_ERRORS:
            self.errors.append(message)
            self.unknown.append(message)

    def stop(self, message: str) -> None:
        """Keep why all of an expression has no value, however many errors there are already."""
        del self.errors[_MAX_ERRORS - 1 :]
        self.errors.append(message)
        self.faults.append(message)

    def forgiving(self, part: Callable[[Any], Any], state: Any) -> Any:
        """Return the value of a part that is asked whether it is there; what it misses and gets wrong is no fault."""
        faults, unknown = len(self.faults), len(self.unknown)
        value = part(state)
        del self.faults[faults:], self.unknown[unknown:]
        return value

    def enter(self, levels: int) -> None:
        """Enter a defined function. Raises LimitExceeded when calls go too deep."""
        self.step(levels)
        self.depth += levels
        if self.depth > _MAX_CALL_DEPTH:
            raise LimitExceeded("functions call one another too deeply")


def _holds_null(value: Any) -> bool:
    return value is None or (isinstance(value, list) and any(one is None for one in value))


def size_of(value: Any) -> int:
    """Return how many members a value has, those of its members included. Raises LimitExceeded for too many."""
    size, waiting = 0, [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, (list, dict)):
            size += len(one) + 1
            if size > MAX_MEMBERS:
                raise LimitExceeded(f"expected a value of at most {MAX_MEMBERS:,} members")
            waiting.extend(one if isinstance(one, list) else one.values())
    return size


class State:
    """One place in an evaluation: the names it sees, and the meter."""

    __slots__ = ("meter", "scope")

    def __init__(self, scope: Mapping[str, Any], meter: Meter) -> None:
        self.scope, self.meter = scope, meter

    def inner(self, names: Mapping[str, Any]) -> "State":
        """Return a state that sees more names."""
        return State(Layer(names, self.scope), self.meter)


def checked_size(value: Any) -> Any:
    """Return a result that is not too large. Raises LimitExceeded for too many members or levels."""
    if isinstance(value, (list, dict)):
        _count(value, [MAX_MEMBERS], 0)
    return value


def _count(value: list[Any] | dict[str, Any], left: list[int], depth: int) -> None:
    left[0] -= len(value)
    if left[0] < 0 or depth > 100:
        raise LimitExceeded(f"expected a result of at most {MAX_MEMBERS:,} members and 100 levels")
    for member in value if isinstance(value, list) else value.values():
        if isinstance(member, (list, dict)):
            _count(member, left, depth + 1)
