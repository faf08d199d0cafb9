"""The table of built-in functions: what they take, by the signatures of the standard.

A signature such as `substring(string: string, start position: number, length?: number)` says names and types; `?` behind
a name: may be left out or null; behind a type: may be null; `...`: a list, or its members one by one.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from worklist.feel.temporal.types import moment_of, narrow
from worklist.feel.values import kind, members_of

Body = TypeVar("Body", bound=Callable[..., Any])
_MISMATCH = object()
_SHORT = {"days": "days and time duration", "months": "years and months duration", "datetime": "date and time"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its name, the types it takes (empty: any)."""

    name: str
    kinds: frozenset[str]
    optional: bool
    nullable: bool
    many: bool

    def taken(self, value: Any) -> Any:
        """Return a value as this parameter takes it, or a mark that it does not. Source: DMN 1.5 §10.3.2.9.4."""
        found = kind(value)
        if found == "list":
            value = members_of(value)
        if not self.kinds or found in self.kinds:
            return value
        if value is None:
            return None if self.optional or self.nullable else _MISMATCH
        if "list" in self.kinds:
            return [value]
        if isinstance(value, list) and len(value) == 1 and kind(value[0]) in self.kinds:
            return value[0]
        if "date and time" in self.kinds and "date" not in self.kinds and isinstance(value, date):
            return narrow(moment_of(value))
        return _MISMATCH

    def taken_many(self, values: Sequence[Any], alone: bool) -> Any:
        """Return the members of a list given as one or one by one, or a mark that they are not taken.

        A parameter of lists, or one behind others, takes each value as it is.
        """
        if "list" in self.kinds:
            return [value if isinstance(value, list) else [value] for value in values]
        if not alone:
            return list(values)
        if len(values) == 1 and values[0] is None:
            return _MISMATCH
        members = members_of(values[0]) if len(values) == 1 and isinstance(values[0], list) else list(values)
        return members if not self.kinds or all(kind(member) in self.kinds for member in members) else _MISMATCH


@dataclass(frozen=True, slots=True)
class Overload:
    """One signature of a function, and its body. `metered`: the body takes the meter first."""

    parameters: tuple[Parameter, ...]
    body: Callable[..., Any]
    metered: bool

    def order(self, count: int, names: tuple[str, ...]) -> tuple[int | None, ...] | None:
        """Return which argument goes to which parameter, or None when a call does not fit this signature."""
        parameters = self.parameters
        if names:
            known = [parameter.name for parameter in parameters]
            if not set(names) <= set(known) or len(set(names)) != len(names):
                return None
            places = tuple(names.index(name) if name in names else None for name in known)
        elif parameters and parameters[-1].many:
            return None if count < len(parameters) else tuple(range(len(parameters)))
        elif count > len(parameters):
            return None
        else:
            places = tuple(i if i < count else None for i in range(len(parameters)))
        missing = (p for p, place in zip(parameters, places, strict=True) if place is None)
        return None if any(not parameter.optional for parameter in missing) else places

    def bind(self, values: list[Any], places: tuple[int | None, ...]) -> list[Any] | None:
        """Return the arguments of the body, or None when their types are not taken."""
        bound = []
        for parameter, place in zip(self.parameters, places, strict=True):
            if place is None:
                taken = None
            elif parameter.many:
                given = values[place:] if place == len(places) - 1 else [values[place]]
                taken = parameter.taken_many(given, len(places) == 1)
            else:
                taken = parameter.taken(values[place])
            if taken is _MISMATCH:
                return None
            bound.append(taken)
        return bound


#: The built-in functions by name, each with its signatures.
BUILT_INS: dict[str, list[Overload]] = {}


def built_in(*signatures: str, metered: bool = False) -> Callable[[Body], Body]:
    """Enter a function into the table under its signatures."""

    def enter(body: Body) -> Body:
        for signature in signatures:
            name, parameters = read_signature(signature)
            BUILT_INS.setdefault(name, []).append(Overload(parameters, body, metered))
        return body

    return enter


def read_signature(signature: str) -> tuple[str, tuple[Parameter, ...]]:
    """Return name and parameters of a signature."""
    name, _, inside = signature.rstrip(")").partition("(")
    return name, tuple(_parameter(part) for part in re.split(r",\s*", inside) if part)


def _parameter(text: str) -> Parameter:
    name, _, types = text.partition(":")
    types = types.strip() or "any"
    nullable, many, optional = types.endswith("?"), name.endswith("..."), name.endswith("?")
    names = [one.strip() for one in types.rstrip("?").split("|")]
    kinds = frozenset() if names == ["any"] else frozenset(_SHORT.get(one, one) for one in names)
    return Parameter(name.rstrip("?."), kinds, optional, nullable, many)


def described(name: str) -> str:
    """Return how a function may be called, for messages."""
    calls = [
        f"{name}({', '.join(p.name + ('…' if p.many else '') for p in overload.parameters)})" for overload in BUILT_INS[name]
    ]
    return " or ".join(dict.fromkeys(calls))
