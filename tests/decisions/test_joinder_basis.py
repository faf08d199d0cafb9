"""D09: the cases in which a further debtor can be joined, seen from the evidence on one target."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.decisions.shipped import decide, rows_without_example

DECISION, CASES = "D09_joinder_basis", "D09_cases"
#: Every question of the form, unanswered.
UNANSWERED: dict[str, Any] = dict.fromkeys((
    "target_role", "event_kind", "company_form", "contribution_due", "share_transfer_date", "liquidation_impossible",
    "deregistration_promise", "unpaid_amount", "withdrawn_amount", "received_amount", "received_gratuitously",
    "promised_amount", "separation_proved",
))  # fmt: skip
AMOUNT = Decimal(1_500_000)
SUIT, RECONSIDERATION = ("SUIT", "DL-X-72"), ("RECONSIDERATION", "DL-X-71")


def found(
    insufficient: str | None = "YES", rule_set: str = "prc_law", **evidence: Any
) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the rows hit and the cases of joinder that fit a target."""
    facts = {"findings.debtor_insufficient": insufficient, "rule_set": rule_set}
    result = decide(DECISION, facts, UNANSWERED | evidence)
    return [row["id"].removeprefix("D09_r") for row in result.matched[CASES]], result.outputs[0]["joinder_basis"]


def of(role: str, *events: str, **evidence: Any) -> dict[str, Any]:
    return {"target_role": role, "event_kind": list(events), **evidence}


UNPAID = {"unpaid_amount": AMOUNT}
SOLD = of("FORMER_SHAREHOLDER", "SOLD_SHARES", **UNPAID)
LLC, STOCK = {"company_form": "LLC"}, {"company_form": "JOINT_STOCK"}
GONE = of("SHAREHOLDER", "DEREGISTERED", **LLC)
GONE_STOCK = of("DIRECTOR", "DEREGISTERED", **STOCK)
TOOK = of("SHAREHOLDER", "DISSOLVED_TOOK_ASSETS", received_amount=AMOUNT)
SOLE = of("SOLE_SHAREHOLDER", "NO_SEPARATION", **LLC)
PROMISED = of("PROMISOR", "PROMISE", promised_amount=AMOUNT)

