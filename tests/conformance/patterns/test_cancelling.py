"""Patterns 19 to 21, 25 and 43: loops, and what takes tokens away."""

import pytest

from tests.conformance.patterns.traced import Traced
from tests.engine.diagrams import boundary, end, message, node, on, process, start, sub, user


def test_wcp_19_cancel_task_withdraws_one_task_and_nothing_else():
    source = process(
        "pattern", start(), node("parallelGateway", "split"), user("a"), user("b"), boundary("stop", "a", on("message", "m_stop")), user("instead"),
        end(), flows=("start > split > a > end", "split > b > end", "stop > instead > end"), roots=message("stop"),
    )  # fmt: skip
    game = Traced(source).message("stop")
    assert game.tasks == ["b", "instead"]
    game.complete("b").complete("instead")
    assert (game.ended, game.ends) == (True, ["end", "end"])


def test_wcp_20_cancel_case_ends_the_whole_run_from_wherever_it_is():
    over = sub("over", start("told", on("message", "m_withdrawn")), end("withdrawn"), event=True)
    work = sub("work", start("s2"), node("parallelGateway", "split"), user("a"), user("b"), end("e2"))
    source = process(
        "pattern", start(), work, user("after"), end(), over,
        flows=("start > work > after > end", "s2 > split > a > e2", "split > b > e2", "told > withdrawn"), roots=message("withdrawn"),
    )  # fmt: skip
    game = Traced(source).complete("a").message("withdrawn")
    assert (game.ended, game.tasks, game.ends) == (True, [], ["e2", "withdrawn"])


def looped(first: str) -> bytes:
    """A loop that asks before the task (`while`) or behind it (`repeat`)."""
    way = "start > merge > more" if first == "while" else "start > merge > a > more"
    back = ("more > a ? ${n < 3}", "a > merge") if first == "while" else ("more > merge ? ${n < 3}",)
    return process(
        "pattern", start(), node("exclusiveGateway", "merge"), user("a"), node("exclusiveGateway", "more"), end(), flows=(way, *back, "more > end !")
    )


def test_wcp_21_structured_loop_asks_before_each_round_or_behind_it():
    for first in ("while", "repeat"):
        game = Traced(looped(first), n=0)
        for number in range(3):
            assert game.tasks == ["a"]
            game.complete("a", n=number + 1)
        assert (game.ended, game.count("a")) == (True, 3)
    assert Traced(looped("while"), n=3).count("a") == 0
    assert Traced(looped("repeat"), n=3).complete("a").count("a") == 1


def marked(first: bool) -> bytes:
    """The same with BPMN's loop marker. Source: BPMN 2.0.2 §13.3.6 (standard loop)."""
    marker = (
        f'<bpmn:standardLoopCharacteristics testBefore="{str(first).lower()}"><bpmn:loopCondition '
        'xsi:type="bpmn:tFormalExpression">${n &lt; 3}</bpmn:loopCondition></bpmn:standardLoopCharacteristics>'
    )
    return process("pattern", start(), user("a", marker), end(), flows=("start > a > end",))


@pytest.mark.parametrize(("first", "n", "rounds"), [(True, 0, 3), (True, 3, 0), (False, 0, 3), (False, 3, 1)])
def test_wcp_21_structured_loop_may_be_drawn_as_a_marker(first, n, rounds):
    game = Traced(marked(first), n=n)
    for number in range(rounds):
        assert game.tasks == ["a"]
        game.complete("a", n=n + number + 1)
    assert (game.ended, game.ends) == (True, ["end"])


def test_wcp_25_cancel_region_withdraws_the_tasks_of_a_region_and_leaves_those_outside():
    region = sub("region", start("s2"), node("parallelGateway", "inner"), user("a"), user("b"), end("e2"))
    source = process(
        "pattern", start(), node("parallelGateway", "split"), region, boundary("stop", "region", on("message", "m_stop")), user("c"), user("instead"),
        end(),
        flows=("start > split > region > end", "split > c > end", "s2 > inner > a > e2", "inner > b > e2", "stop > instead > end"),
        roots=message("stop"),
    )  # fmt: skip
    game = Traced(source)
    assert game.tasks == ["a", "b", "c"]
    assert game.message("stop").tasks == ["c", "instead"]
    game.complete("instead").complete("c")
    assert (game.ended, game.count("e2")) == (True, 0)


def test_wcp_43_explicit_termination_ends_the_run_although_work_is_left():
    source = process(
        "pattern", start(), node("parallelGateway", "split"), user("a"), user("b"), end("stop", on("terminate")), end(),
        flows=("start > split > a > stop", "split > b > end"),
    )  # fmt: skip
    game = Traced(source).complete("a")
    assert (game.ended, game.tasks, game.ends) == (True, [], ["stop"])
