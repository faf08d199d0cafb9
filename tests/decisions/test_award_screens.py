"""D06 and D07: what may be raised against an award; every hit is shown, and an unknown answer is never a no."""

from typing import Any

import pytest

from tests.decisions.shipped import decide, hits, rows_without_example

FOREIGN, DOMESTIC = "D06_refusal_screen_award_foreign_hkmt", "D07_domestic_award_defence"
QUESTIONS = (
    "agreement_invalid", "notice_missing", "beyond_scope", "procedure_breach", "seat_set_aside", "not_arbitrable",
    "public_policy", "objection_raised",
)  # fmt: skip
CLEAN: dict[str, Any] = {
    **{f"screen.{name}": "NO" for name in QUESTIONS}, "title.commercial": "YES", "title.investor_state": "NO",
    "title.binding": "YES", "limitation.status": "OK",
}  # fmt: skip
DOMESTIC_QUESTIONS = (
    "agreement_invalid", "beyond_scope", "procedure_breach", "forged_evidence", "concealed_evidence", "arbitrator_misconduct",
    "public_policy",
)  # fmt: skip
CLEAN_DOMESTIC: dict[str, Any] = {
    **{f"screen.{name}": "NO" for name in (*DOMESTIC_QUESTIONS, "ground_already_rejected", "objection_raised")},
    "title.instrument_type": "AWARD_DOMESTIC", "title.foreign_related": "NO", "limitation.status": "OK",
}  # fmt: skip
LATE = {"limitation.status": "EXPIRED", "screen.objection_raised": "YES"}

#: Changes against a clean award → the rows hit, and the effects they have.
EXAMPLES: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({}, {}),
    ({"title.commercial": "NO"}, {"AR_0_commercial": "OUTSIDE"}),
    ({"title.investor_state": "YES"}, {"AR_0_investor": "OUTSIDE"}),
    ({"screen.agreement_invalid": "YES"}, {"AR_1": "REFUSE"}),
    ({"screen.notice_missing": "YES"}, {"AR_2": "REFUSE"}),
    ({"screen.beyond_scope": "YES", "screen.separable": "YES"}, {"AR_3": "PARTIAL"}),
    ({"screen.beyond_scope": "YES"}, {"AR_3a": "REFUSE"}),
    ({"screen.beyond_scope": "YES", "screen.separable": "UNKNOWN"}, {"AR_3a": "REFUSE"}),
    ({"screen.procedure_breach": "YES"}, {"AR_4": "REFUSE"}),
    ({"title.binding": "NO"}, {"AR_5_binding": "REFUSE"}),
    ({"screen.seat_set_aside": "YES"}, {"AR_5_set_aside": "REFUSE"}),
    ({"screen.not_arbitrable": "YES"}, {"AR_6": "REFUSE"}),
    ({"screen.public_policy": "YES"}, {"AR_7": "REFUSE"}),
    (LATE, {"AR_8": "REFUSE"}),
    ({"limitation.status": "EXPIRED"}, {}),
    ({"title.commercial": "UNKNOWN", "title.investor_state": None}, {"UNK_commercial": "REVIEW", "UNK_investor_state": "REVIEW"}),
    ({"title.binding": None}, {"UNK_binding": "REVIEW"}),
    *[({f"screen.{name}": "UNKNOWN"}, {f"UNK_{name}": "REVIEW"}) for name in QUESTIONS],
    ({"screen.notice_missing": "YES", "screen.public_policy": "YES"}, {"AR_2": "REFUSE", "AR_7": "REFUSE"}),
]  # fmt: skip

DOMESTIC_EXAMPLES: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({}, {}),
    ({"screen.ground_already_rejected": "YES"}, {"DR_0": "BARRED"}),
    ({"title.foreign_related": "YES"}, {"DR_F": "REVIEW"}),
    *[({f"screen.{name}": "YES"}, {f"DR_{at}": "MAY"}) for at, name in enumerate(DOMESTIC_QUESTIONS, 1)],
    (LATE, {"DR_8": "SHALL"}),
    *[({f"screen.{name}": None}, {f"UNK_{name}": "REVIEW"}) for name in DOMESTIC_QUESTIONS],
]  # fmt: skip


def screen(decision: str, number: str, facts: dict[str, Any], output: str) -> dict[str, str]:
    result = decide(decision, facts)
    return dict(zip(hits(result, number), (row[output] for row in result.outputs), strict=True))


@pytest.mark.parametrize(("changes", "expected"), EXAMPLES, ids=lambda value: "-".join(value))
def test_every_ground_against_an_award_is_shown(changes: dict[str, Any], expected: dict[str, str]) -> None:
    assert screen(FOREIGN, "D06", CLEAN | changes, "effect") == expected


@pytest.mark.parametrize(("changes", "expected"), DOMESTIC_EXAMPLES, ids=lambda value: "-".join(value))
def test_every_defence_against_a_domestic_award_is_shown(changes: dict[str, Any], expected: dict[str, str]) -> None:
    assert screen(DOMESTIC, "D07", CLEAN_DOMESTIC | changes, "discretion") == expected


@pytest.mark.parametrize(("decision", "number", "examples"), [(FOREIGN, "D06", EXAMPLES), (DOMESTIC, "D07", DOMESTIC_EXAMPLES)])
def test_every_row_has_an_example(decision: str, number: str, examples: list[tuple[dict[str, Any], dict[str, str]]]) -> None:
    assert rows_without_example(decision, number, (row for _, rows in examples for row in rows)) == set()


@pytest.mark.parametrize(
    ("name", "rules"), [("agreement_invalid", ["DL-X-52", "DL-X-50"]), ("forged_evidence", ["DL-X-135", "DL-X-50"]), ("public_policy", [])]
)
def test_a_defence_names_the_clocks_of_the_debtor(name: str, rules: list[str]) -> None:
    [hit] = decide(DOMESTIC, CLEAN_DOMESTIC | {f"screen.{name}": "YES"}).outputs
    assert (hit["rules"], hit["remedies"]) == (rules, ["NON_ENFORCEMENT", "SET_ASIDE"])


def test_a_court_must_refuse_only_outside_its_scope_or_out_of_time() -> None:
    shall = {row for changes, rows in EXAMPLES for row in rows if any(o["discretion"] == "SHALL" for o in decide(FOREIGN, CLEAN | changes).outputs)}
    assert shall == {"AR_0_commercial", "AR_0_investor", "AR_8"}


def test_the_screen_for_domestic_awards_says_nothing_of_judgments() -> None:
    assert decide(DOMESTIC, {**CLEAN_DOMESTIC, "title.instrument_type": "JUDGMENT_MONEY", "screen.forged_evidence": "YES"}).outputs == []


@pytest.mark.parametrize(("decision", "clean", "ground"), [(FOREIGN, CLEAN, "AR-3"), (DOMESTIC, CLEAN_DOMESTIC, "DR-2")])
def test_what_is_beyond_the_scope_is_told_by_item(decision: str, clean: dict[str, Any], ground: str) -> None:
    """Source: trap T-42, the outcome is per operative item."""
    items = [{"id": "one", "beyond_scope": None}, {"id": "two", "beyond_scope": True}, {"id": "three", "beyond_scope": False}]
    facts = {"screen.beyond_scope": "YES", "screen.separable": "YES", "screen.public_policy": "YES", "title.items": items}
    told = {row["ground"]: row["items"] for row in decide(decision, clean | facts).outputs}
    assert told.pop(ground) == ["two"]
    assert list(told.values()) == [None]
