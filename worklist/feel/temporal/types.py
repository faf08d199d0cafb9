"""Temporal values Python has no type for. What `date`, `datetime` and `timedelta` can hold is held by them.

Source: DMN 1.5 §10.3.2.3.4 (date), .5 (time), .6 (date and time), .7 (days and time), .8 (years and months).
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache, total_ordering
from zoneinfo import ZoneInfo

from worklist.feel.errors import FeelError
from worklist.feel.temporal.calendar import LAST_YEAR, civil, day_number

SECOND = 1_000_000_000
MINUTE, HOUR, DAY = 60 * SECOND, 3_600 * SECOND, 86_400 * SECOND
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, order=True, slots=True)
class YearsMonths:
    """A duration of whole months."""

    months: int

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return ("-" if self.months < 0 else "") + "P" + text


@dataclass(frozen=True, order=True, slots=True)
class FineDuration:
    """A duration in nanoseconds, where a `timedelta` would lose some."""

    nanoseconds: int

    def __str__(self) -> str:
        return duration_text(self.nanoseconds)


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day in nanoseconds since midnight, with an offset (seconds east of UTC), a zone (IANA), or neither."""

    nanosecond: int
    offset: int | None = None
    zone: str | None = None

    def __str__(self) -> str:
        return clock_text(self.nanosecond) + offset_text(self.offset, self.zone)


@total_ordering
@dataclass(frozen=True, slots=True)
class FarDate:
    """A day outside of the years 1 to 9999, as its number from 1970-01-01."""

    number: int

    def __str__(self) -> str:
        return date_text(self.number)

    def __lt__(self, other: "FarDate") -> bool:
        return self.number < other.number


@dataclass(frozen=True, slots=True)
class Moment:
    """A date and time in full: day number, nanoseconds since midnight, and an offset, a zone, or neither (local)."""

    day: int
    nanosecond: int
    offset: int | None = None
    zone: str | None = None

    def __str__(self) -> str:
        return f"{date_text(self.day)}T{clock_text(self.nanosecond)}{offset_text(self.offset, self.zone)}"


