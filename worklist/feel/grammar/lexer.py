"""Tokens of FEEL and of the `${…}` dialect. Source: DMN 1.5 §10.3.1.2, rules 27 to 34 and 62 to 68."""

import re
from bisect import bisect_left
from dataclasses import dataclass

from worklist.feel.errors import FeelSyntaxError

#: Longest expression, in characters.
MAX_LENGTH = 4_000

_NAME_START = (
    "?_A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME_PART = _NAME_START[1:] + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_SPACE = "\\s\u0085\u00a0\u1680\u180e\u2000-\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
_PATTERN = re.compile(
    rf"""(?P<space>(?:[{_SPACE}]|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)+)
      | (?P<number>(?:\d+(?:\.(?!\.)\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
      | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<quoted>`[^`\n]+`)
      | (?P<name>\?|[{_NAME_START[1:]}][{_NAME_PART}]*)
      | (?P<sign>\.\.|<=|>=|==|!=|&&|\|\||\*\*|->|[-+*/<>=()\[\]{{}},.:!@%])
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_ESCAPE = re.compile(r"\\(u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Token:
    """A token: `number`, `text`, `quoted` (a name in backticks), `name`, `sign` or `end`, and where it stands."""

    kind: str
    text: str
    start: int


def lex(source: str) -> list[Token]:
    """Return the tokens of a text, ending with one of kind `end`. Raises FeelSyntaxError."""
    if len(source) > MAX_LENGTH:
        raise FeelSyntaxError(f"expected at most {MAX_LENGTH:,} characters, got {len(source):,}", 1, 1)
    found, place = [], 0
    while place < len(source):
        match = _PATTERN.match(source, place)
        if match is None:
            raise error(source, place, _unreadable(source, place))
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match.group(), place))
        place = match.end()
    return [*found, Token("end", "", len(source))]


def _unreadable(source: str, place: int) -> str:
    if source[place] in "\"'":
        return "expected a quote that ends the text"
    if source[place] in "“”‘’":
        return f'unexpected {source[place]!r}; texts stand between straight quotes: "…"'
    return f"unexpected {source[place]!r}"


def error(source: str, place: int, message: str) -> FeelSyntaxError:
    """Return a syntax error with line and column (from 1) of a position in the text."""
    before = source[:place]
    return FeelSyntaxError(message, before.count("\n") + 1, place - (before.rfind("\n") + 1) + 1)


def unescape(text: str) -> str:
    """Return the value of a text in quotes. An escape that is none stays as it stands (`\\d` of a pattern)."""
    return _ESCAPE.sub(_escaped, text[1:-1])


def _escaped(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) == 1:
        return _ESCAPES.get(code, "\\" + code)
    if len(code) > 7:
        return (bytes.fromhex(code[1:5]) + bytes.fromhex(code[7:11])).decode("utf-16-be")
    number = int(code[1:], 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else "\\" + code


def token_at(tokens: list[Token], position: int) -> int | None:
    """Return the number of the token that starts at a position, or the next one behind spaces; None inside of a token."""
    place = bisect_left(tokens, position, key=lambda token: token.start)
    if place and tokens[place - 1].start + len(tokens[place - 1].text) > position:
        return None
    return place
