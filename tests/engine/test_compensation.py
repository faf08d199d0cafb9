"""Compensation: what is completed is undone, last first, and once. Source: BPMN 2.0.2 §10.5.5, §10.5.6, §13.5.5."""

import re

import pytest

from tests.engine.diagrams import (
    back,
    boundary,
    each,
    end,
    error,
    mapping,
    message,
    node,
    on,
    process,
    script,
    service,
    start,
    sub,
    undo,
    user,
)  # fmt: skip
from tests.engine.runs import Game
from tests.engine.test_loops import loop
from tests.engine.test_reader import problems
from worklist.engine.spiff import encode

#: Two tasks that can be undone, one that cannot, and an event that undoes.
LINE = ("start > a > b > c > back > after > end",)


def line(throw: str) -> bytes:
    return process("p", start(), user("a"), undo("a"), user("b"), undo("b"), user("c"), throw, user("after"), end(), flows=LINE)


def came_to(game: Game, *elements: str) -> Game:
    """Complete the tasks that wait, one after the other, each the only one."""
    for element in elements:
        assert game.tasks == [element]
        game.complete(element)
    return game


def test_all_that_is_completed_is_undone_last_first_before_the_event_goes_on():
    game = came_to(Game(line(back())), "a", "b", "c", "un_b", "un_a", "after")
    assert game.ended


def test_one_activity_is_undone_by_its_name_and_the_rest_later():
    source = process(
        "p", start(), user("a"), undo("a"), user("b"), undo("b"), back("a", "first"), back("", "rest"), end(),
        flows=("start > a > b > first > rest > end",),
    )  # fmt: skip
    assert came_to(Game(source), "a", "b", "un_a", "un_b").ended


def test_an_event_that_does_not_wait_goes_on_beside_the_undoing_and_the_scope_ends_after_both():
    game = came_to(Game(line(back(waits="false"))), "a", "b", "c")
    assert game.tasks == ["after", "un_b"]
    game.complete("after")
    assert not game.ended
    assert came_to(game, "un_b", "un_a").ended


def test_an_end_event_undoes_before_it_ends():
    source = process("p", start(), user("a"), undo("a"), back("", "end", "endEvent"), flows=("start > a > end",))
    game = came_to(Game(source), "a", "un_a")
    assert (game.ended, game.ends) == (True, ["end"])


def test_what_is_not_completed_is_not_undone():
    source = process(
        "p", start(), node("parallelGateway", "fork"), user("a"), undo("a"), user("go"), back(), end(), end("e2"),
        flows=("start > fork > a > end", "fork > go > back > e2"),
    )  # fmt: skip
    game = Game(source).complete("go")
    assert game.tasks == ["a"]
    assert game.complete("a").ended


def test_an_activity_left_by_its_boundary_event_is_not_undone():
    source = process(
        "p", start(), user("a"), boundary("stop", "a", on("message", "m_stop")), undo("a"), back(), end(), end("e2"),
        flows=("start > a > end", "stop > back > e2"), roots=message("stop"),
    )  # fmt: skip
    assert Game(source).message("stop").ended


def test_a_second_event_finds_nothing_left():
    source = process("p", start(), user("a"), undo("a"), back(), back("", "again"), end(), flows=("start > a > back > again > end",))
    assert came_to(Game(source), "a", "un_a").ended


def test_each_round_of_a_loop_is_undone_last_first():
    handler = user("un_a", mapping({"which": "=loopCounter"}), isForCompensation="true")
    source = process("p", start(), user("a", loop("${again}")), undo("a", handler), back(), end(), flows=("start > a > back > end",))
    game = Game(source).complete("a", again=True).complete("a", again=True).complete("a", again=False)
    seen = []
    while game.tasks:
        seen.append(game.run.user_tasks()[0].variables["which"])
        game.complete("un_a")
    assert (seen, game.ended) == ([2, 1, 0], True)


def test_each_time_a_drawn_round_completed_an_activity_is_undone():
    source = process(
        "p", start(), node("exclusiveGateway", "in"), user("a"), undo("a"), node("exclusiveGateway", "out"), back(), end(),
        flows=("start > in > a > out", "out > in ? ${again}", "out > back !", "back > end"),
    )  # fmt: skip
    game = Game(source).complete("a", again=True).complete("a", again=False)
    assert came_to(game, "un_a", "un_a").ended


