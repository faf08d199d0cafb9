"""The catalogue is the one source of names: every value has its words, every message its types."""

import csv
import json
import re
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from worklist.cases import catalogue

ROOT = Path(__file__).resolve().parents[2]
TYPES = {"text", "long", "date", "int", "number", "money", "bool", "yn", "enum", "file", "list"}
#: Fields of forms that offer the values of another field.
BORROWED = {"missing": "case.recognition.documents[].kind", "route": "case.recognition.route"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def rows(name: str) -> list[dict[str, str]]:
    with (catalogue.HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


@cache
def words_by_field() -> dict[tuple[str, str], tuple[str, str]]:
    return {(row["field"], row["value"]): (row["en"], row["zh"]) for row in rows("enums_by_field.csv")}


def words_of(value: str, field: str) -> tuple[str, str] | None:
    known = (field, value) in words_by_field() or value in catalogue.enum_labels()
    return catalogue.enum_words(value, field) if known else None


def options() -> list[tuple[str, dict[str, Any], dict[str, str]]]:
    """Return the fields of all forms that offer values of the catalogue: key, component, properties."""
    found = []

    def visit(components: list[dict[str, Any]], inside: str = "") -> None:
        for component in components:
            if component.get("values") and component["properties"].get("kind") != "bool":
                found.append((inside + component["key"], component, component["properties"]))
            path = f"{component['path']}[]." if component["type"] == "dynamiclist" else inside
            visit(component.get("components", []), path)

    for form in sorted((ROOT / "forms").glob("*.form")):
        visit(json.loads(form.read_text(encoding="utf-8"))["components"])
    return found


def test_the_case_file_has_the_types_that_forms_and_tables_know() -> None:
    assert {path.type for path in catalogue.case_paths().values()} == TYPES


def test_every_path_and_message_has_both_languages() -> None:
    labels = chain(
        (path.label_zh for path in catalogue.case_paths().values()),
        (message.label_zh for message in catalogue.messages().values()),
        (row["label_zh"] for row in rows("start_messages.csv")),
        (row["zh"] for name in ("enums.csv", "enums_by_field.csv") for row in rows(name)),
    )
    assert all(CHINESE.search(label) for label in labels)


def test_every_value_of_the_case_file_and_of_messages_has_its_words() -> None:
    in_paths = {value for path in catalogue.case_paths().values() for value in path.allowed}
    in_messages = {
        value
        for message in catalogue.messages().values()
        for field in message.fields
        for value in field.allowed
    }
    assert sorted((in_paths | in_messages) - set(catalogue.enum_labels())) == []


def test_an_enum_lists_its_values_and_nothing_else_does() -> None:
    assert all(bool(path.allowed) == (path.type == "enum") for path in catalogue.case_paths().values())


def test_what_is_computed_is_never_written_by_a_form() -> None:
    assert not [path.path for path in catalogue.case_paths().values() if path.computed and path.writable]


def test_a_form_may_write_exactly_what_a_task_writes() -> None:
    for row in rows("case_file.csv"):
        by_task = any(word.startswith("task ") for word in row["written_by"].split(";"))
        assert (row["writable_by_form"] == "yes") == by_task, row["path"]


def test_personal_numbers_can_be_erased() -> None:
    assert [path.path for path in catalogue.case_paths().values() if path.erasable] == [
        "case.debtors[].id_number"
    ]


def test_a_message_names_the_steps_that_wait_for_it_and_typed_fields() -> None:
    for row in rows("messages.csv"):
        assert row["caught_by"], row["name"]
    fields = {field.type for message in catalogue.messages().values() for field in message.fields}
    assert fields <= TYPES


@pytest.mark.parametrize(
    ("message", "field", "allowed"),
    [
        ("ruling_served", "outcome", ("RECOGNISED", "PARTIAL", "REFUSED", "DISMISSED")),
        ("police_decision", "police_outcome", ("OPENED", "REFUSED", "FILE_NOT_TAKEN", "NO_REPLY_60")),
        ("bankruptcy_ended", "ended_by", ("DISTRIBUTION", "PLAN", "NO_ASSETS", "DISMISSED_LATER")),
    ],
)
def test_a_field_that_decides_a_way_offers_only_the_ways_there_are(
    message: str, field: str, allowed: tuple[str, ...]
) -> None:
    fields = {found.name: found for found in catalogue.messages()[message].fields}
    assert fields[field].allowed == allowed


def test_a_start_message_opens_a_process_that_its_name_tells() -> None:
    wrong = [
        row["message"] for row in rows("start_messages.csv")
        if row["message"].removeprefix("start_") != row["starts"].partition(".")[0]
    ]  # fmt: skip
    assert wrong == []


def test_a_signal_carries_its_scope_in_its_name() -> None:
    assert all(row["signal"].endswith(f"-${{{row['scope']}}}") for row in rows("signals.csv"))


def test_forms_say_the_words_of_the_catalogue() -> None:
    messages = {
        message.name: (message.label_en, message.label_zh) for message in catalogue.messages().values()
    }
    for key, component, properties in options():
        for option in component["values"]:
            value = option["value"]
            said = (option["label"], properties[f"option_zh.{value}"])
            borrowed = BORROWED.get(key, key)
            assert said in {words_of(value, borrowed), messages.get(value)}, (key, value, said)


@pytest.mark.parametrize(
    ("value", "field", "said"),
    [
        ("REFUSED", "ruling_served.outcome", ("Recognition refused", "不予承认（认可）")),
        ("REFUSED", "police_decision.police_outcome", ("Refused to open a case", "不予立案")),
        ("REWARD", "case.ledger[].kind", ("Reward", "悬赏金")),
        ("YES", "case.title.effective", ("Yes", "是")),
        ("NEVER_SEEN", "", ("Never seen", "")),
    ],
)
def test_a_value_is_said_in_the_words_of_its_field(value: str, field: str, said: tuple[str, str]) -> None:
    assert catalogue.enum_words(value, field) == said


def test_words_of_a_field_are_for_fields_and_values_that_there_are() -> None:
    paths, messages = catalogue.case_paths(), catalogue.messages()
    in_forms = {key for key, _, _ in options()}
    for row in rows("enums_by_field.csv"):
        field, value = row["field"], row["value"]
        name, _, part = field.partition(".")
        if field in paths:
            assert value in paths[field].allowed or paths[field].type == "yn", (field, value)
        elif name in messages:
            assert value in {v for f in messages[name].fields if f.name == part for v in f.allowed}, (
                field,
                value,
            )
        else:
            assert field in in_forms or name.startswith("start_"), field
