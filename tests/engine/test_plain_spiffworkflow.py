"""What plain SpiffWorkflow does with diagrams that Writ runs as BPMN says: the reasons for elements of our own.

Each test runs one diagram in both. When a newer SpiffWorkflow mends a defect its test fails here: then docs/spiffworkflow.md is to
be read again, and the element may go back to the library.
"""

import re
from collections.abc import Iterable
from typing import Any

import pytest
from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.event_definitions.item_aware_event import SignalEventDefinition
from SpiffWorkflow.util.task import TaskState

from tests.engine.diagrams import end, node, on, process, script, signal, start, sub, timer, user
from tests.engine.runs import Game


class Plain:
    """A workflow of the library as it comes; expressions are Python there."""

    def __init__(self, source: bytes, **variables: Any) -> None:
        parser = BpmnParser()
        parser.add_bpmn_str(re.sub(rb"\$\{([^}]*)\}", rb"\1", source))
        key = re.search(rb'process id="([^"]+)"', source)
        assert key
        name = key[1].decode()
        self.workflow = BpmnWorkflow(parser.get_spec(name), parser.get_subprocess_specs(name))
        self.workflow.get_next_task(spec_name="Start").data.update(variables)
        self.workflow.do_engine_steps()

    @property
    def tasks(self) -> list[str]:
        return sorted(task.task_spec.name for task in self.workflow.get_tasks(state=TaskState.READY, manual=True))

    def complete(self, name: str, **values: Any) -> "Plain":
        (task, *_) = self.workflow.get_tasks(state=TaskState.READY, spec_name=name)
        task.data.update(values)
        task.run()
        self.workflow.do_engine_steps()
        return self


def both(source: bytes, steps: Iterable[str | tuple[str, dict[str, Any]]] = (), **variables: Any) -> tuple[Plain, Game]:
    """Return a diagram after the same steps in the library and in Writ."""
    plain, ours = Plain(source, **variables), Game(source, **variables)
    for step in steps:
        name, values = (step, {}) if isinstance(step, str) else step
        plain.complete(name, **values)
        ours.complete(name, **values)
    return plain, ours


def test_a_join_in_a_loop_fires_early() -> None:
    """BPMN 2.0.2 §13.4.1: a parallel gateway takes one token from each incoming flow."""
    loop = process(
        "p", start(), node("exclusiveGateway", "again"), node("parallelGateway", "fork"), user("a"), user("b"),
        node("parallelGateway", "join"), node("exclusiveGateway", "more"), end(),
        flows=("start > again > fork > a > join > more", "fork > b > join", "more > again ? ${go}", "more > end !"),
    )  # fmt: skip
    plain, ours = both(loop, ["b", "a", "a"], go=True)
    assert ours.tasks == ["b"]
    assert plain.tasks != ["b"]


def test_the_branch_that_ends_last_overwrites_what_the_others_wrote() -> None:
    """BPMN 2.0.2 §10.4.1: the data of a process exist once for all its activities."""
    fork = process(
        "p", start(), node("parallelGateway", "fork"), user("a"), user("b"), node("parallelGateway", "join"), user("after"), end(),
        flows=("start > fork > a > join > after > end", "fork > b > join"),
    )  # fmt: skip
    plain, ours = both(fork, [("a", {"sum": 5}), "b"], sum=0)
    (task,) = plain.workflow.get_tasks(state=TaskState.READY, spec_name="after")
    (waiting,) = ours.run.user_tasks()
    assert waiting.variables["sum"] == 5
    assert task.data["sum"] == 0


def test_a_long_loop_stops_without_a_word() -> None:
    rounds = 340
    loop = process(
        "p", start(), node("exclusiveGateway", "again"), user("a"), node("exclusiveGateway", "more"), end(),
        flows=("start > again > a > more", "more > again ? ${go}", "more > end !"),
    )  # fmt: skip
    ours = Game(loop, go=True)
    for _ in range(rounds):
        ours.complete("a")
    assert ours.tasks == ["a"]
    plain = Plain(loop, go=True)
    done = 0
    while plain.tasks and done < rounds:
        plain.complete("a")
        done += 1
    assert done < rounds
    assert plain.workflow.completed is False


