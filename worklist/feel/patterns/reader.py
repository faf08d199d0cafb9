"""From the text of a pattern to a program for the machine. Source: XML Schema 1.1 part 2 §G.1; F&O 3.1 §5.6.1."""

from collections.abc import Callable
from dataclasses import dataclass, field

from worklist.feel.errors import FeelError
from worklist.feel.patterns.characters import (
    SINGLE,
    CharacterSet,
    Options,
    any_character,
    between,
    complement,
    escaped,
    exactly,
    one_of,
    property_set,
    without,
)

#: Most instructions of a program; repetitions such as `a{50}` are written out.
MAX_SIZE = 5_000
_MAX_NESTING = 50


@dataclass(frozen=True, slots=True)
class Take:
    """Take a character of a set."""

    characters: CharacterSet


@dataclass(frozen=True, slots=True)
class Fork:
    """Go on at one place, later, if that fails, at the other."""

    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Jump:
    """Go on elsewhere."""

    to: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Keep the place in the text: even numbers begin a group, odd ones end it."""

    number: int


@dataclass(frozen=True, slots=True)
class Anchor:
    """`^` or `$`."""

    at_end: bool


@dataclass(frozen=True, slots=True)
class Again:
    """`\\1`: the text of a group once more."""

    group: int


Instruction = Take | Fork | Jump | Mark | Anchor | Again
#: Writes instructions that begin at a place, and may be written several times.
Part = Callable[[list[Instruction]], None]


@dataclass
class PatternReader:
    """Reads a pattern."""

    text: str
    options: Options
    place: int = 0
    groups: int = 0
    nesting: int = 0
    closed: set[int] = field(default_factory=set)
    goes_back: bool = False

    def program(self) -> list[Instruction]:
        """Return the program of the whole pattern. Raises FeelError."""
        found: list[Instruction] = []
        part = self._branches()
        if self.place < len(self.text):
            raise FeelError(f"unexpected {self.text[self.place]!r} in the pattern")
        part(found)
        return found

    # -- characters ----------------------------------------------------------------------

    def _peek(self) -> str:
        if self.options.idle_spaces:
            while self.text[self.place : self.place + 1] in {" ", "\t", "\n", "\r"}:
                self.place += 1
        return self.text[self.place : self.place + 1]

    def _next(self) -> str:
        found = self.text[self.place : self.place + 1]
        if not found:
            raise FeelError("the pattern ends too early")
        self.place += 1
        return found

    def _take(self, sign: str) -> bool:
        if self._peek() == sign:
            self.place += 1
            return True
        return False

    # -- structure -------------------------------------------------------------------------

    def _branches(self) -> Part:
        branches = [self._branch()]
        while self._take("|"):
            branches.append(self._branch())
        part = branches[-1]
        for branch in reversed(branches[:-1]):
            part = _either(branch, part)
        return part

    def _branch(self) -> Part:
        pieces: list[Part] = []
        while self._peek() not in {"", "|", ")"}:
            pieces.append(self._piece())

        def write(program: list[Instruction]) -> None:
            for piece in pieces:
                piece(program)

        return write

    def _piece(self) -> Part:
        atom = self._atom()
        sign = self._peek()
        if sign not in {"?", "*", "+", "{"}:
            return atom
        self.place += 1
        least, most = {"?": (0, 1), "*": (0, None), "+": (1, None)}.get(sign) or self._counts()
        greedy = not self._take("?")
        return _repeated(atom, least, most, greedy)

    def _counts(self) -> tuple[int, int | None]:
        inside, closing, _ = self.text[self.place :].partition("}")
        low, comma, high = inside.partition(",")
        if not closing or not low.isascii() or not low.isdigit() or (high and not (high.isascii() and high.isdigit())):
            raise FeelError("expected {n}, {n,} or {n,m} in the pattern")
        self.place += len(inside) + 1
        least, most = int(low[:6]), (int(high[:6]) if high else None) if comma else int(low[:6])
        if most is not None and most < least:
            raise FeelError("expected {n,m} with n at most m in the pattern")
        return least, most

    def _atom(self) -> Part:
        sign = self._next()
        if sign == "(":
            return self._group()
        if sign == "[":
            return _taking(self._class())
        if sign == "\\":
            return self._escape()
        if sign == ".":
            return _taking(any_character(self.options))
        if sign in "^$":
            return _writing(Anchor(sign == "$"))
        if sign in "?*+{}])|":
            raise FeelError(f"unexpected {sign!r} in the pattern")
        return _taking(exactly(sign, self.options))

    def _group(self) -> Part:
        self.nesting += 1
        if self.nesting > _MAX_NESTING:
            raise FeelError("the pattern is nested too deeply")
        if self._take("?"):
            if not self._take(":"):
                raise FeelError("expected (?: in the pattern; looking ahead or behind is not part of XPath")
            inside = self._branches()
            number = 0
        else:
            self.groups += 1
            number = self.groups
            inside = self._branches()
            self.closed.add(number)
        if not self._take(")"):
            raise FeelError("expected ) in the pattern")
        self.nesting -= 1
        return _marked(inside, number) if number else inside

    def _escape(self) -> Part:
        code = self._next()
        if code.isdigit() and code.isascii() and code != "0":
            return self._again(code)
        return _taking(self._escaped_set(code))

    def _again(self, digits: str) -> Part:
        while self._peek().isdigit() and int(digits + self._peek()) <= self.groups:
            digits += self._next()
        if int(digits) not in self.closed:
            raise FeelError(f"there is no group {digits} before \\{digits} in the pattern")
        self.goes_back = True
        return _writing(Again(int(digits)))

    def _escaped_set(self, code: str) -> CharacterSet:
        if code in {"p", "P"}:
            if self._next() != "{":
                raise FeelError("expected \\p{…} in the pattern")
            name, closing, _ = self.text[self.place :].partition("}")
            if not closing:
                raise FeelError("expected } in the pattern")
            self.place += len(name) + 1
            found = property_set(name)
            return found if code == "p" else complement(found)
        special = escaped(code)
        if special is not None:
            return special
        if code not in SINGLE:
            raise FeelError(f"\\{code} in the pattern is not known")
        return exactly(SINGLE[code], self.options)

    # -- classes ---------------------------------------------------------------------------

    def _class(self) -> CharacterSet:
        self.nesting += 1
        if self.nesting > _MAX_NESTING:
            raise FeelError("the pattern is nested too deeply")
        negated = self.text.startswith("^", self.place)
        self.place += negated
        sets: list[CharacterSet] = []
        outside: CharacterSet | None = None
        while not self.text.startswith("]", self.place) or not sets:
            if sets and self.text.startswith("-[", self.place):
                self.place += 2
                outside = self._class()
                break
            sets.append(self._class_member())
        if self._next() != "]":
            raise FeelError("expected ] in the pattern")
        self.nesting -= 1
        inside = one_of(sets, self.options)
        inside = complement(inside) if negated else inside
        return inside if outside is None else without(inside, outside)

    def _class_member(self) -> CharacterSet:
        sign = self._next()
        if sign == "[" or (sign == "]"):
            raise FeelError(f"unexpected {sign!r} in a class of the pattern")
        if sign == "\\":
            code = self._next()
            if code not in SINGLE:
                return self._escaped_set(code)
            sign = SINGLE[code]
        if self.text.startswith("-", self.place) and not self.text.startswith(("-]", "-["), self.place):
            self.place += 1
            last = self._next()
            last = SINGLE.get(self._next(), "") if last == "\\" else last
            return between(sign, last)
        return between(sign, sign)


def _writing(instruction: Instruction) -> Part:
    def write(program: list[Instruction]) -> None:
        if len(program) >= MAX_SIZE:
            raise FeelError("the pattern is too large")
        program.append(instruction)

    return write


def _taking(characters: CharacterSet) -> Part:
    return _writing(Take(characters))


def _marked(inside: Part, group: int) -> Part:
    def write(program: list[Instruction]) -> None:
        _writing(Mark(2 * group))(program)
        inside(program)
        _writing(Mark(2 * group + 1))(program)

    return write


def _either(first: Part, second: Part) -> Part:
    def write(program: list[Instruction]) -> None:
        fork = len(program)
        _writing(Jump(0))(program)
        first(program)
        jump = len(program)
        _writing(Jump(0))(program)
        program[fork] = Fork(fork + 1, len(program))
        second(program)
        program[jump] = Jump(len(program))

    return write


def _repeated(atom: Part, least: int, most: int | None, greedy: bool) -> Part:
    def write(program: list[Instruction]) -> None:
        for _ in range(least):
            size = len(program)
            atom(program)
            if len(program) >= MAX_SIZE:
                raise FeelError("the pattern is too large")
            if len(program) == size:  # nothing, however often: `((?:){999999}){999999}` would count for ever
                break
        if most is None:
            _loop(atom, greedy, program)
            return
        forks = []
        for _ in range(most - least):
            forks.append(len(program))
            _writing(Jump(0))(program)
            atom(program)
        for fork in forks:
            program[fork] = Fork(fork + 1, len(program)) if greedy else Fork(len(program), fork + 1)

    return write


def _loop(atom: Part, greedy: bool, program: list[Instruction]) -> None:
    fork = len(program)
    _writing(Jump(0))(program)
    atom(program)
    _writing(Jump(fork))(program)
    program[fork] = Fork(fork + 1, len(program)) if greedy else Fork(len(program), fork + 1)
