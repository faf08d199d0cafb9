"""The shipped diagrams read well: few lines cross, none runs through a shape or a word, no word stands on another or on a shape."""

from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from tests.diagrams.drawing import BPMN, NAMES, PROCESSES, Box, Drawing, Point, drawing
from worklist.handbook.drawing import printed_lines
from worklist.handbook.model import said
from worklist.handbook.shapes import LINE, length, wrapped

#: Crossing lines a diagram has at present, where there are any: a change may take some away, and none may be added.
CROSSINGS = {
    "arbitral_award_recognition": 1, "challenges_stays": 3, "compulsory_enforcement": 4, "freeze_renewal_watch": 2, "limitation_watch": 2,
    "publication_redaction": 6, "reconsideration": 5, "service_defence": 2, "settlement": 9, "spc_reporting": 3,
}  # fmt: skip
Segment = tuple[Point, Point]


@pytest.fixture(params=NAMES)
def diagram(request: pytest.FixtureRequest) -> Drawing:
    return drawing(request.param)


def test_no_more_lines_cross_than_did(diagram: Drawing) -> None:
    assert len(list(crossings(diagram))) <= CROSSINGS.get(diagram.path.stem, 0)


def test_no_line_runs_through_a_shape(diagram: Drawing) -> None:
    assert list(through_shapes(diagram)) == []


def test_lines_that_share_a_stretch_share_an_end(diagram: Drawing) -> None:
    assert list(on_one_line(diagram)) == []


def test_no_word_stands_on_a_shape(diagram: Drawing) -> None:
    assert list(words_on_shapes(diagram)) == []


def test_no_word_stands_on_a_line(diagram: Drawing) -> None:
    assert list(words_on_lines(diagram)) == []


def test_no_word_stands_on_another(diagram: Drawing) -> None:
    assert list(words_on_words(diagram)) == []


def test_no_chinese_word_stands_on_a_shape_a_line_or_another(diagram: Drawing) -> None:
    """The picture centres a name on the place that was drawn for the English one, which may be longer or shorter."""
    printed = in_chinese(diagram)
    assert [*words_on_shapes(printed), *words_on_lines(printed), *words_on_their_own_line(printed), *words_on_words(printed)] == []


def test_names_outside_a_shape_have_their_place(diagram: Drawing) -> None:
    outside = [step for step in diagram.steps if step.tag.endswith(("Event", "Gateway"))]
    named = {one.attrib["id"] for one in [*outside, *diagram.flows] if one.get("name")}
    assert named - set(diagram.labels) == set()


def test_names_outside_a_shape_are_not_longer_than_their_place(diagram: Drawing) -> None:
    long = [
        named
        for named, place in diagram.labels.items()
        if len(wrapped(diagram.elements[named].get("name", ""), max(place.right - place.left, 90))) * LINE > place.bottom - place.top + 2
    ]
    assert long == []


def test_every_end_says_what_has_come_of_it(diagram: Drawing) -> None:
    ends = [step for step in diagram.steps if step.tag == f"{BPMN}endEvent"]
    assert [end.get("id") for end in ends if not end.get("name")] == []


def test_a_line_drawn_across_a_diagram_is_found(tmp_path: Path) -> None:
    shape = drawing("foreign_judgment_recognition").boxes["assess_reciprocity"]
    across = f"{(shape.top + shape.bottom) / 2}"
    bad = spoiled(tmp_path, "flow_begin_to_by_route", [f"300,{across}", f"2000,{across}", "2000,5000"])
    assert len(list(crossings(bad))) > CROSSINGS.get("foreign_judgment_recognition", 0)
    assert ("flow_begin_to_by_route", "assess_reciprocity") in list(through_shapes(bad))
    assert any("flow_begin_to_by_route" in pair for pair in words_on_lines(bad))


def test_words_and_ends_that_are_moved_onto_others_are_found(tmp_path: Path) -> None:
    good = drawing("foreign_judgment_recognition")
    there, shape = good.labels["begin"], good.boxes["assess_reciprocity"]
    bad = spoiled(tmp_path)
    bad.labels["by_route"], bad.labels["reciprocity_known"] = there, shape
    bad.elements["case_closed"].attrib.pop("name")
    assert {"by_route", "begin"} in [set(pair) for pair in words_on_words(bad)]
    assert ("reciprocity_known", "assess_reciprocity") in list(words_on_shapes(bad))
    with pytest.raises(AssertionError):
        test_every_end_says_what_has_come_of_it(bad)


def test_a_chinese_name_that_is_too_long_for_its_place_is_found(tmp_path: Path) -> None:
    path = tmp_path / "foreign_judgment_recognition.bpmn"
    source = (PROCESSES / path.name).read_text(encoding="utf-8")
    path.write_text(source.replace('value="不予承认"', 'value="法院经审查裁定不予承认和执行该外国判决"'), encoding="utf-8")
    bad = in_chinese(Drawing(path))
    assert [*words_on_shapes(bad), *words_on_lines(bad), *words_on_their_own_line(bad), *words_on_words(bad)] != []


