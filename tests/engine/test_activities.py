"""Activities, scopes and variables. Source: BPMN 2.0.2 §10.3, §13.3."""

import pytest

from tests.engine.diagrams import (
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
    signal,
    start,
    sub,
    timer,
    user,
)  # fmt: skip
from tests.engine.runs import NOON, Game
from worklist.engine.spiff import StepFailed


def guarded(loop: str = "") -> bytes:
    inside = sub(
        "work", start("s2"), user("w"), node("exclusiveGateway", "g"), end("bad", on("error", "err")), end("ok"), loop=loop
    )
    return process(
        "guarded", start(), inside, boundary("caught", "work", on("error", "err")), user("mend"), user("after"), end(),
        end("e2"),
        flows=("start > work > after > end", "caught > mend > e2", "s2 > w > g", "g > bad ? ${fail}", "g > ok !"),
        roots=error("err", "E1"),
    )  # fmt: skip


def test_an_error_inside_a_sub_process_leaves_by_its_boundary_event():
    assert Game(guarded()).complete("w", fail=True).tasks == ["mend"]


def test_a_sub_process_goes_on_when_all_inside_has_ended():
    assert Game(guarded()).complete("w", fail=False).tasks == ["after"]


def test_an_error_that_nobody_catches_fails_the_step():
    source = process("loose", start(), user("a"), end("bad", on("error", "err")), flows=("start > a > bad",), roots=error("err", "E1"))
    with pytest.raises(StepFailed, match="nothing catches the error 'E1'"):
        Game(source).complete("a")


def test_parallel_instances_run_side_by_side_and_the_activity_ends_with_the_last():
    game = Game(guarded(each("items", "item")), items=[1, 2, 3])
    assert game.tasks == ["w", "w", "w"]
    game.complete("w", fail=False).complete("w", fail=False)
    assert game.tasks == ["w"]
    assert game.complete("w", fail=False).tasks == ["after"]


def test_an_error_in_one_instance_ends_them_all():
    game = Game(guarded(each("items", "item")), items=[1, 2, 3]).complete("w", fail=True)
    assert game.tasks == ["mend"]


def test_a_multi_instance_over_nothing_passes():
    assert Game(guarded(each("items", "item")), items=[]).tasks == ["after"]


def test_sequential_instances_run_one_after_the_other_until_their_condition_holds():
    game = Game(guarded(each("items", "item", True, "${nrOfCompletedInstances == 2}")), items=["a", "b", "c"])
    assert [w.variables["item"] for w in game.run.user_tasks()] == ["a"]
    game.complete("w", fail=False)
    assert [w.variables["item"] for w in game.run.user_tasks()] == ["b"]
    assert game.complete("w", fail=False).tasks == ["after"]


def test_variables_set_in_one_instance_stay_in_it():
    game = Game(guarded(each("items", "item")), items=[1, 2])
    game.complete("w", fail=False, note="mine")
    assert game.variable("note") is None
    assert game.variable("fail") is None


def test_a_branch_that_ends_last_does_not_undo_what_the_other_wrote():
    source = process(
        "branches", start(), node("parallelGateway", "fork"), user("a"), user("b"), node("parallelGateway", "join"), user("c"), end(),
        flows=("start > fork > a > join > c > end", "fork > b > join"),
    )  # fmt: skip
    game = Game(source, n=0, numbers=[1, 2, 3]).complete("a", n=5, numbers=[3, 1]).complete("b")
    assert (game.variable("n"), game.variable("numbers")) == (5, [3, 1])


def reminders() -> bytes:
    return process(
        "reminders", start(), user("a"), boundary("late", "a", timer("Duration", "PT1H"), False), user("chase"),
        boundary("limit", "a", timer("Date", "2026-02-01")), user("lapsed"), end(), end("e2"), end("e3"),
        flows=("start > a > end", "late > chase > e2", "limit > lapsed > e3"),
    )  # fmt: skip


