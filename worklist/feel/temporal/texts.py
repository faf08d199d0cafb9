"""Temporal values from their texts. Source: DMN 1.5 §10.3.4.1 (date, time, date and time, duration); XML Schema 1.1."""

import re

from worklist.feel.errors import FeelError
from worklist.feel.temporal.calendar import day_number, is_day
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
    duration_of,
    narrow,
    zone_of,
)

#: Furthest offset from UTC, in seconds.
_FURTHEST = 18 * 3600
_DATE = re.compile(r"(-?(?:[1-9]\d{4,8}|\d{4}))-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,30}))?(?:(Z|z)|([+-])(\d\d):(\d\d)(?::(\d\d))?|@([\w+\-/]{1,60}))?", re.ASCII
)
_DURATION = re.compile(
    r"(-)?P(?=.)(?:(\d{1,12})Y)?(?:(\d{1,12})M)?(?:(\d{1,12})W)?(?:(\d{1,12})D)?"
    r"(?:T(?=.)(?:(\d{1,15})H)?(?:(\d{1,15})M)?(?:(\d{1,15})(?:\.(\d{1,30}))?S)?)?",
    re.ASCII,
)


def read_date(text: str) -> AnyDate:
    """Return the day of `2026-11-23`. Raises FeelError."""
    return date_of(_day(text))


def _day(text: str) -> int:
    match = _DATE.fullmatch(text)
    if match is not None:
        year, month, day = (int(part) for part in match.groups())
        if is_day(year, month, day):
            return day_number(year, month, day)
    raise FeelError(f"expected a date such as 2026-11-23, got {text!r}")


def read_time(text: str) -> Time:
    """Return the time of `08:00:00`, `08:00:00+08:00` or `08:00:00@Asia/Shanghai`. Raises FeelError."""
    nanosecond, offset, zone = _clock(text)
    return Time(nanosecond % DAY, offset, zone)


def _clock(text: str) -> tuple[int, int | None, str | None]:
    match = _TIME.fullmatch(text)
    if match is None:
        raise FeelError(f"expected a time such as 08:00:00, got {text!r}")
    hour, minute, second = (int(match[i]) for i in (1, 2, 3))
    fraction = int((match[4] or "")[:9].ljust(9, "0"))
    if minute > 59 or second > 59 or hour > 24 or (hour == 24 and (minute or second or fraction)):
        raise FeelError(f"expected a time between 00:00:00 and 24:00:00, got {text!r}")
    if match[10]:
        zone_of(match[10])
    return hour * HOUR + minute * MINUTE + second * SECOND + fraction, _offset(match, text), match[10]


def _offset(match: re.Match[str], text: str) -> int | None:
    if match[5]:
        return 0
    if not match[6]:
        return None
    seconds = int(match[7]) * 3600 + int(match[8]) * 60 + int(match[9] or 0)
    if seconds > _FURTHEST or int(match[8]) > 59:
        raise FeelError(f"expected an offset of at most 18 hours, got {text!r}")
    return -seconds if match[6] == "-" else seconds


def read_date_time(text: str) -> AnyDateTime:
    """Return the date and time of `2026-11-23T08:00:00`, with offset or zone; a bare day is its midnight. Raises FeelError."""
    day_text, separator, clock_text = text.partition("T")
    day = _day(day_text)
    if not separator:
        return narrow(Moment(day, 0))
    nanosecond, offset, zone = _clock(clock_text)
    return narrow(Moment(day + nanosecond // DAY, nanosecond % DAY, offset, zone))


def read_duration(text: str) -> AnyDuration | YearsMonths:
    """Return the duration of `P2Y6M` or `P10DT2H`. Raises FeelError."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise FeelError(f"expected a duration such as P2Y or P10D, got {text!r}")
    sign = -1 if match[1] else 1
    years, months, *rest = match.groups()[1:8]
    if (years or months) and any(rest):
        raise FeelError("expected years and months or days and hours, not both, in one duration")
    if years or months:
        return YearsMonths(sign * (int(years or 0) * 12 + int(months or 0)))
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in rest)
    fraction = int((match[9] or "")[:9].ljust(9, "0"))
    return duration_of(sign * ((weeks * 7 + days) * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND + fraction))


def read_literal(text: str) -> AnyDate | AnyDateTime | AnyDuration | Time | YearsMonths:
    """Return the value of `@"…"`, whichever temporal type the text has. Raises FeelError."""
    if text.startswith(("P", "-P")):
        return read_duration(text)
    if "T" in text.partition("@")[0]:
        return read_date_time(text)
    return read_time(text) if text[2:3] == ":" else read_date(text)


