"""D02: the way to recognition, and the rows of reference data behind it."""

from datetime import date
from typing import Any

import pytest

from tests.decisions.shipped import Example, decide, hits, rows_without_example, shipped_rows, told
from worklist.cases.reference import loading
from worklist.feel import DecisionResult

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


def about_france(applied: date | None, *versions: dict[str, Any]) -> DecisionResult:
    """Ask about a French judgment when the treaty states are what `versions` say of France."""
    france = next(row for row in shipped_rows()["country_table"] if row["key"] == "FR")
    rows = [france | version for version in versions]
    return decide(DECISION, judgment("FR") | {"recognition.application_date": applied, "reference": {"country_table": rows}})


@pytest.mark.parametrize(("applied", "row", "route"), [
    (date(2026, 5, 31), "7", "RECIPROCITY"),
    (date(2026, 6, 1), "6_1", "TREATY"),
    (date(2026, 11, 1), "6_1", "TREATY"),
])  # fmt: skip
def test_a_treaty_counts_from_the_day_a_lawyer_filled_in(applied: date, row: str, route: str) -> None:
    result = about_france(applied, {"treaty_in_force_from": date(2026, 6, 1)})
    assert (hits(result, "D02"), result.outputs[0]["route"]) == ([row], route)


@pytest.mark.parametrize(("applied", "route", "read"), [
    (date(2026, 5, 31), "TREATY", "FR v1"),
    (date(2026, 6, 1), "TREATY", "FR v2"),
    (date(2026, 9, 30), "TREATY", "FR v2"),
    (date(2026, 10, 1), "RECIPROCITY", None),
    (None, "RECIPROCITY", None),
])  # fmt: skip
def test_the_version_that_counts_on_the_day_of_the_application_decides_and_is_named(applied: date | None, route: str, read: str | None) -> None:
    """Without a day of application today at the court counts, which is after the last day of the row."""
    first = {"row": "FR v1", "valid_to": date(2026, 5, 31)}
    second = {"row": "FR v2", "valid_from": date(2026, 6, 1), "valid_to": date(2026, 9, 30)}
    result = about_france(applied, first, second)
    assert result.outputs[0]["route"] == route
    assert [value for label, value in result.inputs.items() if label.startswith("Row of the treaty states")] == [read]


def seats(**contracting: bool) -> dict[str, Any]:
    always = {"version": 1, "valid_from": date(2015, 1, 1), "valid_to": None}
    return {"reference": {"nyc_seats": [{"key": key, "contracting": said} | always for key, said in contracting.items()]}}


@pytest.mark.parametrize(("answer", "rows", "row", "route"), [
    (None, seats(), "7b_3", "REVIEW"),
    (None, seats(SE=True), "7b_3", "REVIEW"),
    (None, seats(SG=True), "11", "NYC"),
    (None, seats(SG=False), "12", "AWARD_RECIPROCITY"),
    ("UNKNOWN", seats(SG=True), "7b_3", "REVIEW"),
    ("NO", seats(SG=True), "12", "AWARD_RECIPROCITY"),
    ("YES", seats(SG=False), "11", "NYC"),
])  # fmt: skip
def test_the_table_of_seats_answers_for_nobody_who_answered_and_assumes_nothing(answer: str | None, rows: dict[str, Any], row: str, route: str) -> None:
    result = decide(DECISION, award("SG", seat_contracting=answer) | rows)
    assert (hits(result, "D02"), result.outputs[0]["route"]) == ([row], route)


@pytest.mark.parametrize("state", TREATY_STATES)
def test_every_treaty_state_leads_to_its_treaty(state: str) -> None:
    assert decide(DECISION, judgment(state)).outputs[0]["route"] == "TREATY"


@pytest.mark.parametrize("origin", ["HK", "MO", "TW", "CN", "GB", "US", "DE", "NZ", None])
def test_no_other_origin_stands_in_the_country_table(origin: str | None) -> None:
    assert decide(DECISION, judgment(origin), part="country_table").value is None


def test_the_country_table_has_the_35_states_of_the_catalogue_in_its_order() -> None:
    assert [version.key for version in loading.shipped("country_table")] == TREATY_STATES


@pytest.mark.parametrize("state", TREATY_STATES)
def test_five_states_are_reviewed_for_sanctions(state: str) -> None:
    flags = decide(DECISION, judgment(state)).outputs[0]["review_flags"]
    assert ("SANCTIONS_REVIEW" in flags) == (state in {"RU", "BY", "IR", "KP", "CU"})
