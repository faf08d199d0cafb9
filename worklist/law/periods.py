"""Arithmetic of periods: adding days, months and years, counting back, and the roll of the last day.

Source: Civil Procedure Law (2023) art. 85; Civil Code arts. 201-203 (rule DL-X-01).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from worklist.errors import BadInput, Phrase
from worklist.law.calendar import ONE_DAY, Calendar

#: Years of days that are counted from: earlier no court of today sat, later is a slip of the hand (2206 for 2026).
FIRST_YEAR, LAST_YEAR = 1949, 2200


class DayOutOfReach(BadInput):
    """A day that no period is counted from."""

    code = "day_out_of_reach"

    def __init__(self, day: date) -> None:
        super().__init__(
            Phrase("Expected a day of the years %(first)s to %(last)s, but found %(day)s; correct the day it was counted from"),
            first=FIRST_YEAR, last=LAST_YEAR, day=day,
        )  # fmt: skip


def within_reach(*days: date | None) -> None:
    """Raise DayOutOfReach for the first day, of those that are known, that no period can be counted from."""
    for day in days:
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise DayOutOfReach(day)


class Unit(StrEnum):
    """What a period is counted in. Hours are not counted by day and stay text in the rule."""

    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class Length:
    """A number of units, 15 days or 2 years."""

    count: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f"Expected a length of zero or more, but found {self.count} {self.unit}")


def add_months(day: date, months: int) -> date:
    """Return the corresponding day `months` later (earlier if negative), or the last day of that month.

    Source: Civil Code art. 202.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(trigger: date, length: Length, calendar: Calendar) -> date:
    """Return the last day of a period, not rolled. The day of the trigger itself is not counted."""
    match length.unit:
        case Unit.DAY:
            return trigger + timedelta(days=length.count)
        case Unit.WORKING_DAY:
            return _after_working_days(trigger, length.count, calendar)
        case Unit.MONTH:
            return add_months(trigger, length.count)
        case Unit.YEAR:
            return add_months(trigger, 12 * length.count)


def counted_back(trigger: date, length: Length, calendar: Calendar) -> date:
    """Return the day that lies `length` before the trigger, not rolled."""
    match length.unit:
        case Unit.DAY:
            return trigger - timedelta(days=length.count)
        case Unit.WORKING_DAY:
            return _before_working_days(trigger, length.count, calendar)
        case Unit.MONTH:
            return add_months(trigger, -length.count)
        case Unit.YEAR:
            return add_months(trigger, -12 * length.count)


def rolled(day: date, calendar: Calendar) -> date:
    """Return `day`, or the first working day after it when it is a rest day.

    A make-up working day is a working day. Source: Civil Code art. 203.
    """
    return calendar.next_working_day(day) if calendar.is_rest_day(day) else day


def remaining(since: date, last: date) -> tuple[int, int]:
    """Return the whole months and the days over that lie between two days, for a period that stood still."""
    months = (last.year - since.year) * 12 + last.month - since.month
    if add_months(since, months) > last:
        months -= 1
    return months, (last - add_months(since, months)).days


def _after_working_days(day: date, count: int, calendar: Calendar) -> date:
    for _ in range(count):
        day = calendar.next_working_day(day)
    return day


def _before_working_days(day: date, count: int, calendar: Calendar) -> date:
    for _ in range(count):
        day -= ONE_DAY
        while calendar.is_rest_day(day):
            day -= ONE_DAY
    return day
