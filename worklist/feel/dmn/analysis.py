"""What can be said about decision tables before they run: dead rows, overlaps, gaps, wrong types, unknown names.

A row whose cells depend on more than their input (other variables, functions of `?`) is taken as one that may match: it
neither overlaps nor shadows others, and leaves no gap. Source: DMN 1.5 §8.2.11 (hit policies), §8.2.10 (completeness).
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import combinations

from worklist.feel.builtins import function_value
from worklist.feel.comparing import equal
from worklist.feel.dmn.boxed import Boxed
from worklist.feel.dmn.boxes import Box, Patience, common, uncovered
from worklist.feel.dmn.model import Clause, Decision, DecisionModel, Rule, Table
from worklist.feel.dmn.regions import WORDED, Region, constants_of, covered, regions_of
from worklist.feel.dmn.table import DecisionTable
from worklist.feel.expression import Expression
from worklist.feel.grammar.cells import INPUT
from worklist.feel.scope import Meter, State
from worklist.feel.types import Types
from worklist.feel.values import kind, printed

_EXCLUSIVE = frozenset({"UNIQUE", "ANY"})
_SPELLING = "Correct its spelling, or draw it as input data of the decision."
_ONE_RESULT = frozenset({"UNIQUE", "ANY", "FIRST", "PRIORITY"})
#: Most findings of one kind that are listed for a table.
_MAX_LISTED = 20


@dataclass(frozen=True)
class Finding:
    """Something about a decision its owner should know, and the way out.

    `level`: error or warning; `rows`: numbers from 1; `element_id`, `line`: the row in the file, else the decision.
    """

    decision: str
    level: str
    message: str
    rows: tuple[int, ...] = ()
    element_id: str | None = None
    line: int | None = None
    remedy: str = ""

    @property
    def sentence(self) -> str:
        """The message, with its rows before it where it does not name them itself."""
        if not self.rows or self.message.startswith("row"):
            return self.message
        numbers = ", ".join(map(str, self.rows[:_MAX_LISTED])) + (", …" if len(self.rows) > _MAX_LISTED else "")
        return f"{'row' if len(self.rows) == 1 else 'rows'} {numbers}: {self.message}"


def analyse(model: DecisionModel, known: Collection[str] | None = None) -> list[Finding]:
    """Return what there is to say about all decisions of a model, in their order.

    `known`: the names a context will have (process variables, `case`); without them names are not checked. An error is
    a table that breaks its hit policy for some input, or a value of a wrong type. Source: DMN 1.5 §8.2.10, §8.2.11.
    """
    found, patience = list[Finding](), Patience()
    for decision in model.decisions.values():
        if known is not None:
            found += _unknown_names(model, decision, known)
        if isinstance(decision.logic, DecisionTable):
            found += _Analysis(decision, decision.logic.table, model.types, patience).findings()
    return found


def _unknown_names(model: DecisionModel, decision: Decision, known: Collection[str]) -> Iterator[Finding]:
    if decision.logic is None:
        return
    seen = set(known) | {decision.variable.name}
    for id_ in (*decision.requires.decisions, *decision.requires.inputs, *decision.requires.knowledge):
        element = model.decisions.get(id_) or model.inputs.get(id_) or model.knowledge.get(id_) or model.services[id_]
        seen |= {id_, element.name} | ({element.variable.name} if isinstance(element, Decision) else set())
    for name, rows in sorted(_names_read(decision.logic).items()):
        if name not in seen and function_value(name) is None:
            message = f"the name {name!r} is not known"
            yield Finding(decision.id, "warning", message, rows, decision.id, decision.line, _SPELLING)


def _names_read(logic: Boxed) -> dict[str, tuple[int, ...]]:
    """Return the names a decision reads from outside, with the numbers of the rows that read them."""
    if not isinstance(logic, DecisionTable):
        return dict.fromkeys(logic.names(), ())
    table, found = logic.table, dict[str, tuple[int, ...]]()
    for number, rule in enumerate(table.rules, 1):
        for name in set().union(*(cell.names for cell in (*rule.tests, *rule.outputs) if cell)):
            found[name] = (*found.get(name, ()), number)
    columns = (clause.expression for clause in table.inputs)
    found |= {name: () for column in columns if column for name in column.names}
    return {name: rows for name, rows in found.items() if name not in {clause.variable for clause in table.inputs}}


class _Analysis:
    """The analysis of one table."""

    def __init__(self, decision: Decision, table: Table, types: Types, patience: Patience) -> None:
        self.decision, self.table, self.types, self.patience = decision, table, types, patience
        self.regions = [self._regions(column) for column in range(len(table.inputs))]
        self.covered: list[dict[str, frozenset[int] | None]] = [{} for _ in table.inputs]
        self.boxes = [self._box(rule) for rule in table.rules]
        self.gave_up = False

    def findings(self) -> list[Finding]:
        """Return everything found."""
        about_cells = [*self._wrong_cells(), *self._wrong_outputs(), *self._large_columns()]
        about_rows = [*self._dead_rows(), *self._overlaps(), *self._gaps()]
        return [*about_cells, *about_rows, *self._unanswered()]

    def _finding(self, level: str, message: str, remedy: str, *rows: int) -> Finding:
        rule = self.table.rules[rows[-1] - 1] if rows else None
        element, line = (rule.id, rule.line) if rule else (self.decision.id, self.decision.line)
        return Finding(self.decision.id, level, message, rows, element, line, remedy)

    def _regions(self, column: int) -> list[Region] | None:
        cells = {test.text: test for test in (rule.tests[column] for rule in self.table.rules) if test}
        regions = regions_of(self.table.inputs[column], cells.values())
        return regions if regions is None or self.patience.tries(len(regions) * len(cells)) else []

    def _box(self, rule: Rule) -> list[frozenset[int] | None]:
        """Return the regions of each cell; None for a cell that cannot be told."""
        return [self._covered(column, test) for column, test in enumerate(rule.tests)]

    def _covered(self, column: int, test: Expression | None) -> frozenset[int] | None:
        regions, known = self.regions[column], self.covered[column]
        if not regions:
            return frozenset({0}) if test is None else None
        text = "-" if test is None else test.text
        if text not in known:
            known[text] = covered(test, regions)
        return known[text]

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
            message = f"{clause.name}: {text} is no {clause.type}, but a {kind(value)}"
            yield self._finding("error", message, "Correct the value, or the type of the column.", number)
        elif not _admitted(clause.admits, value):
            message = f"{clause.name}: {text} is not one of the values allowed"
            yield self._finding("warning", message, "Correct the value, or add it to those of the column.", number)

    def _large_columns(self) -> Iterator[Finding]:
        for clause, regions in zip(self.table.inputs, self.regions, strict=True):
            if regions == []:
                message = f"{clause.name}: too many different cells; overlaps and gaps are not looked for"
                yield self._finding("warning", message, "Split the table into several decisions.")

    # -- rows --------------------------------------------------------------------------------

    def _dead_rows(self) -> Iterator[Finding]:
        earlier: list[Box] = []
        certain = dict(self._certain())
        for number, box in enumerate(self.boxes, 1):
            if any(cell is not None and not cell for cell in box):
                message = f"row {number} can never match: a cell has no value that passes"
                yield self._finding("warning", message, "Mend the cell, or delete the row.", number)
            elif number in certain and self.table.policy == "FIRST":
                if self._uncovered(certain[number], earlier) == []:
                    message = f"row {number} can never fire: the rows above it match first"
                    yield self._finding("warning", message, "Move the row up, or delete it.", number)
                earlier.append(certain[number])

    def _overlaps(self) -> Iterator[Finding]:
        if self.table.policy not in _EXCLUSIVE:
            return
        listed, certain = 0, self._certain()
        if not self.patience.compares(len(certain) * (len(certain) - 1) // 2):
            message = f"{len(certain):,} rows are too many to look for overlaps"
            yield self._finding("warning", message, "Split the table into several decisions.")
            return
        for (one, left), (other, right) in combinations(certain, 2):
            shared = common(left, right)
            if shared is None or (self.table.policy == "ANY" and self._agree(one, other)):
                continue
            listed += 1
            if listed > _MAX_LISTED:
                return
            what = "overlap" if self.table.policy == "UNIQUE" else "overlap and differ in their outputs"
            message = f"rows {one} and {other} {what}, for example {self._example(shared)}"
            yield self._finding("error", message, "Narrow one of the rows, or choose another hit policy.", one, other)

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
        pieces = self._uncovered(space, boxes)
        for piece in (pieces or [])[:1]:
            more = f" ({len(pieces or [])} such gaps)" if len(pieces or []) > 1 else ""
            message = f"no row answers {self._example(piece, most=3)}{more}"
            yield self._finding("warning", message, "Add a row or a default output, if the decision must have an answer.")

    def _uncovered(self, box: Box, covers: list[Box]) -> list[Box] | None:
        found = uncovered(box, covers, self.patience)
        self.gave_up = self.gave_up or found is None
        return found

    def _unanswered(self) -> Iterator[Finding]:
        if self.gave_up:
            message = "the table is too large to find all rows that never fire and all gaps"
            yield self._finding("warning", message, "Split the table into several decisions.")

    def _expected(self, regions: list[Region] | None) -> frozenset[int]:
        if not regions:
            return frozenset({0})
        return frozenset(place for place, region in enumerate(regions) if region.expected)

    def _example(self, box: Box, most: int = 1) -> str:
        """Return the inputs in a box: of each column that matters, up to so many of its values."""
        parts = []
        for clause, regions, cell in zip(self.table.inputs, self.regions, box, strict=True):
            if regions and len(cell) < len(self._expected(regions)) and cell:
                named = [regions[place].text for place in sorted(cell)[:most]]
                parts.append(_said(clause.name, named) + (" or …" if most > 1 and len(cell) > most else ""))
        return ", ".join(parts) or "any input"


def _said(name: str, values: list[str]) -> str:
    """Return what a column is in words: `n = 5 or > 5`, `n < 5`, `day is before 2026-11-23`."""
    link = "" if values[0][0] in "<>" else " is" if values[0].startswith(WORDED) else " ="
    return f"{name}{link} {' or '.join(values)}"


def _admitted(admits: Expression | None, value: object) -> bool:
    return admits is None or admits.run(State({INPUT: value}, Meter())) is not False
