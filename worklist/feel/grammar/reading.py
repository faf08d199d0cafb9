"""Walking over tokens: what every grammar of this package needs."""

from worklist.feel.errors import FeelSyntaxError
from worklist.feel.grammar.lexer import Token, error, lex
from worklist.feel.grammar.tree import Constant, Node

#: Deepest nesting of an expression.
MAX_NESTING = 100


class Reading:
    """A text being read, token by token."""

    def __init__(self, source: str) -> None:
        self.source, self.tokens = source, lex(source)
        self.place = self.nesting = 0

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.place]

    @property
    def after(self) -> Token:
        """The token behind the next one."""
        return self.tokens[min(self.place + 1, len(self.tokens) - 1)]

    def fail(self, message: str, at: int | None = None) -> FeelSyntaxError:
        """Return an error at a position, the next token's by default."""
        return error(self.source, self.token.start if at is None else at, message)

    def unexpected(self, wanted: str = "") -> FeelSyntaxError:
        """Return an error about the next token."""
        found = repr(self.token.text) if self.token.kind != "end" else "the end of the text"
        if not wanted and self.token.kind == "end":
            return self.fail("expected a value, but the text ends here")
        return self.fail(f"expected {wanted}, got {found}" if wanted else f"unexpected {found}")

    def sees(self, *texts: str) -> bool:
        """Return whether the next token is one of these signs or words."""
        token = self.token
        return token.text in texts and (token.kind == "sign" or token.kind == "name")

    def take(self, *texts: str) -> bool:
        """Take the next token if it is one of these."""
        if self.sees(*texts):
            self.place += 1
            return True
        return False

    def must(self, text: str) -> int:
        """Take a token that has to be there and return its position. Raises FeelSyntaxError."""
        at = self.token.start
        if not self.take(text):
            raise self.unexpected(repr(text))
        return at

    def next(self) -> Token:
        """Take the next token."""
        token = self.tokens[self.place]
        self.place = min(self.place + 1, len(self.tokens) - 1)
        return token

    def deeper(self) -> None:
        """Enter a level. Raises FeelSyntaxError when there are too many."""
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            raise self.fail(f"expected at most {MAX_NESTING} levels of nesting")

    def whole(self, tree: Node) -> Node:
        """Return a tree that has to be the whole text. Raises FeelSyntaxError."""
        if self.token.kind != "end":
            raise self.unexpected()
        return tree


#: The words that are values.
CONSTANTS = {"true": True, "false": False, "null": None}


def constant(token: Token) -> Constant:
    """Return the node of `true`, `false` or `null`."""
    return Constant(token.start, CONSTANTS[token.text])
