"""D14, D15, D15b, D15c: who bears a fee, what an asset can be made to give, what a debtor may be forbidden. Source: domain/decisions."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.decisions.shipped import TODAY, Example, decide, hits, rows_without_example, shipped_rows, told

FEES, MEASURES, RESTRICTIONS, CLASSES = "D14_fee_responsibility", "D15_measures_by_asset", "D15b_restrictions", "D15c_asset_class"
BEFORE = TODAY - timedelta(days=1)
LAW, GUIDE = {"rule_set": "prc_law"}, {"rule_set": "guide"}


def fee(row: str, item: str | None, bearer: str, advanced_by: str, facts: dict[str, str] = LAW, **variables: Any) -> Example:
    return Example(row, facts, {"bearer": bearer, "advanced_by": advanced_by}, {"cost_item": item, **variables})


FEE_EXAMPLES = [
    fee("2", "ENFORCEMENT_FEE", "DEBTOR", "NOBODY"),
    *(fee("2", item, "APPLICANT", "APPLICANT") for item in ("NOTARISATION", "TRANSLATION", "LAWYERS", "PRESERVATION_FEE")),
    fee("2_guide", "ACCEPTANCE_FEE", "APPLICANT", "APPLICANT", GUIDE),
    fee("2", "ACCEPTANCE_FEE", "DEBTOR", "APPLICANT"),
    fee("2_guide", "INSURANCE", "APPLICANT", "APPLICANT", GUIDE),
    fee("2", "REWARD", "CREDITOR", "CREDITOR"),
    fee("1_evasion", "AUDIT", "DEBTOR", "APPLICANT", evasion_found=True),
    fee("1", "AUDIT", "APPLICANT", "APPLICANT", evasion_found=False),
    fee("1", "AUDIT", "APPLICANT", "APPLICANT", evasion_found=None),
    *(fee("2", item, "BY_RULING", "APPLICANT") for item in ("VALUATION", "PUBLICATION", "SUIT_FEE")),
    fee("0", None, "BY_RULING", "APPLICANT"),
    fee("0", "UNKNOWN", "BY_RULING", "APPLICANT"),
]


@pytest.mark.parametrize("example", FEE_EXAMPLES, ids=str)
def test_a_fee_is_borne_as_its_row_says(example: Example) -> None:
    assert told(FEES, "D14", example) == ([example.row], example.expected)


@pytest.mark.parametrize(("item", "cap", "deducted"), [("PRESERVATION_FEE", 5000, False), ("ENFORCEMENT_FEE", None, True), ("REWARD", None, True)])
def test_only_preservation_has_a_cap_and_what_is_deducted_is_told(item: str, cap: int | None, deducted: bool) -> None:
    outputs = decide(FEES, LAW, {"cost_item": item}).outputs[0]
    assert (outputs["cap"], outputs["deducted"]) == (cap, deducted)


@pytest.mark.parametrize("facts", [LAW, GUIDE, {}], ids=str)
def test_a_row_that_leaves_the_bearer_open_leaves_it_to_the_ruling(facts: dict[str, str]) -> None:
    rows = [row | {"bearer_guide": None, "bearer_law": None} for row in shipped_rows()["fees"]]
    outputs = decide(FEES, facts | {"reference": {"fees": rows}}, {"cost_item": "REWARD"}).outputs[0]
    assert (outputs["bearer"], outputs["advanced_by"]) == ("BY_RULING", "CREDITOR")


@pytest.mark.parametrize(("decision", "table", "asked", "last", "found"), [
    (FEES, "fees", {"cost_item": "REWARD"}, TODAY, "REWARD v1"), (FEES, "fees", {"cost_item": "REWARD"}, BEFORE, None),
    (MEASURES, "asset_classes", {"asset_class": "CASH"}, TODAY, "CASH v1"), (MEASURES, "asset_classes", {"asset_class": "CASH"}, BEFORE, None),
])  # fmt: skip
def test_a_row_counts_up_to_its_last_day_and_is_named_with_its_version(decision: str, table: str, asked: dict[str, str], last: date, found: str | None) -> None:
    ended = {table: [row | {"valid_to": last} for row in shipped_rows()[table]]}
    read = [value for label, value in decide(decision, {"reference": ended}, asked).inputs.items() if "version" in label]
    assert read == [found]


def asset(row: str, kind: str, control: str, disposal: list[str], validity_rule: str | None) -> Example:
    expected = {"control": control, "disposal": disposal, "validity_rule": validity_rule}
    return Example(row, {}, expected, {"asset_class": kind})


ASSET_EXAMPLES = [
    asset("1", "CASH", "FREEZE", ["TRANSFER"], "DL-X-20"),
    asset("1", "MOVABLE", "SEIZE", ["AUCTION", "SELL"], "DL-X-21"),
    asset("1", "INVESTMENT", "FREEZE", ["SELL", "AUCTION"], "DL-X-22"),
    asset("1", "REAL_ESTATE", "SEIZE", ["AUCTION"], "DL-X-22"),
    asset("1", "INCOME", "WITHHOLD", ["TRANSFER"], None),
    asset("1", "OTHER", "FREEZE", ["COLLECT", "AUCTION"], "DL-X-22"),
]


@pytest.mark.parametrize("example", ASSET_EXAMPLES, ids=str)
def test_an_asset_is_taken_as_its_class_allows(example: Example) -> None:
    assert told(MEASURES, "D15", example) == ([example.row], example.expected)


@pytest.mark.parametrize("unknown", [None, "UNKNOWN"])
def test_an_asset_of_no_known_class_has_no_term_of_its_own(unknown: str | None) -> None:
    assert hits(decide(MEASURES, {}, {"asset_class": unknown}), "D15") == []


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("PERSON", ["1_person", "2", "3_person"]),
        ("COMPANY", ["1_entity", "2", "3_entity"]),
        ("UNINCORPORATED", ["1_entity", "2", "3_entity"]),
        (None, ["2"]),
        ("UNKNOWN", ["2"]),
    ],
)
def test_every_restriction_is_proposed_against_whom_it_can_be_asked(kind: str | None, expected: list[str]) -> None:
    assert hits(decide(RESTRICTIONS, {}, {"debtor_kind": kind}), "D15b") == expected


def test_the_responsible_persons_of_an_entity_are_restricted_and_the_entity_is_listed() -> None:
    outputs = decide(RESTRICTIONS, {}, {"debtor_kind": "COMPANY"}).outputs
    assert {row["restriction"]: row["persons"] for row in outputs} == {
        "HIGH_CONSUMPTION": "RESPONSIBLE_PERSONS", "DISHONEST_LIST": "PERSON_ITSELF", "EXIT_BAN": "RESPONSIBLE_PERSONS",
    }  # fmt: skip


def classed(row: str, category: str | None, kind: str, review: bool = False) -> Example:
    return Example(row, {}, {"class": kind, "review": review}, {"query_category": category})


CLASS_EXAMPLES = [
    *(classed("1", name, "CASH") for name in ("DEPOSIT", "E_PAYMENT", "PROVIDENT_FUND")),
    *(classed("2", name, "MOVABLE") for name in ("VEHICLE", "VESSEL")),
    *(classed("3", name, "INVESTMENT") for name in ("SECURITIES", "FINANCIAL_PRODUCT", "EQUITY")),
    classed("3_insurance", "INSURANCE", "INVESTMENT", review=True),
    classed("4", "REAL_ESTATE", "REAL_ESTATE"),
    classed("5", "SALARY", "INCOME"),
    *(classed("6", name, "OTHER") for name in ("RECEIVABLE", "DEBT", "IP", "OTHER")),
    classed("6_unknown", "A RACEHORSE", "OTHER", review=True),
    classed("6_unknown", None, "OTHER", review=True),
]


@pytest.mark.parametrize("example", CLASS_EXAMPLES, ids=str)
def test_a_find_is_classed_by_what_the_query_calls_it(example: Example) -> None:
    assert told(CLASSES, "D15c", example) == ([example.row], example.expected)


@pytest.mark.parametrize(("decision", "prefix", "examples"), [(FEES, "D14", FEE_EXAMPLES), (MEASURES, "D15", ASSET_EXAMPLES), (CLASSES, "D15c", CLASS_EXAMPLES)])
def test_every_row_has_an_example(decision: str, prefix: str, examples: list[Example]) -> None:
    assert rows_without_example(decision, prefix, (example.row for example in examples)) == set()


def test_every_restriction_is_proposed_to_somebody() -> None:
    shown = [row for kind in ("PERSON", "COMPANY") for row in hits(decide(RESTRICTIONS, {}, {"debtor_kind": kind}), "D15b")]
    assert rows_without_example(RESTRICTIONS, "D15b", shown) == set()