def in_chinese(diagram: Drawing) -> Drawing:
    """Return the diagram with the places that its Chinese names take in the picture."""
    printed = Drawing(diagram.path)
    for named, place in diagram.labels.items():
        lines = printed_lines(said(diagram.elements[named]).in_chinese, place.right - place.left, place.bottom - place.top)
        middle, half = (place.left + place.right) / 2, max(map(length, lines)) / 2
        printed.labels[named] = Box(middle - half, place.top + 1, middle + half, place.top + 1 + len(lines) * LINE)
    return printed


def words_on_their_own_line(diagram: Drawing) -> Iterator[str]:
    """Yield the answers through which their own flow runs."""
    for named, words in diagram.labels.items():
        if any(words.is_crossed(*part) for part in pairwise(diagram.routes.get(named, []))):
            yield named


def spoiled(folder: Path, flow: str = "", points: list[str] | None = None) -> Drawing:
    """Return a shipped diagram of which one flow goes another way."""
    path = folder / "foreign_judgment_recognition.bpmn"
    path.write_bytes((PROCESSES / path.name).read_bytes())
    bad = Drawing(path)
    if points:
        bad.routes[flow] = [(float(x), float(y)) for x, y in (point.split(",") for point in points)]
    return bad


def crossings(diagram: Drawing) -> Iterator[tuple[str, str]]:
    """Yield the flows of which a part across meets a part down of another between the ends of both."""
    for (one, route), (other, way) in combinations(diagram.routes.items(), 2):
        for part in pairwise(route):
            for piece in pairwise(way):
                if meet(part, piece) or meet(piece, part):
                    yield one, other


def meet(across: Segment, down: Segment) -> bool:
    """Return whether the first, which runs across, and the second, which runs down, cross in their inner parts."""
    (x1, y1), (x2, y2) = across
    (x3, y3), (x4, y4) = down
    if y1 != y2 or x3 != x4:
        return False
    return min(x1, x2) < x3 < max(x1, x2) and min(y3, y4) < y1 < max(y3, y4)


def through_shapes(diagram: Drawing) -> Iterator[tuple[str, str]]:
    """Yield flows and the shapes, other than their ends and what is around them, that they run through."""
    for flow in diagram.flows:
        own = {flow.attrib["sourceRef"], flow.attrib["targetRef"]} | diagram.holders(flow)
        for step in diagram.steps:
            shape = step.attrib["id"]
            if shape not in own and any(
                diagram.boxes[shape].is_crossed(*part) for part in pairwise(diagram.routes[flow.attrib["id"]])
            ):
                yield flow.attrib["id"], shape


def on_one_line(diagram: Drawing) -> Iterator[tuple[str, str]]:
    """Yield flows without a common end that share a stretch of more than five pixels."""
    for one, other in combinations(diagram.flows, 2):
        related = any(one.get(end) == other.get(end) for end in ("sourceRef", "targetRef"))
        if not related and any(
            stretch(part, piece) > 5
            for part in pairwise(diagram.routes[one.attrib["id"]])
            for piece in pairwise(diagram.routes[other.attrib["id"]])
        ):
            yield one.attrib["id"], other.attrib["id"]


def stretch(one: Segment, other: Segment) -> float:
    """Return how many pixels two straight lines share."""
    for fixed, runs in ((0, 1), (1, 0)):
        if len({point[fixed] for point in (*one, *other)}) == 1:
            ends = [sorted(point[runs] for point in line) for line in (one, other)]
            return min(ends[0][1], ends[1][1]) - max(ends[0][0], ends[1][0])
    return 0


def words_on_shapes(diagram: Drawing) -> Iterator[tuple[str, str]]:
    """Yield names outside a shape, and the shapes on whose border or inside they stand."""
    for named, words in diagram.labels.items():
        for step in diagram.steps:
            shape = step.attrib["id"]
            around = step.tag == f"{BPMN}subProcess" and diagram.boxes[shape].holds(words)
            if shape != named and not around and words.overlaps(diagram.boxes[shape], 2):
                yield named, shape


def words_on_lines(diagram: Drawing) -> Iterator[tuple[str, str]]:
    """Yield names outside a shape, and the flows that run through them."""
    for named, words in diagram.labels.items():
        for flow, route in diagram.routes.items():
            if flow != named and any(words.is_crossed(*part) for part in pairwise(route)):
                yield named, flow


def words_on_words(diagram: Drawing) -> Iterator[tuple[str, str]]:
    """Yield names that stand on one another."""
    for (one, words), (other, text) in combinations(diagram.labels.items(), 2):
        if words.overlaps(text, 2):
            yield one, other
