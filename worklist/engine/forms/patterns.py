"""Patterns that a schema gives for texts, matched in bounded time whatever they are and whatever is typed.

A library that tries one way after the other can take hours over a short pattern (`a*a*a*a*b`) while nobody else is
served. The engine of the expression language looks at each place of the text once in each state, and counts its steps.
"""

from worklist.engine.forms.dialect import translated
from worklist.feel import patterns
from worklist.feel.errors import FeelError, LimitExceeded
from worklist.feel.patterns import Pattern
from worklist.feel.scope import Meter

#: Longest pattern, and longest text that is matched against one.
LONGEST_PATTERN, LONGEST_TEXT = 200, 2_000
#: Steps that matching one text may take: enough for any text of LONGEST_TEXT and a pattern of some forty instructions.
MOST_STEPS = 25_000


def compile_pattern(source: str) -> Pattern:
    """Return the compiled pattern. Raises ValueError with what is wrong."""
    if len(source) > LONGEST_PATTERN:
        raise ValueError(f"expected a pattern of at most {LONGEST_PATTERN} characters, found {len(source):,}; shorten it")
    try:
        return patterns.compile_pattern(translated(source), "")
    except (ValueError, FeelError) as error:
        raise ValueError(f"the pattern {source!r} cannot be read: {error}") from None


def matches(pattern: Pattern, text: str) -> bool | None:
    """Return whether the pattern is found in a text, as JavaScript's `test` does; None where that would take too long."""
    if len(text) > LONGEST_TEXT:
        return None
    try:
        return pattern.search(text, 0, Meter(MOST_STEPS)) is not None
    except LimitExceeded:
        return None
