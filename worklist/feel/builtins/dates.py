"""Days and times. Source: DMN 1.5 tables 73 (date and time functions), 75 (temporal functions), 78 (now, today)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from worklist.feel.builtins.registry import built_in
from worklist.feel.errors import FeelError
from worklist.feel.scope import current_instant
from worklist.feel.temporal.arithmetic import DATE_TIMES, add_months
from worklist.feel.temporal.calendar import civil, day_number, days_in
from worklist.feel.temporal.types import AnyDate, AnyDateTime, date_of, moment_of, number_of

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def _number(value: AnyDate | AnyDateTime) -> int:
    return moment_of(value).day if isinstance(value, DATE_TIMES) else number_of(value)


@built_in("now()")
def now() -> datetime:
    """Return the instant of the evaluation, at the court's place."""
    return current_instant()


@built_in("today()")
def today() -> date:
    """Return the day of the evaluation, at the court's place."""
    return current_instant().date()


@built_in("day of year(date: date|datetime)")
def day_of_year(value: AnyDate | AnyDateTime) -> Decimal:
    """Return the number of a day in its year."""
    number = _number(value)
    return Decimal(number - day_number(civil(number)[0], 1, 1) + 1)


@built_in("day of week(date: date|datetime)")
def day_of_week(value: AnyDate | AnyDateTime) -> str:
    """Return the English name of a day."""
    return _DAYS[(_number(value) + 3) % 7]


@built_in("month of year(date: date|datetime)")
def month_of_year(value: AnyDate | AnyDateTime) -> str:
    """Return the English name of a day's month."""
    return _MONTHS[civil(_number(value))[1] - 1]


@built_in("week of year(date: date|datetime)")
def week_of_year(value: AnyDate | AnyDateTime) -> Decimal:
    """Return the number of a day's week (ISO 8601)."""
    number = _number(value)
    thursday = number + 3 - (number + 3) % 7
    return Decimal((thursday - day_number(civil(thursday)[0], 1, 1)) // 7 + 1)


@built_in("last day of month(date: date|datetime)")
def last_day_of_month(value: AnyDate | AnyDateTime) -> AnyDate:
    """Return the last day of a day's month (Camunda)."""
    year, month, _ = civil(_number(value))
    return date_of(day_number(year, month, days_in(year, month)))


@built_in("months(date: date|datetime, count: number)")
def months(value: AnyDate | AnyDateTime, count: Decimal) -> Any:
    """Return the corresponding day some months later, or that month's last day (an addition of Writ).

    Source: Civil Code art. 202.
    """
    if count != int(count):
        raise FeelError("expected a whole number of months")
    return add_months(value, int(count))
