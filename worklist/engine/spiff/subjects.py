"""Where a decision is taken: whose variables get its result, and what the token is about. Source: docs/decisions/0008."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from worklist.engine.spiff.tokens import Token, setting


@dataclass(frozen=True)
class Origin:
    """`scope_id`: the token where the result is set, `loop_index`: the place of its member in a multi-instance task.

    `items`: the multi-instances around the task, from outside in, as element and item; `own`: the variables of the event
    sub-processes around it, which are about what their event brought.
    """

    scope_id: str
    loop_index: int | None = None
    items: tuple[tuple[str, Any], ...] = ()
    own: tuple[Mapping[str, Any], ...] = ()


def origin_of(token: Token) -> Origin:
    """Return where the task of a token puts its result, and what it is about."""
    outside, index = token, None
    while outside.scope.element is token.element:  # the body of its loop
        outside = outside.scope
        index = token.data.get("loopCounter") if token.internal_data.get("isolated") else None
    items, own = around(token)
    return Origin(setting(outside).id, index, items, own)


def around(token: Token) -> tuple[tuple[tuple[str, Any], ...], tuple[Mapping[str, Any], ...]]:
    """Return the items of the multi-instances, and the variables of the event sub-processes, that a token is in."""
    items: list[tuple[str, Any]] = []
    own: list[Mapping[str, Any]] = []
    place: Token | None = token
    while place is not None and place.parent is not None:
        if place.internal_data.get("role") == "instance" and place.internal_data.get("isolated"):
            listed = place.scope.internal_data["loop"]["items"]
            items.append((place.element.node.id, listed[place.data["loopCounter"]]))
        elif place.internal_data.get("isolated"):
            own.append(place.data)
        place = place.scope
    return tuple(reversed(items)), tuple(reversed(own))
