"""Figures about lists: count, sum, mean, extremes. Source: DMN 1.5 table 71 (list functions)."""

from collections import Counter
from decimal import Decimal
from typing import Any

from worklist.feel.builtins.registry import built_in
from worklist.feel.comparing import order_keys
from worklist.feel.errors import FeelError
from worklist.feel.values import NUMBERS


@built_in("count(list...: any)")
def count(members: list[Any]) -> Decimal:
    """Return how many members a list has."""
    return Decimal(len(members))


@built_in("min(list...: any)")
def least(members: list[Any]) -> Any:
    """Return the smallest member, null for an empty list."""
    return _extreme(members, -1)


@built_in("max(list...: any)")
def greatest(members: list[Any]) -> Any:
    """Return the largest member, null for an empty list."""
    return _extreme(members, 1)


def _extreme(members: list[Any], direction: int) -> Any:
    if not members:
        return None
    best = members[0]
    order_checked(best, best)
    for member in members[1:]:
        first, second = order_checked(member, best)
        if (first > second) - (first < second) == direction:
            best = member
    return best


def order_checked(left: Any, right: Any) -> tuple[Any, Any]:
    """Return two plain values in the order of the given ones. Raises FeelError when they have none."""
    first, second = order_keys(left, right)
    if first is None:
        raise FeelError("the members cannot be compared")
    return first, second


@built_in("sum(list...: number)")
def total(members: list[Decimal]) -> Decimal | None:
    """Return the sum, null for an empty list."""
    return _sum(members) if members else None


def _sum(members: list[Decimal]) -> Decimal:
    found = Decimal(0)
    for member in members:
        found = NUMBERS.add(found, member)
    return found


@built_in("mean(list...: number)")
def mean(members: list[Decimal]) -> Decimal | None:
    """Return the average, null for an empty list."""
    return NUMBERS.divide(_sum(members), Decimal(len(members))) if members else None


@built_in("product(list...: number)")
def product(members: list[Decimal]) -> Decimal | None:
    """Return the product, null for an empty list."""
    if not members:
        return None
    found = Decimal(1)
    for member in members:
        found = NUMBERS.multiply(found, member)
    return found


@built_in("median(list...: number)")
def median(members: list[Decimal]) -> Decimal | None:
    """Return the middle member, or the average of the two middle ones; null for an empty list."""
    if not members:
        return None
    ordered, middle = sorted(members), len(members) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return NUMBERS.divide(NUMBERS.add(ordered[middle - 1], ordered[middle]), Decimal(2))


@built_in("stddev(list...: number)")
def standard_deviation(members: list[Decimal]) -> Decimal:
    """Return the standard deviation of a sample of at least two."""
    if len(members) < 2:
        raise FeelError("expected at least two numbers")
    average = NUMBERS.divide(_sum(members), Decimal(len(members)))
    squares = [NUMBERS.power(NUMBERS.subtract(member, average), Decimal(2)) for member in members]
    return NUMBERS.sqrt(NUMBERS.divide(_sum(squares), Decimal(len(members) - 1)))


@built_in("mode(list...: number)")
def mode(members: list[Decimal]) -> list[Decimal]:
    """Return the most frequent members in ascending order."""
    found = Counter(members)
    most = max(found.values(), default=0)
    return sorted(member for member, times in found.items() if times == most)


@built_in("all(list...: boolean|null)")
def all_true(members: list[bool | None]) -> bool | None:
    """Return false when a member is, else null when one is null, else true."""
    return False if False in members else None if None in members else True


@built_in("any(list...: boolean|null)")
def any_true(members: list[bool | None]) -> bool | None:
    """Return true when a member is, else null when one is null, else false."""
    return True if True in members else None if None in members else False
