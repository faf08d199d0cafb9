"""Sums and differences of days, times and durations. Source: DMN 1.5 tables 52 to 55 (§10.3.2.6 ff.).

An instant moves by its elapsed time, a day by whole days, a month by its corresponding day or the month's last.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from worklist.feel.errors import FeelError
from worklist.feel.temporal.calendar import LAST_YEAR, civil, day_number, plus_months
from worklist.feel.temporal.types import (
    DAY,
    SECOND,
    AnyDate,
    AnyDateTime,
    AnyDuration,
    FarDate,
    FineDuration,
    Moment,
    Time,
    YearsMonths,
    date_from,
    date_of,
    duration_of,
    instant_of,
    moment_of,
    nanoseconds_of,
    narrow,
    number_of,
    offset_at,
    offset_of,
    parts_of,
)

#: Longest product of a duration and a number, in months or nanoseconds.
_LONGEST = Decimal(10) ** 30
DURATIONS = (timedelta, FineDuration)
DATES = (date, FarDate)
DATE_TIMES = (datetime, Moment)


def add_months(day: AnyDate | AnyDateTime, months: int) -> AnyDate | AnyDateTime:
    """Return the corresponding day of another month, or that month's last day; a date and time keeps its time.

    Raises FeelError beyond the last year.
    """
    if isinstance(day, DATE_TIMES):
        moment = moment_of(day)
        year, month, number = plus_months(*civil(moment.day), months)
        return narrow(Moment(_in_range(year, month, number), moment.nanosecond, moment.offset, moment.zone))
    year, month, number = plus_months(*parts_of(day), months)
    return date_from(year, month, number) if abs(year) <= 9998 else date_of(_in_range(year, month, number))


def _in_range(year: int, month: int, day: int) -> int:
    if abs(year) > LAST_YEAR:
        raise FeelError("the date is out of range")
    return day_number(year, month, day)


def add_duration(value: Any, duration: AnyDuration) -> Any:
    """Return a date, a date and time or a time moved by a duration. Raises FeelError beyond the last year."""
    if type(value) is date and isinstance(duration, timedelta):
        try:
            return value + duration
        except OverflowError:
            pass
    nanoseconds = nanoseconds_of(duration)
    if isinstance(value, Time):
        return Time((value.nanosecond + nanoseconds) % DAY, value.offset, value.zone)
    if isinstance(value, DATE_TIMES):
        return narrow(_moved(moment_of(value), nanoseconds))
    return date_of(number_of(value) + nanoseconds // DAY)


def _moved(moment: Moment, nanoseconds: int) -> Moment:
    if moment.zone is None:
        days, nanosecond = divmod(moment.nanosecond + nanoseconds, DAY)
        return Moment(moment.day + days, nanosecond, moment.offset)
    instant = (instant_of(moment) or 0) + nanoseconds
    days, nanosecond = divmod(instant + offset_at(instant, moment.zone) * SECOND, DAY)
    return Moment(days, nanosecond, None, moment.zone)


def between(later: AnyDate | AnyDateTime, earlier: AnyDate | AnyDateTime) -> AnyDuration:
    """Return the time from one date or date and time to another. Raises FeelError when only one has an offset."""
    if not isinstance(later, DATE_TIMES) and not isinstance(earlier, DATE_TIMES):
        return duration_of((number_of(later) - number_of(earlier)) * DAY)
    last, first = moment_of(later), moment_of(earlier)
    end, start = instant_of(last), instant_of(first)
    if (end is None) != (start is None):
        raise FeelError("a date and time with an offset and one without cannot be subtracted")
    if end is None or start is None:
        return duration_of((last.day - first.day) * DAY + last.nanosecond - first.nanosecond)
    return duration_of(end - start)


def between_times(later: Time, earlier: Time) -> AnyDuration:
    """Return the time from one time of day to another. Raises FeelError when only one has an offset."""
    last, first = time_order(later), time_order(earlier)
    if (last[0] is None) != (first[0] is None):
        raise FeelError("a time with an offset and one without cannot be subtracted")
    return duration_of(last[1] - first[1])


def time_order(time: Time) -> tuple[bool | None, int]:
    """Return whether a time is bound to UTC (None: local), and the nanoseconds it is ordered by.

    A zone without a date has the offset of 1970-01-01.
    """
    offset = offset_of(Moment(0, time.nanosecond, time.offset, time.zone))
    return (None, time.nanosecond) if offset is None else (True, time.nanosecond - offset * SECOND)


def months_between(start: AnyDate | AnyDateTime, end: AnyDate | AnyDateTime) -> YearsMonths:
    """Return the whole months from one day to another. Source: DMN 1.5 §10.3.4.1 (years and months duration)."""
    first, last = _day_parts(start), _day_parts(end)
    months = (last[0] - first[0]) * 12 + last[1] - first[1]
    if months > 0 and last[2] < first[2]:
        months -= 1
    if months < 0 and last[2] > first[2]:
        months += 1
    return YearsMonths(months)


def _day_parts(value: AnyDate | AnyDateTime) -> tuple[int, int, int]:
    return civil(value.day) if isinstance(value, Moment) else parts_of(value)


def scaled(duration: AnyDuration | YearsMonths, change: Callable[[Decimal], Decimal]) -> AnyDuration | YearsMonths:
    """Return a duration whose amount is changed, cut to whole months or nanoseconds. Raises FeelError out of range."""
    months = isinstance(duration, YearsMonths)
    amount = change(Decimal(duration.months if isinstance(duration, YearsMonths) else nanoseconds_of(duration)))
    if abs(amount) > _LONGEST:
        raise FeelError("the duration is out of range")
    return YearsMonths(int(amount)) if months else duration_of(int(amount))
