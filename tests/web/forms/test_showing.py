"""What a page shows of a form: prefilled, typed, computed, in both languages."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.web.forms.test_reading import CASE, ROWS, TODAY, field, form
from worklist.engine.forms import FormErrors


def test_a_field_shows_typed_before_stored_before_default() -> None:
    asked = form(field("textfield", "case.court", defaultValue="default"))
    assert asked.show({}, "en", TODAY)[0].text == "default"
    assert asked.show({"case": {"court": "stored"}}, "en", TODAY)[0].text == "stored"
    typed = asked.show({"case": {"court": "stored"}}, "en", TODAY, texts={"case.court": ["typed"]})[0]
    assert (typed.text, typed.from_case) == ("typed", False)


def test_an_emptied_field_stays_empty_when_it_comes_back() -> None:
    asked = form(field("textfield", "case.court"))
    assert asked.show({"case": {"court": "stored"}}, "en", TODAY, texts={"case.court": [""]})[0].text == ""


def test_amounts_and_days_are_shown_as_they_are_typed_and_said_back() -> None:
    asked = form(field("number", "n", decimalDigits=2), field("datetime", "d", subtype="date"))
    shown = asked.show({"n": Decimal("12800000.0000"), "d": date(2026, 11, 23)}, "en", TODAY)
    assert [part.text for part in shown] == ["12,800,000.00", "2026-11-23"]
    again = asked.show({}, "en", TODAY, texts={"n": ["1280万"], "d": ["11月23日"]})
    assert [part.echo for part in again] == [Decimal(12_800_000), date(2026, 11, 23)]


def test_labels_help_and_options_have_both_languages() -> None:
    asked = form(field("radio", values=[{"label": "Yes", "value": True}], description="why", properties={
        "label_zh": "是否", "description_zh": "原因", "option_zh.true": "是", "option_help.true": "then this", "option_help_zh.true": "则如此",
    }))  # fmt: skip
    zh, en = asked.show({}, "zh", TODAY)[0], asked.show({}, "en", TODAY)[0]
    assert (zh.label, zh.help, zh.choices[0].label, zh.choices[0].help) == ("是否", "原因", "是", "则如此")
    assert (en.label, en.help, en.choices[0].label, en.choices[0].help) == ("X", "why", "Yes", "then this")


def test_words_may_hold_what_the_case_knows() -> None:
    asked = form({"type": "text", "text": "Lapses on {{until}} for {{amount}}.", "properties": {"text_zh": "{{until}}届满。"}})
    context: dict[str, Any] = {"until": date(2026, 11, 27), "amount": Decimal(5000)}
    assert asked.show(context, "en", TODAY)[0].help == "Lapses on 2026-11-27 for 5,000."
    assert asked.show(context, "zh", TODAY)[0].help == "2026-11-27届满。"


def test_hidden_parts_and_empty_groups_are_not_shown() -> None:
    group = {"type": "group", "label": "G", "components": [field("textfield", "in", conditional={"hide": "=true"})]}
    assert form(group).show({}, "en", TODAY) == []


def test_rows_show_what_is_stored_and_then_what_was_typed() -> None:
    stored = form(ROWS).show(CASE, "en", TODAY)[0]
    assert [(row.id, row.parts[0].text) for row in stored.rows] == [("d1", "Old")]
    sent = {"case.debtors[]": [""], "case.debtors[0].id": ["d1"], "case.debtors[0].name": ["New"], "case.debtors[1].id": [""]}
    typed = form(ROWS).show(CASE, "en", TODAY, texts=sent)[0]
    assert [(row.id, row.parts[0].text) for row in typed.rows] == [("d1", "New"), ("", "")]


def test_an_error_stands_at_its_field() -> None:
    asked = form(field("textfield", validate={"required": True}))
    try:
        asked.read({}, {}, TODAY)
    except FormErrors as errors:
        part = asked.show({}, "en", TODAY, texts={}, errors=errors)[0]
    assert (part.error, part.dom_id) == ("enter a value", "f-x")


def test_a_table_shows_the_rows_of_its_source() -> None:
    asked = form({"type": "table", "id": "t", "label": "Hits", "dataSource": "=hits", "columns": [{"key": "ground", "label": "Ground"}]})
    part = asked.show({"hits": [{"ground": "late"}, {"other": 1}]}, "en", TODAY)[0]
    assert (part.head, part.cells) == (["Ground"], [["late"], [""]])