def test_a_reminder_leaves_the_task_open_and_a_limit_ends_it():
    game = Game(reminders())
    assert game.at(NOON.replace(hour=6)).tasks == ["a", "chase"]
    assert game.at(NOON.replace(hour=7)).tasks == ["a", "chase"]
    assert game.at(NOON.replace(month=3)).tasks == ["chase", "lapsed"]


def test_boundary_timers_go_with_their_task():
    game = Game(reminders()).complete("a")
    assert game.ended
    assert game.run.timers() == []


def letters(interrupting: str) -> bytes:
    inside = sub("letter", start("es", on("message", "m_letter"), isInterrupting=interrupting), user("read"), end("ee"), event=True)
    return process("letters", start(), user("a"), end(), inside, flows=("start > a > end", "es > read > ee"), roots=message("letter"))


def test_an_event_sub_process_runs_once_for_each_message_beside_the_work():
    game = Game(letters("false")).message("letter", text="one").message("letter", text="two")
    assert game.tasks == ["a", "read", "read"]
    assert sorted(w.variables["text"] for w in game.run.user_tasks() if w.node.id == "read") == ["one", "two"]
    assert game.variable("text") is None


def test_an_interrupting_event_sub_process_takes_the_place_of_the_work():
    game = Game(letters("true")).message("letter")
    assert game.tasks == ["read"]
    assert game.complete("read").ended


def test_a_scoped_signal_reaches_its_case_only():
    inside = sub("over", start("cs", on("signal", "sig")), end("closed"), event=True)
    source = process("scoped", start(), user("a"), end(), inside, flows=("start > a > end", "cs > closed"), roots=signal("sig", "case_closed-${case_id}"))
    game = Game(source, case_id="c1").signal("case_closed-c2")
    assert game.tasks == ["a"]
    assert game.signal("case_closed-c1").ends == ["closed"]


def test_a_list_in_a_signal_name_listens_once_for_each_member():
    inside = sub("stop", start("bs", on("signal", "sig"), isInterrupting="false"), user("stopped"), end("e2"), event=True)
    source = process("listed", start(), user("a"), end(), inside, flows=("start > a > end", "bs > stopped > e2"), roots=signal("sig", "bankrupt-${debtors}"))
    game = Game(source, debtors=["d1", "d2"]).signal("bankrupt-d2", debtor_id="d2")
    assert game.tasks == ["a", "stopped"]


def test_a_signal_end_event_is_thrown_before_its_scope_ends():
    source = process("thrown", start(), user("a"), end("done", on("signal", "sig")), flows=("start > a > done",), roots=signal("sig", "over"))
    assert ("signal", "over", {}) in Game(source).complete("a").host.asked


def test_a_terminate_end_event_ends_everything_in_its_scope():
    source = process(
        "terminated", start(), node("parallelGateway", "fork"), user("a"), user("b"), end("stop", on("terminate")), end(),
        flows=("start > fork > a > stop", "fork > b > end"),
    )  # fmt: skip
    assert Game(source).complete("a").ended


def test_input_parameters_are_local_and_output_parameters_go_out():
    source = process(
        "mapped", start(), service("work", "t", mapping({"x": "=n + 1", "text": "as it is"}, {"y": "=x * 2"})), user("a"), end(),
        flows=("start > work > a > end",),
    )  # fmt: skip
    game = Game(source, n=4)
    assert ("work", "t", {"x": 5, "text": "as it is"}) in game.host.asked
    assert (game.variable("y"), game.variable("x"), game.variable("done_work")) == (10, None, True)


def test_a_script_sets_its_result_variable():
    source = process("scripted", start(), script("compute", "y", "n * n"), user("a"), end(), flows=("start > compute > a > end",))
    assert Game(source, n=7).variable("y") == 49


def test_a_called_process_hands_back_what_the_mappings_say():
    inner = '<bpmn:extensionElements><camunda:in source="n" target="m"/><camunda:out sourceExpression="${m + 1}" target="answer"/></bpmn:extensionElements>'
    source = process("caller", start(), node("callActivity", "call", inner, calledElement="other"), user("a"), end(), flows=("start > call > a > end",))
    game = Game(source, n=1)
    kind, key, passed, token = game.host.asked[-1]
    assert (kind, key, passed) == ("call", "other", {"m": 1})
    game.run.return_call(token, {"m": 41})
    game.run.settle()
    assert (game.tasks, game.variable("answer")) == (["a"], 42)


