"""Who catches an error or escalation, seen from the diagram. Source: BPMN 2.0.2 §10.5.7, §13.5.4."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from worklist.engine.bpmn import Node, Process
from worklist.engine.expressions import Text


@dataclass
class Catchers:
    """Boundary events and starts of event sub-processes that may take a throw, from the inside out.

    `is_certain`: the last of them takes it in any case.
    """

    listeners: list[Node] = field(default_factory=list)
    is_certain: bool = False


def catchers(process: Process, thrower: Node, kind: str, code: Text | None) -> Catchers:
    """Return who takes what `thrower` throws; codes that are computed may match or not. `code` None: any code."""
    found = Catchers()
    for listener in _outwards(process, thrower):
        caught = listener.event.name
        if listener.event.kind != kind:
            continue
        if caught is None or (code is not None and code.constant and caught == code):
            found.listeners.append(listener)
            found.is_certain = True
            break
        if code is None or not (code.constant and caught.constant):
            found.listeners.append(listener)
    return found


def _outwards(process: Process, thrower: Node) -> Iterator[Node]:
    """Yield the listeners a throw passes: event sub-processes of each scope, then the boundary events of the scope."""
    place: Node | None = thrower
    while place is not None:
        yield from process.boundaries(place.id)
        for node in process.inside(place.scope):
            if node.event_subprocess and node.id != place.id:
                yield from process.starts(node.id)
        place = process.nodes.get(place.scope or "")
