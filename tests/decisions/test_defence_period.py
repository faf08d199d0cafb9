"""D04: the defence period of each respondent."""

import pytest

from tests.decisions.shipped import Example, decide, rows_without_example, told

DECISION = "D04_defence_period"


def example(row: str, kind: str, domicile: str, days: int, *rules: str, confidence: str) -> Example:
    variables = {"case_kind": kind, "respondent_domicile": domicile}
    return Example(row, {}, {"days": days, "rules": list(rules), "confidence": confidence}, variables)


EXAMPLES = [
    example("1", "FOREIGN_JUDGMENT", "MAINLAND", 15, "DL-G-09", confidence="guide"),
    example("2", "FOREIGN_JUDGMENT", "ELSEWHERE", 30, "DL-G-10", confidence="guide"),
    example("2", "FOREIGN_JUDGMENT", "UNKNOWN", 30, "DL-G-10", confidence="guide"),
    example("3", "TW_JUDGMENT", "MAINLAND", 15, "DL-X-59", confidence="read"),
    example("4", "TW_JUDGMENT", "UNKNOWN", 30, "DL-X-117", confidence="read"),
    example("5", "HK_JUDGMENT", "MAINLAND", 15, "DL-G-09", confidence="analogy"),
    example("6", "MO_JUDGMENT", "ELSEWHERE", 30, "DL-G-10", confidence="analogy"),
    example("7", "AWARD", "MAINLAND", 15, "DL-G-32", "DL-X-54", confidence="analogy"),
    example("8", "AWARD", "UNKNOWN", 30, "DL-G-35", "DL-X-116", confidence="analogy"),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_the_defence_period_follows_kind_and_domicile(example: Example) -> None:
    assert told(DECISION, "D04", example) == ([example.row], example.expected)


def test_every_row_has_an_example() -> None:
    assert rows_without_example(DECISION, "D04", (example.row for example in EXAMPLES)) == set()


@pytest.mark.parametrize(("answer", "days"), [("YES", 15), ("NO", 30), ("UNKNOWN", 30), (None, 30)])
def test_the_domicile_is_read_from_the_respondent_of_the_loop(answer: str | None, days: int) -> None:
    """Scenario 3: the company has 15 days, the director in Vancouver 30."""
    variables = {"case_kind": "FOREIGN_JUDGMENT", "party": {"domicile_cn": answer}}
    assert decide(DECISION, {}, variables).outputs[0]["days"] == days


@pytest.mark.parametrize("kind", ["NOTARISED", None])
def test_another_kind_of_case_has_no_defence_period(kind: str | None) -> None:
    assert decide(DECISION, {}, {"case_kind": kind, "respondent_domicile": "MAINLAND"}).outputs == []