@pytest.mark.parametrize("sequential", [True, False])
def test_each_instance_of_a_multi_instance_is_undone_and_sees_its_own_variables(sequential):
    source = process(
        "p", start(), user("a", each("items", "item", sequential)), undo("a"), back(), end(), flows=("start > a > back > end",)
    )
    game = Game(source, items=["x", "y"]).complete("a", note="first").complete("a", note="second")
    (last,) = game.run.user_tasks()
    assert [last.variables[name] for name in ("item", "note")] == ["y", "second"]
    game.complete("un_a", told=1)
    assert game.variable("told") == 1
    (first,) = game.run.user_tasks()
    assert [first.variables[name] for name in ("item", "note")] == ["x", "first"]
    assert game.complete("un_a").ended


def test_a_multi_instance_that_is_not_completed_is_not_undone():
    source = process(
        "p", start(), node("parallelGateway", "fork"), user("a", each("items", "item")), undo("a"), user("go"), back(), end(), end("e2"),
        flows=("start > fork > a > end", "fork > go > back > e2"),
    )  # fmt: skip
    assert Game(source, items=[1, 2]).complete("a").complete("go").tasks == ["a"]


def test_a_handler_sees_the_variables_of_its_scope_as_they_are_now_and_those_of_the_activity_as_they_were():
    fee = mapping({"paid": "=fee"})
    handler = service("un_a", "refund", mapping({"sum": "=paid", "why": "=reason"})).replace("<bpmn:serviceTask", '<bpmn:serviceTask isForCompensation="true"')
    source = process("p", start(), user("a", fee), undo("a", handler), user("b"), back(), user("c"), end(), flows=("start > a > b > back > c > end",))
    game = Game(source, fee=7, reason="none").complete("a", fee=9).complete("b", reason="withdrawn")
    assert game.host.asked == [("work", "refund", {"sum": 7, "why": "withdrawn"})]
    assert game.variable("done_un_a") is True


def box(*more: str, handler: str = "", loop: str = "", extension: str = "") -> bytes:
    """Return a process with a sub-process of two tasks that can be undone, and an event that undoes behind it."""
    inner = sub("box", start("s"), user("a"), undo("a"), user("b"), undo("b"), end("e"), *more, loop=loop, extension=extension)
    return process(
        "p", start(), inner, handler, back(), user("after"), end(), flows=("start > box > back > after > end", "s > a > b > e")
    )


def test_a_sub_process_without_a_handler_is_undone_step_by_step_with_its_own_variables():
    game = came_to(Game(box(extension=mapping({"mine": "=1"}))), "a", "b")
    assert game.run.user_tasks()[0].variables["mine"] == 1
    assert came_to(game, "un_b", "un_a", "after").ended


def test_a_sub_process_with_a_handler_is_undone_by_it_alone():
    assert came_to(Game(box(handler=undo("box"))), "a", "b", "un_box", "after").ended


def test_the_instances_of_a_sub_process_are_undone_one_by_one():
    game = Game(box(loop=each("items", "item")), items=[1, 2])
    assert game.complete("a").complete("a").complete("b").complete("b").tasks == ["un_b"]
    seen = []
    while game.tasks != ["after"]:
        (task,) = game.run.user_tasks()
        seen.append((task.node.id, task.variables["item"]))
        game.complete(task.node.id, note=seen[-1])
    assert seen == [("un_b", 2), ("un_a", 2), ("un_b", 1), ("un_a", 1)]
    assert game.variable("note") is None  # what is set inside an instance stays inside it


def test_a_compensation_event_sub_process_undoes_the_sub_process_it_stands_in():
    handler = sub("undoing", start("us", on("compensate")), user("look"), back("", "within"), end("ue"), event=True)
    source = process(
        "p", start(), sub("box", start("s"), user("a"), undo("a"), end("e"), handler, extension=mapping({"mine": "=n"})),
        back(), user("after"), end(),
        flows=("start > box > back > after > end", "s > a > e", "us > look > within > ue"),
    )  # fmt: skip
    game = came_to(Game(source, n=3), "a")
    assert game.run.user_tasks()[0].variables["mine"] == 3
    assert came_to(game, "look", "un_a", "after").ended


