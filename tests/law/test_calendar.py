from datetime import date

import pytest

from tests.law.courts import CALENDAR
from worklist.law.calendar import Calendar, CalendarDay, CalendarYear, DayKind, YearStatus


@pytest.mark.parametrize(
    ("day", "rests"),
    [
        (date(2026, 11, 23), False),  # a Monday
        (date(2026, 11, 22), True),  # a Sunday
        (date(2026, 6, 19), True),  # Dragon Boat Festival on a Friday
        (date(2026, 2, 14), False),  # a Saturday worked for the Spring Festival
        (date(2026, 9, 20), False),  # a Sunday worked for the National Day
        (date(2025, 10, 8), True),  # last day of the National Day holiday
    ],
)
def test_a_rest_day_is_a_weekend_or_holiday_that_is_not_worked(day: date, rests: bool) -> None:
    assert CALENDAR.is_rest_day(day) is rests


def test_years_of_the_library_are_confirmed_and_later_ones_provisional() -> None:
    status = {year.year: year.status for year in CALENDAR.years}
    assert (status[2026], status[2027]) == (YearStatus.CONFIRMED, YearStatus.PROVISIONAL)


def test_a_provisional_year_keeps_the_fixed_statutory_days_by_name() -> None:
    assert [CALENDAR.festival(date(2027, *day)) for day in ((1, 1), (5, 1), (10, 1), (2, 8))] == [
        "New Year's Day",
        "Labour Day",
        "National Day",
        None,
    ]


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_fixed_statutory_days_agree_with_the_notices(year: int) -> None:
    fixed = [row.day for row in Calendar.from_library([2030]).days]
    assert all(CALENDAR.is_rest_day(day.replace(year=year)) for day in fixed)


def test_a_year_that_is_not_listed_counts_as_provisional() -> None:
    empty = Calendar.from_rows([], [])
    assert (empty.is_rest_day(date(2046, 10, 1)), empty.missing_notice(date(2046, 3, 2))) == (True, 2046)


def test_a_confirmed_year_without_rows_has_no_holidays_of_its_own() -> None:
    plain = Calendar.from_rows([], [CalendarYear(2031, YearStatus.CONFIRMED, "notice")])
    assert not plain.is_rest_day(date(2031, 10, 1))


def test_the_last_days_of_december_wait_for_the_next_notice() -> None:
    """The notices for 2008 and 2019 moved rest days at the end of December before."""
    found = [CALENDAR.missing_notice(date(2026, 12, day)) for day in (28, 29, 31)]
    assert found == [None, 2027, 2027]


def test_the_next_working_day_after_a_friday_may_be_a_make_up_sunday() -> None:
    assert CALENDAR.next_working_day(date(2026, 9, 18)) == date(2026, 9, 20)


def test_working_days_are_counted_without_the_first_and_with_the_last_day() -> None:
    """Friday to the Tuesday after; a make-up Saturday counts."""
    assert CALENDAR.working_days_between(date(2026, 11, 20), date(2026, 11, 24)) == 2
    assert CALENDAR.working_days_between(date(2026, 2, 13), date(2026, 2, 14)) == 1


def test_no_working_days_remain_when_the_day_has_come() -> None:
    assert CALENDAR.working_days_between(date(2026, 11, 24), date(2026, 11, 20)) == 0


def test_a_calendar_survives_storage_as_rows() -> None:
    rows = reversed(CALENDAR.days), reversed(CALENDAR.years)
    assert Calendar.from_rows(*rows) == CALENDAR


def test_a_confirmed_notice_replaces_the_provisional_days() -> None:
    notice = CalendarDay(date(2027, 3, 15), DayKind.REST, "Spring Festival")
    confirmed = Calendar.from_rows([notice], [CalendarYear(2027, YearStatus.CONFIRMED, "notice of 2026-11")])
    assert confirmed.next_working_day(date(2027, 3, 12)) == date(2027, 3, 16)
    assert confirmed.missing_notice(date(2027, 3, 16)) is None
