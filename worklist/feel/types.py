"""Types of FEEL: whether a value is of one, and how it is brought to one. Source: DMN 1.5 §10.3.2.9 (conformance, coercion)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from worklist.feel.grammar.tree import Type
from worklist.feel.temporal.types import moment_of, narrow
from worklist.feel.values import Function, Range, incoming, kind

#: The types of the language itself.
BUILT_IN = frozenset({
    "Any", "null", "string", "number", "boolean", "date", "time", "date and time", "days and time duration",
    "years and months duration", "list", "context", "range", "function",
})  # fmt: skip
ANY = Type("Any")


@dataclass(frozen=True)
class Types:
    """The types a model defines, by name."""

    defined: Mapping[str, Type] = field(default_factory=dict)

    def knows(self, type_: Type) -> bool:
        """Return whether every name in a type is one of the language or of the model."""
        inner = (*type_.members, *((type_.result,) if type_.result else ()))
        return (type_.name in BUILT_IN or type_.name in self.defined) and all(self.knows(one) for one in inner)

    def is_instance(self, value: Any, type_: Type, depth: int = 0) -> bool:
        """Return whether a value is of a type; null is of `null` only."""
        type_ = self._resolved(type_)
        value = incoming(value)
        if value is None or depth > 100:
            return type_.name == "null" and value is None
        if type_.name == "Any":
            return True
        if kind(value) != type_.name:
            return False
        return not (type_.members or type_.result) or self._made_so(value, type_, depth + 1)

    def _resolved(self, type_: Type) -> Type:
        for _ in range(20):  # a name for a name for a type
            found = self.defined.get(type_.name)
            if found is None or found is type_:
                break
            type_ = found
        return type_

    def _made_so(self, value: Any, type_: Type, depth: int) -> bool:
        if type_.name == "list":
            return all(self._or_null(member, type_.members[0], depth) for member in value)
        if type_.name == "context":
            pairs = zip(type_.fields, type_.members, strict=True)
            return all(name in value and self._or_null(value[name], member, depth) for name, member in pairs)
        if isinstance(value, Range):
            ends = [end for end in (value.low, value.high) if end is not None]
            return all(self.is_instance(end, type_.members[0], depth) for end in ends)
        return isinstance(value, Function) and len(value.parameters) == len(type_.members)

    def _or_null(self, value: Any, type_: Type, depth: int) -> bool:
        return value is None or self.is_instance(value, type_, depth)

    def coerced(self, value: Any, type_: Type | None) -> tuple[bool, Any]:
        """Return whether a value can be brought to a type, and the value: a list of one becomes its member, a value a
        list of one, a date its first instant in UTC; null stays null.
        """
        value = incoming(value)
        if value is None or type_ is None or self.is_instance(value, type_):
            return True, value
        wanted = self._resolved(type_)
        if isinstance(value, list) and len(value) == 1 and self.is_instance(value[0], wanted):
            return True, incoming(value[0])
        if wanted.name == "list" and self.is_instance([value], wanted):
            return True, [value]
        if wanted.name == "date and time" and isinstance(value, date) and not isinstance(value, datetime):
            return True, narrow(moment_of(value))
        return False, None
