"""The files of the decisions: what a lawyer finds in Camunda Modeler, and what we promise about every row."""

import csv
import re

import pytest
from lxml import etree

from tests.decisions.shipped import DECISIONS, DMN, PROCESSES, file_of, model
from worklist.cases import reference
from worklist.feel import evaluate

CAMUNDA = "{http://camunda.org/schema/1.0/dmn}"
MODELER = "{http://camunda.org/schema/modeler/1.0}"
DMNDI = "{https://www.omg.org/spec/DMN/20191111/DMNDI/}"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SOURCE = re.compile(
    r"\b(?:S\d\.\d-\d\d|T\d(?:\.\d)?-\d\d|T-\d\d|DL-[GX]-\d+|S3\.1-C\d\d|law \w+|default|guide silent|conventions)"
)
TREES = {decision: etree.parse(file_of(decision)) for decision in DECISIONS}

every_decision = pytest.mark.parametrize("decision", DECISIONS)


def parts(decision: str) -> list[etree._Element]:
    return list(TREES[decision].iterfind(f"{DMN}decision"))


def rules(decision: str) -> list[etree._Element]:
    return list(TREES[decision].iter(f"{DMN}rule"))


def texts(element: etree._Element, tag: str) -> list[str]:
    return [entry.findtext(f"{DMN}text") or "" for entry in element.findall(f"{DMN}{tag}")]


def test_every_decision_of_the_guide_is_shipped() -> None:
    numbers = {decision.partition("_")[0] for decision in DECISIONS}
    assert numbers == {f"D{number:02}" for number in range(1, 23)} | {"D15b", "D15c", "D17b"}


@every_decision
def test_a_file_is_named_after_the_decision_that_comes_first_in_it(decision: str) -> None:
    assert next(iter(model(decision).decisions)) == decision


@every_decision
def test_a_file_opens_in_the_platform_profile_of_modeler(decision: str) -> None:
    root = TREES[decision].getroot()
    assert (root.tag, root.get(f"{MODELER}executionPlatform"), root.get(f"{MODELER}executionPlatformVersion"), root.get("exporter")) == (
        f"{DMN}definitions", "Camunda Platform", "7.24.0", "Camunda Modeler",
    )  # fmt: skip


@every_decision
def test_every_decision_keeps_ten_years_of_history(decision: str) -> None:
    assert {part.get(f"{CAMUNDA}historyTimeToLive") for part in parts(decision)} == {"P3650D"}


@every_decision
def test_every_decision_and_requirement_is_drawn(decision: str) -> None:
    tree = TREES[decision]
    needed = {
        element.get("id")
        for tag in ("decision", "informationRequirement")
        for element in tree.iter(f"{DMN}{tag}")
    }
    drawn = {
        element.get("dmnElementRef")
        for tag in ("DMNShape", "DMNEdge")
        for element in tree.iter(f"{DMNDI}{tag}")
    }
    assert drawn == needed


@every_decision
def test_every_decision_and_column_is_labelled_in_english_and_chinese(decision: str) -> None:
    tree = TREES[decision]
    labels = [element.get("label", "") for tag in ("input", "output") for element in tree.iter(f"{DMN}{tag}")]
    labels += [part.get("name", "") for part in parts(decision)]
    assert [label for label in labels if not (CHINESE.search(label) and re.search("[A-Za-z]", label))] == []


@every_decision
def test_every_decision_is_described_in_english_and_chinese(decision: str) -> None:
    described = [part.findtext(f"{DMN}description") or "" for part in parts(decision)]
    assert [text for text in described if not re.match(r"[A-Z].*\n.*[\u4e00-\u9fff]", text, re.DOTALL)] == []


@every_decision
def test_every_table_has_the_annotations_source_and_zh(decision: str) -> None:
    tables = TREES[decision].iter(f"{DMN}decisionTable")
    assert {tuple(note.get("name") for note in table.findall(f"{DMN}annotation")) for table in tables} == {
        ("source", "zh")
    }


@every_decision
def test_every_row_names_its_source_and_its_reason_in_chinese(decision: str) -> None:
    notes = {rule.get("id"): texts(rule, "annotationEntry") for rule in rules(decision)}
    assert {
        row: note
        for row, note in notes.items()
        if not (len(note) == 2 and SOURCE.search(note[0]) and CHINESE.search(note[1]))
    } == {}


@every_decision
def test_the_note_modeler_shows_beside_a_row_carries_source_and_reason(decision: str) -> None:
    shown = {
        rule.get("id"): (rule.findtext(f"{DMN}description") or "", texts(rule, "annotationEntry"))
        for rule in rules(decision)
    }
    assert [
        row for row, (note, entries) in shown.items() if not all(entry in note for entry in entries)
    ] == []


