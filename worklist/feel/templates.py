"""Texts with `${…}` in them: a path, a condition, or words with values between them."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from worklist.feel.errors import FeelError, FeelSyntaxError
from worklist.feel.expression import Expression, Judged, compile
from worklist.feel.grammar.lexer import MAX_LENGTH, error
from worklist.feel.values import MAX_TEXT, string

_PART = re.compile(r"[$#]\{((?:[^{}'\"]|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")*)\}", re.DOTALL)
#: Most texts a template with lists in it may have.
_MAX_TEXTS = 10_000


class Template:
    """A compiled text. `names`: the names it reads. A text that is one `${…}` has its value; others are texts."""

    __slots__ = ("names", "parts", "text")

    def __init__(self, text: str, parts: tuple[str | Expression, ...]) -> None:
        self.text, self.parts = text, parts
        self.names = frozenset(name for part in parts if isinstance(part, Expression) for name in part.names)

    def __call__(self, context: Mapping[str, Any]) -> Any:
        """Return the value: of the one `${…}`, a text, or a list of texts, one per member of a list inside.

        Null stands for nothing between words. Null for texts that get too many or too long.
        """
        if len(self.parts) == 1 and isinstance(self.parts[0], Expression):
            return self.parts[0](context)
        texts, many = [""], False
        try:
            for part in self.parts:
                value = part(context) if isinstance(part, Expression) else part
                many = many or isinstance(value, list)
                texts = _joined(texts, value if isinstance(value, list) else [value])
        except FeelError:
            return None
        return texts if many else texts[0]

    def judged(self, context: Mapping[str, Any]) -> Judged:
        """Return the value and, where it is null, why that is wrong."""
        if len(self.parts) == 1 and isinstance(self.parts[0], Expression):
            return self.parts[0].judged(context)
        value = self(context)
        return Judged(value, ["its texts get too many or too long"] if value is None else ())


def _joined(texts: list[str], members: list[Any]) -> list[str]:
    if len(texts) * len(members) > _MAX_TEXTS:
        raise FeelError(f"expected at most {_MAX_TEXTS:,} texts")
    found = [before + (string(member) or "") for before in texts for member in members]
    if sum(map(len, found)) > MAX_TEXT:
        raise FeelError(f"expected texts of at most {MAX_TEXT:,} characters")
    return found


@lru_cache(maxsize=4096)
def compile_template(text: str) -> Template:
    """Compile a text with `${…}` or `#{…}`. Raises FeelSyntaxError with line and column of the whole text."""
    if len(text) > MAX_LENGTH:
        raise FeelSyntaxError(f"expected at most {MAX_LENGTH:,} characters, got {len(text):,}", 1, 1)
    parts: list[str | Expression] = []
    place = 0
    for match in _PART.finditer(text):
        if match.start() > place:
            parts.append(_words(text, place, match.start()))
        parts.append(_compiled(text, match.start(1), match[1]))
        place = match.end()
    if place < len(text) or not parts:
        parts.append(_words(text, place, len(text)))
    return Template(text, tuple(parts))


def _words(text: str, start: int, end: int) -> str:
    words = text[start:end]
    opened = re.search(r"[$#]\{", words)
    if opened:
        raise error(text, start + opened.start(), "expected a } that closes ${")
    return words


def _compiled(text: str, start: int, inside: str) -> Expression:
    try:
        return compile(inside.strip(), "juel")
    except FeelSyntaxError as problem:
        lines = text[: start + len(inside) - len(inside.lstrip())].split("\n")
        column = problem.column + (len(lines[-1]) if problem.line == 1 else 0)
        raise FeelSyntaxError(problem.reason, len(lines) + problem.line - 1, column) from None
