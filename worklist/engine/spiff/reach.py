"""Which flows into an inclusive gateway a token can still reach. Source: BPMN 2.0.2 §13.4.3."""

from worklist.engine.bpmn import Node, Process


def link_target(process: Process, node: Node) -> str:
    """Return the catching link event with the name of a throwing one. Raises KeyError."""
    for twin in process.inside(node.scope):
        if twin.kind == "intermediateCatchEvent" and twin.event.kind == "link" and twin.event.name == node.event.name:
            return twin.id
    raise KeyError(node.id)


def reach(process: Process, gateway: Node) -> dict[str, frozenset[str]]:
    """Return, for each node of the gateway's scope, the gateway's incoming flows that it leads to.

    Ways through the gateway itself do not count.
    """
    ways = {node.id: _ways(process, node) for node in process.inside(gateway.scope)}
    found: dict[str, frozenset[str]] = {}
    for start in ways:
        seen, queue, arrived = {start}, [start], set()
        while queue:
            for flow_id in ways[queue.pop()]:
                target = process.flows[flow_id].target
                if target == gateway.id:
                    arrived.add(flow_id)
                elif target not in seen and target in ways:
                    seen.add(target)
                    queue.append(target)
        found[start] = frozenset(arrived)
    return found


def _ways(process: Process, node: Node) -> list[str]:
    """Return the flows by which a token at a node may go on, its boundary events and link partner included."""
    ways = list(node.outgoing)
    for boundary in process.boundaries(node.id):
        ways += boundary.outgoing
    if node.kind == "intermediateThrowEvent" and node.event.kind == "link":
        ways += process.nodes[link_target(process, node)].outgoing
    return ways
