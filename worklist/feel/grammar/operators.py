"""Operators of FEEL by precedence, and what stands behind an operand. Source: DMN 1.5 §10.3.1.2 rules 2, 4, 20 to 26, 38 to 53.

From loose to tight: or; and; comparisons, `in`, `between`, `instance of`; + and -; * and /; **; the sign -; paths, filters
and calls. Few frames per level of nesting, so that deep nesting ends in an error of ours, not of Python.
"""

from abc import abstractmethod

from worklist.feel.grammar.cells import SIGNS, UnaryTests
from worklist.feel.grammar.tree import (
    Between,
    Call,
    Chain,
    Compare,
    Filter,
    In,
    InstanceOf,
    Logic,
    Negative,
    Node,
    Path,
)

_OR, _AND, _COMPARISON, _SUM, _PRODUCT, _POWER = range(1, 7)
_LEVELS = {
    "or": _OR, "and": _AND, "between": _COMPARISON, "in": _COMPARISON, "instance": _COMPARISON,
    **dict.fromkeys(SIGNS, _COMPARISON), "+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "**": _POWER,
}  # fmt: skip
_FOREIGN = {
    "==": "in FEEL equality is written =", "&&": "in FEEL write and", "||": "in FEEL write or", "!": "in FEEL write not(…)",
    "%": "in FEEL write modulo(a, b)",
}  # fmt: skip
_CLOSERS = frozenset({")", "]", "}", ",", "=", "!=", "<", "<=", ">", ">=", "..", ".", ":", "*", "/", "+", "**"})
_CLOSING_WORDS = frozenset({"and", "or", "then", "else", "return", "satisfies", "in", "between", "instance"})


class Operators(UnaryTests):
    """Reads operators and what stands behind operands."""

    @abstractmethod
    def operand(self) -> Node:
        """Read a literal, a name or something in brackets."""

    def sum(self) -> Node:
        """Read what can be an operand of a comparison."""
        return self.binary(_SUM)

    def binary(self, lowest: int = _OR) -> Node:
        """Read operators of a level and tighter ones. Raises FeelSyntaxError."""
        signs = []
        while self.sees("-"):
            signs.append(self.next().start)
        tree = self.operand()
        if self.token.kind == "sign":
            tree = self.postfix(tree)
        for at in reversed(signs):
            tree = Negative(at, tree)
        while True:
            token = self.token
            level = _LEVELS.get(token.text, 0) if token.kind in {"sign", "name"} else 0
            if level == 0 and token.kind == "sign" and token.text in _FOREIGN:
                raise self.fail(_FOREIGN[token.text])
            if level < lowest or level == 0:
                return tree
            if level <= _AND:
                tree = self._logic(tree, level)
            else:
                tree = self._comparison(tree) if level == _COMPARISON else self._chain(tree, level)

    def _logic(self, first: Node, level: int) -> Node:
        word, operands = self.token.text, [first]
        while self.take(word):
            operands.append(self.binary(level + 1))
        return Logic(first.at, level == _AND, tuple(operands))

    def _chain(self, first: Node, level: int) -> Node:
        steps = []
        while self.token.kind == "sign" and _LEVELS.get(self.token.text) == level:
            token = self.next()
            steps.append((token.text, token.start, self.binary(level + 1)))
        return Chain(first.at, first, tuple(steps))

    def _comparison(self, left: Node) -> Node:
        token = self.next()
        if token.text in SIGNS:
            return Compare(token.start, token.text, left, self.binary(_SUM))
        if token.text == "between":
            low = self.binary(_SUM)
            self.must("and")
            return Between(token.start, left, low, self.binary(_SUM))
        if token.text == "in":
            return In(token.start, left, self.tests_after_in())
        self.must("of")
        return InstanceOf(token.start, left, self.type())

    # -- behind an operand ---------------------------------------------------------------

    def postfix(self, tree: Node) -> Node:
        """Read the paths, filters and calls behind an operand."""
        while self.token.kind == "sign":
            at = self.token.start
            if self.take("."):
                tree = Path(at, tree, self.name())
            elif self.sees("[") and not self._closes_range():
                self.must("[")
                tree = Filter(at, tree, self.outside_range(self.expression))
                self.must("]")
            elif self.sees("("):
                tree = self._call(tree)
            else:
                return tree
        return tree

    def _closes_range(self) -> bool:
        """Return whether `[` ends a range, as in `[1..10[`: nothing can begin behind it."""
        after = self.after
        if not self.in_range:
            return False
        return after.kind == "end" or after.text in (_CLOSERS if after.kind == "sign" else _CLOSING_WORDS)

    def _call(self, function: Node) -> Node:
        at = self.must("(")
        arguments: list[Node] = []
        names: list[str] = []
        before, self.in_range = self.in_range, False
        while not self.take(")"):
            if arguments:
                self.must(",")
            name = self._argument_name()
            if arguments and bool(names) != (name is not None):
                raise self.fail("name all arguments or none")
            if name is not None:
                names.append(name)
            arguments.append(self.expression())
        self.in_range = before
        return Call(at, function, tuple(arguments), tuple(names))

    def _argument_name(self) -> str | None:
        start = self.place
        if self.sees_name():
            name = self.name_if_any()
            if name is not None and self.take(":"):
                return name
            self.place = start
        return None
