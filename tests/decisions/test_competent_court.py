"""D03: level of the court and the places to choose from."""

from typing import Any

import pytest

from tests.decisions.shipped import Example, decide, rows_without_example, told

DECISION = "D03_competent_court"
DOMICILE, ASSETS, HABITUAL = "RESPONDENT_DOMICILE", "RESPONDENT_ASSETS", "RESPONDENT_HABITUAL"
APPLICANT, APPLICANT_HABITUAL, DISPUTE = "APPLICANT_DOMICILE", "APPLICANT_HABITUAL", "DISPUTE_PLACE"


def debtor(
    domicile: str | None = "NO", assets: str | None = "NO", habitual: str | None = "NO", role: str = "DEBTOR"
) -> dict[str, Any]:
    return {"role": role, "domicile_cn": domicile, "assets_cn": assets, "habitual_cn": habitual}


def facts(route: str, *debtors: dict[str, Any], **others: Any) -> dict[str, Any]:
    """Return a case on a route; `maritime`, `applicant`, `applicant_habitual`, `dispute`, `related` answer YES, NO, UNKNOWN."""
    return {
        "recognition.route": route, "debtors": list(debtors) or [debtor()],
        "title.maritime": others.get("maritime", "NO"), "title.instrument_type": others.get("kind", "FOREIGN_JUDGMENT"),
        "client.domicile_cn": others.get("applicant", "NO"), "client.habitual_cn": others.get("applicant_habitual", "NO"),
        "recognition.dispute_connection_cn": others.get("dispute", "NO"),
        "recognition.related_mainland_case": others.get("related", "NO"),
        "recognition.local_override": others.get("override"),
    }  # fmt: skip


def says(level: str, *places: str, **others: Any) -> dict[str, Any]:
    return {"court_level": level, "place_options": list(places), "one_only": False, **others}