def test_a_compensation_event_sub_process_waits_for_nothing_while_its_scope_is_open():
    handler = sub("undoing", start("us", on("compensate")), user("look"), end("ue"), event=True)
    source = process("p", start(), sub("box", start("s"), user("a"), end("e"), handler), end(), flows=("start > box > end", "s > a > e", "us > look > ue"))
    assert came_to(Game(source), "a").ended


def test_a_handler_of_errors_undoes_what_was_completed_beside_it():
    mend = sub("mend", start("es", on("error", "err")), back("a"), user("told"), end("ee"), event=True)
    source = process(
        "p", start(), user("a"), undo("a"), end("bad", on("error", "err")), mend,
        flows=("start > a > bad", "es > back > told > ee"), roots=error("err", "E"),
    )  # fmt: skip
    game = came_to(Game(source), "a")
    game.complete("un_a", note="refunded")
    assert game.variable("note") == "refunded"  # the handler runs where the activity stood
    assert came_to(game, "told").ended


def test_the_runs_of_an_event_sub_process_are_undone_each_with_its_own_variables():
    beside = sub("beside", start("es", on("message", "m_x"), isInterrupting="false"), user("x"), undo("x"), end("ee"), event=True)
    source = process("p", start(), user("a"), back(), end(), beside, flows=("start > a > back > end", "es > x > ee"), roots=message("x"))
    game = Game(source).message("x", k=1).complete("x").message("x", k=2).complete("x").complete("a")
    assert [task.variables["k"] for task in game.run.user_tasks()] == [2]
    game.complete("un_x", kept=True)
    assert [task.variables["k"] for task in game.run.user_tasks()] == [1]
    assert game.variable("kept") is None
    assert came_to(game, "un_x").ended


def test_a_handler_may_be_a_sub_process_or_a_call():
    inner = sub("un_a", start("hs"), user("h"), end("he"), isForCompensation="true")
    call = node("callActivity", "un_b", calledElement="refund", isForCompensation="true")
    source = process(
        "p", start(), user("a"), undo("a", inner), user("b"), undo("b", call), back(), end(),
        flows=("start > a > b > back > end", "hs > h > he"),
    )  # fmt: skip
    game = came_to(Game(source), "a", "b")
    kind, key, _, token = game.host.asked[-1]
    assert (kind, key) == ("call", "refund")
    game.run.return_call(token, {})
    game.run.settle()
    assert came_to(game, "h").ended


@pytest.mark.parametrize("items", [[], [1, 2]])
def test_a_handler_may_be_repeated(items):
    handler = user("un_b", each("items", "item", True), isForCompensation="true")
    source = process(
        "p", start(), user("a"), undo("a"), user("b"), undo("b", handler), back(), end(), flows=("start > a > b > back > end",)
    )
    assert came_to(Game(source, items=items), "a", "b", *["un_b"] * len(items), "un_a").ended


def test_a_thousand_rounds_are_undone_without_a_person():
    handler = script("un_a", "n", "n - 1").replace("<bpmn:scriptTask", '<bpmn:scriptTask isForCompensation="true"')
    rounds = script("a", "n", "n + 1").replace("</bpmn:scriptTask>", loop("${n lt 1000}") + "</bpmn:scriptTask>")
    source = process("p", start(), rounds, undo("a", handler), user("look"), back(), user("after"), end(), flows=("start > a > look > back > after > end",))
    game = Game(source, n=0)
    while game.run.unfinished:
        game.signal("nothing")
    assert (game.tasks, game.variable("n")) == (["look"], 1000)
    game.complete("look")
    while game.run.unfinished or not game.tasks:
        game.signal("nothing")
    assert (game.tasks, game.variable("n")) == (["after"], 0)


def test_an_error_of_a_handler_is_caught_around_it_and_ends_the_undoing():
    inner = sub("un_a", start("hs"), user("h"), end("he", on("error", "err")), isForCompensation="true")
    source = process(
        "p", start(), sub("box", start("s"), user("a"), undo("a", inner), back(), end("e")), boundary("caught", "box", on("error", "err")),
        user("mend"), end(), end("e2"),
        flows=("start > box > end", "s > a > back > e", "hs > h > he", "caught > mend > e2"), roots=error("err", "E"),
    )  # fmt: skip
    assert came_to(Game(source), "a", "h", "mend").ended


