"""When timer events are due. Source: BPMN 2.0.2 §10.5.5 (timer), docs/diagrams.md, architecture A8, A22, A32."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from worklist.engine import due
from worklist.engine.spiff.computing import computed
from worklist.engine.spiff.host import StepFailed
from worklist.engine.spiff.tokens import Variables
from worklist.errors import Phrase, reason_of

if TYPE_CHECKING:
    from worklist.engine.spiff.tokens import Token


def arm(token: Token, now: datetime) -> None:
    """Compute when the timer at a token is due; a value that is not known yet leaves it waiting."""
    node = token.element.node
    timer: dict[str, Any] = {"due": None}
    row = _followed_row(token)
    if row is not None:
        at = node.properties.get("writ:at", "limit")
        timer |= {"follows": row.get("id"), "at": at, "due": _iso(due.of_deadline(row, at))}
    elif node.event.value is not None:  # also where no deadline runs that it could follow
        value = computed(node.id, "timer", node.event.value, Variables(token), may_be_unset=True)
        try:
            first = due.of_value(value, now)
        except ValueError as error:
            why = Phrase("the timer value %(value)s cannot be read: %(reason)s", value=repr(value), reason=reason_of(error))
            raise StepFailed(node.id, why) from None
        timer |= {"due": _iso(first.at) if first else None}
        if first and first.cycle:
            timer |= {"cycle": first.cycle, "left": first.left}
    token.internal_data["timer"] = timer


def advance(token: Token, now: datetime) -> None:
    """Set a cycle to its next day after now, or mark a timer as used up. Missed ticks fire once."""
    timer = token.internal_data["timer"]
    cycle, left = timer.get("cycle"), timer.get("left")
    timer["used"] = cycle is None or left == 1
    if cycle is not None and not timer["used"]:
        timer["left"] = None if left is None else left - 1
        timer["due"] = _iso(due.next_of_cycle(cycle, datetime.fromisoformat(timer["due"]), now))


def next_overdue(tokens: Iterable[Token], now: datetime) -> Token | None:
    """Return the timer to fire now, earliest first; of the rungs of one ladder only the last one passed is left.

    Rungs are non-interrupting timers of one element that follow the same deadline: a document recorded late
    must remind once, not once per rung.
    """
    passed = [(t.internal_data["timer"]["due"], t) for t in tokens if _is_past(t, now)]
    passed.sort(key=lambda pair: (datetime.fromisoformat(pair[0]), not pair[1].element.node.interrupting))
    for _, token in passed:
        rung = _ladder(token)
        if rung is None or not any(other is not token and _ladder(other) == rung for _, other in passed):
            return token
        token.workflow.remove(token)
        return next_overdue([t for _, t in passed if t is not token], now)
    return None


def _ladder(token: Token) -> tuple[Any, ...] | None:
    timer, node = token.internal_data["timer"], token.element.node
    if node.kind != "boundaryEvent" or node.interrupting or not timer.get("follows"):
        return None
    if not str(timer.get("at", "")).startswith("-"):
        return None
    return (token._parent, timer["follows"])


def _is_past(token: Token, now: datetime) -> bool:
    at = token.internal_data.get("timer", {}).get("due")
    return at is not None and datetime.fromisoformat(at) <= now


def _followed_row(token: Token) -> Mapping[str, Any] | None:
    name = token.element.node.properties.get("writ:deadline")
    row = Variables(token).get(name) if name else None
    return row if isinstance(row, Mapping) else None


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
