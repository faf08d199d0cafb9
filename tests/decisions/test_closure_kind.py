"""D20: whether an enforcement case ends, and how."""

from datetime import date
from typing import Any

import pytest

from tests.decisions.shipped import Example, rows_without_example, told

DECISION = "D20_closure_kind"


def exhausted(docketed: date | None, today: date, **others: Any) -> dict[str, Any]:
    facts = {"search_exhausted": True, "restrictions_done": True, **others}
    found = {f"findings.{name}": value for name, value in facts.items()}
    return {**found, "enforcement.docketed_date": docketed, "today": today, "outstanding_zero": False}


def says(kind: str) -> dict[str, str]:
    return {"closure_kind": kind}


RUNNING = {"outstanding_zero": False}
EXAMPLES = [
    Example("1_1", {"outstanding_zero": True}, says("COMPLETED"), {"ruling_kind": "TERM_CURRENT"}),
    Example("1_2", RUNNING, says("COMPLETED"), {"settlement_performed": True}),
    Example("2", RUNNING, says("TERM_CURRENT"), {"ruling_kind": "TERM_CURRENT"}),
    Example("2", RUNNING, says("DISMISSED"), {"ruling_kind": "DISMISSED", "withdrawn": True}),
    Example("3", RUNNING, says("STRUCK_OFF"), {"jurisdiction_result": "TRANSFERRED"}),
    Example("4", RUNNING, says("REFUSED"), {"nonenforcement_upheld": "UPHELD"}),
    Example("5_1", RUNNING, says("TERM_FINAL"), {"title_annulled": True}),
    Example("5_2", RUNNING, says("TERM_FINAL"), {"withdrawn": True}),
    Example("6", exhausted(date(2026, 8, 31), date(2026, 11, 30)), says("TERM_CURRENT")),
    Example("7", exhausted(date(2026, 8, 31), date(2026, 11, 29)), says("OPEN")),
    Example("7", exhausted(date(2026, 1, 12), date(2026, 11, 29), restrictions_done=None), says("OPEN")),
    Example("7", exhausted(date(2026, 1, 12), date(2026, 11, 29), search_exhausted=False), says("OPEN")),
    Example("7", exhausted(None, date(2026, 11, 29)), says("OPEN")),
    Example("7", RUNNING, says("OPEN"), {"nonenforcement_upheld": "REJECTED", "settlement_performed": False, "withdrawn": False}),
    Example("7", {}, says("OPEN")),
    # The kind proposed last month is no ruling of the court.
    Example("7", RUNNING, says("OPEN"), {"closure_kind": "TERM_CURRENT"}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_a_case_closes_by_its_facts(example: Example) -> None:
    assert told(DECISION, "D20", example) == ([example.row], example.expected)


def test_every_row_has_an_example() -> None:
    assert rows_without_example(DECISION, "D20", (example.row for example in EXAMPLES)) == set()