def failing(*inside: str, flows: tuple[str, ...], around: str = "box") -> bytes:
    """Return a process with a sub-process that an error leaves."""
    bad = end("bad", on("error", "err"))
    return process(
        "p", start(), sub("box", start("s"), *inside, bad), boundary("caught", "box", on("error", "err")),
        user("mend"), end(), end("e2"), flows=("start > box > end", "caught > mend > e2", *flows), roots=error("err", "E"),
    )  # fmt: skip


def test_an_error_that_leaves_a_sub_process_undoes_first_what_was_completed_in_it():
    source = failing(user("a"), undo("a"), user("b"), undo("b"), flows=("s > a > b > bad",))
    assert came_to(Game(source), "a", "b", "un_b", "un_a", "mend").ended


def test_an_error_undoes_what_was_completed_in_inner_sub_processes_too_but_not_in_a_transaction_it_leaves():
    inner = node("{tag}", "inner", start("is") + user("a") + undo("a") + end("ie", on("error", "err")))
    flows = ("s > first > inner", "is > a > ie")
    for tag, undone in (("subProcess", ["un_a", "un_first"]), ("transaction", ["un_first"])):
        source = failing(user("first"), undo("first"), inner.replace("{tag}", tag), user("z"), flows=(*flows, "inner > z > bad"))
        assert came_to(Game(source), "first", "a", *undone, "mend").ended


def test_an_error_that_is_caught_inside_a_sub_process_undoes_nothing_by_itself():
    mend = sub("inside", start("es", on("error", "err")), user("look"), end("ee"), event=True)
    source = failing(user("a"), undo("a"), mend, flows=("s > a > bad", "es > look > ee"))
    assert came_to(Game(source), "a", "look").ended


def test_an_error_of_one_instance_undoes_what_all_instances_completed():
    source = process(
        "p", start(), sub("box", start("s"), user("a"), undo("a"), user("b"), node("exclusiveGateway", "g"), end("e"), end("bad", on("error", "err")),
                          loop=each("items", "item")),
        boundary("caught", "box", on("error", "err")), user("mend"), end(), end("e2"),
        flows=("start > box > end", "caught > mend > e2", "s > a > b > g", "g > e !", "g > bad ? ${fail}"), roots=error("err", "E"),
    )  # fmt: skip
    game = Game(source, items=[1, 2, 3])
    game.complete("a").complete("a").complete("b", fail=False).complete("b", fail=True)
    assert game.tasks == ["un_a"]  # the third instance, with nothing done, has ended
    seen = []
    while game.tasks == ["un_a"]:
        seen.append(game.run.user_tasks()[0].variables["item"])
        game.complete("un_a")
    assert (sorted(seen), game.tasks) == ([1, 2], ["mend"])


def test_a_handler_that_fails_is_not_begun_again_and_the_rest_is_undone():
    broken = sub("un_b", start("hs"), user("h"), end("he", on("error", "err")), isForCompensation="true")
    source = failing(user("a"), undo("a"), user("b"), undo("b", broken), flows=("s > a > b > bad", "hs > h > he"))
    assert came_to(Game(source), "a", "b", "h", "un_a", "mend").ended


def stopped(*inside: str, flows: tuple[str, ...]) -> bytes:
    """Return a process whose compensation can be stopped by a message, and is asked for again then."""
    again = sub("again", start("es", on("message", "m_stop")), user("look"), back("", "rest"), end("ee"), event=True)
    return process(
        "p", start(), *inside, back(), end(), again, flows=(*flows, "back > end", "es > look > rest > ee"), roots=message("stop")
    )


def test_what_a_stopped_compensation_has_not_undone_can_be_undone_later():
    source = stopped(user("a"), undo("a"), user("b"), undo("b"), user("c"), undo("c"), flows=("start > a > b > c > back",))
    game = came_to(Game(source), "a", "b", "c", "un_c")
    assert game.tasks == ["un_b"]
    assert came_to(game.message("stop"), "look", "un_b", "un_a").ended


