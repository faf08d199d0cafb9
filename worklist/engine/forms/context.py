"""What expressions of a form see: the process's variables, `case`, and what was typed so far."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any


def at(context: Mapping[str, Any], path: str) -> Any:
    """Return the value at a dotted path, None where there is none."""
    value: Any = context
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


class Overlaid(Mapping[str, Any]):
    """A mapping with other values laid over it; what lies below is read only when it is asked for."""

    def __init__(self, below: Mapping[str, Any]) -> None:
        self._below = below
        self._over: dict[str, Any] = {}

    def lay(self, path: str, value: Any) -> None:
        """Set the value at a dotted path; the values around it stay."""
        name, _, rest = path.partition(".")
        if not rest:
            self._over[name] = value
            return
        inner = self._over.get(name)
        if not isinstance(inner, Overlaid):
            given = self.get(name)
            inner = self._over[name] = Overlaid(given if isinstance(given, Mapping) else {})
        inner.lay(rest, value)

    def __getitem__(self, name: str) -> Any:
        return self._over[name] if name in self._over else self._below[name]

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys([*self._below, *self._over]))

    def __len__(self) -> int:
        return len(set(self._below) | set(self._over))


def on_day(context: Mapping[str, Any], today: date) -> Overlaid:
    """Return what expressions of a form see on a legal day: `today` lies over all else, so that a day can be bounded."""
    seen = Overlaid(context)
    seen.lay("today", today)
    return seen


def of_row(outer: Mapping[str, Any], row: Mapping[str, Any], index: int) -> Overlaid:
    """Return what expressions within a row of a dynamic list see. `i` counts from 1, as in form-js."""
    context = Overlaid(outer)
    for name, value in row.items():
        context.lay(name, value)
    context.lay("this", row)
    context.lay("parent", outer)
    context.lay("i", [index + 1])
    return context
