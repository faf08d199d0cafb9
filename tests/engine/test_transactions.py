"""Transactions: all that was done in one is kept, or undone. Source: BPMN 2.0.2 §10.2.5, §10.5.3 (cancel), §13.4."""

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
    start,
    sub,
    timer,
    transaction,
    undo,
    user,
)  # fmt: skip
from tests.engine.runs import NOON, Game
from tests.engine.test_compensation import came_to
from tests.engine.test_reader import problems
from tests.engine.test_soundness import found


def deal(*more: str, flows: tuple[str, ...] = (), roots: str = "", inside: tuple[str, ...] = (), **attributes: str) -> bytes:
    """Return a transaction of two tasks that can be undone; `choice` after them says how it ends."""
    held = transaction(
        "deal", start("s"), user("a"), undo("a"), user("b"), undo("b"), user("choice"), node("exclusiveGateway", "which"),
        end("kept"), end("off", on("cancel")), end("bad", on("error", "err")), *inside, **attributes,
    )  # fmt: skip
    return process(
        "p", start(), held, boundary("cancelled", "deal", on("cancel")), boundary("failed", "deal", on("error", "err")),
        user("after"), user("none"), user("mend"), end(), end("e2"), end("e3"), *more,
        flows=(
            "start > deal > after > end", "cancelled > none > e2", "failed > mend > e3", "s > a > b > choice > which",
            "which > kept !", "which > off ? ${how == 'cancel'}", "which > bad ? ${how == 'fail'}", *flows,
        ),
        roots=error("err", "E") + roots,
    )  # fmt: skip


def test_a_transaction_that_ends_well_goes_on_like_a_sub_process():
    game = came_to(Game(deal()), "a", "b")
    assert game.complete("choice", how="keep").tasks == ["after"]


def test_a_cancelled_transaction_undoes_what_it_did_last_first_and_leaves_by_its_cancel_event():
    game = came_to(Game(deal()), "a", "b")
    game.complete("choice", how="cancel")
    assert came_to(game, "un_b", "un_a", "none").ends == ["off", "e2"]


def test_an_error_that_leaves_a_transaction_undoes_nothing():
    game = came_to(Game(deal()), "a", "b")
    assert game.complete("choice", how="fail").tasks == ["mend"]


def test_a_transaction_that_ended_well_may_be_undone_later():
    source = deal().replace(b'<bpmn:userTask id="after" name="after"', b'<bpmn:intermediateThrowEvent id="after" name="after"', 1)
    start_, end_ = source.index(b'<bpmn:intermediateThrowEvent id="after"'), source.index(b"</bpmn:userTask>", source.index(b'id="after"'))
    source = source[:start_] + b'<bpmn:intermediateThrowEvent id="after"><bpmn:compensateEventDefinition/></bpmn:intermediateThrowEvent>' + source[end_ + 16 :]
    game = came_to(Game(source), "a", "b")
    assert came_to(game.complete("choice", how="keep"), "un_b", "un_a").ended


def test_other_tokens_of_a_cancelled_transaction_end_and_what_is_around_goes_on():
    source = process(
        "p", start(), node("parallelGateway", "out"), user("other"),
        transaction("deal", start("s"), node("parallelGateway", "fork"), user("a"), undo("a"), user("open"), undo("open"), end("e"),
                    end("off", on("cancel"))),
        boundary("cancelled", "deal", on("cancel")), boundary("late", "deal", timer("Duration", "PT1H")), user("none"), end(), end("e2"), end("e3"), end("e4"),
        flows=("start > out > deal > end", "out > other > e2", "cancelled > none > e3", "late > e4", "s > fork > a > off", "fork > open > e"),
    )  # fmt: skip
    game = Game(source).complete("a")
    assert game.tasks == ["other", "un_a"]
    assert game.at(NOON.replace(hour=9)).tasks == ["other", "un_a"]  # a cancelled transaction is late no more
    assert game.complete("un_a").tasks == ["none", "other"]


