"""Runs the program of a pattern over a text: backtracking that visits each instruction at each place once.

Source: the technique is that of RE2's bit-state matcher (R. Cox, "Regular Expression Matching: the Virtual Machine Approach").
"""

from collections.abc import Sequence

from worklist.feel.patterns.characters import Options
from worklist.feel.patterns.reader import Again, Anchor, Fork, Instruction, Jump, Mark, Take
from worklist.feel.scope import Meter

#: Instructions one step of an evaluation is worth.
_PER_STEP = 4
Marks = tuple[int, ...]


class Machine:
    """One search in one text. `goes_back`: the program has back-references, so that places may be visited again."""

    def __init__(self, program: Sequence[Instruction], goes_back: bool, options: Options, text: str, meter: Meter) -> None:
        self.program, self.goes_back, self.options, self.text, self.meter = program, goes_back, options, text, meter
        self.seen: set[int] = set()
        self.count = 0

    def run(self, start: int, groups: int) -> Marks | None:
        """Return the places where groups begin and end (group 0: all of it), None without a match. Raises LimitExceeded."""
        marks: Marks = (start, start, *(-1,) * (2 * groups))
        waiting = [(0, start, marks)]
        while waiting:
            found = self._thread(*waiting.pop(), waiting)
            if found is not None:
                return found
        return None

    def _thread(self, at: int, place: int, marks: Marks, waiting: list[tuple[int, int, Marks]]) -> Marks | None:
        """Follow one thread until it matches or fails; other ways are put off."""
        program, width = self.program, len(self.text) + 1
        while True:
            if at == len(program):
                return (marks[0], place, *marks[2:])
            self._count()
            key = at * width + place
            if not self.goes_back:
                if key in self.seen:
                    return None
                self.seen.add(key)
            step = program[at]
            at += 1
            if isinstance(step, Fork):
                waiting.append((step.second, place, marks))
                at = step.first
            elif isinstance(step, Jump):
                at = step.to
            elif isinstance(step, Mark):
                marks = (*marks[: step.number], place, *marks[step.number + 1 :])
            else:
                moved = self._consume(step, place, marks)
                if moved is None:
                    return None
                place = moved

    def _consume(self, step: Take | Anchor | Again, place: int, marks: Marks) -> int | None:
        if isinstance(step, Take):
            return place + 1 if place < len(self.text) and step.characters(self.text[place]) else None
        if isinstance(step, Anchor):
            return place if self._anchored(step.at_end, place) else None
        start, end = marks[2 * step.group], marks[2 * step.group + 1]
        wanted = self.text[start:end] if start >= 0 and end >= 0 else ""
        found = self.text[place : place + len(wanted)]
        same = found.lower() == wanted.lower() if self.options.ignore_case else found == wanted
        return place + len(wanted) if same else None

    def _anchored(self, at_end: bool, place: int) -> bool:
        if place == (len(self.text) if at_end else 0):
            return True
        if not self.options.lines:
            return False
        return self.text[place] == "\n" if at_end else self.text[place - 1] == "\n" and place < len(self.text)

    def _count(self) -> None:
        self.count += 1
        if self.count % _PER_STEP == 0:
            self.meter.step()
