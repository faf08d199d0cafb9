"""Sets of characters: classes, escapes, categories. Source: XML Schema 1.1 part 2 §G.4."""

import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from worklist.feel.errors import FeelError

#: Whether a character is in a set.
CharacterSet = Callable[[str], bool]

_CATEGORIES = frozenset({
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf",
    "Po", "Z", "Zs", "Zl", "Zp", "S", "Sm", "Sc", "Sk", "So", "C", "Cc", "Cf", "Co", "Cn",
})  # fmt: skip
_BLOCKS = {
    "BasicLatin": (0x0, 0x7F), "Latin-1Supplement": (0x80, 0xFF), "LatinExtended-A": (0x100, 0x17F),
    "LatinExtended-B": (0x180, 0x24F), "Greek": (0x370, 0x3FF), "Cyrillic": (0x400, 0x4FF), "Hebrew": (0x590, 0x5FF),
    "Arabic": (0x600, 0x6FF), "Thai": (0xE00, 0xE7F), "GeneralPunctuation": (0x2000, 0x206F),
    "CurrencySymbols": (0x20A0, 0x20CF), "Arrows": (0x2190, 0x21FF), "CJKSymbolsandPunctuation": (0x3000, 0x303F),
    "Hiragana": (0x3040, 0x309F), "Katakana": (0x30A0, 0x30FF), "Bopomofo": (0x3100, 0x312F),
    "CJKUnifiedIdeographsExtensionA": (0x3400, 0x4DBF), "CJKUnifiedIdeographs": (0x4E00, 0x9FFF),
    "HangulSyllables": (0xAC00, 0xD7AF), "HalfwidthandFullwidthForms": (0xFF00, 0xFFEF),
}  # fmt: skip
#: Escapes that are a single character.
SINGLE = {"n": "\n", "r": "\r", "t": "\t", **{sign: sign for sign in "\\|.-^?*+{}()[]$"}}


class Options(NamedTuple):
    """Flags of a pattern: `.` takes line ends (s), `^ $` at lines (m), capitals as small letters (i), spaces idle (x)."""

    dot_all: bool = False
    lines: bool = False
    ignore_case: bool = False
    idle_spaces: bool = False
    literal: bool = False


def variants(character: str) -> frozenset[str]:
    """Return a character in capitals and in small letters."""
    return frozenset({character, character.lower(), character.upper()})


def exactly(wanted: str, options: Options) -> CharacterSet:
    """Return the set of one character."""
    if not options.ignore_case:
        return lambda character: character == wanted
    folded = wanted.lower()
    return lambda character: character == wanted or character.lower() == folded


def any_character(options: Options) -> CharacterSet:
    """Return the set of `.`."""
    if options.dot_all:
        return lambda character: True
    return lambda character: character not in "\n\r"


def between(low: str, high: str) -> CharacterSet:
    """Return the set of a range. Raises FeelError when it runs backwards."""
    if low > high:
        raise FeelError(f"the range {low}-{high} in the pattern runs backwards")
    return lambda character: low <= character <= high


def one_of(sets: list[CharacterSet], options: Options) -> CharacterSet:
    """Return what is in any of several sets."""
    if options.ignore_case:
        return lambda character: any(has(one) for one in variants(character) for has in sets)
    return lambda character: any(has(character) for has in sets)


def without(inside: CharacterSet, outside: CharacterSet) -> CharacterSet:
    """Return what is in one set and not in another."""
    return lambda character: inside(character) and not outside(character)


def complement(inside: CharacterSet) -> CharacterSet:
    """Return what is not in a set."""
    return lambda character: not inside(character)


def _is_word(character: str) -> bool:
    return unicodedata.category(character)[0] not in "PZC"


def _starts_name(character: str) -> bool:
    return character.isalpha() or character in "_:"


def _in_name(character: str) -> bool:
    return character.isalnum() or character in "_:.-·"


_ESCAPED: dict[str, CharacterSet] = {
    "d": lambda character: unicodedata.category(character) == "Nd",
    "w": _is_word,
    "s": lambda character: character in " \t\n\r",
    "i": _starts_name,
    "c": _in_name,
}


def escaped(code: str) -> CharacterSet | None:
    """Return the set of `\\d`, `\\W` and the like, None for other escapes."""
    found = _ESCAPED.get(code.lower())
    return found if found is None or code.islower() else complement(found)


def property_set(name: str) -> CharacterSet:
    """Return the set of `\\p{name}`: a category or a block of Unicode. Raises FeelError for others."""
    if name in _CATEGORIES:
        return lambda character: unicodedata.category(character).startswith(name)
    if name.startswith("Is") and name[2:] in _BLOCKS:
        first, last = _BLOCKS[name[2:]]
        return lambda character: first <= ord(character) <= last
    raise FeelError(f"\\p{{{name}}} in the pattern is not known")
