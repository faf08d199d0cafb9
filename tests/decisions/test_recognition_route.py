"""D02: the way to recognition, and the list of treaty states behind it."""

from datetime import date
from typing import Any

import pytest
from lxml import etree

from tests.decisions.shipped import DMN, Example, case, decide, file_of, hits, rows_without_example, told
from worklist.feel import DecisionResult, evaluate_decision, parse_dmn

DECISION = "D02_recognition_route"
TREATY_STATES = [
    "FR", "IT", "RU", "UA", "ES", "HU", "MA", "AE", "BR", "PL", "MN", "BY",
    "AR", "VN", "TR", "EG", "GR", "CY", "KZ", "RO", "BG", "CU", "KG", "TJ",
    "UZ", "TN", "PE", "DZ", "KW", "BA", "ET", "IR", "LA", "LT", "KP",
]  # fmt: skip


def judgment(origin: str | None, **answers: Any) -> dict[str, Any]:
    facts = {
        "instrument_class": "JUDGMENT",
        "origin": origin,
        "matter": "GENERAL",
        "divorce": False,
        "family": False,
    }
    return {f"title.{name}": value for name, value in (facts | answers).items()}


def award(origin: str, **answers: Any) -> dict[str, Any]:
    facts = {
        "instrument_class": "AWARD", "origin": origin, "matter": "GENERAL", "investor_state": "NO",
        "commercial": "YES", "seat_contracting": "YES",
    }  # fmt: skip
    return {f"title.{name}": value for name, value in (facts | answers).items()}


