"""The `${…}` dialect and texts with values in them. Source: docs/diagrams.md."""

from datetime import date
from typing import Any

import pytest

from worklist.feel import FeelSyntaxError, compile, compile_template

CASE = {
    "case": {"debtors": [{"id": "d1"}, {"id": "d2"}], "today": date(2026, 11, 23), "chase": {"COURT": "P1M"}},
    "case_id": "c1", "route": "TREATY", "limit": {"rolled_day": "2026-11-20"}, "granted": True, "n": 3,
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("route == 'TREATY' or route == \"NYC\"", True), ("route != 'NONE' && !missing", True), ("limit.rolled_day < case.today", True),
        ("missing == null", True), ("missing != null", False), ("empty missing and not empty route", True), ("n gt 2 and n le 3", True),
        ("granted ? 'yes' : 'no'", "yes"), ("n + 1 == 4", True), ("n % 2", 1), ("n != 'x'", True), ("n == 'x' ? 1 : 2", 2), ("n mod 2 eq 1", True), ("case.debtors[1].id", "d2"),
        ("case['chase']['COURT']", "P1M"), ("case.debtors.id", ["d1", "d2"]), ("-n * 2", -6), ("n div 2", 1.5),
    ],
)  # fmt: skip
def test_conditions_of_diagrams(text: str, expected: Any) -> None:
    assert compile(text, "juel")(CASE) == expected


@pytest.mark.parametrize(
    ("text", "column", "remedy"),
    [
        ("execution.getVariable('a')", 22, "methods and beans are not called"),
        ("bean.call()", 10, "service task with a topic"),
        ("dateTime().plus(1)", 9, "methods and beans are not called"),
        ("fn:length(a)", 3, "use FEEL"),
        ("a = 1", 3, "=="),
        ("a ==", 5, "the text ends"),
    ],
)
def test_what_calls_into_a_machine_is_refused_with_the_remedy(text: str, column: int, remedy: str) -> None:
    with pytest.raises(FeelSyntaxError) as raised:
        compile(text, "juel")
    assert (raised.value.line, raised.value.column) == (1, column)
    assert remedy in raised.value.reason


def test_one_expression_keeps_its_type() -> None:
    assert compile_template("${case.debtors}")(CASE) == CASE["case"]["debtors"]  # type: ignore[index]


def test_words_and_values_become_a_text() -> None:
    assert compile_template("case ${case_id}, #{n} left${missing}")(CASE) == "case c1, 3 left"


def test_a_list_in_a_text_gives_one_text_per_member() -> None:
    assert compile_template("bankruptcy-${case.debtors.id}")(CASE) == ["bankruptcy-d1", "bankruptcy-d2"]


def test_a_text_without_expressions_is_itself() -> None:
    assert compile_template("plain")(CASE) == "plain"


def test_the_names_a_text_reads_are_known() -> None:
    assert compile_template("${case.today} ${n + m}").names == frozenset({"case", "n", "m"})


@pytest.mark.parametrize(("text", "line", "column"), [("ab ${", 1, 4), ("a\n${x.y()}", 2, 6), ("${a}${", 1, 5), ("x ${ a = 1}", 1, 8)])
def test_an_error_in_a_text_is_told_where_it_stands(text: str, line: int, column: int) -> None:
    with pytest.raises(FeelSyntaxError) as raised:
        compile_template(text)
    assert (raised.value.line, raised.value.column) == (line, column)


def test_lists_in_a_text_do_not_multiply_without_end() -> None:
    assert compile_template("-".join(["${list}"] * 20))({"list": ["a"] * 10}) is None
