"""FEEL, the `${…}` dialect and decision tables: text in, values out. Knows nothing else of Writ. Source: DMN 1.5."""

from collections.abc import Mapping
from typing import Any

from worklist.feel.compiler import Expression, compile, compile_tests
from worklist.feel.dmn import DecisionModel, DecisionResult, evaluate_decision, parse_dmn
from worklist.feel.errors import DecisionError, DmnError, DmnProblem, FeelSyntaxError
from worklist.feel.templates import Template, compile_template
from worklist.feel.values import Range, YearsMonths

__all__ = [
    "DecisionError", "DecisionModel", "DecisionResult", "DmnError", "DmnProblem", "Expression", "FeelSyntaxError",
    "Range", "Template", "YearsMonths", "compile", "compile_template", "compile_tests", "evaluate",
    "evaluate_decision", "evaluate_with_errors", "parse_dmn", "unary_test",
]  # fmt: skip


def evaluate(text: str, context: Mapping[str, Any]) -> Any:
    """Return the value of a FEEL text, null where it has none. Raises FeelSyntaxError."""
    return compile(text)(context)


def evaluate_with_errors(text: str, context: Mapping[str, Any]) -> tuple[Any, list[str]]:
    """Return the value of a FEEL text and what went wrong on the way. Raises FeelSyntaxError."""
    return compile(text).with_errors(context)


def unary_test(text: str, value: Any, context: Mapping[str, Any]) -> bool:
    """Return whether a value passes the test of a decision table's cell. Raises FeelSyntaxError."""
    return compile_tests(text)({**context, "?": value}) is True
