"""Gateways. Source: BPMN 2.0.2 §13.4."""

import random

import pytest

from tests.engine.diagrams import end, message, node, on, process, start, timer, user
from tests.engine.runs import NOON, Game
from worklist.engine.spiff import StepFailed

LOOP = process(
    "loop", start(), node("exclusiveGateway", "again"), node("{join}Gateway", "fork"), user("a"), user("b"),
    node("{join}Gateway", "join"), node("exclusiveGateway", "more"), end(),
    flows=("start > again > fork > a > join > more", "fork > b > join", "more > again ? ${go}", "more > end !"),
)  # fmt: skip


def loop(kind: str) -> bytes:
    source = LOOP.replace(b"{join}", kind.encode())
    if kind == "inclusive":
        for flow in (b"f0_2", b"f1_0"):
            source = source.replace(
                b'id="' + flow + b'"', b'id="' + flow + b'"'
            ).replace(_flow(source, flow), _flow(source, flow).replace(b"></", b">" + TRUE + b"</"))
    return source


TRUE = b'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${true}</bpmn:conditionExpression>'


def _flow(source: bytes, identity: bytes) -> bytes:
    begin = source.index(b'<bpmn:sequenceFlow id="' + identity)
    return source[begin : source.index(b"</bpmn:sequenceFlow>", begin) + len(b"</bpmn:sequenceFlow>")]


@pytest.mark.parametrize("kind", ["parallel", "inclusive"])
def test_a_join_in_a_loop_waits_for_both_branches_in_every_round(kind):
    chance = random.Random(7)
    game = Game(loop(kind), go=True)
    for _ in range(40):
        first, second = chance.sample(["a", "b"], 2)
        assert game.tasks == ["a", "b"]
        game.complete(first)
        assert game.tasks == [second]
        game.complete(second)
    game.complete("a").complete("b", go=False)
    assert game.ended


def test_a_loop_does_not_make_the_state_grow():
    from worklist.engine.spiff import encode

    game = Game(loop("parallel"), go=True)
    sizes = []
    for _ in range(300):
        game.complete("a").complete("b")
        sizes.append(len(encode(game.run)))
    assert max(sizes[10:]) - min(sizes[10:]) < 40


def inclusive() -> bytes:
    return process(
        "inclusive", start(), node("inclusiveGateway", "split"), user("a"), user("b"), user("c"),
        node("inclusiveGateway", "join"), user("z"), end(),
        flows=("start > split", "split > a ? ${x}", "split > b ? ${y}", "split > c !", "a > join", "b > join", "c > join > z > end"),
    )  # fmt: skip


def test_an_inclusive_join_waits_for_the_branches_that_were_taken_and_no_others():
    game = Game(inclusive(), x=True, y=True)
    assert game.tasks == ["a", "b"]
    assert game.complete("a").tasks == ["b"]
    assert game.complete("b").tasks == ["z"]


def test_an_inclusive_split_without_a_true_condition_takes_the_default():
    assert Game(inclusive(), x=False, y=False).complete("c").tasks == ["z"]


def exclusive(default: str = "") -> bytes:
    return process(
        "exclusive", start(), node("exclusiveGateway", "which"), user("a"), user("b"), end(),
        flows=("start > which", "which > a ? ${n > 5}", f"which > b {default or '? ${n > 3}'}", "a > end", "b > end"),
    )  # fmt: skip


def test_an_exclusive_gateway_takes_the_first_flow_that_holds():
    assert Game(exclusive(), n=9).tasks == ["a"]
    assert Game(exclusive(), n=4).tasks == ["b"]


def test_an_exclusive_gateway_without_a_way_out_fails_with_its_name():
    with pytest.raises(StepFailed, match="which: no condition"):
        Game(exclusive(), n=1)


def test_an_exclusive_gateway_falls_back_to_its_default():
    assert Game(exclusive("!"), n=1).tasks == ["b"]


def race() -> bytes:
    return process(
        "race", start(), node("eventBasedGateway", "g"), node("intermediateCatchEvent", "m", on("message", "m_a")),
        node("intermediateCatchEvent", "late", timer("Duration", "P10D")),
        node("intermediateCatchEvent", "soon", timer("Duration", "PT2H")), user("got"), user("ten"), user("two"), end(),
        flows=("start > g > m > got > end", "g > late > ten > end", "g > soon > two > end"), roots=message("a"),
    )  # fmt: skip


def test_the_first_event_behind_an_event_gateway_wins_and_the_others_are_dropped():
    game = Game(race()).message("a", n=3)
    assert game.tasks == ["got"]
    assert game.variable("n") == 3
    assert game.run.timers() == []


def test_two_timers_behind_an_event_gateway_keep_their_own_days():
    game = Game(race())
    assert game.due("late") > game.due("soon")
    assert game.at(NOON.replace(hour=9)).tasks == ["two"]


def test_a_task_with_several_flows_forks_and_a_condition_on_its_flow_is_kept():
    source = process(
        "fork", start(), user("a"), user("b"), user("c"), user("d"), end(),
        flows=("start > a", "a > b", "a > c ? ${go}", "a > d !", "b > end", "c > end", "d > end"),
    )  # fmt: skip
    assert Game(source).complete("a", go=True).tasks == ["b", "c"]
    assert Game(source).complete("a", go=False).tasks == ["b", "d"]


def test_a_process_ends_when_the_last_token_has_no_way_on():
    source = process("implicit", start(), user("a"), flows=("start > a",))
    assert Game(source).complete("a").ended


def test_an_inclusive_join_waits_for_a_token_that_comes_by_a_link():
    source = process(
        "p", start(), node("parallelGateway", "fork"), user("a"), user("b"),
        node("intermediateThrowEvent", "away", '<bpmn:linkEventDefinition name="L"/>'),
        node("intermediateCatchEvent", "back", '<bpmn:linkEventDefinition name="L"/>'),
        node("inclusiveGateway", "join"), user("last"), end(),
        flows=("start > fork > a > join", "fork > b > away", "back > join > last > end"),
    )  # fmt: skip
    game = Game(source).complete("a")
    assert game.tasks == ["b"]
    assert game.complete("b").tasks == ["last"]


def test_a_task_whose_conditions_all_fail_does_not_lose_its_token():
    source = process("p", start(), user("a"), user("b"), end(), flows=("start > a", "a > b ? ${go}", "b > end"))
    with pytest.raises(StepFailed, match="no condition of its flows holds"):
        Game(source).complete("a", go=False)
