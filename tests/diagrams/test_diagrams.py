"""The shipped diagrams say what docs/diagrams.md asks of them, in both languages."""

import csv
import html
import re
from pathlib import Path

import pytest

from tests.diagrams.drawing import (
    BPMN,
    CAMUNDA,
    DI,
    MODELER,
    NAMES,
    Drawing,
    documentation,
    drawing,
    properties,
)
from worklist.cases import catalogue
from worklist.cases.people import GROUPS
from worklist.engine.bpmn import read_processes
from worklist.handbook.drawing import svg

#: Waits whose reminders are a ladder of the deadline, or whose timer itself ends the wait.
NOT_CHASED = {"limitation_watch.listen", "limitation_watch.wait_event", "freeze_renewal_watch.listen", "reconsideration.opponent_gate"}  # fmt: skip


@pytest.fixture(params=NAMES)
def diagram(request: pytest.FixtureRequest) -> Drawing:
    return drawing(request.param)


def test_a_diagram_is_read_without_problems(diagram: Drawing) -> None:
    assert [str(problem) for problem in read_processes(diagram.path.name, diagram.source)[1]] == []


def test_a_file_holds_the_process_of_its_name(diagram: Drawing) -> None:
    assert [p.get("id") for p in diagram.root.iter(f"{BPMN}process")] == [diagram.path.stem]


def test_a_diagram_is_drawn_for_the_platform_of_the_modeler_profile(diagram: Drawing) -> None:
    platform = [diagram.root.get(f"{MODELER}executionPlatform{ending}") for ending in ("", "Version")]
    assert platform == ["Camunda Platform", "7.24.0"]


def test_what_has_a_name_is_told_in_both_languages(diagram: Drawing) -> None:
    silent = [
        step.get("id")
        for step in [diagram.process, *diagram.steps]
        if step.get("name")
        and not (documentation(step) and {"name_zh", "documentation_zh"} <= set(properties(step)))
    ]
    assert silent == []


def test_answers_are_told_in_both_languages(diagram: Drawing) -> None:
    silent = [flow.get("id") for flow in diagram.flows if flow.get("name") and not properties(flow).get("name_zh")]
    assert silent == []


def test_a_picture_shows_the_answers_in_its_language(diagram: Drawing) -> None:
    places = {edge.get("bpmnElement") for edge in diagram.root.iter(f"{DI}BPMNEdge") if edge.find(f"{DI}BPMNLabel") is not None}
    said = [(flow.get("name", ""), properties(flow)["name_zh"]) for flow in diagram.flows if flow.get("name") and flow.get("id") in places]
    english, chinese = (words_of(str(svg(diagram.root, chinese))) for chinese in (False, True))
    assert [name for name, _ in said if name.replace(" ", "") not in english] == []
    assert [name for _, name in said if name not in chinese] == []


def words_of(picture: str) -> set[str]:
    """Return the words of a picture, each name as one without blanks."""
    texts = re.findall(r'<text class="name"[^>]*>(.*?)</text>', picture)
    return {html.unescape(re.sub(r"<[^>]*>", "", text)).replace(" ", "") for text in texts}


def test_events_tasks_and_deciding_gateways_have_a_name(diagram: Drawing) -> None:
    nameless = [
        step.get("id")
        for step in diagram.steps
        if not step.get("name")
        and not (step.tag.endswith("Gateway") and is_plain(diagram, step.attrib["id"]))
    ]
    assert nameless == []


def is_plain(diagram: Drawing, gateway: str) -> bool:
    """Whether a gateway only joins, or splits without asking."""
    return diagram.elements[gateway].tag == f"{BPMN}parallelGateway" or len(diagram.after(gateway)) == 1


def test_names_fit_their_shapes(diagram: Drawing) -> None:
    assert [name for step in diagram.steps if len(name := step.get("name", "")) > 45] == []


def test_tasks_go_to_groups_that_exist(diagram: Drawing) -> None:
    groups = {
        step.get(f"{CAMUNDA}candidateGroups") for step in diagram.steps if step.tag == f"{BPMN}userTask"
    }
    assert groups <= set(GROUPS)


def test_every_process_ends_when_its_case_is_closed(diagram: Drawing) -> None:
    over = diagram.elements["case_over"]
    starts = over.findall(f"{BPMN}startEvent")
    assert over.get("triggeredByEvent") == "true"
    assert [diagram.signal(start) for start in starts] == ["case_closed-${case_id}"]


def test_timers_of_a_legal_period_carry_its_rule(diagram: Drawing) -> None:
    without = [
        step.get("id")
        for step in diagram.steps
        if step.tag.endswith(("CatchEvent", "boundaryEvent"))
        and "writ:deadline" in properties(step)
        and not re.search(r"DL-[GX]-\d+", step.get("name", "") + documentation(step))
    ]
    assert without == []


