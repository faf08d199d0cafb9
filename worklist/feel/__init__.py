"""FEEL, the `${…}` dialect and decision tables: text in, values out. Knows nothing else of Writ. Source: DMN 1.5."""

from collections.abc import Mapping
from typing import Any

from worklist.feel.dmn import DecisionModel, DecisionResult, Finding, analyse, evaluate_decision, parse_dmn
from worklist.feel.errors import DecisionError, DmnError, DmnProblem, FeelSyntaxError
from worklist.feel.expression import Expression, compile, compile_tests, unusual_names
from worklist.feel.scope import Layer, at_instant
from worklist.feel.templates import Template, compile_template
from worklist.feel.temporal.types import FarDate, FineDuration, Moment, Time, YearsMonths
from worklist.feel.values import Function, Range, string

__all__ = [
    "DecisionError", "DecisionModel", "DecisionResult", "DmnError", "DmnProblem", "Expression", "FarDate", "FeelSyntaxError",
    "Finding", "FineDuration", "Function", "Moment", "Range", "Template", "Time", "YearsMonths", "analyse", "at_instant", "compile",
    "compile_template", "compile_tests", "evaluate", "evaluate_decision", "evaluate_with_errors", "parse_dmn", "string",
    "unary_test",
]  # fmt: skip


def evaluate(text: str, context: Mapping[str, Any]) -> Any:
    """Return the value of a FEEL text, null where it has none.

    Names of the context that hold signs or words of the language (`profit-loss`) are read as one name. Raises
    FeelSyntaxError, nothing else. Source: DMN 1.5 §10.3.
    """
    return compile(text, names=unusual_names(context))(context)


def evaluate_with_errors(text: str, context: Mapping[str, Any]) -> tuple[Any, list[str]]:
    """Return the value of a FEEL text and what went wrong on the way. Raises FeelSyntaxError."""
    return compile(text, names=unusual_names(context)).with_errors(context)


def unary_test(text: str, value: Any, context: Mapping[str, Any]) -> bool:
    """Return whether a value passes the test of a decision table's cell; null is not passed. Raises FeelSyntaxError."""
    return compile_tests(text, unusual_names(context))(Layer({"?": value}, context)) is True
