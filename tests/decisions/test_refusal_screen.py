"""D05: every ground on which a court may dismiss or refuse, from the facts known now."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.decisions.shipped import decide, hits, rows_without_example

DECISION = "D05_refusal_screen_judgment"
NOTHING_AGAINST_IT = {
    "authenticity_ok": "YES", "no_jurisdiction": "NO", "proper_connection": "YES", "exclusive_cn": "NO",
    "exclusive_choice": "NO", "not_summoned": "NO", "no_defence_chance": "NO", "incapable_unrepresented": "NO",
    "fraud": "NO", "decided_cn": "NO", "pending_cn_case": "NO", "third_country_judgment": "NO", "public_policy": "NO",
    "arbitration_agreement": "NO", "service_informal": False,
}  # fmt: skip
CLEAN: dict[str, Any] = {
    **{f"screen.{name}": answer for name, answer in NOTHING_AGAINST_IT.items()},
    "title.effective": "YES", "title.default_judgment": False, "title.divorce": False, "title.matter": "GENERAL",
    "recognition.route": "RECIPROCITY", "recognition.reciprocity": "DE_JURE", "limitation.status": "OK",
    "rule_set": "prc_law",
}  # fmt: skip
HK = {"recognition.route": "HK_JUDGMENT"}
NO_AWARD = {"award_same_dispute": "NO"}
DAMAGES = {"screen.damages_awarded": Decimal(4800000), "screen.actual_loss": Decimal(1200000)}
#: A loss made good, costs, damages twice the loss, and a punishment.
ITEMS: list[dict[str, Any]] = [
    {"id": "one", "kind": "PRINCIPAL", "amount": Decimal(100), "actual_loss": Decimal(100), "beyond_scope": None},
    {"id": "two", "kind": "COSTS", "amount": Decimal(10), "actual_loss": None, "beyond_scope": None},
    {"id": "three", "kind": "OTHER", "amount": Decimal(200), "actual_loss": Decimal(100), "beyond_scope": None},
    {"id": "four", "kind": "PUNITIVE", "amount": Decimal(300), "actual_loss": None, "beyond_scope": None},
]  # fmt: skip
ABSENT = {"title.default_judgment": True}
AGREED = {"screen.arbitration_agreement": "YES"}
LATE = {"limitation.status": "EXPIRED"}


def screen(
    changes: dict[str, Any], variables: dict[str, Any] | None = None
) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the rows hit and their outputs for a clean judgment with some changes."""
    result = decide(DECISION, CLEAN | changes, NO_AWARD if variables is None else variables)
    return hits(result, "D05"), result.outputs


