"""Values of the case file as JSON and back, by the type of their path."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from worklist.cases.catalogue import CasePath
from worklist.engine.forms import typed
from worklist.engine.forms.characters import is_plain
from worklist.engine.forms.values import LARGEST, MONEY_DECIMALS
from worklist.errors import BadInput

#: Paths with a column of whole ten-thousandths of the unit: more decimals do not fit.
AMOUNTS = frozenset({
    "case.title.amount", "case.title.items[].amount", "case.title.items[].recognised_amount", "case.assets[].value", "case.ledger[].amount",
})  # fmt: skip


def to_json(value: Any) -> Any:
    """Return a value as it stands in a JSON column: days as ISO text, numbers as decimal text."""
    if isinstance(value, Mapping):
        return {str(key): to_json(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json(member) for member in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def from_json(value: Any, type_: str) -> Any:
    """Return a stored value as the type of its path: `date`, `Decimal`, `bool`, `str`, list."""
    if value is None or not isinstance(value, str):
        return value
    if type_ == "date":
        return date.fromisoformat(value)
    if type_ in {"money", "number", "int"}:
        return Decimal(value)
    return value


def checked(path: CasePath, value: Any) -> Any:
    """Return a value in the type of its path. Raises BadInput with what was expected and found."""
    if value is None or value == "":
        return None
    try:
        return _checked(path, value)
    except (ValueError, InvalidOperation, TypeError):
        raise BadInput(f"Expected {_expected(path)} for {path.path} ({path.label_en}), got {repr(value)[:200]}") from None


def _checked(path: CasePath, value: Any) -> Any:
    if path.type == "date":
        return value if isinstance(value, date) else date.fromisoformat(value)
    if path.type in {"money", "number", "int"}:
        number = value if isinstance(value, Decimal) else Decimal(str(value))
        if not number.is_finite() or abs(number) > LARGEST or (path.type == "int" and number != int(number)):
            raise ValueError(value)
        if path.path in AMOUNTS and typed.decimals_of(number) > MONEY_DECIMALS:
            raise ValueError(value)
        return number
    if path.type == "bool" and not isinstance(value, bool):
        raise ValueError(value)
    if path.type == "yn" and value not in {"YES", "NO", "UNKNOWN"}:
        raise ValueError(value)
    if path.type == "enum" and value not in path.allowed:
        raise ValueError(value)
    if path.type in {"text", "long", "file"} and not (isinstance(value, str) and is_plain(value)):
        raise ValueError(value)
    return value


def _expected(path: CasePath) -> str:
    if path.type == "enum":
        return "one of " + ", ".join(path.allowed)
    largest = f"{LARGEST:,}"
    return {
        "date": "a day such as 2026-11-23", "number": f"a number of at most {largest}",
        "money": f"an amount of at most {largest}, with at most {MONEY_DECIMALS} decimals",
        "int": f"a whole number of at most {largest}",
        "bool": "true or false", "yn": "YES, NO or UNKNOWN",
    }.get(path.type, "a text")  # fmt: skip
