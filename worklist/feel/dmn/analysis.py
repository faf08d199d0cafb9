"""What can be said about decision tables before they run: dead rows, overlaps, gaps, wrong types, unknown names.

A row whose cells depend on more than their input (other variables, functions of `?`) is taken as one that may match: it
neither overlaps nor shadows others, and leaves no gap. Source: DMN 1.5 §8.2.11 (hit policies), §8.2.10 (completeness).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

from worklist.feel.comparing import equal
from worklist.feel.dmn.boxes import Box, common, uncovered
from worklist.feel.dmn.model import Clause, Decision, DecisionModel, Rule, Table
from worklist.feel.dmn.regions import Region, constants_of, covered, regions_of
from worklist.feel.dmn.table import DecisionTable
from worklist.feel.expression import Expression
from worklist.feel.grammar.cells import INPUT
from worklist.feel.scope import Meter, State
from worklist.feel.types import Types
from worklist.feel.values import kind, printed

_EXCLUSIVE = frozenset({"UNIQUE", "ANY"})
_ONE_RESULT = frozenset({"UNIQUE", "ANY", "FIRST", "PRIORITY"})
#: Most findings of one kind that are listed for a table.
_MAX_LISTED = 20


@dataclass(frozen=True)
class Finding:
    """Something about a table its owner should know. `level`: error or warning; `rows`: numbers from 1."""

    decision: str
    level: str
    message: str
    rows: tuple[int, ...] = ()
    element_id: str | None = None
    line: int | None = None


def analyse(model: DecisionModel, known: Collection[str] | None = None) -> list[Finding]:
    """Return what there is to say about all decision tables of a model, in their order.

    `known`: the names a context will have (process variables, `case`); without them names are not checked.
    """
    found: list[Finding] = []
    for decision in model.decisions.values():
        if known is not None:
            found += _unknown_names(model, decision, known)
        if isinstance(decision.logic, DecisionTable):
            found += _Analysis(decision, decision.logic.table, model.types).findings()
    return found


def _unknown_names(model: DecisionModel, decision: Decision, known: Collection[str]) -> Iterator[Finding]:
    if decision.logic is None:
        return
    seen = set(known) | {decision.variable.name}
    for id_ in (*decision.requires.decisions, *decision.requires.inputs, *decision.requires.knowledge):
        element = model.decisions.get(id_) or model.inputs.get(id_) or model.knowledge.get(id_) or model.services[id_]
        seen |= {id_, element.name} | ({element.variable.name} if isinstance(element, Decision) else set())
    if isinstance(decision.logic, DecisionTable):
        seen |= {clause.variable for clause in decision.logic.table.inputs}
    for name in sorted(decision.logic.names() - seen):
        yield Finding(decision.id, "warning", f"the name {name!r} is not known", (), decision.id, decision.line)


class _Analysis:
    """The analysis of one table."""

    def __init__(self, decision: Decision, table: Table, types: Types) -> None:
        self.decision, self.table, self.types = decision, table, types
        self.regions = [self._regions(column) for column in range(len(table.inputs))]
        self.boxes = [self._box(rule) for rule in table.rules]

    def findings(self) -> list[Finding]:
        """Return everything found."""
        return [*self._wrong_cells(), *self._wrong_outputs(), *self._dead_rows(), *self._overlaps(), *self._gaps()]

    def _finding(self, level: str, message: str, *rows: int) -> Finding:
        rule = self.table.rules[rows[-1] - 1] if rows else None
        element, line = (rule.id, rule.line) if rule else (self.decision.id, self.decision.line)
        return Finding(self.decision.id, level, message, rows, element, line)

    def _regions(self, column: int) -> list[Region] | None:
        return regions_of(self.table.inputs[column], [rule.tests[column] for rule in self.table.rules])

    def _box(self, rule: Rule) -> list[frozenset[int] | None]:
        """Return the regions of each cell; None for a cell that cannot be told."""
        cells = zip(rule.tests, self.regions, strict=True)
        return [covered(test, regions) if regions else frozenset({0}) if test is None else None for test, regions in cells]

    def _certain(self) -> list[tuple[int, Box]]:
        """Return the rows whose cells are all understood, with their numbers."""
        boxes = ((number, tuple(cell for cell in box if cell is not None)) for number, box in enumerate(self.boxes, 1))
        return [(number, box) for number, box in boxes if len(box) == len(self.table.inputs)]

    # -- single cells ------------------------------------------------------------------------

    def _wrong_cells(self) -> Iterator[Finding]:
        for number, rule in enumerate(self.table.rules, 1):
            for clause, test in zip(self.table.inputs, rule.tests, strict=True):
                for value in (constants_of(test) or []) if test is not None else []:
                    yield from self._wrong_value(clause, value, number)

    def _wrong_outputs(self) -> Iterator[Finding]:
        for number, rule in enumerate(self.table.rules, 1):
            for clause, output in zip(self.table.outputs, rule.outputs, strict=True):
                if output.constant:
                    yield from self._wrong_value(clause, output({}), number)

    def _wrong_value(self, clause: Clause, value: object, number: int) -> Iterator[Finding]:
        if value is None:
            return
        text = printed(value, quoted=True)
        if clause.type is not None and not self.types.coerced(value, clause.type)[0]:
            yield self._finding("error", f"{clause.name}: {text} is no {clause.type}, but a {kind(value)}", number)
        elif not _admitted(clause.admits, value):
            yield self._finding("warning", f"{clause.name}: {text} is not one of the values allowed", number)

    # -- rows --------------------------------------------------------------------------------

    def _dead_rows(self) -> Iterator[Finding]:
        earlier: list[Box] = []
        certain = dict(self._certain())
        for number, box in enumerate(self.boxes, 1):
            if any(cell is not None and not cell for cell in box):
                yield self._finding("warning", f"row {number} can never match: a cell has no value that passes", number)
            elif number in certain and self.table.policy == "FIRST":
                if uncovered(certain[number], earlier) == []:
                    yield self._finding("warning", f"row {number} can never fire: the rows above it match first", number)
                earlier.append(certain[number])

    def _overlaps(self) -> Iterator[Finding]:
        if self.table.policy not in _EXCLUSIVE:
            return
        listed = 0
        for (one, left), (other, right) in combinations(self._certain(), 2):
            shared = common(left, right)
            if shared is None or (self.table.policy == "ANY" and self._agree(one, other)):
                continue
            listed += 1
            if listed > _MAX_LISTED:
                return
            what = "overlap" if self.table.policy == "UNIQUE" else "overlap and differ in their outputs"
            yield self._finding("error", f"rows {one} and {other} {what}, for example {self._example(shared)}", one, other)

    def _agree(self, one: int, other: int) -> bool:
        pairs = zip(self.table.rules[one - 1].outputs, self.table.rules[other - 1].outputs, strict=True)
        return all(not (a.constant and b.constant) or equal(a({}), b({})) is not False for a, b in pairs)

    # -- gaps --------------------------------------------------------------------------------

    def _gaps(self) -> Iterator[Finding]:
        if self.table.policy not in _ONE_RESULT or any(clause.default for clause in self.table.outputs):
            return
        space = tuple(self._expected(regions) for regions in self.regions)
        boxes = [
            tuple(cell if cell is not None else whole for cell, whole in zip(box, space, strict=True)) for box in self.boxes
        ]
        pieces = uncovered(space, boxes)
        for piece in (pieces or [])[:1]:
            more = f" ({len(pieces or [])} such gaps)" if len(pieces or []) > 1 else ""
            yield self._finding("warning", f"no row answers {self._example(piece)}{more}")

    def _expected(self, regions: list[Region] | None) -> frozenset[int]:
        if not regions:
            return frozenset({0})
        return frozenset(place for place, region in enumerate(regions) if region.expected)

    def _example(self, box: Box) -> str:
        """Return one combination of inputs in a box."""
        parts = []
        for clause, regions, cell in zip(self.table.inputs, self.regions, box, strict=True):
            if regions and len(cell) < len(self._expected(regions)) and cell:
                parts.append(f"{clause.name} = {regions[min(cell)].text}")
        return ", ".join(parts) or "any input"


def _admitted(admits: Expression | None, value: object) -> bool:
    return admits is None or admits.run(State({INPUT: value}, Meter())) is not False
