"""Check how nodes hang together. Source: BPMN 2.0.2 §7.6, §10."""

from collections.abc import Iterator

from worklist.engine import attributes
from worklist.engine.bpmn import ad_hoc, instantiating
from worklist.engine.bpmn.compensation import check_cancelling, check_undoing
from worklist.engine.bpmn.elements import Node, Process
from worklist.errors import Problem

#: Variables that tell whose process it is; nothing in a diagram may set them.
RESERVED = frozenset({"case", "case_id"})


def check_structure(file: str, process: Process, problems: list[Problem]) -> None:
    """Add every problem of the graph: what has no start, no way on, no condition, no attachment."""

    def refuse(node: Node, message: str, remedy: str) -> None:
        problems.append(Problem(file, node.line, node.id, node.name, message, remedy))

    if not process.entries():
        problems.append(
            Problem(file, process.line, process.id, process.name, "no start event", "Draw a start event.")
        )
    for node, message, remedy in _starts(process):
        refuse(node, message, remedy)
    _check_flows(file, process, problems)
    for node in process.nodes.values():
        for check in (
            _events, _gateway, _scope, _asynchronous, _work, _names, _attributes, _conditions, _initiator, ad_hoc.check,
            instantiating.check, check_undoing, check_cancelling,
        ):  # fmt: skip
            for message, remedy in check(process, node):
                refuse(node, message, remedy)


def _starts(process: Process) -> Iterator[tuple[Node, str, str]]:
    """Yield the start events of the process that would never start it, or of which it is not clear which one does."""
    known: set[str] = set()
    for node in process.triggers():
        name = node.event.name.source if node.event.name else ""
        if node.event.kind not in {"none", "message"}:
            yield node, f"a process is not started by a {node.event.kind}", (
                "Start it with a message or by hand, or put the event into an event sub-process."
            )
        elif node.event.kind == "message" and node.event.name is not None and not node.event.name.constant:
            yield node, f"the message name {name!r} of a start event is computed", "Write the name itself."
        elif (what := f"{node.event.kind} {name}") in known:
            yield node, "a second start event with the same trigger", "Draw one start event for each trigger."
        else:
            known.add(what)


def _check_flows(file: str, process: Process, problems: list[Problem]) -> None:
    for flow in process.flows.values():
        ends = [process.nodes.get(end) for end in (flow.source, flow.target)]
        if None in ends:
            missing = flow.target if ends[1] is None else flow.source
            problems.append(Problem(file, None, flow.id, flow.name, f"the flow has no end {missing!r}", "Draw it anew."))
        elif ends[0] is not None and ends[1] is not None and ends[0].scope != ends[1].scope:
            problems.append(
                Problem(file, None, flow.id, flow.name, "the flow crosses the border of a sub-process",
                        "End the sub-process first.")
            )


def _events(process: Process, node: Node) -> list[tuple[str, str]]:
    found = []
    if node.kind in {"startEvent", "boundaryEvent"} and node.incoming:
        found.append(("a flow leads into it", "Remove the flow."))
    if node.kind == "endEvent" and node.outgoing:
        found.append(("a flow leads out of an end event", "Remove the flow."))
    if node.kind == "boundaryEvent":
        host = process.nodes.get(node.attached_to or "")
        if host is None or not host.is_activity or host.event_subprocess or host.scope != node.scope:
            found.append(("it is attached to no activity of its scope", "Attach it to a task or sub-process."))
        if node.event.kind == "none":
            found.append(("a boundary event without a trigger", "Choose a trigger."))
        if node.event.kind == "error" and not node.interrupting:
            found.append(("an error always interrupts", "Make the event interrupting."))
    if node.kind == "intermediateCatchEvent" and node.event.kind == "none":
        found.append(("a catch event without a trigger", "Choose a trigger."))
    if node.kind == "receiveTask" and node.event.kind == "none":
        found.append(("a receive task without a message", "Choose a message."))
    if node.event.kind == "link":
        found += _link(process, node)
    return found


def _link(process: Process, node: Node) -> list[tuple[str, str]]:
    other = "intermediateCatchEvent" if node.kind == "intermediateThrowEvent" else "intermediateThrowEvent"
    partners = [
        twin for twin in process.inside(node.scope)
        if twin.kind == other and twin.event.kind == "link" and twin.event.name == node.event.name
    ]  # fmt: skip
    if not partners or (node.kind == "intermediateThrowEvent" and len(partners) > 1):
        return [("a link event without exactly one partner", "Give both link events the same name.")]
    return []


def _gateway(process: Process, node: Node) -> list[tuple[str, str]]:
    if not node.kind.endswith("Gateway"):
        return []
    found = []
    if not node.outgoing or not (node.incoming or node.instantiates):
        found.append(("a gateway needs flows in and out", "Connect it."))
    if node.kind == "eventBasedGateway":
        for flow in node.outgoing:
            target = process.nodes.get(process.flows[flow].target)
            if target is None or (target.kind, target.event.kind) not in _CATCHES:
                found.append((f"{process.flows[flow].target!r} after an event gateway catches nothing",
                              "Put a catch event or receive task behind it."))  # fmt: skip
    return found


