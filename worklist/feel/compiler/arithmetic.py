"""Closures of + - * / ** and the sign. Source: DMN 1.5 tables 52 to 57 (§10.3.2.14)."""

from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Any

from worklist.feel.compiler.core import Compiler, Run, brief, compiles
from worklist.feel.errors import FeelError, LimitExceeded
from worklist.feel.grammar.tree import Chain, Negative
from worklist.feel.scope import MAX_MEMBERS, STEPS_OF_A_POWER, Meter, State
from worklist.feel.temporal.arithmetic import (
    DATE_TIMES,
    DATES,
    DURATIONS,
    add_duration,
    add_months,
    between,
    between_times,
    scaled,
)
from worklist.feel.temporal.types import Time, YearsMonths, duration_of, nanoseconds_of
from worklist.feel.values import NUMBERS

_NUMBERS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": NUMBERS.add, "-": NUMBERS.subtract, "*": NUMBERS.multiply, "/": NUMBERS.divide, "**": NUMBERS.power,
    "%": NUMBERS.remainder,
}  # fmt: skip
_POINTS = (*DATES, *DATE_TIMES)


@compiles(Chain)
def chain(compiler: Compiler, node: Chain) -> Run:
    """Operators of one level, from left to right."""
    first = compiler.run(node.first)
    steps = [(sign, compiler.run(operand)) for sign, _, operand in node.steps]

    def run(state: State) -> Any:
        value = first(state)
        for sign, operand in steps:
            value = arithmetic(sign, value, operand(state), state.meter)
        return value

    return run


@compiles(Negative)
def negative(compiler: Compiler, node: Negative) -> Run:
    """A number or a duration with the other sign."""
    operand = compiler.run(node.operand)

    def run(state: State) -> Any:
        value = operand(state)
        turned = negated(value)
        if turned is None:
            state.meter.fail(f"-{brief(value)} has no value", value)
        return turned

    return run


def arithmetic(sign: str, left: Any, right: Any, meter: Meter) -> Any:
    """Return the result of an operator; null, with the reason kept, when there is none."""
    try:
        if sign == "**":
            meter.step(STEPS_OF_A_POWER)
        if type(left) is Decimal and type(right) is Decimal:
            return _NUMBERS[sign](left, right)
        if sign == "+" and isinstance(left, str) and isinstance(right, str):
            return _joined(left, right, meter)
        found = _OTHERS[sign](left, right)
    except LimitExceeded:
        raise
    except FeelError as problem:
        meter.fail(str(problem), left, right)
        return None
    except (DecimalException, OverflowError):
        found = None
    if found is None:
        meter.fail(f"{brief(left)} {sign} {brief(right)} has no value", left, right)
    return found


def _joined(left: str, right: str, meter: Meter) -> str:
    if len(left) + len(right) > MAX_MEMBERS:
        raise LimitExceeded(f"expected a text of at most {MAX_MEMBERS:,} characters")
    meter.step((len(left) + len(right)) // 16)
    return left + right


def negated(value: Any) -> Any:
    """Return a number or a duration with the other sign, None for anything else."""
    if isinstance(value, Decimal):
        return -value
    if isinstance(value, YearsMonths):
        return YearsMonths(-value.months)
    return duration_of(-nanoseconds_of(value)) if isinstance(value, DURATIONS) else None


def _plus(left: Any, right: Any) -> Any:
    if isinstance(left, (*_POINTS, Time)):
        return _moved(left, right)
    if isinstance(right, (*_POINTS, Time)):
        return _moved(right, left)
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return YearsMonths(left.months + right.months)
    if isinstance(left, DURATIONS) and isinstance(right, DURATIONS):
        return duration_of(nanoseconds_of(left) + nanoseconds_of(right))
    return None


def _moved(point: Any, duration: Any) -> Any:
    if isinstance(duration, DURATIONS):
        return add_duration(point, duration)
    if isinstance(duration, YearsMonths) and isinstance(point, _POINTS):
        return add_months(point, duration.months)
    return None


def _minus(left: Any, right: Any) -> Any:
    if isinstance(left, _POINTS) and isinstance(right, _POINTS):
        return between(left, right)
    if isinstance(left, Time) and isinstance(right, Time):
        return between_times(left, right)
    turned = negated(right)
    return None if turned is None or isinstance(turned, Decimal) else _plus(left, turned)


def _times(left: Any, right: Any) -> Any:
    if isinstance(left, Decimal):
        left, right = right, left
    if isinstance(left, (*DURATIONS, YearsMonths)) and isinstance(right, Decimal):
        return scaled(left, lambda amount: NUMBERS.multiply(amount, right))
    return None


def _over(left: Any, right: Any) -> Any:
    if isinstance(left, (*DURATIONS, YearsMonths)) and isinstance(right, Decimal):
        return scaled(left, lambda amount: NUMBERS.divide(amount, right))
    if isinstance(left, YearsMonths) and isinstance(right, YearsMonths):
        return NUMBERS.divide(Decimal(left.months), Decimal(right.months))
    if isinstance(left, DURATIONS) and isinstance(right, DURATIONS):
        return NUMBERS.divide(Decimal(nanoseconds_of(left)), Decimal(nanoseconds_of(right)))
    return None


def _nothing(left: Any, right: Any) -> None:
    return None


_OTHERS: dict[str, Callable[[Any, Any], Any]] = {
    "+": _plus, "-": _minus, "*": _times, "/": _over, "**": _nothing, "%": _nothing,
}  # fmt: skip
