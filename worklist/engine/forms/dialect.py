"""From a pattern as JavaScript writes it to one of the expression language, which matches in bounded time.

Source: ECMAScript 2024 §22.2.1 and annex B.1.2 (the syntax that `new RegExp(pattern)` of form-js reads, without flags);
XPath and XQuery Functions and Operators 3.1 §5.6.1. What looks around or refers to what was matched before is refused:
the first has no counterpart, the second no bound.
"""

import re

_LAST = 0x10FFFF
#: Ranges of `\\d`, `\\w` and `\\s`, in the order of code points. Source: ECMAScript 2024 §22.2.2.9, §12.2, §12.3.
_RANGES: dict[str, list[tuple[int, int]]] = {
    "d": [(0x30, 0x39)],
    "w": [(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)],
    "s": [
        (0x09, 0x0D), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029),
        (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF),
    ],
}  # fmt: skip
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "v": "\v", "f": "\f", "0": "\0"}
_CODE = re.compile(r"x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})")
_COUNTS = re.compile(r"\{[0-9]+(?:,[0-9]*)?\}")
_GROUP_NAME = re.compile(r"\?<[A-Za-z_$][A-Za-z0-9_$]*>")
#: What has a meaning of its own in a pattern of the expression language.
_SIGNS = frozenset("\\|.-^?*+{}()[]$")
_ANY = r"[^\n\r" + "\u2028\u2029]"


def translated(source: str) -> str:
    """Return the pattern in the syntax of the expression language. Raises ValueError with what it cannot say."""
    return _Reader(source).pattern()


class _Reader:
    def __init__(self, source: str) -> None:
        self.source, self.place = source, 0

    def pattern(self) -> str:
        parts: list[str] = []
        while self.place < len(self.source):
            parts.append(self._part())
        return "".join(parts)

    def _next(self) -> str:
        if self.place >= len(self.source):
            raise ValueError("it ends too early")
        self.place += 1
        return self.source[self.place - 1]

    def _part(self) -> str:
        sign = self._next()
        if sign == "\\":
            return self._escape(in_class=False)
        if sign == "[":
            return self._class()
        if sign == "(":
            return self._group()
        if sign == "{" and (counts := _COUNTS.match(self.source, self.place - 1)):
            self.place = counts.end()
            return counts[0]
        if sign in "{}]":  # without a partner they stand for themselves
            return f"\\{sign}"
        return _ANY if sign == "." else sign

    def _group(self) -> str:
        rest = self.source[self.place :]
        if rest.startswith(("?=", "?!", "?<=", "?<!")):
            raise ValueError("it looks around; write what the text has to be, without (?= and (?!")
        if name := _GROUP_NAME.match(rest):
            self.place += name.end()
        elif rest.startswith("?") and not rest.startswith("?:"):
            raise ValueError("(? is not followed by : or a name; write (?:")
        return "("

    def _escape(self, in_class: bool) -> str:
        """Return what stands for an escape; the place is behind its backslash."""
        if code := _CODE.match(self.source, self.place):
            self.place = code.end()
            return _literal(chr(int(code[1] or code[2], 16)))
        sign = self._next()
        if sign.lower() in _RANGES:
            ranges = _said(_RANGES[sign.lower()] if sign.islower() else _without(_RANGES[sign.lower()]))
            return ranges if in_class else f"[{ranges}]"
        if sign == "b" and in_class:
            return "\b"
        if sign in "123456789k":
            raise ValueError("it refers to what it matched before; write the part again")
        if sign in _CONTROLS:
            return _CONTROLS[sign]
        if sign.isalnum():
            raise ValueError(f"the escape \\{sign} is not known; write the characters themselves")
        return _literal(sign)

    def _class(self) -> str:
        parts = ["[^" if self.source.startswith("^", self.place) else "["]
        self.place += len(parts[0]) - 1
        if self.source.startswith("]", self.place):
            raise ValueError("the class [] has no characters; name some between [ and ]")
        while not self.source.startswith("]", self.place):
            parts.append(self._member())
        self.place += 1
        return "".join([*parts, "]"])

    def _member(self) -> str:
        """Return a character, a range or an escape of a class."""
        low = self._character()
        is_range = self.source.startswith("-", self.place) and not self.source.startswith("-]", self.place)
        if not is_range or len(low.removeprefix("\\")) > 1:
            return low
        self.place += 1
        high = self._character()
        return f"{low}\\-{high}" if len(high.removeprefix("\\")) > 1 else f"{low}-{high}"

    def _character(self) -> str:
        sign = self._next()
        return self._escape(in_class=True) if sign == "\\" else _literal(sign)


def _literal(character: str) -> str:
    return f"\\{character}" if character in _SIGNS else character


def _without(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the ranges of all other characters."""
    edges = [-1, *(edge for pair in ranges for edge in pair), _LAST + 1]
    return [(low + 1, high - 1) for low, high in zip(edges[::2], edges[1::2], strict=True) if low + 1 < high]


def _said(ranges: list[tuple[int, int]]) -> str:
    return "".join(f"{_literal(chr(low))}-{_literal(chr(high))}" for low, high in ranges)
