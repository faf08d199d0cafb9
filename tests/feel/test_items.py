"""Item definitions allow some values only, at every depth; what is not allowed is null, with the reason kept."""

from typing import Any

import pytest

from tests.feel.models import cell, decision, definitions, literal
from worklist.feel import DecisionError, DecisionResult, DmnError, evaluate_decision, parse_dmn


def _only(tag: str, text: str) -> str:
    return f"<{tag}>{cell(text)}</{tag}>"


STAGES = '"FILED", "CLOSED"'
TYPES = (
    f'<itemDefinition name="tStage"><typeRef>string</typeRef>{_only("allowedValues", STAGES)}</itemDefinition>'
    f'<itemDefinition name="tRates" isCollection="true"><typeRef>number</typeRef>{_only("allowedValues", "[0..0.24]")}'
    f'{_only("typeConstraint", "count(?) < 4")}</itemDefinition>'
    '<itemDefinition name="tMatter"><itemComponent name="stage"><typeRef>tStage</typeRef></itemComponent>'
    f'<itemComponent name="amount"><typeRef>number</typeRef>{_only("allowedValues", "> 0")}</itemComponent></itemDefinition>'
)


def run(type_: str, text: str) -> DecisionResult:
    variable = f'<variable name="d" typeRef="{type_}"/>'
    return evaluate_decision(parse_dmn(definitions(TYPES, decision("d", literal(text), extra=variable))), "d", {})


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("tStage", '"FILED"', "FILED"), ("tStage", '"LOST"', None), ("tStage", "1", None), ("tStage", '["CLOSED"]', "CLOSED"),
        ("tRates", "[0.1, 0.2]", [0.1, 0.2]), ("tRates", "[0.1, 0.3]", None), ("tRates", "0.1", [0.1]), ("tRates", "0.3", None),
        ("tRates", "[0.1, 0.1, 0.1, 0.1]", None), ("tRates", "[0.1, null]", [0.1, None]),
        ("tMatter", '{stage: "FILED", amount: 1}', {"stage": "FILED", "amount": 1}), ("tMatter", '{stage: "FILED", amount: 0}', None),
        ("tMatter", '{stage: "LOST", amount: 1}', None), ("tMatter", '{stage: null, amount: null}', {"stage": None, "amount": None}),
    ],
)  # fmt: skip
def test_a_result_is_of_its_type_and_among_its_allowed_values_or_null(type_: str, text: str, value: Any) -> None:
    result = run(type_, text)
    assert _plain(result.value) == value
    assert bool(result.errors) is (value is None)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(member) for member in value]
    if isinstance(value, dict):
        return {key: _plain(member) for key, member in value.items()}
    return value if value is None or isinstance(value, str) else float(value)


def test_an_input_that_is_not_allowed_is_refused_by_name() -> None:
    data = '<inputData id="stage" name="stage"><variable name="stage" typeRef="tStage"/></inputData>'
    model = parse_dmn(definitions(TYPES, data, decision("d", literal("stage"), ["i:stage"])))
    with pytest.raises(DecisionError, match='expected the input stage as tStage, got "LOST"'):
        evaluate_decision(model, "d", {"stage": "LOST"})
    assert evaluate_decision(model, "d", {"stage": "CLOSED"}).value == "CLOSED"


def test_an_expression_can_ask_for_a_defined_type() -> None:
    assert run("boolean", '"FILED" instance of tStage and not("LOST" instance of tStage)').value is True
    assert run("boolean", "[0.5] instance of tRates").value is False


def test_allowed_values_that_cannot_be_read_are_a_problem_with_their_line() -> None:
    wrong = f'<itemDefinition id="t" name="t"><typeRef>string</typeRef>{_only("allowedValues", "(")}</itemDefinition>'
    with pytest.raises(DmnError) as refused:
        parse_dmn(definitions(wrong, decision("d", literal("1"))))
    assert [(problem.element_id, problem.line) for problem in refused.value.problems] == [("t", 1)]


@pytest.mark.parametrize(("match", "value"), [("item > 1", [2, 3]), ("2", 2), ("-1", 3), ("9", None), ("null", [])])
def test_a_boxed_filter_keeps_members_by_condition_or_takes_one_by_place(match: str, value: Any) -> None:
    boxed = f"<filter><in>{literal('[1, 2, 3]')}</in><match>{literal(match)}</match></filter>"
    assert evaluate_decision(parse_dmn(definitions(decision("d", boxed))), "d", {}).value == value


def test_an_entry_of_the_wrong_type_is_null_and_told_with_its_value() -> None:
    entry = f'<context><contextEntry><variable name="rate" typeRef="number"/>{literal(chr(34) + "high" + chr(34))}</contextEntry></context>'
    result = evaluate_decision(parse_dmn(definitions(decision("d", entry))), "d", {})
    assert (result.value, result.errors) == ({"rate": None}, ['expected rate as number, got "high"'])
