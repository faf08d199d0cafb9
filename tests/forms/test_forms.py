"""The forms that ship: complete for their tasks, in two languages, and writing only what the case file allows."""

import csv
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from worklist.cases import catalogue
from worklist.engine import forms

ROOT = Path(__file__).resolve().parents[2]
FORMS = sorted((ROOT / "forms").glob("*.form"))
ALLOWED = {
    "textfield", "textarea", "number", "datetime", "checkbox", "radio", "select", "checklist", "text", "group",
    "dynamiclist", "table", "filepicker",
}  # fmt: skip
#: Component types that may hold a value of each type of the case file.
COMPONENTS = {
    "text": {"textfield", "textarea", "select"}, "long": {"textarea"}, "date": {"datetime"}, "int": {"number"},
    "number": {"number"}, "money": {"number"}, "bool": {"checkbox", "radio"}, "yn": {"radio"},
    "enum": {"radio", "select"}, "file": {"filepicker"},
}  # fmt: skip
#: Paths of which a form offers the values of its kind of title.
CHOSEN_BY_TITLE = {"case.grounds[].ground"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SOURCE = re.compile(r"\b(DL-[GX]-\d+|[ST]\d\.\d-\d+|T\d-\d+|T-\d+|D\d\d|art\. \d+|Message \w+)")

Component = dict[str, Any]


@cache
def schema(name: str) -> Component:
    loaded: Component = json.loads((ROOT / "forms" / name).read_text(encoding="utf-8"))
    return loaded


def walk(components: list[Component], inside: str = "") -> Iterator[tuple[str, Component]]:
    """Yield every component with its full key: `case.debtors[].name`, `filed_date`, or `` for those without one."""
    for component in components:
        key = component.get("key", "")
        yield (f"{inside}{key}" if key else "", component)
        if component["type"] == "dynamiclist":
            yield from walk(component["components"], f"{component['path']}[].")
        elif component["type"] == "group":
            yield from walk(component["components"], inside)


def components(name: str) -> list[tuple[str, Component]]:
    return list(walk(schema(name)["components"]))


def words(component: Component) -> Iterator[tuple[str, str | None]]:
    """Yield each English text of a component with its Chinese one."""
    properties = component["properties"]
    for name, chinese in [
        ("label", "label_zh"), ("dateLabel", "label_zh"), ("description", "description_zh"), ("text", "text_zh"),
    ]:  # fmt: skip
        if name in component:
            yield component[name], properties.get(chinese)
    for option in component.get("values", []):
        value = option["value"] if isinstance(option["value"], str) else json.dumps(option["value"])
        yield option["label"], properties.get(f"option_zh.{value}")
        if f"option_help.{value}" in properties:
            yield properties[f"option_help.{value}"], properties.get(f"option_help_zh.{value}")
    for column in component.get("columns", []):
        yield column["label"], properties.get(f"column_zh.{column['key']}")
    if "patternErrorMessage" in component.get("validate", {}):
        yield component["validate"]["patternErrorMessage"], properties.get("pattern_error_zh")


each_form = pytest.mark.parametrize("name", [path.name for path in FORMS])


@each_form
def test_a_form_is_a_schema_that_camunda_modeler_opens(name: str) -> None:
    root = schema(name)
    root = {key: value for key, value in root.items() if key != "components"}
    assert root == {
        "type": "default", "id": name.removesuffix(".form"), "schemaVersion": 19,
        "executionPlatform": "Camunda Platform", "executionPlatformVersion": "7.24.0",
        "exporter": {"name": "Camunda Modeler", "version": "5.50.1"},
    }  # fmt: skip


@each_form
def test_a_form_can_be_shown_and_read_by_the_server(name: str) -> None:
    form = forms.load((ROOT / "forms" / name).read_bytes())
    assert form.id == name.removesuffix(".form")


@each_form
def test_a_form_uses_only_components_that_the_walker_knows(name: str) -> None:
    assert {component["type"] for _, component in components(name)} <= ALLOWED


@each_form
def test_keys_and_ids_of_a_form_are_unique(name: str) -> None:
    keys = [key for key, _ in components(name) if key]
    ids = [component["id"] for _, component in components(name)]
    assert (len(set(keys)), len(set(ids))) == (len(keys), len(ids))


@each_form
def test_every_word_of_a_form_has_its_chinese(name: str) -> None:
    missing = [
        english for _, component in components(name) for english, chinese in words(component)
        if not chinese or not CHINESE.search(chinese)
    ]  # fmt: skip
    assert missing == []


@each_form
def test_a_form_begins_with_what_to_do_and_the_rule_behind_it(name: str) -> None:
    lead = schema(name)["components"][0]
    assert lead["type"] == "text"
    assert SOURCE.search(lead["text"])


@each_form
def test_a_form_writes_only_paths_of_the_case_file_that_a_form_may_write(name: str) -> None:
    paths = catalogue.case_paths()
    wrong = [
        key for key, component in components(name)
        if key.startswith("case.") and (key not in paths or not (component.get("disabled") or paths[key].writable))
    ]  # fmt: skip
    assert wrong == []


@each_form
def test_a_field_fits_the_type_and_the_values_of_its_path(name: str) -> None:
    paths = catalogue.case_paths()
    for key, component in components(name):
        if not key.startswith("case."):
            continue
        assert component["type"] in COMPONENTS[paths[key].type], key
        if paths[key].type == "enum":
            offered = [option["value"] for option in component["values"]]
            assert offered == [value for value in paths[key].allowed if key not in CHOSEN_BY_TITLE or value in offered], key


@pytest.mark.parametrize(("name", "letters"), [
    ("pre_filing_review", {"DM", "RF", "TT"}), ("respond_to_grounds", {"AR"}), ("check_title_package", {"DR"}),
    ("review_defence", {"DM", "RF", "TT", "AR", "DR"}),
])  # fmt: skip
def test_a_form_offers_every_ground_of_its_kind_of_title_and_no_other(name: str, letters: set[str]) -> None:
    allowed = catalogue.case_paths()["case.grounds[].ground"].allowed
    component = dict(components(f"{name}.form"))["case.grounds[].ground"]
    assert [option["value"] for option in component["values"]] == [
        ground for ground in allowed if ground.partition("-")[0] in letters
    ]


@each_form
def test_every_expression_of_a_form_is_marked_as_feel(name: str) -> None:
    found = [
        text for _, component in components(name)
        for text in (
            component.get("conditional", {}).get("hide"), component.get("valuesExpression"), component.get("dataSource"),
        )
        if text is not None
    ]  # fmt: skip
    assert all(text.startswith("=") for text in found)


@each_form
def test_a_required_yes_or_no_can_be_answered_with_no(name: str) -> None:
    boxes = [
        key
        for key, component in components(name)
        if component["type"] == "checkbox" and "validate" in component
    ]
    assert boxes == []


@each_form
def test_regions_are_never_called_countries(name: str) -> None:
    texts = [text or "" for _, component in components(name) for pair in words(component) for text in pair]
    assert not [
        text for text in texts if re.search(r"\bcountry\b(?! or region)|国家(?!或地区|秘密)|台湾(?!地区)", text)
    ]


def needed() -> list[dict[str, str]]:
    with (Path(__file__).parent / "needed_forms.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_user_task_of_the_processes_has_its_form() -> None:
    assert sorted({row["form"] for row in needed()} - {path.stem for path in FORMS}) == []


def test_every_form_that_a_shipped_diagram_names_is_there() -> None:
    named = {
        form for diagram in (ROOT / "processes").glob("*.bpmn")
        for form in re.findall(r'camunda:formRef="([^"]+)"', diagram.read_text(encoding="utf-8"))
    }  # fmt: skip
    assert sorted(named - {path.stem for path in FORMS}) == []


def test_a_letter_can_be_treated_as_every_message_of_the_catalogue() -> None:
    field = dict(components("decide_other_event.form"))["treat_as"]
    assert [option["value"] for option in field["values"]] == list(catalogue.messages())