#: Evidence → row, case, liability, cap, way, remedy against the ruling.
EXAMPLES: list[tuple[dict[str, Any], str, str, str, Decimal | None, str, tuple[str | None, str | None]]] = [
    (of("SHAREHOLDER", "UNPAID", contribution_due="YES", **UNPAID), "JN_1a", "JN-1a", "SUPPLEMENTARY", AMOUNT, "JOIN", SUIT),
    (of("SOLE_SHAREHOLDER", "UNPAID", contribution_due="NO", **UNPAID), "JN_1b", "JN-1b", "SUPPLEMENTARY", AMOUNT, "ASK_COURT", SUIT),
    (of("SHAREHOLDER", "WITHDRAWN", withdrawn_amount=AMOUNT), "JN_1c", "JN-1c", "SUPPLEMENTARY", AMOUNT, "JOIN", SUIT),
    ({**SOLD, "contribution_due": "YES"}, "JN_1d", "JN-1d", "SUPPLEMENTARY", AMOUNT, "JOIN", SUIT),
    ({**SOLD, "contribution_due": "NO", "share_transfer_date": date(2024, 7, 1)}, "JN_1e", "JN-1e", "SUBSIDIARY", AMOUNT, "SUE", (None, None)),
    ({**SOLD, "contribution_due": "NO", "share_transfer_date": date(2024, 6, 30)}, "JN_1e_before", "JN-1e", "SUBSIDIARY", AMOUNT, "REVIEW", (None, None)),
    ({**SOLD, "contribution_due": "NO"}, "JN_1e_before", "JN-1e", "SUBSIDIARY", AMOUNT, "REVIEW", (None, None)),
    ({**GONE, "rule_set": "guide"}, "JN_2a_guide", "JN-2a", "JOINT", None, "JOIN", SUIT),
    ({**GONE, "liquidation_impossible": "YES"}, "JN_2a_law", "JN-2a", "JOINT", None, "JOIN", SUIT),
    ({**GONE, "liquidation_impossible": "UNKNOWN"}, "JN_2a_unknown", "JN-2a", "JOINT", None, "REVIEW", SUIT),
    ({**GONE_STOCK, "rule_set": "guide"}, "JN_2b_guide", "JN-2b", "JOINT", None, "JOIN", SUIT),
    ({**GONE_STOCK, "liquidation_impossible": "YES"}, "JN_2b_law", "JN-2b", "JOINT", None, "JOIN", SUIT),
    (GONE_STOCK, "JN_2b_unknown", "JN-2b", "JOINT", None, "REVIEW", SUIT),
    ({**PROMISED, "deregistration_promise": "YES"}, "JN_2c", "JN-2c", "WITHIN_PROMISE", AMOUNT, "JOIN", RECONSIDERATION),
    (PROMISED, "JN_2c_unknown", "JN-2c", "WITHIN_PROMISE", AMOUNT, "REVIEW", RECONSIDERATION),
    ({**TOOK, "received_gratuitously": "YES"}, "JN_3", "JN-3", "WITHIN_RECEIPT", AMOUNT, "JOIN", RECONSIDERATION),
    (TOOK, "JN_3_unknown", "JN-3", "WITHIN_RECEIPT", AMOUNT, "REVIEW", RECONSIDERATION),
    ({**SOLE, "separation_proved": "NO"}, "JN_4", "JN-4", "JOINT", None, "JOIN", SUIT),
    ({**SOLE, **STOCK, "separation_proved": "NO"}, "JN_4_stock", "JN-4", "JOINT", None, "ASK_COURT", SUIT),
    ({**SOLE, "separation_proved": "UNKNOWN"}, "JN_4_unknown", "JN-4", "JOINT", None, "REVIEW", SUIT),
    (of("GENERAL_PARTNER", "PARTNER"), "JN_5a", "JN-5a", "JOINT", None, "JOIN", RECONSIDERATION),
    (of("LIMITED_PARTNER", "PARTNER", **UNPAID), "JN_5b", "JN-5b", "SUPPLEMENTARY", AMOUNT, "JOIN", SUIT),
    (of("LIMITED_PARTNER", "PARTNER"), "JN_5b_unknown", "JN-5b", "SUPPLEMENTARY", None, "REVIEW", SUIT),
    *(
        (of(role, "SUCCESSION"), f"JN_X_{role.lower()}", "JN-X", "BY_LAW", None, "REVIEW", RECONSIDERATION)
        for role in ("HEIR", "MERGED", "DIVIDED", "SOLE_PROPRIETOR", "BRANCH", "OTHER_BODY", "TRANSFER_RECIPIENT", "TRANSFEREE", "PROMISOR")
    ),
    ({**PROMISED, "deregistration_promise": "NO"}, "JN_X_promisor_no", "JN-X", "BY_LAW", None, "REVIEW", RECONSIDERATION),
    ({**SOLD, "contribution_due": "YES"}, "JN_1d", "JN-1d", "SUPPLEMENTARY", AMOUNT, "JOIN", SUIT),
]  # fmt: skip


@pytest.mark.parametrize(("evidence", "row", "scenario", "liability", "cap", "mode", "challenge"), EXAMPLES)
def test_evidence_leads_to_its_case_of_joinder(
    evidence: dict[str, Any], row: str, scenario: str, liability: str, cap: Decimal | None, mode: str,
    challenge: tuple[str | None, str | None],
) -> None:  # fmt: skip
    rows, [case] = found(**evidence)
    assert rows == [row]
    assert (case["scenario"], case["liability_kind"], case["cap"], case["joinder_mode"]) == (scenario, liability, cap, mode)
    assert (case["challenge_kind"], case["challenge_rule"]) == challenge


#: Questions on which a case depends, and the cases that stay possible while they are not answered.
OPEN_QUESTIONS = [
    ("contribution_due", of("SHAREHOLDER", "UNPAID"), ["JN_1a_unknown", "JN_1b_unknown"]),
    ("contribution_due", SOLD, ["JN_1d_unknown", "JN_1e_unknown"]),
    ("liquidation_impossible", GONE, ["JN_2a_unknown"]),
    ("deregistration_promise", PROMISED, ["JN_2c_unknown"]),
    ("received_gratuitously", TOOK, ["JN_3_unknown"]),
    ("separation_proved", SOLE, ["JN_4_unknown"]),
]


