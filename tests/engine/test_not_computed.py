"""Expressions that cannot be computed fail the step; null that follows from null does not. Source: DMN 1.5 §10.3.2.13."""

import re

import pytest

from tests.engine.diagrams import each, end, mapping, node, process, script, service, start, timer, user
from tests.engine.runs import Game
from worklist.engine import expressions
from worklist.engine.spiff import StepFailed


def choosing(condition: str) -> bytes:
    """Return a process whose gateway takes the flow to `yes` under a condition, else its default to `no`."""
    return process(
        "p", start(), node("exclusiveGateway", "choice"), user("yes"), user("no"), end(),
        flows=("start > choice", f"choice > yes ? {condition}", "choice > no !", "yes > end", "no > end"),
    )  # fmt: skip


def between(activity: str) -> bytes:
    return process("p", start(), activity, user("after"), end(), flows=("start > x > after > end",))


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("=missing", "the name 'missing' is not known"),
        ("=missing > 3", "the name 'missing' is not known"),
        ("${missing}", "the name 'missing' is not known"),
        ("${party.naem == null && missing}", "the name 'missing' is not known"),
        ("=party.naem", "the context has no 'naem'"),
        ('=text > 3', '"ten" > 3 cannot be compared'),
        ("=number(text) > 3", "number: expected a number, got 'ten'"),
        ("=1 / 0 > 3", "1 / 0 has no value"),
        ("=text and true", 'expected true or false, got "ten"'),
        ("=substring(4, 1)", "substring cannot take these arguments"),
    ],
)  # fmt: skip
def test_a_condition_that_cannot_be_computed_does_not_count_as_false(condition, reason):
    with pytest.raises(StepFailed, match=re.escape(reason)) as failed:
        Game(choosing(condition), party={"name": "A"}, text="ten", nothing=None)
    assert failed.value.element_id == "choice"
    assert f"the condition of its flow 'f1_0' {condition!r} cannot be computed" in failed.value.reason


@pytest.mark.parametrize(
    "condition",
    [
        "=nothing > 3", "=nothing", "=nothing.name", "=nothing and true", "=is defined(missing)", "=get or else(missing, false)",
        "=missing != null", "=missing != null and missing > 3", "=get or else(missing, null)", "=list[5]", "=sum(nothing) > 3",
        "${nothing > 3}", "${nothing.name}", "${!empty missing}", "${missing != null && missing.ok}", "=if missing = null then nothing else 1",
    ],
)  # fmt: skip
def test_null_that_is_data_counts_as_false(condition):
    assert Game(choosing(condition), nothing=None, list=[1]).tasks == ["no"]


@pytest.mark.parametrize(
    ("activity", "said"),
    [
        (script("x", "sum", "=missing + 1"), "the script '=missing + 1' cannot be computed: the name 'missing' is not known"),
        (service("x", "t", mapping({"day": "=date(text)"})), "the input parameter 'day' '=date(text)' cannot be computed"),
        (service("x", "t", mapping(outputs={"day": "=text + 1"})), "the output parameter 'day' '=text + 1' cannot be computed"),
        (node("intermediateCatchEvent", "x", timer("Date", "=date(text)")), "the timer '=date(text)' cannot be computed"),
        (user("x", each("missing", "one")), "the collection '=missing' cannot be computed: the name 'missing' is not known"),
        (node("callActivity", "x", '<bpmn:extensionElements><camunda:in sourceExpression="=text * 2" target="y"/></bpmn:extensionElements>', calledElement="o"),
         "the in mapping 'y' '=text * 2' cannot be computed"),
    ],
)  # fmt: skip
def test_other_expressions_that_cannot_be_computed_fail_the_step(activity, said):
    with pytest.raises(StepFailed, match=re.escape(f"x: {said}")):
        Game(between(activity), text="ten")


def test_a_variable_that_is_not_set_is_passed_on_as_null():
    game = Game(between(service("x", "t", mapping({"owner": "=missing", "name": "=party.name"}))), party={})
    assert ("work", "t", {"owner": None, "name": None}) in game.host.asked


def test_a_timer_whose_day_is_not_set_waits():
    assert Game(between(node("intermediateCatchEvent", "x", timer("Date", "${missing}")))).tasks == []


def test_conditions_of_loops_and_members_are_asked_for_a_truth_value():
    loop = '<bpmn:standardLoopCharacteristics><bpmn:loopCondition xsi:type="bpmn:tFormalExpression">=again</bpmn:loopCondition></bpmn:standardLoopCharacteristics>'
    with pytest.raises(StepFailed, match="x: the loop condition '=again' cannot be computed: the name 'again' is not known"):
        Game(between(user("x", loop))).complete("x")
    with pytest.raises(StepFailed, match="x: the completion condition must be true or false, got 'no'"):
        Game(between(user("x", each("items", "item", until="=answer"))), items=[1, 2]).complete("x", answer="no")


def test_a_text_with_words_has_nothing_where_a_part_is_null():
    assert expressions.read("case_closed-${missing}").computed({}) == "case_closed-"
