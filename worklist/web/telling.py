"""Say fields and values of the case file and of documents, in the language of the request."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext

from worklist.cases.catalogue import case_paths
from worklist.web import current, languages
from worklist.web.field_words import FIELD_WORDS


def field_name(field: str) -> str:
    """Return what a field is called: a path of the case file (`case.assets[].status`) or a field of a message (`message.field`)."""
    path = case_paths().get(field)
    if path is not None:
        return str(path.label_zh if languages.is_chinese() else path.label_en)
    words = FIELD_WORDS.get(field.rpartition(".")[2])
    return words.said(current.language()) if words else field.rpartition(".")[2].replace("_", " ").capitalize()


def value_words(value: Any, kind: str, field: str = "", currency: str | None = None) -> str:
    """Return a value of the file or of a document as pages say it, by the type of its field."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    if kind == "money":
        return languages.money(value if isinstance(value, Decimal) else Decimal(str(value)), currency)
    if kind == "date":
        return str(languages.day(value))
    return languages.label(value, field) if kind in {"enum", "yn"} else str(value)
