"""The language: operators, logic, names, loops, functions, types. Source: DMN 1.5 §10.3."""

from decimal import Decimal
from typing import Any

import pytest

from worklist.feel import FeelSyntaxError, compile, evaluate

THREE_VALUED = [
    ("true and null", None), ("false and null", False), ("null and false", False), ("true or null", True),
    ("null or false", None), ("not(null)", None), ('true and "true"', None), ("false or 1", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), THREE_VALUED)
def test_logic_has_three_values(text: str, expected: bool | None) -> None:
    assert evaluate(text, {}) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3 ** 2 - 4 / 2", 17), ("-3 ** 2", 9), ("2 ** 3 ** 2", 64), ("10 - 2 - 3", 5), ("--10", 10),
        ("1.1 + 2.2", Decimal("3.3")), ("1/3*3", Decimal("0.9999999999999999999999999999999999")), (".5 + .5", 1),
    ],
)  # fmt: skip
def test_operators_bind_as_the_standard_says(text: str, expected: Any) -> None:
    assert evaluate(text, {}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('1 = "1"', None), ("1 != 2", True), ("null = null", True), ("null = 1", False), ("1 < null", None),
        ("[1, 2] = [1, 2]", True), ("{a: 1} = {a: 1.0}", True), ('"a" < "b"', True), ("true < false", None),
        ("5 between 1 and 5", True), ("5 in (1..5)", False), ("5 in (< 3, > 4)", True), ("5 in [1, 5]", True),
        ("5 in not(5)", None),
    ],
)  # fmt: skip
def test_comparison_is_null_for_what_cannot_be_compared(text: str, expected: bool | None) -> None:
    assert evaluate(text, {}) is expected


def test_a_date_compares_with_its_iso_text() -> None:
    context = {"served": "2026-11-23", "today": evaluate('date("2026-11-24")', {})}
    assert evaluate("served < today and today > served and served != today", context) is True


def test_an_instant_compares_with_a_day_at_the_court() -> None:
    late = evaluate('date and time("2026-11-22T16:30:00Z")', {})  # half past midnight in Shanghai
    assert evaluate('at = date("2026-11-23")', {"at": late}) is True


def test_names_may_hold_spaces() -> None:
    assert evaluate("Monthly Salary * 12", {"Monthly Salary": 10}) == Decimal(120)


def test_names_may_be_chinese() -> None:
    assert evaluate("若干 天数 + 1", {"若干 天数": 1}) == Decimal(2)


def test_names_with_signs_and_words_of_the_language_are_read_where_the_context_has_them() -> None:
    assert evaluate("profit-loss + Terms and Conditions", {"profit-loss": 1, "Terms and Conditions": 2}) == Decimal(3)


def test_a_number_behind_a_name_is_refused_unless_the_name_is_known() -> None:
    assert evaluate("Line 1 + 1", {"Line 1": 1}) == Decimal(2)
    with pytest.raises(FeelSyntaxError, match="unexpected '5'"):
        compile("amount 5")


def test_a_name_in_backticks_is_one_name() -> None:
    assert compile("`profit-loss` + 1")({"profit-loss": 1}) == Decimal(2)


def test_a_name_the_text_defines_may_hold_signs() -> None:
    assert evaluate('{"a-b": 2, c: a-b * 2}.c', {}) == Decimal(4)


def test_members_of_a_filtered_context_are_seen_by_name() -> None:
    list_ = [{"kind": "A", "n": 1}, {"kind": "B", "n": 2}]
    assert evaluate('list[kind = "B" and item.n = 2].n[1]', {"list": list_}) == Decimal(2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1, 2, 3][-1]", 3), ("[1, 2, 3][0]", None), ("[1, 2, 3][4]", None), ("[][1]", None), ("7[1]", 7),
        ("[1, 2, 3, 4][item > 2]", [3, 4]), ("null[true]", []), ("[1, 2][true]", [1, 2]),
    ],
)  # fmt: skip
def test_filters_take_places_and_conditions(text: str, expected: Any) -> None:
    assert evaluate(text, {}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for i in 3..1 return i", [3, 2, 1]), ("for i in [1..3) return i", [1, 2]), ("for i in null return i", None),
        ("for x in [1, 2], y in [10, 20] return x + y", [11, 21, 12, 22]), ("for i in [] return 1/0", []),
        ("count(for d in @\"2026-02-27\"..@\"2026-03-01\" return d)", 3),
    ],
)  # fmt: skip
def test_loops_walk_over_lists_numbers_and_days(text: str, expected: Any) -> None:
    assert evaluate(text, {}) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("append([1], [2])", [1, [2]]), ("append([1], null)", [1, None]), ("concatenate([[1]], [2], 3)", [[1], 2, 3]),
        ("union([1, 2], [2, 3])", [1, 2, 3]), ("sum(null)", None), ("count([null])", 1), ("max([])", None), ("sum(1, 2)", 3),
    ],
)  # fmt: skip
def test_functions_take_lists_and_members(text: str, expected: Any) -> None:
    assert evaluate(text, {}) == expected


@pytest.mark.parametrize("text", ["1 + if true then 2 else 3", "false or some x in [3] satisfies x = 3", "[3] = for x in [2] return x + 1"])
def test_special_forms_may_stand_behind_an_operator(text: str) -> None:
    assert evaluate(text, {}) in (3, True)


def test_a_function_sees_where_it_was_defined() -> None:
    assert evaluate("{n: 10, add: function(x: number) x + n, r: for n in [1, 2] return add(n)}.r", {}) == [11, 12]


def test_a_function_refuses_arguments_of_another_type() -> None:
    assert evaluate('{f: function(x: number) x, r: f("a")}.r', {}) is None


def test_arguments_may_be_named_in_any_order() -> None:
    assert evaluate('substring(length: 2, string: "执行程序", start position: 3)', {}) == "程序"


def test_a_built_in_function_may_be_handed_on() -> None:
    assert evaluate("{apply: function(f, x) f(x), r: apply(upper case, \"a\")}.r", {}) == "A"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 instance of number", True), ("[1] instance of list<number>", True), ('["a"] instance of list<number>', False),
        ("{a: 1} instance of context<a: number>", True), ("null instance of Any", False), ("null instance of null", True),
        ('@"2026-11-23" instance of date', True), ("[1..3] instance of range<number>", True),
        ("(function(x) x) instance of function<number>->number", True),
    ],
)  # fmt: skip
def test_instance_of_knows_every_type(text: str, expected: bool) -> None:
    assert evaluate(text, {}) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("get or else(null, 1)", 1), ("is defined(x)", False), ('assert(1, 1 > 2, "too small")', None), ("is empty([])", True),
        ('extract("a1b22", "[0-9]+")', ["1", "22"]), ('trim("  a ")', "a"), ("partition([1, 2, 3], 2)", [[1, 2], [3]]),
        ('is blank(" ")', True), ("duplicate values([1, 2, 1])", [1]), ('last day of month(@"2026-02-03").day', 28),
        ("sort([3, 1, 2])", [1, 2, 3]), ('get value({a: {b: 1}}, ["a", "b"])', 1),
    ],
)  # fmt: skip
def test_what_camunda_adds_is_there(text: str, expected: Any) -> None:
    assert evaluate(text, {}) == expected
