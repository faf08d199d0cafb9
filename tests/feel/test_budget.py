"""Every step is paid for: shared values, large values and calls between decisions end within one budget."""

import pytest

from tests.feel.models import cell, decision, definitions, literal
from worklist.feel import evaluate_decision, evaluate_with_errors, parse_dmn

#: A list of lists of lists …: few nodes, but sixteen million members when it is walked.
DOUBLED = "{a: [1], " + ", ".join(f"{chr(98 + i)}: [{chr(97 + i)}, {chr(97 + i)}]" for i in range(24)) + "}.y"
LISTS = "list<" * 25 + "number" + ">" * 25
TEXT = 's: string join(for i in 1..45000 return "aa", "")'
COSTLY = {
    "comparing shared lists": f"{DOUBLED} = {DOUBLED}",
    "telling shared lists apart": f"is({DOUBLED}, {DOUBLED})",
    "the type of shared lists": f"{DOUBLED} instance of {LISTS}",
    "a parameter of shared lists": f"(function(x: {LISTS}) 1)({DOUBLED})",
    "comparing long lists": "{a: for i in 1..30000 return i, r: for i in 1..30000 return a = a}.r",
    "looking into a long list": "{a: for i in 1..30000 return i, r: for i in 1..30000 return 0 in a}.r",
    "printing again and again": "{a: [for i in 1..60000 return i], r: for i in 1..20000 return string(a)}.r",
    "merging again and again": "{c: context(for i in 1..5000 return {key: string(i), value: i}), "
    "l: for i in 1..5000 return c, r: for i in 1..1000 return context merge(l)}.r",
    "looking into a long text": "{" + TEXT + ', r: for i in 1..20000 return contains(s, "aab")}.r',
    "reading long patterns": 'for i in 1..20000 return matches("a", "a{1,900}" + string(i))',
    "reading wrong patterns": 'for i in 1..20000 return matches("a", "a{1,900}(" + string(i))',
    "replacing by much that is nothing": '{t: string join(for i in 1..40000 return "$1", ""), '
    's: string join(for i in 1..4000 return "a", ""), r: replace(s, "(b?)a", t)}.r',
    "exponentials": "for i in 1..30000 return exp(log(exp(1000.5)))",
    "powers": "for i in 1..40000 return 1.000000001 ** 123456789.123",
}
SERVICE = '<decisionService id="s" name="s"><outputDecision href="#inner"/></decisionService>'


@pytest.mark.parametrize("text", COSTLY.values(), ids=COSTLY)
def test_what_would_take_minutes_is_null_with_the_limit_told(text: str) -> None:
    value, errors = evaluate_with_errors(text, {})
    assert value is None
    assert "at most" in errors[-1] or "too large" in errors[-1]


def test_decisions_of_a_service_spend_the_steps_of_their_caller() -> None:
    inner = decision("inner", literal("for i in 1..20000 return i"))
    outer = decision("outer", literal("for i in 1..300 return s()"), ["f:s"])
    result = evaluate_decision(parse_dmn(definitions(inner, outer, SERVICE)), "outer", {})
    assert result.value is None
    assert "at most" in result.errors[-1]


def test_a_service_that_calls_itself_comes_to_an_end() -> None:
    inner = decision("inner", literal("[s(), s()]"), ["f:s"])
    result = evaluate_decision(parse_dmn(definitions(inner, SERVICE)), "inner", {})
    assert "functions call one another too deeply" in result.errors


def test_what_goes_wrong_inside_of_a_service_is_told_to_its_caller() -> None:
    inner = decision("inner", literal("number(\"no\")"))
    outer = decision("outer", literal("s()"), ["f:s"])
    result = evaluate_decision(parse_dmn(definitions(inner, outer, SERVICE)), "outer", {})
    assert result.errors == ["number: expected a number, got 'no'"]


def test_a_boxed_loop_pays_for_what_it_has_collected() -> None:
    source, body = cell("for i in 1..40000 return i"), cell("x")
    loop = (
        f'<for iteratorVariable="x"><in><literalExpression>{source}</literalExpression></in>'
        f"<return><literalExpression>{body}</literalExpression></return></for>"
    )
    result = evaluate_decision(parse_dmn(definitions(decision("d", loop))), "d", {})
    assert result.value is None
    assert "at most" in result.errors[-1]
