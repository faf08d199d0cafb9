"""Whether two values are the same one. Source: DMN 1.5 table 74 (`is`)."""

from collections.abc import Mapping
from typing import Any

from worklist.feel.builtins.registry import built_in
from worklist.feel.scope import Meter, size_of
from worklist.feel.temporal.arithmetic import DATE_TIMES
from worklist.feel.temporal.types import moment_of
from worklist.feel.values import Range, incoming, kind


@built_in("is(value1?: any, value2?: any)", metered=True)
def is_(meter: Meter, left: Any, right: Any) -> bool:
    """Return whether two values are of one type, and alike in every part: an instant in another zone is another value."""
    meter.step((size_of(left) + size_of(right)) // 4)
    return _alike(left, right)


def _alike(left: Any, right: Any) -> bool:
    left, right = incoming(left), incoming(right)
    if kind(left) != kind(right):
        return False
    if isinstance(left, list):
        return len(left) == len(right) and all(_alike(a, b) for a, b in zip(left, right, strict=True))
    if isinstance(left, Mapping):
        return left.keys() == right.keys() and all(_alike(left[key], right[key]) for key in left)
    if isinstance(left, Range):
        return _alike(_parts(left), _parts(right))
    return bool(_exact(left) == _exact(right))


def _parts(range_: Range) -> list[Any]:
    return [range_.low_included, range_.low, range_.high, range_.high_included]


def _exact(value: Any) -> Any:
    """Return a value that equals another only in every part: date and time by its parts, not its instant."""
    if not isinstance(value, DATE_TIMES):
        return value
    moment = moment_of(value)
    return (moment.day, moment.nanosecond, moment.offset, moment.zone)
