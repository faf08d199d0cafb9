"""Read a form-js schema. Everything that cannot be shown and read as written is refused, all problems at once."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from worklist import feel
from worklist.engine.forms import fields, members
from worklist.engine.forms.errors import FormRefused
from worklist.engine.forms.fields import Column, Expression, Field, Option, Rules, Template
from worklist.engine.forms.patterns import compile_pattern
from worklist.engine.forms.words import Words

#: Largest schema in bytes, deepest nesting, most components.
MAX_BYTES, MAX_DEPTH, MAX_COMPONENTS = 1_000_000, 8, 500
#: Names that tell whose process it is or that expressions use themselves.
RESERVED = frozenset({"case", "case_id", "this", "parent", "i", "business_key", "instance_id"})
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*")
_FEELERS = re.compile(r"\{\{(.+?)\}\}", re.S)


@dataclass
class Reader:
    """Reads the components of one schema and gathers what is wrong with them."""

    problems: list[str]
    count: int = 0

    def components(self, found: Any, path: str, depth: int, in_row: bool) -> tuple[Field, ...]:
        """Return the fields of a list of components under a path."""
        if not isinstance(found, list) or depth > MAX_DEPTH:
            self.problems.append(f"components must be a list, at most {MAX_DEPTH} deep")
            return ()
        read = (self.component(part, path, depth, in_row) for part in found)
        return tuple(part for part in read if part is not None)

    def component(self, found: Any, path: str, depth: int, in_row: bool) -> Field | None:
        """Return one field, None for a component that is refused or stands for nothing."""
        self.count += 1
        if not isinstance(found, dict) or self.count > MAX_COMPONENTS:
            self.problems.append(f"a component must be an object; at most {MAX_COMPONENTS} of them")
            return None
        kind, name = str(found.get("type")), found.get("id") or found.get("key") or "?"
        if kind not in fields.KNOWN:
            self.problems.append(f"component '{name}': type '{kind}' is not shown by Writ; use one of {_known()}")
            return None
        if kind in {"button", "spacer"}:
            return None
        try:
            return self._field(found, kind, path, depth, in_row)
        except (ValueError, TypeError, AttributeError, LookupError, ArithmeticError) as error:
            self.problems.append(f"component '{name}': {error}")
            return None

    def _field(self, found: Mapping[str, Any], kind: str, path: str, depth: int, in_row: bool) -> Field:
        own = properties(found)
        key = self._key(found, kind, path, in_row)
        is_list = kind == "dynamiclist"
        inside = self.components(found.get("components", []), "" if is_list else key, depth + 1, in_row or is_list) \
            if kind in fields.HOLDERS else ()  # fmt: skip
        if is_list and in_row:
            raise ValueError("a list inside a list is not shown by Writ")
        return Field(
            id=str(found.get("id") or key or f"part_{self.count}"), type=kind, key=key,
            label=_template(_label(found), own.get("label_zh")),
            help=_template(found.get("description"), own.get("description_zh"))
            if kind != "text" else _template(found.get("text"), own.get("text_zh")),
            rules=_rules(found, own), default=found.get("defaultValue"), disabled=found.get("disabled") is True,
            readonly=_expression_or(found.get("readonly"), False),
            hide=_condition((found.get("conditional") or {}).get("hide")),
            options=_options(found, own), options_from=_options_from(found), source=_source(found, kind),
            columns=_columns(found, own), children=inside, subtype=found.get("subtype", "date"),
            prefix=_adorner(found, own, "prefixAdorner"), suffix=_adorner(found, own, "suffixAdorner"),
            multiple=found.get("multiple") is True, accept=_accept(found),
            rows_may_change=found.get("allowAddRemove", True) is not False and own.get("rows") != members.EXISTING,
            first_rows=int(found.get("defaultRepetitions", 1) or 0), rows=_rows_meant(own),
            member=str(own.get("member", "")), fewest_rows=int(own.get("fewest_rows", 0)),
            row_columns=int((found.get("layout") or {}).get("columns") or 16),
            origin=Words(str(own.get("origin", "")), str(own.get("origin_zh", ""))), kind=str(own.get("kind", "")),
        )  # fmt: skip

    def _key(self, found: Mapping[str, Any], kind: str, path: str, in_row: bool) -> str:
        own = found.get("path" if kind in fields.HOLDERS else "key") or ""
        key = ".".join(part for part in (path, str(own)) if part)
        if kind in fields.INPUTS or kind == "dynamiclist":
            if not _KEY.fullmatch(key):
                raise ValueError(f"the key {key!r} is not a name or a dotted path of names")
            if (key in RESERVED or key.startswith("__")) and not in_row:
                raise ValueError(f"the key '{key}' is reserved")
            if in_row and (key in {"this", "parent", "i"} or (key == "id" and found.get("disabled") is not True)):
                raise ValueError(f"the key '{key}' is reserved within a list")
        return key


def properties(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the free properties of a component."""
    own = found.get("properties")
    return own if isinstance(own, dict) else {}


def parse(source: bytes) -> tuple[str, tuple[Field, ...]]:
    """Return id and fields of a schema. Raises FormRefused with every problem."""
    try:
        if len(source) > MAX_BYTES:
            raise ValueError(f"the form is larger than {MAX_BYTES:,} bytes")
        schema = json.loads(source)
        if not isinstance(schema, dict) or not isinstance(schema.get("id"), str) or not schema["id"]:
            raise ValueError("expected a form-js schema: an object with an id and components")
    except (ValueError, RecursionError) as error:
        raise FormRefused([f"not a form schema: {error}"]) from None
    reader = Reader([])
    read = reader.components(schema.get("components", []), "", 0, in_row=False)
    reader.problems += _twice(_keys(read))
    for rows in _lists(read):
        reader.problems += _twice(_keys(rows.children))
    if reader.problems:
        raise FormRefused(reader.problems)
    return schema["id"], read


