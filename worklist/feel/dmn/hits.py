"""What hit policies make of the rows that match. Source: DMN 1.5 §8.2.11."""

from decimal import Decimal
from typing import Any

from worklist.feel.builtins.statistics import greatest, least, total
from worklist.feel.comparing import equal
from worklist.feel.dmn.model import Clause
from worklist.feel.errors import FeelError


def agreed(rows: list[dict[str, Any]]) -> bool:
    """Return whether all rows have the same outputs (ANY)."""
    return all(equal(row, rows[0]) is True for row in rows[1:])


def by_priority(rows: list[dict[str, Any]], outputs: tuple[Clause, ...]) -> list[dict[str, Any]]:
    """Return rows in the order of the allowed values of their outputs, the first output first (PRIORITY, OUTPUT ORDER)."""
    return sorted(rows, key=lambda row: [_rank(clause, row[clause.name]) for clause in outputs])


def _rank(clause: Clause, value: Any) -> int:
    places = (place for place, allowed in enumerate(clause.allowed) if equal(allowed, value) is True)
    return next(places, len(clause.allowed))


def aggregated(kind: str, values: list[Any]) -> Any:
    """Return the sum, smallest, largest or number of values (COLLECT); null for none, or when they cannot be combined."""
    if kind == "COUNT":
        return Decimal(len(values))
    if not values:
        return None
    try:
        if kind == "SUM":
            return total(values) if all(isinstance(value, Decimal) for value in values) else None
        return least(values) if kind == "MIN" else greatest(values)
    except FeelError:
        return None
