"""From a read process to task specs that SpiffWorkflow can run."""

from __future__ import annotations

from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from worklist.engine.bpmn import Node, Process
from worklist.engine.spiff import activities, events, gateways
from worklist.engine.spiff.ad_hoc import AdHocSubProcess
from worklist.engine.spiff.compensation import Undoing
from worklist.engine.spiff.elements import Element
from worklist.engine.spiff.reach import link_target, reach
from worklist.engine.spiff.scopes import EventSubprocess, ProcessScope

_KINDS: dict[str, type[Element]] = {
    "task": activities.PlainTask,
    "manualTask": activities.PlainTask,
    "serviceTask": activities.ServiceTask,
    "businessRuleTask": activities.BusinessRuleTask,
    "scriptTask": activities.ScriptTask,
    "receiveTask": activities.ReceiveTask,
    "callActivity": activities.CallActivity,
    "subProcess": activities.SubProcess,
    "adHocSubProcess": AdHocSubProcess,
    "exclusiveGateway": gateways.ExclusiveGateway,
    "parallelGateway": gateways.ParallelGateway,
    "inclusiveGateway": gateways.InclusiveGateway,
    "eventBasedGateway": gateways.EventGateway,
    "startEvent": events.StartEvent,
    "intermediateCatchEvent": events.CatchEvent,
    "intermediateThrowEvent": events.ThrowEvent,
    "boundaryEvent": events.BoundaryEvent,
    "endEvent": events.EndEvent,
}


class Spec(WorkflowSpec):
    """A process definition, ready to run. Shared by all its instances and never changed by a run."""

    def __init__(self, source: Process) -> None:
        super().__init__(name=source.id)
        self.source = source
        # A name no diagram can use as an id, so that an element called Start or End cannot collide.
        self.process = ProcessScope(self, Node(id="#process", kind="process", name=source.name))
        self.undoing = Undoing(self, Node(id="#undoing", kind="compensation"))
        self.elements: dict[str, Element] = {"#process": self.process, "#undoing": self.undoing}

    def link_target(self, node: Node) -> Element:
        """Return the catching link event with the name of a throwing one."""
        return self.elements[link_target(self.source, node)]


def build(source: Process) -> Spec:
    """Return the task specs of a process that the reader found free of problems."""
    spec = Spec(source)
    for node in source.nodes.values():
        spec.elements[node.id] = _element(spec, node)
    for flow in source.flows.values():
        spec.elements[flow.source].flows.append((flow, spec.elements[flow.target]))
    for element in spec.elements.values():
        if isinstance(element, gateways.InclusiveGateway):
            element.reach = reach(source, element.node)
    for activity, handler in source.undoable().items():
        spec.elements[activity].can_be_undone, spec.elements[activity].handler = True, handler
    return spec


def _element(spec: Spec, node: Node) -> Element:
    if node.kind == "userTask":
        return activities.UserTask(spec, node, manual=True)
    if node.kind == "sendTask":
        return (activities.SendTask if node.event.kind == "message" else activities.ServiceTask)(spec, node)
    if node.all_events:
        return gateways.AllEventsGateway(spec, node)
    if node.event_subprocess:
        return EventSubprocess(spec, node)
    if node.kind == "startEvent" and _starts_event_subprocess(spec.source, node):
        return events.SubprocessStart(spec, node)
    if node.event.kind == "link":
        return (events.LinkThrow if node.kind == "intermediateThrowEvent" else events.LinkCatch)(spec, node)
    return _KINDS[node.kind](spec, node)


def _starts_event_subprocess(source: Process, node: Node) -> bool:
    return node.scope is not None and source.nodes[node.scope].event_subprocess
