"""Names of FEEL: they may hold spaces, and, when the reader knows them, signs and words of the language.

`Full Name` is read as one name, because two names never follow one another otherwise. A name such as `profit-loss`,
`Line 1` or `Terms and Conditions` is one name only where it is known: given by the caller, or defined in the text. Otherwise it
is written in backticks. Source: DMN 1.5 §10.3.1.4.
"""

from worklist.feel.grammar.lexer import token_at
from worklist.feel.grammar.reading import Reading

#: Words that end a name with spaces.
STOPS = frozenset({"and", "or", "in", "between", "instance", "then", "else", "return", "satisfies"})
#: Names of built-in functions and types that hold such a word.
_WITH_STOPS = (
    "years and months duration", "days and time duration", "day and time duration", "year and month duration",
    "date and time", "get or else",
)  # fmt: skip
_SPLIT = tuple((name, tuple(name.split())) for name in _WITH_STOPS)


class Names(Reading):
    """Reads names. `known`: names that hold signs or words of the language."""

    def __init__(self, source: str, known: frozenset[str]) -> None:
        super().__init__(source)
        self.known = tuple(sorted(known, key=len, reverse=True))

    def know(self, name: str) -> None:
        """Remember a name the text itself defines, when it could be read otherwise."""
        if not name.isidentifier() and name not in self.known:
            self.known = tuple(sorted((*self.known, name), key=len, reverse=True))

    def sees_name(self) -> bool:
        """Return whether a name can begin here."""
        return self.token.kind in {"name", "quoted"}

    def name(self) -> str:
        """Take a name, with its spaces. Raises FeelSyntaxError."""
        found = self.name_if_any()
        if found is None:
            raise self.unexpected("a name")
        return found

    def name_if_any(self) -> str | None:
        """Take a name if one begins here."""
        if self.token.kind == "quoted":
            return self.next().text[1:-1]
        if self.token.kind != "name":
            return None
        return self._known_name() or self._built_in_name() or self._words()

    def _known_name(self) -> str | None:
        start = self.token.start
        for name in self.known:
            if self.source.startswith(name, start):
                place = token_at(self.tokens, start + len(name))
                if place is not None and place > self.place:
                    self.place = place
                    return name
        return None

    def _built_in_name(self) -> str | None:
        for name, words in _SPLIT:
            if self.token.text == words[0] and self._ahead(len(words)) == words:
                self.place += len(words)
                return name
        return None

    def _ahead(self, count: int) -> tuple[str, ...]:
        return tuple(token.text for token in self.tokens[self.place : self.place + count])

    def _words(self) -> str | None:
        if self.token.text in STOPS:
            return None
        words = [self.next().text]
        while words != ["?"] and self._continues():
            words.append(self.next().text)
        return " ".join(words)

    def _continues(self) -> bool:
        token = self.token
        return token.kind == "name" and token.text not in STOPS and token.text != "?"
