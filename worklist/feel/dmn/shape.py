"""What a decision may give: the columns of its rows, so that a person can give other rows than its table does.

Source: DMN 1.5 §8.2.2 (output clauses, allowed values), §8.2.11 (hit policies that give one row or many).
"""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from worklist.feel.dmn.model import Clause, Decision, DecisionModel, Table
from worklist.feel.dmn.result import DecisionResult, Rows
from worklist.feel.dmn.table import LISTS, DecisionTable
from worklist.feel.grammar.cells import INPUT
from worklist.feel.grammar.tree import Type
from worklist.feel.scope import Meter
from worklist.feel.types import Types

#: Most rows a person may give.
MOST_ROWS = 200


@dataclass(frozen=True)
class Column:
    """One output. `type`: its name in FEEL, `list` where the column holds lists.

    `said`: the texts that the rows of the table give, each with the annotations of the first row that gives it.
    """

    name: str
    label: str
    type: str
    allowed: tuple[Any, ...] = ()
    said: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Misfit:
    """Why a row cannot be given: row (from 0), column, and kind: rows, name, type, allowed."""

    row: int
    column: str
    kind: str
    expected: str = ""


@dataclass(frozen=True)
class Shape:
    """What a decision gives. `many`: any number of rows, else one at most; `within`: the variable whose value is the list of rows."""

    decision: str
    columns: tuple[Column, ...]
    many: bool
    clauses: tuple[Clause, ...]
    types: Types
    within: str = ""

    def rows(self, result: DecisionResult) -> Rows:
        """Return the rows of a result of this decision."""
        return [dict(row) for row in result.value or []] if self.within else [dict(row) for row in result.outputs]

    def result(self, rows: Rows) -> DecisionResult:
        """Return rows as the decision would have given them."""
        values = [next(iter(row.values())) if len(self.columns) == 1 and not self.within else row for row in rows]
        value = values if self.many else values[0] if values else None
        outputs = [{self.within: value}] if self.within else [dict(row) for row in rows]
        return DecisionResult(self.decision, outputs, value=value)

    def misfits(self, rows: Rows) -> list[Misfit]:
        """Return what is wrong with rows that a person gives, in their order; null fits every column."""
        most = MOST_ROWS if self.many else 1
        found = [Misfit(most, "", "rows", str(most))] if len(rows) > most else []
        for place, row in enumerate(rows):
            names = {clause.name for clause in self.clauses}
            found += [Misfit(place, name, "name", ", ".join(sorted(names))) for name in sorted(row.keys() ^ names)]
            found += [wrong for clause in self.clauses if (wrong := self._misfit(place, clause, row.get(clause.name)))]
        return found

    def _misfit(self, place: int, clause: Clause, value: Any) -> Misfit | None:
        if value is None:
            return None
        fits, _ = self.types.coerced(value, clause.type)
        if not fits or (clause.whole and isinstance(value, Decimal) and value != int(value)):
            return Misfit(place, clause.name, "type", str(clause.type))
        members = value if isinstance(value, list) else [value]
        if clause.admits is not None and any(clause.admits.metered({INPUT: one}, Meter()) is not True for one in members):
            return Misfit(place, clause.name, "allowed", ", ".join(map(str, clause.allowed)))
        return None


def shape_of(model: DecisionModel, decision_id: str) -> Shape | None:
    """Return what a decision or a decision service gives; None for one that the model does not hold."""
    service = model.services.get(decision_id)
    if service is not None:
        variables = [model.decisions[id_].variable for id_ in service.outputs]
        return _shape(model, decision_id, tuple(Clause(one.id, one.name, type=one.type, label=one.name) for one in variables), many=False)
    decision = model.decisions.get(decision_id)
    if decision is None:
        return None
    if isinstance(decision.logic, DecisionTable):
        return _of_table(model, decision_id, decision.logic.table)
    return _of_filtered_table(model, decision) or _shape(
        model, decision_id,
        (Clause(decision.id, decision.variable.name, type=decision.variable.type, label=decision.name),), many=False,
    )  # fmt: skip


def _of_table(model: DecisionModel, decision_id: str, table: Table, within: str = "") -> Shape:
    many = table.policy in LISTS and not table.aggregation
    return _shape(model, decision_id, table.outputs, many=many, table=table, within=within)


def _of_filtered_table(model: DecisionModel, decision: Decision) -> Shape | None:
    """Return the shape of the one table of many rows that an expression passes on, such as D09 with a row for no hit."""
    required = [model.decisions[id_] for id_ in decision.requires.decisions]
    logics = [one.logic.table for one in required if isinstance(one.logic, DecisionTable) and one.logic.table.policy in LISTS]
    if len(required) != 1 or len(logics) != 1 or logics[0].aggregation or len(logics[0].outputs) < 2:
        return None
    return _of_table(model, decision.id, logics[0], decision.variable.name)


def _shape(
    model: DecisionModel, decision_id: str, clauses: tuple[Clause, ...], *, many: bool, table: Table | None = None, within: str = ""
) -> Shape:
    columns = tuple(_column(clause, _said(table, place) if table else []) for place, clause in enumerate(clauses))
    return Shape(decision_id, columns, many, clauses, model.types, within)


def _column(clause: Clause, said: list[tuple[Any, tuple[str, ...]]]) -> Column:
    values = tuple(value for value, _ in said) or clause.allowed
    type_ = clause.type.name if clause.type else "list" if all(isinstance(one, list) for one in values) else _kind(values)
    texts: dict[str, tuple[str, ...]] = {}
    for value, notes in said:
        for member in value if isinstance(value, list) else [value]:
            if isinstance(member, str):
                texts.setdefault(member, () if isinstance(value, list) else notes)
    return Column(clause.name, clause.label or clause.name, type_, clause.allowed, texts)


def _kind(said: tuple[Any, ...]) -> str:
    if all(isinstance(one, str) for one in said):
        return "string"
    if all(isinstance(one, bool) for one in said):
        return "boolean"
    return "number" if all(isinstance(one, Decimal) for one in said) else Type("Any").name


@lru_cache(maxsize=4096)
def _constant(expression: Any) -> Any:
    return None if expression.names else expression({})


def _said(table: Table, place: int) -> list[tuple[Any, tuple[str, ...]]]:
    """Return the values that the rows of a table write in a column, with their annotations; not what they compute."""
    return [(value, rule.notes) for rule in table.rules if (value := _constant(rule.outputs[place])) is not None]
