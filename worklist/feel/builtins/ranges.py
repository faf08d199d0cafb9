"""Relations between points and ranges. Source: DMN 1.5 table 74 (range functions), after J. F. Allen."""

from collections.abc import Callable
from typing import Any

from worklist.feel.builtins.registry import built_in
from worklist.feel.comparing import order_keys
from worklist.feel.errors import FeelError
from worklist.feel.values import Range


def _order(left: Any, right: Any) -> int:
    """Return -1, 0 or 1. Raises FeelError when the values cannot be compared."""
    first, second = order_keys(left, right)
    if first is None:
        raise FeelError("the values cannot be compared")
    return int(first > second) - int(first < second)


def _as_range(value: Any) -> Range:
    return value if isinstance(value, Range) else Range(True, value, value, True)


def before(left: Any, right: Any) -> bool:
    """Return whether all of one lies before all of the other."""
    first, second = _as_range(left), _as_range(right)
    order = _order(first.high, second.low)
    return order < 0 or (order == 0 and not (first.high_included and second.low_included))


def meets(left: Range, right: Range) -> bool:
    """Return whether one ends where the other begins, the point in both."""
    return left.high_included and right.low_included and _order(left.high, right.low) == 0


def overlaps(left: Range, right: Range) -> bool:
    """Return whether the two have a point in common."""
    return not before(left, right) and not before(right, left)


def _low(left: Range, right: Range) -> int:
    """Return whether one begins before (-1), with (0) or after (1) the other."""
    return _order(left.low, right.low) or (right.low_included - left.low_included)


def _high(left: Range, right: Range) -> int:
    """Return whether one ends before (-1), with (0) or after (1) the other."""
    return _order(left.high, right.high) or (left.high_included - right.high_included)


def overlaps_before(left: Range, right: Range) -> bool:
    """Return whether one begins before the other and ends inside of it."""
    return overlaps(left, right) and _low(left, right) < 0 and _high(left, right) <= 0


def finishes(left: Any, right: Range) -> bool:
    """Return whether one ends with the other and does not begin before it."""
    return _high(_as_range(left), right) == 0 and _inside_low(left, right)


def _inside_low(left: Any, right: Range) -> bool:
    if isinstance(left, Range):
        return _low(left, right) >= 0
    return right.high_included


def starts(left: Any, right: Range) -> bool:
    """Return whether one begins with the other and does not end behind it."""
    point_or_range = _as_range(left)
    if _low(point_or_range, right) != 0:
        return False
    return _high(point_or_range, right) <= 0 if isinstance(left, Range) else right.low_included


def includes(left: Range, right: Any) -> bool:
    """Return whether all of the other lies in one."""
    inner = _as_range(right)
    return _low(left, inner) <= 0 and _high(left, inner) >= 0


def coincides(left: Any, right: Any) -> bool:
    """Return whether both are the same points."""
    first, second = _as_range(left), _as_range(right)
    return _low(first, second) == 0 and _high(first, second) == 0


def _swapped(relation: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda left, right: relation(right, left)


def _enter(name: str, relation: Callable[[Any, Any], bool], *shapes: str) -> None:
    """Enter a relation for points (p) and ranges (r), such as `pr`: a point and a range."""
    for shape in shapes:
        names = ("range1", "range2") if shape == "rr" else ("point1", "point2") if shape == "pp" else None
        first, second = names or tuple("range" if one == "r" else "point" for one in shape)
        types = [("range" if one == "r" else "number|string|date|datetime|time|days|months") for one in shape]
        built_in(f"{name}({first}: {types[0]}, {second}: {types[1]})")(relation)


_enter("before", before, "pp", "pr", "rp", "rr")
_enter("after", _swapped(before), "pp", "pr", "rp", "rr")
_enter("meets", meets, "rr")
_enter("met by", _swapped(meets), "rr")
_enter("overlaps", overlaps, "rr")
_enter("overlaps before", overlaps_before, "rr")
_enter("overlaps after", _swapped(overlaps_before), "rr")
_enter("finishes", finishes, "pr", "rr")
_enter("finished by", _swapped(finishes), "rp", "rr")
_enter("includes", includes, "rp", "rr")
_enter("during", _swapped(includes), "pr", "rr")
_enter("starts", starts, "pr", "rr")
_enter("started by", _swapped(starts), "rp", "rr")
_enter("coincides", coincides, "pp", "rr")
