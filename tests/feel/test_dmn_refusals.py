"""DMN files that are refused: with every problem, its line and its element, whatever the bytes are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.feel.fuzzing import unhurried
from tests.feel.models import MODEL, decision, definitions, literal, table
from worklist.feel import DmnError, parse_dmn


def problems(source: bytes) -> list[str]:
    with pytest.raises(DmnError) as raised:
        parse_dmn(source)
    return [problem.message for problem in raised.value.problems]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"", "expected well-formed XML"), (b"<a", "expected well-formed XML"), (b"<a/>", "expected the definitions of DMN"),
        (b"\x00\xff", "expected well-formed XML"), (b"x" * 5_000_001, "expected at most 5,000,000 bytes"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "DOCTYPE is refused"),
        (definitions(), "no decision in the file"),
        (definitions(decision("t", "")), "expected a decision table"),
        (definitions(decision("t", literal("1 +"))), "cannot be read"),
        (definitions(decision("t", literal("java(1)"))), "the function 'java' is not known"),
        (definitions(decision("t", literal("1"), ["x"])), "the required decision 'x' is not in the file"),
        (definitions(decision("t", literal("1"), ["i:x"])), "the required input 'x' is not in the file"),
        (definitions(decision("a", literal("1"), ["b"]), decision("b", literal("1"), ["a"])), "requires itself"),
        (definitions(decision("t", literal("1")), decision("t", literal("2"))), "is used twice"),
        (definitions(decision("t", table(["n"], ["o"], ["- | 1"], "BEST"))), "the hit policy 'BEST' is not known"),
        (definitions(decision("t", table(["n"], ["o"], ["- | 1"], "COLLECT", "AVG"))), "the aggregation 'AVG' is not known"),
        (definitions(decision("t", table(["n"], ["o"], ["1"]))), "expected 1 inputs and 1 outputs in the row, got 1 and 0"),
        (definitions(decision("t", table([""], ["o"], ["- | 1"]))), "an input without an expression"),
        (definitions(decision("t", table(["n"], [], []))), "expected at least one output"),
        (definitions(decision("t", '<literalExpression expressionLanguage="javascript"><text>1</text></literalExpression>')), "no scripts"),
        (definitions(decision("t", '<functionDefinition kind="Java"><context/></functionDefinition>')), "functions of kind Java"),
        (definitions('<import name="x"/>', decision("t", literal("1"))), "imports of other models"),
        (definitions(decision("t", literal("1"), extra='<variable name="t" typeRef="tUnknown"/>')), "the type tUnknown is not known"),
        (definitions(decision("t", "<list>" * 40 + "</list>" * 40)), "not executed here"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_executed_is_refused(source: bytes, message: str) -> None:
    assert any(message in one for one in problems(source)), problems(source)


def test_all_problems_are_told_with_line_and_element() -> None:
    broken = table(["n"], ["o"], ["< | 1", "- | 1 +", '"a | 2'])
    with pytest.raises(DmnError) as raised:
        parse_dmn(definitions("\n", decision("t", broken), "\n", decision("u", "")))
    assert [(problem.line, problem.element_id) for problem in raised.value.problems] == [(2, "r1"), (2, "r2"), (2, "r3"), (3, "u")]


def test_an_entity_is_never_resolved_from_a_file() -> None:
    source = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><definitions xmlns="' + MODEL.encode() + b'">&x;</definitions>'
    assert problems(source) == ["a DOCTYPE is refused; save the file anew in Camunda Modeler"]


GOOD = definitions(
    '<inputData id="in" name="n"/>', decision("a", table(["n"], ["o"], ["< 5 | 1", "- | 2"], "FIRST"), ["i:in"]),
    decision("b", literal("a + 1"), ["a"]),
)  # fmt: skip


@unhurried
@given(st.integers(0, len(GOOD)), st.integers(0, 30), st.binary(max_size=8))
def test_a_damaged_file_is_read_or_refused_never_anything_else(place: int, length: int, instead: bytes) -> None:
    try:
        model = parse_dmn(GOOD[:place] + instead + GOOD[place + length :])
    except DmnError as error:
        refused = error
    else:
        assert model.decisions or model.knowledge
        return
    assert refused.problems
