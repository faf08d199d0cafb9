"""Texts with `${…}` in them: a path, a condition, or a literal with values in it."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from worklist.feel.compiler import Expression, compile
from worklist.feel.errors import FeelSyntaxError
from worklist.feel.values import string

_PART = re.compile(r"[$#]\{((?:[^{}'\"]|'[^']*'|\"[^\"]*\")*)\}")


class Template:
    """A compiled text. A text that is one `${…}` has its value; others have texts, one per member of a list inside."""

    __slots__ = ("names", "parts", "text")

    def __init__(self, text: str, parts: tuple[str | Expression, ...]) -> None:
        self.text, self.parts = text, parts
        self.names = frozenset(name for part in parts if isinstance(part, Expression) for name in part.names)

    def __call__(self, variables: Mapping[str, Any]) -> Any:
        """Return the value."""
        if len(self.parts) == 1 and isinstance(self.parts[0], Expression):
            return self.parts[0](variables)
        texts, many = [""], False
        for part in self.parts:
            value = part(variables) if isinstance(part, Expression) else part
            many = many or isinstance(value, list)
            members = value if isinstance(value, list) else [value]
            texts = [before + (string(member) or "") for before in texts for member in members]
        return texts if many else texts[0]


@lru_cache(maxsize=4096)
def compile_template(text: str) -> Template:
    """Compile a text with `${…}` or `#{…}`. Raises FeelSyntaxError."""
    parts: list[str | Expression] = []
    place = 0
    for match in _PART.finditer(text):
        if match.start() > place:
            parts.append(text[place : match.start()])
        parts.append(compile(match[1].strip(), "juel"))
        place = match.end()
    rest = text[place:]
    if "${" in rest or "#{" in rest:
        raise FeelSyntaxError("expected a } that closes ${", 1, place + 1)
    if rest:
        parts.append(rest)
    return Template(text, tuple(parts))
