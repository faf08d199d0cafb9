"""Comparing values of different types, telling alike values apart, and exact shares of durations."""

from datetime import timedelta
from typing import Any

import pytest

from worklist.feel import YearsMonths, evaluate, evaluate_with_errors

MOMENT = 'date and time("2026-07-01T12:00:00@Europe/Berlin")'


@pytest.mark.parametrize("moment", ['date("2026-07-01")', 'date and time("2026-07-01T12:00:00")', MOMENT])
@pytest.mark.parametrize("sign", ["=", "!=", "<", "<=", ">", ">="])
def test_a_text_that_is_no_date_cannot_be_compared_with_one(moment: str, sign: str) -> None:
    for text in (f'"no date" {sign} {moment}', f'{moment} {sign} "no date"'):
        value, errors = evaluate_with_errors(text, {})
        assert value is None
        assert "cannot be compared" in errors[0]


def test_a_text_beside_a_date_leaves_the_rest_of_the_expression_alone() -> None:
    assert evaluate('list contains(["A", "2026-07-01"], date("2026-07-01"))', {}) is True
    assert evaluate('{found: ["A", "B"][item = date("2026-07-01")], rest: 1}', {}) == {"found": [], "rest": 1}


@pytest.mark.parametrize("other", ["10:00:00Z", "11:00:00Z", "10:00:00@Asia/Shanghai"])
def test_a_local_time_is_not_the_same_as_one_with_an_offset_and_has_no_order_with_it(other: str) -> None:
    local = 'time("10:00:00")'
    assert evaluate(f'[{local} = @"{other}", {local} != @"{other}", list contains([@"{other}"], {local})]', {}) == [False, True, False]
    assert evaluate(f'{local} < @"{other}"', {}) is None


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("is([true], [1])", False), ("is([1, [2]], [1.0, [2]])", True), ("is({a: [1]}, {a: [1]})", True), ("is({a: 1}, {b: 1})", False),
        ('is([@"2026-07-01T10:00:00Z"], [@"2026-07-01T18:00:00+08:00"])', False), ("is([1..2], [1..2])", True),
        ("is([1..2], [1..2))", False), ("is([], {})", False), ("is(null, null)", True), ('is(@"10:00:00Z", @"10:00:00+00:00")', True),
    ],
)  # fmt: skip
def test_is_tells_apart_what_differs_in_any_part(text: str, same: bool) -> None:
    assert evaluate(text, {}) is same


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ('@"-P3DT4H" / -3', timedelta(hours=25, minutes=20)), ('@"PT1H" / 3', timedelta(minutes=20)), ('@"P1D" / 0.1', timedelta(days=10)),
        ('@"P31M" / 3', YearsMonths(10)), ('@"-P31M" / 3', YearsMonths(-10)), ('@"P1Y" * 0.5', YearsMonths(6)), ('@"P1Y" / 0', None),
        ('@"P1D" * 10 ** 40', None),
    ],
)  # fmt: skip
def test_a_share_of_a_duration_is_exact(text: str, share: Any) -> None:
    assert evaluate(text, {}) == share
