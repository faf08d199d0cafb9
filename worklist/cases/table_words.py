"""Words of decision tables in both languages: labels, codes, what the ids of a case stand for, whole rows in Chinese."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from worklist.cases import catalogue
from worklist.cases import queries as cases
from worklist.engine.forms import Words
from worklist.engine.forms.fields import plain
from worklist.errors import NotFound
from worklist.feel import Column
from worklist.law import rules

#: Grounds that stand for an answer nobody knows begin so; the rest is the name of the question.
UNKNOWN = "UNK_"
RULE = re.compile(r"DL-[GX]-\d+")
Names = Mapping[str, Words]


def in_two(text: str) -> Words:
    """Return a label that a table says in both languages, as `English / 中文`; another one as it is."""
    en, _, zh = text.partition(" / ")
    return Words(en, zh)


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
    """Return a period by its name and its id."""
    try:
        rule = rules.get(rule_id)
    except NotFound:
        return Words(rule_id)
    return Words(f"{rule.name_en} ({rule_id})", f"{rule.name_zh}（{rule_id}）")


def names_of(session: Session, case_id: str, now: datetime) -> dict[str, Words]:
    """Return what the ids of a case stand for: parties, assets, measures, items of the title."""
    parties = {p["id"]: Words(str(p.get("name") or p["id"]), str(p.get("name_zh") or "")) for p in cases.parties(session, case_id)}
    assets = [found.asset for found in cases.assets(session, case_id, now) if found.asset]
    described = {asset["id"]: Words(str(asset.get("description") or asset["id"])[:80]) for asset in assets}
    return parties | described | dict(cases.measure_words(session, case_id)) | cases.item_words(session, case_id)


def rows_in_chinese(columns: tuple[Column, ...], rows: list[dict[str, Any]], names: Names) -> str:
    """Return the rows of a result as a Chinese text: outputs that say something, rows one behind the other."""
    told = [
        "，".join(f"{in_two(c.label).said('zh')}：{_chinese(row[c.name], c.name, names)}" for c in columns if row.get(c.name) not in (None, "", []))
        for row in rows
    ]  # fmt: skip
    return "；".join(one for one in told if one) or "无"


def _chinese(found: Any, field: str, names: Names) -> str:
    if isinstance(found, list):
        return "、".join(_chinese(one, field, names) for one in found)
    if isinstance(found, date):
        return f"{found.year}年{found.month}月{found.day}日"
    if isinstance(found, str):
        return (names.get(found) or code(found, field)).said("zh")
    return plain(found, "zh")
