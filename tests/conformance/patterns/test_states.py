"""Patterns 16, 18, 23 and 40: what is possible depends on where the run is, and on who is quicker."""

import itertools

import pytest

from tests.conformance.patterns.traced import Traced
from tests.engine.diagrams import (
    boundary,
    end,
    message,
    node,
    on,
    process,
    script,
    signal,
    start,
    timer,
    user,
)
from tests.engine.runs import NOON


def deferred() -> bytes:
    return process(
        "pattern", start(), node("eventBasedGateway", "whichever"), node("intermediateCatchEvent", "answer", on("message", "m_answer")),
        node("intermediateCatchEvent", "silence", timer("Duration", "P30D")), user("read"), user("chase"), end(),
        flows=("start > whichever > answer > read > end", "whichever > silence > chase > end"), roots=message("answer"),
    )  # fmt: skip


def test_wcp_16_deferred_choice_is_made_by_what_happens_first():
    assert Traced(deferred()).message("answer").tasks == ["read"]
    late = Traced(deferred()).at(NOON.replace(month=3))
    assert late.tasks == ["chase"]
    assert late.message("answer").tasks == ["chase"]


def milestone() -> bytes:
    """`amend` may be done while `review` is open, as often as asked for, and neither before nor after."""
    return process(
        "pattern", start(), user("write"), user("review"), boundary("asked", "review", on("signal", "s"), False), user("amend"), user("file"),
        end(), end("amended"), flows=("start > write > review > file > end", "asked > amend > amended"), roots=signal("s", "amendment"),
    )  # fmt: skip


def test_wcp_18_milestone_lets_an_activity_begin_only_while_the_milestone_stands():
    game = Traced(milestone()).signal("amendment")
    assert game.tasks == ["write"]
    game.complete("write").signal("amendment")
    assert game.tasks == ["amend", "review"]
    game.complete("review").signal("amendment")
    assert game.tasks == ["amend", "file"]
    assert game.count("amend") == 1


def test_wcp_23_transient_trigger_is_lost_unless_somebody_waits_for_it():
    source = process(
        "pattern", start(), user("before"), node("intermediateCatchEvent", "wait", on("signal", "s")), user("after"), end(),
        flows=("start > before > wait > after > end",), roots=signal("s", "bell"),
    )  # fmt: skip
    game = Traced(source).signal("bell").complete("before")
    assert game.tasks == []
    assert game.signal("bell").tasks == ["after"]


def interleaved() -> bytes:
    """One after the other, in the order in which a person chooses them, each once."""
    return process(
        "pattern", start(), node("exclusiveGateway", "again"), user("choose"), node("exclusiveGateway", "which"), user("a"), user("b"), user("c"),
        node("exclusiveGateway", "done"), script("note", "did", "append(did, next)"), node("exclusiveGateway", "all"), end(),
        flows=(
            "start > again > choose > which", "which > a ? ${next == 'a'}", "which > b ? ${next == 'b'}", "which > c !", "a > done > note > all",
            "b > done", "c > done", "all > end ? =count(did) = 3", "all > again !",
        ),
    )  # fmt: skip


@pytest.mark.parametrize("order", list(itertools.permutations("abc")))
def test_wcp_40_interleaved_routing_does_each_activity_once_in_any_order_and_one_at_a_time(order):
    """BPMN's sequential ad-hoc sub-process is refused; a loop in which a person chooses the next task is nearest."""
    game = Traced(interleaved(), did=[])
    for task in order:
        assert game.tasks == ["choose"]
        game.complete("choose", next=task)
        assert game.tasks == [task]
        game.complete(task)
    assert game.ended
    assert [element for element in game.trace if element in "abc"] == list(order)
