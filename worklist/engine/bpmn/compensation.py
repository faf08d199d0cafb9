"""Check what is drawn for compensation and cancellation. Source: BPMN 2.0.2 §10.2.5, §10.5.5, §10.5.6."""

from worklist.engine.bpmn.elements import Node, Process


def check_undoing(process: Process, node: Node) -> list[tuple[str, str]]:
    """Return what is wrong with a node as compensation activity, or as event that catches or throws a compensation."""
    found = _handler(process, node) if node.for_compensation else []
    if node.event.kind == "compensate":
        if node.kind == "boundaryEvent":
            found += _on_activity(process, node)
        elif node.kind == "startEvent":
            found += _start(process, node)
        else:
            found += _throw(process, node)
    return found


def _handler(process: Process, node: Node) -> list[tuple[str, str]]:
    found = []
    if node.event_subprocess:
        found.append(("an event sub-process marked as compensation activity", "Give its start event the compensation trigger."))
    if node.incoming or node.outgoing:
        found.append(("a flow leads to or from a compensation activity",
                      "Remove the flow; an association from the compensation event leads to it."))  # fmt: skip
    if process.boundaries(node.id):
        found.append(("an event stands on the border of a compensation activity",
                      "Draw a sub-process as compensation activity, and both inside it."))  # fmt: skip
    if not any(node in process.undoing(event) for event in process.nodes.values() if _is_boundary(event)):
        found.append(("a compensation activity that undoes nothing",
                      "Draw an association from the compensation event on the activity that it undoes."))  # fmt: skip
    return found


def _on_activity(process: Process, node: Node) -> list[tuple[str, str]]:
    if node.attached_to not in process.nodes:
        return []  # refused as a boundary event
    found = []
    if node.outgoing:
        found.append(("a flow leads out of a compensation event", "Draw an association to a compensation activity instead."))
    handlers = process.undoing(node)
    if len(handlers) != 1:
        found.append((f"a compensation event associated with {len(handlers)} compensation activities",
                      "Draw one association, to the activity marked “compensation” that undoes this one."))  # fmt: skip
    elif handlers[0].scope != node.scope:
        found.append((f"its compensation activity {handlers[0].id!r} stands in another scope", "Move it beside the event."))
    if node.event.activity is not None:
        found.append(("a compensation event on an activity names an activity", "Remove activityRef."))
    others = [event for event in process.boundaries(node.attached_to) if event.event.kind == "compensate"]
    if others[0] is not node:
        found.append(("a second compensation event on this activity", "Draw one; a sub-process undoes several things."))
    inside = [s for inner in process.inside(node.attached_to) if inner.event_subprocess for s in process.starts(inner.id)]
    if any(start.event.kind == "compensate" for start in inside):
        found.append(("a compensation event on a sub-process that holds a compensation event sub-process", "Keep one of them."))
    return found


def _start(process: Process, node: Node) -> list[tuple[str, str]]:
    around = process.nodes.get(node.scope or "")
    if around is None or not around.event_subprocess:
        return []  # refused as the start of a process or sub-process
    host = process.nodes.get(around.scope or "")
    if host is None or host.event_subprocess:
        return [("a compensation event sub-process outside a sub-process; nothing could start it",
                 "Draw it inside the sub-process that it undoes.")]  # fmt: skip
    found = []
    if not node.interrupting:
        found.append(("a compensation start event does not run beside anything", "Remove isInterrupting."))
    if node.event.activity is not None:
        found.append(("a compensation start event names an activity", "Remove activityRef."))
    starts = [s for inner in process.inside(host.id) if inner.event_subprocess for s in process.starts(inner.id)]
    if next(start for start in starts if start.event.kind == "compensate") is not node:
        found.append(("a second compensation event sub-process", "Draw one."))
    return found


def _throw(process: Process, node: Node) -> list[tuple[str, str]]:
    if node.event.activity is None:
        return []
    activity = process.nodes.get(node.event.activity)
    if activity is None or not activity.is_activity or activity.event_subprocess or activity.for_compensation:
        return [(f"it undoes {node.event.activity!r}, which is no activity", "Choose the activity anew.")]
    if activity.scope not in visible(process, node):
        return [(f"it undoes {activity.id!r}, which cannot be seen from here",
                 "Throw it beside the activity, or in an event sub-process beside it.")]  # fmt: skip
    if activity.id not in process.undoable():
        return [(f"nothing says how {activity.id!r} is undone", "Attach a compensation event to it.")]
    return []


def visible(process: Process, node: Node) -> list[str | None]:
    """Return the scopes whose activities a throw may undo: its own and, out of an event sub-process, the one around."""
    scopes = [node.scope]
    while (around := process.nodes.get(scopes[-1] or "")) is not None and around.event_subprocess:
        scopes.append(around.scope)
    return scopes


def check_cancelling(process: Process, node: Node) -> list[tuple[str, str]]:
    """Return what is wrong with a transaction, or with an event that cancels one."""
    if node.event.kind == "cancel" and node.kind == "boundaryEvent":
        return _on_transaction(process, node)
    if node.event.kind != "cancel" or node.kind != "endEvent":
        return []
    host = process.nodes.get(visible(process, node)[-1] or "")
    if host is None or not host.is_transaction:
        return [("a cancel end event outside a transaction", "Make the sub-process a transaction, or use another end event.")]
    found = []
    if not any(event.event.kind == "cancel" for event in process.boundaries(host.id)):
        found.append((f"the transaction {host.id!r} has no way out when it is cancelled", "Attach a cancel event to it."))
    if host.loop is not None:
        found.append((f"the transaction {host.id!r} is repeated and cancelled; the way out is there but once",
                      "Put the transaction and its cancel event into a sub-process, and repeat that."))  # fmt: skip
    return found


def _on_transaction(process: Process, node: Node) -> list[tuple[str, str]]:
    host = process.nodes.get(node.attached_to or "")
    if host is None or not host.is_transaction:
        return [("a cancel event on something else than a transaction", "Attach it to a transaction, or use an error event.")]
    found = []
    if not node.interrupting:
        found.append(("a cancel event always interrupts", "Make the event interrupting."))
    others = [event for event in process.boundaries(host.id) if event.event.kind == "cancel"]
    if others[0] is not node:
        found.append(("a second cancel event on this transaction", "Draw one."))
    return found


def _is_boundary(event: Node) -> bool:
    return event.kind == "boundaryEvent" and event.event.kind == "compensate"
