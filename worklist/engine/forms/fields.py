"""The parts of a form as values: fields, options, columns. Source: form-js schema version 19."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from worklist.engine.forms.words import Words
from worklist.feel.patterns import Pattern

NO_WORDS = Words("")

#: Components a person types or chooses a value in.
INPUTS = frozenset(
    {"textfield", "textarea", "number", "datetime", "checkbox", "checklist", "radio", "select", "taglist", "filepicker"}
)
#: Inputs whose value is a list.
MANY = frozenset({"checklist", "taglist", "filepicker"})
#: Inputs that offer options.
CHOICES = frozenset({"radio", "select", "checklist", "taglist"})
#: Components that hold others.
HOLDERS = frozenset({"default", "group", "dynamiclist"})
#: Components that only show something.
SHOWN = frozenset({"text", "table", "separator", "spacer", "expression"})
#: Everything a form may contain; anything else is refused at deployment.
KNOWN = INPUTS | HOLDERS | SHOWN | {"button"}

#: A FEEL expression: context in, value out, null where it cannot be computed.
Expression = Callable[[Mapping[str, Any]], Any]


@dataclass(frozen=True)
class Template:
    """Words with parts that are computed from the case when they are shown (`{{expression}}` or `=expression`)."""

    words: Words
    parts: Mapping[str, Expression] = field(default_factory=dict)

    def said(self, language: str, context: Mapping[str, Any]) -> str:
        """Return the text in a language, its computed parts filled in."""
        text = self.words.said(language)
        for part, expression in self.parts.items():
            if part in text:
                text = text.replace(part, plain(expression(context), language))
        return text


def plain(value: Any, language: str = "en") -> str:
    """Return a value as people read it in a sentence."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return Words("yes" if value else "no", "是" if value else "否").said(language)
    if isinstance(value, (list, tuple)):
        return ("、" if language.startswith("zh") else ", ").join(plain(member, language) for member in value)
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return as_typed(value)


def as_typed(value: Any) -> str:
    """Return a value as a person would type it into its field, or as the page sends it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return str(value)


@dataclass(frozen=True)
class Option:
    """One option of a choice. `value` is what the process gets, `help` the consequence in words."""

    value: Any
    label: Words
    help: Words = NO_WORDS

    @property
    def text(self) -> str:
        """The value as it is sent by the page."""
        return as_typed(self.value)


@dataclass(frozen=True)
class Column:
    """A column of a table that is only shown."""

    key: str
    label: Words


@dataclass(frozen=True)
class Rules:
    """What a value must satisfy; limits are expressions or plain values, None where there is no rule."""

    required: bool = False
    minimum: Any = None
    maximum: Any = None
    shortest: Any = None
    longest: Any = None
    pattern: Pattern | None = None
    pattern_words: Words | None = None
    kind: str | None = None
    decimals: int | None = None
    step: Decimal | None = None


@dataclass(frozen=True)
class Field:
    """One component. `key` is its full path, within a row of a dynamic list the path from the row on.

    Of a list: `rows` says which rows are meant (`existing`, `new`, else all), `member` is the variable that holds the
    id of the one row the task is about, `fewest_rows` how many there must be.
    `decision` is asked while the form is shown; what it says is `proposed` in the texts, the `proposal` (a value to begin with)
    and the `suggestions` (texts that may be typed) of the component and of what it holds.
    """

    id: str
    type: str
    key: str
    label: Template
    help: Template
    rules: Rules = Rules()
    default: Any = None
    disabled: bool = False
    readonly: Any = False
    hide: Expression | None = None
    options: tuple[Option, ...] = ()
    options_from: Expression | None = None
    source: Expression | None = None
    columns: tuple[Column, ...] = ()
    children: tuple["Field", ...] = ()
    subtype: str = "date"
    prefix: Template | None = None
    suffix: Template | None = None
    multiple: bool = False
    accept: tuple[str, ...] = ()
    rows_may_change: bool = True
    first_rows: int = 1
    rows: str = ""
    member: str = ""
    fewest_rows: int = 0
    row_columns: int = 16
    origin: Words = NO_WORDS
    kind: str = ""
    decision: str = ""
    proposal: Expression | None = None
    suggestions: Expression | None = None

    @property
    def is_input(self) -> bool:
        """Whether people give a value here."""
        return self.type in INPUTS

    @property
    def nothing(self) -> Any:
        """The value of a field that was left empty: False, an empty list or None."""
        if self.type == "checkbox":
            return False
        return [] if self.type in MANY and (self.multiple or self.type != "filepicker") else None

    def is_readonly(self, context: Mapping[str, Any]) -> bool:
        """Return whether the value is only shown now."""
        return self.disabled or (self.readonly(context) is True if callable(self.readonly) else bool(self.readonly))

    def is_hidden(self, context: Mapping[str, Any]) -> bool:
        """Return whether the field is not shown now."""
        return self.hide is not None and self.hide(context) is True


def limit(rule: Any, context: Mapping[str, Any]) -> Any:
    """Return the value of a limit that may be an expression."""
    return rule(context) if callable(rule) else rule