def test_a_caller_that_goes_on_cancels_what_it_called():
    source = process(
        "impatient", start(), node("callActivity", "call", calledElement="other"), boundary("late", "call", timer("Duration", "PT1H")), user("a"), end(), end("e2"),
        flows=("start > call > end", "late > a > e2"),
    )  # fmt: skip
    game = Game(source).at(NOON.replace(hour=8))
    assert game.tasks == ["a"]
    assert game.host.asked[-1][0] == "cancel_call"


def test_ids_that_the_library_uses_itself_are_like_any_other():
    source = process("process", start("Start"), user("End"), user("process.EndJoin"), end("Root"), flows=("Start > End > process.EndJoin > Root",))
    game = Game(source).complete("End")
    assert game.tasks == ["process.EndJoin"]
    assert game.complete("process.EndJoin").ended


def test_links_carry_the_token_on():
    out = node("intermediateThrowEvent", "out", '<bpmn:linkEventDefinition name="L"/>')
    into = node("intermediateCatchEvent", "into", '<bpmn:linkEventDefinition name="L"/>')
    assert Game(process("linked", start(), out, into, user("a"), end(), flows=("start > out", "into > a > end"))).tasks == ["a"]


def test_a_task_that_renews_takes_the_place_of_the_one_still_open():
    renews = mapping(properties={"writ:renews": "true"})
    source = process(
        "renewing", start(), user("a"), boundary("often", "a", timer("Cycle", "R/PT1H"), False), user("chase", renews), end(), end("e2"),
        flows=("start > a > end", "often > chase > e2"),
    )  # fmt: skip
    game = Game(source).at(NOON.replace(hour=6))
    first = [waiting.id for waiting in game.run.user_tasks() if waiting.node.id == "chase"]
    game.at(NOON.replace(hour=8))
    assert game.tasks == ["a", "chase"]
    assert [waiting.id for waiting in game.run.user_tasks() if waiting.node.id == "chase"] != first


def test_a_chase_beside_a_wait_is_withdrawn_when_the_document_comes():
    source = process(
        "chased", start(), node("exclusiveGateway", "again"), node("eventBasedGateway", "wait"),
        node("intermediateCatchEvent", "came", on("message", "m_reply")), node("intermediateCatchEvent", "late", timer("Duration", "P30D")),
        user("chase", mapping(properties={"writ:renews": "true"})), user("read"), end("chased_end"), end(),
        flows=("start > again > wait > came > read > end", "wait > late > again", "late > chase > chased_end"), roots=message("reply"),
    )  # fmt: skip
    game = Game(source).at(NOON.replace(month=2, day=5))
    assert game.tasks == ["chase"]
    assert game.message("reply").tasks == ["read"]


def test_a_chase_at_the_other_end_of_a_link_is_withdrawn_too():
    source = process(
        "linked_chase", start(), node("exclusiveGateway", "again"), node("eventBasedGateway", "wait"),
        node("intermediateCatchEvent", "came", on("message", "m_reply")), node("intermediateCatchEvent", "late", timer("Duration", "P30D")),
        node("intermediateThrowEvent", "out", '<bpmn:linkEventDefinition name="L"/>'), node("intermediateCatchEvent", "into", '<bpmn:linkEventDefinition name="L"/>'),
        user("chase", mapping(properties={"writ:renews": "true"})), user("read"), end("chased_end"), end(),
        flows=("start > again > wait > came > read > end", "wait > late > again", "late > out", "into > chase > chased_end"), roots=message("reply"),
    )  # fmt: skip
    game = Game(source).at(NOON.replace(month=2, day=5))
    assert game.tasks == ["chase"]
    assert game.message("reply").tasks == ["read"]
