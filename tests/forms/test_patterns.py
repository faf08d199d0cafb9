"""Patterns of fields: read as JavaScript reads them, matched in bounded time or refused at deployment."""

import json
import re
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worklist.engine import forms
from worklist.engine.forms import FormErrors, FormRefused
from worklist.engine.forms.patterns import LONGEST_TEXT, compile_pattern, matches

TODAY = date(2026, 11, 23)


def field(pattern: str, label: str = "X") -> forms.Form:
    component = {"type": "textfield", "key": "a", "label": label, "validate": {"pattern": pattern}}
    return forms.load(json.dumps({"id": "f", "components": [component]}).encode())


@pytest.mark.parametrize(
    "pattern",
    ["a*a*a*a*a*a*a*a*b", "(.*)(.*)(.*)(.*)x", ".*.*=.*", "(a+)+$", "(a|aa)+$", "^(a?){50}a{50}b$", "((a*)*)*b"],
)
def test_a_pattern_that_could_take_for_ever_is_answered_soon(pattern: str) -> None:
    form, start = field(pattern), time.perf_counter()
    with pytest.raises(FormErrors):
        form.read({"a": ["a" * (LONGEST_TEXT - 1) + "c"]}, {}, TODAY)
    assert time.perf_counter() - start < 5


def test_a_text_that_cannot_be_checked_within_the_budget_is_an_error_of_its_field() -> None:
    form = field("(" + "|".join(f"{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz" * 2) + ")*!")
    with pytest.raises(FormErrors, match="X: is too long to be checked; write less"):
        form.read({"a": ["abcdefghij" * (LONGEST_TEXT // 10)]}, {}, TODAY)


def test_a_text_longer_than_a_pattern_is_matched_against_is_an_error_of_its_field() -> None:
    with pytest.raises(FormErrors, match="too long to be checked"):
        field("a").read({"a": ["a" * (LONGEST_TEXT + 1)]}, {}, TODAY)


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(?=a)", "looks around"), ("(?<!a)b", "looks around"), (r"(a)\1", "matched before"), (r"\k<a>", "matched before"),
        ("[]", "no characters"), ("[a", "too early"), ("(", "expected )"), ("a**", "unexpected"), ("(?i)a", "followed by"),
        (r"\q", "not known"), (r"\bword", "not known"), ("[z-a]", "backwards"), ("a{1000000000}", "too large"), ("a\\", "too early"),
        ("((?:){999999}){999999}", "too large"), ("a" * 201, "at most 200 characters"),
    ],
)  # fmt: skip
def test_a_pattern_that_cannot_be_matched_in_bounded_time_is_refused(pattern: str, why: str) -> None:
    with pytest.raises(FormRefused, match=re.escape(why)):
        field(pattern)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        (r"^\d{4}-\d\d$", "2026-11", True), (r"^\d+$", "１２", False), (r"^\w+$", "a_1", True), (r"^\w+$", "é", False), (r"^\W$", "执", True),
        (r"^[\w.-]+@[^@\s]+$", "li.lei-1@example.com", True), (r"^[\D]+$", "12", False), (r"^[^\D]+$", "12", True), (r"^\S\s\S$", "a\u3000b", True),
        (r"^.$", "\u2028", False), (r"^.$", "\U0001f600", True), (r"\u6267\u884c", "申请执行", True), (r"\x41", "A", True), (r"^a{2,}$", "aaa", True),
        (r"^a{,2}$", "a{,2}", True), (r"^}]$", "}]", True), (r"^[[]$", "[", True), (r"^[a-[]$", "[", None), (r"^[$-]$", "-", True), (r"^[\b]$", "\b", True),
        (r"^(?<year>\d{4})年$", "2026年", True), (r"^（\d{4}）沪\d{2}执\d+号$", "（2026）沪01执1号", True), (r"^[+\-]?\d+\/\d+$", "-1/2", True),
        (r"^\$\^$", "$^", True), (r"^[\d-x]+$", "1-x", True),
    ],
)  # fmt: skip
def test_patterns_mean_what_javascript_says(pattern: str, text: str, found: bool | None) -> None:
    if found is None:  # the range runs backwards there too
        with pytest.raises(ValueError, match="backwards"):
            compile_pattern(pattern)
    else:
        assert matches(compile_pattern(pattern), text) is found


_PIECES = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "(a|b)", "(?:ab)", "a*", "b+?", "(a|ab)?", "a{1,2}", "^", r"\d", r"[\w-]", r"\."])


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=5).map("".join), st.text(alphabet="ab1.-", max_size=8))
def test_patterns_agree_with_a_library_where_both_read_them_alike(pattern: str, text: str) -> None:
    assert matches(compile_pattern(pattern), text) is (re.search(pattern, text) is not None)


@settings(deadline=None)
@given(st.text(alphabet="ab\\[](){}?*+|^$-.,:<=!123dwsbuxk", max_size=30))
def test_whatever_a_pattern_is_it_is_matched_or_refused(pattern: str) -> None:
    assert answered(pattern) in {"matched", "not matched", "refused"}


def answered(pattern: str) -> str:
    try:
        found = matches(compile_pattern(pattern), "ab1-")
    except ValueError:
        return "refused"
    return {True: "matched", False: "not matched", None: "too long"}[found]
