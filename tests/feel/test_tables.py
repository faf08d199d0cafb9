"""Decision tables: cells, hit policies, types of columns, what is recorded. Source: DMN 1.5 §8."""

from datetime import date
from typing import Any

import pytest

from tests.feel.models import NAMESPACES, cell, decision, definitions, literal, table
from worklist.feel import DecisionError, evaluate_decision, parse_dmn, unary_test


def decide(logic: str, **context: Any) -> Any:
    return evaluate_decision(parse_dmn(definitions(decision("t", logic))), "t", context)


ROWS = ["< 10 | 1", "< 20 | 2", "< 30 | 3"]


@pytest.mark.parametrize(
    ("policy", "aggregation", "outputs", "value"),
    [
        ("FIRST", "", [1], 1), ("RULE ORDER", "", [1, 2, 3], [1, 2, 3]), ("COLLECT", "", [1, 2, 3], [1, 2, 3]),
        ("COLLECT", "SUM", [6], 6), ("COLLECT", "MIN", [1], 1), ("COLLECT", "MAX", [3], 3), ("COLLECT", "COUNT", [3], 3),
    ],
)  # fmt: skip
def test_hit_policies_make_their_result_of_the_rows_hit(policy: str, aggregation: str, outputs: list[int], value: Any) -> None:
    result = decide(table(["n"], ["out"], ROWS, policy, aggregation), n=5)
    assert (result.entries(), result.value) == (outputs, value)


def test_priority_and_output_order_follow_the_order_of_the_allowed_values() -> None:
    rows = ['< 10 | "LOW"', '< 20 | "HIGH"', '< 30 | "MIDDLE"']
    outputs = ['out : "HIGH", "MIDDLE", "LOW"']
    assert decide(table(["n"], outputs, rows, "PRIORITY"), n=5).entries() == ["HIGH"]
    assert decide(table(["n"], outputs, rows, "OUTPUT ORDER"), n=5).entries() == ["HIGH", "MIDDLE", "LOW"]


def test_two_rows_under_unique_are_an_error_with_rows_and_inputs() -> None:
    with pytest.raises(DecisionError) as raised:
        decide(table(["n"], ["out"], ROWS), n=15)
    assert (raised.value.decision, raised.value.rows, raised.value.inputs) == ("t", [2, 3], {"n": 15})


def test_rows_that_differ_under_any_are_an_error() -> None:
    with pytest.raises(DecisionError, match=r"rows 1 and 2 match and differ"):
        decide(table(["n"], ["out"], ["< 10 | 1", "< 20 | 2"], "ANY"), n=5)


def test_rows_that_agree_under_any_are_one_result() -> None:
    assert decide(table(["n"], ["out"], ["< 10 | 1", "< 20 | 1.0"], "ANY"), n=5).entries() == [1]


def test_the_default_stands_for_no_row() -> None:
    result = decide(table(["n"], ['out : "A", "B" | "B"'], ['< 10 | "A"']), n=50)
    assert (result.entries(), result.matched) == (["B"], {"t": []})


def test_no_row_and_no_default_is_no_result() -> None:
    result = decide(table(["n"], ["out"], ["< 10 | 1"]), n=50)
    assert (result.single(), result.entry(), result.list(), result.value) == (None, None, [], None)


def test_several_outputs_are_one_context() -> None:
    result = decide(table(["n"], ["a", "b"], ['- | n + 1 | "x"']), n=1)
    assert (result.single(), result.value) == ({"a": 2, "b": "x"}, {"a": 2, "b": "x"})


def test_inputs_rows_and_notes_are_recorded() -> None:
    result = decide(table(["n", "kind"], ["out"], ['> 5 | "A" | 1', '<= 5 | "A", "B" | 2']), n=5, kind="B")
    assert result.inputs == {"n": 5, "kind": "B"}
    assert result.matched == {"t": [{"row": 2, "id": "r2", "notes": ["note 2"], "asked": ["n", "kind"]}]}


def test_more_than_one_row_is_no_single_result() -> None:
    with pytest.raises(DecisionError, match="expected one result"):
        decide(table(["n"], ["out"], ROWS, "COLLECT"), n=5).single()


@pytest.mark.parametrize(
    ("test", "value", "passed"),
    [
        ('"A", "B"', "B", True), ('not("A", "B")', "C", True), ('not("A")', None, True), ("-", None, True), ("", 1, True),
        ("[1..5]", 5, True), ("]1..5[", 5, False), ("< 5, > 10", 11, True), ("null", None, True), ("true", False, False),
        ("false", False, True), ("? > 3 and ? < 5", 4, True), ('contains(?, "执")', "执行", True), ("limit", 5, True),
        ("> limit", 6, True), ("list", 2, True), ("limit > 3", "anything", True), ('list contains(?, "X")', ["X", "Y"], True),
        ('>= date("2024-01-01")', "2024-06-01", True), ('"X"', ["X", "Y"], True), ("not(null)", "a", True), ("not(null)", None, False), ("!= null", "a", True),
        ("every x in ? satisfies x > 0", [1, 2], True), ("(1..5)", 3, True), ('= "A"', "A", True), ("starts with(?, \"a\")", "b", False),
    ],
)  # fmt: skip
def test_cells(test: str, value: Any, passed: bool) -> None:
    assert unary_test(test, value, {"limit": 5, "list": [1, 2]}) is passed


def test_an_input_is_brought_to_the_type_of_its_column() -> None:
    result = decide(table(["served : date", "n : integer"], ["out"], ['> date("2026-01-01") | > 4 | 1']), served="2026-11-23", n="5")
    assert (result.entries(), result.inputs["served"], result.inputs["n"]) == ([1], date(2026, 11, 23), 5)


def test_an_input_of_another_type_is_told_among_the_errors() -> None:
    result = decide(table(["n : number"], ["out"], ["- | 1"]), n="many")
    assert result.errors == ["n: expected a number, got 'many'", 'n: expected number, got "many"']


def test_a_value_that_is_not_allowed_is_told_among_the_errors() -> None:
    values = f'<input id="i1" label="kind"><inputExpression>{cell("kind")}</inputExpression><inputValues>{cell(chr(34) + "A" + chr(34))}</inputValues></input>'
    logic = table([], ['out : "X"'], []).replace("<output", values + "<output", 1).replace(
        "</decisionTable>", '<rule id="r"><inputEntry><text>-</text></inputEntry><outputEntry><text>"Y"</text></outputEntry></rule></decisionTable>'
    )
    assert decide(logic, kind="B").errors == [
        'kind: "B" is not one of the values allowed', 'out: "Y" is not one of the values allowed',
    ]  # fmt: skip


def test_camundas_name_for_the_input_is_known_in_its_cells() -> None:
    logic = table(["n"], ["out"], ["amount > 4 | 1"]).replace('<input id="i1"', '<input id="i1" camunda:inputVariable="amount"')
    assert decide(logic, n=5).entries() == [1]


@pytest.mark.parametrize("namespace", NAMESPACES)
def test_files_of_every_version_are_read(namespace: str) -> None:
    model = parse_dmn(definitions(decision("t", literal("1 + 1")), namespace=namespace))
    assert evaluate_decision(model, "t", {}).value == 2


def test_the_juel_dialect_is_read_where_a_file_says_so() -> None:
    logic = '<literalExpression expressionLanguage="juel"><text>${n == 2 ? "two" : "more"}</text></literalExpression>'
    assert decide(logic, n=2).value == "two"
