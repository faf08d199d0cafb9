"""Compensation in the net: which handlers there are, and what they may throw where their compensation is asked for.

A handler is walked through by itself, from its begin to its end, since what it undoes is over by then. The throwing event
goes on at once, or passes on what a handler throws. Source: BPMN 2.0.2 §10.5.6, §13.5.5.
"""

from collections.abc import Iterator
from dataclasses import replace

from worklist.engine.bpmn import Event, Node, Process
from worklist.engine.bpmn.compensation import visible


def is_handler(process: Process, node: Node) -> bool:
    """Return whether a node is a compensation activity or a compensation event sub-process."""
    if node.event_subprocess:
        return any(start.event.kind == "compensate" for start in process.starts(node.id))
    return node.for_compensation


def handlers(process: Process) -> list[Node]:
    """Return the compensation handlers of a process."""
    return [node for node in process.nodes.values() if is_handler(process, node)]


def thrown(process: Process, node: Node) -> Iterator[Event]:
    """Yield the errors and escalations that a compensation may bring up at the event that sets it off, each once."""
    if node.event.kind not in {"compensate", "cancel", "error"}:
        return
    scopes = visible(process, node) if node.event.kind != "error" else _scopes(process, node)[:-1]
    asked, seen = set(scopes), []  # type: set[str | None], list[Event]
    for thrower in process.nodes.values():
        handler = around(process, thrower)
        if handler is None or not asked.intersection(_scopes(process, handler)):
            continue
        events = [Event("error"), Event("escalation")] if thrower.kind == "callActivity" else [thrower.event]
        for event in events:
            plain = replace(event, form="", value=None)
            if event.kind in {"error", "escalation"} and _is_thrown(thrower) and plain not in seen:
                seen.append(plain)
                yield plain


def _is_thrown(node: Node) -> bool:
    return node.kind in {"endEvent", "intermediateThrowEvent", "callActivity"}


def around(process: Process, node: Node) -> Node | None:
    """Return the innermost compensation handler that a node is or stands in."""
    place: Node | None = node
    while place is not None and not is_handler(process, place):
        place = process.nodes.get(place.scope or "")
    return place


def _scopes(process: Process, node: Node) -> list[str | None]:
    """Return the scopes a node stands in, from inside out; the process itself is None."""
    scopes = [node.scope]
    while scopes[-1] is not None:
        scopes.append(process.nodes[scopes[-1]].scope)
    return scopes


def leaves_handler(process: Process, node: Node, listener: Node) -> bool:
    """Return whether a throw that reaches a listener leaves the compensation handler it comes from."""
    handler = around(process, node)
    return handler is not None and handler.id not in _scopes(process, listener)


def way_out(process: Process, node: Node) -> Node:
    """Return the cancel event of the transaction that an end event cancels."""
    place = process.nodes[str(node.scope)]
    while not place.is_transaction:
        place = process.nodes[str(place.scope)]
    return next(event for event in process.boundaries(place.id) if event.event.kind == "cancel")