#: Changes against a clean case → the rows hit, and the effects they have.
EXAMPLES: list[tuple[dict[str, Any], dict[str, str]]] = [
    ({}, {}),
    ({"recognition.reciprocity": "NONE"}, {"DM_1": "DISMISS"}),
    ({"recognition.reciprocity": "NONE", "title.divorce": True}, {}),
    ({"recognition.reciprocity": "NONE", "recognition.route": "TREATY", "screen.own_treaty_grounds": "NO"}, {}),
    ({"screen.authenticity_ok": "NO"}, {"DM_2": "DISMISS"}),
    ({"title.effective": "NO"}, {"DM_3": "DISMISS"}),
    ({"screen.no_jurisdiction": "YES", "screen.exclusive_cn": "YES"}, {"RF_1_1": "REFUSE"}),
    ({"screen.proper_connection": "NO"}, {"RF_1_2": "REFUSE"}),
    ({"screen.exclusive_cn": "YES"}, {"RF_1_3": "REFUSE"}),
    ({"screen.exclusive_choice": "YES"}, {"RF_1_4": "REFUSE"}),
    ({"screen.not_summoned": "YES"}, {"RF_2a": "REFUSE"}),
    ({"screen.no_defence_chance": "YES"}, {"RF_2b": "REFUSE"}),
    ({"screen.incapable_unrepresented": "YES"}, {"RF_2c": "REFUSE"}),
    ({"screen.fraud": "YES"}, {"RF_3": "REFUSE"}),
    ({"screen.decided_cn": "YES"}, {"RF_4a": "REFUSE"}),
    ({"screen.pending_cn_case": "YES"}, {"RF_4b": "RISK"}),
    ({"screen.third_country_judgment": "YES", "rule_set": "guide", "screen.third_country_recognised_cn": "NO"}, {"RF_4c_1": "REFUSE"}),
    ({"screen.third_country_judgment": "YES", "screen.third_country_recognised_cn": "NO"}, {}),
    ({"screen.third_country_judgment": "YES", "screen.third_country_recognised_cn": "YES", "rule_set": None}, {"RF_4c_2": "REFUSE"}),
    ({"screen.public_policy": "YES"}, {"RF_5": "REFUSE"}),
    ({**LATE, "screen.objection_raised": "YES"}, {"RF_6": "REFUSE"}),
    ({**LATE, "screen.objection_raised": "NO"}, {"RF_6a": "RISK"}),
    (LATE, {"RF_6a": "RISK"}),
    ({"screen.objection_raised": "YES"}, {}),
    (DAMAGES, {"RF_7_1": "PARTIAL"}),
    ({**DAMAGES, "screen.actual_loss": None}, {}),
    ({"title.items": ITEMS}, {"RF_7_1": "PARTIAL"}),
    ({"title.items": ITEMS[:2]}, {}),
    ({**HK, **DAMAGES}, {"RF_7_2": "PARTIAL"}),
    ({**HK, **DAMAGES, "title.matter": "IP"}, {}),
    ({**ABSENT, **AGREED, "screen.arbitration_waived": "NO"}, {"RF_8": "REFUSE", "FL_1": "RISK"}),
    ({**ABSENT, **AGREED, "screen.arbitration_waived": "YES"}, {"FL_1": "RISK"}),
    ({**AGREED, "screen.arbitration_waived": "NO"}, {}),
    ({"recognition.route": "TREATY", "screen.own_treaty_grounds": "YES"}, {"TT": "RISK"}),
    (ABSENT, {"FL_1": "RISK"}),
    ({"screen.service_informal": True}, {"FL_2": "RISK"}),
    ({**HK, **AGREED, "screen.arbitration_waived": "NO"}, {"HK_2_1": "RISK"}),
    ({**HK, "screen.exclusive_choice": "YES"}, {"HK_2_2": "RISK"}),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), EXAMPLES)
def test_a_ground_is_hit_by_its_facts_alone(changes: dict[str, Any], expected: dict[str, str]) -> None:
    rows, outputs = screen(changes)
    assert dict(zip(rows, (row["effect"] for row in outputs), strict=True)) == expected


QUESTIONS = {
    "authenticity_ok", "no_jurisdiction", "proper_connection", "exclusive_cn", "exclusive_choice", "not_summoned",
    "no_defence_chance", "incapable_unrepresented", "fraud", "decided_cn", "pending_cn_case",
    "third_country_judgment", "public_policy", "arbitration_agreement",
}  # fmt: skip


@pytest.mark.parametrize("answer", ["UNKNOWN", None])
@pytest.mark.parametrize("question", sorted(QUESTIONS))
def test_a_question_unknown_or_unasked_is_reviewed(question: str, answer: str | None) -> None:
    rows, _ = screen(
        {
            f"screen.{question}": answer,
            "screen.third_country_recognised_cn": "NO",
            "screen.arbitration_waived": "NO",
        }
    )
    assert rows == [f"UNK_{question}"]


#: A question that is asked only sometimes → the facts that make it matter, and where its answer stands.
SOMETIMES = [
    (
        "third_country_judgment_recognised_cn",
        "screen.third_country_recognised_cn",
        {"screen.third_country_judgment": "YES"},
    ),
    ("arbitration_waived", "screen.arbitration_waived", AGREED),
    ("own_treaty_grounds", "screen.own_treaty_grounds", {"recognition.route": "TREATY"}),
]


@pytest.mark.parametrize(("question", "path", "matters"), SOMETIMES)
def test_a_dependent_question_is_reviewed_when_it_matters(
    question: str, path: str, matters: dict[str, Any]
) -> None:
    unasked, unknown, no_matter = screen(matters)[0], screen({**matters, path: "UNKNOWN"})[0], screen({})[0]
    assert (unasked, unknown, no_matter) == ([f"UNK_{question}_unasked"], [f"UNK_{question}"], [])


