"""The form of an override: the outputs of a decision as fields, filled with what is used now. Made like the forms of tasks."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from worklist.cases.accounts import Session
from worklist.cases.catalogue import enum_words
from worklist.cases.store import members
from worklist.engine import jsonable
from worklist.engine.forms import Form, Words
from worklist.engine.forms.fields import as_typed
from worklist.engine.overrides import REASON
from worklist.feel import Column, Shape
from worklist.web import decision_words

#: The list of rows, and of a single row the place its fields stand in.
ROWS = "rows"
#: Texts of a column are offered to choose from when they are codes, and no more than this.
MOST_CODES, LONGEST_CODE = 200, 40
#: What stands beside a field that holds what is used now.
ORIGIN = Words("as it is used now", "现行结果")
_KINDS = {"number": "number", "date": "datetime", "date and time": "datetime"}

Rows = list[dict[str, Any]]


def form_of(session: Session, case_id: str, shape: Shape, used: Rows) -> Form:
    """Return the form that asks for other rows of a decision than `used`, and for the reason."""
    fields = [_field(session, case_id, place, column, used) for place, column in enumerate(shape.columns) if _is_asked(column, used)]
    listed: dict[str, Any] = {
        "type": "dynamiclist", "path": ROWS, "label": "Rows of the result", "properties": {"label_zh": "结果行"},
        "components": [field | {"id": f"{ROWS}_{field['key']}"} for field in fields], "defaultRepetitions": 0,
    }  # fmt: skip
    reason = {
        "type": "textarea", "key": "reason", "label": "Reason for the override", "validate": {"required": True, "maxLength": REASON},
        "properties": {"label_zh": "改定理由"},
    }  # fmt: skip
    parts = [listed] if shape.many else fields
    return Form.load(json.dumps({"id": "override", "components": [*parts, reason]}).encode())


def context(shape: Shape, used: Rows) -> dict[str, Any]:
    """Return what the form is filled with: the rows that are used now."""
    rows = [_shown(shape, row) | {"id": str(place)} for place, row in enumerate(used)]
    return {ROWS: rows} if shape.many else (rows or [{}])[0]


def rows_of(shape: Shape, used: Rows, values: Mapping[str, Any]) -> Rows:
    """Return the rows that a form gave; what it did not ask for stays as it is in the row, null in a new one."""
    given = values.get(ROWS) or [] if shape.many else [dict(values) | {"id": "0" if used else None}]
    return [_row(shape, used[int(one["id"])] if one.get("id") else {}, one) for one in given]


def digest(rows: Rows) -> str:
    """Return what tells whether rows are those that were previewed."""
    return hashlib.sha256(json.dumps(jsonable(rows), sort_keys=True).encode()).hexdigest()[:32]


def _row(shape: Shape, before: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    row = {}
    for place, column in enumerate(shape.columns):
        value = given.get(f"c{place}", before.get(column.name))
        row[column.name] = _typed(column, value, before.get(column.name))
    return row


def _typed(column: Column, value: Any, before: Any) -> Any:
    """Return the value of a field as its column holds it."""
    if column.type == "boolean" and isinstance(value, str):
        return value == "true"
    if column.type == "list" and isinstance(value, str):
        value = [line.strip() for line in value.splitlines() if line.strip()]
    if value == [] and before is None:
        return None
    if column.type == "number" or not isinstance(value, str):
        return value
    return next((one for one in column.allowed if as_typed(one) == value), value)


def _shown(shape: Shape, row: Mapping[str, Any]) -> dict[str, Any]:
    return {f"c{place}": _as_shown(column, row.get(column.name)) for place, column in enumerate(shape.columns)}


def _as_shown(column: Column, value: Any) -> Any:
    if column.type == "boolean" and isinstance(value, bool):
        return as_typed(value)
    return "\n".join(value) if column.type == "list" and isinstance(value, list) and not column.said and _all_text(value) else value


def _all_text(values: Iterable[Any]) -> bool:
    return all(isinstance(one, str) for one in values)


def _is_asked(column: Column, used: Rows) -> bool:
    """Return whether people can say a value of a column: not one that holds mappings or lists of anything but texts."""
    held = [row.get(column.name) for row in used if row.get(column.name) is not None]
    if column.type == "list":
        return all(isinstance(one, list) and _all_text(one) for one in held)
    return column.type in {"string", "boolean", *_KINDS} or (column.type == "Any" and _all_text(held))


def _field(session: Session, case_id: str, place: int, column: Column, used: Rows) -> dict[str, Any]:
    label = decision_words.in_two(column.label if "{{" not in column.label and not column.label.startswith("=") else column.name)
    own = {"label_zh": label.zh, "origin": ORIGIN.en, "origin_zh": ORIGIN.zh}
    found: dict[str, Any] = {"key": f"c{place}", "label": label.en or column.name, "properties": own}
    options = _options(session, case_id, column, used)
    if options:
        own |= {f"option_zh.{value}": words.zh for value, words in options.items() if words.zh}
        kind = "checklist" if column.type == "list" else "select"
        return found | {"type": kind, "values": [{"value": value, "label": words.en} for value, words in options.items()]}
    if column.type in _KINDS:
        subtype = {"subtype": "datetime" if column.type == "date and time" else "date", "dateLabel": found["label"]}
        return found | {"type": _KINDS[column.type]} | (subtype if column.type != "number" else {})
    if column.type == "list":
        own["description_zh"] = "每行一项"
        return found | {"type": "textarea", "description": "One to a line"}
    return found | {"type": "textfield", "validate": {"maxLength": 2_000}}


def _options(session: Session, case_id: str, column: Column, used: Rows) -> dict[str, Words]:
    """Return what may be chosen in a column, with its words; empty where people type."""
    if column.type == "boolean":
        return {"true": Words("yes", "是"), "false": Words("no", "否")}
    held = [one for row in used for value in [row.get(column.name)] for one in (value if isinstance(value, list) else [value]) if one]
    if column.name == "items" and column.type == "list":
        return _items(session, case_id) | {one: Words(one) for one in held if one not in _items(session, case_id)}
    if column.allowed:
        return {as_typed(one): _words(column, as_typed(one)) for one in column.allowed}
    texts = dict.fromkeys([*column.said, *(one for one in held if isinstance(one, str))])
    if column.type not in {"string", "list", "Any"} or not column.said or len(texts) > MOST_CODES:
        return {}
    is_coded = all(len(text) <= LONGEST_CODE and " " not in text and text.isascii() for text in texts)
    return {text: _words(column, text) for text in texts} if is_coded else {}


def _words(column: Column, text: str) -> Words:
    """Return a code in words; one that only the table knows with what its row is annotated."""
    known = decision_words.code(text, column.name)
    notes = column.said.get(text, ())
    if known.zh or not notes:
        return known
    source, zh = notes[0], notes[-1] if len(notes) > 1 else ""
    return Words(f"{text} · {source}" if source else text, f"{text} · {zh}" if zh else "")


def _items(session: Session, case_id: str) -> dict[str, Words]:
    """Return the operative items of the case's title, by id."""
    found = {}
    for number, item in enumerate(members(session, case_id, "title.items"), 1):
        en, zh = enum_words(item.kind or "", "case.title.items[].kind")
        money = f" {item.amount:,f} {item.currency or ''}".rstrip() if item.amount is not None else ""
        found[item.id] = Words(f"{number}. {en}{money}", f"{number}. {zh or en}{money}")
    return found
