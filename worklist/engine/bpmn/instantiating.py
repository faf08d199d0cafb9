"""Check what begins a process beside its start events. Source: BPMN 2.0.2 §10.3.3 (receive task), §10.6.6, §13.2."""

from collections.abc import Iterator

from worklist.engine.bpmn.elements import Node, Process


def check(process: Process, node: Node) -> list[tuple[str, str]]:
    """Return why a receive task or an event gateway cannot begin the process, and the way out."""
    if node.all_events and not node.instantiates:
        return [("a parallel event gateway waits for all its events only at the begin of a process",
                 "Put a parallel gateway with a catch event on each flow.")]  # fmt: skip
    if not node.instantiates:
        return []
    found = []
    if node.scope is not None:
        found.append(("it cannot begin the process from inside a sub-process", "Draw it outside, or set instantiate to false."))
    if node.incoming:
        found.append(("it begins the process, and a flow leads into it", "Remove the flow, or set instantiate to false."))
    if node.loop is not None:
        found.append(("what begins the process is not repeated", "Remove the loop, or draw a start event before it."))
    return [*found, *(_gateway(process, node) if node.kind == "eventBasedGateway" else ())]


def _gateway(process: Process, gateway: Node) -> Iterator[tuple[str, str]]:
    for event in process.behind(gateway):
        if event.event.kind != "message":
            yield f"{event.id!r} behind the gateway cannot begin the process", "Use messages only, or draw a start event."
        if len(event.incoming) > 1:
            yield f"another flow leads into {event.id!r}, which begins the process", "Remove the other flow."
        if event.loop is not None:
            yield f"{event.id!r} begins the process and is not repeated", "Remove the loop."