@pytest.mark.parametrize("answer", ["UNKNOWN", None])
@pytest.mark.parametrize(("question", "evidence", "rows"), OPEN_QUESTIONS)
def test_a_question_unknown_or_unanswered_is_reviewed(
    question: str, evidence: dict[str, Any], rows: list[str], answer: str | None
) -> None:
    hit, cases = found(**{**evidence, question: answer})
    assert (hit, {case["joinder_mode"] for case in cases}) == (rows, {"REVIEW"})


@pytest.mark.parametrize(("insufficient", "mode"), [("YES", "JOIN"), ("NO", "NOT_YET"), ("UNKNOWN", "REVIEW"), (None, "REVIEW")])
@pytest.mark.parametrize("evidence", [
    of("SHAREHOLDER", "UNPAID", contribution_due="YES"), of("SHAREHOLDER", "WITHDRAWN"), of("GENERAL_PARTNER", "PARTNER"),
    {**SOLD, "contribution_due": "YES"}, {**TOOK, "received_gratuitously": "YES"}, {**SOLE, "separation_proved": "NO"},
    of("LIMITED_PARTNER", "PARTNER", **UNPAID),
])  # fmt: skip
def test_nobody_is_joined_before_the_assets_are_shown_to_be_insufficient(
    evidence: dict[str, Any], insufficient: str | None, mode: str
) -> None:
    _, [case] = found(insufficient, **evidence)
    assert case["joinder_mode"] == mode


@pytest.mark.parametrize(("insufficient", "modes"), [("NO", {"NOT_YET"}), (None, {"REVIEW"})])
def test_what_else_the_court_is_asked_waits_for_that_too(insufficient: str | None, modes: set[str]) -> None:
    later = [
        of("SHAREHOLDER", "UNPAID", contribution_due="NO"), {**SOLE, **STOCK, "separation_proved": "NO"},
        {**SOLD, "contribution_due": "NO", "share_transfer_date": date(2025, 1, 2)},
    ]  # fmt: skip
    assert {found(insufficient, **evidence)[1][0]["joinder_mode"] for evidence in later} == modes


def test_the_guide_joins_for_contributions_not_yet_due() -> None:
    _, [case] = found(rule_set="guide", **of("SHAREHOLDER", "UNPAID", contribution_due="NO"))
    assert case["joinder_mode"] == "JOIN"


@pytest.mark.parametrize("evidence", [{}, of("DIRECTOR", "UNPAID"), {**GONE, "liquidation_impossible": "NO"}, of("SHAREHOLDER")])
def test_where_no_case_fits_a_separate_suit_is_left(evidence: dict[str, Any]) -> None:
    rows, [case] = found(**evidence)
    assert (rows, case["scenario"], case["joinder_mode"]) == ([], "none", "SUE")


def test_several_cases_are_all_collected() -> None:
    rows, _ = found(**of("SHAREHOLDER", "UNPAID", "WITHDRAWN", contribution_due="YES"))
    assert rows == ["JN_1a", "JN_1c"]


def test_scenario_8_the_seller_is_joined_up_to_what_was_due_and_the_buyer_is_reviewed() -> None:
    _, [seller] = found(**{**SOLD, "contribution_due": "YES", "share_transfer_date": date(2024, 10, 15)})
    _, [buyer] = found(**of("TRANSFEREE", "SOLD_SHARES"))
    assert (seller["scenario"], seller["cap"], seller["challenge_kind"]) == ("JN-1d", AMOUNT, "SUIT")
    assert (buyer["scenario"], buyer["joinder_mode"]) == ("JN-X", "REVIEW")


def test_every_row_has_an_example() -> None:
    shown = {row for _, row, *_ in EXAMPLES} | {row for _, _, rows in OPEN_QUESTIONS for row in rows}
    assert rows_without_example(DECISION, "D09", shown, CASES) == set()