def waits(diagram: Drawing) -> list[str]:
    """Ids of the event gateways that wait for documents."""
    gateways = [step.attrib["id"] for step in diagram.steps if step.tag == f"{BPMN}eventBasedGateway"]
    return [
        gateway for gateway in gateways if any(diagram.message(event) for event in diagram.after(gateway))
    ]


def test_every_wait_takes_other_letters(diagram: Drawing) -> None:
    for wait in waits(diagram):
        assert diagram.message(f"{wait}_letter") == "other_event"
        given = diagram.elements[f"{wait}_letter"].find(f".//{CAMUNDA}inputParameter[@name='step']")
        assert given is not None
        assert given.text == wait
        assert f"{wait}_treat" in diagram.after(f"{wait}_other_choice")


def test_a_wait_goes_on_beside_a_letter_that_nobody_has_looked_at(diagram: Drawing) -> None:
    for wait in waits(diagram):
        told = f"{wait}_told"
        handed_on = told in diagram.elements
        assert diagram.behind(f"{wait}_letter") == {told if handed_on else f"{wait}_other", f"{wait}_again"}
        if handed_on:  # a watch ends and begins anew, which an open task in it would hold up
            begun = diagram.elements["letter_event_begin"]
            assert diagram.signal(diagram.elements[told]) == diagram.signal(begun) != ""
            assert diagram.after("letter_event_begin") == {f"{wait}_other"}
        assert f"{wait}_noted" in diagram.after(f"{wait}_other_choice")
        assert diagram.after(f"{wait}_treat") == {f"{wait}_noted"}


def test_giving_up_ends_the_wait_that_goes_on_beside_the_letter(diagram: Drawing) -> None:
    for wait in waits(diagram):
        told, heard = diagram.elements[f"{wait}_give_up"], diagram.elements[f"{wait}_stopped"]
        assert f"{wait}_give_up" in diagram.after(f"{wait}_other_choice")
        assert diagram.signal(told) == diagram.signal(heard) != ""
        watch = heard.get("attachedToRef")  # a watch that would begin anew is left over its border
        held = diagram.holders(diagram.elements[wait])
        assert f"{wait}_stopped" in diagram.after(wait) or (
            watch in held and "cancelActivity" not in heard.attrib
        )
        assert ends_behind(diagram, f"{wait}_stopped") == {f"{wait}_given_up"}


def ends_behind(diagram: Drawing, step: str) -> set[str]:
    """Return what comes after a step and the automatic task behind it, if there is one."""
    after = diagram.after(step)
    automatic = {one for one in after if diagram.elements[one].tag.endswith("serviceTask")}
    return (after - automatic).union(*(diagram.after(one) for one in automatic))


def test_what_is_given_up_is_told_by_a_signal_of_the_catalogue(diagram: Drawing) -> None:
    for wait in waits(diagram):
        told = diagram.signal(diagram.elements[f"{wait}_give_up"])
        thrown = [row["thrown_by"] for row in signals() if row["signal"] == told]
        heard = [row["caught_by"] for row in signals() if row["signal"] == told]
        assert any(place(diagram, wait, "give_up") in row.split(";") for row in thrown)
        assert any(place(diagram, wait, "stopped") in row.split(";") for row in heard)


def place(diagram: Drawing, wait: str, what: str) -> str:
    """Where the catalogue says a step of a wait stands: process, sub-process if any, and step."""
    step = diagram.elements[f"{wait}_{what}"]
    parent = diagram.parents[step]
    inside = f"{parent.attrib['id']}/" if parent.tag == f"{BPMN}subProcess" else ""
    return f"{diagram.path.stem}.{inside}{step.attrib['id']}"


def signals() -> list[dict[str, str]]:
    """Rows of the signals of the catalogue."""
    lines = (Path(catalogue.__file__).parent / "signals.csv").read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def test_a_wait_goes_on_while_somebody_chases(diagram: Drawing) -> None:
    for wait in waits(diagram):
        if f"{diagram.path.stem}.{wait}" not in NOT_CHASED:
            assert diagram.after(f"{wait}_timer") == {f"{wait}_chase", f"{wait}_again"}
            assert properties(diagram.elements[f"{wait}_chase"])["writ:renews"] == "true"
            assert diagram.after(f"{wait}_chase") == {f"{wait}_chased"}


def test_only_the_waits_known_to_have_a_ladder_go_without_a_chase() -> None:
    found = {f"{name}.{wait}" for name in NAMES for wait in waits(drawing(name)) if f"{wait}_chase" not in drawing(name).elements}  # fmt: skip
    assert found == NOT_CHASED
