"""Read ad-hoc sub-processes, and check what stands in them. Source: BPMN 2.0.2 §10.3.5, §13.3.5."""

from collections.abc import Iterator

from lxml import etree

from worklist.engine.bpmn.elements import AdHoc, Node, Process
from worklist.engine.bpmn.parts import Notes, condition
from worklist.engine.bpmn.xml import BPMN, local


def ad_hoc(notes: Notes, element: etree._Element) -> AdHoc | None:
    """Return how an ad-hoc sub-process is done, None for another element. Raises FeelSyntaxError."""
    if local(element) != "adHocSubProcess":
        return None
    ordering = element.get("ordering", "Parallel")
    if ordering not in {"Parallel", "Sequential"}:
        notes.refuse(element, f"the ordering {ordering!r} is not known", "Choose Parallel or Sequential.")
    return AdHoc(
        sequential=ordering == "Sequential", until=condition(notes, element.find(f"{{{BPMN}}}completionCondition")),
        cancels=element.get("cancelRemainingInstances", "true") == "true",
    )


def check(process: Process, node: Node) -> list[tuple[str, str]]:
    """Return what is wrong with an ad-hoc sub-process and the way out, or with what stands in one."""
    if node.kind == "adHocSubProcess":
        nothing = ("nothing in the ad-hoc sub-process can be done first", "Draw an activity in it that no flow leads to.")
        return [] if process.offered(node.id) else [nothing]
    around = process.nodes.get(node.scope or "")
    if around is None or around.ad_hoc is None:
        return []
    return [*_inside(node), *(_one_by_one(process, node) if around.ad_hoc.sequential else ())]


def _inside(node: Node) -> Iterator[tuple[str, str]]:
    if node.kind in {"startEvent", "endEvent"}:
        yield "an ad-hoc sub-process has no start and end events", "Remove it: what has no incoming flow may be done first."
    if node.kind in {"intermediateCatchEvent", "intermediateThrowEvent"} and not node.incoming and node.event.kind != "link":
        yield ("an event in an ad-hoc sub-process that no flow leads to is not executed",
               "Draw it behind an activity, as a boundary event, or in an event sub-process.")  # fmt: skip


def _one_by_one(process: Process, node: Node) -> Iterator[tuple[str, str]]:
    remedy = "Use an exclusive gateway, or the ordering Parallel."
    chooses = node.kind in {"exclusiveGateway", "eventBasedGateway"}
    if node.kind in {"parallelGateway", "inclusiveGateway"} or (len(node.outgoing) > 1 and not chooses):
        yield "in a sequential ad-hoc sub-process one activity is done at a time, and here several flows are taken", remedy
    if node.kind == "boundaryEvent" and not node.interrupting and node.outgoing:
        yield "in a sequential ad-hoc sub-process one activity is done at a time, and this event adds another", (
            "Make it interrupting, or use the ordering Parallel."
        )
