"""The form of an override: the outputs of a decision as fields, filled with what is used now. Made like the forms of tasks."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from worklist.cases import table_words
from worklist.cases.accounts import Session
from worklist.cases.queries import item_words
from worklist.engine import jsonable
from worklist.engine.forms import Form, Words
from worklist.engine.forms.fields import as_typed
from worklist.engine.overrides import REASON
from worklist.feel import Column, Shape

#: The list of rows, and of a single row the place its fields stand in.
ROWS = "rows"
#: Texts of a column are offered to choose from when they are codes, and no more than this.
MOST_CODES, LONGEST_CODE = 200, 40
#: A column with fewer codes does not tell its rows apart: its codes are words, not the numbers of rows.
FEW_CODES = 8
#: What stands beside a field that holds what is used now.
ORIGIN = Words("as it is used now", "现行结果")
#: Leaves a row out that is used now; a row that was added is taken away with its button.
DROP = {
    "type": "checkbox", "key": "drop", "label": "Leave this row out", "properties": {"label_zh": "删去本行"},
    "conditional": {"hide": "=id = null"},
}  # fmt: skip
_KINDS = {"number": "number", "date": "datetime", "date and time": "datetime"}

Rows = list[dict[str, Any]]


def form_of(session: Session, case_id: str, shape: Shape, used: Rows) -> Form:
    """Return the form that asks for other rows of a decision than `used`, and for the reason."""
    fields = [_field(session, case_id, place, column, used) for place, column in enumerate(shape.columns) if _is_asked(column, used)]
    listed: dict[str, Any] = {
        "type": "dynamiclist", "path": ROWS, "label": "Rows of the result", "properties": {"label_zh": "结果行"},
        "components": [*(field | {"id": f"{ROWS}_{field['key']}"} for field in fields), DROP], "defaultRepetitions": 0,
    }  # fmt: skip
    reason = {
        "type": "textarea", "key": "reason", "label": "Reason for the override", "validate": {"required": True, "maxLength": REASON},
        "properties": {"label_zh": "改定理由"},
    }  # fmt: skip
    parts = [listed] if shape.many else fields
    return Form.load(json.dumps({"id": "override", "components": [*parts, reason]}).encode())


def context(form: Form, shape: Shape, used: Rows) -> dict[str, Any]:
    """Return what a form of `form_of` is filled with: the rows that are used now."""
    asked = {field.key: field.type for part in form.fields for field in (part.children or (part,))}
    rows = [_shown(shape, row, asked) | {"id": str(place)} for place, row in enumerate(used)]
    return {ROWS: rows} if shape.many else (rows or [{}])[0]


def rows_of(shape: Shape, used: Rows, values: Mapping[str, Any]) -> Rows:
    """Return the rows that a form gave; what it did not ask for stays as it is in the row, null in a new one."""
    given = values.get(ROWS) or [] if shape.many else [dict(values) | {"id": "0" if used else None}]
    return [_row(shape, used[int(one["id"])] if one.get("id") else {}, one) for one in given if not one.get("drop")]


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


def _shown(shape: Shape, row: Mapping[str, Any], asked: Mapping[str, str]) -> dict[str, Any]:
    return {key: _as_shown(row.get(column.name), asked.get(key)) for place, column in enumerate(shape.columns) for key in [f"c{place}"]}


def _as_shown(value: Any, kind: str | None) -> Any:
    """Return a value as the field of a kind holds it; `kind` None: it is not asked for."""
    if kind == "select" and isinstance(value, bool):
        return as_typed(value)
    return "\n".join(value) if kind == "textarea" and isinstance(value, list) else value


def _all_text(values: Iterable[Any]) -> bool:
    return all(isinstance(one, str) for one in values)


def _is_asked(column: Column, used: Rows) -> bool:
    """Return whether people can say a value of a column: not one that holds mappings or lists of anything but texts."""
    held = [row.get(column.name) for row in used if row.get(column.name) is not None]
    if column.type == "list":
        return all(isinstance(one, list) and _all_text(one) for one in held)
    return column.type in {"string", "boolean", *_KINDS} or (column.type == "Any" and _all_text(held))


def _field(session: Session, case_id: str, place: int, column: Column, used: Rows) -> dict[str, Any]:
    label = table_words.in_two(column.label if "{{" not in column.label and not column.label.startswith("=") else column.name)
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
        return {one: Words(one) for one in held} | item_words(session, case_id)
    if column.allowed:
        return {as_typed(one): _words(column, as_typed(one)) for one in column.allowed}
    texts = dict.fromkeys([*column.said, *(one for one in held if isinstance(one, str))])
    if column.type not in {"string", "list", "Any"} or not column.said or len(texts) > MOST_CODES:
        return {}
    is_coded = all(len(text) <= LONGEST_CODE and " " not in text and text.isascii() for text in texts)
    return {text: _words(column, text) for text in texts} if is_coded else {}


def _words(column: Column, text: str) -> Words:
    """Return a code in words: a ground and its like with the code before them, or with what its row is annotated."""
    known, notes = table_words.code(text, column.name), column.said.get(text, ())
    if column.allowed or len(column.said) < FEW_CODES:
        return known
    if known.zh:
        return Words(f"{text} · {known.en}", f"{text} · {known.zh}")
    return Words(f"{text} · {notes[0]}", f"{text} · {notes[-1]}"[:80]) if notes else known
