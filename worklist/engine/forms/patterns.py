"""Patterns that a schema gives for texts: the part of JavaScript's syntax that cannot run away.

A pattern is refused when a repetition holds another one (`(a+)+`), when it looks back or ahead, or refers to what it
matched before: those are the ones that take for ever on a text made for it.
"""

import re
import warnings
from typing import Any

#: Longest pattern, and longest text that is matched against one.
LONGEST_PATTERN, LONGEST_TEXT = 200, 2_000


def compile_pattern(source: str) -> re.Pattern[str]:
    """Return the compiled pattern. Raises ValueError with what is wrong."""
    if len(source) > LONGEST_PATTERN:
        raise ValueError(f"the pattern is longer than {LONGEST_PATTERN} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compiled = re.compile(source)
    except (re.error, FutureWarning, OverflowError, RecursionError) as error:
        raise ValueError(f"the pattern {source!r} cannot be read: {error}") from None
    _check(re._parser.parse(source), inside_repeat=False)  # type: ignore[attr-defined]
    return compiled


def matches(pattern: re.Pattern[str], text: str) -> bool:
    """Return whether the pattern is found in a text, as JavaScript's `test` does."""
    return len(text) <= LONGEST_TEXT and pattern.search(text) is not None


def _check(parsed: Any, inside_repeat: bool) -> None:
    for operation, argument in parsed:
        name = str(operation)
        if name in {"GROUPREF", "GROUPREF_EXISTS", "ASSERT", "ASSERT_NOT"}:
            raise ValueError("the pattern looks around or refers to what it matched before")
        if name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            _check_repeat(argument, inside_repeat)
        elif name == "BRANCH":
            if inside_repeat:
                raise ValueError("the pattern repeats a choice")
            for branch in argument[1]:
                _check(branch, inside_repeat)
        elif name in {"SUBPATTERN", "ATOMIC_GROUP"}:
            _check(argument[-1] if name == "SUBPATTERN" else argument, inside_repeat)


def _check_repeat(argument: Any, inside_repeat: bool) -> None:
    _, most, inner = argument
    unbounded = most > 100
    if unbounded and inside_repeat:
        raise ValueError("the pattern repeats a repetition")
    _check(inner, inside_repeat or most > 1)