def test_every_row_has_an_example() -> None:
    shown = {row for _, expected in EXAMPLES for row in expected}
    shown |= {
        f"UNK_{question}" for question in QUESTIONS | {"effective", "objection_raised", "award_same_dispute"}
    }
    shown |= {f"UNK_{question}{end}" for question, _, _ in SOMETIMES for end in ("", "_unasked")}
    assert rows_without_example(DECISION, "D05", shown | {"RF_2d", "HK_1"}) == set()


@pytest.mark.parametrize("path", ["title.effective", "screen.objection_raised"])
def test_effect_and_objection_are_reviewed_when_unknown(path: str) -> None:
    assert screen({path: "UNKNOWN"})[0] == [f"UNK_{path.partition('.')[2]}"]


@pytest.mark.parametrize(
    ("answer", "row"),
    [("YES", "HK_1"), ("UNKNOWN", "UNK_award_same_dispute"), (None, "UNK_award_same_dispute")],
)
def test_a_hong_kong_judgment_is_asked_about_an_award(answer: str | None, row: str) -> None:
    assert screen(HK, {"award_same_dispute": answer})[0] == [row]


REFUSED_WHOLE = {"screen.fraud": "YES"}
NO_COURT = {"screen.no_jurisdiction": "YES"}


@pytest.mark.parametrize(("route", "changes", "barred"), [
    ("HK_JUDGMENT", REFUSED_WHOLE, True), ("TW_JUDGMENT", REFUSED_WHOLE, True), ("MO_JUDGMENT", REFUSED_WHOLE, False),
    ("MO_JUDGMENT", NO_COURT, True), ("MO_JUDGMENT", {"screen.public_policy": "YES"}, True),
    ("MO_JUDGMENT", {"screen.not_summoned": "YES"}, True), ("HK_JUDGMENT", DAMAGES, True),
    ("TW_JUDGMENT", {"screen.authenticity_ok": "NO"}, False), ("RECIPROCITY", NO_COURT, False),
    ("TREATY", {**REFUSED_WHOLE, "screen.own_treaty_grounds": "NO"}, False),
])  # fmt: skip
def test_a_refusal_bars_a_new_application_only_by_arrangement(
    route: str, changes: dict[str, Any], barred: bool
) -> None:
    _, outputs = screen({"recognition.route": route, **changes})
    assert [row["refile_barred"] for row in outputs] == [barred]


@pytest.mark.parametrize(("hearing", "rows"), [
    (date(2025, 6, 25), ["RF_2d", "FL_1"]), (date(2025, 8, 9), ["RF_2d", "FL_1"]), (date(2025, 8, 10), ["FL_1"]), (None, ["FL_1"]),
])  # fmt: skip
def test_scenario_2_the_hearing_came_less_than_six_months_after_the_request(
    hearing: date | None, rows: list[str]
) -> None:
    """Request delivered 2025-02-10, so the earliest lawful hearing is 2025-08-10 (DL-G-18)."""
    facts = {
        **ABSENT, "recognition.route": "TREATY", "screen.own_treaty_grounds": "NO",
        "screen.service_request_delivered": date(2025, 2, 10), "screen.foreign_hearing_date": hearing,
    }  # fmt: skip
    assert screen(facts)[0] == rows


def test_a_ground_says_which_items_it_concerns() -> None:
    """Source: trap T-42, the outcome is per operative item."""
    _, outputs = screen({"title.items": ITEMS, "screen.fraud": "YES"})
    assert {row["ground"]: row["items"] for row in outputs} == {"RF-3": None, "RF-7": ["three", "four"]}


def test_damages_above_the_loss_in_sum_name_no_item_when_no_item_says_so() -> None:
    _, outputs = screen({**DAMAGES, "title.items": ITEMS[:2]})
    assert [(row["ground"], row["items"]) for row in outputs] == [("RF-7", [])]


def test_scenario_3_the_punitive_part_is_refused_by_item() -> None:
    _, outputs = screen(DAMAGES)
    assert [(row["ground"], row["effect"], row["granularity"], row["source_rank"]) for row in outputs] == [
        ("RF-7", "PARTIAL", "ITEM", "MINUTES")
    ]