def test_what_is_left_inside_a_sub_process_that_was_being_undone_can_be_undone_later():
    box = sub("box", start("s"), user("a"), undo("a"), user("b"), undo("b"), end("e"), extension=mapping({"mine": "=1"}))
    game = came_to(Game(stopped(box, flows=("start > box > back", "s > a > b > e"))), "a", "b", "un_b")
    assert game.tasks == ["un_a"]
    game = came_to(game.message("stop"), "look")
    assert game.run.user_tasks()[0].variables["mine"] == 1
    assert came_to(game, "un_a").ended


def test_what_an_event_sub_process_that_was_undoing_has_left_can_be_undone_later():
    handler = sub("undoing", start("us", on("compensate")), back("b", "first"), user("then"), end("ue"), event=True)
    box = sub("box", start("s"), user("a"), undo("a"), user("b"), undo("b"), end("e"), handler)
    source = stopped(box, flows=("start > box > back", "s > a > b > e", "us > first > then > ue"))
    game = came_to(Game(source), "a", "b", "un_b")
    assert game.tasks == ["then"]
    assert came_to(game.message("stop"), "look", "then").ended  # b is undone, and nobody asks for a


def test_an_event_sub_process_that_ends_while_it_undoes_leaves_the_rest_to_be_undone_later():
    beside = sub(
        "beside", start("es", on("message", "m_stop"), isInterrupting="false"), user("x"), undo("x"), node("parallelGateway", "fork"),
        back("", "back"), user("stop"), end("ee"), end("et", on("terminate")), event=True,
    )  # fmt: skip
    source = process(
        "p", start(), user("a"), undo("a"), user("b"), back("", "rest"), end(), beside, roots=message("stop"),
        flows=("start > a > b > rest > end", "es > x > fork", "fork > back > ee", "fork > stop > et"),
    )  # fmt: skip
    game = came_to(Game(source), "a").message("stop").complete("x")
    assert game.tasks == ["b", "stop", "un_x"]
    assert came_to(game.complete("stop"), "b", "un_x", "un_a").ended


#: As Camunda Modeler 5 writes it, with a pool; the associations stand where the tool happened to put them.
MODELER = b"""<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
  xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="Definitions_1" targetNamespace="http://bpmn.io/schema/bpmn"
  exporter="Camunda Modeler" exporterVersion="5.30.0" modeler:executionPlatform="Camunda Platform" modeler:executionPlatformVersion="7.24.0">
  <bpmn:collaboration id="Collaboration_1"><bpmn:participant id="Participant_1" processRef="booking" />
    <bpmn:association id="Association_1" associationDirection="One" sourceRef="Event_1" targetRef="cancel_hotel" /></bpmn:collaboration>
  <bpmn:process id="booking" isExecutable="true" camunda:historyTimeToLive="180">
    <bpmn:startEvent id="StartEvent_1"><bpmn:outgoing>Flow_1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="Flow_1" sourceRef="StartEvent_1" targetRef="book_hotel" />
    <bpmn:userTask id="book_hotel" camunda:candidateGroups="g"><bpmn:incoming>Flow_1</bpmn:incoming><bpmn:outgoing>Flow_2</bpmn:outgoing></bpmn:userTask>
    <bpmn:boundaryEvent id="Event_1" attachedToRef="book_hotel"><bpmn:compensateEventDefinition id="CompensateEventDefinition_1" /></bpmn:boundaryEvent>
    <bpmn:userTask id="cancel_hotel" isForCompensation="true" camunda:candidateGroups="g" />
    <bpmn:sequenceFlow id="Flow_2" sourceRef="book_hotel" targetRef="Event_2" />
    <bpmn:endEvent id="Event_2"><bpmn:incoming>Flow_2</bpmn:incoming>
      <bpmn:compensateEventDefinition id="CompensateEventDefinition_2" waitForCompletion="true" activityRef="book_hotel" /></bpmn:endEvent>
    <bpmn:textAnnotation id="TextAnnotation_1"><bpmn:text>undone</bpmn:text></bpmn:textAnnotation>
    <bpmn:association id="Association_2" sourceRef="Event_1" targetRef="TextAnnotation_1" />
  </bpmn:process>
</bpmn:definitions>"""


def test_a_file_of_camunda_modeler_runs():
    assert came_to(Game(MODELER), "book_hotel", "cancel_hotel").ends == ["Event_2"]


