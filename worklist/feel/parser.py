"""From text to a tree of tuples: `("+", left, right)`. One grammar for FEEL and the `${…}` dialect.

Source: DMN 1.5 §10.3.1.2; the dialect: docs/diagrams.md (paths, comparison, and/or/not, empty, ternary, arithmetic).
"""

from typing import Any

from worklist.feel.errors import FeelSyntaxError
from worklist.feel.lexer import Lexeme, error, lex, unescape

#: Deepest nesting of an expression.
MAX_DEPTH = 100

Node = tuple[Any, ...]

#: Built-in functions whose names have spaces.
_SPACED = (
    "date and time", "string length", "upper case", "lower case", "starts with", "ends with", "list contains",
    "years and months duration", "get or else", "substring before", "substring after", "distinct values",
    "day of week", "day of year", "week of year", "month of year", "string join", "index of", "insert before",
    "get value", "get entries", "is defined", "list replace", "context put",
)  # fmt: skip
_COMPARISONS = {"=": "=", "==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_WORDS = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_KEYWORDS = {"then", "else", "return", "satisfies", "and", "or", "in", "between"}


class Parser:
    """Reads one expression. `juel`: the `${…}` dialect."""

    def __init__(self, source: str, juel: bool = False) -> None:
        self.source, self.juel, self.depth = source, juel, 0
        self.tokens = lex(source)
        self.place = 0

    # -- reading tokens ------------------------------------------------------------

    @property
    def now(self) -> Lexeme:
        """The next token."""
        return self.tokens[self.place]

    def fail(self, message: str) -> FeelSyntaxError:
        """Return an error at the next token."""
        return error(self.source, self.now.start, message)

    def is_next(self, *texts: str) -> bool:
        """Return whether the next token is one of these signs or words."""
        return self.now.kind in {"sign", "name"} and self.now.text in texts

    def take(self, *texts: str) -> bool:
        """Take the next token if it is one of these."""
        if self.is_next(*texts):
            self.place += 1
            return True
        return False

    def must(self, text: str) -> None:
        """Take a token that has to be there. Raises FeelSyntaxError."""
        if not self.take(text):
            raise self.fail(f"expected {text!r}, got {self.now.text or 'the end'!r}")

    def name(self) -> str:
        """Take a name. Raises FeelSyntaxError."""
        if self.now.kind != "name":
            raise self.fail(f"expected a name, got {self.now.text or 'the end'!r}")
        self.place += 1
        return self.tokens[self.place - 1].text.strip("`")

    def whole(self) -> Node:
        """Return the tree of the whole text. Raises FeelSyntaxError."""
        tree = self.expression()
        if self.now.kind != "end":
            raise self.fail(f"unexpected {self.now.text!r}")
        return tree

    # -- expressions, loosest first --------------------------------------------------

    def expression(self) -> Node:
        """Read any expression."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail(f"expected at most {MAX_DEPTH} nested expressions")
        try:
            tree = self._special() or self._or()
            if self.juel and self.take("?"):
                yes = self.expression()
                self.must(":")
                tree = ("if", tree, yes, self.expression())
            return tree
        finally:
            self.depth -= 1

    def _special(self) -> Node | None:
        if self.juel:
            return None
        if self.take("if"):
            condition = self.expression()
            self.must("then")
            yes = self.expression()
            self.must("else")
            return ("if", condition, yes, self.expression())
        if self.is_next("for", "some", "every") and self.tokens[self.place + 1].kind == "name":
            return self._iteration()
        if self.is_next("function") and self.tokens[self.place + 1].text == "(":
            raise self.fail("function definitions are not supported yet")
        return None

    def _iteration(self) -> Node:
        kind = self.name()
        sources = []
        while True:
            variable = self.name()
            self.must("in")
            source = self._or()
            if self.take(".."):
                source = ("steps", source, self._or())
            sources.append((variable, source))
            if not self.take(","):
                break
        self.must("return" if kind == "for" else "satisfies")
        return (kind, tuple(sources), self.expression())

    def _or(self) -> Node:
        tree = self._and()
        while self.take("or") or (self.juel and self.take("||")):
            tree = ("or", tree, self._and())
        return tree

    def _and(self) -> Node:
        tree = self._comparison()
        while self.take("and") or (self.juel and self.take("&&")):
            tree = ("and", tree, self._comparison())
        return tree

    def _comparison(self) -> Node:
        tree = self._sum()
        while True:
            if self.now.kind == "sign" and self.now.text in _COMPARISONS:
                if not self.juel and self.now.text == "==":
                    raise self.fail("in FEEL equality is written =")
                if self.juel and self.now.text == "=":
                    raise self.fail("in ${…} equality is written ==")
                self.place += 1
                tree = ("compare", _COMPARISONS[self.tokens[self.place - 1].text], tree, self._sum())
            elif self.juel and self.is_next(*_WORDS):
                tree = ("compare", _WORDS[self.name()], tree, self._sum())
            elif not self.juel and self.take("between"):
                low = self._sum()
                self.must("and")
                tree = ("between", tree, low, self._sum())
            elif not self.juel and self.take("in"):
                tree = ("in", tree, self._tests_after_in())
            elif not self.juel and self.take("instance"):
                self.must("of")
                tree = ("instance of", tree, self._type())
            else:
                return tree

    def _type(self) -> str:
        words = [self.name()]
        while self.now.kind == "name" and self.now.text not in _KEYWORDS:
            words.append(self.name())
        return " ".join(words)

    def _tests_after_in(self) -> tuple[Node, ...]:
        if self.is_next("(") and not self._is_range():
            self.must("(")
            tests = [self.test()]
            while self.take(","):
                tests.append(self.test())
            self.must(")")
            return tuple(tests)
        return (self.test(),)

    def _is_range(self) -> bool:
        depth = 0
        for token in self.tokens[self.place :]:
            if token.kind == "sign":
                depth += (token.text in "([{") - (token.text in ")]}")
                if token.text == ".." and depth == 1:
                    return True
                if depth <= 0:
                    return False
        return False

    def _sum(self) -> Node:
        tree = self._product()
        while self.now.kind == "sign" and self.now.text in {"+", "-"}:
            sign = self.now.text
            self.place += 1
            tree = (sign, tree, self._product())
        return tree

    def _product(self) -> Node:
        tree = self._power()
        while self.now.kind == "sign" and self.now.text in ({"*", "/", "%"} if self.juel else {"*", "/"}):
            sign = self.now.text
            self.place += 1
            tree = (sign, tree, self._power())
        return tree

    def _power(self) -> Node:
        tree = self._unary()
        while not self.juel and self.take("**"):
            tree = ("**", tree, self._unary())
        return tree

    def _unary(self) -> Node:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.fail(f"expected at most {MAX_DEPTH} nested expressions")
        try:
            if self.take("-"):
                return ("negative", self._unary())
            if self.juel and (self.take("!") or self.take("not")):
                return ("not", self._unary())
            if self.juel and self.take("empty"):
                return ("empty", self._unary())
            return self._postfix(self._primary())
        finally:
            self.depth -= 1

    def _postfix(self, tree: Node) -> Node:
        while True:
            if self.take("."):
                tree = ("path", tree, self.name())
                if self.juel and self.is_next("("):
                    raise self.fail("methods cannot be called; use a variable, a path or a service task with a topic")
            elif self.take("["):
                inside = self.expression()
                self.must("]")
                tree = ("filter", tree, inside)
            elif not self.juel and self.is_next("(") and tree[0] == "path":
                raise self.fail("methods cannot be called")
            else:
                return tree

    # -- the smallest parts ----------------------------------------------------------

    def _primary(self) -> Node:
        token = self.now
        if token.kind == "number":
            self.place += 1
            return ("number", token.text)
        if token.kind == "text":
            if token.text[0] == "'" and not self.juel:
                raise self.fail("in FEEL texts stand in double quotes")
            self.place += 1
            return ("text", unescape(token.text))
        if self.take("@"):
            if self.now.kind != "text":
                raise self.fail('expected a text after @, such as @"2026-11-23"')
            self.place += 1
            return ("at", unescape(self.tokens[self.place - 1].text))
        if token.text in {"(", "[", "]"} and not self.juel and self._is_range_here():
            return self.range()
        if self.take("("):
            tree = self.expression()
            self.must(")")
            return tree
        if not self.juel and self.take("["):
            return ("list", self._until("]"))
        if not self.juel and self.take("{"):
            return self._context()
        if token.kind == "name":
            return self._name_or_call()
        raise self.fail(f"unexpected {token.text or 'end'!r}")

    def _is_range_here(self) -> bool:
        if self.now.text in {"(", "["}:
            return self._is_range()
        return self.now.text == "]" and any(t.text == ".." for t in self.tokens[self.place :])

    def _until(self, closing: str) -> tuple[Node, ...]:
        members: list[Node] = []
        while not self.take(closing):
            if members:
                self.must(",")
            members.append(self.expression())
        return tuple(members)

    def _context(self) -> Node:
        entries: list[tuple[str, Node]] = []
        while not self.take("}"):
            if entries:
                self.must(",")
            if self.now.kind == "text":
                key = unescape(self.now.text)
                self.place += 1
            else:
                words = [self.name()]
                while self.now.kind == "name":
                    words.append(self.name())
                key = " ".join(words)
            self.must(":")
            entries.append((key, self.expression()))
        return ("context", tuple(entries))

    def _name_or_call(self) -> Node:
        spaced = None if self.juel else self._spaced()
        name = spaced or self.name()
        if name in {"true", "false", "null"}:
            return ("constant", {"true": True, "false": False, "null": None}[name])
        if name in _KEYWORDS and spaced is None:
            raise self.fail(f"unexpected {name!r}")
        if self.is_next("("):
            if self.juel:
                raise self.fail(f"{name!r} cannot be called in ${{…}}; write FEEL (=…) or use a decision")
            self.must("(")
            return self._call(name)
        return ("name", name)

    def _spaced(self) -> str | None:
        for words in _SPACED:
            parts = words.split()
            ahead = [token.text for token in self.tokens[self.place : self.place + len(parts) + 1]]
            if ahead == [*parts, "("]:
                self.place += len(parts)
                return words
        return None

    def _call(self, name: str) -> Node:
        if self.now.kind == "name" and self.tokens[self.place + 1].text == ":":
            named: list[tuple[str, Node]] = []
            while not self.take(")"):
                if named:
                    self.must(",")
                key = self.name()
                self.must(":")
                named.append((key, self.expression()))
            return ("call", name, tuple(value for _, value in named), tuple(key for key, _ in named))
        return ("call", name, self._until(")"), ())

    def range(self) -> Node:
        """Read a range such as `[1..10)`."""
        opening = self.now.text
        self.place += 1
        low = self._sum()
        self.must("..")
        high = self._sum()
        if not self.is_next(")", "]", "["):
            raise self.fail("expected the end of a range")
        closing = self.now.text
        self.place += 1
        return ("range", opening == "[", low, high, closing == "]")

    # -- unary tests -------------------------------------------------------------------

    def test(self) -> Node:
        """Read one test of a decision table cell. Source: DMN 1.5 §7.3.3, §10.3.2.8."""
        if self.now.kind == "sign" and self.now.text in {"<", "<=", ">", ">=", "!=", "="}:
            sign = self.now.text
            self.place += 1
            return ("compare", sign, ("name", "?"), self._sum())
        return ("test", self.expression())

    def tests(self) -> Node:
        """Read a cell: `-`, `not(…)`, or tests separated by commas."""
        if self.now.kind == "end" or (self.now.text == "-" and self.tokens[self.place + 1].kind == "end"):
            return ("constant", True)
        negated = self.is_next("not") and self.tokens[self.place + 1].text == "(" and self._not_reaches_end()
        if negated:
            self.place += 2
        tests = [self.test()]
        while self.take(","):
            tests.append(self.test())
        if negated:
            self.must(")")
        if self.now.kind != "end":
            raise self.fail(f"unexpected {self.now.text!r}")
        return ("none of" if negated else "any of", tuple(tests))

    def _not_reaches_end(self) -> bool:
        depth = 0
        for index, token in enumerate(self.tokens[self.place + 1 :], self.place + 1):
            depth += (token.text == "(") - (token.text == ")")
            if depth == 0:
                return self.tokens[index + 1].kind == "end"
        return False
