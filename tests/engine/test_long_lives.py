"""Long lives: what a run has behind it costs nothing. 5,000 rounds of a loop in a soak, a tenth elsewhere.

The measures are counts and bytes, never seconds: automatic steps of a round, tokens alive, bytes of the encoded state.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from tests.engine.amounts import amount
from tests.engine.diagrams import (
    boundary,
    each,
    end,
    message,
    node,
    on,
    process,
    script,
    start,
    sub,
    timer,
    user,
)
from tests.engine.runs import Game
from worklist.engine.spiff import MAX_STEPS, encode

ROUNDS = amount(5_000)
#: Bytes by which the encoded state may change between rounds: identities compress differently.
SLACK = 60


@dataclass(frozen=True)
class Size:
    """What a round costs and leaves behind: tokens and bytes after it, and the steps of `settle` in it."""

    tokens: int
    state: int
    steps: int


class Counted(Game):
    """A game that counts the automatic steps since it was last asked."""

    steps = 0

    def _go_on(self) -> Game:
        self.steps += self.run.settle()
        return super()._go_on()

    def size(self) -> Size:
        taken, self.steps = self.steps, 0
        return Size(len(self.run.tasks), len(encode(self.run)), taken)


def joined(kind: str) -> bytes:
    """A loop with a fork, two tasks and a join."""
    condition = " ? ${true}" if kind == "inclusive" else ""
    return process(
        "joined", start(), node("exclusiveGateway", "again"), node(f"{kind}Gateway", "fork"), user("a"), user("b"),
        node(f"{kind}Gateway", "join"), node("exclusiveGateway", "more"), end(),
        flows=(
            "start > again > fork", f"fork > a{condition}", f"fork > b{condition}", "a > join > more", "b > join",
            "more > again ? ${go}", "more > end !",
        ),
    )  # fmt: skip


def nested() -> bytes:
    """A loop around a sub-process with a join of its own, guarded by a timer and a message, entered by a script."""
    inside = sub(
        "work", start("s2"), node("parallelGateway", "fork"), user("a"), user("b"), node("parallelGateway", "join"), end("e2"),
    )  # fmt: skip
    return process(
        "nested", start(), node("exclusiveGateway", "again"), script("count", "n", "n + 1"), inside,
        boundary("late", "work", timer("Duration", "P10D"), False), end("e3"),
        boundary("told", "work", on("message", "m_stop")), end("e4"), node("exclusiveGateway", "more"), end(),
        flows=(
            "start > again > count > work > more", "s2 > fork > a > join > e2", "fork > b > join", "late > e3",
            "told > e4", "more > again ? ${go}", "more > end !",
        ),
        roots=message("stop"),
    )  # fmt: skip


def many() -> bytes:
    """A loop around a task with two instances side by side."""
    return process(
        "many", start(), node("exclusiveGateway", "again"), user("a", each("=[1, 2]", "item")), user("b"),
        node("exclusiveGateway", "more"), end(),
        flows=("start > again > a > b > more", "more > again ? ${go}", "more > end !"),
    )  # fmt: skip


def both(game: Game, number: int) -> None:
    first, second = ("a", "b") if number % 2 else ("b", "a")
    game.complete(first).complete(second)


def two_and_one(game: Game, number: int) -> None:
    game.complete("a").complete("a").complete("b")


@pytest.mark.parametrize(
    ("source", "play"),
    [(joined("parallel"), both), (joined("inclusive"), both), (nested(), both), (many(), two_and_one)],
    ids=["parallel join", "inclusive join", "sub-process with timers", "multi-instance"],
)
def test_the_last_round_of_a_long_loop_costs_what_the_first_did(source: bytes, play: Callable[[Game, int], None]) -> None:
    game = Counted(source, go=True, n=0)
    game.size()
    sizes = []
    for number in range(ROUNDS):
        play(game, number)
        sizes.append(game.size())
    assert {size.steps for size in sizes} == {sizes[0].steps}
    assert {size.tokens for size in sizes} == {sizes[0].tokens}
    states = [size.state for size in sizes[10:]]
    assert max(states) - min(states) < SLACK


def test_a_loop_without_a_wait_goes_on_as_a_job_and_leaves_nothing_behind() -> None:
    source = process(
        "busy", start(), node("exclusiveGateway", "again"), script("count", "n", "n + 1"), node("exclusiveGateway", "more"), user("a"), end(),
        flows=("start > again > count > more", "more > again ? ${n < limit}", "more > a !", "a > end"),
    )  # fmt: skip
    game, transactions = Game(source, n=0, limit=ROUNDS * 4), 1
    while game.run.ready:
        game._go_on()
        transactions += 1
    assert transactions == ROUNDS * 4 * 3 // MAX_STEPS + 1  # three steps a round, and those before and behind the loop
    assert (game.tasks, game.variable("n"), len(game.run.tasks)) == (["a"], ROUNDS * 4, 2)


def test_a_reminder_that_comes_back_for_years_leaves_one_timer() -> None:
    source = process(
        "reminded", start(), user("a"), boundary("each", "a", timer("Cycle", "R/P1D"), False), end("e2"), end(),
        flows=("start > a > end", "each > e2"),
    )  # fmt: skip
    game = Counted(source)
    sizes = []
    for _ in range(ROUNDS // 5):
        due = game.due("each")
        assert due is not None
        game.at(due)
        sizes.append(game.size())
    assert {size.tokens for size in sizes} == {3}
    assert max(size.state for size in sizes) - min(size.state for size in sizes) < SLACK
    assert game.ends == ["e2"] * min(len(sizes), 50)


def test_children_of_a_scope_are_forgotten_when_they_are_over() -> None:
    game = Counted(nested(), go=True, n=0)
    for number in range(20):
        both(game, number)
    known = {child for token in game.run.tasks.values() for child in token._children}
    assert known <= set(game.run.tasks)