def test_an_undoing_is_not_waited_for_by_an_inclusive_join_behind_it():
    source = process(
        "p", start(), user("a"), undo("a"), node("inclusiveGateway", "fork"), back("", "back", waits="false"), user("b"),
        node("inclusiveGateway", "join"), user("after"), end(),
        flows=("start > a > fork", "fork > back ? ${true}", "fork > b ? ${true}", "back > join", "b > join", "join > after > end"),
    )  # fmt: skip
    game = came_to(Game(source), "a")
    assert game.complete("b").tasks == ["after", "un_a"]


def test_a_diagram_without_handlers_keeps_nothing_and_one_with_them_keeps_each_round():
    def played(extra: str) -> tuple[int, int]:
        source = process(
            "p", start(), node("exclusiveGateway", "in"), user("a"), extra, node("exclusiveGateway", "out"), end(),
            flows=("start > in > a > out", "out > in !", "out > end ? ${over}"),
        )  # fmt: skip
        game = Game(source).complete("a", over=False)
        first = len(encode(game.run))
        for _ in range(50):
            game.complete("a", over=False)
        return len(game.run.root.internal_data.get("done", [])), len(encode(game.run)) - first

    kept, grown = played("")
    assert (kept, grown < 60) == (0, True)
    assert played(undo("a"))[0] == 51


A = user("a")
REFUSED = [
    ((A, user("un_a", isForCompensation="true")), "a compensation activity that undoes nothing.*association"),
    ((A, boundary("ce", "a", on("compensate"))), "associated with 0 compensation activities"),
    ((A, undo("a", user("un_a"))), "associated with 0 compensation activities"),
    ((A, undo("a"), user("z", isForCompensation="true"), '<bpmn:association id="x" sourceRef="ce_a" targetRef="z"/>'), "associated with 2"),
    ((A, undo("a"), boundary("ce", "a", on("compensate")), '<bpmn:association id="x" sourceRef="ce" targetRef="un_a"/>'), "a second compensation event"),
    ((A, undo("a"), boundary("late", "un_a", on("error"))), "an event stands on the border of a compensation activity"),
    ((A, undo("a"), node("sequenceFlow", "f", sourceRef="un_a", targetRef="a")), "a flow leads to or from a compensation activity"),
    ((A, undo("a"), node("sequenceFlow", "f", sourceRef="ce_a", targetRef="a")), "a flow leads out of a compensation event"),
    ((A, undo("a", sub("un_a", start("s"), event=True, isForCompensation="true"))), "an event sub-process marked as compensation activity"),
    ((A, undo("a", sub("box", start("s"), user("un_a", isForCompensation="true")))), "'un_a' stands in another scope"),
    ((A, back("a")), "nothing says how 'a' is undone.*Attach a compensation event"),
    ((A, back("nowhere")), "'nowhere', which is no activity"),
    ((sub("box", start("s"), user("b"), undo("b")), back("b")), "'b', which cannot be seen from here"),
    ((sub("over", start("s", on("compensate")), event=True),), "outside a sub-process; nothing could start it"),
    ((sub("box", start("s"), sub("over", start("es", on("compensate"), isInterrupting="false"), event=True)),), "does not run beside anything"),
    ((sub("box", start("s"), *(sub(f"o{n}", start(f"es{n}", on("compensate")), event=True) for n in "12")),), "a second compensation event sub-process"),
    ((sub("box", start("s"), sub("over", start("es", on("compensate")), event=True)), undo("box")), "Keep one of them"),
    ((node("intermediateCatchEvent", "x", on("compensate")),), "a compensate event is not executed as intermediateCatchEvent.*throw it"),
    ((A, boundary("ce", "a", '<bpmn:compensateEventDefinition activityRef="a"/>')), "names an activity.*Remove activityRef"),
    ((sub("over", start("s", on("error")), event=True), boundary("b", "over", on("error"))), "attached to no activity of its scope"),
]  # fmt: skip


@pytest.mark.parametrize(("elements", "said"), REFUSED, ids=[said[:40] for _, said in REFUSED])
def test_what_cannot_be_undone_as_drawn_is_refused(elements, said):
    found = "\n".join(problems(process("p", start(), *elements, end(), flows=("start > end",))))
    assert re.search(said, found), found
