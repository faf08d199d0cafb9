"""Built-in functions. Source: DMN 1.5 §10.3.4. A wrong argument gives null (FeelError inside)."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import Any

from worklist.feel.errors import FeelError
from worklist.feel.values import (
    NUMBERS,
    ZONE,
    YearsMonths,
    add_months,
    compare,
    duration,
    equal,
    instant,
    number,
    string,
    to_number,
)  # fmt: skip

#: Longest text and list a function may build.
MAX_SIZE = 100_000


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise FeelError(f"expected a text, got {string(value)}")
    return value


def _number(value: Any) -> Decimal:
    value = to_number(value)
    if not isinstance(value, Decimal):
        raise FeelError(f"expected a number, got {string(value)}")
    return value


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _members(arguments: tuple[Any, ...]) -> list[Any]:
    return list(arguments[0]) if len(arguments) == 1 and isinstance(arguments[0], list) else list(arguments)


def _checked(text: str) -> str:
    if len(text) > MAX_SIZE:
        raise FeelError("the text is too long")
    return text


def to_date(value: Any, month: Any = None, day: Any = None) -> date:
    """date(text), date(instant), date(year, month, day)."""
    try:
        if month is not None:
            return date(int(_number(value)), int(_number(month)), int(_number(day)))
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, date) else date.fromisoformat(_text(value)[:10])
    except ValueError:
        raise FeelError(f"expected a date, got {value!r}") from None


def to_instant(value: Any, at: Any = None) -> datetime:
    """date and time(text), date and time(date, time)."""
    if isinstance(at, time):
        return datetime.combine(to_date(value), at, at.tzinfo or ZONE)
    return value if isinstance(value, datetime) else instant(_text(value))


def to_time(value: Any) -> time:
    """time(text)."""
    try:
        return value.timetz() if isinstance(value, datetime) else time.fromisoformat(_text(value))
    except ValueError:
        raise FeelError(f"expected a time, got {value!r}") from None


def to_duration(value: Any) -> Any:
    """duration(text)."""
    return value if isinstance(value, (timedelta, YearsMonths)) else duration(_text(value))


def years_and_months(start: Any, end: Any) -> YearsMonths:
    """Whole months from one day to another."""
    first, last = to_date(start), to_date(end)
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    if months < 0 and last.day > first.day:
        months += 1
    return YearsMonths(months)


def months(day: Any, count: Any) -> date:
    """months(day, n): the corresponding day n months later, or the month's last day. An addition of ours."""
    return add_months(to_date(day), int(_number(count)))


def to_numeral(value: Any, grouping: Any = None, point: Any = None) -> Decimal:
    """number(text, grouping separator, decimal separator)."""
    if isinstance(value, str):
        text = value.replace(grouping, "") if grouping else value
        return number(text.replace(point, ".") if point else text)
    return _number(value)


def substring(text: Any, start: Any, length: Any = None) -> str:
    """substring(text, start, length): counted from 1, from the end when negative."""
    source, first = _text(text), int(_number(start))
    if first == 0:
        raise FeelError("a text begins at 1")
    begin = first - 1 if first > 0 else max(0, len(source) + first)
    return source[begin : None if length is None else begin + int(_number(length))]


def contains(text: Any, part: Any) -> bool:
    """contains(text, part)."""
    return _text(part) in _text(text)


def split(text: Any, delimiter: Any) -> list[str]:
    """split(text, delimiter): the delimiter is taken as it stands."""
    return _text(text).split(_text(delimiter))


def string_join(texts: Any, delimiter: Any = "") -> str:
    """string join(list, delimiter)."""
    return _checked((delimiter or "").join(_text(member) for member in _list(texts) if member is not None))


def rounded(value: Any, scale: Any, mode: str) -> Decimal:
    """Round to a number of decimals."""
    places = int(_number(scale))
    try:
        return _number(value).quantize(Decimal(1).scaleb(-places), mode, NUMBERS)
    except InvalidOperation:
        raise FeelError("the number cannot be rounded so") from None


def least(*arguments: Any) -> Any:
    """min(list)."""
    return _extreme("<", arguments)


def greatest(*arguments: Any) -> Any:
    """max(list)."""
    return _extreme(">", arguments)


def _extreme(sign: str, arguments: tuple[Any, ...]) -> Any:
    members = [to_number(member) for member in _members(arguments)]
    if not members:
        return None
    best = members[0]
    for member in members[1:]:
        better = compare(sign, member, best)
        if better is None:
            raise FeelError("the values cannot be compared")
        best = member if better else best
    return best


def total(*arguments: Any) -> Any:
    """sum(list)."""
    members = _members(arguments)
    return sum((_number(member) for member in members), Decimal(0)) if members else None


def mean(*arguments: Any) -> Any:
    """mean(list)."""
    members = _members(arguments)
    return NUMBERS.divide(sum((_number(member) for member in members), Decimal(0)), Decimal(len(members))) if members else None


def all_true(*arguments: Any) -> bool | None:
    """all(list): three-valued."""
    members = _members(arguments)
    return False if False in members else True if all(member is True for member in members) else None


