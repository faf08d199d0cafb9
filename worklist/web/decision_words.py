"""Words of decision tables: labels in two languages, codes and values as people read them."""

import re
from datetime import date, datetime
from typing import Any

from worklist.cases import catalogue
from worklist.clock import day_of
from worklist.engine.forms import Words
from worklist.engine.forms.fields import plain
from worklist.web import current, languages

#: What stands for no value.
NONE = "–"
_CODE = re.compile(r"[A-Z][A-Z0-9_]+")


def in_two(text: str) -> Words:
    """Return a label that a table says in both languages, as `English / 中文`; another one as it is."""
    en, _, zh = text.partition(" / ")
    return Words(en, zh)


def said(text: str) -> str:
    """Return a label of a table in the language of the request."""
    return in_two(text).said(current.language())


def code(text: str, field: str = "") -> Words:
    """Return a code of a table in words, as the column says it; what is no known code stays as it is."""
    en, zh = catalogue.enum_words(text, field)
    return Words(en, zh) if zh and _CODE.fullmatch(text) else Words(text)


def value(found: Any, field: str = "") -> str:
    """Return a value of a table as people read it: a dash for none, days and codes in words, lists with commas."""
    if found in (None, "", []):
        return NONE
    if isinstance(found, list):
        return ("、" if languages.is_chinese() else ", ").join(value(one, field) for one in found)
    if isinstance(found, dict):
        return "; ".join(f"{name}: {value(one, str(name))}" for name, one in found.items() if one is not None)
    day = _day(found)
    if day is not None:
        return languages.day(day)
    return code(found, field).said(current.language()) if isinstance(found, str) else plain(found, current.language())


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
