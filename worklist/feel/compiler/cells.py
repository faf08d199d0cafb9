"""Closures of unary tests and ranges. Source: DMN 1.5 §10.3.2.7 (ranges), table 54 (`in`), §8.3.3 (input entries)."""

from typing import Any

from worklist.feel.comparing import Spend, compare, equal, holds, order_keys
from worklist.feel.compiler.core import Compiler, Run, brief, compiles
from worklist.feel.grammar.cells import INPUT
from worklist.feel.grammar.tree import (
    Between,
    Call,
    Compare,
    Constant,
    In,
    InstanceOf,
    Logic,
    Loop,
    Name,
    Node,
    RangeOf,
    Test,
    Tests,
    reads,
)
from worklist.feel.scope import Layer, State
from worklist.feel.values import Range, incoming, kind

#: Functions that answer a question: their result is the verdict of a test.
_ASKING = frozenset({
    "not", "contains", "starts with", "ends with", "matches", "list contains", "is defined", "all", "any", "is", "is empty",
    "is blank", "even", "odd", "before", "after", "meets", "met by", "overlaps", "overlaps before", "overlaps after",
    "finishes", "finished by", "includes", "during", "starts", "started by", "coincides",
})  # fmt: skip


@compiles(RangeOf)
def range_of(compiler: Compiler, node: RangeOf) -> Run:
    """An interval; null when its ends cannot be compared."""
    low = compiler.run(node.low) if node.low is not None else None
    high = compiler.run(node.high) if node.high is not None else None
    low_in, high_in, given = node.low_included, node.high_included, low is not None and high is not None

    def run(state: State) -> Range | None:
        first, last = low(state) if low else None, high(state) if high else None
        if first is not None and last is not None and order_keys(first, last)[0] is None:
            state.meter.fail(f"{brief(first)}..{brief(last)} is no range")
            return None
        return Range(low_in, first, last, high_in, given)

    return run


@compiles(In)
def in_(compiler: Compiler, node: In) -> Run:
    """Whether a value passes one of the tests; null when none is passed and one cannot be decided."""
    value = compiler.run(node.value)
    tests = [compiler.binding(INPUT).run(test) for test in node.tests]

    def run(state: State) -> bool | None:
        seen = State(Layer({INPUT: value(state)}, state.scope), state.meter)
        return _any(tests, seen)

    return run


@compiles(Tests)
def cell(compiler: Compiler, node: Tests) -> Run:
    """Whether the input passes one of a cell's tests, or, under `not(…)`, none."""
    tests = [compiler.run(test) for test in node.tests]
    if not tests:
        return lambda state: True
    if node.negated:
        return lambda state: _negated(_any(tests, state))
    if len(tests) == 1:
        return tests[0]
    return lambda state: _any(tests, state)


def _negated(verdict: bool | None) -> bool | None:
    return None if verdict is None else not verdict


def _any(tests: list[Run], state: State) -> bool | None:
    verdict: bool | None = False
    for test in tests:
        held = test(state)
        if held is True:
            return True
        verdict = None if held is None else verdict
    return verdict


@compiles(Test)
def test(compiler: Compiler, node: Test) -> Run:
    """Whether the input passes one test."""
    operand, sign = compiler.run(node.operand), node.sign
    if sign is not None:
        return lambda state: compare(sign, incoming(state.scope[INPUT]), operand(state), state.meter.step)
    if isinstance(node.operand, Constant):
        wanted = node.operand.value
        return lambda state: _same(incoming(state.scope[INPUT]), wanted, state.meter.step)
    if reads(node.operand, INPUT):
        return lambda state: _verdict(operand(state), state)
    asking = is_question(node.operand)

    def run(state: State) -> bool | None:
        wanted, value = operand(state), incoming(state.scope[INPUT])
        if asking and (wanted is None or isinstance(wanted, bool)):
            return wanted
        if isinstance(wanted, bool) and kind(value) != "boolean" and not isinstance(value, list):
            return wanted if value is not None else False
        return passes(value, wanted, state.meter.step)

    return run


def _verdict(found: Any, state: State) -> bool | None:
    """Return what an expression about `?` says: its truth, or whether the input is in its value."""
    if found is None or isinstance(found, bool):
        return found
    return passes(incoming(state.scope[INPUT]), found, state.meter.step)


def _same(value: Any, wanted: Any, spend: Spend) -> bool | None:
    if isinstance(value, list) and not isinstance(wanted, list):
        if len(value) == 1:
            return equal(value[0], wanted, spend)
        spend(len(value))
        return any(equal(one, wanted, spend) is True for one in value)
    return equal(value, wanted, spend)


def passes(value: Any, wanted: Any, spend: Spend) -> bool | None:
    """Return whether a value is in a range, in a list, or equal to what is wanted."""
    if not isinstance(wanted, list):
        return _one(value, wanted, spend)
    if isinstance(value, list) and equal(value, wanted, spend) is True:
        return True
    spend(len(wanted))
    return any(_one(value, incoming(one), spend) is True for one in wanted)


def _one(value: Any, wanted: Any, spend: Spend) -> bool | None:
    if isinstance(wanted, Range) and not isinstance(value, Range):
        return holds(wanted, value)
    return equal(value, wanted, spend)


def is_question(node: Node) -> bool:
    """Return whether an expression is a condition, so that its result is the verdict itself."""
    if isinstance(node, (Compare, Between, In, InstanceOf, Logic)):
        return True
    if isinstance(node, Loop):
        return node.kind != "for"
    return isinstance(node, Call) and isinstance(node.function, Name) and node.function.name in _ASKING
