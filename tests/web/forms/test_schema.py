"""Schemas: what is refused at deployment, and that the shipped ones are not."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worklist.engine.forms import Form, FormRefused

SHIPPED = sorted((Path(__file__).resolve().parents[3] / "forms").glob("*.form"))


def schema(*components: dict[str, Any]) -> bytes:
    return json.dumps({"id": "f", "components": list(components)}).encode()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_form_is_taken_under_its_own_name(path: Path) -> None:
    assert Form.load(path.read_bytes()).id == path.stem


@pytest.mark.parametrize(
    ("component", "word"),
    [
        ({"type": "iframe", "id": "x"}, "not shown by Writ"),
        ({"type": "textfield", "key": "case_id"}, "reserved"),
        ({"type": "textfield", "key": "case"}, "reserved"),
        ({"type": "textfield", "key": "__class__"}, "not a name"),
        ({"type": "textfield", "key": "a b"}, "not a name"),
        ({"type": "textfield"}, "not a name"),
        ({"type": "textfield", "key": "a", "conditional": {"hide": "=1 +"}}, "cannot be read"),
        ({"type": "textfield", "key": "a", "label": "{{#if x}}"}, "blocks"),
        ({"type": "textfield", "key": "a", "validate": {"pattern": "(a)\\1"}}, "matched before"),
        ({"type": "textfield", "key": "a", "validate": {"pattern": "(?=a)"}}, "looks around"),
        ({"type": "textfield", "key": "a", "validate": {"pattern": "("}}, "cannot be read"),
        ({"type": "number", "key": "a", "validate": {"min": "many"}}, "component"),
        ({"type": "dynamiclist", "path": "l", "components": [{"type": "textfield", "key": "id"}]}, "reserved"),
        ({"type": "table", "columnsExpression": "=c"}, "computed"),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_or_read_as_written_is_refused(component: dict[str, Any], word: str) -> None:
    with pytest.raises(FormRefused, match=word):
        Form.load(schema(component))


def test_all_problems_are_named_at_once() -> None:
    with pytest.raises(FormRefused) as refused:
        Form.load(schema({"type": "iframe", "id": "x"}, {"type": "textfield", "key": "case"}))
    assert len(refused.value.messages) == 2


def test_a_key_used_twice_is_refused_in_rows_too() -> None:
    twice = {"type": "textfield", "key": "a"}
    with pytest.raises(FormRefused, match="more than once"):
        Form.load(schema(twice, twice))
    with pytest.raises(FormRefused, match="more than once"):
        Form.load(schema({"type": "dynamiclist", "path": "l", "components": [twice, twice]}))


def test_a_list_in_a_list_is_refused() -> None:
    inner = {"type": "dynamiclist", "path": "m", "components": []}
    with pytest.raises(FormRefused, match="list inside a list"):
        Form.load(schema({"type": "dynamiclist", "path": "l", "components": [inner]}))


def loaded_or_refused(source: bytes) -> str | list[str]:
    try:
        return Form.load(source).id
    except FormRefused as refused:
        return refused.messages


@settings(deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_bytes_are_uploaded_the_answer_is_a_form_or_a_refusal(source: bytes) -> None:
    assert loaded_or_refused(source)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(
        ["type", "key", "path", "id", "components", "validate", "values", "conditional", "properties", "layout", "label",
         "valuesExpression", "min", "pattern", "hide", "columns"]), inner, max_size=6),
    max_leaves=20,
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(JSON, max_size=4))
def test_whatever_a_schema_holds_the_answer_is_a_form_or_a_refusal(components: list[Any]) -> None:
    assert loaded_or_refused(json.dumps({"id": "f", "components": components}).encode())


def test_a_deep_schema_is_refused() -> None:
    part: dict[str, Any] = {"type": "textfield", "key": "a"}
    for _ in range(20):
        part = {"type": "group", "components": [part]}
    with pytest.raises(FormRefused, match="deep"):
        Form.load(schema(part))
