"""FEEL, the `${…}` dialect and decision tables: text in, values out. Knows nothing else of Writ. Source: DMN 1.5.

Values of FEEL and of Python: null is None, a boolean bool, a string str, a number Decimal (int and float are taken), a
date `date`, a time `Time` (with its offset or zone), a date and time `datetime`, a days and time duration `timedelta`, a
years and months duration `YearsMonths`, a list `list`, a context `dict`, a range `Range`, a function `Function`. What
Python's own types cannot hold (years before 1 or after 9999, nanoseconds, some zones) is `FarDate`, `Moment`,
`FineDuration`. `string(value)` is the FEEL text of each; of temporal values and ranges from `evaluate`, `str(value)` is too.
"""

from collections.abc import Mapping
from typing import Any

from worklist.feel.dmn import (
    Column,
    DecisionModel,
    DecisionResult,
    Finding,
    Misfit,
    Shape,
    analyse,
    evaluate_decision,
    explained,
    parse_dmn,
    shape_of,
)
from worklist.feel.errors import DecisionError, DmnError, DmnProblem, FeelSyntaxError
from worklist.feel.expression import Expression, Judged, compile, compile_tests, unusual_names
from worklist.feel.scope import Layer, at_instant
from worklist.feel.templates import Template, compile_template
from worklist.feel.temporal.types import FarDate, FineDuration, Moment, Time, YearsMonths
from worklist.feel.values import Function, Range, outgoing, shown, string

__all__ = [
    "Column", "DecisionError", "DecisionModel", "DecisionResult", "DmnError", "DmnProblem", "Expression", "FarDate",
    "FeelSyntaxError", "Finding", "FineDuration", "Function", "Judged", "Layer", "Misfit", "Moment", "Range", "Shape", "Template",
    "Time", "YearsMonths", "analyse", "at_instant", "compile", "compile_template", "compile_tests", "evaluate",
    "evaluate_decision", "evaluate_with_errors", "explained", "parse_dmn", "shape_of", "shown", "string", "unary_test",
]  # fmt: skip


def evaluate(text: str, context: Mapping[str, Any]) -> Any:
    """Return the value of a FEEL text, null where it has none.

    Names of the context that hold signs or words of the language (`profit-loss`) are read as one name. Raises
    FeelSyntaxError (line, column, reason), nothing else: what fails while it runs is null. Source: DMN 1.5 §10.3.
    """
    return outgoing(compile(text, names=unusual_names(context))(context))


def evaluate_with_errors(text: str, context: Mapping[str, Any]) -> tuple[Any, list[str]]:
    """Return the value of a FEEL text and what went wrong on the way, in sentences.

    Errors do not always make the value null: `get or else(unknown, 1)` is 1. Raises FeelSyntaxError.
    Source: DMN 1.5 §10.3.2.13 (null where the domain of an operation is left).
    """
    value, errors = compile(text, names=unusual_names(context)).with_errors(context)
    return outgoing(value), errors


def unary_test(text: str, value: Any, context: Mapping[str, Any]) -> bool:
    """Return whether a value passes the test of a decision table's cell; null is not passed.

    `text`: `-`, `< 5`, `[1..3]`, `"A", "B"`, `not(…)`, or a condition about `?`, which is the value. Raises
    FeelSyntaxError. Source: DMN 1.5 §7.3.3, §8.3.3.
    """
    return compile_tests(text, unusual_names(context))(Layer({"?": value}, context)) is True
