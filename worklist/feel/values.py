"""Values of FEEL: their types, how they come in, how they are printed. Source: DMN 1.5 §10.3.2.3.

null ↔ None, boolean ↔ bool, string ↔ str, number ↔ Decimal (ints and floats are taken), date ↔ date, time ↔ Time,
date and time ↔ datetime, days and time duration ↔ timedelta, years and months duration ↔ YearsMonths, list ↔ list,
context ↔ Mapping, range ↔ Range, function ↔ Function. What Python's types cannot hold is FarDate, Moment or FineDuration.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

from worklist.feel.errors import FeelError, LimitExceeded
from worklist.feel.temporal.printing import Duration, Instant
from worklist.feel.temporal.types import (
    HOUR,
    MINUTE,
    SECOND,
    FarDate,
    FineDuration,
    Moment,
    Time,
    YearsMonths,
    duration_text,
    moment_of,
    nanoseconds_of,
)

#: Numbers have 34 digits (IEEE 754-2008 decimal128). Source: DMN 1.5 §10.3.2.3.1.
NUMBERS = Context(prec=34, Emin=-6143, Emax=6144, traps=[DivisionByZero, InvalidOperation, Overflow])
#: Longest printed value, in characters.
MAX_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class Range:
    """An interval. An end of None: open to that side (`< 10`); `bounds_given` says whether a null end was written out."""

    low_included: bool
    low: Any
    high: Any
    high_included: bool
    bounds_given: bool = True

    def __str__(self) -> str:
        return printed(self)


class Function:
    """A function a text defines, or a built-in one: `call(arguments)` and the names of its parameters."""

    __slots__ = ("call", "name", "parameters", "types")

    def __init__(
        self, parameters: tuple[str, ...], call: Callable[..., Any], types: tuple[Any, ...] = (), name: str = "function"
    ) -> None:
        self.parameters, self.call, self.types, self.name = parameters, call, types, name


_KINDS: dict[type, str] = {
    type(None): "null", bool: "boolean", str: "string", Decimal: "number", int: "number", float: "number",
    datetime: "date and time", Moment: "date and time", date: "date", FarDate: "date", Time: "time",
    timedelta: "days and time duration", FineDuration: "days and time duration",
    YearsMonths: "years and months duration", list: "list", dict: "context", Range: "range", Function: "function",
}  # fmt: skip
_WIDER: tuple[tuple[type, str], ...] = (
    (str, "string"), (Mapping, "context"), (int, "number"), (float, "number"), (Decimal, "number"),
    (datetime, "date and time"), (date, "date"), (timedelta, "days and time duration"), (list, "list"), (Function, "function"),
)  # fmt: skip


def kind(value: Any) -> str:
    """Return the FEEL type of a value, by its name in the standard; `null` for null."""
    found = _KINDS.get(type(value))
    return found if found is not None else next((name for type_, name in _WIDER if isinstance(value, type_)), "unknown")


# -- values from outside -----------------------------------------------------------------


def _float(value: float) -> Decimal | None:
    number = Decimal(repr(value))
    return number if number.is_finite() else None


def _int(value: int) -> Decimal:
    return NUMBERS.create_decimal(value)


def _time(value: time) -> Time:
    nanosecond = value.hour * HOUR + value.minute * MINUTE + value.second * SECOND + value.microsecond * 1_000
    moment = moment_of(datetime(1970, 1, 1, tzinfo=value.tzinfo))
    return Time(nanosecond, moment.offset, moment.zone)


_INCOMING: dict[type, Callable[[Any], Any]] = {
    int: _int, float: _float, time: _time, tuple: list, set: list, frozenset: list, Instant: Instant.plain,
    Duration: Duration.plain,
}  # fmt: skip


def incoming(value: Any) -> Any:
    """Return a value of the caller as FEEL sees it: numbers as Decimal, tuples and sets as lists.

    Members of lists and contexts are brought in when they are read.
    """
    convert = _INCOMING.get(type(value))
    if convert is not None:
        return convert(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _int(value)
    return value


def outgoing(value: Any) -> Any:
    """Return a result as the caller gets it: also members that came in as ints or tuples, instants that print as FEEL."""
    if isinstance(value, list):
        members = [outgoing(member) for member in value]
        return members if any(new is not old for new, old in zip(members, value, strict=True)) else value
    if type(value) is dict:
        entries = {key: outgoing(member) for key, member in value.items()}
        return entries if any(entries[key] is not value[key] for key in entries) else value
    if type(value) is datetime:
        return Instant.of(value)
    if type(value) is timedelta:
        return Duration.of(value)
    came_in = incoming(value) if not isinstance(value, (Instant, Duration)) else value
    return outgoing(came_in) if isinstance(came_in, list) else came_in


def members_of(value: list[Any]) -> list[Any]:
    """Return a list with its members as FEEL sees them."""
    return [incoming(member) for member in value] if any(type(member) in _INCOMING for member in value) else value


#: Types whose values `incoming` leaves as they are.
PLAIN = frozenset({str, Decimal, bool, date, datetime, timedelta, dict, list, type(None), YearsMonths, Time, Range})


# -- printing ------------------------------------------------------------------------------


def string(value: Any) -> str | None:
    """Return a value as `string(…)` prints it, None for null. Raises LimitExceeded when it gets too long."""
    if value is None or isinstance(value, str):
        return value
    return printed(value)


def printed(value: Any, quoted: bool = False) -> str:
    """Return a value as text; strings inside of lists and contexts in quotes. Raises LimitExceeded when it gets too long."""
    parts: list[str] = []
    _print(incoming(value), parts, [MAX_TEXT], quoted, 0)
    return "".join(parts)


def shown(value: Any, most: int = 200) -> str:
    """Return a value as FEEL writes it, texts in quotes, cut after so many characters: for messages and for people."""
    try:
        text = printed(value, quoted=True)
    except LimitExceeded:
        return f"a {kind(value)} too large to show"
    return text if len(text) <= most else text[:most] + "…"


def _print(value: Any, parts: list[str], left: list[int], quoted: bool, depth: int) -> None:
    if depth > 100:
        raise LimitExceeded("the value is nested too deeply to print")
    if isinstance(value, list):
        _print_all("[", [("", member) for member in value], "]", parts, left, depth)
    elif isinstance(value, Mapping):
        _print_all("{", [(f"{key}: ", member) for key, member in value.items()], "}", parts, left, depth)
    elif isinstance(value, Range):
        _emit("[" if value.low_included else "(", parts, left)
        _print(value.low, parts, left, True, depth + 1)
        _emit("..", parts, left)
        _print(value.high, parts, left, True, depth + 1)
        _emit("]" if value.high_included else ")", parts, left)
    else:
        _emit(_scalar(incoming(value), quoted), parts, left)


def _print_all(
    opening: str, members: list[tuple[str, Any]], closing: str, parts: list[str], left: list[int], depth: int
) -> None:
    _emit(opening, parts, left)
    for place, (label, member) in enumerate(members):
        _emit((", " if place else "") + label, parts, left)
        _print(member, parts, left, True, depth + 1)
    _emit(closing, parts, left)


def _emit(text: str, parts: list[str], left: list[int]) -> None:
    left[0] -= len(text)
    if left[0] < 0:
        raise LimitExceeded(f"expected a text of at most {MAX_TEXT:,} characters")
    parts.append(text)


def _scalar(value: Any, quoted: bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' if quoted else value
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, timedelta):
        return duration_text(nanoseconds_of(value))
    if isinstance(value, datetime):
        return str(moment_of(value))
    if isinstance(value, Function):
        return f"function({', '.join(value.parameters)})"
    return str(value)


def number_text(value: Decimal) -> str:
    """Return a number without exponent and without idle zeros, so that equal numbers print alike."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def read_number(text: str) -> Decimal:
    """Return the number of a text such as `1200.50` or `1.2e3`. Raises FeelError."""
    try:
        found = NUMBERS.create_decimal(text)
    except (InvalidOperation, Overflow):
        raise FeelError(f"expected a number, got {text!r}") from None
    if not found.is_finite():
        raise FeelError(f"expected a number, got {text!r}")
    return found
