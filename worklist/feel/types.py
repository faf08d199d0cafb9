"""Types of FEEL: whether a value is of one, and how it is brought to one. Source: DMN 1.5 §10.3.2.9 (conformance, coercion)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from worklist.feel.grammar.tree import Type
from worklist.feel.scope import Meter
from worklist.feel.temporal.types import moment_of, narrow
from worklist.feel.values import Function, Range, incoming, kind

#: The types of the language itself.
BUILT_IN = frozenset({
    "Any", "null", "string", "number", "boolean", "date", "time", "date and time", "days and time duration",
    "years and months duration", "list", "context", "range", "function",
})  # fmt: skip
ANY = Type("Any")


#: Whether a value is one of those a definition allows.
Admits = Callable[[Any, Meter], bool]


@dataclass(frozen=True)
class Types:
    """The types a model defines, by name. `admits`: the values some of them allow (item definitions, DMN 1.5 §7.3.2)."""

    defined: Mapping[str, Type] = field(default_factory=dict)
    admits: Mapping[str, Admits] = field(default_factory=dict)

    def knows(self, type_: Type) -> bool:
        """Return whether every name in a type is one of the language or of the model."""
        inner = (*type_.members, *((type_.result,) if type_.result else ()))
        return (type_.name in BUILT_IN or type_.name in self.defined) and all(self.knows(one) for one in inner)

    def is_instance(self, value: Any, type_: Type, meter: Meter | None = None) -> bool:
        """Return whether a value is of a type; null is of `null` only."""
        return self._is(value, type_, meter or Meter(), 0)

    def _is(self, value: Any, type_: Type, meter: Meter, depth: int) -> bool:
        if self.admits and not self._admitted(value, type_, meter):
            return False
        type_ = self._resolved(type_)
        value = incoming(value)
        if value is None or depth > 100:
            return type_.name == "null" and value is None
        if type_.name == "Any":
            return True
        if kind(value) != type_.name:
            return False
        return not (type_.members or type_.result) or self._made_so(value, type_, meter, depth + 1)

    def _names(self, type_: Type) -> Iterator[Type]:
        """Yield a type and the types its name stands for, a name for a name for a type."""
        for _ in range(20):
            yield type_
            found = self.defined.get(type_.name)
            if found is None or found is type_:
                return
            type_ = found

    def _resolved(self, type_: Type) -> Type:
        return type_ if type_.name not in self.defined else list(self._names(type_))[-1]

    def _admitted(self, value: Any, type_: Type, meter: Meter) -> bool:
        checks = (self.admits.get(one.name) for one in self._names(type_))
        return all(check(value, meter) for check in checks if check is not None)

    def _made_so(self, value: Any, type_: Type, meter: Meter, depth: int) -> bool:
        if type_.name == "list":
            return all(self._or_null(member, type_.members[0], meter, depth) for member in value)
        if type_.name == "context":
            pairs = zip(type_.fields, type_.members, strict=True)
            return all(name in value and self._or_null(value[name], member, meter, depth) for name, member in pairs)
        if isinstance(value, Range):
            ends = [end for end in (value.low, value.high) if end is not None]
            return all(self._is(end, type_.members[0], meter, depth) for end in ends)
        return isinstance(value, Function) and len(value.parameters) == len(type_.members)

    def _or_null(self, value: Any, type_: Type, meter: Meter, depth: int) -> bool:
        return value is None or self._is(value, type_, meter, depth)

    def coerced(self, value: Any, type_: Type | None, meter: Meter | None = None) -> tuple[bool, Any]:
        """Return whether a value can be brought to a type, and the value: a list of one becomes its member, a value a
        list of one, a date its first instant in UTC; null stays null.
        """
        value = incoming(value)
        if value is None or type_ is None or self.is_instance(value, type_, meter):
            return True, value
        wanted = self._resolved(type_).name
        if isinstance(value, list) and len(value) == 1 and self.is_instance(value[0], type_, meter):
            return True, incoming(value[0])
        if wanted == "list" and self.is_instance([value], type_, meter):
            return True, [value]
        if wanted == "date and time" and isinstance(value, date) and not isinstance(value, datetime):
            return True, narrow(moment_of(value))
        return False, None
