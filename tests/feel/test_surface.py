"""The public surface: values of Python in and out, their texts, and what is raised. Source: DMN 1.5 §10.3.2.3."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import worklist.feel as feel
from worklist.feel import (
    FeelSyntaxError,
    Range,
    Time,
    YearsMonths,
    evaluate,
    evaluate_with_errors,
    string,
    unary_test,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "type_", "printed"),
    [
        ("null", type(None), None), ("1 = 1", bool, "true"), ('"执行"', str, "执行"), ("0.10 + 1", Decimal, "1.1"),
        ('date("2026-11-23")', date, "2026-11-23"), ('time("09:30:00+08:00")', Time, "09:30:00+08:00"),
        ('date and time("2026-11-23T09:30:00")', datetime, "2026-11-23T09:30:00"),
        ('date and time("2026-11-23T09:30:00@Asia/Shanghai")', datetime, "2026-11-23T09:30:00@Asia/Shanghai"),
        ('duration("P1DT2H")', timedelta, "P1DT2H"), ('duration("P14M")', YearsMonths, "P1Y2M"), ("[1, [2]]", list, "[1, [2]]"),
        ("{a: 1}", dict, "{a: 1}"), ("[1..5)", Range, "[1..5)"),
    ],
)  # fmt: skip
def test_a_value_comes_out_as_its_python_type_and_prints_as_feel(text: str, type_: type, printed: str | None) -> None:
    value = evaluate(text, {})
    assert isinstance(value, type_)
    assert string(value) == printed


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ('date("2026-11-23")', "2026-11-23"), ('date("12026-11-23")', "12026-11-23"), ('time("09:30:00")', "09:30:00"),
        ('time("09:30:00@Asia/Shanghai")', "09:30:00@Asia/Shanghai"), ('duration("P1Y2M")', "P1Y2M"),
        ('duration("-P5M")', "-P5M"), ('[date("2026-01-01")..date("2026-12-31")]', "[2026-01-01..2026-12-31]"),
        ('date and time("2026-11-23T09:30:00@Asia/Shanghai")', "2026-11-23T09:30:00@Asia/Shanghai"),
        ('date and time("2026-11-23T09:30:00Z")', "2026-11-23T09:30:00Z"), ('duration("P1DT2H")', "P1DT2H"),
        ('[duration("-PT1.5S")][1]', "-PT1.5S"), ('date and time("12026-11-23T09:30:00Z")', "12026-11-23T09:30:00Z"), ('duration("PT0.000000001S")', "PT0.000000001S"),
    ],
)  # fmt: skip
def test_python_prints_a_temporal_value_of_ours_as_its_iso_text(text: str, printed: str) -> None:
    assert str(evaluate(text, {})) == printed


@pytest.mark.parametrize(
    ("given", "seen"),
    [
        (3, Decimal(3)), (0.1, Decimal("0.1")), (True, True), (None, None), ("a", "a"), (date(2026, 11, 23), date(2026, 11, 23)),
        (time(9, 30), evaluate('time("09:30:00")', {})), (timedelta(days=2), timedelta(days=2)), ((1, 2), [Decimal(1), Decimal(2)]),
        (datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI), datetime(2026, 11, 23, 9, 30, tzinfo=SHANGHAI)),
        ({"a": [1, {"b": 0.5}]}, {"a": [Decimal(1), {"b": Decimal("0.5")}]}),
    ],
)  # fmt: skip
def test_a_value_of_python_is_taken_and_given_back_as_feel_has_it(given: object, seen: object) -> None:
    value = evaluate("x", {"x": given})
    assert value == seen
    assert isinstance(value, type(seen))
    assert string(value) == string(seen)


@pytest.mark.parametrize("text", ['duration("PT1H")', 'date and time("2026-11-23T09:30:00@Asia/Shanghai")', 'date("2026-11-23")'])
def test_a_result_can_be_given_to_the_next_expression(text: str) -> None:
    value = evaluate(text, {})
    assert evaluate(f"x = {text} and [x] = [{text}] and string(x) = string({text})", {"x": value}) is True


@pytest.mark.parametrize("action", [evaluate, evaluate_with_errors, lambda text, context: unary_test(text, 1, context)])
def test_only_a_text_that_cannot_be_read_raises_with_its_place(action: Callable[[str, dict[str, Any]], object]) -> None:
    with pytest.raises(FeelSyntaxError) as raised:
        action("[1,\n +", {})
    assert (raised.value.line, raised.value.column) == (2, 2)


def test_an_error_while_running_is_null_and_found_beside_the_value() -> None:
    assert evaluate('1 + "a"', {}) is None
    assert evaluate_with_errors('1 + "a"', {}) == (None, ['1 + "a" has no value'])


@pytest.mark.parametrize(
    ("test", "value", "passed"),
    [("< 5", 4, True), ("-", None, True), ("[1..5)", 5, False), ('"A", "B"', "B", True), ("? > limit", 3, True), ("< 5", None, False)],
)
def test_a_unary_test_is_passed_or_not(test: str, value: object, passed: bool) -> None:
    assert unary_test(test, value, {"limit": 2}) is passed


@pytest.mark.parametrize("name", ["compile", "evaluate", "evaluate_with_errors", "unary_test", "parse_dmn", "evaluate_decision", "analyse"])
def test_a_public_function_names_its_errors_or_types_and_the_section_of_the_standard(name: str) -> None:
    said = getattr(feel, name).__doc__
    assert "DMN 1.5 §" in said
    assert name == "analyse" or "Raises" in said


def test_everything_listed_as_public_is_there() -> None:
    assert [name for name in feel.__all__ if not hasattr(feel, name)] == []
