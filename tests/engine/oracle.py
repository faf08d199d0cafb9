"""A token game of its own, to compare the engine with. Written from BPMN 2.0.2 §13 over the drawn elements alone.

It knows user tasks, sub-processes, multi-instance user tasks, boundary events that a message or an error triggers,
the exclusive, parallel and inclusive gateway, and none, terminating and error ends. Where the standard leaves open what
happens first, it keeps every situation that may follow, and `observe` strikes out those that were not seen.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from worklist.engine.bpmn import Flow, Node, Process


class Stuck(Exception):
    """No situation can follow: an error that nobody catches, or a gateway without a way out."""


@dataclass(eq=False)
class Activity:
    """An open activity. `instances`: one scope per running instance of a sub-process, None for a task that waits."""

    node: Node
    scope: Scope
    instances: list[Scope | None] = field(default_factory=list)
    left: int = 0


@dataclass(eq=False)
class Scope:
    """The process or a running sub-process: its open activities, and flow → tokens held by the join at its end."""

    subprocess: str | None
    within: Activity | None = None
    activities: list[Activity] = field(default_factory=list)
    held: Counter[str] = field(default_factory=Counter)
    is_over: bool = False


@dataclass(eq=False)
class Situation:
    """Where all tokens are. `moving`: tokens on their way: scope, the node they come to, by which flow."""

    process: Process
    values: dict[str, Any]
    root: Scope = field(default_factory=lambda: Scope(None))
    ends: list[str] = field(default_factory=list)
    moving: list[tuple[Scope, Node, str]] = field(default_factory=list)

    def __deepcopy__(self, known: dict[int, Any]) -> Situation:
        known[id(self.process)] = self.process
        known.update((id(node), node) for node in self.process.nodes.values())
        root, moving = copy.deepcopy((self.root, self.moving), known)
        return Situation(self.process, dict(self.values), root, list(self.ends), moving)

    # -- what a watcher sees -----------------------------------------------------------

    def activities(self, scope: Scope | None = None) -> Iterator[Activity]:
        """Yield all open activities, from outside in."""
        for activity in (scope or self.root).activities:
            yield activity
            for inner in activity.instances:
                if inner is not None:
                    yield from self.activities(inner)

    def tasks(self) -> list[str]:
        """Return the ids of the user tasks that wait, once for each."""
        return sorted(a.node.id for a in self.activities() for inner in a.instances if inner is None)

    def boundaries(self) -> list[str]:
        """Return the ids of the boundary events that wait for a message, once for each."""
        return sorted(
            b.id for a in self.activities() for b in self.process.boundaries(a.node.id) if b.event.kind == "message"
        )

    def seen(self) -> tuple[list[str], list[str], bool]:
        """Return what is to be seen of this situation: tasks, boundary events, whether the process is over."""
        return self.tasks(), self.boundaries(), self.root.is_over

    def shape(self, scope: Scope | None = None) -> Any:
        """Return a value that is equal for situations in which the same can happen."""
        scope = scope or self.root
        inside = [
            (a.node.id, a.left, sorted(repr(i and self.shape(i)) for i in a.instances)) for a in scope.activities
        ]
        return sorted(inside), sorted((+scope.held).items()), scope.is_over

    # -- what happens ------------------------------------------------------------------

    def begin(self) -> None:
        """Let the first token in. Source: §13.2."""
        (start,) = self.process.starts(None)
        self.moving.append((self.root, start, ""))

    def complete(self, activity: Activity, values: Mapping[str, Any]) -> None:
        """Complete one waiting instance of a user task; values of a multi-instance stay in the instance."""
        if activity.node.loop is None:
            self.values.update(values)
        self._end_instance(activity, None)

    def occur(self, boundary: str) -> None:
        """Trigger a boundary event wherever it waits. Source: §13.5.3."""
        node = self.process.nodes[boundary]
        for activity in [a for a in self.activities() if a.node.id == node.attached_to]:
            if node.interrupting:
                self._stop(activity)
            self._leave(activity.scope, node)

    def settle(self) -> list[Situation]:
        """Move every token as far as it goes; return each situation that may be reached."""
        while self.moving:
            scope, node, flow = self.moving.pop(0)
            if not scope.is_over:
                self._come(scope, node, flow)
                self._close_if_empty(scope)
        ready = list(self._ready_joins())
        if not ready:
            return [self]
        others = [copy.deepcopy(self) for _ in ready[1:]]
        found = []
        for number, situation in enumerate([self, *others]):
            scope, join = list(situation._ready_joins())[number]
            situation._merge(scope, join)
            found += situation.settle()
        return found

    # -- elements ----------------------------------------------------------------------

    def _come(self, scope: Scope, node: Node, flow: str) -> None:
        if node.kind == "parallelGateway":
            self._synchronize(scope, node, flow)
        elif node.kind == "inclusiveGateway":
            scope.held[flow] += 1
        elif node.kind == "exclusiveGateway":
            self._send(scope, [self._first_that_holds(node)])
        elif node.kind == "endEvent":
            self._end(scope, node)
        elif node.kind in {"userTask", "subProcess"}:
            self._open(scope, node)
        else:
            self._leave(scope, node)

    def _synchronize(self, scope: Scope, gateway: Node, flow: str) -> None:
        """Take one token of every incoming flow, when there is one on each. Source: §13.4.1."""
        scope.held[flow] += 1
        if all(scope.held[incoming] for incoming in gateway.incoming):
            scope.held.subtract(gateway.incoming)
            self._send(scope, [self.process.flows[out] for out in gateway.outgoing])

    def _first_that_holds(self, gateway: Node) -> Flow:
        """Return the flow an exclusive gateway takes. Source: §13.4.2."""
        for flow in self._conditioned(gateway):
            if self._holds(flow):
                return flow
        if gateway.default is None:
            raise Stuck(gateway.id)
        return self.process.flows[gateway.default]

    def _merge(self, scope: Scope, gateway: Node) -> None:
        """Take one token of each incoming flow that has one, and send one to each flow that holds. Source: §13.4.3."""
        scope.held.subtract([flow for flow in gateway.incoming if scope.held[flow]])
        flows = [flow for flow in self._conditioned(gateway) if self._holds(flow)]
        if not flows and gateway.default is None:
            raise Stuck(gateway.id)
        self._send(scope, flows or [self.process.flows[str(gateway.default)]])
        self._close_if_empty(scope)

    def _ready_joins(self) -> Iterator[tuple[Scope, Node]]:
        """Yield the inclusive gateways that need wait for no other token. Source: §13.4.3."""
        for scope in self._scopes():
            joins = {self.process.flows[flow].target for flow, count in scope.held.items() if count}
            for join in sorted(joins):
                node = self.process.nodes[join]
                if node.kind == "inclusiveGateway" and self._need_not_wait(scope, node):
                    yield scope, node

    def _need_not_wait(self, scope: Scope, join: Node) -> bool:
        filled = {flow for flow in join.incoming if scope.held[flow]}
        places = {activity.node.id for activity in scope.activities}
        places |= {self.process.flows[flow].target for flow, count in scope.held.items() if count}
        for place in places - {join.id}:
            ways = self._ways(place, join)
            if ways - filled and not ways & filled:
                return False
        return True

    def _ways(self, place: str, join: Node) -> set[str]:
        """Return the incoming flows of a join that a token at a place can come by without passing the join."""
        known, ahead, ways = {join.id}, [place], set()
        while ahead:
            node = ahead.pop()
            if node in known:
                continue
            known.add(node)
            out = list(self.process.nodes[node].outgoing)
            out += [flow for boundary in self.process.boundaries(node) for flow in boundary.outgoing]
            ways |= set(out) & set(join.incoming)
            ahead += [self.process.flows[flow].target for flow in out]
        return ways

    def _end(self, scope: Scope, node: Node) -> None:
        """End the token's way. Source: §13.5.6."""
        if scope is self.root:
            self.ends.append(node.id)
        if node.event.kind == "terminate":
            self._clear(scope)
        elif node.event.kind == "error":
            self._throw(scope, node)

    def _throw(self, scope: Scope, node: Node) -> None:
        """Hand an error to the innermost activity around it that catches it, and interrupt that. Source: §10.5.7."""
        code = node.event.name and node.event.name.source
        while scope.within is not None:
            activity = scope.within
            for boundary in self.process.boundaries(activity.node.id):
                caught = boundary.event.name
                if boundary.event.kind == "error" and (caught is None or caught.source == code):
                    self._stop(activity)
                    self._leave(activity.scope, boundary)
                    return
            scope = activity.scope
        raise Stuck(node.id)

    # -- activities and scopes -----------------------------------------------------------

    def _open(self, scope: Scope, node: Node) -> None:
        """Begin an activity, all of its instances at once or the first. Source: §13.3.2, §13.3.7."""
        count = 1 if node.loop is None or node.loop.cardinality is None else int(node.loop.cardinality({}))
        at_once = 1 if node.loop is not None and node.loop.sequential else count
        activity = Activity(node, scope, left=count - at_once)
        scope.activities.append(activity)
        for _ in range(at_once):
            self._begin_instance(activity)

    def _begin_instance(self, activity: Activity) -> None:
        if activity.node.kind == "userTask":
            activity.instances.append(None)
            return
        inner = Scope(activity.node.id, activity)
        activity.instances.append(inner)
        (start,) = self.process.starts(activity.node.id)
        self.moving.append((inner, start, ""))

    def _end_instance(self, activity: Activity, instance: Scope | None) -> None:
        activity.instances.remove(instance)
        if activity.left:
            activity.left -= 1
            self._begin_instance(activity)
        elif not activity.instances:
            activity.scope.activities.remove(activity)
            self._leave(activity.scope, activity.node)

    def _stop(self, activity: Activity) -> None:
        """Interrupt an activity and all that goes on inside it."""
        activity.scope.activities.remove(activity)
        for inner in activity.instances:
            if inner is not None:
                self._clear(inner)
                inner.is_over = True

    def _clear(self, scope: Scope) -> None:
        """Take every token out of a scope. Source: §13.5.6 (terminate)."""
        for activity in list(scope.activities):
            self._stop(activity)
        scope.held.clear()
        self.moving = [token for token in self.moving if token[0] is not scope]

    def _close_if_empty(self, scope: Scope) -> None:
        """End a scope in which no token is left. Source: §13.3.4 (sub-process), §13.5.6."""
        busy = scope.activities or any(scope.held.values()) or any(token[0] is scope for token in self.moving)
        if busy or scope.is_over:
            return
        scope.is_over = True
        if scope.within is not None:
            self._end_instance(scope.within, scope)
            self._close_if_empty(scope.within.scope)

    # -- flows -------------------------------------------------------------------------

    def _leave(self, scope: Scope, node: Node) -> None:
        """Send a token to every flow that leaves a node, an event or activity. Source: §13.2.2."""
        self._send(scope, [self.process.flows[flow] for flow in node.outgoing])
        self._close_if_empty(scope)

    def _send(self, scope: Scope, flows: list[Flow]) -> None:
        self.moving += [(scope, self.process.nodes[flow.target], flow.id) for flow in flows]

    def _conditioned(self, gateway: Node) -> list[Flow]:
        return [self.process.flows[flow] for flow in gateway.outgoing if flow != gateway.default]

    def _holds(self, flow: Flow) -> bool:
        return flow.condition is None or flow.condition(self.values) is True

    def _scopes(self) -> Iterator[Scope]:
        yield self.root
        for activity in self.activities():
            yield from (inner for inner in activity.instances if inner is not None)


