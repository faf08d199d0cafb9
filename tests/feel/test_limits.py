"""No expression harms the machine: every limit ends in an error of ours."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.feel.fuzzing import many
from worklist.feel import FeelSyntaxError, compile, compile_template, compile_tests, evaluate_with_errors

DEEP = [
    "(" * 99 + "1" + ")" * 99, "[" * 99 + "1" + "]" * 99, "not(" * 90 + "true" + ")" * 90, "1" + "+1" * 1_900,
    "true" + " and true" * 400, "1 in (" * 95 + "1" + ")" * 95, "{a:" * 95 + "2" + "}" * 95,
    "if true then " * 95 + "1" + " else 2" * 95,
]  # fmt: skip
TOO_DEEP = [
    "(" * 1_000 + "1" + ")" * 1_000, "-" * 3_000 + "1", "a" + ".a" * 1_900, "a" + "[1]" * 1_200, "[" * 3_999, "{a:" * 1_300,
    "not(" * 900, "if " * 1_300, "for x in " * 400, "function(x) " * 300, "x instance of " + "list<" * 700, "1 in (" * 600,
]  # fmt: skip
TOO_MUCH = [
    "for i in 1..1000, j in 1..1000 return i * j", "for i in 1..100000000 return i", "for i in 1..5000 return partial",
    "for i in 1..200 return [partial]", 'for i in 1..100000 return "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" + string(i)',
    "string(for i in 1..60 return partial)", "(for i in 1..40 return partial) = (for i in 1..40 return partial)",
    "{f: function(g, x) g(g, x + 1), r: f(f, 1)}.r", "distinct values(for i in 1..5000 return i)",
    "flatten(for i in 1..5000 return if i = 1 then [] else [partial[-1]])", "string join(for i in 1..50000 return \"aaaaaaaa\")",
    "for a in 1..99, b in 1..99, c in 1..99, d in 1..99 return a", "sort(for i in 1..30000 return -i, function(a, b) a < b)",
    "some x in 1..1000000 satisfies x < 0", "2 ** 1000000000000", "exp(1e30)", '@"2026-01-01" + @"P999999999Y"',
    "{a: for i in 1..9000 return i, r: for i in 1..9000 return a = a}.r", "{a: for i in 1..9000 return i, r: for i in 1..9000 return i in a}.r",
    "{a: for i in 1..9000 return i, r: for i in 1..9000 return a instance of list<number>}.r",
    "{a: for i in 1..9000 return i, f: function(x: list<number>) 1, r: for i in 1..9000 return f(a)}.r",
    "{c: context(for i in 1..5000 return {key: string(i), value: i}), r: for i in 1..9000 return context put(c, \"a\", i)}.r",
    "{s: string(for i in 1..9000 return i), r: for i in 1..90000 return contains(s, \"x\")}.r",
    "(for i in 1..99999 return i)[count((for j in 1..99999 return j)) = 0]",
]  # fmt: skip


@pytest.mark.parametrize("text", DEEP, ids=range(len(DEEP)))
def test_a_hundred_levels_are_read_and_evaluated(text: str) -> None:
    value, errors = evaluate_with_errors(text, {})
    assert (value is None, errors) == (False, [])


@pytest.mark.parametrize("text", TOO_DEEP, ids=range(len(TOO_DEEP)))
def test_deeper_nesting_is_refused_with_a_place(text: str) -> None:
    with pytest.raises(FeelSyntaxError) as raised:
        compile(text)
    assert raised.value.line == 1
    assert raised.value.column >= 1


@pytest.mark.parametrize("text", TOO_MUCH, ids=range(len(TOO_MUCH)))
def test_what_would_take_too_long_or_grow_too_large_is_null_soon(text: str) -> None:
    start = time.perf_counter()
    value, errors = evaluate_with_errors(text, {})
    assert value is None
    assert errors
    assert time.perf_counter() - start < 20


def test_a_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(FeelSyntaxError, match="at most 4,000 characters"):
        compile("1" * 4_001)


@pytest.mark.parametrize("text", ["x.__class__", "x.real", "x.upper", 'get value(x, "__class__")', 'x["__class__"]', "item.__dict__", "x.keys"])
def test_no_attribute_of_python_is_seen(text: str) -> None:
    for value in ("text", 1, [], {}, object()):
        assert evaluate_with_errors(text, {"x": value})[0] in (None, [])


_WORDS = st.sampled_from([
    "a", "b", "item", "?", "null", "true", "1", "2.5", '"s"', '@"2026-11-23"', "(", ")", "[", "]", "{", "}", ":", ",", ".", "..",
    "+", "-", "*", "/", "**", "=", "!=", "<", "<=", ">", ">=", "if", "then", "else", "for", "in", "return", "some", "every",
    "satisfies", "and", "or", "not", "between", "instance", "of", "list", "function", "count", "sum", "string", "date", "matches",
    "`x y`", "//", "/*", "*/", "'", "&&", "==", "${", "%", "\n", "partial", "external", "context", "range", "empty", "->", "日期",
])  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=60), st.lists(_WORDS, max_size=25).map(" ".join), st.lists(_WORDS, max_size=25).map("".join))
_SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5), st.dates(), st.datetimes(), st.times())
_VALUES = st.recursive(_SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=2), max_leaves=6)


def _read(how: Any, text: str) -> Any:
    try:
        return how(text)
    except FeelSyntaxError as refused:
        error = refused
    assert 1 <= error.line <= text.count("\n") + 1
    assert error.column >= 1
    return None


@many
@given(_TEXTS, st.fixed_dictionaries({"a": _VALUES, "b": _VALUES}))
def test_any_text_is_read_or_refused_with_a_place_and_evaluates_without_raising(text: str, context: dict[str, Any]) -> None:
    for how in (compile, compile_tests, lambda juel: compile(juel, "juel"), compile_template):
        found = _read(how, text)
        if found is not None:
            found({**context, "?": context["a"]})


_OPERATIONS = st.sampled_from([
    "a + b", "a - b", "a * b", "a / b", "a ** b", "-a", "a = b", "a < b", "a in b", "a[b]", "a.b", "string(a)", "a between b and a",
    "count(a)", "sum(a)", "min(a)", "sort(a)", "a instance of date", "date(a)", "duration(a)", "number(a)", "substring(a, b)",
    "for x in a return x + b", "some x in a satisfies x = b", "[a..b]", "a in [b..a]", "list contains(a, b)", "index of(a, b)",
    "before(a, b)", "round up(a, b)", "is(a, b)", "context put({}, a, b)", "union(a, b)", "mode(a)", "modulo(a, b)", "time(a)",
    "day of week(a)", "replace(a, b, a)", "split(a, b)", "get value(a, b)", "decimal(a, b)", "years and months duration(a, b)",
])  # fmt: skip


@many
@given(_OPERATIONS, _VALUES, _VALUES)
def test_every_operation_takes_any_values_without_raising(text: str, a: Any, b: Any) -> None:
    value, errors = evaluate_with_errors(text, {"a": a, "b": b})
    assert isinstance(errors, list)
    assert value is not NotImplemented