EXAMPLES = [
    Example("1", judgment("CN"), {"route": "DIRECT", "review_flags": []}),
    Example("1", award("CN"), {"route": "DIRECT"}),
    Example("1a_1", judgment("HK", divorce=True, decided_date=date(2025, 5, 1)), {"route": "REVIEW"}),
    Example("1a_2", judgment("HK", family=True, decided_date=date(2025, 5, 1)), {"route": "REVIEW"}),
    Example("2", judgment("HK", decided_date=date(2024, 1, 29)), {"route": "HK_JUDGMENT"}),
    Example("2a", judgment("HK", decided_date=date(2024, 1, 28)), {"route": "REVIEW", "review_flags": ["OLD_HK_ARRANGEMENT"]}),
    Example("2a", judgment("HK", decided_date=None), {"route": "REVIEW", "review_flags": ["OLD_HK_ARRANGEMENT"]}),
    Example("3", judgment("MO"), {"route": "MO_JUDGMENT"}),
    Example("4", judgment("TW"), {"route": "TW_JUDGMENT"}),
    Example("5", judgment("US", divorce=True), {"route": "DIVORCE_STATUS"}),
    Example("6_2", judgment("FR"), {
        "route": "TREATY", "basis": "Bilateral treaty with France (recognition clauses)",
        "review_flags": ["TREATY_TEXT_CHECK"],
    }),
    Example("6_2", judgment("RU"), {"route": "TREATY", "review_flags": ["TREATY_TEXT_CHECK", "SANCTIONS_REVIEW"]}),
    Example("6_2", judgment("IT", matter="IP"), {
        "route": "TREATY", "review_flags": ["TREATY_TEXT_CHECK", "SUBJECT_REVIEW"],
    }),
    Example("7", judgment("GB"), {"route": "RECIPROCITY", "review_flags": []}),
    Example("7", judgment("US"), {"route": "RECIPROCITY", "review_flags": []}),
    Example("7", judgment("DE", matter="BANKRUPTCY"), {"route": "RECIPROCITY", "review_flags": ["SUBJECT_REVIEW"]}),
    Example("7", judgment("GB", matter=None), {"route": "RECIPROCITY", "review_flags": ["SUBJECT_REVIEW"]}),
    Example("7b_1", award("SG", investor_state="UNKNOWN"), {"route": "REVIEW"}),
    Example("7b_1", award("SG", investor_state=None), {"route": "REVIEW"}),
    Example("7b_2", award("HK", commercial="UNKNOWN"), {"route": "REVIEW"}),
    Example("7b_3", award("SG", seat_contracting=None), {"route": "REVIEW"}),
    Example("8", award("SG", investor_state="YES"), {"route": "NONE"}),
    Example("9", award("TW", commercial="NO"), {"route": "NONE"}),
    Example("10_1", award("HK", seat_contracting="UNKNOWN"), {"route": "HK_AWARD"}),
    Example("10_2", award("MO", seat_contracting=None), {"route": "MO_AWARD"}),
    Example("10_3", award("TW", seat_contracting=None), {"route": "TW_AWARD"}),
    Example("11", award("SG"), {"route": "NYC", "basis": "New York Convention"}),
    Example("12", award("XX", seat_contracting="NO"), {"route": "AWARD_RECIPROCITY"}),
    Example("13", {"title.instrument_class": "NOTARISED", "title.origin": "FR"}, {"route": "REVIEW"}),
    Example("13", {}, {"route": "REVIEW"}),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_a_title_takes_the_route_of_its_origin(example: Example) -> None:
    assert told(DECISION, "D02", example) == ([example.row], example.expected)


def test_every_row_has_an_example() -> None:
    """Row 6_1 waits for a lawyer to fill in a day of entry into force; the next test fills one in."""
    shown = [example.row for example in EXAMPLES]
    assert rows_without_example(DECISION, "D02", shown) == {"D02_r6_1"}


def with_treaty_day(
    cell: str, application_date: date, column: str = "treaty_in_force_from"
) -> DecisionResult:
    """Ask about a French judgment as if a lawyer had filled in a column of the row of France."""
    tree = etree.parse(file_of(DECISION))
    for entry in tree.iter(f"{DMN}outputEntry"):
        if entry.get("id") == f"country_table_rFR_out_{column}":
            entry[0].text = cell
    facts = judgment("FR") | {"recognition.application_date": application_date}
    return evaluate_decision(parse_dmn(etree.tostring(tree)), DECISION, {"case": case(facts)})


@pytest.mark.parametrize(("applied", "row", "route"), [
    (date(2026, 5, 31), "7", "RECIPROCITY"),
    (date(2026, 6, 1), "6_1", "TREATY"),
    (date(2026, 11, 1), "6_1", "TREATY"),
])  # fmt: skip
def test_a_treaty_counts_from_the_day_a_lawyer_filled_in(applied: date, row: str, route: str) -> None:
    result = with_treaty_day('date("2026-06-01")', applied)
    assert (hits(result, "D02"), result.outputs[0]["route"]) == ([row], route)


def test_a_row_of_the_country_table_counts_from_its_own_first_day() -> None:
    result = with_treaty_day('date("2026-06-01")', date(2026, 5, 31), column="valid_from")
    assert result.outputs[0]["route"] == "RECIPROCITY"


@pytest.mark.parametrize("state", TREATY_STATES)
def test_every_treaty_state_leads_to_its_treaty(state: str) -> None:
    assert decide(DECISION, judgment(state)).outputs[0]["route"] == "TREATY"


@pytest.mark.parametrize("origin", ["HK", "MO", "TW", "CN", "GB", "US", "DE", "NZ", None])
def test_no_other_origin_stands_in_the_country_table(origin: str | None) -> None:
    assert decide(DECISION, judgment(origin), part="country_table").outputs == []


def test_the_country_table_has_the_35_states_of_the_catalogue_in_its_order() -> None:
    rows = etree.parse(file_of(DECISION)).iterfind(f"{DMN}decision[@id='country_table']//{DMN}rule")
    assert [row.get("id") for row in rows] == [f"country_table_r{state}" for state in TREATY_STATES]


@pytest.mark.parametrize("state", TREATY_STATES)
def test_five_states_are_reviewed_for_sanctions(state: str) -> None:
    flags = decide(DECISION, judgment(state)).outputs[0]["review_flags"]
    assert ("SANCTIONS_REVIEW" in flags) == (state in {"RU", "BY", "IR", "KP", "CU"})
