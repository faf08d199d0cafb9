"""Decision models: requirements, inputs, boxed expressions, functions, services, item definitions. Source: DMN 1.5 §6, §7."""

from typing import Any

import pytest

from tests.feel.models import decision, definitions, literal, table
from worklist.feel import DecisionError, DecisionResult, evaluate_decision, parse_dmn


def run(id_: str, *parts: str, **context: Any) -> DecisionResult:
    return evaluate_decision(parse_dmn(definitions(*parts)), id_, context)


def test_a_decision_sees_those_it_requires_by_their_names() -> None:
    route = decision("route", table(["origin"], ["route"], ['"CN" | "DIRECT"', '- | "TREATY"'], "FIRST"))
    both = decision("both", literal('{plain: route, filed: route = "DIRECT"}'), ["route"])
    result = run("both", route, both, origin="CN")
    assert result.value == {"plain": "DIRECT", "filed": True}
    assert result.required["route"].inputs == {"origin": "CN"}
    assert result.matched == {"route": [{"row": 1, "id": "r1", "notes": ["note 1"], "asked": ["origin"]}]}


@pytest.mark.parametrize(
    ("outputs", "row", "policy", "seen"),
    [
        (["a"], "- | 1", "FIRST", 1), (["a", "b"], "- | 1 | 2", "FIRST", {"a": 1, "b": 2}), (["a"], "- | 1", "COLLECT", [1]),
        (["a", "b"], "- | 1 | 2", "RULE ORDER", [{"a": 1, "b": 2}]),
    ],
)  # fmt: skip
def test_what_a_required_table_is_seen_as(outputs: list[str], row: str, policy: str, seen: Any) -> None:
    inner = decision("inner", table(["n"], outputs, [row], policy))
    assert run("outer", inner, decision("outer", literal("inner"), ["inner"]), n=1).value == seen


def test_a_decision_that_several_require_is_evaluated_once() -> None:
    base = decision("base", literal("n + 1"))
    left, right = decision("left", literal("base * 2"), ["base"]), decision("right", literal("base * 3"), ["base"])
    result = run("top", base, left, right, decision("top", literal("left + right"), ["left", "right"]), n=1)
    assert result.value == 10
    assert result.required["left"].required["base"] is result.required["right"].required["base"]


def test_a_missing_input_is_an_error() -> None:
    parts = ('<inputData id="in" name="Full Name"/>', decision("t", literal('"Hello " + Full Name'), ["i:in"]))
    assert run("t", *parts, **{"Full Name": "甲"}).value == "Hello 甲"
    with pytest.raises(DecisionError, match="the input 'Full Name' is missing"):
        run("t", *parts)


def test_an_input_is_checked_against_its_type() -> None:
    data = '<inputData id="n" name="n"><variable name="n" typeRef="number"/></inputData>'
    with pytest.raises(DecisionError, match="expected the input n as number"):
        run("t", data, decision("t", literal("n"), ["i:n"]), n="one")


def test_item_definitions_are_types() -> None:
    item = (
        '<itemDefinition name="tParty"><itemComponent name="name"><typeRef>string</typeRef></itemComponent></itemDefinition>'
        '<itemDefinition name="tParties" isCollection="true"><typeRef>tParty</typeRef></itemDefinition>'
    )
    text = '{good: [{name: "a"}] instance of tParties, bad: [{name: 1}] instance of tParties}'
    assert run("t", item, decision("t", literal(text))).value == {"good": True, "bad": False}


def test_a_result_of_another_type_is_null_with_the_reason() -> None:
    result = run("t", decision("t", literal('"one"'), extra='<variable name="t" typeRef="number"/>'))
    assert (result.value, result.errors) == (None, ['t: expected number, got "one"'])


FUNCTION = (
    '<businessKnowledgeModel id="bkm" name="Interest Of"><encapsulatedLogic><formalParameter name="sum" typeRef="number"/>'
    f'<formalParameter name="rate"/>{literal("sum * rate")}</encapsulatedLogic></businessKnowledgeModel>'
)


def test_a_function_of_the_model_is_called_in_a_text() -> None:
    caller = decision("t", literal("Interest Of(rate: 0.05, sum: n)"), ["f:bkm"])
    assert run("t", FUNCTION, caller, n=200).value == 10


