"""A diagram file as drawn: its elements, their places and routes. Source: BPMN 2.0.2 §12 (diagram interchange)."""

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from lxml import etree

PROCESSES = Path(__file__).resolve().parents[2] / "processes"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"
MODELER = "{http://camunda.org/schema/modeler/1.0}"
STEPS = ("Event", "Task", "Gateway", "ubProcess", "callActivity")
WORDS_OUTSIDE = ("Event", "Gateway", "sequenceFlow")

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle on the drawing, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box", slack: float = 0) -> bool:
        """Return whether the two share an area of more than `slack` pixels each way."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > slack and down > slack

    def is_crossed(self, start: Point, end: Point) -> bool:
        """Return whether a straight line, across or down, runs through, give or take two pixels at the border."""
        line = Box(min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))
        inner = Box(self.left + 2, self.top + 2, self.right - 2, self.bottom - 2)
        across = min(inner.right, line.right) - max(inner.left, line.left)
        down = min(inner.bottom, line.bottom) - max(inner.top, line.top)
        return across >= 0 and down >= 0 and inner.left < inner.right and inner.top < inner.bottom

    def holds(self, other: "Box") -> bool:
        """Return whether the other lies inside."""
        return self.left <= other.left and self.top <= other.top and self.right >= other.right and self.bottom >= other.bottom  # fmt: skip

    def border_is_at(self, point: Point) -> bool:
        """Return whether a point lies on the border, give or take two pixels."""
        x, y = point
        if not (self.left - 2 <= x <= self.right + 2 and self.top - 2 <= y <= self.bottom + 2):
            return False
        return min(abs(x - self.left), abs(x - self.right), abs(y - self.top), abs(y - self.bottom)) <= 2


class Drawing:
    """One `.bpmn` file. `elements` maps every id of the model to its XML element."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.source = path.read_bytes()
        self.root = etree.fromstring(self.source)
        self.parents = {child: parent for parent in self.root.iter("*") for child in parent}
        self.elements = {
            e.attrib["id"]: e for e in self.root.iter("*") if "id" in e.attrib and e.tag.startswith(BPMN)
        }

    @property
    def process(self) -> etree._Element:
        """The one process of the file."""
        return next(self.root.iter(f"{BPMN}process"))

    @cached_property
    def steps(self) -> list[etree._Element]:
        """Events, activities and gateways, those inside sub-processes too."""
        return [e for e in self.elements.values() if e.tag.endswith(STEPS)]

    @cached_property
    def flows(self) -> list[etree._Element]:
        """Sequence flows."""
        return [e for e in self.elements.values() if e.tag == f"{BPMN}sequenceFlow"]

    @cached_property
    def boxes(self) -> dict[str, Box]:
        """Places of the shapes, by the id of what they show."""
        return {s.attrib["bpmnElement"]: box(s) for s in self.root.iter(f"{DI}BPMNShape")}

    @cached_property
    def routes(self) -> dict[str, list[Point]]:
        """Waypoints of the edges, by the id of the flow."""
        return {
            e.attrib["bpmnElement"]: [(float(w.attrib["x"]), float(w.attrib["y"])) for w in e.iter(WAYPOINT)]
            for e in self.root.iter(f"{DI}BPMNEdge")
        }

    @cached_property
    def labels(self) -> dict[str, Box]:
        """Places of the words that stand outside a shape, by the id of what they name."""
        shown = [*self.root.iter(f"{DI}BPMNShape"), *self.root.iter(f"{DI}BPMNEdge")]
        named = {s.attrib["bpmnElement"]: s.find(f"{DI}BPMNLabel") for s in shown}
        return {
            i: box(label)
            for i, label in named.items()
            if label is not None and self.elements[i].tag.endswith(WORDS_OUTSIDE)
        }

    def after(self, step: str) -> set[str]:
        """Ids of the steps that sequence flows lead to from a step."""
        return {flow.attrib["targetRef"] for flow in self.flows if flow.attrib["sourceRef"] == step}

    def behind(self, step: str) -> set[str]:
        """Ids of the steps that come after a step, where a link leads to them too."""
        found = self.after(step)
        return (found - set(self.links)).union(*(self.after(self.links[one]) for one in found & set(self.links)))

    @cached_property
    def links(self) -> dict[str, str]:
        """Ids of the catching ends of links of the process, by the ids of the throwing ones."""
        ends = [end for end in self.process if end.find(f"{BPMN}linkEventDefinition") is not None]
        caught = {end.attrib["name"]: end.attrib["id"] for end in ends if end.tag.endswith("CatchEvent")}
        thrown = [end for end in ends if end.tag.endswith("ThrowEvent")]
        return {end.attrib["id"]: caught[end.attrib["name"]] for end in thrown}

    def holders(self, step: etree._Element) -> set[str]:
        """Ids of the sub-processes around a step, and of the activity a boundary event sits on."""
        found, at = {step.get("attachedToRef", "")}, self.parents[step]
        while at in self.parents:
            found.add(at.get("id", ""))
            at = self.parents[at]
        return found

    def message(self, step: str) -> str:
        """Name of the message a step waits for; empty when it waits for something else."""
        definition = self.elements[step].find(f"{BPMN}messageEventDefinition")
        return "" if definition is None else self.elements[definition.attrib["messageRef"]].attrib["name"]

    def signal(self, step: etree._Element) -> str:
        """Name of the signal of an event; empty when it has none."""
        definition = step.find(f"{BPMN}signalEventDefinition")
        return "" if definition is None else self.elements[definition.attrib["signalRef"]].attrib["name"]


def box(shape: etree._Element) -> Box:
    """Return the bounds of a shape."""
    x, y, width, height = (float(shape.find(f"{DC}Bounds").attrib[k]) for k in ("x", "y", "width", "height"))
    return Box(x, y, x + width, y + height)


def properties(element: etree._Element) -> dict[str, str]:
    """Return the extension properties of an element."""
    found = element.iterfind(f"{BPMN}extensionElements/{CAMUNDA}properties/{CAMUNDA}property")
    return {p.attrib["name"]: p.attrib["value"] for p in found}


def documentation(element: etree._Element) -> str:
    """Return the English documentation of an element."""
    return element.findtext(f"{BPMN}documentation") or ""


@cache
def drawing(name: str) -> Drawing:
    """Return a shipped diagram by its process key."""
    return Drawing(PROCESSES / f"{name}.bpmn")


NAMES = sorted(path.stem for path in PROCESSES.glob("*.bpmn"))