def test_a_signal_end_event_throws_nothing() -> None:
    """BPMN 2.0.2 §10.5.3: a signal end event broadcasts its signal."""
    source = process("p", start(), end("end", on("signal", "s")), flows=("start > end",), roots=signal("s", "closed"))
    plain, ours = both(source)
    assert ours.host.asked == [("signal", "closed", {})]
    assert not any(isinstance(event.event_definition, SignalEventDefinition) for event in plain.workflow.get_events())


def test_a_link_loses_its_token() -> None:
    """BPMN 2.0.2 §10.5.4: a link goes on at the catching event of its name."""
    link = '<bpmn:linkEventDefinition name="there"/>'
    source = process(
        "p", start(), node("intermediateThrowEvent", "throw", link), node("intermediateCatchEvent", "catch", link), user("after"), end(),
        flows=("start > throw", "catch > after > end"),
    )  # fmt: skip
    plain, ours = both(source)
    assert ours.tasks == ["after"]
    assert plain.tasks == []


def test_the_second_timer_behind_a_gateway_takes_the_date_of_the_first() -> None:
    """BPMN 2.0.2 §13.4.4: each event behind the gateway waits for its own occurrence."""
    def waits(first: str, second: str) -> bytes:
        return process(
            "p", start(), node("eventBasedGateway", "which"),
            node("intermediateCatchEvent", "one", timer("Duration", first)), user("a"), end("e1"),
            node("intermediateCatchEvent", "two", timer("Duration", second)), user("b"), end("e2"),
            flows=("start > which > one > a > e1", "which > two > b > e2"),
        )  # fmt: skip

    ours = Game(waits("P10D", "P20D"))
    first, second = ours.due("one"), ours.due("two")
    assert first is not None
    assert second is not None
    assert (second - first).days == 10
    plain = Plain(waits('"P10D"', '"P20D"'))
    values = {event.value for event in plain.workflow.waiting_events()}
    assert len(values) < 2


def test_an_event_sub_process_does_not_interrupt() -> None:
    """BPMN 2.0.2 §13.5.4: an interrupting event sub-process ends the activities around it."""
    off = sub(
        "off", start("called", on("signal", "s"), isInterrupting="true"), user("tidy"), end("off_end"), event=True,
    )  # fmt: skip
    source = process("p", start(), user("work"), end(), off, flows=("start > work > end", "called > tidy > off_end"), roots=signal("s", "off"))
    ours = Game(source)
    ours.signal("off")
    assert ours.tasks == ["tidy"]
    plain = Plain(source)
    plain.workflow.catch(_signal("off"))
    plain.workflow.do_engine_steps()
    assert plain.tasks != ["tidy"]


def _signal(name: str) -> Any:
    from SpiffWorkflow.bpmn import BpmnEvent

    return BpmnEvent(SignalEventDefinition(name), None)


def test_a_diagram_may_run_any_program() -> None:
    """The library computes scripts as Python; Writ computes FEEL, which reaches nothing outside its variables."""
    attack = '__import__("os").getpid()'
    python = node("scriptTask", "s", f"<bpmn:script>pid = {attack}</bpmn:script>")
    plain = Plain(process("p", start(), python, user("a"), end(), flows=("start > s > a > end",)))
    (task,) = plain.workflow.get_tasks(state=TaskState.READY, spec_name="a")
    assert isinstance(task.data["pid"], int)
    with pytest.raises(AssertionError, match="cannot be read"):
        Game(process("p", start(), script("s", "pid", attack), user("a"), end(), flows=("start > s > a > end",)))


def test_a_value_can_make_a_stored_instance_unreadable() -> None:
    source = process("p", start(), user("a"), end(), flows=("start > a > end",))
    value = {"typename": "anything"}
    ours = Game(source, form=value)
    (waiting,) = ours.run.user_tasks()
    assert waiting.variables["form"] == value
    serializer = BpmnWorkflowSerializer()
    state = serializer.serialize_json(Plain(source, form=value).workflow)
    with pytest.raises(TypeError):
        serializer.deserialize_json(state)