def test_a_function_of_the_model_is_invoked_in_a_box() -> None:
    boxed = (
        f"<invocation>{literal('Interest Of')}<binding><parameter name='sum'/>{literal('n')}</binding>"
        f"<binding><parameter name='rate'/>{literal('0.1')}</binding></invocation>"
    )
    assert run("t", FUNCTION, decision("t", boxed, ["f:bkm"]), n=200).value == 20


@pytest.mark.parametrize(
    ("boxed", "value"),
    [
        (f"<context><contextEntry><variable name='a'/>{literal('1')}</contextEntry><contextEntry><variable name='b'/>{literal('a + n')}</contextEntry></context>", {"a": 1, "b": 3}),
        (f"<context><contextEntry><variable name='a'/>{literal('5')}</contextEntry><contextEntry>{literal('a * n')}</contextEntry></context>", 10),
        (f"<list>{literal('n')}{literal('n + 1')}</list>", [2, 3]),
        (f"<relation><column name='a'/><column name='b'/><row>{literal('1')}{literal('n')}</row></relation>", [{"a": 1, "b": 2}]),
        (f"<conditional><if>{literal('n > 1')}</if><then>{literal('1')}</then><else>{literal('2')}</else></conditional>", 1),
        (f"<filter><in>{literal('[1, 2, 3]')}</in><match>{literal('item >= n')}</match></filter>", [2, 3]),
        (f"<for iteratorVariable='x'><in>{literal('[1, 2]')}</in><return>{literal('x * n')}</return></for>", [2, 4]),
        (f"<some iteratorVariable='x'><in>{literal('[1, 2]')}</in><satisfies>{literal('x = n')}</satisfies></some>", True),
        (f"<every iteratorVariable='x'><in>{literal('[1, 2]')}</in><satisfies>{literal('x = n')}</satisfies></every>", False),
        (f"<context><contextEntry><variable name='f'/><functionDefinition><formalParameter name='x'/>{literal('x + n')}</functionDefinition></contextEntry><contextEntry>{literal('f(1)')}</contextEntry></context>", 3),
    ],
)  # fmt: skip
def test_boxed_expressions(boxed: str, value: Any) -> None:
    assert run("t", decision("t", boxed), n=2).value == value


SERVICE = (
    '<inputData id="in" name="n"/>',
    decision("double", literal("n * 2"), ["i:in"]),
    decision("plus", literal("double + 1"), ["double"]),
    '<decisionService id="svc" name="Serve"><outputDecision href="#plus"/><encapsulatedDecision href="#double"/><inputData href="#in"/></decisionService>',
    '<decisionService id="given" name="Given"><outputDecision href="#plus"/><inputDecision href="#double"/></decisionService>',
)


def test_a_decision_service_is_evaluated_by_its_id() -> None:
    assert run("svc", *SERVICE, n=5).value == 11


def test_a_decision_service_is_called_like_a_function() -> None:
    assert run("t", *SERVICE, decision("t", literal("Serve(20)"), ["f:svc"])).value == 41


def test_a_service_takes_the_results_of_its_input_decisions() -> None:
    assert run("given", *SERVICE, double=100).value == 101


def test_an_unknown_decision_is_an_error() -> None:
    with pytest.raises(DecisionError, match="'x' is not known"):
        run("x", decision("t", literal("1")))


def test_functions_that_call_one_another_without_end_are_null() -> None:
    loop = (
        '<businessKnowledgeModel id="f" name="f"><encapsulatedLogic><formalParameter name="x"/>'
        f'{literal("f(x + 1)")}</encapsulatedLogic><knowledgeRequirement><requiredKnowledge href="#f"/></knowledgeRequirement></businessKnowledgeModel>'
    )
    result = run("t", loop, decision("t", literal("f(1)"), ["f:f"]))
    assert result.value is None
    assert "too deep" in result.errors[0]


def test_a_decision_that_hits_a_limit_is_null_with_the_reason() -> None:
    result = run("t", decision("t", literal("for i in 1..1000, j in 1..1000 return i")))
    assert (result.value, len(result.errors)) == (None, 1)