AnyDate = date | FarDate
AnyDateTime = datetime | Moment
AnyDuration = timedelta | FineDuration


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """Return a time zone. Raises FeelError for an unknown one."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise FeelError(f"the time zone {name!r} is not known") from None


def number_of(day: AnyDate) -> int:
    """Return the number of a day."""
    return day.number if isinstance(day, FarDate) else day.toordinal() - _EPOCH


def date_of(number: int) -> AnyDate:
    """Return the day of a number. Raises FeelError beyond the last year."""
    ordinal = number + _EPOCH
    if 1 <= ordinal <= 3_652_059:
        return date.fromordinal(ordinal)
    if abs(civil(number)[0]) > LAST_YEAR:
        raise FeelError("the date is out of range")
    return FarDate(number)


def parts_of(day: AnyDate) -> tuple[int, int, int]:
    """Return year, month and day."""
    return civil(day.number) if isinstance(day, FarDate) else (day.year, day.month, day.day)


def date_from(year: int, month: int, day: int) -> AnyDate:
    """Return the day of a year, month and day that exist."""
    return date(year, month, day) if 1 <= year <= 9999 else date_of(day_number(year, month, day))


def time_of(moment: Moment) -> Time:
    """Return the time of day of a date and time."""
    return Time(moment.nanosecond, moment.offset, moment.zone)


def moment_of(value: AnyDateTime | AnyDate) -> Moment:
    """Return any date and time in full; a date is its first instant in UTC (DMN 1.5 §10.3.2.9.4)."""
    if isinstance(value, Moment):
        return value
    if not isinstance(value, datetime):
        return Moment(number_of(value), 0, 0)
    nanosecond = value.hour * HOUR + value.minute * MINUTE + value.second * SECOND + value.microsecond * 1_000
    offset, zone = _place(value.tzinfo, value)
    return Moment(value.toordinal() - _EPOCH, nanosecond, offset, zone)


def _place(zone: tzinfo | None, value: datetime | None) -> tuple[int | None, str | None]:
    if zone is None:
        return None, None
    if isinstance(zone, ZoneInfo) and zone.key:
        return None, zone.key
    offset = zone.utcoffset(value)
    return (0 if offset is None else round(offset.total_seconds())), None


def narrow(moment: Moment) -> AnyDateTime:
    """Return Python's own date and time where it can hold the value."""
    day = date_of(moment.day)
    if isinstance(day, FarDate) or moment.nanosecond % 1_000:
        return moment
    seconds, rest = divmod(moment.nanosecond, SECOND)
    minutes, second = divmod(seconds, 60)
    zone = zone_of(moment.zone) if moment.zone else None if moment.offset is None else fixed(moment.offset)
    return datetime(day.year, day.month, day.day, minutes // 60, minutes % 60, second, rest // 1_000, zone)


@lru_cache(maxsize=256)
def fixed(offset: int) -> timezone:
    """Return the time zone of an offset in seconds."""
    return timezone(timedelta(seconds=offset)) if offset else UTC


def offset_of(moment: Moment) -> int | None:
    """Return the offset in seconds that holds at a date and time, None for a local one."""
    if moment.zone is None:
        return moment.offset
    return _seconds(_like(moment.day, moment.nanosecond).replace(tzinfo=zone_of(moment.zone)))


def offset_at(instant: int, zone: str) -> int:
    """Return the offset in seconds that holds in a zone at an instant (nanoseconds since 1970-01-01 UTC)."""
    return _seconds(_like(*divmod(instant, DAY)).astimezone(zone_of(zone)))


def _like(number: int, nanosecond: int) -> datetime:
    """Return a date and time (UTC), in a year the zone data knows and with the same calendar when its own is too far off."""
    year, month, day = civil(number)
    seconds = nanosecond // SECOND
    known = year if 1 < year < 9999 else year % 400 + 2000
    return datetime(known, month, day, seconds // 3600, seconds // 60 % 60, seconds % 60, tzinfo=UTC)


def _seconds(value: datetime) -> int:
    return round((value.utcoffset() or timedelta()).total_seconds())


def instant_of(moment: Moment) -> int | None:
    """Return nanoseconds since 1970-01-01 UTC, None for a local date and time."""
    offset = offset_of(moment)
    return None if offset is None else moment.day * DAY + moment.nanosecond - offset * SECOND


def nanoseconds_of(duration: AnyDuration) -> int:
    """Return a days and time duration in nanoseconds."""
    if isinstance(duration, FineDuration):
        return duration.nanoseconds
    return (duration.days * 86_400 + duration.seconds) * SECOND + duration.microseconds * 1_000


def duration_of(nanoseconds: int) -> AnyDuration:
    """Return a days and time duration; Python's own where it can hold the value."""
    if nanoseconds % 1_000 or abs(nanoseconds) >= 999_999_999 * DAY:
        return FineDuration(nanoseconds)
    return timedelta(microseconds=nanoseconds // 1_000)


# -- texts -----------------------------------------------------------------------------


def date_text(number: int) -> str:
    """Return a day as text: `2026-11-23`."""
    year, month, day = civil(number)
    return f"{'-' if year < 0 else ''}{abs(year):04}-{month:02}-{day:02}"


def clock_text(nanosecond: int) -> str:
    """Return a time of day as text: `08:00:00`, with as many decimals as it has."""
    seconds, rest = divmod(nanosecond, SECOND)
    decimals = f".{rest:09}".rstrip("0") if rest else ""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{decimals}"


def offset_text(offset: int | None, zone: str | None) -> str:
    """Return an offset or a zone as text: `Z`, `+08:00`, `@Asia/Shanghai`, or nothing."""
    if zone is not None:
        return f"@{zone}"
    if not offset:
        return "" if offset is None else "Z"
    minutes, seconds = divmod(abs(offset), 60)
    return f"{'-' if offset < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")


def duration_text(nanoseconds: int) -> str:
    """Return a days and time duration as text: `P2DT4H`."""
    days, rest = divmod(abs(nanoseconds), DAY)
    seconds, fraction = divmod(rest, SECOND)
    decimals = f".{fraction:09}".rstrip("0") if fraction else ""
    clock = "".join(f"{n}{unit}" for n, unit in ((seconds // 3600, "H"), (seconds // 60 % 60, "M")) if n)
    if seconds % 60 or fraction:
        clock += f"{seconds % 60}{decimals}S"
    text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return ("-" if nanoseconds < 0 else "") + "P" + (text or "T0S")
