"""What a message carries, read as its field in the catalogue says."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from worklist.cases import values
from worklist.cases.catalogue import MessageField
from worklist.errors import BadInput


def typed(field: MessageField, value: Any) -> Any:
    """Return a value as the type of its field, from text where it is text. Raises BadInput."""
    try:
        if field.type == "date" and isinstance(value, str):
            return date.fromisoformat(value)
        if field.type in {"money", "number", "int"} and isinstance(value, str):
            return Decimal(value.replace(",", ""))
        if field.type == "bool" and isinstance(value, str):
            return {"true": True, "false": False}[value]
    except (ValueError, InvalidOperation, KeyError):
        raise _unlike(field, values.expected(field.type), value) from None
    if field.allowed and value not in field.allowed:
        raise _unlike(field, values.expected("enum", field.allowed), value)
    return value


def _unlike(field: MessageField, expected: str, value: Any) -> BadInput:
    return BadInput(
        "Expected %(expected)s in '%(field)s', got %(found)s", expected=expected, field=field.name, found=repr(value)[:200]
    )
