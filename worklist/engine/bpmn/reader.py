"""Read the processes of a BPMN file, or say everything that is wrong with it."""

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from worklist.engine.bpmn import ad_hoc, allowed, data, loops, parts
from worklist.engine.bpmn.elements import Flow, Node, Process
from worklist.engine.bpmn.structure import check_structure
from worklist.engine.bpmn.xml import BPMN, DRAWING, Unreadable, load, local, namespace
from worklist.errors import Problem
from worklist.feel import FeelSyntaxError

#: Most flow elements in one file.
MAX_ELEMENTS = 2_000
#: Problems told at once; nobody reads more.
MAX_PROBLEMS = 200
#: An id as XML has it (Chinese too), short enough for a page. Source: W3C Namespaces in XML 1.0, NCName.
ID = re.compile(r"[^\W\d][\w.-]{0,199}")


ID_REMEDY = "Give it an id of letters, digits, -, _ and points that begins with a letter, at most 200."


@dataclass
class Reading:
    """A file being read: what was found so far, good and bad."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    names: dict[str, etree._Element] = field(default_factory=dict)

    def refuse(self, element: etree._Element, message: str, remedy: str = "") -> None:
        """Note a problem at the nearest element with an id."""
        if len(self.problems) >= MAX_PROBLEMS:
            return
        owner = element
        while owner is not None and not owner.get("id"):
            owner = owner.getparent()
        remedy = f"{remedy[:1].upper()}{remedy[1:].rstrip('.')}." if remedy else ""
        identity, name = (None, None) if owner is None else (owner.get("id"), owner.get("name"))
        self.problems.append(Problem(self.file, element.sourceline, identity, name, message, remedy))

    def warn(self, element: etree._Element, message: str, remedy: str = "") -> None:
        """Note something that runs but is probably not meant."""
        before = len(self.problems)
        self.refuse(element, message, remedy)
        if len(self.problems) > before:
            self.problems.append(replace(self.problems.pop(), level="warning"))


def read_processes(file: str, source: bytes) -> tuple[list[Process], list[Problem]]:
    """Return the executable processes of a file and its problems; never raises, whatever the bytes are."""
    reading = Reading(file)
    try:
        root = load(source)
    except Unreadable as error:
        return [], [Problem(file, error.line, None, None, str(error))]
    if local(root) != "definitions" or namespace(root) != BPMN:
        reading.refuse(root, f"expected bpmn:definitions, got {local(root)!r}", "Save it as BPMN 2.0.")
        return [], reading.problems
    reading.names = {element.get("id"): element for element in root if element.get("id")}
    processes = [_process(reading, element) for element in root if _is_executable(reading, element)]
    if not processes and not reading.problems:
        reading.refuse(root, "no executable process", "Set “Executable” on the process.")
    for process in processes:
        check_structure(reading.file, process, reading.problems)
    return processes, reading.problems[:MAX_PROBLEMS]


def _is_executable(reading: Reading, element: etree._Element) -> bool:
    tag = local(element)
    if tag == "process":
        return str(element.get("isExecutable", "false")) == "true"
    known = {"message", "signal", "error", "escalation", "collaboration", "category", "itemDefinition", "documentation"}
    if tag.endswith("EventDefinition") and namespace(element) == BPMN:
        return False  # read where an event refers to it
    if namespace(element) not in DRAWING and tag not in known | {"extensionElements", "correlationProperty", "dataStore"}:
        reading.refuse(element, f"{tag!r} is not executed", allowed.REFUSED_ELEMENTS.get(tag, "Remove it."))
    return False


def _process(reading: Reading, element: etree._Element) -> Process:
    process = Process(
        id=element.get("id", ""), name=element.get("name", ""), line=element.sourceline or 0,
        name_zh=parts.properties(element).get("name_zh", ""),
        history_days=parts.history_days(reading, element), version_tag=parts.camunda(element).get("versionTag"),
    )  # fmt: skip
    if not ID.fullmatch(process.id):
        reading.refuse(element, f"the id {process.id[:40]!r} of a process cannot be used", ID_REMEDY)
    parts.check_camunda(reading, element, "process")
    parts.check_attributes(reading, element, {"id", "name", "isExecutable", "processType", "isClosed"})
    _scope(reading, process, element, None)
    process.associations = _associations(element)
    if len(process.nodes) + len(process.flows) > MAX_ELEMENTS:
        reading.refuse(element, f"more than {MAX_ELEMENTS:,} elements", "Split the process with call activities.")
    for flow in process.flows.values():
        if flow.source in process.nodes:
            process.nodes[flow.source].outgoing.append(flow.id)
        if flow.target in process.nodes:
            process.nodes[flow.target].incoming.append(flow.id)
    return process


def _scope(reading: Reading, process: Process, container: etree._Element, scope: str | None) -> None:
    for element in container:
        tag = local(element)
        if namespace(element) != BPMN:
            if namespace(element) not in DRAWING:
                reading.refuse(element, f"{tag!r} is not known here", "Remove it.")
        elif tag in allowed.NODES:
            _take(reading, process, element, _node(reading, element, scope))
            if tag in allowed.SUBPROCESSES:
                _scope(reading, process, element, element.get("id"))
        elif tag == "sequenceFlow":
            _take(reading, process, element, _flow(reading, element))
        elif scope is not None and (tag in data.ARROWS or (tag == "completionCondition" and local(container) == "adHocSubProcess")):
            continue  # read with its sub-process
        elif tag not in allowed.SILENT | {"multiInstanceLoopCharacteristics", "standardLoopCharacteristics"}:
            reading.refuse(element, f"{tag!r} is not executed", allowed.REFUSED_ELEMENTS.get(tag, "Remove it."))


def _associations(element: etree._Element) -> list[tuple[str, str]]:
    """Return what each association of the file begins at and leads to; Camunda Modeler draws them beside either end."""
    drawn = element.getroottree().iter(f"{{{BPMN}}}association")
    return [tuple(one.get(end, "").split(":")[-1] for end in ("sourceRef", "targetRef")) for one in drawn]


def _take(reading: Reading, process: Process, element: etree._Element, part: Node | Flow | None) -> None:
    if part is None:
        return
    if not ID.fullmatch(part.id):
        reading.refuse(element, f"the id {part.id[:40]!r} of a {local(element)} cannot be used", ID_REMEDY)
    elif part.id in process.nodes or part.id in process.flows:
        reading.refuse(element, f"the id {part.id!r} is used twice", "Give one of them another id.")
    elif isinstance(part, Node):
        process.nodes[part.id] = part
    else:
        process.flows[part.id] = part


def _node(reading: Reading, element: etree._Element, scope: str | None) -> Node | None:
    tag = local(element)
    try:
        node = parts.node(reading, element, tag, scope)
        node.loop, node.ad_hoc = loops.loop(reading, element), ad_hoc.ad_hoc(reading, element)
        if node.event_subprocess and node.loop is not None:
            reading.refuse(element, "a loop or multi-instance is not executed on an event sub-process", "Loop an activity inside it.")
        return node
    except FeelSyntaxError as error:
        reading.refuse(element, f"an expression cannot be read: {error}", "Mend the expression.")
    return None


def _flow(reading: Reading, element: etree._Element) -> Flow | None:
    parts.check_attributes(reading, element, {"id", "name", "sourceRef", "targetRef"})
    condition = element.find(f"{{{BPMN}}}conditionExpression")
    try:
        return Flow(
            element.get("id", ""), element.get("sourceRef", ""), element.get("targetRef", ""), element.get("name", ""),
            parts.condition(reading, condition), parts.properties(element).get("name_zh", ""),
        )  # fmt: skip
    except FeelSyntaxError as error:
        reading.refuse(element, f"the condition cannot be read: {error}", "Mend the condition.")
    return None