_CATCHES = {
    ("intermediateCatchEvent", "message"), ("intermediateCatchEvent", "signal"), ("intermediateCatchEvent", "timer"),
    ("intermediateCatchEvent", "conditional"), ("receiveTask", "message"),
}  # fmt: skip


def _conditions(process: Process, node: Node) -> list[tuple[str, str]]:
    found = []
    flows = [process.flows[flow] for flow in node.outgoing]
    if node.default and node.default not in node.outgoing:
        found.append((f"its default flow {node.default!r} does not leave it", "Choose the default flow anew."))
    if node.kind in {"exclusiveGateway", "inclusiveGateway"} and len(flows) > 1:
        bare = [flow.id for flow in flows if flow.condition is None and flow.id != node.default]
        if bare:
            found.append((f"the flow {bare[0]!r} has no condition and is not the default",
                          "Give it a condition or make it the default."))  # fmt: skip
    if node.kind in {"parallelGateway", "eventBasedGateway"} and any(flow.condition for flow in flows):
        found.append(("a flow out of it has a condition", "Use an inclusive gateway, or remove the condition."))
    return found


def _asynchronous(process: Process, node: Node) -> list[tuple[str, str]]:
    around = process.nodes.get(node.scope or "")
    if node.instantiates and node.async_before:
        return [("asyncBefore is not executed here: what begins the process is not waited for", "Set it on what follows.")]
    starts_handler = node.kind == "startEvent" and around is not None and around.event_subprocess
    behind_gateway = any(process.nodes[process.flows[f].source].kind == "eventBasedGateway" for f in node.incoming
                         if process.flows[f].source in process.nodes)  # fmt: skip
    if node.async_before and (starts_handler or behind_gateway or node.event_subprocess):
        return [("asyncBefore is not executed here: it listens as soon as its scope begins", "Set it on what follows.")]
    if node.async_after and (starts_handler or behind_gateway or node.event_subprocess):
        return [("asyncAfter is not executed here", "Set asyncBefore on what follows.")]
    return []


def _scope(process: Process, node: Node) -> list[tuple[str, str]]:
    if node.kind != "subProcess":
        return []
    starts = process.starts(node.id)
    if len(starts) != 1:
        return [(f"{len(starts)} start events in a sub-process", "Draw exactly one.")]
    kind = starts[0].event.kind
    if node.event_subprocess:
        if node.incoming or node.outgoing or node.loop:
            return [("an event sub-process with flows or a loop", "Remove them; its start event starts it.")]
        if kind == "none":
            return [("an event sub-process whose start event has no trigger", "Choose a trigger.")]
        if kind == "error" and not starts[0].interrupting:
            return [("an error always interrupts", "Make the start event interrupting.")]
    elif kind != "none":
        return [(f"the start event of a sub-process has a {kind} trigger", "Use an event sub-process.")]
    return []


def _names(process: Process, node: Node) -> list[tuple[str, str]]:
    """Return the variables a node would set although they tell whose process it is."""
    result, element = node.options.get("resultVariable"), node.loop.element if node.loop else None
    lists = node.loop.outputs if node.loop else ()
    initiator = node.options.get("initiator")
    single = {text.source for text in (result, initiator) if text is not None}
    set_here = {*node.inputs, *node.outputs, *node.call_out, *lists, *single, element} - {None}
    return [(f"it sets the reserved name {name!r}", "Use another name.") for name in sorted(RESERVED & set_here)]


def _initiator(process: Process, node: Node) -> list[tuple[str, str]]:
    who = node.options.get("initiator")
    if who is None:
        return []
    if node.scope is not None:
        return [("camunda:initiator is only executed where the process itself starts", "Set it on the start event of the process.")]
    return [] if who.constant and who.source else [("the name of the initiator's variable is computed", "Write the name itself.")]


def _attributes(process: Process, node: Node) -> list[tuple[str, str]]:
    found = []
    for name, reader in attributes.READERS.items():
        text = node.options.get(name)
        if node.kind == "userTask" and text is not None and text.constant:
            try:
                reader(text.source)
            except ValueError as error:
                found.append((f"camunda:{name}: {error}", "Correct it."))
    return found


def _work(process: Process, node: Node) -> list[tuple[str, str]]:
    options = {name: text.source for name, text in node.options.items()}
    external = options.get("type") == "external" and options.get("topic")
    if node.kind in {"serviceTask", "sendTask"} and node.event.kind == "none" and not external:
        return [(f"a {node.kind} without a topic", "Choose the implementation External and a topic.")]
    if node.kind == "businessRuleTask" and not options.get("decisionRef"):
        return [("a business rule task without a decision", "Choose the implementation DMN and a decision.")]
    if node.kind == "scriptTask" and options.get("scriptFormat", "").lower() != "feel":
        return [("a script that is not FEEL", "Set the format to feel and write one FEEL expression.")]
    if node.kind == "scriptTask" and not options.get("resultVariable"):
        return [("a script whose result goes nowhere", "Set the result variable.")]
    if node.kind == "callActivity" and not options.get("calledElement"):
        return [("a call activity without a called process", "Choose the called process.")]
    return []
