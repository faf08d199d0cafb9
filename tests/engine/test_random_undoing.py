"""Random nested diagrams: whatever order the tasks were completed in, they are undone the other way round, each once."""

import random
from dataclasses import dataclass, field

import pytest

from tests.engine.amounts import batches
from tests.engine.diagrams import back, end, node, process, start, sub, undo, user
from tests.engine.runs import Game


@dataclass
class Part:
    """A task (no parts) or sub-process, and whether it has a compensation activity of its own."""

    name: str
    has_handler: bool
    parts: list["Part"] = field(default_factory=list)

    def ended(self, log: list[str]) -> int:
        """When it was completed: the place of its last task in the log."""
        return max(part.ended(log) for part in self.parts) if self.parts else log.index(self.name)

    def undone(self, log: list[str]) -> list[str]:
        """The handlers that undo it, in order."""
        if self.has_handler:
            return [f"un_{self.name}"]
        last_first = sorted(self.parts, key=lambda part: part.ended(log), reverse=True)
        return [name for part in last_first for name in part.undone(log)]


class Drawing:
    """A random process of tasks in a row, side by side and in sub-processes; everything in it is undone at its end."""

    def __init__(self, seed: int) -> None:
        self.chance, self.count, self.flows = random.Random(f"undo {seed}"), 0, list[str]()
        self.whole = Part("p", False)
        elements = self._row(self.whole, 0, "start", "back")
        self.source = process("p", start(), *elements, back(), end(), flows=(*self.flows, "back > end"))

    def _row(self, around: Part, depth: int, first: str, last: str) -> list[str]:
        """Draw steps one after the other between two elements."""
        elements, before = [], first
        for _ in range(self.chance.randint(1, 3)):
            names, drawn = zip(*(self._activity(around, depth) for _ in range(self.chance.choice((1, 1, 2)))), strict=True)
            elements += drawn
            if len(names) > 1:
                fork, join = f"fork_{names[0]}", f"join_{names[0]}"
                elements += [node("parallelGateway", fork), node("parallelGateway", join)]
                self.flows += [f"{before} > {fork}", *(f"{fork} > {name} > {join}" for name in names)]
                before = join
            else:
                self.flows.append(f"{before} > {names[0]}")
                before = names[0]
        self.flows.append(f"{before} > {last}")
        return elements

    def _activity(self, around: Part, depth: int) -> tuple[str, str]:
        self.count += 1
        part = Part(f"n{self.count}", self.chance.random() < 0.5)
        around.parts.append(part)
        if depth < 3 and self.chance.random() < 0.35:
            name = part.name
            drawn = sub(name, start(f"s_{name}"), *self._row(part, depth + 1, f"s_{name}", f"e_{name}"), end(f"e_{name}"))
        else:
            drawn = user(part.name)
        return part.name, drawn + (undo(part.name) if part.has_handler else "")


@pytest.mark.parametrize("seeds", batches(1_000, 50), ids=str)
def test_what_was_completed_in_any_order_is_undone_in_the_reverse_of_it(seeds: range) -> None:
    for seed in seeds:
        drawing = Drawing(seed)
        game, log, undone = Game(drawing.source), list[str](), list[str]()
        while not game.ended and not any(task.startswith("un_") for task in game.tasks):
            log.append(drawing.chance.choice(game.tasks))
            game.complete(log[-1])
        while not game.ended:
            (task,) = game.tasks
            undone.append(task)
            game.complete(task)
        assert undone == drawing.whole.undone(log), seed