def _keys(parts: Iterable[Field]) -> list[str]:
    keys = []
    for part in parts:
        if part.is_input or part.type == "dynamiclist":
            keys.append(part.key)
        elif part.children:
            keys += _keys(part.children)
    return keys


def _lists(parts: Iterable[Field]) -> list[Field]:
    found = []
    for part in parts:
        found += [part] if part.type == "dynamiclist" else _lists(part.children)
    return found


def _twice(keys: list[str]) -> list[str]:
    return [f"the key '{key}' is used more than once" for key in sorted({k for k in keys if keys.count(k) > 1})]


def _known() -> str:
    return ", ".join(sorted(fields.KNOWN - {"default"}))


def _label(found: Mapping[str, Any]) -> Any:
    return found.get("label") or found.get("dateLabel") or found.get("timeLabel")


def compiled(text: str) -> Expression:
    """Return a FEEL expression compiled. Raises ValueError with what is wrong with it."""
    try:
        return feel.compile(text.strip().removeprefix("=").strip())
    except feel.FeelSyntaxError as error:
        raise ValueError(f"the expression {text.strip()!r} cannot be read: {error}") from None


def _rows_meant(own: Mapping[str, Any]) -> str:
    meant = str(own.get("rows", ""))
    if meant not in {"", members.EXISTING, members.NEW}:
        raise ValueError(f"the property 'rows' is {meant!r}; use '{members.EXISTING}' or '{members.NEW}'")
    return meant


def _condition(value: Any) -> Expression | None:
    return compiled(value) if isinstance(value, str) and value.strip() else None


def _expression_or(value: Any, otherwise: Any) -> Any:
    if isinstance(value, str) and value.strip().startswith("="):
        return compiled(value)
    return otherwise if value is None else value


def _template(en: Any, zh: Any = None) -> Template:
    words = Words(str(en or "").strip(), str(zh or "").strip())
    parts: dict[str, Expression] = {}
    for text in words:
        if text.startswith("="):
            parts[text] = compiled(text)
        for part in _FEELERS.finditer(text):
            if part[1].lstrip().startswith(("#", "/")):
                raise ValueError("blocks such as {{#if}} are not shown by Writ; use a condition on the component")
            parts[part[0]] = compiled(part[1])
    return Template(words, parts)


def _adorner(found: Mapping[str, Any], own: Mapping[str, Any], name: str) -> Template | None:
    text = (found.get("appearance") or {}).get(name)
    return _template(text, own.get(f"{name}_zh")) if text else None


def _rules(found: Mapping[str, Any], own: Mapping[str, Any]) -> Rules:
    rules = found.get("validate") or {}
    pattern, words = rules.get("pattern"), None
    if pattern and (said := rules.get("patternErrorMessage")):
        words = Words(str(said), str(own.get("pattern_error_zh", "")))
    kind = rules.get("validationType")
    decimals, step = found.get("decimalDigits"), found.get("increment")
    return Rules(
        required=rules.get("required") is True, minimum=_number_rule(rules.get("min")),
        maximum=_number_rule(rules.get("max")), shortest=_number_rule(rules.get("minLength")),
        longest=_number_rule(rules.get("maxLength")), pattern=compile_pattern(pattern) if pattern else None,
        pattern_words=words, kind=kind if kind in {"email", "phone"} else None,
        decimals=None if decimals is None else int(decimals), step=Decimal(str(step)) if step else None,
    )  # fmt: skip


def _number_rule(value: Any) -> Any:
    if isinstance(value, str) and value.strip().startswith("="):
        return compiled(value)
    return None if value in (None, "") else Decimal(str(value))


def _options(found: Mapping[str, Any], own: Mapping[str, Any]) -> tuple[Option, ...]:
    if found.get("type") not in fields.CHOICES:
        return ()
    return tuple(_option(given, own) for given in found.get("values") or ())


def _option(given: Mapping[str, Any], own: Mapping[str, Any]) -> Option:
    value = given["value"] if "value" in given else given["label"]
    text = fields.as_typed(value)
    zh, help_en, help_zh = (
        str(own.get(f"{name}.{text}", "")) for name in ("option_zh", "option_help", "option_help_zh")
    )
    return Option(value, Words(str(given.get("label", text)), zh), Words(help_en, help_zh))


def _options_from(found: Mapping[str, Any]) -> Expression | None:
    if found.get("type") not in fields.CHOICES:
        return None
    if text := found.get("valuesExpression"):
        return compiled(text)
    return compiled(found["valuesKey"]) if found.get("valuesKey") else None


def _source(found: Mapping[str, Any], kind: str) -> Expression | None:
    if kind == "table" and found.get("dataSource"):
        return compiled(found["dataSource"])
    if kind == "expression" and found.get("expression"):
        return compiled(found["expression"])
    return None


def _columns(found: Mapping[str, Any], own: Mapping[str, Any]) -> tuple[Column, ...]:
    if found.get("type") == "table" and found.get("columnsExpression"):
        raise ValueError("columns that are computed are not shown by Writ; list them")
    listed = found.get("columns")
    if not isinstance(listed, list):
        return ()
    return tuple(
        Column(str(c["key"]), Words(str(c.get("label", c["key"])), str(own.get(f"column_zh.{c['key']}", ""))))
        for c in listed
    )


def _accept(found: Mapping[str, Any]) -> tuple[str, ...]:
    endings = (part.strip().lower() for part in str(found.get("accept") or "").split(","))
    return tuple(ending for ending in endings if ending.startswith("."))
