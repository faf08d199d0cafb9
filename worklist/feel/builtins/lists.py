"""Lists. Source: DMN 1.5 table 71 (list functions), table 76 (sort); Camunda FEEL, list functions."""

from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from worklist.feel.builtins.registry import built_in
from worklist.feel.builtins.statistics import order_checked
from worklist.feel.comparing import equal
from worklist.feel.errors import FeelError
from worklist.feel.scope import MAX_MEMBERS, Meter
from worklist.feel.values import Function


def _index(position: Decimal, members: list[Any]) -> int:
    """Return a place from 0 for one from 1, or from the end when negative. Raises FeelError when there is none."""
    place = int(position)
    if place == 0 or abs(place) > len(members):
        raise FeelError(f"there is no place {position} in a list of {len(members)}")
    return place - 1 if place > 0 else len(members) + place


def _same(meter: Meter, left: Any, right: Any) -> bool:
    meter.step()
    return equal(left, right, meter.step) is True


@built_in("list contains(list: list, element: any)", metered=True)
def list_contains(meter: Meter, members: list[Any], element: Any) -> bool:
    """Return whether a list has a member."""
    return any(_same(meter, member, element) for member in members)


@built_in("sublist(list: list, start position: number, length?: number)")
def sublist(members: list[Any], start: Decimal, length: Decimal | None) -> list[Any]:
    """Return a part of a list, counted from 1, or from the end when negative."""
    first = _index(start, members)
    if length is None:
        return members[first:]
    if length < 1 or first + length > len(members):
        raise FeelError("the list has no such part")
    return members[first : first + int(length)]


@built_in("append(list: list, items...: any)")
def append(members: list[Any], items: list[Any]) -> list[Any]:
    """Return a list with more members at its end."""
    return [*members, *items]


@built_in("concatenate(lists...: list)")
def concatenate(lists: list[list[Any]]) -> list[Any]:
    """Return the members of lists one behind the other."""
    found: list[Any] = []
    for members in lists:
        found += members
        if len(found) > MAX_MEMBERS:
            raise FeelError("the list is too long")
    return found


@built_in("insert before(list: list, position: number, newItem: any)")
def insert_before(members: list[Any], position: Decimal, new: Any) -> list[Any]:
    """Return a list with one more member before a place."""
    place = _index(position, members)
    return [*members[:place], new, *members[place:]]


@built_in("remove(list: list, position: number)")
def remove(members: list[Any], position: Decimal) -> list[Any]:
    """Return a list without the member at a place."""
    place = _index(position, members)
    return [*members[:place], *members[place + 1 :]]


@built_in("list replace(list: list, position: number, newItem: any)")
def list_replace(members: list[Any], position: Decimal, new: Any) -> list[Any]:
    """Return a list with another member at a place."""
    place = _index(position, members)
    return [*members[:place], new, *members[place + 1 :]]


@built_in("list replace(list: list, match: function, newItem: any)", metered=True)
def list_replace_matching(meter: Meter, members: list[Any], match: Function, new: Any) -> list[Any]:
    """Return a list with another member wherever the function of (item, newItem) holds."""
    found = []
    for member in members:
        held = match.call(meter, [member, new])
        if not isinstance(held, bool):
            raise FeelError("expected a function that says true or false")
        found.append(new if held else member)
    return found


@built_in("reverse(list: list)")
def reverse(members: list[Any]) -> list[Any]:
    """Return a list backwards."""
    return members[::-1]


@built_in("index of(list: list, match: any)", metered=True)
def index_of(meter: Meter, members: list[Any], match: Any) -> list[Decimal]:
    """Return all places of a member, counted from 1."""
    return [Decimal(place) for place, member in enumerate(members, 1) if _same(meter, member, match)]


@built_in("union(lists...: list)", metered=True)
def union(meter: Meter, lists: list[list[Any]]) -> list[Any]:
    """Return the members of lists, each once."""
    return distinct_values(meter, concatenate(lists))


@built_in("distinct values(list: list)", metered=True)
def distinct_values(meter: Meter, members: list[Any]) -> list[Any]:
    """Return a list with each member once."""
    found: list[Any] = []
    for member in members:
        if not list_contains(meter, found, member):
            found.append(member)
    return found


@built_in("duplicate values(list: list)", metered=True)
def duplicate_values(meter: Meter, members: list[Any]) -> list[Any]:
    """Return the members a list has more than once (Camunda)."""
    return [member for member in distinct_values(meter, members) if len(index_of(meter, members, member)) > 1]


@built_in("flatten(list: list)", metered=True)
def flatten(meter: Meter, members: list[Any]) -> list[Any]:
    """Return the members of all lists inside of a list."""
    found: list[Any] = []
    for member in members:
        meter.step()
        found += flatten(meter, member) if isinstance(member, list) else [member]
    return found


@built_in("partition(list: list, size: number)")
def partition(members: list[Any], size: Decimal) -> list[list[Any]]:
    """Return a list cut into lists of a size (Camunda)."""
    step = int(size)
    if step < 1:
        raise FeelError("expected a size of at least 1")
    return [members[place : place + step] for place in range(0, len(members), step)]


@built_in("sort(list: list)", metered=True)
def sort(meter: Meter, members: list[Any]) -> list[Any]:
    """Return a list in ascending order (Camunda)."""

    def order(left: Any, right: Any) -> int:
        meter.step()
        first, second = order_checked(left, right)
        return int(first > second) - int(first < second)

    return sorted(members, key=cmp_to_key(order))


@built_in("sort(list: list, precedes: function)", metered=True)
def sort_by(meter: Meter, members: list[Any], precedes: Function) -> list[Any]:
    """Return a list in the order of a function that says whether its first argument comes before its second."""

    def order(left: Any, right: Any) -> int:
        if precedes.call(meter, [left, right]) is True:
            return -1
        return 1 if precedes.call(meter, [right, left]) is True else 0

    return sorted(members, key=cmp_to_key(order))
