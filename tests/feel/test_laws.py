"""Laws that hold for every pair of values, of one type or not."""

from itertools import product
from typing import Any

import pytest

from worklist.feel import evaluate
from worklist.feel.values import kind, printed

TEXTS = (
    "null", "true", "false", "0", "1", "-1", "2.50", '""', '"a"', '"2024-01-01"', '"P1D"', '@"2024-01-01"', '@"2024-01-02"',
    '@"2024-01-01T00:00:00"', '@"2024-01-01T00:00:00Z"', '@"2024-01-01T08:00:00+08:00"', '@"2024-01-01T08:00:00@Asia/Shanghai"',
    '@"10:00:00"', '@"10:00:00Z"', '@"11:00:00+01:00"', '@"P1D"', '@"PT24H"', '@"-P1DT0.000000001S"', '@"P0D"', '@"P1Y"', '@"-P13M"',
    '@"P0M"', "[]", "[1]", "[1, 2]", "[null]", "{}", "{a: 1}", "{a: null}", "[1..2]", "[1..2)", '["a".."b"]',
    '[@"2024-01-01"..@"2024-01-02"]', "(< 5)", '@"-999999999-01-01"', '@"999999999-12-31"',
)  # fmt: skip
VALUES = {text: evaluate(text, {}) for text in TEXTS}
PAIRS = list(product(VALUES.values(), repeat=2))
TEMPORAL = {"date", "time", "date and time", "days and time duration", "years and months duration"}


def every(text: str) -> list[tuple[str, str, Any]]:
    """Return the pairs x, y for which a text is not true, and what it is for them."""
    return [
        (printed(x, True), printed(y, True), found)
        for x, y in PAIRS
        if (found := evaluate(text, {"x": x, "y": y})) is not True
    ]


@pytest.mark.parametrize(
    "law",
    [
        "is(x = y, y = x)", "is(x < y, y > x)", "is(x <= y, y >= x)", "is(x = y, not(x != y))", "is(x, y) = is(y, x)",
        "if is(x, y) then x = y else true", "is(list contains([x], y), get or else(x = y, false))",
        "if (x < y) = null then true else count([x < y, x = y, x > y][item]) = 1",
        "if (x < y) = null then true else (x <= y) = (x < y or x = y) and (x >= y) = (x > y or x = y)",
        "if x + y = null or x instance of string then true else x + y = y + x",
        "if x - y = null or x instance of date or not(y instance of number or y instance of days and time duration) "
        "then true else (x - y) + y = x",
        "x = null or x instance of Any",
    ],
)  # fmt: skip
def test_a_law_of_comparing_and_reckoning_holds_for_all_pairs(law: str) -> None:
    assert every(law) == []


@pytest.mark.parametrize("text", [text for text, value in VALUES.items() if kind(value) in TEMPORAL])
def test_a_printed_temporal_value_reads_as_itself(text: str) -> None:
    assert evaluate(f'is({text}, @"{printed(VALUES[text])}")', {}) is True


@pytest.mark.parametrize("text", TEXTS)
def test_a_value_is_the_same_as_itself(text: str) -> None:
    assert evaluate(f"[{text} = {text}, is({text}, {text})]", {}) == [True, True]
