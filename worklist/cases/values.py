"""Values of the case file as JSON and back, by the type of their path."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from worklist.cases.catalogue import CasePath
from worklist.engine.forms import typed
from worklist.engine.forms.characters import is_plain
from worklist.engine.forms.values import LARGEST, MONEY_DECIMALS
from worklist.errors import BadInput, Named, Phrase

#: Paths with a column of whole ten-thousandths of the unit: more decimals do not fit.
AMOUNTS = frozenset({
    "case.title.amount", "case.title.items[].amount", "case.title.items[].recognised_amount", "case.assets[].value", "case.ledger[].amount",
})  # fmt: skip

_MOST = f"{LARGEST:,}"
_EXPECTED = {
    "date": Phrase("a day such as 2026-11-23"), "number": Phrase("a number of at most %(most)s", most=_MOST),
    "money": Phrase("an amount of at most %(most)s, with at most %(count)s decimals", most=_MOST, count=MONEY_DECIMALS),
    "int": Phrase("a whole number of at most %(most)s", most=_MOST),
    "bool": Phrase("true or false"), "yn": Phrase("YES, NO or UNKNOWN"),
}  # fmt: skip


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
        raise BadInput(
            "Expected %(expected)s for %(path)s (%(label)s), got %(found)s", expected=expected(path.type, path.allowed),
            path=path.path, label=Named(path.label_en, path.label_zh), found=repr(value)[:200],
        ) from None  # fmt: skip


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


def expected(type_: str, allowed: Sequence[str] = ()) -> Phrase:
    """Return what a value of a type has to be, in words for an error. `allowed`: the choices of an enum."""
    if type_ == "enum":
        return Phrase("one of %(allowed)s", allowed=", ".join(allowed))
    return _EXPECTED.get(type_, Phrase("a text"))
