"""Regular expressions of `matches`, `replace` and `split`, in bounded time. Source: F&O 3.1 §5.6."""

import re
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.feel.fuzzing import unhurried
from worklist.feel import evaluate, evaluate_with_errors


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r'matches("（2026）沪01执1号", "^（\d{4}）")', True), (r'matches("abc", "B", "i")', True), (r'matches("a.c", "a.c", "q")', True),
        (r'matches("执行", "^\p{IsCJKUnifiedIdeographs}+$")', True), (r'matches("ab12", "^[a-z-[c]]+\d+$")', True),
        (r'matches("aa", "^(a)\1$")', True), (r'replace("abc", "(a)(b)?", "[$2$1]")', "[ba]c"), (r'split("a, b;c", "[,;]\s*")', ["a", "b", "c"]),
        (r'replace("a b", " ", "\\$")', "a$b"),
    ],
)  # fmt: skip
def test_patterns_match_as_xpath_says(text: str, expected: Any) -> None:
    assert evaluate(text, {}) == expected


@pytest.mark.parametrize("pattern", ["(", "a{2,1}", "[z-a]", "*a", r"\q", r"(a)\2", "(?=a)", "[a", r"\p{Xx}", "a**"])
def test_a_pattern_that_is_none_is_null_with_the_reason(pattern: str) -> None:
    value, errors = evaluate_with_errors("matches(text, pattern)", {"text": "a", "pattern": pattern})
    assert value is None
    assert "pattern" in errors[0]


@pytest.mark.parametrize("pattern", ["(a*)*b", "(a|aa)+b", "(a+)+b", "((a*)*)*b", "(.*)(.*)(.*)(.*)b", r"(a*)*\1b", "(a?){50}a{50}b"])
def test_a_pattern_that_would_take_for_ever_ends_soon(pattern: str) -> None:
    start = time.perf_counter()
    value = evaluate("matches(text, pattern)", {"text": "a" * 5_000, "pattern": pattern})
    assert value in {False, None}
    assert time.perf_counter() - start < 20


_PIECES = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "(a|b)", "(ab)", "a*", "b+?", "(a|ab)?", "a{1,2}", "^", "$"])


@unhurried
@given(st.lists(_PIECES, max_size=5).map("".join), st.text(alphabet="abc", max_size=8))
def test_patterns_agree_with_those_of_python_where_both_read_them_alike(pattern: str, text: str) -> None:
    ours = evaluate("matches(text, pattern)", {"text": text, "pattern": pattern})
    theirs = re.search(pattern.replace("$", r"\Z"), text)
    assert ours is (theirs is not None)


@unhurried
@given(st.lists(st.sampled_from(["a", "b", "[ab]", "(a|ab)", "a+", "b+?"]), min_size=1, max_size=4).map("".join), st.text("abc", max_size=8))
def test_replacing_agrees_with_python(pattern: str, text: str) -> None:
    ours = evaluate('replace(text, pattern, "-")', {"text": text, "pattern": pattern})
    assert ours == re.sub(pattern, "-", text)
