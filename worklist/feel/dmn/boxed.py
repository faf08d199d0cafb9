"""Boxed expressions, evaluated: literals, contexts, lists, relations, invocations, conditionals, iterations. Source: DMN 1.5 §7.3."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from worklist.feel.compiler.basics import at_place
from worklist.feel.compiler.calls import call_function, closure
from worklist.feel.compiler.core import brief
from worklist.feel.compiler.loops import walked
from worklist.feel.dmn.model import Variable
from worklist.feel.errors import FeelError
from worklist.feel.expression import Expression
from worklist.feel.grammar.tree import Type
from worklist.feel.scope import Layer, Meter
from worklist.feel.types import Types
from worklist.feel.values import Function, incoming

Scope = Mapping[str, Any]


class Boxed:
    """What a decision is made of."""

    @abstractmethod
    def evaluate(self, scope: Scope, meter: Meter) -> Any:
        """Return the value; null, with the reason kept, where there is none."""

    def names(self) -> frozenset[str]:
        """Return the names it reads from outside."""
        return frozenset()


@dataclass(frozen=True)
class Literal(Boxed):
    """A FEEL text."""

    expression: Expression

    def evaluate(self, scope: Scope, meter: Meter) -> Any:
        """Return the value of the text."""
        return self.expression.metered(scope, meter)

    def names(self) -> frozenset[str]:
        """Return the names the text reads."""
        return self.expression.names


@dataclass(frozen=True)
class BoxedContext(Boxed):
    """Named entries, later ones seeing earlier ones; the last one without a name is the result."""

    entries: tuple[tuple[Variable, Boxed], ...]
    result: Boxed | None
    types: Types

    def evaluate(self, scope: Scope, meter: Meter) -> Any:
        """Return the context, or its result."""
        built: dict[str, Any] = {}
        inside = Layer(built, scope)
        for variable, boxed in self.entries:
            found = boxed.evaluate(inside, meter)
            fits, value = self.types.coerced(found, variable.type, meter)
            if not fits:
                meter.fail(f"expected {variable.name} as {variable.type}, got {brief(found)}")
            built[variable.name] = value
        return built if self.result is None else self.result.evaluate(inside, meter)


@dataclass(frozen=True)
class BoxedList(Boxed):
    """Values one behind the other."""

    members: tuple[Boxed, ...]

    def evaluate(self, scope: Scope, meter: Meter) -> Any:
        """Return the list."""
        return [member.evaluate(scope, meter) for member in self.members]


@dataclass(frozen=True)
class Relation(Boxed):
    """Rows of one shape: a list of contexts."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Boxed, ...], ...]

    def evaluate(self, scope: Scope, meter: Meter) -> Any:
        """Return the list of rows."""
        return [{c: cell.evaluate(scope, meter) for c, cell in zip(self.columns, row, strict=True)} for row in self.rows]


@dataclass(frozen=True)
class Invocation(Boxed):
    """A call of a function by parameter names."""

    function: Boxed
    bindings: tuple[tuple[str, Boxed], ...]

    def evaluate(self, scope: Scope, meter: Meter) -> Any:
        """Return what the function returns."""
        called = self.function.evaluate(scope, meter)
        values = [boxed.evaluate(scope, meter) for _, boxed in self.bindings]
        if not isinstance(called, Function):
            meter.fail(f"{brief(called)} is no function")
            return None
        return call_function(called, values, tuple(name for name, _ in self.bindings), meter)


@dataclass(frozen=True)
class BoxedFunction(Boxed):
    """A function of parameters."""

    parameters: tuple[Variable, ...]
    body: Boxed
    types: Types

    def evaluate(self, scope: Scope, meter: Meter) -> Any:
        """Return the function."""
        return function_of(self.parameters, self.body, scope, self.types)


def function_of(parameters: tuple[Variable, ...], body: Boxed, scope: Scope, types: Types) -> Function:
    """Return a function whose body is boxed."""
    names = tuple(parameter.name for parameter in parameters)
    wanted: tuple[Type | None, ...] = tuple(parameter.type for parameter in parameters)
    return closure(names, wanted, lambda state: body.evaluate(state.scope, state.meter), scope, types, 10)


@dataclass(frozen=True)
class Conditional(Boxed):
    """`if`, `then`, `else`."""

    condition: Boxed
    yes: Boxed
    no: Boxed

    def evaluate(self, scope: Scope, meter: Meter) -> Any:
        """Return the branch the condition chooses."""
        return (self.yes if self.condition.evaluate(scope, meter) is True else self.no).evaluate(scope, meter)


@dataclass(frozen=True)
class Filter(Boxed):
    """The members of a list that meet a condition, or the one at a place."""

    source: Boxed
    condition: Boxed

    def evaluate(self, scope: Scope, meter: Meter) -> Any:
        """Return the members, or the member."""
        found = []
        value = self.source.evaluate(scope, meter)
        members = [] if value is None else value if isinstance(value, list) else [value]
        for one in map(incoming, members):
            meter.step()
            inside: Scope = Layer({"item": one}, scope)
            held = self.condition.evaluate(Layer(one, inside) if isinstance(one, Mapping) else inside, meter)
            if isinstance(held, Decimal):
                return at_place(members, held, meter)
            if held is True:
                found.append(one)
        return found


@dataclass(frozen=True)
class Iteration(Boxed):
    """`for` (a list), `some`, `every`."""

    kind: str
    variable: str
    source: Boxed
    body: Boxed

    def evaluate(self, scope: Scope, meter: Meter) -> Any:
        """Return the list, or whether some or every turn holds."""
        found: list[Any] = []
        try:
            for value in walked(self.source.evaluate(scope, meter)):
                meter.step(1 + len(found) // 16)
                front = {self.variable: incoming(value), "partial": list(found)} if self.kind == "for" else {self.variable: value}
                found.append(self.body.evaluate(Layer(front, scope), meter))
        except FeelError as problem:
            meter.fail(str(problem))
            return None
        if self.kind == "for":
            return found
        deciding = self.kind == "some"
        if any(value is deciding for value in found):
            return deciding
        return not deciding if all(isinstance(value, bool) for value in found) else None
