"""The shipped diagrams can be looked at: everything is drawn, nothing lies on something else."""

from itertools import combinations, pairwise

import pytest

from tests.diagrams.drawing import BPMN, NAMES, Drawing, drawing


@pytest.fixture(params=NAMES)
def diagram(request: pytest.FixtureRequest) -> Drawing:
    return drawing(request.param)


def test_every_element_is_drawn(diagram: Drawing) -> None:
    shown = {step.attrib["id"] for step in diagram.steps}
    shown |= {
        e.attrib["id"] for e in diagram.elements.values() if e.tag in (f"{BPMN}participant", f"{BPMN}lane")
    }
    assert shown == set(diagram.boxes)


def test_every_flow_is_drawn(diagram: Drawing) -> None:
    assert {flow.attrib["id"] for flow in diagram.flows} == set(diagram.routes)


def test_no_two_shapes_overlap(diagram: Drawing) -> None:
    around = {step.attrib["id"]: diagram.holders(step) for step in diagram.steps}
    on_another = [
        (one, other)
        for one, other in combinations(around, 2)
        if one not in around[other]
        and other not in around[one]
        and diagram.boxes[one].overlaps(diagram.boxes[other])
    ]
    assert on_another == []


def test_what_is_inside_a_sub_process_is_drawn_inside(diagram: Drawing) -> None:
    outside = [
        step.get("id")
        for step in diagram.steps
        if (parent := diagram.parents[step]).tag == f"{BPMN}subProcess"
        and not diagram.boxes[parent.attrib["id"]].holds(diagram.boxes[step.attrib["id"]])
        and step.tag != f"{BPMN}boundaryEvent"
    ]
    assert outside == []


def test_steps_stand_in_their_lane(diagram: Drawing) -> None:
    lanes = [e for e in diagram.elements.values() if e.tag == f"{BPMN}lane"]
    placed = {ref.text: lane.attrib["id"] for lane in lanes for ref in lane.iterfind(f"{BPMN}flowNodeRef")}
    top = {step.attrib["id"] for step in diagram.steps if diagram.parents[step] is diagram.process}
    assert set(placed) == top
    assert [i for i, lane in placed.items() if i and not diagram.boxes[lane].holds(diagram.boxes[i])] == []


def test_flows_dock_at_the_shapes_they_join(diagram: Drawing) -> None:
    loose = [
        flow.get("id")
        for flow in diagram.flows
        if not diagram.boxes[flow.attrib["sourceRef"]].border_is_at(diagram.routes[flow.attrib["id"]][0])
        or not diagram.boxes[flow.attrib["targetRef"]].border_is_at(diagram.routes[flow.attrib["id"]][-1])
    ]
    assert loose == []


def test_flows_run_straight_across_or_down(diagram: Drawing) -> None:
    slanting = {
        flow
        for flow, points in diagram.routes.items()
        for (x, y), (to_x, to_y) in pairwise(points)
        if x != to_x and y != to_y
    }
    assert slanting == set()
