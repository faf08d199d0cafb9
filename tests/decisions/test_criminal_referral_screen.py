"""D11: whether and how to refer the refusal to perform a judgment; all grounds, then one proposal."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.decisions.shipped import decide, rows_without_example

DECISION, GROUNDS = "D11_criminal_referral_screen", "D11_grounds"
NOTICE, EFFECT = date(2025, 1, 10), date(2025, 4, 30)
STRONG: dict[str, Any] = {
    "actor_role": "JUDGMENT_DEBTOR", "title_kind": "JUDGMENT", "ability_evidence": True, "conduct_kind": "CR_1",
    "conduct_date": date(2025, 6, 20), "litigation_notice_date": NOTICE, "refusing_after_effect": True,
    "sanctions_before": False, "complaint_proof": False, "police_outcome": None, "procurator_outcome": None,
}  # fmt: skip


def screen(effect: date | None = EFFECT, **changes: Any) -> tuple[list[str], list[str], str]:
    """Return the rows of the grounds, the row of the summary, and the way proposed, for a strong case with changes."""
    result = decide(DECISION, {"title.effective_date": effect}, STRONG | changes)
    rows = {part: [row["id"].removeprefix("D11_r") for row in found] for part, found in result.matched.items()}
    return rows[GROUNDS], rows[DECISION], result.outputs[0]["referral"]


BETWEEN = EFFECT - timedelta(1)
#: Changes against a strong case → rows of the grounds, row of the summary, proposal.
EXAMPLES: list[tuple[dict[str, Any], list[str], str, str]] = [
    ({}, ["6", "7"], "S7", "REFER_TO_ENFORCEMENT_COURT"),
    ({"actor_role": "CONSPIRATOR"}, ["6", "7"], "S7", "REFER_TO_ENFORCEMENT_COURT"),
    ({"actor_role": "OUTSIDER"}, ["1", "6", "7"], "S1", "NO_REFERRAL"),
    ({"title_kind": "OTHER"}, ["2", "6", "7"], "S1", "NO_REFERRAL"),
    ({"title_kind": "AWARD"}, ["6", "7"], "S7", "REFER_TO_ENFORCEMENT_COURT"),
    ({"ability_evidence": False}, ["3", "6", "7"], "S2", "GATHER"),
    ({"ability_evidence": None}, ["3", "6", "7"], "S2", "GATHER"),
    ({"conduct_date": NOTICE - timedelta(1)}, ["4", "7"], "S1", "NO_REFERRAL"),
    ({"conduct_date": BETWEEN, "litigation_notice_date": None}, ["4a", "7"], "S3", "REVIEW"),
    ({"conduct_date": NOTICE}, ["5", "7"], "S7", "REFER_TO_ENFORCEMENT_COURT"),
    ({"conduct_date": BETWEEN}, ["5", "7"], "S7", "REFER_TO_ENFORCEMENT_COURT"),
    ({"conduct_date": BETWEEN, "refusing_after_effect": False}, ["5a", "7"], "S1", "NO_REFERRAL"),
    ({"conduct_date": BETWEEN, "refusing_after_effect": None}, ["5b", "7"], "S3", "REVIEW"),
    ({"conduct_date": EFFECT}, ["6", "7"], "S7", "REFER_TO_ENFORCEMENT_COURT"),
    ({"litigation_notice_date": None}, ["6", "7"], "S7", "REFER_TO_ENFORCEMENT_COURT"),
    ({"conduct_date": None}, ["6a", "7"], "S3", "REVIEW"),
    ({"conduct_kind": "VIOLENCE"}, ["6", "8"], "S7", "REFER_TO_ENFORCEMENT_COURT"),
    ({"conduct_kind": "IGNORED_SANCTION", "sanctions_before": True}, ["6", "9"], "S7", "REFER_TO_ENFORCEMENT_COURT"),
    ({"conduct_kind": "IGNORED_SANCTION"}, ["6"], "S8", "NO_REFERRAL"),
    ({"conduct_kind": "IGNORED_SANCTION", "sanctions_before": None}, ["6", "9a"], "S3", "REVIEW"),
    ({"conduct_kind": "NOT_LISTED"}, ["6"], "S8", "NO_REFERRAL"),
    ({"police_outcome": "OPENED"}, ["6", "7"], "S6", "WAIT"),
    *(({"police_outcome": outcome, "complaint_proof": True}, ["6", "7"], "S4", "PRIVATE_PROSECUTION") for outcome in ("REFUSED", "FILE_NOT_TAKEN", "NO_REPLY_60")),
    ({"police_outcome": "OPENED", "procurator_outcome": "NOT_PROSECUTED", "complaint_proof": True}, ["6", "7"], "S4", "PRIVATE_PROSECUTION"),
    ({"police_outcome": "REFUSED"}, ["6", "7"], "S5", "FILE_COMPLAINT_FIRST"),
    ({"police_outcome": "REFUSED", "complaint_proof": None}, ["6", "7"], "S5", "FILE_COMPLAINT_FIRST"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "grounds", "summary", "referral"), EXAMPLES)
def test_all_grounds_are_collected_and_lead_to_one_proposal(
    changes: dict[str, Any], grounds: list[str], summary: str, referral: str
) -> None:
    assert screen(**changes) == (grounds, [summary], referral)


def test_a_title_whose_effect_is_not_known_is_reviewed() -> None:
    assert screen(effect=None) == (["6a", "7"], ["S3"], "REVIEW")


def test_every_row_has_an_example() -> None:
    assert rows_without_example(DECISION, "D11", {summary for *_, summary, _ in EXAMPLES}) == set()
    assert rows_without_example(DECISION, "D11", {row for _, rows, *_ in EXAMPLES for row in rows}, GROUNDS) == set()


def test_the_grounds_are_handed_on_with_the_proposal() -> None:
    result = decide(DECISION, {"title.effective_date": EFFECT}, STRONG)
    assert [ground["row_result"] for ground in result.outputs[0]["grounds"]] == ["IN", "SERIOUS"]


def test_scenario_5_a_claim_waived_after_the_judgment_is_serious() -> None:
    assert screen(effect=date(2025, 4, 30), conduct_date=date(2025, 6, 20))[2] == "REFER_TO_ENFORCEMENT_COURT"
