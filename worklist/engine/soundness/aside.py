"""Branches that leave a fork for good: they meet no other branch of it and always come to an end.

A reminder beside a wait is drawn that way, once for every round of the wait. However many of them are open, the rest
of the process goes its way; so the walk leaves them out. Where such a branch may end its scope, or throw what somebody
catches, it does so at once or never: what it ends is gone then, wherever the rest of the process stood.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from worklist.engine.bpmn import Node, Process
from worklist.engine.soundness.throws import catchers
from worklist.engine.spiff import reach


@dataclass(frozen=True)
class _Fork:
    """What sends several tokens on: the flows that leave it, and where what goes on beside them leads."""

    element: str
    flows: tuple[str, ...]
    beside: tuple[str, ...] = ()


def branches(process: Process) -> dict[str, frozenset[str]]:
    """Return, for each flow that begins such a branch, the elements of the branch."""
    free, forks = _free(process), list(_forks(process))
    found: dict[str, frozenset[str]] = {}
    for fork in forks:
        for flow_id in fork.flows:
            branch = frozenset(_reached(process, [process.flows[flow_id].target]))
            if branch <= free and fork.element not in branch:
                found[flow_id] = branch
    while met := [flow for fork in forks for flow in _meeting(process, fork, found, _skipped(forks, found))]:
        for flow in met:
            del found[flow]
    return found


def handlers(process: Process) -> dict[str, frozenset[str]]:
    """Return the event sub-processes that run beside their scope and come to an end by themselves, with their elements."""
    free, found = _free(process), {}
    for node in process.nodes.values():
        inside = frozenset(inner.id for inner in process.inside(node.id))
        if node.event_subprocess and inside <= free and not any(start.interrupting for start in process.starts(node.id)):
            found[node.id] = inside | {node.id}
    return found


def _meeting(
    process: Process, fork: _Fork, found: Mapping[str, frozenset[str]], skipped: frozenset[str]
) -> Iterator[str]:
    """Yield the branches of a fork that meet another of its flows, or what goes on beside them."""
    for flow in fork.flows:
        if flow in found:
            others = [other for other in (*fork.flows, *fork.beside) if other != flow]
            starts = [process.flows[other].target for other in others]
            if not found[flow].isdisjoint(_reached(process, starts, fork.element, skipped)):
                yield flow


def _skipped(forks: Iterable[_Fork], found: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the branches that need not be followed from another one: their fork goes on without them."""
    goes_on = [fork for fork in forks if fork.beside or any(flow not in found for flow in fork.flows)]
    return frozenset(flow for fork in goes_on for flow in fork.flows if flow in found)


def _forks(process: Process) -> Iterator[_Fork]:
    for node in process.nodes.values():
        if node.kind == "boundaryEvent":
            host = process.nodes[str(node.attached_to)]
            if not node.interrupting:
                others = [event for event in process.boundaries(host.id) if event.interrupting]
                beside = [flow for other in (host, *others) for flow in other.outgoing]
                yield _Fork(host.id, tuple(node.outgoing), tuple(beside))
        elif len(node.outgoing) > 1 and node.kind not in {"exclusiveGateway", "eventBasedGateway"}:
            yield _Fork(node.id, tuple(node.outgoing))


def _reached(
    process: Process, starts: Iterable[str], without: str = "", skipped: frozenset[str] = frozenset()
) -> set[str]:
    """Return the elements that follow from elements, these included; not through `without` or `skipped` flows."""
    seen = {start for start in starts if start != without}
    queue = list(seen)
    while queue:
        for follower in _followers(process, process.nodes[queue.pop()], skipped):
            if follower not in seen and follower != without:
                seen.add(follower)
                queue.append(follower)
    return seen


def _followers(process: Process, node: Node, skipped: frozenset[str] = frozenset()) -> Iterator[str]:
    for flow in node.outgoing:
        if flow not in skipped:
            yield process.flows[flow].target
    for event in process.boundaries(node.id):
        yield event.id
    if _is_link_throw(node):
        yield reach.link_target(process, node)


def _is_link_throw(node: Node) -> bool:
    """Whether an event goes on at another one: a flow drawn in two parts."""
    return node.event.kind == "link" and node.kind == "intermediateThrowEvent"


def _free(process: Process) -> set[str]:
    """Return the elements from which a token goes on by itself, whatever else happens, until an end."""
    free = {node.id for node in process.nodes.values() if _goes_on_by_itself(process, node)}
    while True:
        kept = {i for i in free if all(follower in free for follower in _followers(process, process.nodes[i]))}
        kept &= _come_to_an_end(process, kept)
        if kept == free:
            return free
        free = kept


def _goes_on_by_itself(process: Process, node: Node) -> bool:
    if node.kind in {"parallelGateway", "inclusiveGateway"}:
        return len(node.incoming) < 2
    around = process.nodes.get(node.scope or "")
    if node.is_subprocess or (around is not None and around.ad_hoc is not None):
        return False
    if node.kind == "callActivity":
        thrown = [listener for kind in ("error", "escalation") for listener in catchers(process, node, kind, None).listeners]
        return all(listener.attached_to == node.id for listener in thrown)
    return node.kind == "boundaryEvent" or node.event.kind not in {"compensate", "cancel"}


def _come_to_an_end(process: Process, among: set[str]) -> set[str]:
    """Return the elements from which some way leads to an element without a way on."""
    ended = {i for i in among if not (process.nodes[i].outgoing or _is_link_throw(process.nodes[i]))}
    thrown = {i: reach.link_target(process, process.nodes[i]) for i in among if _is_link_throw(process.nodes[i])}
    queue = list(ended)
    while queue:
        node = process.nodes[queue.pop()]
        before = [process.flows[flow].source for flow in node.incoming]
        before += [str(node.attached_to)] if node.kind == "boundaryEvent" else []
        before += [throw for throw, target in thrown.items() if target == node.id]
        for source in before:
            if source in among and source not in ended:
                ended.add(source)
                queue.append(source)
    return ended
