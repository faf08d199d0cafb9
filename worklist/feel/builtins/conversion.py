"""From one type to another. Source: DMN 1.5 table 68 (conversion functions)."""

import re
from decimal import Decimal
from typing import Any

from worklist.feel.builtins.registry import built_in
from worklist.feel.comparing import order_keys
from worklist.feel.errors import FeelError
from worklist.feel.temporal.arithmetic import DATE_TIMES, months_between
from worklist.feel.temporal.calendar import day_number, is_day
from worklist.feel.temporal.texts import read_date, read_date_time, read_duration, read_literal, read_time
from worklist.feel.temporal.types import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    AnyDate,
    AnyDateTime,
    AnyDuration,
    Moment,
    Time,
    YearsMonths,
    date_of,
    instant_of,
    moment_of,
    nanoseconds_of,
    narrow,
    number_of,
    time_of,
    zone_of,
)
from worklist.feel.values import Range, read_number, string

_GROUPED = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,5})?")
_ENDPOINT = re.compile(r'@?"[^"\\]{0,100}"|(?:date and time|date|time|duration)\(\s*"[^"\\]{0,100}"\s*\)|-?[0-9.eE+-]{1,60}')
_CALLED = re.compile(r'(date and time|date|time|duration)\(\s*"([^"]*)"\s*\)')


@built_in("date(from: string)")
def date_from_text(text: str) -> AnyDate:
    """Return the day of `2026-11-23`."""
    return read_date(text)


@built_in("date(from: date|datetime)")
def date_from_value(value: AnyDate | AnyDateTime) -> AnyDate:
    """Return the day of a date and time."""
    return date_of(moment_of(value).day) if isinstance(value, DATE_TIMES) else value


@built_in("date(year: number, month: number, day: number)")
def date_from_parts(year: Decimal, month: Decimal, day: Decimal) -> AnyDate:
    """Return a day by its numbers."""
    parts = (int(year), int(month), int(day))
    if any(part != int(part) for part in (year, month, day)) or not is_day(*parts):
        raise FeelError(f"there is no day {year}-{month}-{day}")
    return date_of(day_number(*parts))


@built_in("date and time(from: string)")
def date_time_from_text(text: str) -> AnyDateTime:
    """Return the date and time of `2026-11-23T08:00:00+08:00`."""
    return read_date_time(text)


@built_in("date and time(from: datetime)")
def date_time_from_value(value: AnyDateTime) -> AnyDateTime:
    """Return a date and time as it is."""
    return value


@built_in("date and time(date: date|datetime, time: time)")
def date_time_from_parts(day: AnyDate | AnyDateTime, time: Time) -> AnyDateTime:
    """Return a day at a time."""
    number = moment_of(day).day if isinstance(day, DATE_TIMES) else number_of(day)
    return narrow(Moment(number, time.nanosecond, time.offset, time.zone))


@built_in("date and time(date: date and time, timezone: string)")
def date_time_in_zone(value: AnyDateTime, zone: str) -> AnyDateTime:
    """Return the same instant in a time zone (Camunda)."""
    moment = moment_of(value)
    zone_of(zone)
    instant = instant_of(moment)
    if instant is None:
        return narrow(Moment(moment.day, moment.nanosecond, None, zone))
    like = narrow(Moment(instant // DAY, instant % DAY, 0))
    if isinstance(like, Moment):
        raise FeelError("the date is out of range")
    return like.astimezone(zone_of(zone))


@built_in("time(from: string)")
def time_from_text(text: str) -> Time:
    """Return the time of `08:00:00`."""
    return read_time(text)


@built_in("time(from: time)")
def time_from_time(value: Time) -> Time:
    """Return a time as it is."""
    return value


@built_in("time(from: date|datetime)")
def time_from_value(value: AnyDate | AnyDateTime) -> Time:
    """Return the time of a date and time; a day begins at 00:00 UTC."""
    return time_of(moment_of(value))


@built_in("time(hour: number, minute: number, second: number, offset?: days)")
def time_from_parts(hour: Decimal, minute: Decimal, second: Decimal, offset: AnyDuration | None) -> Time:
    """Return a time by its numbers, with an offset from UTC."""
    fits = 0 <= hour <= 23 and 0 <= minute <= 59 and 0 <= second < 60
    if not fits or int(hour) != hour or int(minute) != minute:
        raise FeelError(f"there is no time {hour}:{minute}:{second}")
    east = None if offset is None else nanoseconds_of(offset) // SECOND
    if east is not None and abs(east) > 18 * 3600:
        raise FeelError("expected an offset of at most 18 hours")
    return Time(int(hour) * HOUR + int(minute) * MINUTE + int(second * SECOND), east)


@built_in("duration(from: string)")
def duration_from_text(text: str) -> AnyDuration | YearsMonths:
    """Return the duration of `P2Y` or `P10DT2H`."""
    return read_duration(text)


@built_in("duration(from: days|months)")
def duration_from_value(value: AnyDuration | YearsMonths) -> AnyDuration | YearsMonths:
    """Return a duration as it is."""
    return value


@built_in("years and months duration(from: date|datetime, to: date|datetime)")
def years_and_months(start: AnyDate | AnyDateTime, end: AnyDate | AnyDateTime) -> YearsMonths:
    """Return the whole months from one day to another."""
    return months_between(start, end)


@built_in("number(from: string)")
def number_from_text(text: str) -> Decimal:
    """Return the number of `1200.50`."""
    return _number(text)


@built_in("number(from: number)")
def number_from_value(value: Decimal) -> Decimal:
    """Return a number as it is."""
    return value


@built_in("number(from: string, grouping separator: string?, decimal separator: string?)")
def number_from_grouped(text: str, grouping: str | None, point: str | None) -> Decimal:
    """Return the number of a text such as `1.200,50` with its separators."""
    if grouping not in {None, " ", ",", "."} or point not in {None, ",", "."} or (grouping and grouping == point):
        raise FeelError("expected a space, a comma or a full stop as separators, not the same one twice")
    plain = text.replace(grouping, "") if grouping else text
    return _number(plain.replace(point, ".") if point else plain)


def _number(text: str) -> Decimal:
    if _GROUPED.fullmatch(text) is None:
        raise FeelError(f"expected a number, got {text[:40]!r}")
    return read_number(text)


@built_in("string(from: any)", "string(value: any)")
def string_of(value: Any) -> str | None:
    """Return a value as text; null for null."""
    return string(value)


@built_in("range(from: string)")
def range_from_text(text: str) -> Range:
    """Return the range of `[1..10)`; its ends are literals."""
    low, dots, high = text[1:-1].partition("..")
    if not dots or text[:1] not in "[(]" or text[-1:] not in "])[":
        raise FeelError(f"expected a range such as [1..10], got {text[:40]!r}")
    first, last = _endpoint(low), _endpoint(high)
    keys = order_keys(first, last)
    if keys[0] is None or keys[0] > keys[1]:
        raise FeelError("expected a range from a lower to a higher value of one type")
    return Range(text[0] == "[", first, last, text[-1] == "]")


def _endpoint(text: str) -> Any:
    text = text.strip()
    if not _ENDPOINT.fullmatch(text):
        raise FeelError(f"expected a literal, got {text[:40]!r}")
    called = _CALLED.fullmatch(text)
    if called:
        read = {"date and time": read_date_time, "date": read_date, "time": read_time, "duration": read_duration}
        return read[called[1]](called[2])
    if text.startswith("@"):
        return read_literal(text[2:-1])
    return text[1:-1] if text.startswith('"') else _number(text)