HERE, MAYBE = debtor("YES"), debtor(None, "UNKNOWN", None)
DIRECT = {"kind": "AWARD_DOMESTIC"}
EXAMPLES = [
    Example("1_1", facts("HK_JUDGMENT", HERE, maritime="YES"), says("MARITIME", DOMICILE, one_only=True)),
    Example("1_2", facts("RECIPROCITY", HERE, maritime="YES"), says("MARITIME", DOMICILE, notes="CONFIRM_MARITIME")),
    Example("1_3", facts("TREATY", maritime="YES"), says("MARITIME", APPLICANT)),
    Example("1_4", facts("NYC", maritime="YES", related="YES"), says("MARITIME", "RELATED_CASE_COURT")),
    Example("1_5", facts("NYC", maritime="YES", applicant="YES"), says("MARITIME", APPLICANT)),
    Example("1_6", facts("AWARD_RECIPROCITY", maritime="YES", dispute="YES"), says("MARITIME", DISPUTE)),
    Example("2", facts("RECIPROCITY", HERE), says("INTERMEDIATE", DOMICILE, notes=None)),
    Example("2", facts("TREATY", debtor("YES", "YES")), says("INTERMEDIATE", DOMICILE, ASSETS)),
    Example("2", facts("TREATY", debtor(), debtor("NO", "YES")), says("INTERMEDIATE", ASSETS)),
    Example("3", facts("RECIPROCITY"), says("INTERMEDIATE", APPLICANT)),
    Example("4", facts("NYC", HERE, related="YES"), says("INTERMEDIATE", DOMICILE)),
    Example("4a", facts("NYC", related="YES", applicant="YES"), says("INTERMEDIATE", "RELATED_CASE_COURT", notes="AT_LEAST_INTERMEDIATE")),
    Example("5_1", facts("NYC", applicant="YES", dispute="YES"), says("INTERMEDIATE", APPLICANT, DISPUTE)),
    Example("5_2", facts("AWARD_RECIPROCITY", dispute="YES"), says("INTERMEDIATE", DISPUTE)),
    Example("6", facts("HK_AWARD", debtor("NO", "YES", "YES")), says("INTERMEDIATE", ASSETS)),
    Example("7", facts("MO_AWARD", debtor("NO", "NO", "YES")), says("INTERMEDIATE", HABITUAL)),
    Example("8", facts("TW_AWARD", applicant_habitual="YES"), says("INTERMEDIATE", APPLICANT_HABITUAL, notes="SPECIALISED_POSSIBLE")),
    Example("9", facts("HK_JUDGMENT", HERE, applicant="YES"), says("INTERMEDIATE", DOMICILE, APPLICANT, one_only=True)),
    Example("10", facts("MO_JUDGMENT", debtor("NO", "YES")), says("INTERMEDIATE", ASSETS, one_only=True)),
    Example("11", facts("TW_JUDGMENT", applicant="YES"), says("INTERMEDIATE", APPLICANT, one_only=True, notes="SPECIALISED_POSSIBLE")),
    Example("12", facts("DIRECT", override="Shenzhen", **DIRECT), says("BASIC"), {"amount_within_basic": True}),
    Example("13", facts("DIRECT", override="Shenzhen", **DIRECT), says("INTERMEDIATE", DOMICILE, ASSETS), {"amount_within_basic": False}),
    Example("13", facts("DIRECT", **DIRECT), says("INTERMEDIATE", DOMICILE, ASSETS), {"amount_within_basic": True}),
    Example("14", facts("DIRECT", kind="JUDGMENT_MONEY"), says("SAME_LEVEL", "FIRST_INSTANCE_COURT", ASSETS)),
    Example("14a", facts("DIRECT", kind="PAYMENT_ORDER"), says("SAME_LEVEL", "ISSUING_COURT", ASSETS)),
    Example("15_1", facts("DIRECT", kind="NOTARISED"), says("BASIC", DOMICILE, ASSETS), {"amount_within_basic": True}),
    Example("15_2", facts("DIRECT", kind="NOTARISED"), says("INTERMEDIATE", DOMICILE, ASSETS), {"amount_within_basic": False}),
    Example("15_3", facts("DIRECT", kind="NOTARISED"), says("NONE", DOMICILE, ASSETS, notes="LEVEL_BY_AMOUNT")),
    Example("16", facts("REVIEW", HERE), says("NONE", notes="PARTNER_DECIDES")),
    # Unknown is neither a place nor the lack of one.
    Example("16", facts("RECIPROCITY", MAYBE, applicant="YES"), says("NONE")),
    Example("16", facts("TREATY", debtor(), MAYBE), says("NONE")),
    Example("16", facts("HK_AWARD", MAYBE), says("NONE")),
    Example("16", {"recognition.route": "TREATY", "debtors": []}, says("NONE")),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_a_case_goes_to_the_court_of_its_route(example: Example) -> None:
    rows, outputs = told(DECISION, "D03", example)
    expected = {**example.expected, "place_options": sorted(example.expected["place_options"])}
    assert (rows, {**outputs, "place_options": sorted(outputs["place_options"])}) == ([example.row], expected)


def test_every_row_has_an_example() -> None:
    assert rows_without_example(DECISION, "D03", (example.row for example in EXAMPLES)) == set()


def test_the_route_proposed_at_intake_counts_before_one_is_signed_off() -> None:
    case = facts("NONE", HERE)
    assert decide(DECISION, case, {"route": "RECIPROCITY"}).outputs[0]["court_level"] == "INTERMEDIATE"


def test_a_third_party_debtor_here_does_not_found_competence() -> None:
    case = facts("RECIPROCITY", debtor(), debtor("YES", "YES", role="THIRD_PARTY_DEBTOR"))
    assert decide(DECISION, case).outputs[0]["place_options"] == [APPLICANT]


def test_scenario_1_goes_to_the_intermediate_court_of_ningbo() -> None:
    """A supply contract with a company domiciled in Ningbo: not maritime."""
    case = facts("RECIPROCITY", debtor("YES", None, None))
    assert decide(DECISION, case).outputs[0]["place_options"] == [DOMICILE]
