"""Random diagrams, run by the engine and by the token game of `oracle`: they must agree after every step.

A difference names its seed; `python -m pytest tests/engine/test_random_runs.py` with WRIT_TEST_WHOLE=1 runs all.
"""

import random
from typing import Any

import pytest

from tests.engine.amounts import batches
from tests.engine.nets import Draughtsman, Net
from tests.engine.oracle import Oracle, Stuck
from tests.engine.runs import Game
from worklist.engine.bpmn import read_processes
from worklist.engine.spiff import StepFailed

#: Steps of one run, and open tasks at which it is left: nets that make more and more tokens have shown enough.
STEPS, TASKS = 40, 12


class Pair:
    """The engine and the oracle, given the same things to do."""

    def __init__(self, seed: int, net: Net) -> None:
        self.net, self.chance, self.done = net, random.Random(f"run {seed}"), ["start"]
        self.values = self._decide()
        (process,), _ = read_processes("net.bpmn", net.source)
        self.process = process
        self.oracle = Oracle(process, self.values)
        self.game = Game(net.source, **self.values)

    def _decide(self) -> dict[str, Any]:
        return {name: self.chance.random() < 0.6 for name in self.net.conditions}

    def seen(self) -> tuple[list[str], list[str], bool]:
        """Return what is to be seen of the engine's run."""
        if self.game.ended:
            return [], [], True
        heard = [waiting.node.id for waiting in self.game.run.waiting("message")]
        return self.game.tasks, sorted(heard), False

    def agree(self) -> bool:
        """Whether the oracle thinks that the engine may be where it is."""
        return self.oracle.observe(*self.seen())

    def step(self) -> bool:
        """Let one thing happen, the same to both; False when nothing can, or both say that it fails."""
        tasks, boundaries, _ = self.seen()
        if not tasks or len(tasks) > TASKS:
            return False
        if boundaries and self.chance.random() < 0.2:
            return self._both("message", self.chance.choice(boundaries), {})
        return self._both("complete", self.chance.choice(tasks), self._decide())

    def _both(self, what: str, element: str, values: dict[str, Any]) -> bool:
        self.done.append(f"{what} {element} {[name for name, value in values.items() if value]}")
        expected = self._ask_oracle(what, element, values)
        try:
            if what == "message":
                self.game.message(self.net.messages[element])
            else:
                self.game.complete(element, **values)
        except StepFailed:
            assert not expected, "the engine fails, the oracle goes on"
            return False
        assert expected, "the oracle fails, the engine goes on"
        return True

    def _ask_oracle(self, what: str, element: str, values: dict[str, Any]) -> bool:
        try:
            if what == "message":
                self.oracle.occur(element)
            else:
                self.oracle.complete(element, values)
        except Stuck:
            return False
        return True


def difference(seed: int) -> str | None:
    """Return how engine and oracle differ in one run, None where they agree to the end."""
    net = Draughtsman(seed).draw()
    pair = Pair(seed, net)
    try:
        for _ in range(STEPS):
            if not pair.agree():
                expected = [situation.seen() for situation in pair.oracle.possible]
                return told(seed, pair, f"expected one of {expected}, got {pair.seen()}")
            if not pair.step():
                return None
    except AssertionError as error:
        return told(seed, pair, str(error))
    return None


def told(seed: int, pair: Pair, what: str) -> str:
    """Return a difference with everything needed to see it again."""
    return "\n".join([f"seed {seed}: {what}", *pair.done, pair.net.source.decode()])


@pytest.mark.parametrize("seeds", batches(10_000, 100), ids=str)
def test_engine_and_oracle_agree_after_every_step_of_random_runs(seeds: range) -> None:
    differences = [found for seed in seeds if (found := difference(seed))]
    assert not differences, f"{len(differences)} differ, the first of them:\n{differences[0]}"
