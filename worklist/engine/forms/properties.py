"""Read the properties of one component of a schema. Each function raises ValueError with what is wrong and what to do."""

import re
from collections.abc import Mapping
from typing import Any

from worklist import feel
from worklist.engine.forms import fields, given, members
from worklist.engine.forms.fields import Column, Expression, Option, Rules, Template
from worklist.engine.forms.patterns import compile_pattern
from worklist.engine.forms.words import Words

#: What a field of days and times may ask for.
SUBTYPES = ("date", "time", "datetime")
#: Most decimals a field may ask for.
MOST_DECIMALS = 10
_FEELERS = re.compile(r"\{\{(.+?)\}\}", re.S)


def compiled(text: str) -> Expression:
    """Return a FEEL expression compiled."""
    try:
        return feel.compile(text.strip().removeprefix("=").strip())
    except feel.FeelSyntaxError as error:
        raise ValueError(f"the expression {text.strip()!r} cannot be read: {error}") from None


def own(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the free properties of a component."""
    return given.mapping(found, "properties")


def expression(found: Mapping[str, Any], name: str) -> Expression | None:
    """Return a property that is an expression, None when there is none."""
    text = given.text(found, name)
    return compiled(text) if text.strip() else None


def readonly(found: Mapping[str, Any]) -> Expression | bool:
    """Return whether the value is only shown, or the expression that tells."""
    value = found.get("readonly")
    if isinstance(value, str) and value.strip().startswith("="):
        return compiled(value)
    return given.flag(found, "readonly")


def label(found: Mapping[str, Any]) -> Template:
    """Return the words a component is called by; a field of days may give them under another name."""
    texts = (given.text(found, name) for name in ("label", "dateLabel", "timeLabel"))
    return template(next((text for text in texts if text), ""), given.text(own(found), "label_zh"))


def words(found: Mapping[str, Any], name: str) -> Template:
    """Return a text of a component with its Chinese."""
    return template(given.text(found, name), given.text(own(found), f"{name}_zh"))


def template(en: str, zh: str) -> Template:
    """Return words with the expressions in them compiled."""
    both = Words(en.strip(), zh.strip())
    parts: dict[str, Expression] = {}
    for text in both:
        if text.startswith("="):
            parts[text] = compiled(text)
        for part in _FEELERS.finditer(text):
            if part[1].lstrip().startswith(("#", "/")):
                raise ValueError("blocks such as {{#if}} are not shown by Writ; use a condition on the component")
            parts[part[0]] = compiled(part[1])
    return Template(both, parts)


def adorner(found: Mapping[str, Any], name: str) -> Template | None:
    """Return what stands before or behind an input, None for nothing."""
    text = given.text(given.mapping(found, "appearance"), name)
    return template(text, given.text(own(found), f"{name}_zh")) if text else None


def subtype(found: Mapping[str, Any]) -> str:
    """Return what a field of days and times asks for."""
    named = given.text(found, "subtype") or SUBTYPES[0]
    if found.get("type") == "datetime" and named not in SUBTYPES:
        raise given.refused("subtype", f"one of {', '.join(SUBTYPES)}", named)
    return named


def rows_meant(found: Mapping[str, Any]) -> str:
    """Return which stored rows a list is about; empty for all."""
    named = given.text(own(found), "rows")
    if named not in {"", members.EXISTING, members.NEW}:
        raise ValueError(f"the property 'rows' is {named!r}; use '{members.EXISTING}' or '{members.NEW}'")
    return named


def default(found: Mapping[str, Any]) -> Any:
    """Return the value an input begins with, None for none."""
    value = found.get("defaultValue")
    if found.get("type") == "number":
        return given.number(found, "defaultValue")
    if found.get("type") in fields.MANY and isinstance(value, list):
        if not all(_is_plain_value(member) for member in value):
            raise given.refused("defaultValue", "a list of texts, numbers or yes and no", value)
        return value
    if value is None or _is_plain_value(value):
        return value
    raise given.refused("defaultValue", "a text, a number, true or false", value)


def _is_plain_value(value: Any) -> bool:
    return isinstance(value, (str, int, float))


def rules(found: Mapping[str, Any]) -> Rules:
    """Return what a value must satisfy."""
    asked = given.mapping(found, "validate")
    pattern, said = given.text(asked, "pattern"), given.text(asked, "patternErrorMessage")
    kind = given.text(asked, "validationType")
    step = given.number(found, "increment", least_exponent=-MOST_DECIMALS)
    if step is not None and step < 0:
        raise given.refused("increment", "a number above zero", found["increment"])
    is_day = found.get("type") == "datetime"
    return Rules(
        required=given.flag(asked, "required"), minimum=_limit(asked, "min", is_day), maximum=_limit(asked, "max", is_day),
        shortest=_limit(asked, "minLength"), longest=_limit(asked, "maxLength"),
        pattern=compile_pattern(pattern) if pattern else None,
        pattern_words=Words(said, given.text(own(found), "pattern_error_zh")) if pattern and said else None,
        kind=kind if kind in {"email", "phone"} else None,
        decimals=given.whole(found, "decimalDigits", 0, MOST_DECIMALS, None), step=step or None,
    )  # fmt: skip


def _limit(asked: Mapping[str, Any], name: str, is_day: bool = False) -> Any:
    """Return a limit: a number, or an expression; of days only expressions are limits."""
    value = asked.get(name)
    if isinstance(value, str) and value.strip().startswith("="):
        return compiled(value)
    if is_day and value not in (None, ""):
        raise given.refused(name, "an expression that gives a day", value, "write '=today' or '=date(\"2026-01-31\")'")
    if name.endswith("Length"):
        return given.whole(asked, name, 0, 10**given.MOST_DIGITS, None)
    return given.number(asked, name)


def options(found: Mapping[str, Any]) -> tuple[Option, ...]:
    """Return the options that are listed."""
    if found.get("type") not in fields.CHOICES:
        return ()
    return tuple(_option(one, own(found)) for one in given.objects(found, "values"))


def _option(found: Mapping[str, Any], own: Mapping[str, Any]) -> Option:
    value = found["value"] if "value" in found else given.text(found, "label")
    if not _is_plain_value(value) or value == "":
        raise given.refused("value", "a text, a number, true or false as value of each option", value)
    text = fields.as_typed(value)
    zh, help_en, help_zh = (given.text(own, f"{name}.{text}") for name in ("option_zh", "option_help", "option_help_zh"))
    return Option(value, Words(given.text(found, "label") or text, zh), Words(help_en, help_zh))


def options_from(found: Mapping[str, Any]) -> Expression | None:
    """Return the expression that gives the options, None when they are listed."""
    if found.get("type") not in fields.CHOICES:
        return None
    return expression(found, "valuesExpression") or expression(found, "valuesKey")


def source(found: Mapping[str, Any]) -> Expression | None:
    """Return the expression of a table or of a value that is only shown."""
    if found.get("type") == "table":
        return expression(found, "dataSource")
    return expression(found, "expression") if found.get("type") == "expression" else None


def columns(found: Mapping[str, Any]) -> tuple[Column, ...]:
    """Return the columns of a table."""
    if found.get("type") != "table":
        return ()
    if found.get("columnsExpression"):
        raise ValueError("columns that are computed are not shown by Writ; list them")
    return tuple(_column(one, own(found)) for one in given.objects(found, "columns"))


def _column(found: Mapping[str, Any], own: Mapping[str, Any]) -> Column:
    key = given.text(found, "key")
    if not key:
        raise given.refused("key", "the name of what each column shows", found.get("key"))
    return Column(key, Words(given.text(found, "label") or key, given.text(own, f"column_zh.{key}")))


def accept(found: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the endings of files that may be attached."""
    endings = (part.strip().lower() for part in given.text(found, "accept").split(","))
    return tuple(ending for ending in endings if ending.startswith("."))