def any_true(*arguments: Any) -> bool | None:
    """any(list): three-valued."""
    members = _members(arguments)
    return True if True in members else False if all(member is False for member in members) else None


def list_contains(members: Any, value: Any) -> bool:
    """list contains(list, value)."""
    return any(equal(member, value) is True for member in _list(members))


def index_of(members: Any, value: Any) -> list[Decimal]:
    """index of(list, value): all places, counted from 1."""
    return [Decimal(i) for i, member in enumerate(_list(members), 1) if equal(member, value) is True]


def distinct(*lists: Any) -> list[Any]:
    """union(lists), distinct values(list)."""
    found: list[Any] = []
    for member in concatenate(*lists):
        if not list_contains(found, member):
            found.append(member)
    return found


def concatenate(*lists: Any) -> list[Any]:
    """concatenate(lists)."""
    found = [member for members in lists for member in _list(members)]
    if len(found) > MAX_SIZE:
        raise FeelError("the list is too long")
    return found


def flatten(members: Any) -> list[Any]:
    """flatten(list)."""
    found: list[Any] = []
    for member in _list(members):
        found += flatten(member) if isinstance(member, list) else [member]
    return found


def sublist(members: Any, start: Any, length: Any = None) -> list[Any]:
    """sublist(list, start, length)."""
    source, first = _list(members), int(_number(start))
    begin = first - 1 if first > 0 else len(source) + first
    return source[begin : None if length is None else begin + int(_number(length))]


def get_value(context: Any, key: Any) -> Any:
    """get value(context, key)."""
    if not isinstance(context, Mapping):
        raise FeelError("expected a context")
    return context.get(key)


def get_entries(context: Any) -> list[dict[str, Any]]:
    """get entries(context)."""
    if not isinstance(context, Mapping):
        raise FeelError("expected a context")
    return [{"key": key, "value": value} for key, value in context.items()]


def day_of_week(day: Any) -> str:
    """day of week(day): the English name."""
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return names[to_date(day).weekday()]


def negation(value: Any) -> bool | None:
    """not(boolean): null for anything else."""
    return not value if isinstance(value, bool) else None


def count(*arguments: Any) -> Decimal:
    """count(list)."""
    return Decimal(len(_members(arguments)))


def absolute(value: Any) -> Any:
    """abs(number or duration)."""
    return abs(value) if isinstance(value, timedelta) else abs(_number(value))


def modulo(left: Any, right: Any) -> Decimal:
    """modulo(dividend, divisor): the sign of the divisor."""
    divisor = _number(right)
    if divisor == 0:
        raise FeelError("division by zero")
    dividend = _number(left)
    return dividend - divisor * (dividend / divisor).to_integral_value(ROUND_FLOOR)


Function = Callable[..., Any]

FUNCTIONS: dict[str, Function] = {
    "date": to_date, "date and time": to_instant, "time": to_time, "duration": to_duration,
    "years and months duration": years_and_months, "months": months, "number": to_numeral, "string": string,
    "not": negation, "substring": substring, "string length": lambda text: Decimal(len(_text(text))),
    "upper case": lambda text: _text(text).upper(), "lower case": lambda text: _text(text).lower(),
    "contains": contains, "starts with": lambda text, part: _text(text).startswith(_text(part)),
    "ends with": lambda text, part: _text(text).endswith(_text(part)), "split": split, "string join": string_join,
    "substring before": lambda text, part: _text(text).partition(_text(part))[0] if part in _text(text) else "",
    "substring after": lambda text, part: _text(text).partition(_text(part))[2],
    "count": count, "min": least, "max": greatest, "sum": total, "mean": mean, "all": all_true, "any": any_true,
    "list contains": list_contains, "append": lambda members, *more: [*_list(members), *more],
    "concatenate": concatenate, "union": distinct, "distinct values": distinct, "flatten": flatten,
    "reverse": lambda members: list(reversed(_list(members))), "index of": index_of, "sublist": sublist,
    "get value": get_value, "get entries": get_entries, "abs": absolute, "modulo": modulo,
    "floor": lambda value, scale=0: rounded(value, scale, ROUND_FLOOR),
    "ceiling": lambda value, scale=0: rounded(value, scale, ROUND_CEILING),
    "decimal": lambda value, scale: rounded(value, scale, ROUND_HALF_EVEN),
    "day of week": day_of_week, "day of year": lambda day: Decimal(to_date(day).timetuple().tm_yday),
    "week of year": lambda day: Decimal(to_date(day).isocalendar().week),
    "get or else": lambda value, other: other if value is None else value,
    "is defined": lambda value: value is not None,
}  # fmt: skip

#: Functions that may be called with names: their parameters in order.
PARAMETERS: dict[str, tuple[str, ...]] = {
    "date": ("year", "month", "day"), "substring": ("string", "start position", "length"),
    "list contains": ("list", "element"), "contains": ("string", "match"), "duration": ("from",),
}  # fmt: skip


def iterable(value: Any) -> Iterable[Any]:
    """Return what a `for` or `some` walks over."""
    return [] if value is None else _list(value)
