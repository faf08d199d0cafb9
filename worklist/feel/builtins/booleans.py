"""Booleans, and what Camunda adds for values that may be missing. Source: DMN 1.5 table 69; Camunda FEEL, boolean functions."""

from collections.abc import Mapping
from typing import Any

from worklist.feel.builtins.registry import built_in
from worklist.feel.errors import FeelError


@built_in("not(negand: boolean?)")
def negation(value: bool | None) -> bool | None:
    """Return the other boolean; null for null."""
    return None if value is None else not value


@built_in("is defined(value: any)")
def is_defined(value: Any) -> bool:
    """Return whether a value is not null (Camunda)."""
    return value is not None


@built_in("get or else(value: any, default: any)")
def get_or_else(value: Any, default: Any) -> Any:
    """Return a value, or the default for null (Camunda)."""
    return default if value is None else value


@built_in("assert(value: any, condition: any)", "assert(value: any, condition: any, cause: string)")
def assert_(value: Any, condition: Any, cause: str | None = None) -> Any:
    """Return a value when the condition holds, else null with the cause among the errors (Camunda)."""
    if condition is not True:
        raise FeelError(cause or "the condition is not fulfilled")
    return value


@built_in("is empty(list: list|context|string?)")
def is_empty(value: Any) -> bool | None:
    """Return whether a list, a context or a text has nothing in it (Camunda)."""
    return len(value) == 0 if isinstance(value, (list, Mapping, str)) else None
