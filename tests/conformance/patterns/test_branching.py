"""Patterns 1 to 8, 10, 11 and 37: sequence, splits, merges, cycles, and how a run ends by itself."""

import itertools

import pytest

from tests.conformance.patterns.traced import Traced
from tests.engine.diagrams import end, node, process, start, user


def split_and_merge(split: str, merge: str, *, conditions: bool) -> bytes:
    """Two branches, `a` and `b`, between two gateways, and `after` behind them."""
    a, b = ("? ${a}", "? ${b}") if conditions else ("", "")
    return process(
        "pattern", start(), node(f"{split}Gateway", "split"), user("a"), user("b"), node(f"{merge}Gateway", "merge"),
        user("after"), end(),
        flows=("start > split", f"split > a {a}", f"split > b {b}", "a > merge > after > end", "b > merge"),
    )  # fmt: skip


def test_wcp_01_sequence_one_task_after_the_other():
    game = Traced(process("pattern", start(), user("a"), user("b"), end(), flows=("start > a > b > end",)))
    assert game.tasks == ["a"]
    game.complete("a")
    assert game.tasks == ["b"]
    assert game.complete("b").trace == ["start", "a", "b", "end"]
    assert (game.ended, game.ends) == (True, ["end"])


def test_wcp_02_parallel_split_opens_every_branch():
    game = Traced(split_and_merge("parallel", "parallel", conditions=False))
    assert game.tasks == ["a", "b"]
    assert game.trace == ["start", "split", "a", "b"]


@pytest.mark.parametrize("order", ["ab", "ba"])
def test_wcp_03_synchronization_waits_for_every_branch_in_any_order(order):
    game = Traced(split_and_merge("parallel", "parallel", conditions=False)).complete(order[0])
    assert game.tasks == [order[1]]
    game.complete(order[1])
    assert (game.tasks, game.count("after")) == (["after"], 1)
    assert game.complete("after").ended


@pytest.mark.parametrize(("a", "b", "taken"), [(True, False, "a"), (False, True, "b"), (True, True, "a")])
def test_wcp_04_exclusive_choice_takes_one_branch(a, b, taken):
    assert Traced(split_and_merge("exclusive", "exclusive", conditions=True), a=a, b=b).tasks == [taken]


@pytest.mark.parametrize("taken", ["a", "b"])
def test_wcp_05_simple_merge_goes_on_with_the_branch_that_was_taken(taken):
    game = Traced(split_and_merge("exclusive", "exclusive", conditions=True), a=taken == "a", b=taken == "b")
    assert game.complete(taken).tasks == ["after"]
    assert game.complete("after").trace == ["start", "split", taken, "merge", "after", "end"]


@pytest.mark.parametrize(("a", "b", "taken"), [(True, False, ["a"]), (False, True, ["b"]), (True, True, ["a", "b"])])
def test_wcp_06_multi_choice_takes_every_branch_that_holds(a, b, taken):
    assert Traced(split_and_merge("inclusive", "inclusive", conditions=True), a=a, b=b).tasks == taken


@pytest.mark.parametrize("taken", [("a",), ("b",), ("a", "b"), ("b", "a")])
def test_wcp_07_structured_synchronizing_merge_waits_for_the_branches_that_were_taken(taken):
    game = Traced(split_and_merge("inclusive", "inclusive", conditions=True), a="a" in taken, b="b" in taken)
    for number, task in enumerate(taken):
        assert game.tasks == sorted(taken[number:])
        game.complete(task)
    assert (game.tasks, game.count("after")) == (["after"], 1)


def test_wcp_08_multi_merge_goes_on_once_for_each_branch():
    game = Traced(split_and_merge("parallel", "exclusive", conditions=False)).complete("a")
    assert game.tasks == ["after", "b"]
    game.complete("b")
    assert game.tasks == ["after", "after"]
    game.complete("after").complete("after")
    assert (game.ended, game.ends) == (True, ["end", "end"])


def cycle() -> bytes:
    """A cycle with two ways in and two ways out."""
    return process(
        "pattern", start(), node("exclusiveGateway", "where"), node("exclusiveGateway", "in_a"), user("a"),
        node("exclusiveGateway", "out_a"), node("exclusiveGateway", "in_b"), user("b"), node("exclusiveGateway", "out_b"),
        end("end_a"), end("end_b"),
        flows=(
            "start > where", "where > in_a ? ${begin == 'a'}", "where > in_b !", "in_a > a > out_a", "out_a > end_a ? ${out}",
            "out_a > in_b !", "in_b > b > out_b", "out_b > end_b ? ${out}", "out_b > in_a !",
        ),
    )  # fmt: skip


def test_wcp_10_arbitrary_cycles_have_several_ways_in_and_out():
    game = Traced(cycle(), begin="b", out=False)
    for task in "babab":
        assert game.tasks == [task]
        game.complete(task)
    assert game.complete("a", out=True).ends == ["end_a"]
    assert Traced(cycle(), begin="a", out=True).complete("a").ends == ["end_a"]


def test_wcp_11_implicit_termination_ends_the_run_when_nothing_is_left_to_do():
    source = process(
        "pattern", start(), node("parallelGateway", "split"), user("a"), user("b"), end(), flows=("start > split > a > end", "split > b")
    )
    game = Traced(source).complete("a")
    assert (game.ended, game.tasks) == (False, ["b"])
    assert game.complete("b").ended


def acyclic() -> bytes:
    """A multi-choice whose branches meet in no block: `b` may go to either join."""
    return process(
        "pattern", start(), node("inclusiveGateway", "split"), user("a"), user("b"), user("c"), node("exclusiveGateway", "which"),
        node("inclusiveGateway", "first"), user("d"), node("inclusiveGateway", "last"), user("after"), end(),
        flows=(
            "start > split", "split > a ? ${a}", "split > b ? ${b}", "split > c ? ${c}", "a > first > d > last", "b > which",
            "which > first ? ${early}", "which > last !", "c > last > after > end",
        ),
    )  # fmt: skip


@pytest.mark.parametrize("early", [True, False])
@pytest.mark.parametrize("taken", ["a", "b", "c", "ab", "ac", "bc", "abc"])
def test_wcp_37_acyclic_synchronizing_merge_works_without_blocks(taken, early):
    for order in itertools.permutations(taken):
        game = Traced(acyclic(), a="a" in taken, b="b" in taken, c="c" in taken, early=early)
        for number, task in enumerate(order):
            assert set(order[number:]) <= set(game.tasks)
            assert game.count("after") == 0
            game.complete(task)
        if "d" in game.tasks:
            game.complete("d")
        assert (game.tasks, game.count("after")) == (["after"], 1)
        assert game.count("d") == ("a" in taken or ("b" in taken and early))
