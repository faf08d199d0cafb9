"""D17: reporting before a ruling, filing for the record after it."""

from typing import Any

import pytest

from tests.decisions.shipped import Example, decide, rows_without_example, told

DECISION = "D17_reporting_requirement"
INTENDED = {"refusal_intended": True, "public_policy_ground": False}
NOT_INTENDED = {"refusal_intended": False, "public_policy_ground": False}


def title(kind: str, route: str, **others: Any) -> dict[str, Any]:
    facts = {"instrument_class": kind, "matter": "GENERAL", **others}
    return {"recognition.route": route, **{f"title.{name}": value for name, value in facts.items()}}


def says(approval: str, record: bool) -> dict[str, Any]:
    return {"prior_approval": approval, "record_filing": record}


EXAMPLES = [
    Example("1", title("JUDGMENT", "TREATY", matter="BANKRUPTCY"), says("REVIEW", True), NOT_INTENDED),
    Example("1", title("JUDGMENT", "TREATY", matter=None), says("REVIEW", True), NOT_INTENDED),
    Example("2", title("JUDGMENT", "RECIPROCITY"), says("HIGH_COURT_THEN_SPC", True), NOT_INTENDED),
    Example("3", title("JUDGMENT", "TREATY"), says("NONE", True), NOT_INTENDED),
    Example("4", title("JUDGMENT", "HK_JUDGMENT"), says("REVIEW", False), NOT_INTENDED),
    Example("5", title("AWARD", "NYC"), says("HIGH_COURT_THEN_SPC", False), INTENDED),
    Example("5", title("AWARD", "TW_AWARD"), says("HIGH_COURT_THEN_SPC", False), INTENDED),
    Example("6_1", title("AWARD", "DIRECT", foreign_related="YES"), says("HIGH_COURT_THEN_SPC", False), INTENDED),
    Example("6_2", title("AWARD", "DIRECT", foreign_related="NO"), says("HIGH_COURT_THEN_SPC", False), {"refusal_intended": True, "public_policy_ground": True}),
    Example("7", title("AWARD", "DIRECT", foreign_related="NO"), says("HIGH_COURT", False), INTENDED),
    Example("7", title("AWARD", "DIRECT", foreign_related="UNKNOWN"), says("HIGH_COURT", False), INTENDED),
    Example("8", title("AWARD", "NYC"), says("NONE", False), NOT_INTENDED),
    Example("8", title("AWARD", "NYC"), says("NONE", False)),
    Example("8", title("JUDGMENT", "DIRECT"), says("NONE", False)),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_court_reports_by_route_and_intention(example: Example) -> None:
    assert told(DECISION, "D17", example) == ([example.row], example.expected)


def test_every_row_has_an_example() -> None:
    assert rows_without_example(DECISION, "D17", (example.row for example in EXAMPLES)) == set()


@pytest.mark.parametrize(("route", "approval"), [("RECIPROCITY", "HIGH_COURT_THEN_SPC"), ("TREATY", "NONE")])
def test_scenarios_1_to_3_a_treaty_needs_no_prior_approval_reciprocity_does(
    route: str, approval: str
) -> None:
    """Scenarios 1 and 3 (GB, US) wait for the SPC's reply; scenario 2 (RU) is filed for the record only."""
    said = decide(DECISION, title("JUDGMENT", "REVIEW"), {"route": route, **NOT_INTENDED}).outputs[0]
    assert said == says(approval, True)
