"""Equality and order of values. Source: DMN 1.5 §10.3.2.12 (equality), tables 49 and 50.

Two additions of ours, where the standard says null: a date compares with its ISO text, as variables of a process often
are texts; and a date and time without an offset, or a bare date, compares with one that has an offset at the court's place.
"""

import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from worklist.feel.errors import FeelError, LimitExceeded
from worklist.feel.temporal.arithmetic import DATE_TIMES, DATES, time_order
from worklist.feel.temporal.texts import read_date, read_date_time
from worklist.feel.temporal.types import (
    Moment,
    Time,
    YearsMonths,
    date_of,
    instant_of,
    moment_of,
    nanoseconds_of,
    number_of,
)
from worklist.feel.values import Range, incoming, kind

#: The zone of the court: a date and time without an offset is meant there when it is compared with one that has one.
COURT_ZONE = "Asia/Shanghai"
#: Most comparisons of members inside of one comparison of lists or contexts.
_MAX_MEMBERS = 100_000

#: Told how many steps a comparison was worth.
Spend = Callable[[int], None]
_SIMPLE = frozenset({str, Decimal, bool})
_ORDERED = frozenset({str, Decimal, date, YearsMonths, timedelta})
_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def equal(left: Any, right: Any, spend: Spend | None = None) -> bool | None:
    """Return whether two values are equal, None when they are of different types. `spend` is told what it took."""
    type_ = type(left)
    if type_ is type(right) and type_ in _SIMPLE:
        return bool(left == right)
    budget = [_MAX_MEMBERS]
    same = _equal(incoming(left), incoming(right), budget, 0)
    if spend is not None:
        spend((_MAX_MEMBERS - budget[0]) // 4)
    return same


def compare(sign: str, left: Any, right: Any, spend: Spend | None = None) -> bool | None:
    """Return the result of `=`, `!=`, `<`, `<=`, `>` or `>=`, None when the values cannot be compared."""
    if sign == "=":
        return equal(left, right, spend)
    if sign == "!=":
        same = equal(left, right, spend)
        return None if same is None else not same
    type_ = type(left)
    if type_ is type(right) and type_ in _ORDERED:
        return _SIGNS[sign](left, right)
    first, second = order_keys(left, right)
    return None if first is None else _SIGNS[sign](first, second)


def order_keys(left: Any, right: Any) -> tuple[Any, Any]:
    """Return two plain values in the order of the given ones, or (None, None) when they have no order."""
    left, right = incoming(left), incoming(right)
    if left is None or right is None:
        return None, None
    left, right = _alike(left, right)
    same = kind(left)
    if same != kind(right):
        return None, None
    order = _KEYS.get(same)
    return (None, None) if order is None else order(left, right)


def _equal(left: Any, right: Any, budget: list[int], depth: int) -> bool | None:
    budget[0] -= 1
    if budget[0] < 0 or depth > 100:
        raise LimitExceeded("the values are too large to compare")
    if left is None or right is None:
        return left is right
    left, right = _alike(left, right)
    same = kind(left)
    if same != kind(right):
        return None
    if same == "list":
        return len(left) == len(right) and all(
            _equal(incoming(a), incoming(b), budget, depth + 1) is True for a, b in zip(left, right, strict=True)
        )
    if same == "context":
        return _equal_contexts(left, right, budget, depth)
    if same == "range":
        return _equal_ranges(left, right, budget, depth)
    order = _KEYS.get(same)
    if order is None:
        return bool(left == right)
    first, second = order(left, right)
    return first is not None and bool(first == second)  # a local time is never the same as one with an offset


def _equal_contexts(left: Mapping[str, Any], right: Mapping[str, Any], budget: list[int], depth: int) -> bool:
    if len(left) != len(right):
        return False
    return all(
        key in right and _equal(incoming(left[key]), incoming(right[key]), budget, depth + 1) is True for key in left
    )


def _equal_ranges(left: Range, right: Range, budget: list[int], depth: int) -> bool:
    shape = (left.low_included, left.high_included, left.bounds_given) == (
        right.low_included, right.high_included, right.bounds_given,
    )  # fmt: skip
    return (
        shape
        and _equal(left.low, right.low, budget, depth + 1) is True
        and _equal(left.high, right.high, budget, depth + 1) is True
    )


def _alike(left: Any, right: Any) -> tuple[Any, Any]:
    """Bring a date and its text, or a date and a date and time, to one type."""
    if isinstance(right, str) and isinstance(left, (*DATES, Moment)):
        right = _from_text(right, left)
    elif isinstance(left, str) and isinstance(right, (*DATES, Moment)):
        left = _from_text(left, right)
    if isinstance(left, DATE_TIMES) and kind(right) == "date":
        return _court_day(left), right
    if isinstance(right, DATE_TIMES) and kind(left) == "date":
        return left, _court_day(right)
    return left, right


def _from_text(text: str, like: Any) -> Any:
    try:
        return read_date_time(text) if isinstance(like, DATE_TIMES) or "T" in text else read_date(text)
    except FeelError:
        return text


def _court_day(value: Any) -> Any:
    moment = moment_of(value)
    instant = instant_of(moment)
    if instant is None:
        return date_of(moment.day)
    at_court = instant + 8 * 3_600_000_000_000  # Asia/Shanghai has kept +08:00 since 1991
    return date_of(at_court // 86_400_000_000_000)


def _moments(left: Any, right: Any) -> tuple[Any, Any]:
    if type(left) is datetime and type(right) is datetime and left.tzinfo is right.tzinfo:
        return left.replace(tzinfo=None), right.replace(tzinfo=None)
    first, second = moment_of(left), moment_of(right)
    start, end = instant_of(first), instant_of(second)
    if start is None and end is None:
        return (first.day, first.nanosecond), (second.day, second.nanosecond)
    if start is None:
        start = instant_of(Moment(first.day, first.nanosecond, None, COURT_ZONE))
    if end is None:
        end = instant_of(Moment(second.day, second.nanosecond, None, COURT_ZONE))
    return start, end


def _times(left: Time, right: Time) -> tuple[Any, Any]:
    (fixed, first), (also_fixed, second) = time_order(left), time_order(right)
    return (first, second) if fixed == also_fixed else (None, None)


_KEYS: dict[str, Callable[[Any, Any], tuple[Any, Any]]] = {
    "number": lambda left, right: (left, right),
    "string": lambda left, right: (left, right),
    "date": lambda left, right: (number_of(left), number_of(right)),
    "date and time": _moments,
    "time": _times,
    "days and time duration": lambda left, right: (nanoseconds_of(left), nanoseconds_of(right)),
    "years and months duration": lambda left, right: (left.months, right.months),
}


def holds(range_: Range, value: Any) -> bool | None:
    """Return whether a value lies inside of a range, None when it cannot be compared."""
    if range_.bounds_given and (range_.low is None or range_.high is None):
        return None
    above = range_.low is None or compare(">=" if range_.low_included else ">", value, range_.low)
    below = range_.high is None or compare("<=" if range_.high_included else "<", value, range_.high)
    if above is None or below is None:
        return None
    return above and below
