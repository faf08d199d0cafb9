"""What a diagram says, after reading: processes, nodes, flows. Source: BPMN 2.0.2 §10."""

from dataclasses import dataclass, field

from worklist.engine.expressions import Text


@dataclass(frozen=True)
class Flow:
    """A sequence flow; `condition` None: always taken. Source: §8.4.13."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: Text | None = None
    name_zh: str = ""


@dataclass(frozen=True)
class Event:
    """What an event catches or throws. Source: §10.5.5.

    `kind`: none, message, signal, timer, error, escalation, conditional, link, terminate, compensate, cancel.
    `name`: the message or signal name (may hold `${…}`), the error or escalation code, the link name.
    `form`: of a timer: date, duration or cycle. `activity`: of a throwing compensation event, the one activity to be undone
    (None: all of the scope); `waits`: whether the event waits until that is done.
    """

    kind: str = "none"
    name: Text | None = None
    form: str = ""
    value: Text | None = None
    activity: str | None = None
    waits: bool = True


@dataclass(frozen=True)
class Loop:
    """How often an activity is done: once per member, or (`is_standard`) again while a condition holds.

    `until` ends a multi-instance early; `outputs`: list that is made → what each member puts in it; `condition`, `test_before` and `maximum` are those of a standard loop.
    Source: §10.3.8 (standard loop), §10.3.9 (multi-instance).
    """

    sequential: bool = False
    is_standard: bool = False
    condition: Text | None = None
    test_before: bool = False
    maximum: int | None = None
    collection: Text | None = None
    element: str | None = None
    cardinality: Text | None = None
    until: Text | None = None
    outputs: dict[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class AdHoc:
    """How the activities of an ad-hoc sub-process are done: which at once, and when that is enough.

    `until` None: all of them are done once. `cancels`: what is still open then is cancelled. Source: §10.3.5, §13.3.5.
    """

    sequential: bool = False
    until: Text | None = None
    cancels: bool = True


@dataclass
class Node:
    """A flow node: activity, gateway or event.

    `kind` is the BPMN tag; `scope` the id of the sub-process it stands in (None: the process itself).
    `options` holds the executed attributes (candidateGroups, topic, …) and `properties` the extension properties.
    """

    id: str
    kind: str
    name: str = ""
    name_zh: str = ""
    line: int = 0
    scope: str | None = None
    event: Event = field(default_factory=Event)
    attached_to: str | None = None
    interrupting: bool = True
    #: Whether a receive task or event gateway begins the process; `all_events`: a gateway that needs each of its events.
    instantiates: bool = False
    all_events: bool = False
    event_subprocess: bool = False
    is_transaction: bool = False
    #: Whether it undoes another activity: nothing flows in or out. Source: §10.5.6 (compensation activity).
    for_compensation: bool = False
    default: str | None = None
    #: Whether a token waits for a job of its own before it begins, or after it is done. Source: Camunda 7 manual,
    #: transactions in processes. `retry`: how often and after how long (ISO 8601) a job that failed is tried again.
    async_before: bool = False
    async_after: bool = False
    retry: tuple[int, str] | None = None
    loop: Loop | None = None
    ad_hoc: AdHoc | None = None
    options: dict[str, Text] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    inputs: dict[str, Text] = field(default_factory=dict)
    outputs: dict[str, Text] = field(default_factory=dict)
    call_in: dict[str, Text] = field(default_factory=dict)
    call_out: dict[str, Text] = field(default_factory=dict)
    call_all: tuple[bool, bool] = (False, False)
    outgoing: list[str] = field(default_factory=list)
    incoming: list[str] = field(default_factory=list)

    @property
    def is_activity(self) -> bool:
        """Whether boundary events may stand on it."""
        return self.kind.endswith(("Task", "task")) or self.is_subprocess or self.kind == "callActivity"

    @property
    def is_subprocess(self) -> bool:
        """Whether other nodes stand inside it."""
        return self.kind in {"subProcess", "adHocSubProcess"}


@dataclass
class Process:
    """An executable process of a file."""

    id: str
    name: str = ""
    name_zh: str = ""
    line: int = 0
    history_days: int | None = None
    version_tag: str | None = None
    nodes: dict[str, Node] = field(default_factory=dict)
    flows: dict[str, Flow] = field(default_factory=dict)
    #: Associations of the file: what each begins at and leads to.
    associations: list[tuple[str, str]] = field(default_factory=list)

    def inside(self, scope: str | None) -> list[Node]:
        """Return the nodes that stand directly in a scope, in document order."""
        return [node for node in self.nodes.values() if node.scope == scope]

    def starts(self, scope: str | None) -> list[Node]:
        """Return the start events of a scope."""
        return [node for node in self.inside(scope) if node.kind == "startEvent"]

    def entries(self) -> list[Node]:
        """Return where the process may begin: its start events, and what instantiates it. Source: §10.3.3, §10.6.6."""
        return [node for node in self.inside(None) if node.kind == "startEvent" or node.instantiates]

    def behind(self, node: Node) -> list[Node]:
        """Return the nodes that the flows out of a node lead to."""
        targets = [self.flows[flow].target for flow in node.outgoing]
        return [self.nodes[target] for target in targets if target in self.nodes]

    def triggers(self) -> list[Node]:
        """Return the nodes whose event begins the process: start events, receive tasks, what is behind such a gateway."""
        found = []
        for entry in self.entries():
            found += self.behind(entry) if entry.kind == "eventBasedGateway" else [entry]
        return found

    def offered(self, scope: str) -> list[Node]:
        """Return the activities of an ad-hoc sub-process that nothing leads to: they may be done from its begin.

        Source: §13.3.5.
        """
        inside = self.inside(scope)
        return [
            node for node in inside
            if node.is_activity and not (node.incoming or node.event_subprocess or node.for_compensation)
        ]  # fmt: skip

    def boundaries(self, activity: str) -> list[Node]:
        """Return the boundary events attached to an activity."""
        return [node for node in self.nodes.values() if node.attached_to == activity]

    def undoing(self, event: Node) -> list[Node]:
        """Return the compensation activities that a boundary event is associated with: one, where the drawing is right."""
        targets = [target for source, target in self.associations if source == event.id and target in self.nodes]
        return [self.nodes[target] for target in dict.fromkeys(targets) if self.nodes[target].for_compensation]

    def undoable(self) -> dict[str, str | None]:
        """Return the activities that can be undone, each with the id of what undoes it as a whole.

        That is a compensation activity, or a compensation event sub-process inside it; None: what is inside is undone step by step.
        """
        found: dict[str, str | None] = {}
        for event in self.nodes.values():
            if event.event.kind == "compensate" and event.kind == "boundaryEvent":
                found |= {str(event.attached_to): handler.id for handler in self.undoing(event)}
            elif event.event.kind == "compensate" and event.kind == "startEvent" and event.scope in self.nodes:
                found[str(self.nodes[event.scope].scope)] = event.scope
        for activity in list(found):
            scope = self.nodes[activity].scope if activity in self.nodes else None
            while scope is not None and scope in self.nodes:
                found.setdefault(scope, None)
                scope = self.nodes[scope].scope
        return found
