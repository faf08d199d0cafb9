"""D01: which titles are enforcement instruments, and where they go next."""

from datetime import date
from typing import Any

import pytest

from tests.decisions.shipped import TODAY, Example, decide, rows_without_example, told

DECISION = "D01_instrument_eligibility"
#: What the lawyer confirms of a title that is in order.
IN_ORDER = {
    "title.operative_part_clear": "YES", "title.procedural_kind": "NONE", "title.civil_commercial": "YES",
    "title.effective": "YES", "title.final": "YES", "title.hk_excluded_matter": "NO",
}  # fmt: skip
RECOGNITION, HKMT = "foreign_judgment_recognition", "hkmt_judgment_recognition"
AWARD, DIRECT = "arbitral_award_recognition", "domestic_direct_enforcement"
NOTARISED = {
    "title.debtor_consent_written": "YES", "title.duty_specified": "YES", "title.enforcement_certificate": "YES",
}  # fmt: skip


def title(kind: str, **answers: Any) -> dict[str, Any]:
    return {
        **IN_ORDER,
        "title.instrument_type": kind,
        **{f"title.{name}": value for name, value in answers.items()},
    }


def says(eligibility: str, next_process: str | None = None, **others: Any) -> dict[str, Any]:
    return {"eligibility": eligibility, "next_process": next_process, **others}


EXAMPLES = [
    Example(
        "0a", title("JUDGMENT_MONEY", first_due_date=TODAY), says("NOT_YET", wait_until=date(2026, 11, 24), reason="0a")
    ),
    Example("0a", title("NOTARISED", first_due_date=date(2026, 12, 31)), says("NOT_YET", wait_until=date(2027, 1, 1))),
    Example("1a", title("JUDGMENT_MONEY", operative_part_clear="NO", clarification_refused=True), says("INELIGIBLE")),
    Example("1", title("FOREIGN_AWARD", operative_part_clear="NO"), says("NOT_YET", wait_until=None)),
    Example("2", title("FOREIGN_JUDGMENT", procedural_kind="INJUNCTION"), says("INELIGIBLE")),
    Example("2", title("MO_JUDGMENT", procedural_kind="OTHER"), says("INELIGIBLE")),
    Example("2a", title("HK_JUDGMENT", hk_excluded_matter="YES"), says("REVIEW")),
    Example("2b", title("HK_JUDGMENT", hk_excluded_matter="UNKNOWN"), says("REVIEW")),
    Example("2b", title("HK_JUDGMENT", hk_excluded_matter=None), says("REVIEW")),
    Example("3_1", title("FOREIGN_JUDGMENT", effective="NO"), says("NOT_YET", reason="3")),
    Example("3_2", title("TW_JUDGMENT", final="NO"), says("NOT_YET", reason="3")),
    Example("4", title("FOREIGN_JUDGMENT"), says("ELIGIBLE", RECOGNITION, flags=[], reason="4")),
    Example("5", title("FOREIGN_CRIMINAL_DAMAGES"), says("PARTIAL", RECOGNITION)),
    Example("5a", title("FOREIGN_BANKRUPTCY"), says("ELIGIBLE", RECOGNITION, flags=["BANKRUPTCY_TEST"])),
    Example("6", title("FOREIGN_DIVORCE"), says("ELIGIBLE", flags=["STATUS_ONLY"])),
    Example("7", title("HK_JUDGMENT"), says("ELIGIBLE", HKMT)),
    Example("7", title("TW_JUDGMENT"), says("ELIGIBLE", HKMT)),
    Example("7a", title("FOREIGN_AWARD", set_aside="YES", binding="YES"), says("INELIGIBLE")),
    Example("7a", title("AWARD_DOMESTIC", set_aside="YES"), says("INELIGIBLE")),
    Example("8", title("HK_AWARD", binding="YES"), says("ELIGIBLE", AWARD)),
    Example("8b", title("FOREIGN_AWARD", binding="NO"), says("NOT_YET")),
    Example("8a", title("JUDGMENT_DELIVERY", effective="NO"), says("NOT_YET")),
    Example("9", title("JUDGMENT_MONEY", first_due_date=date(2026, 11, 22)), says("ELIGIBLE", DIRECT)),
    Example("10", title("JUDGMENT_CONDUCT"), says("REVIEW", DIRECT, flags=["CONDUCT"])),
    Example("11", title("MEDIATION"), says("ELIGIBLE", DIRECT)),
    Example("12", title("PAYMENT_ORDER", objection_filed_in_time="YES"), says("INELIGIBLE")),
    Example(
        "13_1",
        {**title("PAYMENT_ORDER", order_received_date=date(2026, 11, 20)), "computed.order_days_over": False},
        says("NOT_YET", DIRECT),
    ),
    Example("13_2", title("PAYMENT_ORDER"), says("NOT_YET", DIRECT, reason="13")),
    Example(
        "14",
        {**title("PAYMENT_ORDER", order_received_date=date(2026, 1, 30)), "computed.order_days_over": True},
        says("ELIGIBLE", DIRECT),
    ),
    Example("15", title("AWARD_MEDIATION"), says("ELIGIBLE", DIRECT)),
    Example("16_1", {**title("NOTARISED"), **NOTARISED, "title.debtor_consent_written": "NO"}, says("INELIGIBLE", DIRECT)),
    Example("16_2", {**title("NOTARISED"), **NOTARISED, "title.duty_specified": "NO"}, says("INELIGIBLE", DIRECT)),
    Example("17", {**title("NOTARISED"), **NOTARISED, "title.enforcement_certificate": "NO"}, says("NOT_YET", DIRECT)),
    Example("18", {**title("NOTARISED"), **NOTARISED}, says("ELIGIBLE", DIRECT)),
    Example("18a", title("RULING_MEDIATION_CONFIRMED"), says("ELIGIBLE", DIRECT)),
    Example("19", title("RULING_PRESERVATION"), says("INELIGIBLE", "property_preservation")),
    Example("20", title("RULING_OUTCOME"), says("INELIGIBLE")),
    Example("21", title("OTHER"), says("REVIEW", reason="21")),
    # Nothing unknown or unasked passes as YES or NO.
    Example("21", title("JUDGMENT_MONEY", effective="UNKNOWN"), says("REVIEW")),
    Example("21", title("FOREIGN_JUDGMENT", civil_commercial=None), says("REVIEW")),
    Example("21", title("FOREIGN_AWARD", binding="UNKNOWN"), says("REVIEW")),
    Example("21", {**title("NOTARISED"), **NOTARISED, "title.debtor_consent_written": "UNKNOWN"}, says("REVIEW")),
    Example("21", {}, says("REVIEW")),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_a_title_is_judged_by_the_row_made_for_it(example: Example) -> None:
    assert told(DECISION, "D01", example) == ([example.row], example.expected)


def test_every_row_has_an_example() -> None:
    assert rows_without_example(DECISION, "D01", (example.row for example in EXAMPLES)) == set()


def test_the_notarised_deed_without_consent_of_scenario_12_still_knows_its_process() -> None:
    """The partner may file anyway; the hand-over then needs the next process."""
    facts = {
        **title("NOTARISED", first_due_date=date(2025, 12, 31)),
        **NOTARISED,
        "title.debtor_consent_written": "NO",
    }
    assert decide(DECISION, {**facts, "today": date(2026, 2, 9)}).outputs[0]["next_process"] == DIRECT
