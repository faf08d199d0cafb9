"""Read a form-js schema. Everything that cannot be shown and read as written is refused, all problems at once."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from worklist.engine.forms import fields, given, members, properties
from worklist.engine.forms.errors import FormRefused
from worklist.engine.forms.fields import Field
from worklist.engine.forms.sent import MAX_ROWS
from worklist.engine.forms.words import Words

#: Largest schema in bytes, deepest nesting, most components, longest key in characters.
MAX_BYTES, MAX_DEPTH, MAX_COMPONENTS, LONGEST_KEY = 1_000_000, 8, 500, 200
#: Names that tell whose process it is or that expressions use themselves.
RESERVED = frozenset({"case", "case_id", "today", "this", "parent", "i", "business_key", "instance_id"})
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*")
_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,99}")


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
        names = (found.get("id"), found.get("key"), found.get("path"))
        name = next((one[:LONGEST_KEY] for one in names if isinstance(one, str) and one), "?")
        try:
            kind = given.text(found, "type")
            if kind not in fields.KNOWN:
                raise ValueError(f"type '{kind[:LONGEST_KEY]}' is not shown by Writ; use one of {_known()}")
            return None if kind in {"button", "spacer"} else self._field(found, kind, path, depth, in_row)
        except ValueError as error:
            self.problems.append(f"component '{name}': {error}")
            return None

    def _field(self, found: Mapping[str, Any], kind: str, path: str, depth: int, in_row: bool) -> Field:
        own = properties.own(found)
        key = self._key(found, kind, path, in_row)
        is_list = kind == "dynamiclist"
        inside = self.components(found.get("components", []), "" if is_list else key, depth + 1, in_row or is_list) \
            if kind in fields.HOLDERS else ()  # fmt: skip
        if is_list and in_row:
            raise ValueError("a list inside a list is not shown by Writ")
        rows_may_change = given.flag(found, "allowAddRemove", otherwise=True)
        return Field(
            id=given.text(found, "id") or key or f"part_{self.count}", type=kind, key=key, label=properties.label(found),
            help=properties.words(found, "text" if kind == "text" else "description"),
            rules=properties.rules(found), default=properties.default(found), disabled=given.flag(found, "disabled"),
            readonly=properties.readonly(found),
            hide=properties.expression(given.mapping(found, "conditional"), "hide"),
            options=properties.options(found), options_from=properties.options_from(found), source=properties.source(found),
            columns=properties.columns(found), children=inside, subtype=properties.subtype(found),
            prefix=properties.adorner(found, "prefixAdorner"), suffix=properties.adorner(found, "suffixAdorner"),
            multiple=given.flag(found, "multiple"), accept=properties.accept(found),
            rows_may_change=rows_may_change and own.get("rows") != members.EXISTING,
            first_rows=given.whole(found, "defaultRepetitions", 0, MAX_ROWS, 1) or 0, rows=properties.rows_meant(found),
            member=given.text(own, "member"), fewest_rows=given.whole(own, "fewest_rows", 0, MAX_ROWS, 0) or 0,
            row_columns=given.whole(given.mapping(found, "layout"), "columns", 1, 16, 16) or 16,
            origin=Words(given.text(own, "origin"), given.text(own, "origin_zh")), kind=given.text(own, "kind"),
            decision=given.text(own, "decision"), proposal=properties.expression(own, "proposal"),
            suggestions=properties.expression(own, "suggestions"),
        )  # fmt: skip

    def _key(self, found: Mapping[str, Any], kind: str, path: str, in_row: bool) -> str:
        own = given.text(found, "path" if kind in fields.HOLDERS else "key")
        key = ".".join(part for part in (path, own) if part)
        if len(key) > LONGEST_KEY:
            raise ValueError(f"expected a key of at most {LONGEST_KEY} characters, found {len(key):,}; shorten it")
        if kind in fields.INPUTS or kind == "dynamiclist":
            if not _KEY.fullmatch(key):
                raise ValueError(f"the key {key!r} is not a name or a dotted path of names")
            if (key in RESERVED or key.startswith("__")) and not in_row:
                raise ValueError(f"the key '{key}' is reserved")
            if in_row and (key in {"this", "parent", "i"} or (key == "id" and found.get("disabled") is not True)):
                raise ValueError(f"the key '{key}' is reserved within a list")
        return key


def parse(source: bytes) -> tuple[str, tuple[Field, ...]]:
    """Return id and fields of a schema. Raises FormRefused with every problem."""
    try:
        schema = _loaded(source)
    except ValueError as error:
        raise FormRefused([f"not a form schema: {error}"]) from None
    reader = Reader([])
    read = reader.components(schema.get("components", []), "", 0, in_row=False)
    for keys in (_keys(read), *(_keys(rows.children) for rows in _lists(read))):
        reader.problems += _twice(keys) + _within(keys)
    if reader.problems:
        raise FormRefused(reader.problems)
    return schema["id"], read


def _loaded(source: bytes) -> Mapping[str, Any]:
    if len(source) > MAX_BYTES:
        raise ValueError(f"the form is larger than {MAX_BYTES:,} bytes")
    schema = given.loaded(source)
    if not isinstance(schema, dict) or not schema.get("id"):
        raise ValueError("expected a form-js schema: an object with an id and components")
    if not isinstance(schema["id"], str) or not _ID.fullmatch(schema["id"]):
        raise given.refused("id", "a letter, then at most 99 letters, digits, '_', '.' or '-'", schema["id"])
    return schema


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


def _within(keys: list[str]) -> list[str]:
    """Return what is wrong with keys that are a value and hold others at once: one of them would be lost."""
    used = set(keys)
    outer = {(key, key.rsplit(".", depth)[0]) for key in used for depth in range(1, key.count(".") + 1)}
    return [
        f"the key '{path}' is a value of its own and holds '{key}'; rename one of them"
        for key, path in sorted(outer) if path in used
    ]  # fmt: skip


def _known() -> str:
    return ", ".join(sorted(fields.KNOWN - {"default"}))
