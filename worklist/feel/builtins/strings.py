"""Texts. Source: DMN 1.5 table 70; Camunda FEEL, string functions. Characters are counted as Unicode code points."""

from decimal import Decimal

from worklist.feel.builtins.registry import built_in
from worklist.feel.errors import FeelError
from worklist.feel.patterns import Pattern, compile_pattern
from worklist.feel.scope import Meter

#: Steps a pattern that cannot be read is worth: it is read anew each time.
_STEPS_OF_A_WRONG_PATTERN = 100


@built_in("substring(string: string, start position: number, length?: number)")
def substring(text: str, start: Decimal, length: Decimal | None) -> str:
    """Return a part of a text, counted from 1, or from the end when negative."""
    first = int(start)
    if first == 0:
        raise FeelError("a text begins at 1")
    if length is not None and length < 1:
        raise FeelError("expected a length of at least 1")
    begin = first - 1 if first > 0 else max(0, len(text) + first)
    return text[begin:] if length is None else text[begin : begin + int(length)]


@built_in("string length(string: string)")
def string_length(text: str) -> Decimal:
    """Return how many characters a text has."""
    return Decimal(len(text))


@built_in("upper case(string: string)")
def upper_case(text: str) -> str:
    """Return a text in capitals."""
    return text.upper()


@built_in("lower case(string: string)")
def lower_case(text: str) -> str:
    """Return a text in small letters."""
    return text.lower()


@built_in("substring before(string: string, match: string)")
def substring_before(text: str, match: str) -> str:
    """Return what stands before the first occurrence; nothing when there is none."""
    before, found, _ = text.partition(match) if match else ("", "", "")
    return before if found else ""


@built_in("substring after(string: string, match: string)")
def substring_after(text: str, match: str) -> str:
    """Return what stands behind the first occurrence; nothing when there is none."""
    return text.partition(match)[2] if match else text


@built_in("contains(string: string, match: string)")
def contains(text: str, match: str) -> bool:
    """Return whether a text has another in it."""
    return match in text


@built_in("starts with(string: string, match: string)")
def starts_with(text: str, match: str) -> bool:
    """Return whether a text begins with another."""
    return text.startswith(match)


@built_in("ends with(string: string, match: string)")
def ends_with(text: str, match: str) -> bool:
    """Return whether a text ends with another."""
    return text.endswith(match)


def _pattern(meter: Meter, text: str, flags: str | None) -> Pattern:
    """Return a compiled pattern, paid for by its size."""
    try:
        found = compile_pattern(text, flags or "")
    except FeelError:
        meter.step(_STEPS_OF_A_WRONG_PATTERN)
        raise
    meter.step(len(found.program) // 8)
    return found


@built_in("matches(input: string, pattern: string, flags?: string)", metered=True)
def matches(meter: Meter, text: str, pattern: str, flags: str | None) -> bool:
    """Return whether a pattern is found anywhere in a text."""
    return _pattern(meter, pattern, flags).search(text, 0, meter) is not None


@built_in("replace(input: string, pattern: string, replacement: string, flags?: string)", metered=True)
def replace(meter: Meter, text: str, pattern: str, replacement: str, flags: str | None) -> str:
    """Return a text with what the pattern finds replaced; `$1` is the first group."""
    return _pattern(meter, pattern, flags).replace(text, replacement, meter)


@built_in("split(string: string, delimiter: string)", metered=True)
def split(meter: Meter, text: str, delimiter: str) -> list[str]:
    """Return the parts between what a pattern finds."""
    return _pattern(meter, delimiter, None).split(text, meter)


@built_in("extract(string: string, pattern: string, flags?: string)", metered=True)
def extract(meter: Meter, text: str, pattern: str, flags: str | None) -> list[str]:
    """Return everything a pattern finds (Camunda)."""
    return [text[found.start : found.end] for found in _pattern(meter, pattern, flags).find_all(text, meter)]


@built_in("trim(string: string)")
def trim(text: str) -> str:
    """Return a text without spaces at its ends (Camunda)."""
    return text.strip()


@built_in("is blank(string: string)")
def is_blank(text: str) -> bool:
    """Return whether a text has nothing but spaces in it (Camunda)."""
    return not text.strip()


@built_in("string join(list: list, delimiter?: string)")
def string_join(texts: list[object], delimiter: str | None) -> str:
    """Return the texts of a list one behind the other; null is left out."""
    found = [text for text in texts if text is not None]
    if not all(isinstance(text, str) for text in found):
        raise FeelError("expected a list of texts")
    size = sum(len(str(text)) for text in found) + len(delimiter or "") * len(found)
    if size > 100_000:
        raise FeelError("the text is too long")
    return (delimiter or "").join(str(text) for text in found)


@built_in("string join(list: list, delimiter: string?, prefix: string, suffix: string)")
def string_join_within(texts: list[object], delimiter: str | None, prefix: str, suffix: str) -> str:
    """Return the texts of a list one behind the other, between a prefix and a suffix (Camunda)."""
    return prefix + string_join(texts, delimiter) + suffix
