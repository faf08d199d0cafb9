"""Errors of expressions and decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class FeelSyntaxError(ValueError):
    """A text that is no expression; `line` and `column` count from 1, `reason` is the message without them."""

    def __init__(self, message: str, line: int, column: int) -> None:
        super().__init__(f"{message} (line {line}, column {column})")
        self.reason, self.line, self.column = message, line, column


class FeelError(Exception):
    """A part of an expression without a value: it is null, and evaluation goes on. Never leaves this package.

    `given`: the values it comes of; where one of them is null nothing is wrong with the expression.
    """

    def __init__(self, message: str, *given: Any) -> None:
        super().__init__(message)
        self.given = given


class LimitExceeded(FeelError):
    """An evaluation that would take too long or grow too large: the whole expression is null."""


@dataclass(frozen=True)
class DmnProblem:
    """One thing wrong in a DMN file: where, and what to do."""

    line: int | None
    element_id: str | None
    message: str


class DmnError(ValueError):
    """A DMN file with problems; all of them."""

    def __init__(self, problems: Sequence[DmnProblem]) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = list(problems)


class DecisionError(Exception):
    """A decision without a lawful result: a violated hit policy, a value that is not allowed, a missing decision.

    `rows` are numbers of table rows from 1, `inputs` the values of the input columns by name.
    """

    def __init__(self, message: str, decision: str, rows: Sequence[int] = (), inputs: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.decision, self.rows, self.inputs = decision, list(rows), dict(inputs or {})
