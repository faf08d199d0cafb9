"""The built-in functions, one module per family of the standard. Source: DMN 1.5 §10.3.4; Camunda's additions are marked."""

from typing import Any

from worklist.feel.builtins import (
    booleans,
    contexts,
    conversion,
    dates,
    identity,
    lists,
    numbers,
    ranges,
    statistics,
    strings,
)
from worklist.feel.builtins.registry import BUILT_INS, Overload, described
from worklist.feel.errors import FeelError, LimitExceeded
from worklist.feel.scope import Meter
from worklist.feel.values import Function

__all__ = [
    "BUILT_INS", "Candidate", "booleans", "contexts", "conversion", "dates", "described", "function_value", "identity", "invoke",
    "lists", "numbers", "ranges", "statistics", "strings",
]  # fmt: skip

#: A signature that fits a call, and which argument goes to which parameter.
Candidate = tuple[Overload, tuple[int | None, ...]]


def invoke(name: str, candidates: list[Candidate], values: list[Any], meter: Meter) -> Any:
    """Call the first signature that takes the values. Null, with the reason kept, when none does."""
    meter.spend_on_arguments(values)
    for overload, places in candidates:
        bound = overload.bind(values, places)
        if bound is None:
            continue
        try:
            return meter.spend_on(overload.body(meter, *bound) if overload.metered else overload.body(*bound))
        except LimitExceeded:
            raise
        except FeelError as problem:
            meter.fail(f"{name}: {problem}", *problem.given)
            return None
        except ArithmeticError:
            meter.fail(f"{name}: the result is out of range")
            return None
    meter.fail(f"{name} cannot take these arguments", *values)
    return None


def function_value(name: str) -> Function | None:
    """Return a built-in function as a value, to be handed to another one."""
    overloads = BUILT_INS.get(name)
    if overloads is None:
        return None

    def call(meter: Meter, values: list[Any]) -> Any:
        fitting = [(overload, overload.order(len(values), ())) for overload in overloads]
        return invoke(name, [(overload, places) for overload, places in fitting if places is not None], values, meter)

    return Function(tuple(parameter.name for parameter in overloads[0].parameters), call, name=name)
