"""Days, times and durations. Source: DMN 1.5 §10.3.2.3.4 ff., §10.3.4."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.feel.fuzzing import unhurried
from worklist.feel import FeelSyntaxError, at_instant, evaluate
from worklist.feel.temporal.calendar import civil, day_number


def printed(text: str) -> Any:
    return evaluate(f"string({text})", {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2024-01-31" + @"P1M"', "2024-02-29"), ('@"2024-02-29" + @"P1Y"', "2025-02-28"), ('@"2026-03-31" - @"P1M"', "2026-02-28"),
        ('@"2026-01-01" + @"PT36H"', "2026-01-02"), ('@"2026-01-01T23:00:00" + @"PT2H"', "2026-01-02T01:00:00"),
        ('@"2026-03-29T01:30:00@Europe/Paris" + @"PT1H"', "2026-03-29T03:30:00@Europe/Paris"),
        ('@"10:00:00" + @"PT15H"', "01:00:00"), ('@"2026-01-02" - @"2026-01-01T00:00:00Z"', "P1D"),
        ('@"P1Y" * 1.5', "P1Y6M"), ('@"P1D" / 2', "PT12H"), ('@"P2D" / @"P1D"', "2"), ('months(@"2026-08-31", 6)', "2027-02-28"),
        ('@"9999-12-31" + @"P1D"', "10000-01-01"),
    ],
)  # fmt: skip
def test_sums_of_days_and_durations(text: str, expected: str) -> None:
    assert printed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        '@"2026-01-01T00:00:00" - @"2026-01-01T00:00:00Z"', '@"2026-01-01" + 1', '@"P1D" + @"P1M"',
        'date("2026-02-29")', 'time("25:00:00")', 'date and time("2026-01-01T00:00:00@Nowhere/Town")', 'duration("P1Y1D")',
    ],
)  # fmt: skip
def test_what_has_no_meaning_is_null(text: str) -> None:
    assert evaluate(text, {}) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('@"2026-11-23".weekday', 1), ('@"2026-11-23T08:30:15.5".second', 15.5), ('@"P1Y6M".months', 6), ('@"P1DT2H".hours', 2),
        ('@"2026-11-23T08:00:00+08:00".time offset.hours', 8), ('day of week(@"2026-11-23")', "Monday"),
        ('week of year(@"2027-01-01")', 53), ('month of year(@"2026-11-23")', "November"), ('day of year(@"2026-12-31")', 365),
    ],
)  # fmt: skip
def test_properties_of_days_and_durations(text: str, expected: Any) -> None:
    assert evaluate(text, {}) == expected


def test_today_and_now_are_those_of_the_court_at_a_given_instant() -> None:
    with at_instant(datetime(2026, 11, 22, 16, 30, tzinfo=UTC)):
        assert evaluate("today()", {}) == date(2026, 11, 23)
        assert printed("now()") == "2026-11-23T00:30:00@Asia/Shanghai"


def test_a_literal_that_is_no_day_is_refused_where_it_stands() -> None:
    with pytest.raises(FeelSyntaxError) as raised:
        evaluate('1 +\n  @"2026-13-01"', {})
    assert (raised.value.line, raised.value.column) == (2, 3)


@unhurried
@given(st.dates())
def test_our_calendar_is_that_of_python(day: date) -> None:
    number = day_number(day.year, day.month, day.day)
    assert number == day.toordinal() - date(1970, 1, 1).toordinal()
    assert civil(number) == (day.year, day.month, day.day)


@unhurried
@given(st.integers(-10**11, 10**11))
def test_every_day_has_one_number(number: int) -> None:
    assert day_number(*civil(number)) == number


@unhurried
@given(st.dates(), st.integers(-2400, 2400))
def test_the_corresponding_day_is_never_later_in_its_month(day: date, count: int) -> None:
    moved = evaluate("months(day, count)", {"day": day, "count": count})
    if isinstance(moved, date):
        assert moved.day <= day.day
        assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == count