def test_what_was_completed_in_an_open_sub_process_is_undone_step_by_step_though_it_has_a_handler():
    inner = sub("box", start("bs"), user("a"), undo("a"), user("open"), end("be"))
    source = process(
        "p", start(),
        transaction("deal", start("s"), user("first"), undo("first"), node("parallelGateway", "fork"), inner, undo("box"), user("stop"),
                    end("e"), end("off", on("cancel"))),
        boundary("cancelled", "deal", on("cancel")), end(), end("e2"),
        flows=("start > deal > end", "cancelled > e2", "s > first > fork", "fork > box > e", "fork > stop > off", "bs > a > open > be"),
    )  # fmt: skip
    game = Game(source).complete("first").complete("a")
    assert game.tasks == ["open", "stop"]
    assert came_to(game.complete("stop"), "un_a", "un_first").ended


def test_the_instances_completed_in_an_open_multi_instance_are_undone():
    source = process(
        "p", start(),
        transaction("deal", start("s"), node("parallelGateway", "fork"), user("a", each("items", "item")), undo("a"), user("stop"),
                    end("e"), end("off", on("cancel"))),
        boundary("cancelled", "deal", on("cancel")), end(), end("e2"),
        flows=("start > deal > end", "cancelled > e2", "s > fork", "fork > a > e", "fork > stop > off"),
    )  # fmt: skip
    game = Game(source, items=["x", "y"]).complete("a").complete("stop")
    assert [task.variables["item"] for task in game.run.user_tasks()] == ["x"]
    assert came_to(game, "un_a").ended


def test_what_a_running_compensation_has_not_undone_is_undone_by_the_cancellation():
    source = process(
        "p", start(),
        transaction("deal", start("s"), user("a"), undo("a"), sub("box", start("bs"), user("b"), undo("b"), user("c"), undo("c"), end("be")),
                    node("parallelGateway", "fork"), back(), user("stop"), end("e"), end("off", on("cancel"))),
        boundary("cancelled", "deal", on("cancel")), end(), end("e2"),
        flows=("start > deal > end", "cancelled > e2", "s > a > box > fork", "bs > b > c > be", "fork > back > e", "fork > stop > off"),
    )  # fmt: skip
    game = came_to(Game(source), "a", "b", "c")
    assert game.tasks == ["stop", "un_c"]
    game.complete("un_c")
    assert game.tasks == ["stop", "un_b"]
    assert came_to(game.complete("stop"), "un_b", "un_a").ended


def test_an_event_sub_process_of_a_transaction_may_cancel_it():
    ask = sub("ask", start("es", on("message", "m_stop"), isInterrupting="false"), user("really"), end("ee", on("cancel")), event=True)
    game = came_to(Game(deal(inside=(ask,), flows=("es > really > ee",), roots=message("stop"))), "a")
    game.message("stop")
    assert game.tasks == ["b", "really"]
    assert came_to(game.complete("really"), "un_a", "none").ended


def test_an_error_while_a_transaction_is_undone_leaves_by_the_error_event():
    broken = sub("un_b", start("hs"), user("h"), end("he", on("error", "err")), isForCompensation="true")
    source = process(
        "p", start(), transaction("deal", start("s"), user("a"), undo("a"), user("b"), undo("b", broken), end("off", on("cancel"))),
        boundary("cancelled", "deal", on("cancel")), boundary("failed", "deal", on("error", "err")), user("mend"), end("e2"), end("e3"),
        flows=("start > deal", "cancelled > e2", "failed > mend > e3", "s > a > b > off", "hs > h > he"), roots=error("err", "E"),
    )  # fmt: skip
    assert came_to(Game(source), "a", "b", "h", "mend").ended
    assert found(source) == {}


