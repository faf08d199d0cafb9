"""From a timer's value to an instant. Pure. Source: ISO 8601; docs/diagrams.md; architecture A8, A32."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from worklist.clock import COURT_TZ, at_court, day_of
from worklist.errors import Phrase

_DURATION = re.compile(
    r"P(?=.)(?:(\d{1,4})Y)?(?:(\d{1,5})M)?(?:(\d{1,4})W)?(?:(\d{1,6})D)?"
    r"(?:T(?=.)(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})(?:\.\d{1,6})?S)?)?"
)


@dataclass(frozen=True)
class First:
    """When a timer is first due. `cycle`: the duration to add; `left`: firings left, None for ever."""

    at: datetime
    cycle: str | None = None
    left: int | None = None


def of_value(value: Any, now: datetime) -> First | None:
    """Return when a timer with this value (a date, duration or cycle) is due; None for a null value.

    A date means 08:00 at the court of that day. Raises ValueError for what is no timer value.
    """
    try:
        return _first(value, now)
    except OverflowError:
        raise ValueError(Phrase("expected a day before the year 10000, got %(found)s", found=repr(value))) from None


def _first(value: Any, now: datetime) -> First | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return First(value if value.tzinfo else value.replace(tzinfo=COURT_TZ))
    if isinstance(value, date):
        return First(at_court(value))
    if isinstance(value, timedelta):
        return First(now + value)
    text = str(value).strip()
    if text.startswith("R"):
        return _cycle(text, now)
    if text.startswith("P"):
        return First(add(now, text))
    return First(_date(text))


def of_deadline(row: Mapping[str, Any], at: str) -> datetime | None:
    """Return the instant of `at` (alarm, limit, raw_limit, -30d) of a deadline row, None when its day is unknown."""
    if at == "limit":
        return _midnight_after(_day(row.get("rolled_day")))
    if at == "raw_limit":
        return _midnight_after(_day(row.get("raw_day")))
    if at == "alarm":
        day = _day(row.get("alarm_day"))
        return None if day is None else at_court(day)
    counted_from = _day(row.get("ladder_day") or row.get("raw_day"))
    return None if counted_from is None else at_court(counted_from - timedelta(days=int(at[1:-1])))


def next_of_cycle(cycle: str, last: datetime, now: datetime) -> datetime:
    """Return the first tick of a cycle after now; ticks missed in between are dropped."""
    at = add(last, cycle)
    if at <= now and cycle.startswith("PT"):
        step = add(at, cycle) - at
        at += step * ((now - at) // step)  # seconds since years would be millions of rounds
    while at <= now:
        at = add(at, cycle)
    return at


def add(start: datetime, duration: str) -> datetime:
    """Add an ISO 8601 duration. Whole days, months or years end at 08:00 at the court; a month ends at its end.

    Raises ValueError for what is no positive duration.
    """
    match = _DURATION.fullmatch(duration)
    if not match:
        raise ValueError(Phrase("expected an ISO 8601 duration such as P1M or PT10M, got %(found)s", found=repr(duration)))
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    if not any((years, months, weeks, days, hours, minutes, seconds)):
        raise ValueError(Phrase("expected a positive duration, got %(found)s", found=repr(duration)))
    exact = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if not (years or months or weeks or days):
        return start + exact
    day = _add_months(day_of(start), years * 12 + months) + timedelta(weeks=weeks, days=days)
    return at_court(day) + exact


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _cycle(text: str, now: datetime) -> First:
    head, _, rest = text.partition("/")
    if not re.fullmatch(r"R([1-9]\d{0,5})?", head):
        raise ValueError(Phrase("expected a cycle such as R3/P7D or R/P1M, got %(found)s", found=repr(text)))
    left = int(head[1:]) if head[1:] else None
    start, _, duration = rest.rpartition("/")
    if start:
        add(_date(start), duration)
        return First(_date(start), duration, left)
    return First(add(now, duration), duration, left)


def _date(text: str) -> datetime:
    try:
        if len(text) == 10:
            return at_court(date.fromisoformat(text))
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(Phrase("expected an ISO 8601 date, duration or cycle, got %(found)s", found=repr(text))) from None
    return (at if at.tzinfo else at.replace(tzinfo=COURT_TZ)).astimezone(UTC)


def _day(value: Any) -> date | None:
    if isinstance(value, str):
        return date.fromisoformat(value)
    return value if isinstance(value, date) else None


def _midnight_after(day: date | None) -> datetime | None:
    return None if day is None else at_court(day + timedelta(days=1), time(0))
