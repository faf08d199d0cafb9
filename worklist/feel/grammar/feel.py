"""The grammar of FEEL: special forms and operands; operators are in `operators`. Source: DMN 1.5 §10.3.1.2."""

from collections.abc import Callable
from typing import TypeVar

from worklist.feel.errors import FeelError
from worklist.feel.grammar.cells import SIGNS
from worklist.feel.grammar.lexer import unescape
from worklist.feel.grammar.operators import Operators
from worklist.feel.grammar.reading import CONSTANTS, constant
from worklist.feel.grammar.tree import Constant, FunctionOf, If, Loop, Name, Node, Steps, Type
from worklist.feel.temporal.texts import read_literal
from worklist.feel.values import read_number

T = TypeVar("T")


class Feel(Operators):
    """Reads expressions of FEEL."""

    def expression(self) -> Node:
        """Read any expression. Raises FeelSyntaxError."""
        self.deeper()
        tree = self.binary()
        self.nesting -= 1
        return tree

    def _special(self) -> Callable[[int], Node] | None:
        token = self.token
        if token.kind != "name" or (self.after.kind == "sign" and self.after.text in {".", ":", ",", ")", "="}):
            return None
        if token.text == "if":
            return self._if
        if token.text in {"for", "some", "every"} and self.after.kind in {"name", "quoted"}:
            return self._loop
        if token.text == "function" and self.after.text == "(":
            return self._function
        return None

    def _if(self, at: int) -> Node:
        self.must("if")
        condition = self.expression()
        self.must("then")
        yes = self.expression()
        self.must("else")
        return If(at, condition, yes, self.expression())

    def _loop(self, at: int) -> Node:
        kind = self.next().text
        sources = [self._source()]
        while self.take(","):
            sources.append(self._source())
        self.must("return" if kind == "for" else "satisfies")
        return Loop(at, kind, tuple(sources), self.expression())

    def _source(self) -> tuple[str, Node]:
        variable = self.name()
        self.must("in")
        at = self.token.start
        source = self.expression()
        if self.take(".."):
            source = Steps(at, source, self.expression())
        return variable, source

    def _function(self, at: int) -> Node:
        self.must("function")
        self.must("(")
        names: list[str] = []
        types: list[Type | None] = []
        while not self.take(")"):
            if names:
                self.must(",")
            names.append(self.name())
            types.append(self.type() if self.take(":") else None)
        if self.sees("external"):
            raise self.fail("external functions are not executed; write the function in FEEL or use a service task")
        return FunctionOf(at, tuple(names), tuple(types), self.expression())

    # -- the smallest parts ------------------------------------------------------------

    def operand(self) -> Node:
        """Read a literal, a name or something in brackets. Raises FeelSyntaxError."""
        token = self.token
        if token.kind == "name" or token.kind == "quoted":
            special = self._special()
            return special(token.start) if special else self._named()
        if token.kind == "number":
            return Constant(self.next().start, self._valued(read_number, token.text, token.start))
        if token.kind == "text":
            return Constant(token.start, self._text())
        if self.take("@"):
            return Constant(token.start, self._valued(read_literal, self._text(), token.start))
        if self.sees("("):
            return self._in_parentheses()
        if self.sees("[", "]"):
            return self.list_or_range()
        if self.sees("{"):
            return self.context()
        raise self.unexpected()

    def _named(self) -> Node:
        token = self.token
        if token.kind == "name" and token.text in CONSTANTS:
            return constant(self.next())
        name = self.name_if_any()
        if name is None:
            raise self.unexpected()
        return Name(token.start, name)

    def _text(self) -> str:
        token = self.token
        if token.kind != "text":
            raise self.unexpected('a text such as "2026-11-23"')
        if token.text[0] == "'":
            raise self.fail('in FEEL texts stand in double quotes: "…"')
        self.next()
        return unescape(token.text)

    def _valued(self, read: Callable[[str], T], text: str, at: int | None = None) -> T:
        try:
            return read(text)
        except FeelError as problem:
            raise self.fail(str(problem), at) from None

    def _in_parentheses(self) -> Node:
        at = self.must("(")
        if self.token.kind == "sign" and self.token.text in SIGNS:
            tree = self.open_range(at)
        else:
            before, self.in_range = self.in_range, False
            tree = self.expression()
            self.in_range = before
            if self.sees(".."):
                return self.range_from(at, False, tree)
        self.must(")")
        return tree
