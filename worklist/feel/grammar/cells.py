"""Unary tests, ranges, lists and contexts of FEEL. Source: DMN 1.5 §10.3.1.2 rules 5 to 10, 54 to 61."""

from abc import abstractmethod
from collections.abc import Callable
from typing import TypeVar

from worklist.feel.grammar.lexer import unescape
from worklist.feel.grammar.tree import ContextOf, ListOf, Name, Node, RangeOf, Test, Tests
from worklist.feel.grammar.types import TypeGrammar

#: Signs of comparison.
SIGNS = frozenset({"=", "!=", "<", "<=", ">", ">="})
#: The name of the value a unary test is about.
INPUT = "?"
T = TypeVar("T")


class UnaryTests(TypeGrammar):
    """Reads what stands in the cell of a decision table, and the brackets of FEEL."""

    def __init__(self, source: str, known: frozenset[str] = frozenset()) -> None:
        super().__init__(source, known)
        #: Whether the end of a range is being read, where `[` may close it.
        self.in_range = False

    @abstractmethod
    def expression(self) -> Node:
        """Read any expression."""

    @abstractmethod
    def sum(self) -> Node:
        """Read what can be an operand of a comparison."""

    def cell(self) -> Node:
        """Read the whole cell of an input: tests, `not(tests)`, `-` or nothing. Raises FeelSyntaxError."""
        if self.token.kind == "end":
            return Tests(0, ())
        if self.sees("-") and self.after.kind == "end":
            self.next()
            return Tests(0, ())
        negated = self._is_negated()
        if negated:
            self.must("not")
            self.must("(")
        tests = self._tests()
        if negated:
            self.must(")")
        return self.whole(Tests(0, tests, negated))

    def _is_negated(self) -> bool:
        """Return whether `not(…)` is the whole cell."""
        if not self.sees("not") or self.after.text != "(":
            return False
        depth = 0
        for place in range(self.place + 1, len(self.tokens)):
            token = self.tokens[place]
            if token.kind == "sign":
                depth += (token.text == "(") - (token.text == ")")
                if depth == 0:
                    return self.tokens[place + 1].kind == "end"
        return False

    def _tests(self) -> tuple[Node, ...]:
        tests = [self.test()]
        while self.take(","):
            tests.append(self.test())
        return tuple(tests)

    def test(self) -> Node:
        """Read one test: `< 5`, `[1..3]`, `"A"`, or a condition about `?`. Raises FeelSyntaxError."""
        token = self.token
        if token.kind == "sign" and token.text in SIGNS:
            self.next()
            return Test(token.start, token.text, self.outside_range(self.sum))
        return Test(token.start, None, self.outside_range(self.expression))

    def tests_after_in(self) -> tuple[Node, ...]:
        """Read the tests behind `in`: one, or several in parentheses."""
        at = self.token.start
        if not self.sees("("):
            return (self._operand_test(),)
        self.must("(")
        tests = self._tests() if not self.sees(")") else ()
        first = tests[0] if len(tests) == 1 else None
        if isinstance(first, Test) and first.sign is None and self.sees(".."):
            return (Test(at, None, self.range_from(at, False, first.operand)),)
        self.must(")")
        if isinstance(first, Test) and first.sign is None:
            return (Test(at, None, self.postfix(first.operand)),)
        return tests

    def _operand_test(self) -> Node:
        token = self.token
        if token.kind == "sign" and token.text in SIGNS:
            self.next()
            return Test(token.start, token.text, self.sum())
        return Test(token.start, None, self.sum())

    @abstractmethod
    def postfix(self, tree: Node) -> Node:
        """Read the paths, filters and calls behind an operand."""

    # -- ranges --------------------------------------------------------------------------

    def outside_range(self, read: Callable[[], T]) -> T:
        """Read something in brackets of its own, where `[` is a filter again."""
        before, self.in_range = self.in_range, False
        found = read()
        self.in_range = before
        return found

    def range_from(self, at: int, low_included: bool, low: Node) -> Node:
        """Read the rest of a range behind its low end."""
        self.must("..")
        before, self.in_range = self.in_range, True
        high = self.sum()
        self.in_range = before
        if not self.sees("]", ")", "["):
            raise self.unexpected("the end of the range")
        return RangeOf(at, low_included, low, high, self.next().text == "]")

    def open_range(self, at: int) -> Node:
        """Read `< 10` of `(< 10)`: a range open to one side."""
        sign = self.next().text
        value = self.outside_range(self.sum)
        if sign in {"<", "<="}:
            return RangeOf(at, False, None, value, sign == "<=")
        if sign in {">", ">="}:
            return RangeOf(at, sign == ">=", value, None, False)
        if sign == "=":
            return RangeOf(at, True, value, value, True)
        raise self.fail("a range cannot leave out one value", at)

    def list_or_range(self) -> Node:
        """Read `[…]` or `]a..b]`."""
        token = self.next()
        if token.text == "]":
            return self.range_from(token.start, False, self.sum())
        if self.take("]"):
            return ListOf(token.start, ())
        first = self.outside_range(self.test_or_expression)
        if self.sees(".."):
            return self.range_from(token.start, True, first)
        members = [first]
        while not self.take("]"):
            self.must(",")
            members.append(self.outside_range(self.test_or_expression))
        return ListOf(token.start, tuple(members))

    def test_or_expression(self) -> Node:
        """Read a member of a list: an expression, or an open range such as `< 5`."""
        token = self.token
        if token.kind == "sign" and token.text in SIGNS:
            return self.open_range(token.start)
        return self.expression()

    # -- contexts ------------------------------------------------------------------------

    def context(self) -> Node:
        """Read `{a: 1, "b c": 2}`. Raises FeelSyntaxError, also for a key given twice."""
        at = self.must("{")
        known, entries = self.known, list[tuple[str, Node]]()
        while not self.take("}"):
            if entries:
                self.must(",")
            place = self.token.start
            key = self._key()
            if any(key == other for other, _ in entries):
                raise self.fail(f"the key {key!r} is given twice", place)
            self.must(":")
            entries.append((key, self.outside_range(self.expression)))
            self.know(key)
        self.known = known
        return ContextOf(at, tuple(entries))

    def _key(self) -> str:
        token = self.token
        if token.kind == "text":
            return unescape(self.next().text)
        if token.kind == "quoted":
            return self.next().text[1:-1]
        if token.kind != "name":
            raise self.unexpected("a key")
        while not self.sees(":"):
            if self.token.kind in {"end", "text"} or self.sees(",", "{", "}"):
                raise self.unexpected("':'")
            self.next()
        return " ".join(self.source[token.start : self.token.start].split())


def is_input(node: Node) -> bool:
    """Return whether a node is the value under test."""
    return isinstance(node, Name) and node.name == INPUT
