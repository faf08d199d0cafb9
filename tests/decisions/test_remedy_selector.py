"""D22: remedies proposed on the findings."""

from decimal import Decimal
from typing import Any

import pytest

from tests.decisions.shipped import decide, hits, rows_without_example

DECISION = "D22_remedy_selector"
COMPANY = {"kind": "COMPANY", "several_creditors": "YES", "freeze_cover_ratio": Decimal("0.4")}
PERSON = {"kind": "PERSON", "several_creditors": "NO", "freeze_cover_ratio": Decimal(1)}
ALWAYS = "STANDING_CHECK"


def found(
    *findings: str,
    acts: tuple[str, ...] = (),
    debtors: tuple[dict[str, Any], ...] = (PERSON,),
    answer: str | None = "YES",
) -> dict[str, Any]:
    facts: dict[str, Any] = {f"findings.{finding}": answer for finding in findings}
    return {**facts, "acts": [{"kind": kind} for kind in acts], "debtors": list(debtors)}


#: Findings → rows hit and proposals.
EXAMPLES: list[tuple[dict[str, Any], list[str], list[str]]] = [
    (found(), [], []),
    (found("hidden_assets"), ["1_1", "1_2", "1_3"], ["CRIMINAL", "REVOCATION", "SEARCH"]),
    (found(acts=("OTHER", "WAIVER")), ["2_1", "2_2"], ["REVOCATION", "CRIMINAL"]),
    (found(acts=("HIDDEN", "IDLE_CLAIM")), [], []),
    (found("idle_receivable"), ["3_1", "3_2"], ["DEBTOR_NOTICE", "SUBROGATION"]),
    (found("capital_unpaid"), ["4"], ["JOINDER"]),
    (found("sole_shareholder"), ["5_1"], ["JOINDER"]),
    (found("partnership"), ["5_2"], ["JOINDER"]),
    (found("deregistered"), ["5_3"], ["JOINDER"]),
    (found("group_abuse"), ["6"], ["VEIL"]),
    (found("director_acts"), ["7"], ["DIRECTORS"]),
    (found("cannot_pay", debtors=(COMPANY,)), ["8", "9"], ["BANKRUPTCY", "REVIEW_SHAREHOLDERS"]),
    (found("cannot_pay", debtors=({**COMPANY, "freeze_cover_ratio": Decimal(1)},)), ["9"], ["REVIEW_SHAREHOLDERS"]),
    (found("cannot_pay", debtors=({**COMPANY, "freeze_cover_ratio": None},)), ["9"], ["REVIEW_SHAREHOLDERS"]),
    (found("cannot_pay", debtors=({**COMPANY, "several_creditors": "UNKNOWN"},)), ["9"], ["REVIEW_SHAREHOLDERS"]),
    (found("cannot_pay"), [], []),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "rows", "proposals"), EXAMPLES)
def test_a_finding_leads_to_its_remedies(
    facts: dict[str, Any], rows: list[str], proposals: list[str]
) -> None:
    result = decide(DECISION, facts)
    assert (hits(result, "D22"), [row["proposal"] for row in result.outputs]) == (
        [*rows, "10"],
        [*proposals, ALWAYS],
    )


def test_every_row_has_an_example() -> None:
    assert (
        rows_without_example(DECISION, "D22", {"10", *(row for _, rows, _ in EXAMPLES for row in rows)})
        == set()
    )


@pytest.mark.parametrize("answer", ["NO", "UNKNOWN", None])
def test_a_finding_that_is_not_yes_proposes_nothing(answer: str | None) -> None:
    findings = (
        "hidden_assets", "idle_receivable", "capital_unpaid", "sole_shareholder", "partnership", "deregistered",
        "group_abuse", "director_acts", "cannot_pay",
    )  # fmt: skip
    result = decide(DECISION, found(*findings, debtors=(COMPANY,), answer=answer))
    assert [row["proposal"] for row in result.outputs] == [ALWAYS]


def test_proposals_with_a_clock_of_their_own_come_first() -> None:
    outputs = decide(DECISION, found("hidden_assets", "idle_receivable", acts=("GIFT",))).outputs
    ordered = sorted(outputs, key=lambda row: row["order"])
    assert [row["clock_first"] for row in ordered] == [True, True, False, False, False, False, False, False]


def test_one_debtor_is_looked_at_by_itself() -> None:
    facts = found("cannot_pay", debtors=(COMPANY, PERSON))
    assert [row["proposal"] for row in decide(DECISION, facts, {"party": PERSON}).outputs] == [ALWAYS]


def test_a_case_without_acts_or_debtors_gets_the_standing_check() -> None:
    assert [row["proposal"] for row in decide(DECISION, {}).outputs] == [ALWAYS]


def test_scenario_8_a_shareholder_with_unpaid_capital_is_proposed_for_joinder() -> None:
    """Scenario 8: Ms Sun paid 0.5m of 2m; the debtor, a company, has no assets."""
    facts = found("capital_unpaid", "cannot_pay", debtors=({**COMPANY, "several_creditors": None},))
    assert [row["proposal"] for row in decide(DECISION, facts).outputs] == [
        "JOINDER",
        "REVIEW_SHAREHOLDERS",
        ALWAYS,
    ]