@every_decision
def test_every_row_id_is_unique_and_named_after_its_table(decision: str) -> None:
    found = [rule.get("id", "") for rule in rules(decision)]
    number = decision.partition("_")[0]
    assert [
        row for row in found if not re.match(rf"{number}_(?:route_places_)?r\w+$", row)
    ] == []
    assert len(found) == len(set(found))


@every_decision
def test_every_plain_output_is_an_allowed_value(decision: str) -> None:
    wrong = []
    for table in TREES[decision].iter(f"{DMN}decisionTable"):
        columns = [
            element.findtext(f"{DMN}outputValues/{DMN}text") for element in table.findall(f"{DMN}output")
        ]
        for rule in table.findall(f"{DMN}rule"):
            for allowed, cell in zip(columns, texts(rule, "outputEntry"), strict=True):
                if (
                    allowed
                    and cell.startswith('"')
                    and evaluate(cell, {}) not in evaluate(f"[{allowed}]", {})
                ):
                    wrong.append((rule.get("id"), cell))
    assert wrong == []


@every_decision
def test_every_value_tested_in_a_cell_is_one_its_column_can_have(decision: str) -> None:
    wrong = []
    for table in TREES[decision].iter(f"{DMN}decisionTable"):
        columns = [
            element.findtext(f"{DMN}inputValues/{DMN}text") or "" for element in table.findall(f"{DMN}input")
        ]
        for rule in table.findall(f"{DMN}rule"):
            for allowed, cell in zip(columns, texts(rule, "inputEntry"), strict=True):
                named = set(re.findall(r'"([^"]*)"', cell))
                if allowed and not named <= set(evaluate(f"[{allowed}]", {})):
                    wrong.append((rule.get("id"), cell))
    assert wrong == []


#: Codes that may stand in an output that is a list.
LISTED = {
    "flags": {"STATUS_ONLY", "BANKRUPTCY_TEST", "CONDUCT", "NEGATIVE_HISTORY"},
    "review_flags": {"SANCTIONS_REVIEW", "SUBJECT_REVIEW", "TREATY_TEXT_CHECK", "OLD_HK_ARRANGEMENT"},
    "place_options": {
        "RESPONDENT_DOMICILE", "RESPONDENT_ASSETS", "RESPONDENT_HABITUAL", "APPLICANT_DOMICILE", "APPLICANT_HABITUAL",
        "DISPUTE_PLACE", "RELATED_CASE_COURT", "FIRST_INSTANCE_COURT", "ISSUING_COURT",
    },
}  # fmt: skip


@every_decision
def test_every_list_in_an_output_holds_allowed_values(decision: str) -> None:
    wrong = []
    for table in TREES[decision].iter(f"{DMN}decisionTable"):
        columns = [element.get("name", "") for element in table.findall(f"{DMN}output")]
        for rule in table.findall(f"{DMN}rule"):
            for column, cell in zip(columns, texts(rule, "outputEntry"), strict=True):
                listed = {
                    word
                    for words in re.findall(r"\[([^\]]*)\]", cell)
                    for word in re.findall(r'"([A-Z_]+)"', words)
                }
                if not listed <= LISTED.get(column, listed):
                    wrong.append((rule.get("id"), cell))
    assert wrong == []


@every_decision
def test_every_period_named_in_an_output_is_a_rule_of_ours(decision: str) -> None:
    with (PROCESSES.parent / "worklist/law/rules/deadlines.csv").open(encoding="utf-8", newline="") as file:
        known = {row["rule_id"] for row in csv.DictReader(file)}
    cells = " ".join(cell for rule in rules(decision) for cell in texts(rule, "outputEntry"))
    assert set(re.findall(r'"(DL-[GX]-\d+)"', cells)) <= known


def test_no_two_shipped_decisions_share_an_id() -> None:
    """Every decision of a file is deployed under its own id, also the ones that others require."""
    trees = [etree.parse(path) for path in sorted(PROCESSES.glob("*.dmn"))]
    found = [element.get("id") for tree in trees for element in tree.findall(f"{DMN}decision")]
    assert sorted(found) == sorted(set(found))


def test_hong_kong_macau_and_taiwan_stand_in_no_list_of_states() -> None:
    """Nor may anybody enter them: T-64."""
    kept = reference.shipped()
    assert not {row["key"] for key in ("country_table", "nyc_seats") for row in kept[key]} & {"HK", "MO", "TW", "CN"}
