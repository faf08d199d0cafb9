"""D17b: which remedy is open against a ruling."""

from datetime import date
from typing import Any

import pytest

from tests.decisions.shipped import Example, rows_without_example, told

DECISION = "D17b_reconsideration_available"
JUDGMENT, AWARD = {"title.instrument_class": "JUDGMENT"}, {"title.instrument_class": "AWARD"}
DOMESTIC = {**AWARD, "title.instrument_type": "AWARD_DOMESTIC"}


def ruling(outcome: str | None, day: date | None = date(2026, 5, 12), **others: Any) -> dict[str, Any]:
    return {"outcome": outcome, "ruling_date": day, "outsider": False, "vague": False, **others}


def says(kind: str, *rules: str, **others: Any) -> dict[str, Any]:
    return {"remedy_kind": kind, "rules": list(rules), **others}


def on(route: str) -> dict[str, str]:
    return {"recognition.route": route}


TEN_DAYS = says("RECONSIDERATION", "DL-G-12", confidence="guide")
EXAMPLES = [
    # Scenarios 1 to 3: recognised, refused, recognised in part.
    Example("1", {**JUDGMENT, **on("RECIPROCITY")}, TEN_DAYS, ruling("RECOGNISED")),
    Example("1", {**JUDGMENT, **on("TREATY")}, TEN_DAYS, ruling("REFUSED", date(2026, 6, 8))),
    Example("1", {**JUDGMENT, **on("RECIPROCITY")}, TEN_DAYS, ruling("PARTIAL", date(2026, 9, 10))),
    Example("1", {**JUDGMENT, **on("TREATY"), "recognition.ruling_date": date(2024, 1, 1)}, TEN_DAYS, ruling("REFUSED", None)),
    Example("2", {**JUDGMENT, **on("TREATY")}, says("NONE"), ruling("REFUSED", date(2023, 12, 31))),
    Example("3", {**JUDGMENT, **on("HK_JUDGMENT")}, says("RECONSIDERATION", "DL-X-60", confidence="read"), ruling("REFUSED")),
    Example("3", {**JUDGMENT, **on("TW_JUDGMENT")}, says("RECONSIDERATION", "DL-X-60"), ruling("RECOGNISED")),
    Example("4", {**JUDGMENT, **on("MO_JUDGMENT")}, says("RECONSIDERATION", "DL-X-61", confidence="analogy"), ruling("PARTIAL")),
    Example("5", {**JUDGMENT, **on("RECIPROCITY")}, says("NONE"), ruling("DISMISSED")),
    Example("6", DOMESTIC, says("RECONSIDERATION", "DL-X-104"), ruling("REFUSED", outsider=True)),
    Example("7", DOMESTIC, says("RECONSIDERATION", "DL-X-103"), ruling("DISMISSED", vague=True)),
    Example("8", {**AWARD, **on("NYC")}, says("APPEAL", "DL-X-101", "DL-X-120"), ruling("NOT_ACCEPTED")),
    Example("8", {**AWARD, **on("NYC"), "title.instrument_type": "FOREIGN_AWARD"}, says("APPEAL", "DL-X-101", "DL-X-120"), ruling("DISMISSED", vague=True)),
    Example("9", {**AWARD, **on("HK_AWARD")}, says("NONE"), ruling("RECOGNISED")),
    Example("9", {**AWARD, **on("NYC")}, says("NONE"), ruling("REFUSED")),
    Example("10", {**JUDGMENT, **on("TREATY")}, says("APPEAL", "DL-X-100", "DL-X-119"), ruling("JURISDICTION")),
    Example("11", {**JUDGMENT, **on("RECIPROCITY")}, says("REVIEW"), ruling(None)),
    Example("11", {**JUDGMENT, **on("RECIPROCITY")}, says("REVIEW"), ruling("RECOGNISED", None)),
    Example("11", {}, says("REVIEW", confidence=None)),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_remedy_follows_title_route_and_outcome(example: Example) -> None:
    assert told(DECISION, "D17b", example) == ([example.row], example.expected)


def test_every_row_has_an_example() -> None:
    assert rows_without_example(DECISION, "D17b", (example.row for example in EXAMPLES)) == set()
