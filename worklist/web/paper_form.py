"""The form of a paper: what it is about, and what its template says that no case file holds."""

import json
from collections.abc import Mapping
from typing import Any

from worklist.cases import papers
from worklist.cases import queries as cases
from worklist.cases.accounts import Session
from worklist.cases.catalogue import Asked
from worklist.engine.forms import Form, Words
from worklist.web import current

SUBJECT_WORDS = {
    "party": Words("Which party it is about", "所涉当事人"),
    "asset": Words("Which asset it is about", "所涉财产"),
    "measure": Words("Which measure it is about", "所涉控制措施"),
    "act": Words("Which act it is about", "所涉行为"),
}


def form_of(session: Session, case_id: str, key: str, template: papers.Template, wanted: Mapping[str, str]) -> Form:
    """Return the form that asks what a template needs of a case. `wanted`: ids of what it is probably about."""
    components = [_subject(session, case_id, name, wanted.get(name)) for name in template.subjects]
    components += [_asked(asked) for asked in template.asked]
    return Form.load(json.dumps({"id": key, "components": components}).encode())


def split(values: dict[str, Any]) -> tuple[dict[str, str], dict[str, Any]]:
    """Return what was chosen and what was typed into the form of a paper."""
    chosen = {name: str(values[name]) for name in papers.SUBJECTS if values.get(name)}
    return chosen, {name: value for name, value in values.items() if name not in papers.SUBJECTS}


def _subject(session: Session, case_id: str, name: str, wanted: str | None) -> dict[str, Any]:
    options = _members(session, case_id, name)
    properties = {"label_zh": SUBJECT_WORDS[name].zh} | {f"option_zh.{value}": words.zh or words.en for value, words in options}
    return {
        "type": "select", "key": name, "label": SUBJECT_WORDS[name].en, "properties": properties,
        "values": [{"value": value, "label": words.en} for value, words in options],
        "defaultValue": wanted if wanted in dict(options) else options[0][0] if len(options) == 1 else None,
    }  # fmt: skip


def _members(session: Session, case_id: str, name: str) -> list[tuple[str, Words]]:
    if name == "party":
        return [(p["id"], Words(str(p.get("name") or p["id"]), str(p.get("name_zh") or ""))) for p in cases.parties(session, case_id)]
    if name == "asset":
        found = cases.assets(session, case_id, current.now())
        return [(p.asset["id"], Words(str(p.asset.get("description") or p.asset["id"])[:80])) for p in found if p.asset]
    return cases.measure_words(session, case_id) if name == "measure" else cases.act_words(session, case_id)


def _asked(asked: Asked) -> dict[str, Any]:
    found: dict[str, Any] = {"key": asked.name, "label": asked.label_en, "properties": {"label_zh": asked.label_zh}}
    if asked.type == "date":
        return found | {"type": "datetime", "subtype": "date", "dateLabel": asked.label_en}
    if asked.type in {"money", "number"}:
        return found | {"type": "number", "decimalDigits": 4, "properties": found["properties"] | {"kind": asked.type}} | _share(asked)
    return found | {"type": "textarea" if asked.type == "long" else "textfield", "validate": {"maxLength": 20_000 if asked.type == "long" else 500}}


def _share(asked: Asked) -> dict[str, Any]:
    return {"validate": {"min": 0, "max": 1}} if asked.type == "number" else {"validate": {"min": 0}}
