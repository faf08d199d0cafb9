"""Regions of a column: the values between which its cells tell a difference, each with one value that stands for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from worklist.feel.comparing import equal
from worklist.feel.compiler import Compiler, Notes
from worklist.feel.dmn.model import Clause
from worklist.feel.errors import FeelError
from worklist.feel.expression import Expression
from worklist.feel.grammar.cells import INPUT
from worklist.feel.grammar.tree import Node, RangeOf, Test, Tests, reads
from worklist.feel.scope import Meter, State
from worklist.feel.values import Range, kind, printed

#: Stands for any text that no cell names.
OTHER = "\ufffc"
#: How the descriptions of regions begin that are words, not values.
WORDED = ("any ", "before ", "after ", "between ")
#: A column with more regions than this is not looked into.
_MAX_REGIONS = 400


@dataclass(frozen=True)
class Region:
    """Some values of a column: one that stands for them, their description, and whether a table has to answer them."""

    value: Any
    text: str
    expected: bool = True


def regions_of(clause: Clause, cells: Iterable[Expression | None]) -> list[Region] | None:
    """Return the regions of a column; None when its cells cannot be understood without running them, [] for too many."""
    written = [cell for cell in cells if cell is not None]
    found = [constants_of(cell) for cell in written]
    values = _distinct([value for constants in found for value in constants or ()])
    allowed = list(clause.allowed)
    kinds = {kind(value) for value in (*values, *allowed) if value is not None}
    if not kinds:
        kinds = {clause.type.name} if clause.type else set()
    nothing = Region(None, "null", expected=False)
    if kinds == {"boolean"}:
        return [Region(True, "true"), Region(False, "false"), nothing]
    if kinds == {"number"}:
        return _limited([*_numbers([v for v in values if v is not None], clause.whole), nothing])
    if kinds == {"date"}:
        return _limited([*_days([v for v in values if v is not None]), nothing])
    if kinds == {"string"}:
        return _limited([*_texts(values, allowed), nothing])
    return None


def _limited(regions: list[Region]) -> list[Region]:
    return regions if len(regions) <= _MAX_REGIONS else []


def _distinct(values: list[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if not any(equal(value, other) is True for other in found):
            found.append(value)
    return found


def _texts(values: list[Any], allowed: list[Any]) -> list[Region]:
    named = _distinct([*allowed, *(value for value in values if value is not None)])
    regions = [Region(value, printed(value, quoted=True), not allowed or value in allowed) for value in named]
    return [*regions, Region(OTHER, "any other text", not allowed)]


def _numbers(points: list[Decimal], whole: bool) -> list[Region]:
    points = sorted(points)
    if not points:
        return [Region(Decimal(0), "any number")]
    regions = [Region(points[0] - 1, f"< {printed(points[0])}")]
    for low, high in pairwise(points):
        regions.append(Region(low, printed(low)))
        if not whole or high - low > 1:
            between = low + 1 if whole else (low + high) / 2
            regions.append(Region(between, f"between {printed(low)} and {printed(high)}"))
    return [*regions, Region(points[-1], printed(points[-1])), Region(points[-1] + 1, f"> {printed(points[-1])}")]


def _days(points: list[date]) -> list[Region]:
    points, step = sorted(points), timedelta(days=1)
    if not points:
        return [Region(date(2000, 1, 1), "any date")]
    regions = [Region(points[0] - step, f"before {points[0]}")]
    for low, high in pairwise(points):
        regions.append(Region(low, str(low)))
        if high - low > step:
            regions.append(Region(low + step, f"between {low} and {high}"))
    return [*regions, Region(points[-1], str(points[-1])), Region(points[-1] + step, f"after {points[-1]}")]


def covered(cell: Expression | None, regions: list[Region]) -> frozenset[int] | None:
    """Return which regions a cell passes; None when that depends on something else than the input."""
    if cell is None:
        return frozenset(range(len(regions)))
    if constants_of(cell) is None:
        return None
    try:
        passed = [cell.run(State({INPUT: region.value}, Meter())) is True for region in regions]
    except FeelError:
        return None
    return frozenset(place for place, one in enumerate(passed) if one)


def constants_of(cell: Expression) -> list[Any] | None:
    """Return the values a cell names; None when it reads names, or says more about the input than comparing it."""
    tree = cell.tree
    found: list[Any] = []
    for test in tree.tests if isinstance(tree, Tests) else (tree,):
        if cell.names or not isinstance(test, Test) or reads(test.operand, INPUT):
            return None
        found += _named(test.operand, cell.text)
    return found


def _named(node: Node, text: str) -> list[Any]:
    if isinstance(node, RangeOf):
        return [value for end in (node.low, node.high) if end is not None for value in _named(end, text)]
    value = Compiler(text, Notes()).run(node)(State({}, Meter()))
    if isinstance(value, Range):
        return [end for end in (value.low, value.high) if end is not None]
    return value if isinstance(value, list) else [value]
