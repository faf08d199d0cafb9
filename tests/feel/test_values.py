"""Values in and out: which Python values FEEL takes and gives, and how they are printed."""

from collections import ChainMap
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest

from worklist.feel import (
    FarDate,
    Moment,
    Range,
    Time,
    YearsMonths,
    compile,
    evaluate,
    evaluate_with_errors,
    string,
)


class Stage(StrEnum):
    INTAKE = "INTAKE"


class Lazy(Mapping[str, Any]):
    """A context that makes its values when they are read."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __getitem__(self, key: str) -> Any:
        self.read.append(key)
        if key == "missing":
            raise KeyError(key)
        return len(key)

    def __contains__(self, key: object) -> bool:
        return key != "missing"

    def __iter__(self) -> Iterator[str]:
        return iter(("case", "stage"))

    def __len__(self) -> int:
        return 2


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (3, Decimal(3)),
        (0.1, Decimal("0.1")),
        (Decimal("1.50"), Decimal("1.50")),
        (True, True),
        (None, None),
        (date(2026, 11, 23), date(2026, 11, 23)),
        (time(8, 30), Time((8 * 60 + 30) * 60 * 1_000_000_000)),
        ((1, 2), [1, 2]),
        (float("inf"), None),
    ],
)
def test_values_of_python_come_in_as_those_of_feel(given: Any, expected: Any) -> None:
    assert evaluate("x", {"x": given}) == expected


def test_a_float_is_never_calculated_in_binary() -> None:
    assert evaluate("x + y = 0.3", {"x": 0.1, "y": 0.2}) is True


def test_integers_inside_of_lists_and_contexts_are_numbers() -> None:
    assert evaluate("sum(list) + inner.a", {"list": [1, 2], "inner": {"a": 3}}) == Decimal(6)


def test_a_text_enumeration_is_a_text() -> None:
    assert evaluate('stage = "INTAKE" and stage in ("INTAKE", "X")', {"stage": Stage.INTAKE}) is True


def test_layered_mappings_are_read_inner_scope_first() -> None:
    assert evaluate("a + b", ChainMap({"a": 1}, {"a": 10, "b": 2})) == Decimal(3)


def test_a_lazy_mapping_is_asked_only_for_what_is_read() -> None:
    lazy = Lazy()
    assert compile("stage + 1")(lazy) == Decimal(6)
    assert lazy.read == ["stage"]


def test_the_names_an_expression_reads_are_known() -> None:
    names = compile("for x in case.parties return x.amount + limit").names
    assert names == frozenset({"case", "limit"})


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("1.50", "1.5"),
        ("1e3", "1000"),
        ("0.000", "0"),
        ("true", "true"),
        ('date("2026-11-23")', "2026-11-23"),
        ('time("08:00:00.120+08:00")', "08:00:00.12+08:00"),
        ('date and time("2026-11-23T08:00:00Z")', "2026-11-23T08:00:00Z"),
        ('date and time("2026-11-23T08:00:00@Asia/Shanghai")', "2026-11-23T08:00:00@Asia/Shanghai"),
        ('duration("PT36H")', "P1DT12H"),
        ('duration("P18M")', "P1Y6M"),
        ('-duration("PT0.5S")', "-PT0.5S"),
        ('[1, "a", null]', '[1, "a", null]'),
        ('{a: "b"}', '{a: "b"}'),
        ("[1..10)", "[1..10)"),
    ],
)
def test_values_are_printed_as_feel_writes_them(text: str, printed: str) -> None:
    assert evaluate(f"string({text})", {}) == printed


def test_equal_numbers_print_alike() -> None:
    assert string(Decimal("100.50")) == string(Decimal("100.5")) == "100.5"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date("2026-11-23")', date(2026, 11, 23)),
        ('date and time("2026-11-23T08:00:00")', datetime(2026, 11, 23, 8)),  # noqa: DTZ001 — FEEL has local ones
        ('date and time("2026-11-23T08:00:00Z")', datetime(2026, 11, 23, 8, tzinfo=UTC)),
        ('duration("P1DT2H")', timedelta(days=1, hours=2)),
        ('duration("P2Y")', YearsMonths(24)),
        ("(1..5]", Range(False, Decimal(1), Decimal(5), True)),
    ],
)
def test_values_go_out_as_pythons_own_where_it_has_them(text: str, expected: Any) -> None:
    assert evaluate(text, {}) == expected


@pytest.mark.parametrize(
    ("text", "type_", "printed"),
    [
        ('date("12026-11-23")', FarDate, "12026-11-23"),
        ('date("-0044-03-15")', FarDate, "-0044-03-15"),
        ('date and time("2026-11-23T08:00:00.123456789")', Moment, "2026-11-23T08:00:00.123456789"),
    ],
)
def test_what_python_cannot_hold_has_a_type_of_its_own(text: str, type_: type, printed: str) -> None:
    value = evaluate(text, {})
    assert (type(value), str(value)) == (type_, printed)


def test_an_error_gives_null_and_is_told_beside_it() -> None:
    value, errors = evaluate_with_errors("[1 / 0, 2, missing]", {})
    assert value == [None, Decimal(2), None]
    assert errors == ["1 / 0 has no value", "the name 'missing' is not known"]
