"""Words of decision tables: labels in two languages, codes and values as people read them."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from worklist.cases import catalogue
from worklist.cases import queries as cases
from worklist.cases.accounts import Session
from worklist.clock import day_of
from worklist.engine.forms import Words
from worklist.engine.forms.fields import plain
from worklist.errors import NotFound
from worklist.law import rules
from worklist.web import current, languages

#: What stands for no value.
NONE = "–"
#: Grounds that stand for an answer nobody knows begin so; the rest is the name of the question.
UNKNOWN = "UNK_"
RULE = re.compile(r"DL-[GX]-\d+")
Names = Mapping[str, Words]


def in_two(text: str) -> Words:
    """Return a label that a table says in both languages, as `English / 中文`; another one as it is."""
    en, _, zh = text.partition(" / ")
    return Words(en, zh)


def said(text: str) -> str:
    """Return a label of a table in the language of the request."""
    return in_two(text).said(current.language())


def code(text: str, field: str = "") -> Words:
    """Return a code of a table in words, as the column says it; what is no known code stays as it is."""
    if text.startswith(UNKNOWN):
        asked = catalogue.case_paths().get(f"case.screen.{text.removeprefix(UNKNOWN)}")
        return Words(f"Not known: {asked.label_en}", f"不明：{asked.label_zh}") if asked else Words("Answer not known", "答案不明")
    if RULE.fullmatch(text):
        return _rule(text)
    en, zh = catalogue.output_words(text, field)
    return Words(en, zh) if en else Words(text)


def _rule(rule_id: str) -> Words:
    """Return a period by its id and its name."""
    try:
        rule = rules.get(rule_id)
    except NotFound:
        return Words(rule_id)
    return Words(f"{rule.name_en} ({rule_id})", f"{rule.name_zh}（{rule_id}）")


def names_of(session: Session, case_id: str) -> dict[str, Words]:
    """Return what the ids of a case stand for: parties, assets, measures, items of the title."""
    parties = {p["id"]: Words(str(p.get("name") or p["id"]), str(p.get("name_zh") or "")) for p in cases.parties(session, case_id)}
    assets = [found.asset for found in cases.assets(session, case_id, current.now()) if found.asset]
    described = {asset["id"]: Words(str(asset.get("description") or asset["id"])[:80]) for asset in assets}
    return parties | described | dict(cases.measure_words(session, case_id)) | cases.item_words(session, case_id)


def value(found: Any, field: str = "", names: Names | None = None) -> str:
    """Return a value of a table as people read it: a dash for none, days and codes in words, lists with commas, ids by name."""
    if field == "items" and (found is None or found == []):
        return str(gettext("All items") if found is None else gettext("Not known which"))
    if found in (None, "", []):
        return NONE
    if isinstance(found, list):
        return ("、" if languages.is_chinese() else ", ").join(value(one, "" if field == "items" else field, names) for one in found)
    if isinstance(found, dict):
        return "; ".join(f"{name}: {value(one, str(name), names)}" for name, one in found.items() if one is not None)
    day = _day(found)
    if day is not None:
        return languages.day(day)
    if isinstance(found, str):
        return ((names or {}).get(found) or code(found, field)).said(current.language())
    return plain(found, current.language())


def subject(pairs: list[Any], names: Names) -> str:
    """Return what a decision is about: the parties, assets and measures by name; what has none is left out."""
    known = dict.fromkeys(names[found] for _, found in pairs if isinstance(found, str) and found in names)
    return ("、" if languages.is_chinese() else ", ").join(one.said(current.language()) for one in known)


def _day(found: Any) -> date | None:
    """Return the legal day of a day, an instant or the text of one; None for anything else."""
    if isinstance(found, datetime):
        return day_of(found)
    if isinstance(found, date):
        return found
    try:
        return date.fromisoformat(found) if isinstance(found, str) and len(found) == len("2026-11-23") else None
    except ValueError:
        return None
