"""Tokens of FEEL and of the `${…}` dialect. Source: DMN 1.5 §10.3.1.2."""

import re
from dataclasses import dataclass

from worklist.feel.errors import FeelSyntaxError

#: Longest expression, in characters.
MAX_LENGTH = 4_000

_PATTERN = re.compile(
    r"""(?P<space>(?:\s|//[^\n]*|/\*.*?\*/)+)
      | (?P<number>\d+(?:\.(?!\.)\d+)?(?:[eE][+-]?\d+)?|\.\d+)
      | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<name>[^\W\d]\w*|`[^`]+`|\?)
      | (?P<sign>\.\.|<=|>=|==|!=|&&|\|\||\*\*|->|[-+*/<>=()\[\]{},.:!@%])
    """,
    re.X | re.S,
)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\", "/": "/"}


@dataclass(frozen=True)
class Lexeme:
    """A token: kind (number, text, name, sign, end), its text, and where it stands."""

    kind: str
    text: str
    start: int


def lex(source: str) -> list[Lexeme]:
    """Return the tokens of a text, ending with one of kind `end`. Raises FeelSyntaxError."""
    if len(source) > MAX_LENGTH:
        raise FeelSyntaxError(f"expected at most {MAX_LENGTH:,} characters, got {len(source):,}", 1, 1)
    found, place = [], 0
    while place < len(source):
        match = _PATTERN.match(source, place)
        if match is None:
            raise error(source, place, f"unexpected {source[place]!r}")
        if match.lastgroup != "space":
            found.append(Lexeme(str(match.lastgroup), match.group(), place))
        place = match.end()
    return [*found, Lexeme("end", "", len(source))]


def error(source: str, place: int, message: str) -> FeelSyntaxError:
    """Return a syntax error with line and column of a place in the text."""
    before = source[:place]
    return FeelSyntaxError(message, before.count("\n") + 1, place - (before.rfind("\n") + 1) + 1)


def unescape(text: str) -> str:
    """Return the value of a quoted string."""
    def value(match: re.Match[str]) -> str:
        code = match[1]
        return chr(int(code[1:], 16)) if len(code) > 1 else _ESCAPES.get(code, "\\" + code)

    return re.sub(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", value, text[1:-1], flags=re.S)
