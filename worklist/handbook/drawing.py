"""A diagram as a picture: the shapes and edges that a process owner drew, as SVG. Source: BPMN 2.0.2 §12 (diagram interchange)."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from markupsafe import Markup

from worklist.handbook import shapes
from worklist.handbook.model import BPMN, Said, said

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
#: Room around the drawing, in pixels.
MARGIN = 10.0


@dataclass(frozen=True)
class Bounds:
    """A rectangle on the drawing, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @classmethod
    def of(cls, element: etree._Element) -> "Bounds":
        """Return the bounds that a shape or a label carries."""
        found = next(element.iterchildren(f"{DC}Bounds"))
        return cls(*(float(found.attrib[name]) for name in ("x", "y", "width", "height")))


def svg(root: etree._Element, chinese: bool) -> Markup:
    """Return the picture of a diagram, with its names in one language."""
    named = {e.get("id"): e for e in root.iter("*") if isinstance(e.tag, str) and e.tag.startswith(BPMN)}
    pool = Bounds.of(next(root.iter(f"{DI}BPMNShape")))
    box = f"{pool.x - MARGIN} {pool.y - MARGIN} {pool.width + 2 * MARGIN} {pool.height + 2 * MARGIN}"
    parts = [part for shape in root.iter(f"{DI}BPMNShape") for part in _shape(shape, named, chinese)]
    parts += [part for edge in root.iter(f"{DI}BPMNEdge") for part in _edge(edge, named, chinese)]
    return Markup('<svg class="diagram" viewBox="{}" role="img">{}{}</svg>').format(
        box, shapes.ARROW, Markup("").join(parts)
    )


def _shape(shape: etree._Element, named: dict[str | None, etree._Element], chinese: bool) -> Iterator[Markup]:
    element = named.get(shape.get("bpmnElement"))
    if element is None:
        return
    bounds, kind = Bounds.of(shape), element.tag.removeprefix(BPMN)
    words = said(element)
    name = _pool_words(element, named) if kind == "participant" else words
    yield shapes.outline(kind, element, bounds)
    yield from _name(shape, kind, bounds, _chosen(name, kind, chinese))


def _pool_words(participant: etree._Element, named: dict[str | None, etree._Element]) -> Said:
    return said(named[participant.get("processRef")])


def _chosen(words: Said, kind: str, chinese: bool) -> str:
    if kind == "lane":  # a lane carries both: "Finance 费用"
        english, _, other = words.name.rpartition(" ")
        return other if chinese else english
    return words.in_chinese if chinese else words.name


def _name(shape: etree._Element, kind: str, bounds: Bounds, name: str) -> Iterator[Markup]:
    if not name:
        return
    if kind in ("participant", "lane"):
        yield shapes.upright(name, bounds.x + 17, bounds.y + bounds.height / 2)
    elif kind in ("subProcess", "transaction", "adHocSubProcess"):
        yield shapes.words(name, bounds.x + bounds.width / 2, bounds.y + 16, bounds.width)
    elif kind.endswith(("Task", "task", "callActivity")):
        yield shapes.words(
            name,
            bounds.x + bounds.width / 2,
            bounds.y + bounds.height / 2 + 4,
            bounds.width - 10,
            centred=True,
        )
    else:
        label = shape.find(f"{DI}BPMNLabel")
        place = (
            Bounds.of(label)
            if label is not None
            else Bounds(bounds.x - 32, bounds.y + bounds.height + 4, 100, 14)
        )
        yield _beside(name, place)


def _edge(edge: etree._Element, named: dict[str | None, etree._Element], chinese: bool) -> Iterator[Markup]:
    points = " ".join(f"{w.get('x')},{w.get('y')}" for w in edge.iter(WAYPOINT))
    yield Markup('<polyline class="flow" points="{}" marker-end="url(#arrow)"/>').format(points)
    flow, label = named.get(edge.get("bpmnElement")), edge.find(f"{DI}BPMNLabel")
    if flow is not None and flow.get("name") and label is not None:
        place = Bounds.of(label)
        yield _beside(_chosen(said(flow), "sequenceFlow", chinese), place)


def _beside(name: str, place: Bounds) -> Markup:
    return shapes.words(name, place.x + place.width / 2, place.y + 11, _room(name, place.width, place.height))


def printed_lines(name: str, width: float, height: float) -> list[str]:
    """Return the lines in which a name stands at a place outside a shape, whose size is in pixels."""
    return shapes.wrapped(name, _room(name, width, height))


def _room(name: str, width: float, height: float) -> float:
    """Return how wide words outside a shape may be: as their place where it is high enough for that, else 90 pixels or more."""
    fits = len(shapes.wrapped(name, width)) * shapes.LINE <= height + 2
    return width if fits else max(width, 90)
