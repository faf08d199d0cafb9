"""Patterns 13 to 15, 26, 27, 34 and 36: several instances of one activity."""

import pytest

from tests.conformance.patterns.traced import Traced
from tests.engine.diagrams import boundary, each, end, message, node, on, process, script, start, sub, user

ESCALATION = '<bpmn:escalation id="esc" name="enough" escalationCode="enough"/>'


def several(loop: str, *more: str, flows: tuple[str, ...] = (), roots: str = "") -> bytes:
    """A multi-instance task `ask`, and `after` behind it."""
    return process(
        "pattern", start(), user("ask", loop), user("after"), end(), *more, flows=("start > ask > after > end", *flows), roots=roots
    )


def cardinality(count: str) -> str:
    return (
        '<bpmn:multiInstanceLoopCharacteristics isSequential="false">'
        f"<bpmn:loopCardinality>{count}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
    )


def test_wcp_13_multiple_instances_with_design_time_knowledge_are_synchronized():
    game = Traced(several(cardinality("3")))
    assert game.tasks == ["ask"] * 3
    game.complete("ask").complete("ask")
    assert game.tasks == ["ask"]
    assert game.complete("ask").trace == ["start", "ask", "after"]
    assert game.complete("after").ended


@pytest.mark.parametrize("count", [1, 2, 5])
def test_wcp_14_multiple_instances_with_run_time_knowledge_are_as_many_as_the_list_has_members(count):
    game = Traced(several(each("=debtors", "debtor")), debtors=[f"d{number}" for number in range(count)])
    assert sorted(waiting.variables["debtor"] for waiting in game.run.user_tasks()) == [f"d{n}" for n in range(count)]
    for _ in range(count):
        assert game.count("after") == 0
        game.complete("ask")
    assert game.tasks == ["after"]


def gathered() -> bytes:
    """A sub-process that opens one more instance for every message, and ends with the last of them."""
    another = sub("another", start("come", on("message", "m_another"), isInterrupting="false"), user("ask"), end("answered"), event=True)
    gather = sub("gather", start("s2"), user("first"), end("e2"), another)
    return process(
        "pattern", start(), gather, user("after"), end(), flows=("start > gather > after > end", "s2 > first > e2", "come > ask > answered"),
        roots=message("another"),
    )  # fmt: skip


def test_wcp_15_multiple_instances_without_knowledge_may_be_added_while_others_run():
    """BPMN's multi-instance cannot grow; an event sub-process that does not interrupt can (BPMN 2.0.2 §10.3.5)."""
    game = Traced(gathered()).message("another").complete("first")
    assert game.tasks == ["ask"]
    game.message("another").message("another").complete("ask").complete("ask")
    assert game.tasks == ["ask"]
    assert game.complete("ask").tasks == ["after"]
    assert game.count("ask") == 3


def test_wcp_26_cancel_multiple_instance_activity_withdraws_all_instances():
    stop = boundary("stop", "ask", on("message", "m_stop"))
    game = Traced(several(cardinality("3"), stop, end("stopped"), flows=("stop > stopped",), roots=message("stop")))
    game.complete("ask").message("stop")
    assert (game.ended, game.ends, game.count("after")) == (True, ["stopped"], 0)


def test_wcp_27_complete_multiple_instance_activity_withdraws_the_rest_and_goes_on():
    source = process(
        "pattern", start(), user("ask", cardinality("3")), boundary("enough", "ask", on("message", "m_enough")),
        node("exclusiveGateway", "on"), user("after"), end(), flows=("start > ask > on > after > end", "enough > on"), roots=message("enough"),
    )  # fmt: skip
    game = Traced(source).complete("ask").message("enough")
    assert (game.tasks, game.count("after")) == (["after"], 1)


def partial(needed: str) -> bytes:
    """Answers are counted; when there are enough, `after` opens, and the other questions stay open beside it."""
    asked = sub(
        "asked", start("s2"), node("parallelGateway", "fork"), user("a"), user("b"), user("c"), node("exclusiveGateway", "merge"),
        boundary("another", "a", on("message", "m_another"), False), user("d"),
        script("count", "answers", "answers + 1"), node("exclusiveGateway", "many"), end("enough", on("escalation", "esc")), end("more"),
    )  # fmt: skip
    return process(
        "pattern", start(), asked, boundary("caught", "asked", on("escalation", "esc"), False), user("after"), end(), end("all"),
        flows=(
            "start > asked > all", "s2 > fork > a > merge > count > many", "fork > b > merge", "fork > c > merge",
            "another > d > merge", f"many > enough ? ${{answers == {needed}}}", "many > more !", "caught > after > end",
        ),
        roots=ESCALATION + message("another"),
    )  # fmt: skip


def test_wcp_34_static_partial_join_goes_on_after_two_of_three_and_leaves_the_third_open():
    """BPMN's completion condition would withdraw the third (that is pattern 35); an escalation lets it run on."""
    game = Traced(partial("2"), answers=0).complete("c")
    assert (game.tasks, game.count("after")) == (["a", "b"], 0)
    game.complete("a")
    assert game.tasks == ["after", "b"]
    game.complete("b")
    assert (game.tasks, game.count("after")) == (["after"], 1)
    assert game.complete("after").ended


def test_wcp_36_dynamic_partial_join_counts_instances_that_came_later_against_a_number_set_later():
    """As pattern 34; instances come by a message, and how many are needed is a variable read at each answer."""
    game = Traced(partial("needed"), answers=0, needed=2).message("another")
    assert game.tasks == ["a", "b", "c", "d"]
    game.complete("d", needed=3).complete("b")
    assert game.count("after") == 0
    game.complete("c")
    assert game.tasks == ["a", "after"]
    game.complete("a").complete("after")
    assert (game.ended, game.count("after")) == (True, 1)


def test_a_completion_condition_withdraws_the_instances_that_are_left():
    """Pattern 35, for comparison: the cancelling partial join. Source: BPMN 2.0.2 §13.3.7."""
    game = Traced(several(each("=[1, 2, 3]", "item", until="${nrOfCompletedInstances >= 2}"))).complete("ask").complete("ask")
    assert (game.tasks, game.count("after")) == (["after"], 1)
