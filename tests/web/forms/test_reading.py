"""Reading a post: typed values or every error at once, as form-js validates."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worklist.engine.forms import Form, FormErrors, Upload, with_row, without_row

TODAY = date(2026, 11, 25)
NOTHING: dict[str, Any] = {}


def form(*components: dict[str, Any]) -> Form:
    return Form.load(json.dumps({"id": "f", "components": list(components)}).encode())


def field(kind: str, key: str = "x", **more: Any) -> dict[str, Any]:
    return {"type": kind, "key": key, "id": key, "label": key.upper(), **more}


def read(found: Form, context: dict[str, Any] | None = None, **texts: Any) -> dict[str, Any]:
    sent = {name.replace("__", "."): value if isinstance(value, list) else [value] for name, value in texts.items()}
    return found.read(sent, context or NOTHING, TODAY)


def wrong(found: Form, context: dict[str, Any] | None = None, **texts: Any) -> list[str]:
    with pytest.raises(FormErrors) as errors:
        read(found, context, **texts)
    return [error.said("en") for error in errors.value.errors]


@pytest.mark.parametrize(
    ("component", "text", "value"),
    [
        (field("textfield"), " trimmed ", "trimmed"), (field("textfield"), "", None),
        (field("textarea"), "a\r\nb", "a\nb"), (field("number"), "1,000.5", Decimal("1000.5")),
        (field("datetime", subtype="date"), "11月23日", date(2026, 11, 23)), (field("checkbox"), "true", True),
        (field("checkbox"), "", False), (field("checkbox"), ["", "true"], True),
        (field("radio", values=[{"label": "No", "value": False}]), "false", False),
        (field("select", values=[{"label": "Two", "value": 2}]), "2", 2),
        (field("checklist", values=[{"value": "A"}, {"value": "B", "label": "b"}] and [{"label": "a", "value": "A"}, {"label": "b", "value": "B"}]), ["", "A", "B", "A"], ["A", "B"]),
        (field("checklist", values=[{"label": "a", "value": "A"}]), "", []),
    ],
)  # fmt: skip
def test_a_text_becomes_the_value_of_its_field(component: dict[str, Any], text: Any, value: Any) -> None:
    assert read(form(component), x=text) == {"x": value}


@pytest.mark.parametrize(
    ("component", "text", "message"),
    [
        (field("textfield", validate={"required": True}), "  ", "X: enter a value"),
        (field("checkbox", validate={"required": True}), "", "X: tick this box to go on"),
        (field("checklist", values=[], validate={"required": True}), "", "X: choose one"),
        (field("textfield", validate={"minLength": 3}), " ab ", "X: write at least 3 characters"),
        (field("textfield", validate={"maxLength": 3}), "abcd", "X: write at most 3 characters"),
        (field("textfield", validate={"pattern": "^[A-Z]{2}$"}), "cn", "X: is not in the form asked for"),
        (field("textfield", validate={"pattern": "^A", "patternErrorMessage": "begin with A"}), "b", "X: begin with A"),
        (field("textfield", validate={"validationType": "email"}), "nobody", "X: enter an e-mail address such as name@example.com"),
        (field("number", validate={"min": "10"}), "9", "X: must be at least 10"),
        (field("number", validate={"max": 1000}), "1,001", "X: must be at most 1,000"),
        (field("number", decimalDigits=2), "1.234", "X: give at most 2 decimals"),
        (field("number"), "many", "X: enter a number such as 12,800,000"),
        (field("datetime", subtype="date"), "soon", "X: enter a date such as 2026-11-23 or 23 Nov 2026"),
        (field("radio", values=[{"label": "Yes", "value": "YES"}]), "NO", "X: choose one of the options shown"),
        (field("textfield"), ["a", "b"], "X: was sent more than once"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_said_in_words(component: dict[str, Any], text: Any, message: str) -> None:
    assert wrong(form(component), x=text) == [message]


def test_zero_and_no_are_answers() -> None:
    asked = form(
        field("number", "n", validate={"required": True}),
        field("radio", "b", validate={"required": True}, values=[{"label": "No", "value": False}]),
    )
    assert read(asked, n="0", b="false") == {"n": Decimal(0), "b": False}


def test_all_errors_come_at_once_in_the_order_of_the_page() -> None:
    asked = form(*(field("textfield", key, validate={"required": True}) for key in ("a", "b", "c")))
    assert wrong(asked, b="given", evil="1") == [
        "This form has no field “evil”; nothing was saved", "A: enter a value", "C: enter a value"
    ]  # fmt: skip


def test_a_message_has_both_languages() -> None:
    asked = form(field("textfield", validate={"required": True}, properties={"label_zh": "名称？"}))
    with pytest.raises(FormErrors) as errors:
        read(asked)
    assert errors.value.errors[0].said("zh") == "名称：请填写"


def test_a_limit_may_be_an_expression_over_other_answers() -> None:
    asked = form(field("number", "low"), field("number", "high", validate={"min": "=low"}))
    assert wrong(asked, low="5", high="4") == ["HIGH: must be at least 5"]


def test_a_hidden_field_is_not_asked_not_taken_and_not_seen_by_others() -> None:
    asked = form(
        field("radio", "kind", values=[{"label": v, "value": v} for v in ("A", "B")]),
        field("textfield", "only_a", validate={"required": True}, conditional={"hide": '=kind = "B"'}),
        field("textfield", "after", conditional={"hide": "=only_a = null"}),
    )
    assert read(asked, kind="B", only_a="kept from before", after="x") == {"kind": "B"}


def test_a_hidden_group_hides_all_in_it() -> None:
    group = {"type": "group", "conditional": {"hide": "=true"}, "components": [field("textfield", validate={"required": True})]}
    assert read(form(group), x="typed") == {}


def test_what_is_only_shown_is_never_taken() -> None:
    asked = form(field("textfield", "a", disabled=True), field("textfield", "b", readonly="=locked"), field("textfield", "c"))
    assert read(asked, {"locked": True}, a="forged", b="forged", c="mine") == {"c": "mine"}


def test_a_field_that_was_not_on_the_page_keeps_what_the_case_has() -> None:
    asked = form(field("textfield", "case.client.name"), field("textfield", "note"))
    assert read(asked, {"case": {"client": {"name": "Known"}}}) == {"note": None}


def test_an_emptied_field_becomes_null() -> None:
    asked = form(field("textfield", "case.client.name"))
    assert read(asked, {"case": {"client": {"name": "Known"}}}, case__client__name="") == {"case.client.name": None}


def test_options_may_come_from_the_case() -> None:
    asked = form(field("select", valuesExpression="=for a in case.assets return {label: a.name, value: a.id}"))
    case = {"case": {"assets": [{"id": "7", "name": "Flat"}]}}
    assert read(asked, case, x="7") == {"x": "7"}
    assert wrong(asked, case, x="8") == ["X: choose one of the options shown"]


ROWS = {
    "type": "dynamiclist", "path": "case.debtors", "label": "Debtors",
    "components": [
        field("textfield", "name", validate={"required": True}),
        field("textfield", "why", conditional={"hide": '=this.name = "Plain"'}, validate={"required": True}),
    ],
}  # fmt: skip
CASE = {"case": {"debtors": [{"id": "d1", "name": "Old", "why": "known", "role": "DEBTOR"}]}}


def rows(*given: dict[str, str]) -> dict[str, list[str]]:
    sent = {"case.debtors[]": [""]}
    for index, row in enumerate(given):
        sent |= {f"case.debtors[{index}].{name}": [text] for name, text in row.items()}
    return sent


def test_rows_are_matched_by_their_id_and_new_ones_have_none() -> None:
    values = form(ROWS).read(rows({"id": "d1", "name": "New name", "why": "w"}, {"id": "", "name": "Plain"}), CASE, TODAY)
    assert values == {
        "case.debtors": [{"id": "d1", "name": "New name", "why": "w"}, {"id": None, "name": "Plain"}]
    }  # fmt: skip


def test_each_row_has_its_own_conditions_and_errors() -> None:
    with pytest.raises(FormErrors) as errors:
        form(ROWS).read(rows({"id": "", "name": "Other", "why": ""}, {"id": "", "name": ""}), CASE, TODAY)
    assert [error.name for error in errors.value.errors] == [
        "case.debtors[0].why", "case.debtors[1].name", "case.debtors[1].why"
    ]  # fmt: skip


def test_a_row_with_a_foreign_id_or_field_is_refused() -> None:
    with pytest.raises(FormErrors) as errors:
        form(ROWS).read(rows({"id": "d9", "name": "Plain"}, {"id": "", "name": "Plain", "role": "JUDGE"}), CASE, TODAY)
    said = [error.said("en") for error in errors.value.errors]
    assert "Debtors: names a row that this list does not have" in said
    assert any("case.debtors[1].role" in sentence for sentence in said)


def test_a_list_of_fixed_rows_takes_neither_more_nor_fewer() -> None:
    fixed = form({**ROWS, "allowAddRemove": False})
    for sent in (rows(), rows({"id": "d1", "name": "Plain"}, {"id": "", "name": "Plain"})):
        with pytest.raises(FormErrors, match="rows cannot be added"):
            fixed.read(sent, CASE, TODAY)


def test_rows_are_added_and_taken_away_by_name() -> None:
    two = with_row(rows({"id": "d1", "name": "A"}), "case.debtors")
    assert two["case.debtors[1].id"] == [""]
    one = without_row(two | {"case.debtors[1].name": ["B"]}, "case.debtors", 0)
    assert one == {"case.debtors[]": [""], "case.debtors[0].id": [""], "case.debtors[0].name": ["B"]}


def test_other_clients_give_values_and_are_checked_the_same() -> None:
    asked = form(field("number", "n"), field("checkbox", "c"), field("datetime", "d", subtype="date"), ROWS)
    given = {"n": Decimal("1.5"), "c": True, "d": date(2026, 1, 2), "case.debtors": [{"id": "d1", "name": "Plain"}]}
    assert asked.read_values(given, CASE, TODAY) == given
    with pytest.raises(FormErrors, match="no field “evil”"):
        asked.read_values({"evil": 1}, CASE, TODAY)


@pytest.mark.parametrize(
    ("upload", "message"),
    [
        (Upload("a.exe", b"MZ"), "is not one of"), (Upload("a.pdf", b"MZ"), "does not contain what its name says"),
        (Upload("a.docx", b"PK\x03\x04junk"), "does not contain what its name says"),
        (Upload("a.txt", b"\x00\x01"), "does not contain what its name says"),
        (Upload("a.pdf", b"%PDF-" + b"0" * 20_000_001), "larger than 20 MB"),
    ],
)  # fmt: skip
def test_a_file_must_be_what_it_says(upload: Upload, message: str) -> None:
    with pytest.raises(FormErrors, match=message):
        form(field("filepicker")).read({}, NOTHING, TODAY, {"x": [upload]})


def test_a_good_file_is_handed_on_and_no_file_is_null() -> None:
    good = Upload("../裁定.pdf", b"%PDF-1.7")
    assert form(field("filepicker")).read({}, NOTHING, TODAY, {"x": [good]}) == {"x": good}
    assert good.plain_name == "裁定.pdf"
    assert form(field("filepicker")).read({}, NOTHING, TODAY, {"x": [Upload("", b"")]}) == {"x": None}


NAMES = st.sampled_from(["a", "b", "c", "case.debtors[]", "case.debtors[0].id", "case.debtors[0].name", "case.debtors[999].name", "x"])


@settings(deadline=None)
@given(st.dictionaries(NAMES, st.lists(st.text(max_size=20), max_size=3), max_size=6))
def test_whatever_is_posted_the_answer_is_values_or_errors(sent: dict[str, list[str]]) -> None:
    asked = form(field("number", "a"), field("datetime", "b", subtype="date"), field("checkbox", "c"), ROWS)
    errors = None
    try:
        values = asked.read(sent, CASE, TODAY)
    except FormErrors as refused:
        values, errors = {}, refused
    assert set(values) <= {"a", "b", "c", "case.debtors"}
    assert len(asked.show(CASE, "zh", TODAY, texts=sent, errors=errors)) == 4


@pytest.mark.parametrize("text", ["a\0b", "\x7f", "\u2066x", "a\x0bb"])
@pytest.mark.parametrize("kind", ["textfield", "textarea"])
def test_control_characters_are_an_error_of_the_field(kind: str, text: str) -> None:
    assert wrong(form(field(kind)), x=text) == ["X: holds a character that cannot be kept; type it anew"]


@pytest.mark.parametrize("given", [[1, 2], "x", 3, {"id": "p1"}])
def test_a_list_that_another_client_gives_holds_rows(given: Any) -> None:
    debtors = {"type": "dynamiclist", "path": "case.debtors", "label": "Debtors", "components": [field("textfield", "name")]}
    with pytest.raises(FormErrors, match="Debtors: expects rows"):
        form(debtors).read_values({"case.debtors": given}, NOTHING, TODAY)


@pytest.mark.parametrize(
    ("number", "kind", "message"),
    [
        ("100000000000000", "", "X: must be at most 99,999,999,999,999.99"), ("-1000000000万", "", None),
        ("-100000000000000", "money", "X: must be at least -99,999,999,999,999.99"), ("0.00001", "money", "X: give at most 4 decimals"),
        ("0.00001", "", None), ("99,999,999,999,999.99", "money", None),
    ],
)  # fmt: skip
def test_a_number_is_no_larger_and_no_finer_than_the_case_can_keep(number: str, kind: str, message: str | None) -> None:
    found = form(field("number", properties={"kind": kind}))
    assert (wrong(found, x=number) if message else read(found, x=number) and []) == ([message] if message else [])
