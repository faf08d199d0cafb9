from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law.courts import CALENDAR
from worklist.law.deadlines import compute
from worklist.law.periods import (
    DayOutOfReach,
    Length,
    Unit,
    add_months,
    counted_back,
    last_day,
    remaining,
    rolled,
    within_reach,
)
from worklist.law.rules import get

DAYS = st.dates(date(2016, 1, 1), date(2045, 1, 1))
LENGTHS = st.builds(Length, st.integers(0, 40), st.sampled_from(Unit))


@pytest.mark.parametrize(
    ("trigger", "length", "last"),
    [
        (date(2025, 10, 9), Length(15, Unit.DAY), date(2025, 10, 24)),
        (date(2026, 9, 8), Length(3, Unit.WORKING_DAY), date(2026, 9, 11)),
        (date(2026, 9, 17), Length(2, Unit.WORKING_DAY), date(2026, 9, 20)),  # the Sunday is worked
        (date(2026, 8, 31), Length(6, Unit.MONTH), date(2027, 2, 28)),  # no corresponding day: month end
        (date(2024, 2, 29), Length(1, Unit.YEAR), date(2025, 2, 28)),
        (date(2023, 2, 28), Length(1, Unit.YEAR), date(2024, 2, 28)),  # the corresponding day, not the month end
    ],
)
def test_a_period_ends_on_the_corresponding_day(trigger: date, length: Length, last: date) -> None:
    """Source: Civil Code arts. 201, 202."""
    assert last_day(trigger, length, CALENDAR) == last


@pytest.mark.parametrize(
    ("trigger", "length", "first"),
    [
        (date(2027, 1, 28), Length(7, Unit.DAY), date(2027, 1, 21)),
        (date(2026, 9, 21), Length(2, Unit.WORKING_DAY), date(2026, 9, 18)),
        (date(2026, 8, 31), Length(6, Unit.MONTH), date(2026, 2, 28)),
        (date(2026, 6, 8), Length(1, Unit.YEAR), date(2025, 6, 8)),
    ],
)
def test_a_period_counted_back_ends_before_its_day(trigger: date, length: Length, first: date) -> None:
    assert counted_back(trigger, length, CALENDAR) == first


@pytest.mark.parametrize(
    ("raw", "last"),
    [
        (date(2026, 11, 22), date(2026, 11, 23)),  # two years from 2024-11-22
        (date(2026, 2, 14), date(2026, 2, 14)),  # make-up Saturday
        (date(2026, 2, 16), date(2026, 2, 24)),  # Spring Festival
        (date(2026, 9, 19), date(2026, 9, 20)),  # Saturday before a make-up Sunday
        (date(2026, 5, 3), date(2026, 5, 6)),  # Labour Day
    ],
)
def test_the_last_day_rolls_over_rest_days_to_a_working_day(raw: date, last: date) -> None:
    """Source: Civil Code art. 203; traps T-44."""
    assert rolled(raw, CALENDAR) == last


def test_what_remains_is_told_in_whole_months_and_days() -> None:
    assert remaining(date(2025, 12, 1), date(2026, 3, 1)) == (3, 0)
    assert remaining(date(2025, 12, 15), date(2026, 3, 1)) == (2, 14)


def test_a_negative_length_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 day"):
        Length(-1, Unit.DAY)


@given(DAYS, LENGTHS)
def test_a_period_never_ends_before_it_begins(trigger: date, length: Length) -> None:
    assert last_day(trigger, length, CALENDAR) >= trigger


@given(DAYS, st.integers(1, 10), LENGTHS)
def test_a_later_trigger_never_gives_an_earlier_last_day(trigger: date, later: int, length: Length) -> None:
    moved = date.fromordinal(trigger.toordinal() + later)
    first, second = (rolled(last_day(day, length, CALENDAR), CALENDAR) for day in (trigger, moved))
    assert first <= second


@given(DAYS)
def test_the_rolled_day_is_a_working_day_and_never_earlier(day: date) -> None:
    last = rolled(day, CALENDAR)
    assert last >= day
    assert not CALENDAR.is_rest_day(last)


@given(DAYS)
def test_rolling_twice_changes_nothing(day: date) -> None:
    assert rolled(rolled(day, CALENDAR), CALENDAR) == rolled(day, CALENDAR)


@given(DAYS, st.integers(-60, 60))
def test_the_corresponding_day_is_the_same_day_or_the_month_end(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert moved.day == day.day or date.fromordinal(moved.toordinal() + 1).day == 1


@given(DAYS, DAYS)
def test_what_remains_can_be_added_again(one: date, other: date) -> None:
    since, last = sorted((one, other))
    months, days = remaining(since, last)
    assert date.fromordinal(add_months(since, months).toordinal() + days) == last


@pytest.mark.parametrize("day", [date.min, date(1948, 12, 31), date(2201, 1, 1), date.max])
def test_no_period_is_counted_from_a_day_of_another_age(day: date) -> None:
    with pytest.raises(DayOutOfReach, match=f"of the years 1949 to 2200, but found {day}; correct the day"):
        compute(get("DL-G-01"), day, CALENDAR)


@pytest.mark.parametrize("named", ["override_date", "stated_until"])
def test_no_period_ends_on_a_given_day_of_another_age(named: str) -> None:
    with pytest.raises(DayOutOfReach):
        compute(get("DL-G-01"), date(2026, 3, 2), CALENDAR, **{named: date(2206, 3, 2)})  # type: ignore[arg-type]


@given(st.sampled_from(["DL-G-01", "DL-X-10", "DL-X-20"]), st.dates())
def test_whatever_day_is_given_it_is_counted_from_or_refused(rule_id: str, day: date) -> None:
    if 1949 <= day.year <= 2200:
        assert compute(get(rule_id), day, CALENDAR).trigger_date == day
    else:
        with pytest.raises(DayOutOfReach):
            compute(get(rule_id), day, CALENDAR)


def test_days_that_are_not_known_are_within_reach() -> None:
    assert within_reach(None, date(1949, 1, 1), date(2200, 12, 31)) is None  # type: ignore[func-returns-value]
