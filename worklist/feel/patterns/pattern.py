"""Compiled patterns: search, replace, split. Source: F&O 3.1 §5.6.3 (matches), §5.6.4 (replace), §5.6.5 (tokenize)."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from worklist.feel.errors import FeelError
from worklist.feel.patterns.characters import Options, exactly
from worklist.feel.patterns.machine import Machine
from worklist.feel.patterns.reader import Instruction, PatternReader, Take
from worklist.feel.scope import MAX_MEMBERS, Meter

_MAX_LENGTH = 1_000


class Found(NamedTuple):
    """Where a pattern matches, the texts of its groups (None: not part of the match), and all of its text."""

    start: int
    end: int
    groups: tuple[str | None, ...]
    text: str


class Pattern:
    """A compiled pattern."""

    def __init__(self, program: list[Instruction], groups: int, goes_back: bool, options: Options) -> None:
        self.program, self.groups, self.goes_back, self.options = program, groups, goes_back, options

    def search(self, text: str, start: int, meter: Meter) -> Found | None:
        """Return the first match at or behind a place. Raises LimitExceeded."""
        machine = Machine(self.program, self.goes_back, self.options, text, meter)
        for place in range(start, len(text) + 1):
            marks = machine.run(place, self.groups)
            if marks is not None:
                pairs = zip(marks[2::2], marks[3::2], strict=True)
                groups = tuple(text[a:b] if a >= 0 and b >= 0 else None for a, b in pairs)
                return Found(marks[0], marks[1], groups, text[marks[0] : marks[1]])
        return None

    def find_all(self, text: str, meter: Meter) -> Iterator[Found]:
        """Yield all matches, one behind the other. Raises LimitExceeded."""
        place = 0
        while place <= len(text):
            meter.step()
            found = self.search(text, place, meter)
            if found is None:
                return
            yield found
            place = found.end if found.end > found.start else found.end + 1

    def replace(self, text: str, replacement: str, meter: Meter) -> str:
        """Return a text with all matches replaced. Raises FeelError when the pattern matches nothing at all."""
        self._check_not_empty(meter)
        parts, place, size = [], 0, 0
        for found in self.find_all(text, meter):
            meter.step(len(replacement) // 16)
            parts += [text[place : found.start], self._replacement(replacement, found)]
            place, size = found.end, size + len(parts[-1])
            if size > MAX_MEMBERS:
                raise FeelError("the text is too long")
        return "".join([*parts, text[place:]])

    def _replacement(self, template: str, found: Found) -> str:
        if self.options.literal or ("$" not in template and "\\" not in template):
            return template
        parts, place = [], 0
        while place < len(template):
            sign = template[place]
            place += 1
            if sign == "\\":
                if template[place : place + 1] not in {"\\", "$"}:
                    raise FeelError("expected \\\\ or \\$ in the replacement")
                sign = template[place]
                place += 1
            elif sign == "$":
                number, place = self._group_number(template, place)
                sign = (found.text, *found.groups)[number] or "" if number <= self.groups else ""
            parts.append(sign)
        return "".join(parts)

    def _group_number(self, template: str, place: int) -> tuple[int, int]:
        end = place
        while template[end : end + 1].isdigit() and (end == place or int(template[place : end + 1]) <= self.groups):
            end += 1
        if end == place:
            raise FeelError("expected a number behind $ in the replacement")
        return int(template[place:end]), end

    def split(self, text: str, meter: Meter) -> list[str]:
        """Return the texts between the matches. Raises FeelError when the pattern matches nothing at all."""
        self._check_not_empty(meter)
        parts, place = [], 0
        for found in self.find_all(text, meter):
            parts.append(text[place : found.start])
            place = found.end
        return [*parts, text[place:]]

    def _check_not_empty(self, meter: Meter) -> None:
        if self.search("", 0, meter) is not None:
            raise FeelError("the pattern matches an empty text")


@lru_cache(maxsize=1024)
def compile_pattern(text: str, flags: str) -> Pattern:
    """Compile a pattern with flags of `s m i x q`. Raises FeelError."""
    if not set(flags) <= set("smixq"):
        raise FeelError(f"expected flags of s, m, i, x and q, got {flags!r}")
    if len(text) > _MAX_LENGTH:
        raise FeelError(f"expected a pattern of at most {_MAX_LENGTH:,} characters")
    options = Options(*(flag in flags for flag in "smixq"))
    if options.literal:
        return Pattern([Take(exactly(one, options)) for one in text], 0, False, options)
    reader = PatternReader(text, options)
    program = reader.program()
    return Pattern(program, reader.groups, reader.goes_back, options)
