"""Decision tables, evaluated: which rows match, and what comes of them. Source: DMN 1.5 §8.2.11 (hit policies), §8.3."""

from dataclasses import dataclass
from typing import Any

from worklist.feel.compiler.core import brief
from worklist.feel.dmn.boxed import Boxed, Scope
from worklist.feel.dmn.hits import aggregated, agreed, by_priority
from worklist.feel.dmn.model import Clause, Rule, Table
from worklist.feel.dmn.result import listed
from worklist.feel.errors import DecisionError, FeelError, LimitExceeded
from worklist.feel.grammar.cells import INPUT
from worklist.feel.scope import Layer, Meter, State
from worklist.feel.temporal.texts import read_literal
from worklist.feel.types import Types
from worklist.feel.values import kind, read_number

#: Policies whose result is a list.
LISTS = frozenset({"COLLECT", "RULE ORDER", "OUTPUT ORDER"})
_TEMPORAL = frozenset({"date", "time", "date and time", "days and time duration", "years and months duration"})


@dataclass
class Outcome:
    """What a table makes of its inputs: their values, the rows that match, the rows of the result, the FEEL value."""

    inputs: dict[str, Any]
    matched: list[dict[str, Any]]
    outputs: list[dict[str, Any]]
    value: Any


@dataclass(frozen=True)
class DecisionTable(Boxed):
    """A decision table."""

    table: Table
    types: Types

    def names(self) -> frozenset[str]:
        """Return the names its columns and cells read from outside."""
        found: set[str] = set()
        for expression in (clause.expression for clause in self.table.inputs):
            found |= expression.names if expression else frozenset()
        for rule in self.table.rules:
            for cell in (*rule.tests, *rule.outputs):
                found |= cell.names if cell else frozenset()
        return frozenset(found)

    def evaluate(self, scope: Scope, meter: Meter) -> Any:
        """Return the FEEL value of the table. Raises DecisionError for a violated hit policy."""
        return self.decide(scope, meter, "table").value

    def decide(self, scope: Scope, meter: Meter, decision: str) -> Outcome:
        """Evaluate the table of a decision. Raises DecisionError for a violated hit policy."""
        inputs = [self._input(clause, scope, meter) for clause in self.table.inputs]
        hits = self._hits(inputs, scope, meter)
        numbers = [number for number, _ in hits]
        seen = _named(self.table.inputs, inputs)
        if self.table.policy == "UNIQUE" and len(hits) > 1:
            message = f"{decision}: {listed(numbers)} match, but only one may (hit policy UNIQUE)"
            raise DecisionError(message, decision, numbers, seen)
        rows = [self._outputs(rule, scope, meter) for _, rule in hits]
        if self.table.policy == "ANY" and not agreed(rows):
            message = f"{decision}: {listed(numbers)} match and differ in their outputs (hit policy ANY)"
            raise DecisionError(message, decision, numbers, seen)
        matched = [
            {"row": number, "id": rule.id, "notes": list(rule.notes), "asked": self._asked(rule)} for number, rule in hits
        ]
        outputs = self._by_policy(rows or self._defaults(scope, meter))
        return Outcome(seen, matched, outputs, self._value(outputs))

    # -- inputs ----------------------------------------------------------------------------

    def _input(self, clause: Clause, scope: Scope, meter: Meter) -> Any:
        value = clause.expression.metered(scope, meter) if clause.expression else None
        if clause.type is not None:
            value = self._typed(clause, value, meter)
        self._admit(clause, value, scope, meter)
        return value

    def _typed(self, clause: Clause, value: Any, meter: Meter) -> Any:
        """Return an input as its column's type; variables of a process often are texts of dates and numbers."""
        if clause.type is not None and isinstance(value, str) and clause.type.name != "string":
            try:
                value = read_number(value) if clause.type.name == "number" else value
                value = read_literal(value) if clause.type.name in _TEMPORAL else value
            except FeelError as problem:
                meter.fail(f"{clause.name}: {problem}")
        fits, coerced = self.types.coerced(value, clause.type, meter)
        if fits:
            return coerced
        meter.fail(f"{clause.name}: expected {clause.type}, got {brief(value)}")
        return value

    def _admit(self, clause: Clause, value: Any, scope: Scope, meter: Meter) -> None:
        if clause.admits is None or value is None:
            return
        for one in value if isinstance(value, list) else [value]:
            if clause.admits.metered(Layer({INPUT: one}, scope), meter) is not True:
                meter.fail(f"{clause.name}: {brief(one)} is not one of the values allowed")

    # -- rows ------------------------------------------------------------------------------

    def _hits(self, inputs: list[Any], scope: Scope, meter: Meter) -> list[tuple[int, Rule]]:
        states = [
            State(Layer({INPUT: value, **({c.variable: value} if c.variable else {})}, scope), meter)
            for c, value in zip(self.table.inputs, inputs, strict=True)
        ]
        hits, only_first = [], self.table.policy == "FIRST"
        for number, rule in enumerate(self.table.rules, 1):
            meter.step()
            if _matches(rule, states, meter):
                hits.append((number, rule))
                if only_first:
                    break
        return hits

    def _asked(self, rule: Rule) -> list[str]:
        """Return the inputs that a row asks about: why it was hit, when the others are irrelevant to it."""
        return [clause.name for clause, test in zip(self.table.inputs, rule.tests, strict=True) if test is not None]

    def _outputs(self, rule: Rule, scope: Scope, meter: Meter) -> dict[str, Any]:
        row = {}
        for clause, expression in zip(self.table.outputs, rule.outputs, strict=True):
            row[clause.name] = self._output(clause, expression.metered(scope, meter), scope, meter)
        return row

    def _output(self, clause: Clause, value: Any, scope: Scope, meter: Meter) -> Any:
        fits, coerced = self.types.coerced(value, clause.type, meter)
        if not fits and kind(value) != "list":
            meter.fail(f"{clause.name}: expected {clause.type}, got {brief(value)}")
        value = coerced if fits else value
        self._admit(clause, value, scope, meter)
        return value

    def _defaults(self, scope: Scope, meter: Meter) -> list[dict[str, Any]]:
        if not any(clause.default for clause in self.table.outputs):
            return []
        return [{c.name: c.default.metered(scope, meter) if c.default else None for c in self.table.outputs}]

    def _by_policy(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        table = self.table
        if table.policy == "ANY":
            return rows[:1]
        if table.policy in {"PRIORITY", "OUTPUT ORDER"}:
            ranked = by_priority(rows, table.outputs)
            return ranked[:1] if table.policy == "PRIORITY" else ranked
        if table.policy == "COLLECT" and table.aggregation:
            name = table.outputs[0].name
            return [{name: aggregated(table.aggregation, [row[name] for row in rows])}]
        return rows

    def _value(self, rows: list[dict[str, Any]]) -> Any:
        """Return the FEEL value: one output is its value, several a context; many rows a list."""
        values = [next(iter(row.values())) if len(self.table.outputs) == 1 else row for row in rows]
        if self.table.policy in LISTS and not self.table.aggregation:
            return values
        return values[0] if values else None


def _matches(rule: Rule, states: list[State], meter: Meter) -> bool:
    for test, state in zip(rule.tests, states, strict=True):
        if test is None:
            continue
        try:
            if test.run(state) is not True:
                return False
        except LimitExceeded:
            raise
        except FeelError as problem:
            meter.fail(str(problem))
            return False
    return True


def _named(clauses: tuple[Clause, ...], values: list[Any]) -> dict[str, Any]:
    """Return values by column; columns of one label are told apart by number."""
    found: dict[str, Any] = {}
    for place, (clause, value) in enumerate(zip(clauses, values, strict=True), 1):
        found[clause.name if clause.name not in found else f"{clause.name} ({place})"] = value
    return found


