"""Filling in the forms that ship: what is asked when, what is needed, what comes out."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from worklist.engine import forms
from worklist.engine.forms import FormErrors

FORMS = Path(__file__).resolve().parents[2] / "forms"
TODAY = date(2026, 11, 23)
AWARDS = ("FOREIGN_AWARD", "HK_AWARD", "MO_AWARD", "TW_AWARD", "AWARD_DOMESTIC", "AWARD_MEDIATION")


def form(name: str) -> forms.Form:
    return forms.load((FORMS / f"{name}.form").read_bytes())


def shown(name: str, context: Mapping[str, Any]) -> set[str]:
    """Return the names of the fields a page of the form shows."""

    def names(parts: list[forms.Part]) -> set[str]:
        found = {part.name for part in parts if part.name}
        for part in parts:
            found |= names(part.parts)
        return found

    return names(form(name).show(context, "en", TODAY))


def read(name: str, context: Mapping[str, Any] | None = None, /, **texts: str) -> dict[str, Any]:
    return form(name).read({key: [text] for key, text in texts.items()}, context or {"case": {}}, TODAY)


def wanting(name: str, /, **texts: str) -> set[str]:
    """Return the fields that a post leaves wanting."""
    with pytest.raises(FormErrors) as refused:
        read(name, **texts)
    return {error.name for error in refused.value.errors}


@pytest.mark.parametrize("kind", AWARDS)
def test_questions_for_awards_are_asked_of_every_award(kind: str) -> None:
    assert "case.title.seat_contracting" in shown(
        "register_case", {"case": {"title": {"instrument_type": kind}}}
    )


@pytest.mark.parametrize("kind", ["FOREIGN_JUDGMENT", "NOTARISED", "PAYMENT_ORDER", None])
def test_questions_for_awards_are_not_asked_of_anything_else(kind: str | None) -> None:
    asked = shown("register_case", {"case": {"title": {"instrument_type": kind}}})
    assert "case.title.seat_contracting" not in asked


def test_a_notarised_instrument_is_asked_for_its_certificate() -> None:
    asked = shown("register_case", {"case": {"title": {"instrument_type": "NOTARISED"}}})
    assert {"case.title.enforcement_certificate", "case.title.duty_specified"} <= asked


def test_a_letter_that_ends_the_wait_needs_its_message_and_its_day() -> None:
    assert wanting("decide_other_event", other_action="TREAT_AS_RECEIVED", reason="It is the ruling") == {
        "treat_as", "event_date",
    }  # fmt: skip


def test_a_letter_that_changes_nothing_needs_a_reason_only() -> None:
    values = read("decide_other_event", other_action="CONTINUE_WAITING", reason="A circular")
    assert values == {"other_action": "CONTINUE_WAITING", "reason": "A circular"}


def test_no_is_an_answer_to_a_required_question() -> None:
    values = read("decide_reconsideration", file_reconsideration_wanted="false", reason="The ruling is right")
    assert values["file_reconsideration_wanted"] is False


def test_a_remedy_is_chosen_with_its_target_and_its_act() -> None:
    case = {
        "debtors": [{"id": "p1", "name": "Huaxing", "name_zh": "华兴"}],
        "acts": [{"id": "a1", "kind": "GIFT", "act_date": date(2025, 3, 1), "counterparty": "Li Lei"}],
    }
    values = read(
        "choose_remedies", {"case": case}, reason="The flat was given away",
        **{"chosen_remedies[0].id": "", "chosen_remedies[0].remedy": "REVOCATION",
           "chosen_remedies[0].target_party_id": "p1", "chosen_remedies[0].act_id": "a1"},
    )  # fmt: skip
    chosen = values["chosen_remedies"][0]
    assert (chosen["remedy"], chosen["target_party_id"], chosen["act_id"]) == ("REVOCATION", "p1", "a1")


def test_a_remedy_against_somebody_outside_the_case_is_refused() -> None:
    fields = {"chosen_remedies[0].remedy": "JOINDER", "chosen_remedies[0].target_party_id": "stranger"}
    assert wanting("choose_remedies", reason="No", **fields) == {"chosen_remedies[0].target_party_id"}


def test_a_debtor_is_named_but_not_renamed_where_only_its_domicile_is_asked() -> None:
    case = {"debtors": [{"id": "p1", "name": "Huaxing"}]}
    row = {"id": "p1", "name": "Somebody else", "assets_cn": "YES", "domicile_cn": "NO"}
    texts = {f"case.debtors[0].{key}": text for key, text in row.items()}
    values = read(
        "choose_court", {"case": case},
        **texts, **{"case.recognition.court_level": "INTERMEDIATE", "case.recognition.court": "Shanghai No. 1"},
    )  # fmt: skip
    assert "name" not in values["case.debtors"][0]
    assert values["case.debtors"][0]["domicile_cn"] == "NO"


@pytest.mark.parametrize(("typed", "problem"), [("usd", True), ("DOLLAR", True), ("USD", False)])
def test_a_currency_is_three_capital_letters(typed: str, problem: bool) -> None:
    texts = {"paid_date": "2026-11-20", "paid_amount": "5000", "paid_currency": typed}
    if problem:
        assert wanting("pay_court_fee", **texts) == {"paid_currency"}
    else:
        assert read("pay_court_fee", **texts)["paid_amount"] == Decimal(5000)


def test_a_share_lies_between_nothing_and_everything() -> None:
    texts = {
        "case.debtors[0].id": "p1",
        "case.debtors[0].our_rank": "1",
        "case.debtors[0].freeze_cover_ratio": "1.2",
    }
    with pytest.raises(FormErrors) as refused:
        read("collect_rank", {"case": {"debtors": [{"id": "p1", "name": "Huaxing"}]}}, **texts)
    assert refused.value.of("case.debtors[0].freeze_cover_ratio")


def test_the_grounds_found_stand_before_the_sign_off() -> None:
    summons = {"ground": "RF-2a", "effect": "REFUSE", "raised_by": "RESPONDENT", "source_rank": "STATUTE", "items": None}
    excess = {"ground": "RF-7", "effect": "PARTIAL", "raised_by": "COURT", "source_rank": "MINUTES", "items": ["two"]}
    unnamed = excess | {"items": []}
    items = [
        {"id": "one", "kind": "PRINCIPAL", "amount": 1200000, "currency": "USD"},
        {"id": "two", "kind": "PUNITIVE", "amount": 3600000, "currency": "USD"},
    ]
    grounds = [
        {"ground": "RF-2a", "speaks": "AGAINST_GROUND", "note": "Served by the marshal"},
        {"ground": "RF-2a", "speaks": "FOR_GROUND", "note": "No translation"},
    ]
    known = {"case": {"title": {"items": items}, "grounds": grounds}, "hits": [summons, excess, unnamed]}
    parts = form("sign_off_filing").show(known, "zh", TODAY)
    cells = next(part.cells for part in parts if part.type == "table")
    excessive = ["Excess damages 超额赔偿", "Part refused 部分拒绝", "Court 法院", "Minutes 会议纪要"]
    assert cells == [
        [
            "Not duly summoned 未经合法传唤", "Refusal 拒绝", "Respondent 被申请人", "Statute 法律", "All 全部",
            "- Served by the marshal; + No translation",
        ],
        [*excessive, "Punitive damages 惩罚性赔偿 3600000 USD", ""],
        [*excessive, "Not known 不明", ""],
    ]  # fmt: skip


def test_the_defences_to_expect_stand_before_a_domestic_award_is_filed() -> None:
    hit = {"ground": "DR-2", "remedies": ["NON_ENFORCEMENT", "SET_ASIDE"], "discretion": "MAY"}
    parts = form("file_enforcement_application").show({"case": {"grounds": []}, "d07": [hit]}, "zh", TODAY)
    cells = next(part.cells for part in parts if part.type == "table")
    assert cells == [["Beyond the scope 超裁", "Non-enforcement 不予执行; Setting aside 撤销裁决", "The court may 可以", ""]]
    assert all(part.type != "table" for part in form("file_enforcement_application").show({"case": {}}, "zh", TODAY))


def test_the_consequence_of_a_choice_stands_at_the_choice_in_both_languages() -> None:
    helps = {
        language: next(
            [choice.help for choice in part.choices]
            for part in form("confirm_lapse").show({"case": {}}, language, TODAY)
            if part.name == "lapse_result"
        )
        for language in ("en", "zh")
    }
    assert helps["en"][0].startswith("The watch goes on")
    assert helps["zh"][1].startswith("措施关闭")


def test_who_stands_behind_a_debtor_can_be_chosen_as_target() -> None:
    links = [{"id": f"l{at}", "name": "Wang", "person_id": "w1"} for at in (1, 2)]
    case = {"debtors": [{"id": "p1", "name": "Huaxing"}], "links": links, "acts": []}
    fields = {"chosen_remedies[0].remedy": "JOINDER", "chosen_remedies[0].target_party_id": "w1"}
    values = read("choose_remedies", {"case": case}, reason="Capital unpaid", **fields)
    assert values["chosen_remedies"][0]["target_party_id"] == "w1"


def test_of_an_item_recognised_partly_the_amount_is_needed_and_of_no_other() -> None:
    case = {"title": {"items": [{"id": "i1", "kind": "PRINCIPAL", "amount": Decimal(9), "currency": "CNY"}]}}
    said = {"case.title.items[0].id": "i1", "outcome": "PARTIAL", "outcome_date": "2026-11-20"}
    with pytest.raises(FormErrors) as refused:
        read("record_outcome", {"case": case}, **said, **{"case.title.items[0].recognised": "PARTLY"})
    assert "case.title.items[0].recognised_amount" in {error.name for error in refused.value.errors}
    with pytest.raises(FormErrors) as refused:
        read("record_outcome", {"case": case}, **said, **{"case.title.items[0].recognised": "YES"})
    assert "case.title.items[0].recognised_amount" not in {error.name for error in refused.value.errors}
