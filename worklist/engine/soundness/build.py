"""From a read process to its net.

Conditions are free choices; messages, signals, timers and conditions may always come; work ends; a loop or
multi-instance counts as one run; what does not interrupt happens at most once while it is listened for. A compensation
handler is walked through on its own (`undoing.py`).
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from worklist.engine.bpmn import Event, Node, Process
from worklist.engine.soundness import aside, undoing
from worklist.engine.soundness.net import PROCESS, Net, Transition
from worklist.engine.soundness.throws import catchers
from worklist.engine.spiff import reach

#: With more conditional flows than this, only choices of one, two or all of them are looked at.
MANY_FLOWS = 5
#: Triggers that only a throw or a called process inside the scope sets off.
THROWN = ("error", "escalation")
#: Triggers of boundary events that do not come from outside.
INNER = (*THROWN, "cancel", "compensate")


def build(process: Process) -> Net:
    """Return the net of a process that the reader found free of problems."""
    builder = _Builder(process)
    for node in process.nodes.values():
        builder.places(node)
    for node in process.nodes.values():
        builder.happenings(node)
    builder.add((), (PROCESS,), empty=PROCESS)
    builder.loud_branches()
    for entry in process.entries():
        builder.begin(entry)
    for handler in undoing.handlers(process):
        builder.begin_handler(handler)
    return builder.net


def place_of(scope_id: str | None) -> str:
    """Return the place that holds a token while a scope is open."""
    return PROCESS + (scope_id or "")


def offer(node: Node) -> str:
    """Return the place that holds a token while an ad-hoc sub-process offers an activity."""
    return f"offer:{node.id}"


def turn(node: Node, number: int) -> str:
    """Return the mark that an ad-hoc sub-process has offered its activities up to a number."""
    return f"turn:{node.id}:{number}"


class _Builder:
    def __init__(self, process: Process) -> None:
        self.process, self.net = process, Net()
        self.branches, self.handlers = aside.branches(process), aside.handlers(process)
        self.left: list[Transition] = []

    def add(
        self, nodes: tuple[str, ...], takes: tuple[str, ...], gives: tuple[str, ...] = (), *, clears: tuple[str, ...] = (),
        ends: tuple[str, ...] = (), empty: str | None = None, join: str | None = None, handler: str | None = None,
    ) -> None:  # fmt: skip
        left = [self.branches[place] for place in gives if place in self.branches]
        left += [self.handlers[handler]] if handler in self.handlers else []
        stay = tuple(place for place in gives if place not in self.branches)
        step = Transition(nodes, takes, stay, clears, ends, empty, join, frozenset[str]().union(*left))
        self.net.transitions.append(step)
        if step.aside:
            self.left.append(step)

    # -- places --------------------------------------------------------------------------

    def places(self, node: Node) -> None:
        """Add the places of a node: its outgoing flows, itself at work, its end, and who listens."""
        for flow in node.outgoing:
            self.net.flows.add(flow)
            self._place(flow, node, self.process.flows[flow].target)
        if not node.outgoing:
            self._place(f"end:{node.id}", node)
        if node.is_subprocess:
            self._place(place_of(node.id), node, node.id)
        elif self._takes_time(node):
            self._place(f"in:{node.id}", node, node.id)
        if self._is_counted(node):
            self._place(f"armed:{node.id}", node)
        if self._is_offered(node):
            self._place(offer(node), node, node.id)
        if node.ad_hoc is not None:
            self._marks_of_ad_hoc(node)

    def _marks_of_ad_hoc(self, node: Node) -> None:
        """Add the marks inside an ad-hoc sub-process: whose turn it is, and that its condition holds."""
        first = self.process.offered(node.id)[0]
        self._place(f"enough:{node.id}", first)
        for number in range(len(self.process.offered(node.id))):
            self._place(turn(node, number), first)

    def _place(self, name: str, node: Node, position: str | None = None) -> None:
        if position is not None:
            self.net.position[name] = position
        scope = node.scope
        while scope is not None:
            self.net.inside[place_of(scope)].add(name)
            scope = self.process.nodes[scope].scope
        self.net.inside[PROCESS].add(name)

    def _takes_time(self, node: Node) -> bool:
        """Whether something may happen to an activity between its begin and its end."""
        return node.kind == "callActivity" or any(
            event.event.kind != "compensate" for event in self.process.boundaries(node.id)
        )

    def _is_counted(self, event: Node) -> bool:
        """Whether it matters how often something beside happens: not where all that follows leaves for good."""
        if event.event_subprocess:
            return event.id not in self.handlers and not undoing.is_handler(self.process, event)
        if event.kind != "boundaryEvent" or event.interrupting:
            return False
        return not event.outgoing or not all(flow in self.branches for flow in event.outgoing)

    def armed(self, host: Node) -> tuple[str, ...]:
        """Return the marks of the boundary events of an activity that happen at most once in its life."""
        return tuple(f"armed:{event.id}" for event in self.process.boundaries(host.id) if self._is_counted(event))

    def armed_in(self, scope_id: str | None) -> tuple[str, ...]:
        """Return the marks of the event sub-processes of a scope."""
        inside = self.process.inside(scope_id)
        return tuple(f"armed:{node.id}" for node in inside if node.event_subprocess and self._is_counted(node))

    def begin(self, start: Node) -> None:
        """Let a run begin at a start event of the process, a receive task or an event gateway."""
        place, armed = f"in:{start.id}", self.armed(start)
        self.net.starts[start.id] = (place, PROCESS, *armed, *self.armed_in(None))
        if start.is_activity and self._takes_time(start):
            return  # what may happen there is known
        self._place(place, start, start.id)
        chooses = start.kind == "eventBasedGateway" and not start.all_events
        for way in ((flow,) for flow in start.outgoing) if chooses else self.ways(start):
            self.add((start.id,), (place,), way)

    def begin_handler(self, handler: Node) -> None:
        """Let a run begin at a compensation handler, with nothing else open."""
        entry = self.entry(handler)
        self._place(entry, handler, handler.id)
        self.net.starts[handler.id] = (entry, PROCESS)

    def entry(self, handler: Node) -> str:
        """Return the place that holds a token when a compensation handler is to begin."""
        return f"undo:{handler.id}"

    def entries(self, node: Node) -> list[str]:
        """Return the places by which a token comes to an activity."""
        return [self.entry(node)] if node.for_compensation else self.into(node)

    # -- what may happen -------------------------------------------------------------------

    def happenings(self, node: Node) -> None:
        """Add what may happen at a node."""
        if node.event_subprocess:
            self._event_subprocess(node)
        elif node.kind == "adHocSubProcess":
            self._ad_hoc(node)
        elif node.is_subprocess:
            self._subprocess(node)
        elif node.kind.endswith("Gateway"):
            self._gateway(node)
        elif node.event.kind == "link":
            self._link(node)
        elif node.kind in {"endEvent", "intermediateThrowEvent"}:
            self._thrower(node)
        elif node.kind not in {"startEvent", "boundaryEvent"}:
            self._work(node)

    def ways(self, node: Node) -> Iterator[tuple[str, ...]]:
        """Yield every choice of flows by which a token may leave, or the mark of an implicit end."""
        around = self.process.nodes.get(node.scope or "")
        if node.is_activity and around is not None and around.ad_hoc is not None and around.ad_hoc.until is not None:
            yield (f"enough:{around.id}",)
        flows = [self.process.flows[flow] for flow in node.outgoing]
        if not flows:
            yield (f"end:{node.id}",)
            return
        asked = [flow.id for flow in flows if flow.condition is not None and flow.id != node.default]
        free = tuple(flow.id for flow in flows if flow.condition is None and flow.id != node.default)
        default = (node.default,) if node.default else ()
        for some in _choices(asked):
            yield free + some
        if not asked:
            yield free or default
        elif default or free:
            yield free + default

    def _gateway(self, node: Node) -> None:
        if node.kind == "parallelGateway":
            self.add((node.id,), tuple(node.incoming), tuple(node.outgoing))
        elif node.kind == "inclusiveGateway":
            self._inclusive(node)
        else:
            for flow in node.incoming:
                for way in node.outgoing:
                    self.add((node.id,), (flow,), (way,))

    def _inclusive(self, node: Node) -> None:
        choices = list(_choices([flow for flow in node.outgoing if flow != node.default]))
        choices += [(node.default,)] if node.default else []
        if len(node.incoming) > 1:
            self.net.joins[node.id] = (list(node.incoming), reach.reach(self.process, node))
        for chosen in choices:
            if len(node.incoming) > 1:
                self.add((node.id,), (), chosen, join=node.id)
            else:
                self.add((node.id,), tuple(node.incoming), chosen)

    def into(self, node: Node) -> list[str]:
        """Return the places from which an activity begins: its incoming flows, or that an ad-hoc sub-process offers it."""
        return node.incoming or ([offer(node)] if self._is_offered(node) else [])

    def _is_offered(self, node: Node) -> bool:
        around = self.process.nodes.get(node.scope or "")
        return around is not None and around.ad_hoc is not None and node in self.process.offered(around.id)

    def _work(self, node: Node) -> None:
        """Add a task, call or catching event: it begins, ends, or is left by one of its boundary events."""
        if not self._takes_time(node):
            for flow in self.entries(node):
                for way in self.ways(node):
                    self.add(self.met(node), (flow,), way)
            return
        active, armed = f"in:{node.id}", self.armed(node)
        for flow in self.entries(node):
            self.add(self.met(node), (flow,), (active, *armed))
        for way in self.ways(node):
            self.add((node.id,), (active,), way, clears=armed)
        for event in self.process.boundaries(node.id):
            if event.event.kind != "compensate":
                self._boundary(event, active, armed, ())
        if node.kind == "callActivity":
            self._failing_call(node, active)

    def _failing_call(self, call: Node, active: str) -> None:
        """Add what a called process may throw past the call itself."""
        for kind in THROWN:
            for listener in catchers(self.process, call, kind, None).listeners:
                if listener.attached_to != call.id:
                    self._react(call, active, (active,), listener)

    def _boundary(self, event: Node, active: str, armed: tuple[str, ...], ends: tuple[str, ...]) -> None:
        for way in self.ways(event):
            if event.interrupting:
                self.add((event.id,), (active,), way, clears=armed, ends=ends)
            else:
                mark = (f"armed:{event.id}",) if self._is_counted(event) else ()
                self.add((event.id,), (active, *mark), (active, *way))

    def _subprocess(self, node: Node) -> None:
        scope, armed = place_of(node.id), (*self.armed(node), *self.armed_in(node.id))
        (start,) = self.process.starts(node.id)
        for flow in self.entries(node):
            for way in self.ways(start):
                self.add((*self.met(node), start.id), (flow,), (scope, *way, *armed), ends=(scope,))
        for way in self.ways(node):
            self.add((node.id,), (scope,), way, clears=armed, empty=scope)
        self._boundaries_of_scope(node)

    def _boundaries_of_scope(self, node: Node) -> None:
        for event in self.process.boundaries(node.id):
            if event.event.kind not in INNER:  # those come with the throw
                self._boundary(event, place_of(node.id), self.armed(node), (place_of(node.id),))

    def _ad_hoc(self, node: Node) -> None:
        """Add an ad-hoc sub-process: what it offers, turn by turn, and its end, early where it has a condition."""
        scope, armed = place_of(node.id), (*self.armed(node), *self.armed_in(node.id))
        offers = [offer(inner) for inner in self.process.offered(node.id)]
        turns = [[place] for place in offers] if node.ad_hoc and node.ad_hoc.sequential else [offers]
        for flow in self.entries(node):
            self.add(self.met(node), (flow,), (scope, turn(node, 0), *turns[0], *armed), ends=(scope,))
        for number, offered in enumerate(turns[1:]):
            self.add((), (scope, turn(node, number)), (scope, turn(node, number + 1), *offered), empty=scope)
        for way in self.ways(node):
            self.add((node.id,), (scope, turn(node, len(turns) - 1)), way, clears=armed, empty=scope)
            self.add((node.id,), (f"enough:{node.id}",), way, clears=(scope, *armed), ends=(scope,))
        self._boundaries_of_scope(node)

    def _event_subprocess(self, node: Node) -> None:
        (start,) = self.process.starts(node.id)
        around, scope = place_of(node.scope), place_of(node.id)
        if node.id in self.handlers:
            if start.event.kind not in THROWN:
                self.add((node.id, start.id), (around,), (around,), handler=node.id)
            return
        self.add((node.id,), (scope,), empty=scope)
        if undoing.is_handler(self.process, node):
            for way in self.ways(start):
                self.add((node.id, start.id), (self.entry(node),), (scope, *way, *self.armed_in(node.id)))
            return
        if start.event.kind in THROWN:
            return
        for way in self.ways(start):
            opened = (around, scope, *way, *self.armed_in(node.id))
            ends = (around,) if start.interrupting else ()
            self.add((node.id, start.id), (around, f"armed:{node.id}"), opened, ends=ends)

    def loud_branches(self) -> None:
        """Let what a branch aside may end or throw happen together with the step that begins the branch."""
        loud = [step for step in self.net.transitions if step.ends and step.nodes and self._is_loud(step.nodes[0])]
        for begun in self.left:
            for act in loud:
                if act.nodes[0] in begun.aside:
                    emptied = self.net.emptied(act)
                    stay = tuple(place for place in begun.gives if place not in emptied)
                    self.net.transitions.append(
                        replace(
                            begun, nodes=(*begun.nodes, *act.nodes), gives=(*stay, *act.gives), clears=begun.clears + act.clears,
                            ends=begun.ends + act.ends,
                        )
                    )  # fmt: skip

    def _is_loud(self, node_id: str) -> bool:
        node = self.process.nodes[node_id]
        return node.kind == "endEvent" and node.event.kind in {"terminate", *THROWN}

    # -- throwing ----------------------------------------------------------------------------

    def _thrower(self, node: Node) -> None:
        for flow in node.incoming:
            for way in self.ways(node):
                if node.event.kind in THROWN:
                    self._thrown(node, flow, way, node.event)
                elif node.event.kind == "cancel":
                    self._catch(node.id, flow, (), undoing.way_out(self.process, node))
                else:
                    ends = (place_of(node.scope),) if node.event.kind == "terminate" else ()
                    self.add((node.id,), (flow,), way, ends=ends)
                for event in undoing.thrown(self.process, node):
                    self._thrown(node, flow, way, event)

    def met(self, node: Node) -> tuple[str, ...]:
        """Return an element as what a run comes to: a compensation activity with the events that lead to it."""
        if not node.for_compensation:
            return (node.id,)
        events = [event.id for event in self.process.nodes.values() if node in self.process.undoing(event)]
        return (*events, node.id)

    def _link(self, node: Node) -> None:
        if node.kind == "intermediateThrowEvent":
            twin = self.process.nodes[reach.link_target(self.process, node)]
            for flow in node.incoming:
                for way in self.ways(twin):
                    self.add((node.id, twin.id), (flow,), way)

    def _thrown(self, node: Node, flow: str, way: tuple[str, ...], event: Event) -> None:
        found = catchers(self.process, node, event.kind, event.name)
        for listener in found.listeners:
            self._react(node, flow, way if event.kind == "escalation" else (), listener)
        if found.is_certain:
            return
        if event.kind == "error":
            self.add((node.id,), (flow,), clears=(PROCESS,), ends=(PROCESS,))
        else:
            self.add((node.id,), (flow,), way)

    def _react(self, node: Node, taken: str, goes_on: tuple[str, ...], listener: Node) -> None:
        """Add the reaction to a throw; what leaves a compensation handler ends the walk through it."""
        if not undoing.leaves_handler(self.process, node, listener):
            self._catch(node.id, taken, goes_on, listener)
        elif listener.interrupting:
            self.add((node.id,), (taken,), ends=(PROCESS,), clears=(PROCESS,))
        else:
            self.add((node.id,), (taken,), goes_on)

    def _catch(self, thrower: str, taken: str, goes_on: tuple[str, ...], listener: Node) -> None:
        """Add the reaction of a boundary event or an event sub-process to a throw."""
        nodes, opened, ends, clears = (thrower, listener.id), (), (), ()  # type: tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]
        if listener.kind == "boundaryEvent":
            host = self.process.nodes[str(listener.attached_to)]
            ends, clears = (place_of(host.id),), (place_of(host.id), *self.armed(host))
        else:
            subprocess = self.process.nodes[str(listener.scope)]
            nodes = (thrower, subprocess.id, listener.id)
            if subprocess.id in self.handlers:
                self.add((thrower, listener.id), (taken,), goes_on, handler=subprocess.id)
                return
            opened = (place_of(subprocess.id), *self.armed_in(subprocess.id))
            ends = (place_of(subprocess.scope),)
        for way in self.ways(listener):
            if listener.interrupting:
                self.add(nodes, (taken,), (*opened, *way), ends=ends, clears=clears)
            else:
                self.add(nodes, (taken,), (*opened, *way, *goes_on))


def _choices(flows: list[str]) -> Iterator[tuple[str, ...]]:
    sizes = range(1, len(flows) + 1) if len(flows) <= MANY_FLOWS else (1, 2, len(flows))
    for size in sizes:
        yield from combinations(flows, size)
