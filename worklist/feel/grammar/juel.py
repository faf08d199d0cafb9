"""The `${…}` dialect: the part of JUEL that diagrams of Camunda Modeler need, and nothing that calls into a machine.

Paths, `list[0]`, comparison (signs and words), `&&` `and`, `||` `or`, `!` `not`, `empty`, `? :`, arithmetic. Source: the
Unified Expression Language (JSR 341) §1; docs/diagrams.md says what is refused.
"""

from worklist.feel.errors import FeelError
from worklist.feel.grammar.lexer import unescape
from worklist.feel.grammar.reading import CONSTANTS, Reading, constant
from worklist.feel.grammar.tree import (
    Chain,
    Compare,
    Constant,
    Empty,
    If,
    Index,
    Logic,
    Name,
    Negative,
    Node,
    Not,
    Path,
)
from worklist.feel.values import read_number

_COMPARISONS = {
    "==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=",
    "eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">=",
}  # fmt: skip
_WORDS = frozenset({"and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge", "div", "mod", "empty", "instanceof"})
_OR, _AND, _COMPARISON, _SUM, _PRODUCT = range(1, 6)
_LEVELS = {
    "||": _OR, "or": _OR, "&&": _AND, "and": _AND, **dict.fromkeys(_COMPARISONS, _COMPARISON), "+": _SUM, "-": _SUM,
    "*": _PRODUCT, "/": _PRODUCT, "%": _PRODUCT, "div": _PRODUCT, "mod": _PRODUCT,
}  # fmt: skip
_SIGNS = {"div": "/", "mod": "%"}


class Juel(Reading):
    """Reads expressions of the dialect."""

    def expression(self) -> Node:
        """Read any expression. Raises FeelSyntaxError."""
        self.deeper()
        at, tree = self.token.start, self._binary(_OR)
        if self.take("?"):
            yes = self.expression()
            self.must(":")
            tree = If(at, tree, yes, self.expression())
        self.nesting -= 1
        return tree

    def _binary(self, lowest: int) -> Node:
        tree = self._unary()
        while self.token.kind in {"sign", "name"}:
            level = _LEVELS.get(self.token.text, 0)
            if self.sees("="):
                raise self.fail("in ${…} equality is written ==")
            if level == 0 or level < lowest:
                break
            tree = self._joined(tree, level)
        return tree

    def _joined(self, first: Node, level: int) -> Node:
        if level == _COMPARISON:
            token = self.next()
            sign, second = _COMPARISONS[token.text], self._binary(level + 1)
            if sign == "!=":  # values of different types differ here; in FEEL that is null
                return Not(token.start, Compare(token.start, "=", first, second))
            return Compare(token.start, sign, first, second)
        rest = []
        while self.token.kind in {"sign", "name"} and _LEVELS.get(self.token.text) == level:
            token = self.next()
            rest.append((_SIGNS.get(token.text, token.text), token.start, self._binary(level + 1)))
        if level < _COMPARISON:
            return Logic(first.at, level == _AND, (first, *(operand for _, _, operand in rest)))
        return Chain(first.at, first, tuple(rest))

    def _unary(self) -> Node:
        at = self.token.start
        wrap: type[Negative] | type[Not] | type[Empty]
        if self.take("-"):
            wrap = Negative
        elif self.take("!", "not"):
            wrap = Not
        elif self.take("empty"):
            wrap = Empty
        else:
            return self._postfix(self._primary())
        self.deeper()
        tree = wrap(at, self._unary())
        self.nesting -= 1
        return tree

    def _postfix(self, tree: Node) -> Node:
        while True:
            at = self.token.start
            if self.take("."):
                if self.token.kind != "name":
                    raise self.unexpected("a name")
                tree = Path(at, tree, self.next().text)
            elif self.take("["):
                tree = Index(at, tree, self.expression())
                self.must("]")
            elif self.sees("("):
                raise self.fail("methods and beans are not called; use a variable, a path, FEEL (=…) or a service task with a topic")
            else:
                return tree

    def _primary(self) -> Node:
        token = self.token
        if token.kind == "number":
            return Constant(self.next().start, self._number(token.text, token.start))
        if token.kind == "text":
            return Constant(self.next().start, unescape(token.text))
        if self.take("("):
            tree = self.expression()
            self.must(")")
            return tree
        if token.kind != "name" or token.text in _WORDS or token.text == "?":
            raise self.unexpected()
        self.next()
        if self.sees(":") and self.after.kind == "name" and self.tokens[min(self.place + 2, len(self.tokens) - 1)].text == "(":
            raise self.fail("functions such as fn:name(…) are not called; use FEEL (=…)")
        return constant(token) if token.text in CONSTANTS else Name(token.start, token.text)

    def _number(self, text: str, at: int) -> object:
        try:
            return read_number(text)
        except FeelError as problem:
            raise self.fail(str(problem), at) from None