def test_a_transaction_inside_another_is_cancelled_alone_and_then_the_outer_one():
    inner = transaction(
        "inner", start("is"), user("a"), undo("a"), user("choice"), node("exclusiveGateway", "which"), end("kept"), end("off", on("cancel"))
    )
    source = process(
        "p", start(),
        transaction("outer", start("s"), user("x"), undo("x"), inner, boundary("one", "inner", on("cancel")), user("y"), end("e"), end("all", on("cancel"))),
        boundary("both", "outer", on("cancel")), user("none"), end(), end("e2"),
        flows=("start > outer > end", "both > none > e2", "s > x > inner > e", "one > y > all", "is > a > choice > which", "which > kept !",
               "which > off ? ${no}"),
    )  # fmt: skip
    game = came_to(Game(source), "x", "a")
    assert came_to(game.complete("choice", no=True), "un_a", "y", "un_x", "none").ended
    assert found(source) == {}


def test_a_transaction_of_which_nothing_is_done_leaves_at_once():
    source = process(
        "p", start(), transaction("deal", start("s"), user("a"), end("off", on("cancel"))), boundary("cancelled", "deal", on("cancel")),
        user("none"), end("e2"), flows=("start > deal", "cancelled > none > e2", "s > a > off"),
    )  # fmt: skip
    assert came_to(Game(source), "a", "none").ended


def test_the_ways_of_a_transaction_are_sound_and_all_come_to():
    assert found(deal()) == {}


def test_a_handler_that_stands_still_is_found():
    stuck = sub(
        "un_a", start("hs"), node("exclusiveGateway", "x"), user("h1"), user("h2"), node("parallelGateway", "j"), end("he"),
        isForCompensation="true",
    )  # fmt: skip
    source = process(
        "p", start(), user("a"), undo("a", stuck), back(), end(),
        flows=("start > a > back > end", "hs > x", "x > h1 > j ? ${one}", "x > h2 > j !", "j > he"),
    )  # fmt: skip
    assert found(source)["deadlock"] == ["un_a"]


CANCEL = boundary("cancelled", "deal", on("cancel")) + end("e2")
OFF = end("off", on("cancel"))
REFUSED = [
    (transaction("deal", start("s"), OFF), "'deal' has no way out when it is cancelled.*Attach a cancel event"),
    (sub("deal", start("s"), OFF), "a cancel end event outside a transaction"),
    (OFF, "a cancel end event outside a transaction"),
    (transaction("deal", start("s"), sub("box", start("s2"), OFF)) + CANCEL, "a cancel end event outside a transaction"),
    (sub("deal", start("s")) + CANCEL, "a cancel event on something else than a transaction"),
    (transaction("deal", start("s"), OFF) + CANCEL + boundary("second", "deal", on("cancel")), "a second cancel event"),
    (transaction("deal", start("s"), OFF) + boundary("cancelled", "deal", on("cancel"), False), "a cancel event always interrupts"),
    (transaction("deal", start("s"), OFF, loop=each("items", "item")) + CANCEL, "'deal' is repeated and cancelled"),
    (transaction("deal", start("s"), method="##Store"), "method='##Store' is not executed"),
    (transaction("deal", start("s"), triggeredByEvent="true"), "triggeredByEvent='true' is not executed"),
    (node("intermediateThrowEvent", "x", on("cancel")), "a cancel event is not executed as intermediateThrowEvent"),
]  # fmt: skip


@pytest.mark.parametrize(("elements", "said"), REFUSED, ids=[said[:40] for _, said in REFUSED])
def test_what_is_no_whole_transaction_is_refused(elements, said):
    refusals = "\n".join(problems(process("p", start(), elements, end(), flows=("start > end",))))
    assert re.search(said, refusals), refusals


def test_a_transaction_may_have_its_usual_method_and_local_parameters():
    source = process(
        "p", start(), transaction("deal", mapping({"mine": "=1"}), start("s"), user("a"), end("e"), method="##Compensate"), end(),
        flows=("start > deal > end", "s > a > e"),
    )  # fmt: skip
    game = Game(source)
    assert game.run.user_tasks()[0].variables["mine"] == 1
    assert came_to(game, "a").ended
