"""The decision files we ship, and how a test asks one of them about a case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from worklist.cases import reference
from worklist.feel import DecisionModel, DecisionResult, evaluate_decision, parse_dmn

PROCESSES = Path(__file__).parents[2] / "processes"
DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
#: The day at the court unless an example gives another.
TODAY = date(2026, 11, 23)
DECISIONS = tuple(sorted(path.stem for path in PROCESSES.glob("*.dmn")))


@dataclass(frozen=True)
class Example:
    """A case and what a table says about it.

    `row` is the row hit (`4` for `D01_r4`); `facts` are paths below `case` (`title.origin`), `variables` those of
    the instance; `expected` names the outputs that matter.
    """

    row: str
    facts: Mapping[str, Any]
    expected: Mapping[str, Any]
    variables: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.row}-{'-'.join(str(value) for value in self.expected.values())}"


def file_of(decision: str) -> Path:
    """Return the file a decision is shipped in."""
    return PROCESSES / f"{decision}.dmn"


@cache
def model(decision: str) -> DecisionModel:
    """Return the parsed file of a shipped decision. Raises DmnError when it does not parse."""
    return parse_dmn(file_of(decision).read_bytes())


@cache
def shipped_rows() -> dict[str, list[dict[str, Any]]]:
    """Return the shipped reference tables as decisions read them."""
    return reference.shipped()


def case(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return a case file from dotted paths, `today` given, with the shipped reference data."""
    nested: dict[str, Any] = {"today": TODAY, "reference": shipped_rows()}
    for path, value in facts.items():
        *sections, name = path.split(".")
        inner = nested
        for section in sections:
            inner = inner.setdefault(section, {})
        inner[name] = value
    return nested


def decide(
    decision: str,
    facts: Mapping[str, Any],
    variables: Mapping[str, Any] | None = None,
    part: str | None = None,
) -> DecisionResult:
    """Evaluate a shipped decision, or a `part` of it by its id, about a case."""
    return evaluate_decision(model(decision), part or decision, {"case": case(facts), **(variables or {})})


def hits(result: DecisionResult, prefix: str) -> list[str]:
    """Return the rows hit, without their prefix: `D01_r4` is `4`."""
    return [row["id"].removeprefix(f"{prefix}_r") for row in result.matched[result.decision]]


def told(
    decision: str, prefix: str, example: Example, part: str | None = None
) -> tuple[list[str], dict[str, Any]]:
    """Return the rows an example hits and, of its single result, the outputs it is about."""
    result = decide(decision, example.facts, example.variables, part)
    outputs = result.outputs[0] if result.outputs else {}
    return hits(result, prefix), {name: outputs[name] for name in example.expected}


def rows(decision: str, part: str | None = None) -> set[str]:
    """Return the ids of all rows of a decision table."""
    table = etree.parse(file_of(decision)).find(f"{DMN}decision[@id='{part or decision}']/{DMN}decisionTable")
    assert table is not None
    return {rule.get("id", "") for rule in table.iter(f"{DMN}rule")}


def rows_without_example(
    decision: str, prefix: str, shown: Iterable[str], part: str | None = None
) -> set[str]:
    """Return the rows that none of the examples hits."""
    return rows(decision, part) - {f"{prefix}_r{row}" for row in shown}
