"""The comparison with feelin: what can be shown of it without Node."""

import pytest

from tests.conformance.feelin import Difference, cause_of, ours, same
from tests.conformance.generated import expressions


def test_the_same_seed_makes_the_same_expressions_and_none_twice() -> None:
    made = list(expressions(300, seed=7))
    assert made == list(expressions(300, seed=7))
    assert len(set(made)) == 300


def test_every_expression_made_can_be_read_and_most_have_a_value() -> None:
    values = [ours(text) for text in expressions(500, seed=3)]
    assert [value for value in values if isinstance(value, dict) and "refused" in value] == []
    assert sum(value is not None for value in values) > 400


@pytest.mark.parametrize(
    ("left", "right", "agree"),
    [
        ({"number": "0.3"}, {"number": "0.30000000000000004"}, True), ({"number": "1"}, {"number": "1.001"}, False),
        ([{"number": "1"}, "a"], [{"number": "1.0"}, "a"], True), ([], [None], False), (None, False, False), (True, True, True),
        ({"text": "P1D"}, {"text": "P1D"}, True), ({"number": "1"}, {"text": "1"}, False),
        ({"refused": "here"}, {"refused": "there"}, True), ({"context": [["a", None]]}, {"context": [["a", True]]}, False),
    ],
)  # fmt: skip
def test_values_agree_as_far_as_binary_numbers_can(left: object, right: object, agree: bool) -> None:
    assert same(left, right) is agree


def test_a_difference_is_told_by_its_construct_and_an_unknown_one_as_such() -> None:
    known = cause_of(Difference('(duration("P1D")) * 2', "P2D", None))
    assert known is not None
    assert known.name == "a duration times or through a number"
    assert cause_of(Difference("1 + 1", 2, 3)) is None
