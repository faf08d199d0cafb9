"""Values of FEEL beside Python's own: durations of months, ranges; comparing and printing them. Source: DMN 1.5 §10.3.2."""

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from worklist.feel.errors import FeelError

#: Numbers have 34 digits. Source: DMN 1.5 §10.3.2.3.1.
NUMBERS = Context(prec=34)
#: Instants without an offset are meant at the court.
ZONE = ZoneInfo("Asia/Shanghai")
_DURATION = re.compile(
    r"(-)?P(?=.)(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,9})D)?"
    r"(?:T(?=.)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?"
)


@dataclass(frozen=True, order=True)
class YearsMonths:
    """A duration of whole months."""

    months: int

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return ("-" if self.months < 0 else "") + "P" + text


@dataclass(frozen=True)
class Range:
    """An interval; None as an end: open to that side."""

    low_included: bool
    low: Any
    high: Any
    high_included: bool

    def holds(self, value: Any) -> bool | None:
        """Return whether a value lies inside, None when it cannot be compared."""
        above = compare(">=" if self.low_included else ">", value, self.low)
        below = compare("<=" if self.high_included else "<", value, self.high)
        return None if above is None or below is None else above and below


def to_number(value: Any) -> Any:
    """Return ints and floats as Decimal, everything else as it is."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    return Decimal(str(value))


def duration(text: str) -> YearsMonths | timedelta:
    """Return the duration of an ISO 8601 text. Raises FeelError."""
    match = _DURATION.fullmatch(text)
    if match is None:
        raise FeelError(f"expected an ISO 8601 duration, got {text!r}")
    sign = -1 if match[1] else 1
    years, months, weeks, days, hours, minutes = (int(part or 0) for part in match.groups()[1:7])
    seconds = float(match[8] or 0)
    if years or months:
        if weeks or days or hours or minutes or seconds:
            raise FeelError("expected months or days, not both, in one duration")
        return YearsMonths(sign * (years * 12 + months))
    return sign * timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def add_months(day: date, months: int) -> date:
    """Return the corresponding day of another month, or that month's last day. Keeps the time of a datetime."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))
    except ValueError:
        raise FeelError("the date is out of range") from None


def instant(text: str) -> datetime:
    """Return an instant; without an offset it is meant at the court. Raises FeelError."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise FeelError(f"expected a date and time, got {text!r}") from None
    return found if found.tzinfo else found.replace(tzinfo=ZONE)


def literal_at(text: str) -> Any:
    """Return the value of `@"…"`. Raises FeelError."""
    if text.lstrip("-").startswith("P"):
        return duration(text)
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        if re.match(r"\d{2}:\d{2}", text):
            return time.fromisoformat(text)
    except ValueError:
        raise FeelError(f"expected a date or time, got {text!r}") from None
    return instant(text)


def _alike(left: Any, right: Any) -> tuple[Any, Any]:
    """Bring a day and its ISO text, or a day and an instant, to one kind."""
    left, right = to_number(left), to_number(right)
    if isinstance(left, date) and isinstance(right, str):
        return _alike(left, _day(right, left))
    if isinstance(left, str) and isinstance(right, date):
        return _alike(_day(left, right), right)
    if isinstance(left, datetime) != isinstance(right, datetime) and isinstance(left, date) and isinstance(right, date):
        return _plain_day(left), _plain_day(right)
    return left, right


def _day(text: str, like: date) -> Any:
    try:
        return instant(text) if isinstance(like, datetime) else date.fromisoformat(text)
    except (ValueError, FeelError):
        return text


def _plain_day(value: date) -> date:
    return value.astimezone(ZONE).date() if isinstance(value, datetime) else value


def equal(left: Any, right: Any) -> bool | None:
    """Return whether two values are equal; None when they are of different kinds. Source: §10.3.2.12."""
    left, right = _alike(left, right)
    if left is None or right is None:
        return left is right
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right if isinstance(left, bool) and isinstance(right, bool) else None
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(equal(a, b) is True for a, b in zip(left, right, strict=True))
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return left.keys() == right.keys() and all(equal(left[key], right[key]) is True for key in left)
    if type(left) is not type(right):
        return None
    return bool(left == right)


def compare(sign: str, left: Any, right: Any) -> bool | None:
    """Return the result of a comparison; None when the values cannot be compared."""
    if sign in {"=", "!="}:
        same = equal(left, right)
        return None if same is None else same if sign == "=" else not same
    left, right = _alike(left, right)
    if left is None or right is None or isinstance(left, bool) or isinstance(right, bool) or type(left) is not type(right):
        return None
    try:
        return bool({"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign])
    except TypeError:
        return None


def string(value: Any) -> str | None:
    """Return a value as FEEL prints it. Source: §10.3.4.1 (string)."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    value = to_number(value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value == value.to_integral_value() else format(value, "f")
    if isinstance(value, (datetime, time, date)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _days_time(value)
    if isinstance(value, list):
        return "[" + ", ".join(str(_quoted(member)) for member in value) + "]"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_quoted(member)}" for key, member in value.items()) + "}"
    return str(value)


def _quoted(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else "null" if value is None else str(string(value))


def _days_time(value: timedelta) -> str:
    sign, value = ("-", -value) if value < timedelta(0) else ("", value)
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    clock = "".join(f"{n}{unit}" for n, unit in ((hours, "H"), (minutes, "M"), (seconds, "S")) if n)
    text = (f"{value.days}D" if value.days else "") + (f"T{clock}" if clock else "")
    return f"{sign}P{text or 'T0S'}"


def number(text: str) -> Decimal:
    """Return a number literal. Raises FeelError."""
    try:
        found = NUMBERS.create_decimal(text)
    except InvalidOperation:
        raise FeelError(f"expected a number, got {text!r}") from None
    if not found.is_finite() or abs(found.adjusted()) > 6_000:
        raise FeelError("the number is out of range")
    return found
