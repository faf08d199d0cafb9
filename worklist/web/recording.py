"""The form of a message: its fields from the catalogue, the keys that must be asked for, the file."""

import json
from collections.abc import Iterable
from typing import Any

from worklist import engine
from worklist.cases import queries as cases
from worklist.cases.accounts import Session
from worklist.cases.catalogue import Message, MessageField, enum_words
from worklist.cases.documents import COMMON_DAYS, Awaited
from worklist.engine import queries
from worklist.engine.forms import Form, Upload, Words
from worklist.web import current
from worklist.web.field_words import FIELD_WORDS, KEY_WORDS

#: Days every document may carry that the page always asks for.
ALWAYS = ("document_date", "received_date")
#: Days that a court or somebody else may set for the future; every other day of a message reports the past.
MAY_LIE_AHEAD = frozenset({
    "answer_by", "claim_by", "deferral_from", "deferral_until", "hearing_date", "meeting_date", "pay_by", "report_by", "stated_until",
    "valid_until",
})  # fmt: skip
#: What the main proceedings are called as a key.
MAIN = Words("The main proceedings", "主程序")


def form_of(session: Session, case_id: str, message: Message, awaited: Awaited | None) -> Form:
    """Return the form that asks what a document of this kind states."""
    listed = {field.name: field for field in message.fields if field.name not in message.keys}
    listed |= {name: MessageField(name, "date") for name in ALWAYS if name not in listed}
    own = {field.name for field in message.fields}
    components = [_key(session, case_id, name, awaited) for name in message.keys]
    components += [component(session, case_id, message.name, field, field.name in own) for field in listed.values()]
    components.append({"type": "textfield", "key": "court_case_no", **_words(FIELD_WORDS["court_case_no"])})
    components.append({"type": "filepicker", "key": "file", **_words(FIELD_WORDS["file"])})
    return Form.load(json.dumps({"id": message.name, "components": components}).encode())


def split(message: Message, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any], Upload | None]:
    """Return payload, keys and file of what was typed into the form of a message."""
    upload = values.pop("file", None)
    keys = {name: values.pop(name, None) or "main" for name in message.keys}
    lists = {field.name for field in message.fields if field.type == "list"}
    fields = {
        name: value.splitlines() if name in lists and isinstance(value, str) else value
        for name, value in values.items()
        if value not in (None, [])
    }
    return fields, keys, upload


def _words(words: Words) -> dict[str, Any]:
    return {"label": words.en, "properties": {"label_zh": words.zh}}


def _label(name: str) -> Words:
    return FIELD_WORDS.get(name) or Words(name.replace("_", " ").capitalize())


def component(
    session: Session, case_id: str, message: str, field: MessageField, is_own: bool
) -> dict[str, Any]:  # fmt: skip
    """Return the component that asks for a field of a message; `is_own`: it is of the message itself, and asked for."""
    words = _words(_label(field.name))
    # The day of posting counts for us where it is known; a clerk often does not know it.
    required = is_own and field.name != "sent_date" and (field.name in COMMON_DAYS or field.type == "enum")
    found: dict[str, Any] = {"key": field.name, "validate": {"required": required}, **words}
    if field.type == "date":
        return found | _day(field.name, required, words)
    if field.type in {"money", "number", "int"}:
        decimals = 0 if field.type == "int" else 4
        return found | {"type": "number", "decimalDigits": decimals, "properties": words["properties"] | {"kind": field.type}}
    if field.type == "enum":
        return choice(found, [(value, Words(*enum_words(value, f"{message}.{field.name}"))) for value in field.allowed])
    if field.type == "bool":
        return choice(found, [(True, Words("Yes", "是")), (False, Words("No", "否"))])
    if field.type == "list":
        return _list(session, case_id, found)
    return found | {"type": "textarea" if field.type == "long" else "textfield"}


def _day(name: str, required: bool, words: dict[str, Any]) -> dict[str, Any]:
    """Ask for a day: none that reports the past lies ahead, and nothing is received before it was written."""
    rules: dict[str, Any] = {"required": required}
    if name not in MAY_LIE_AHEAD:
        rules["max"] = "=today"
    if name == "received_date":
        rules["min"] = "=document_date"
    return {"type": "datetime", "subtype": "date", "dateLabel": words["label"], "validate": rules}


def choice(found: dict[str, Any], options: Iterable[tuple[Any, Words]], kind: str = "radio") -> dict[str, Any]:
    """Return a component that offers values with their words."""
    options = list(options)
    zh = {f"option_zh.{str(value).lower() if isinstance(value, bool) else value}": words.zh for value, words in options}
    return found | {
        "type": kind, "values": [{"value": value, "label": words.en} for value, words in options],
        "properties": found["properties"] | zh,
    }  # fmt: skip


def _list(session: Session, case_id: str, found: dict[str, Any]) -> dict[str, Any]:
    """A list that names assets is chosen from those of the case; the rows of others are reviewed in the next task."""
    if found["key"] == "asset_ids":
        return choice(found, assets_of(session, case_id), "checklist")
    return found | {"type": "textarea"}


def assets_of(session: Session, case_id: str) -> list[tuple[str, Words]]:
    """Return the assets of a case, each with what it is called."""
    found = cases.assets(session, case_id, current.now())
    return [(p.asset["id"], Words(str(p.asset.get("description") or p.asset["id"])[:80])) for p in found if p.asset]


def _key(session: Session, case_id: str, name: str, awaited: Awaited | None) -> dict[str, Any]:
    """Ask for a key: what the waiting steps carry, the parties or measures of the case, or the main proceedings."""
    waiting = {str(keys[name]) for keys in awaited.keys if keys.get(name)} if awaited else set()
    rows = dict(named(session, case_id, name))
    known = rows | {"main": MAIN} | _unnamed(session, case_id, name, sorted(waiting - rows.keys() - {"main"}))
    options = [(value, known[value]) for value in dict.fromkeys([*sorted(waiting), "main", *rows])]
    default = next(iter(waiting)) if len(waiting) == 1 else None if waiting else "main"
    found = {"key": name, "validate": {"required": True}, "defaultValue": default, **_words(KEY_WORDS[name])}
    return choice(found, options, "select")


def _unnamed(session: Session, case_id: str, name: str, values: list[str]) -> dict[str, Words]:
    """Return words for keys that are no row of the case: the name of the step, else a number for each proceeding."""
    steps: dict[str, Words] = {}
    for instance in engine.of_case(session, case_id) if name == "step" and values else ():
        steps |= queries.element_names(session, instance)
    kind = FIELD_WORDS[name]
    numbered = {value: Words(f"{kind.en} {at}", f"{kind.zh}{at}") for at, value in enumerate(values, 1)}
    return numbered | {value: steps[value] for value in values if value in steps and steps[value].en}


def named(session: Session, case_id: str, name: str) -> list[tuple[str, Words]]:
    """Return what a key may name, each with its words: parties, measures."""
    if name == "party_id":
        return cases.party_words(session, case_id)
    if name == "measure_id":
        return cases.measure_words(session, case_id)
    return []
