"""Members of contexts and lists, and the properties of temporal values and ranges. Source: DMN 1.5 tables 65 and 66."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from worklist.feel.scope import Meter
from worklist.feel.temporal.calendar import civil
from worklist.feel.temporal.types import (
    DAY,
    HOUR,
    MINUTE,
    SECOND,
    Time,
    duration_of,
    moment_of,
    nanoseconds_of,
    number_of,
    offset_of,
    parts_of,
    time_of,
)
from worklist.feel.values import incoming, kind


def member(owner: Any, name: str, meter: Meter) -> Any:
    """Return a member of a context, of every member of a list, or a property. Null for anything else."""
    if isinstance(owner, list):
        meter.step(1 + len(owner) // 4)
        return [member(incoming(one), name, meter) for one in owner]
    if isinstance(owner, Mapping):
        if name in owner:
            return incoming(owner[name])
        meter.miss(f"the context has no {name!r}")
        return None
    if owner is None:
        meter.fail(f"expected a context to read {name!r} from, got null", None)
        return None
    found = _PROPERTIES.get((kind(owner), name))
    if found is None:
        meter.fail(f"a {kind(owner)} has no {name!r}")
        return None
    return found(owner)


def _from_date(part: int) -> Callable[[Any], Decimal]:
    return lambda value: Decimal(parts_of(value)[part])


def _from_moment(part: int) -> Callable[[Any], Decimal]:
    return lambda value: Decimal(civil(moment_of(value).day)[part])


def _weekday(number: int) -> Decimal:
    return Decimal((number + 3) % 7 + 1)


def _hour(value: Time) -> Decimal:
    return Decimal(value.nanosecond // HOUR)


def _minute(value: Time) -> Decimal:
    return Decimal(value.nanosecond % HOUR // MINUTE)


def _second(value: Time) -> Decimal:
    return Decimal(value.nanosecond % MINUTE) / SECOND


def _moment_offset(value: Any) -> Any:
    offset = offset_of(moment_of(value))
    return None if offset is None else duration_of(offset * SECOND)


def _time_offset(value: Time) -> Any:
    return None if value.offset is None else duration_of(value.offset * SECOND)


def _of_time(read: Callable[[Time], Decimal]) -> Callable[[Any], Decimal]:
    return lambda value: read(time_of(moment_of(value)))


def _of_duration(unit: int, within: int | None) -> Callable[[Any], Decimal]:
    def read(value: Any) -> Decimal:
        total = nanoseconds_of(value)
        amount = abs(total) if within is None else abs(total) % within
        whole = Decimal(amount // unit) if unit != SECOND else Decimal(amount) / SECOND
        return -whole if total < 0 and whole else whole

    return read


def _months(months: int, years: bool) -> Decimal:
    whole, rest = divmod(abs(months), 12)
    found = whole if years else rest
    return Decimal(-found if months < 0 else found)


_CLOCK: tuple[tuple[str, Callable[[Time], Decimal]], ...] = (("hour", _hour), ("minute", _minute), ("second", _second))
_PROPERTIES: dict[tuple[str, str], Callable[[Any], Any]] = {
    **{("date", name): _from_date(i) for i, name in enumerate(("year", "month", "day"))},
    **{("date and time", name): _from_moment(i) for i, name in enumerate(("year", "month", "day"))},
    **{("date and time", name): _of_time(read) for name, read in _CLOCK},
    **{("time", name): read for name, read in _CLOCK},
    ("date", "weekday"): lambda value: _weekday(number_of(value)),
    ("date and time", "weekday"): lambda value: _weekday(moment_of(value).day),
    ("date and time", "time offset"): _moment_offset,
    ("date and time", "timezone"): lambda value: moment_of(value).zone,
    ("time", "time offset"): _time_offset,
    ("time", "timezone"): lambda value: value.zone,
    ("days and time duration", "days"): _of_duration(DAY, None),
    ("days and time duration", "hours"): _of_duration(HOUR, DAY),
    ("days and time duration", "minutes"): _of_duration(MINUTE, HOUR),
    ("days and time duration", "seconds"): _of_duration(SECOND, MINUTE),
    ("years and months duration", "years"): lambda value: _months(value.months, True),
    ("years and months duration", "months"): lambda value: _months(value.months, False),
    ("range", "start"): lambda value: incoming(value.low),
    ("range", "end"): lambda value: incoming(value.high),
    ("range", "start included"): lambda value: value.low_included,
    ("range", "end included"): lambda value: value.high_included,
}


