"""Which language a text in a diagram is, and its compiled form. Source: docs/diagrams.md; architecture A38."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from worklist import feel

#: Reasons that are told.
MAX_REASONS = 3
#: A compiled text: variables in, value out.
Evaluate = Callable[[Mapping[str, Any]], Any]


class NotComputed(Exception):
    """An expression has no value because of what is wrong with it or its values; the message says what."""


@dataclass(frozen=True)
class Text:
    """A text of a diagram, compiled once. Calling it with variables gives its value."""

    source: str
    evaluate: Evaluate = field(compare=False, repr=False)
    names: frozenset[str] = frozenset()
    constant: bool = False
    judge: Callable[[Mapping[str, Any]], feel.Judged] | None = field(default=None, compare=False, repr=False)

    def __call__(self, variables: Mapping[str, Any]) -> Any:
        """Return the value of the text; null where it cannot be computed."""
        return self.evaluate(variables)

    def computed(self, variables: Mapping[str, Any], *, may_be_unset: bool = False) -> Any:
        """Return the value of the text; null only where that follows from null.

        `may_be_unset`: whether a variable or entry that is not there counts as null. Raises NotComputed.
        """
        if self.judge is None:
            return self.evaluate(variables)
        value, faults, unknown = self.judge(variables)
        wrong = [*faults, *(() if may_be_unset else unknown)]
        if value is None and wrong:
            raise NotComputed("; ".join(dict.fromkeys(wrong[:MAX_REASONS])))
        return value


def literal(text: str) -> Text:
    """Return a text that is its own value."""
    return Text(text, lambda _: text, constant=True)


def read(text: str, language: str | None = None) -> Text:
    """Compile a text: leading `=` or language feel is FEEL, `${…}` the JUEL overlap, else a literal.

    Raises feel.FeelSyntaxError with line and column.
    """
    text = text.strip()
    if language and language.lower().endswith("feel"):
        return _compiled(text, text.removeprefix("="))
    if text.startswith("="):
        return _compiled(text, text[1:])
    if "${" in text or "#{" in text:
        template = feel.compile_template(text)
        return Text(text, template, frozenset(template.names), judge=template.judged)
    return literal(text)


def read_condition(text: str, language: str | None = None) -> Text:
    """Compile a condition; a bare text is refused, since nobody can say which language it is.

    Raises feel.FeelSyntaxError, ValueError for a bare text.
    """
    compiled = read(text, language)
    if compiled.constant:
        raise ValueError(f"the condition {text.strip()!r} is in no known language")
    return compiled


def _compiled(source: str, text: str) -> Text:
    expression = feel.compile(text.strip())
    return Text(source, expression, frozenset(expression.names), judge=expression.judged)
