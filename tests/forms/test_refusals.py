"""Schemas that would break the page that shows them, or lose what is typed, are refused with words for people."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worklist.engine import forms
from worklist.engine.forms import FormErrors, FormRefused

TODAY = date(2026, 11, 23)


def source(*components: Any, **more: Any) -> bytes:
    return json.dumps({"id": "f", "components": list(components)} | more).encode()


def text(**more: Any) -> dict[str, Any]:
    return {"type": "textfield", "key": "a"} | more


def number(**more: Any) -> dict[str, Any]:
    return {"type": "number", "key": "a"} | more


def choice(*values: Any, **more: Any) -> dict[str, Any]:
    return {"type": "select", "key": "a", "values": list(values)} | more


def rows(**more: Any) -> dict[str, Any]:
    return {"type": "dynamiclist", "path": "l", "components": [text()]} | more


@pytest.mark.parametrize(
    ("component", "said"),
    [
        (text(label="\ud800"), "whole, visible characters"), (text(description="a\x00b"), "whole, visible characters"),
        (text(properties={"label_zh": "\u202e"}), "whole, visible characters"), (text(label={}), "'label': expected a text"),
        (text(label=5), "between quotation marks"), (text(id=["x"]), "'id': expected a text"), (text(validate=[]), "'validate': expected an object"),
        (text(validate={"required": "yes"}), "'required': expected true or false"), (text(validate={"minLength": -1}), "'minLength': expected a whole"),
        (text(validate={"pattern": 5}), "'pattern': expected a text"), (text(conditional="=x"), "'conditional': expected an object"),
        (text(conditional={"hide": True}), "'hide': expected a text"), (text(defaultValue={"b": [1]}), "'defaultValue': expected a text"),
        (text(properties=5), "'properties': expected an object"), (text(readonly=5), "'readonly': expected true or false"),
        (text(key="a" * 201), "at most 200 characters"), (text(layout={"columns": 99}), "'columns': expected a whole number from 1 to 16"),
        (number(increment="1e-999999"), "'increment': expected a number"), (number(increment="NaN"), "'increment': expected a number"),
        (number(increment=-1), "above zero"), (number(validate={"min": "NaN"}), "'min': expected a number"),
        (number(validate={"max": "Infinity"}), "'max': expected a number"), (number(validate={"max": "many"}), "write it in digits"),
        (number(defaultValue="1e99999999"), "'defaultValue': expected a number"), (number(decimalDigits=-1), "from 0 to 10, found -1"),
        (number(decimalDigits=10**9), "from 0 to 10"), (number(decimalDigits=True), "from 0 to 10"),
        (rows(defaultRepetitions=200_000), "from 0 to 200"), (rows(defaultRepetitions=-5), "from 0 to 200"),
        (rows(properties={"fewest_rows": "many"}), "from 0 to 200"), ({"type": "datetime", "key": "a", "subtype": "never"}, "one of date, time, datetime"),
        ({"type": "datetime", "key": "a", "subtype": {}}, "'subtype': expected a text"),
        ({"type": "datetime", "key": "a", "validate": {"max": "2026-01-01"}}, "write '=today'"),
        (choice({"value": [1], "label": "x"}), "as value of each option"), (choice({"value": None, "label": "x"}), "as value of each option"),
        (choice({"value": "x", "label": {}}), "'label': expected a text"), (choice({}), "as value of each option"),
        (choice("abc"), "'values': expected a list of objects"), (choice(values="abc"), "'values': expected a list of objects"),
        ({"type": "table", "columns": [{"label": "x"}]}, "what each column shows"), ({"type": ["x"]}, "'type': expected a text"),
    ],
)  # fmt: skip
def test_a_schema_that_would_break_its_page_is_refused(component: dict[str, Any], said: str) -> None:
    with pytest.raises(FormRefused) as refused:
        forms.load(source(component))
    assert said in str(refused.value)


@pytest.mark.parametrize("name", ["\ud800", "../../x", "1", "a b", "a\nb", "a" * 101, 5, [], "执行"])
def test_an_id_that_is_no_name_is_refused(name: Any) -> None:
    with pytest.raises(FormRefused, match="not a form schema"):
        forms.load(source(id=name))


@pytest.mark.parametrize("name", ["f", "Form_0abc-1", "renew_freeze.v2", "_x"])
def test_an_id_as_the_modeler_gives_it_is_taken(name: str) -> None:
    assert forms.load(source(text(), id=name)).id == name


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "found something else at line 1, column 2"), (b"\xff{}", "save it as UTF-8"), (b"[" * 100_000, "nested without end"),
        (b'{"id": "f", "components": [], "x": NaN}', "write a smaller one"), (b'{"id": "f", "x": 1e999}', "write a smaller one"),
        (b'{"id": "f", "x": ' + b"1" * 5_000 + b"}", "at most 30 digits"), (b'{"\\ud800": 1, "id": "f"}', "whole, visible characters"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_schema_is_refused_with_what_was_expected(content: bytes, said: str) -> None:
    with pytest.raises(FormRefused) as refused:
        forms.load(content)
    assert said in str(refused.value)


def test_a_key_that_is_a_value_and_holds_others_is_refused() -> None:
    with pytest.raises(FormRefused, match=r"the key 'a' is a value of its own and holds 'a\.b\.c'; rename one of them"):
        forms.load(source(text(), text(key="a.b.c")))


def test_a_list_that_is_a_value_too_is_refused() -> None:
    with pytest.raises(FormRefused, match="rename one of them"):
        forms.load(source(rows(), text(key="l.name")))


def test_keys_that_only_begin_alike_are_taken() -> None:
    values = forms.load(source(text(key="a.b"), text(key="a.bc"), text(key="ab"))).read(
        {"a.b": ["1"], "a.bc": ["2"], "ab": ["3"]}, {}, TODAY
    )
    assert values == {"a.b": "1", "a.bc": "2", "ab": "3"}


def test_a_number_must_be_a_multiple_of_its_step() -> None:
    form = forms.load(source(number(increment="0.25", label="Share")))
    assert form.read({"a": ["1.75"]}, {}, TODAY) == {"a": Decimal("1.75")}
    with pytest.raises(FormErrors, match=r"Share: must be a multiple of 0\.25"):
        form.read({"a": ["1.8"]}, {}, TODAY)


@pytest.mark.parametrize("stored", ["1e99999999", "NaN", "Infinity", "1e-99999999"])
def test_a_stored_number_out_of_all_bounds_is_shown_as_it_is(stored: str) -> None:
    assert forms.load(source(number())).show({"a": stored}, "en", TODAY)[0].text == stored


_NAMES = [
    "type", "key", "path", "id", "components", "validate", "values", "value", "conditional", "properties", "layout", "label", "hide",
    "valuesExpression", "valuesKey", "min", "max", "minLength", "maxLength", "pattern", "patternErrorMessage", "columns", "defaultValue",
    "defaultRepetitions", "increment", "decimalDigits", "subtype", "readonly", "disabled", "multiple", "accept", "appearance", "suffixAdorner",
    "dataSource", "expression", "text", "description", "rows", "member", "fewest_rows", "origin", "kind", "required", "allowAddRemove",
]  # fmt: skip
_KINDS = st.sampled_from(["textfield", "number", "datetime", "select", "checklist", "filepicker", "dynamiclist", "table", "text", "group"])
_LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["a", "=a", "1", "x.y", "l", "date"])
_JSON = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=5), max_leaves=15
)
_COMPONENT = st.fixed_dictionaries(
    {"type": _KINDS, "key": st.just("a"), "path": st.just("l"), "components": st.just([])},
    optional={name: _JSON for name in _NAMES if name not in {"type", "key", "path", "components"}},
)


@settings(deadline=None, max_examples=300)
@given(st.lists(_COMPONENT, max_size=2))
def test_whatever_a_schema_holds_it_is_shown_and_read_or_refused(components: list[Any]) -> None:
    assert answered(source(*components))


def answered(content: bytes) -> Any:
    try:
        form = forms.load(content)
    except FormRefused as refused:
        return refused.messages
    shown = form.show({}, "zh", TODAY)
    try:
        return [shown, form.read({"a": ["1"]}, {}, TODAY)]
    except FormErrors as errors:
        return errors.errors
