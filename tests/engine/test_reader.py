"""The allow-list: what is not executed as drawn is refused, all problems at once, whatever the bytes."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.diagrams import (
    HEAD,
    each,
    end,
    mapping,
    message,
    node,
    on,
    process,
    script,
    signal,
    start,
    sub,
    timer,
    user,
)
from worklist.engine.bpmn import read_processes


def problems(source: bytes) -> list[str]:
    return [str(problem) for problem in read_processes("d.bpmn", source)[1]]


@pytest.mark.parametrize(
    ("element", "said"),
    [
        (node("serviceTask", "x", camunda_class="com.example.Java"), "camunda:class is not executed.*external task"),
        (node("serviceTask", "x"), "without a topic"),
        (node("scriptTask", "x", "<bpmn:script>import os</bpmn:script>", scriptFormat="python", camunda_resultVariable="y"), "not FEEL|cannot be read"),
        (node("businessRuleTask", "x"), "without a decision"),
        (node("complexGateway", "x"), "'complexGateway' is not executed.*inclusive or exclusive"),
        (node("userTask", "x", "<bpmn:standardLoopCharacteristics/>"), "a loop without condition or maximum never ends"),
        (node("userTask", "x", '<bpmn:standardLoopCharacteristics loopMaximum="-1"/>'), "loop maximum '-1' is no number"),
        (node("intermediateCatchEvent", "x", "<bpmn:eventDefinitionRef>nowhere</bpmn:eventDefinitionRef>"), "event definition that is not there"),
        (node("userTask", "x", isForCompensation="true"), "a compensation activity that undoes nothing"),
        (node("userTask", "x", startQuantity="2"), "startQuantity='2' is not executed.*Put a parallel gateway before it"),
        (node("userTask", "x", completionQuantity="2"), "completionQuantity='2' is not executed.*Draw as many flows out of it"),
        (node("intermediateCatchEvent", "x", on("message", "m_a"), parallelMultiple="true"), "parallelMultiple='true' is not executed.*a catch event for each"),
        (node("userTask", "x", camunda_formKey="embedded:app:x.html"), "formKey is not executed.*Camunda Form"),
        (node("intermediateCatchEvent", "x", timer("Duration", "P1D"), camunda_asyncAfter="true"), "asyncAfter is not executed.*asyncBefore on the element that follows"),
        (node("userTask", "x", "<bpmn:extensionElements><camunda:failedJobRetryTimeCycle>often</camunda:failedJobRetryTimeCycle></bpmn:extensionElements>"), "the retry cycle 'often' cannot be read.*R3/PT5M"),
        (node("callActivity", "x"), "without a called process"),
        (node("receiveTask", "x"), "without a message"),
        (node("userTask", "x", "<bpmn:extensionElements><camunda:taskListener class='A'/></bpmn:extensionElements>"), "taskListener' is not executed"),
        (node("userTask", "x", mapping(properties={"writ:dedline": "d"})), "writ:dedline' is not known.*writ:deadline"),
        (node("userTask", "x", camunda_dueDate="${a.b("), "cannot be read"),
        (node("userTask", "x", camunda_dueDate="tomorrow"), "camunda:dueDate: expected a day such as"),
        (node("userTask", "x", camunda_followUpDate="2026-02-30"), "camunda:followUpDate: expected a day such as"),
        (node("userTask", "x", camunda_priority="high"), "expected a whole number from 0 to 100 as priority"),
        (node("userTask", "x", camunda_candidateUsers="alice"), "candidateUsers is not executed.*candidate groups"),
        (node("userTask", "x", mapping(properties={"name_zh": "${(}"})), "cannot be read"),
        (node("intermediateCatchEvent", "x", timer("Duration", "soon")), "expected an ISO 8601 date, duration or cycle"),
        (node("intermediateCatchEvent", "x", timer("Cycle", "R0/P1D")), "expected a cycle such as"),
        (node("intermediateCatchEvent", "x", timer("Duration", "P99999999D")), "expected"),
        (node("receiveTask", "x", messageRef="sig"), "its message is a signal"),
        (script("x", "case", "1"), "sets the reserved name 'case'"),
        (node("userTask", "x", mapping(outputs={"case_id": "=1"})), "sets the reserved name 'case_id'"),
        (node("intermediateCatchEvent", "x", timer("Duration", "P1D").replace("timeDuration xsi", 'timeDuration language="groovy" xsi')), "language 'groovy' is not executed"),
        (node("receiveTask", "x", messageRef="m_a", instantiate="true"), "it begins the process, and a flow leads into it"),
    ],
)  # fmt: skip
def test_what_is_not_executed_is_refused_with_element_and_remedy(element, said):
    found = problems(process("p", start(), element, end(), flows=("start > x > end",), roots=message("a") + signal("sig", "sig")))
    assert any(re.search(said, line) and " x " in line for line in found), found


@pytest.mark.parametrize(
    ("element", "said"),
    [
        (node("exclusiveGateway", "x", mapping(outputs={"a": "=1"})), "input and output parameters are not executed here .exclusiveGateway.*activity before it"),
        (node("parallelGateway", "x", mapping(inputs={"a": "=1"})), "input and output parameters are not executed here .parallelGateway"),
        (node("intermediateThrowEvent", "x", mapping(outputs={"a": "=1"})), "output parameters are not executed here .intermediateThrowEvent.*activity beside it"),
        (node("endEvent", "x", mapping(outputs={"a": "=1"})), "output parameters are not executed here .endEvent"),
        (node("startEvent", "x", mapping(outputs={"a": "=1"})), "output parameters are not executed here .startEvent"),
        (user("t") + node("boundaryEvent", "x", mapping(outputs={"a": "=1"}) + timer("Duration", "P1D"), attachedToRef="t"), "output parameters are not executed here .boundaryEvent"),
        (sub("x", extension=mapping(outputs={"a": "=1"}), event=True), "output parameters are not executed here .event sub-process"),
        (sub("x", loop=each("=items", "item"), event=True), "a loop or multi-instance is not executed on an event sub-process.*activity inside it"),
    ],
)  # fmt: skip
def test_parameters_that_nothing_would_take_are_refused(element, said):
    found = problems(process("p", start(), element, end(), flows=("start > end",)))
    assert any(re.search(said, line) and " x " in line for line in found), found


@pytest.mark.parametrize("element", [
    node("userTask", "x", mapping(inputs={"a": "=1"}, outputs={"b": "=a"})),
    node("intermediateThrowEvent", "x", mapping(inputs={"a": "=1"})),
    node("intermediateCatchEvent", "x", mapping(inputs={"a": "=1"}, outputs={"b": "=a"}) + timer("Duration", "P1D")),
    sub("x", start("s"), end("e"), extension=mapping(inputs={"a": "=1"}, outputs={"b": "=a"})),
])  # fmt: skip
def test_parameters_that_are_executed_are_not_refused(element):
    found = problems(process("p", start(), element, end(), flows=("start > x > end",)))
    assert [line for line in found if "parameters are not executed" in line] == []


def test_a_global_task_that_a_call_activity_calls_is_refused_with_the_way_out():
    called = '<bpmn:globalUserTask id="ask" name="Ask"/>'
    source = process("p", start(), node("callActivity", "x", calledElement="ask"), end(), flows=("start > x > end",), roots=called)
    assert any("'globalUserTask' is not executed. Draw the task in a process of its own and call that" in line for line in problems(source))


def test_every_problem_is_told_at_once_with_its_line():
    source = process("p", start(), node("serviceTask", "a"), node("businessRuleTask", "b"), end(), flows=("start > a > b > end",))
    found = problems(source)
    assert len(found) == 2
    assert all(line.startswith("d.bpmn:1:") for line in found)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (b"", "well-formed XML"),
        (b"\x00\xff\xfe", "well-formed XML"),
        (b"not xml", "well-formed XML"),
        (b"<a/>", "expected bpmn:definitions"),
        (b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>', "DOCTYPE is refused"),
        (b"<a>" * 300 + b"</a>" * 300, "nested|well-formed"),
        (b" " * 5_000_001, "at most 5,000,000 bytes"),
        (f"{HEAD}</bpmn:definitions>".encode(), "no executable process"),
    ],
)
def test_bytes_that_are_no_diagram_give_one_clear_sentence(source, said):
    found = problems(source)
    assert len(found) == 1
    assert re.search(said, found[0])


def test_an_entity_is_never_read_from_a_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    source = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]><d>&x;</d>'.encode()
    assert not any("hidden" in line for line in problems(source))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_raise(source):
    read, found = read_processes("d.bpmn", source)
    assert read == []
    assert found


VALID = process("p", start(), user("a"), node("exclusiveGateway", "g"), end(), flows=("start > a > g", "g > a ? ${x}", "g > end !"))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(VALID) - 1), st.binary(min_size=1, max_size=6))
def test_no_damage_to_a_diagram_makes_the_reader_raise(place, bytes_in):
    read, found = read_processes("d.bpmn", VALID[:place] + bytes_in + VALID[place + len(bytes_in) :])
    assert read or found


@pytest.mark.parametrize(
    ("flows", "said"),
    [
        (("start > g", "g > a", "g > b", "a > end", "b > end"), "has no condition and is not the default"),
        (("start > g", "g > a ? yes", "g > b !", "a > end", "b > end"), "in no known language"),
        (("start > g", "g > a ? ${x}", "g > nowhere !", "a > end", "b > end"), "no end 'nowhere'"),
        (("start > g", "g > a ? ${x}", "g > b !", "a > end > b", "b > end"), "a flow leads out of an end event"),
    ],
)
def test_a_graph_that_cannot_run_is_refused(flows, said):
    found = problems(process("p", start(), node("exclusiveGateway", "g"), user("a"), user("b"), end(), flows=flows))
    assert any(said in line for line in found), found


def test_a_start_event_of_a_sub_process_with_a_trigger_is_refused():
    inner = node("subProcess", "s", start("s1", on("terminate")) + end("e1"))
    assert any("terminate event is not executed as startEvent" in line for line in problems(process("p", start(), inner, end(), flows=("start > s > end", "s1 > e1"))))


@pytest.mark.parametrize(
    ("starts", "said"),
    [
        (start("s1", timer("Duration", "P1D")), "a process is not started by a timer.*by hand"),
        (start("s1", on("signal", "sig")), "a process is not started by a signal"),
        (start("s1") + start("s2"), "a second start event with the same trigger"),
        (start("s1", on("message", "m_a")) + start("s2", on("message", "m_a")), "a second start event with the same trigger"),
        (start("s1", on("message", "m_${x}")), "the message name .* of a start event is computed"),
    ],
)
def test_a_start_event_that_would_never_start_its_process_is_refused(starts, said):
    flows = tuple(f"{name} > end" for name in ("s1", "s2") if f'"{name}"' in starts)
    roots = message("a") + signal("sig", "sig") + message("${x}")
    found = problems(process("p", starts, end(), flows=flows, roots=roots))
    assert any(re.search(said, line) for line in found), found


def test_a_condition_in_another_language_is_refused():
    source = process("p", start(), node("exclusiveGateway", "g"), end(), end("e2"), flows=("start > g", "g > end ? ${x}", "g > e2 !"))
    source = source.replace(b'<bpmn:conditionExpression ', b'<bpmn:conditionExpression language="javascript" ')
    assert any("the language 'javascript' is not executed" in line for line in problems(source))


@pytest.mark.parametrize("identity", ["", "a b", "1st", "x" * 201, "../x", "a&#10;b"])
def test_an_id_that_cannot_be_used_is_refused(identity):
    task = user("x").replace('id="x"', f'id="{identity}"')
    source = process("p", start(), task, end(), flows=("start > end",))
    assert any("of a userTask cannot be used" in line for line in problems(source))
    source = process("p", start(), end(), flows=("start > end",)).replace(b'id="p"', f'id="{identity}"'.encode())
    assert any("of a process cannot be used" in line for line in problems(source))


def test_an_element_with_thousands_of_attributes_is_refused_at_once():
    crowd = " ".join(f'a{number}="1"' for number in range(20_000))
    (problem,) = problems(process("p", start(), end(), flows=("start > end",)).replace(b'id="p"', f'id="p" {crowd}'.encode()))
    assert "at most 100 attributes" in problem


def test_no_more_than_200_problems_are_told():
    tasks = [node("serviceTask", f"t{number}", odd="1") for number in range(300)]
    assert len(problems(process("p", start(), *tasks, end(), flows=("start > end",)))) == 200