class Oracle:
    """Everything that may be the case after what happened so far."""

    def __init__(self, process: Process, values: Mapping[str, Any]) -> None:
        first = Situation(process, dict(values))
        first.begin()
        self.possible = first.settle()

    def complete(self, element: str, values: Mapping[str, Any]) -> None:
        """Complete one of the user tasks that wait at an element, nobody knows which."""
        found = []
        for situation in self.possible:
            count = sum(a.node.id == element for a in situation.activities())
            for number, one in enumerate([situation, *(copy.deepcopy(situation) for _ in range(count - 1))]):
                one.complete([a for a in one.activities() if a.node.id == element][number], values)
                found += one.settle()
        self._keep(found)

    def occur(self, boundary: str) -> None:
        """Let the message of a boundary event come."""
        for situation in self.possible:
            situation.occur(boundary)
        self._keep([after for situation in self.possible for after in situation.settle()])

    def observe(self, tasks: list[str], boundaries: list[str], is_over: bool) -> bool:
        """Keep the situations that look like this; return whether there are any."""
        fitting = [one for one in self.possible if one.seen() == (tasks, boundaries, is_over)]
        if fitting:
            self.possible = fitting
        return bool(fitting)

    def _keep(self, found: list[Situation]) -> None:
        self.possible = list({repr(one.shape()): one for one in found}.values())
