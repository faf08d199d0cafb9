"""Values of decision tables as people read them, in the language of the request."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from worklist.cases.table_words import Names, code, in_two
from worklist.clock import day_of
from worklist.engine.forms.fields import plain
from worklist.web import current, languages

#: What stands for no value.
NONE = "–"


def said(text: str) -> str:
    """Return a label of a table in the language of the request."""
    return in_two(text).said(current.language())


def value(found: Any, field: str = "", names: Names | None = None) -> str:
    """Return a value of a table as people read it: a dash for none, days and codes in words, lists with commas, ids by name."""
    if field == "items" and (found is None or found == []):
        return str(gettext("All items") if found is None else gettext("Not known which"))
    if found in (None, "", []):
        return NONE
    if isinstance(found, list):
        return _comma().join(value(one, "" if field == "items" else field, names) for one in found)
    if isinstance(found, dict):
        return "; ".join(f"{name}: {value(one, str(name), names)}" for name, one in found.items() if one is not None)
    day = _day(found)
    if day is not None:
        return languages.day(day)
    if isinstance(found, str):
        return ((names or {}).get(found) or code(found, field)).said(current.language())
    return plain(found, current.language())


def subject(pairs: list[Any], names: Names) -> str:
    """Return what a decision is about: parties, assets and measures by name, codes in words; what has neither is left out."""
    said_by = dict.fromkeys(names.get(found) or code(found, str(name)) for name, found in pairs if isinstance(found, str))
    return _comma().join(one.said(current.language()) for one in said_by if one.zh or one in names.values())


def _comma() -> str:
    return "、" if languages.is_chinese() else ", "


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
