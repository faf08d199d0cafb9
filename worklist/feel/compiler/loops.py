"""Closures of `for`, `some` and `every`. Source: DMN 1.5 §10.3.2.14 (iteration), table 47."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from worklist.feel.compiler.core import Compiler, Run, brief, compiles
from worklist.feel.errors import FeelError, LimitExceeded
from worklist.feel.grammar.tree import Loop, Steps, reads
from worklist.feel.scope import MAX_MEMBERS, Layer, State
from worklist.feel.temporal.types import FarDate, date_of, number_of
from worklist.feel.values import Range, incoming

#: Most variables of one loop.
_MAX_SOURCES = 20
Walk = Callable[[State, int], Iterator[State]]


@compiles(Loop)
def loop(compiler: Compiler, node: Loop) -> Run:
    """A list of results, or whether some or every turn holds; null when what is walked over is no list."""
    if len(node.sources) > _MAX_SOURCES:
        raise compiler.refuse(node, f"expected at most {_MAX_SOURCES} variables in a loop")
    inner, sources = compiler, list[tuple[str, Run]]()
    for name, source in node.sources:
        sources.append((name, inner.run(source)))
        inner = inner.binding(name, *(("partial",) if node.kind == "for" else ()))
    body, weight = inner.weighed(node.body)
    walk = _walker(sources, weight)
    finish = _finish(node)

    def run(state: State) -> Any:
        try:
            return finish(body, walk, state)
        except LimitExceeded:
            raise
        except FeelError as problem:
            state.meter.fail(str(problem), *problem.given)
            return None

    return run


def _walker(sources: list[tuple[str, Run]], weight: int) -> Walk:
    def walk(state: State, depth: int) -> Iterator[State]:
        name, source = sources[depth]
        last = depth == len(sources) - 1
        for value in walked(source(state)):
            state.meter.step(weight if last else 1)
            inside = State(Layer({name: incoming(value)}, state.scope), state.meter)
            if last:
                yield inside
            else:
                yield from walk(inside, depth + 1)

    return walk


def _finish(node: Loop) -> Callable[[Run, Walk, State], Any]:
    if node.kind != "for":
        return lambda body, walk, state: _decided(node.kind == "some", body, walk, state)
    return _collect_seeing_partial if reads(node.body, "partial") else _collect


def _collect(body: Run, walk: Walk, state: State) -> list[Any]:
    found: list[Any] = []
    for inside in walk(state, 0):
        _add(found, body(inside))
    return found


def _collect_seeing_partial(body: Run, walk: Walk, state: State) -> list[Any]:
    found, front = list[Any](), dict[str, Any]()
    for inside in walk(State(Layer(front, state.scope), state.meter), 0):
        state.meter.step(len(found) // 16)
        front["partial"] = list(found)
        _add(found, body(inside))
    return found


def _add(found: list[Any], value: Any) -> None:
    found.append(value)
    if len(found) > MAX_MEMBERS:
        raise LimitExceeded(f"expected a list of at most {MAX_MEMBERS:,} members")


def _decided(deciding: bool, body: Run, walk: Walk, state: State) -> bool | None:
    unknown = False
    for inside in walk(state, 0):
        held = body(inside)
        if isinstance(held, bool) and held is deciding:
            return held
        unknown = unknown or not isinstance(held, bool)
    return None if unknown else not deciding


def walked(value: Any) -> Iterable[Any]:
    """Return what a loop walks over: a list, a range of whole numbers or days, a single value. Raises FeelError."""
    if isinstance(value, (list, Stepped)):
        return value
    if isinstance(value, Range):
        return _range(value)
    if value is None:
        raise FeelError("expected a list to walk over, got null", None)
    return [value]


class Stepped:
    """Whole numbers or days from one to another, both included."""

    def __init__(self, low: Any, high: Any) -> None:
        self.make, first = _numbered(low)
        also, last = _numbered(high)
        if also is not self.make:
            raise FeelError(f"expected two numbers or two dates, got {brief(low)}..{brief(high)}", low, high)
        if abs(last - first) > MAX_MEMBERS:
            raise LimitExceeded(f"expected at most {MAX_MEMBERS:,} turns")
        self.numbers = range(first, last + 1) if first <= last else range(first, last - 1, -1)

    def __iter__(self) -> Iterator[Any]:
        return map(self.make, self.numbers)


def _numbered(value: Any) -> tuple[Callable[[int], Any], int]:
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return Decimal, int(value)
    if type(value) is date or isinstance(value, FarDate):
        return date_of, number_of(value)
    raise FeelError(f"expected a whole number or a date, got {brief(value)}", value)


def _range(value: Range) -> Iterable[Any]:
    steps = Stepped(incoming(value.low), incoming(value.high))
    first, last = steps.numbers[0], steps.numbers[-1]
    if first > last:
        raise FeelError("a range that ends before it begins holds nothing")
    inside = range(first + (not value.low_included), last + value.high_included)
    return [steps.make(number) for number in inside]


@compiles(Steps)
def steps(compiler: Compiler, node: Steps) -> Run:
    """`low..high` behind `in`, forwards or backwards."""
    low, high = compiler.run(node.low), compiler.run(node.high)
    return lambda state: Stepped(low(state), high(state))
