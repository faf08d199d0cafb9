"""Plots: scenes, each some days after the one before."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import accumulate, groupby

from worklist.demo.telling import Telling

Scene = Callable[[Telling], None]


@dataclass(frozen=True)
class Plot:
    """Scenes with the days between them. Plots are put together with `+`; `then` adds a scene."""

    steps: tuple[tuple[int, Scene], ...] = ()

    def then(self, after: int, *scenes: Scene) -> "Plot":
        """Return the plot with scenes that play `after` days later, all on that day."""
        gaps = (after, *(0 for _ in scenes[1:]))
        return Plot((*self.steps, *zip(gaps, scenes, strict=True)))

    def __add__(self, other: "Plot") -> "Plot":
        return Plot(self.steps + other.steps)

    @property
    def lasts(self) -> int:
        """Return the days from the first scene to the last."""
        return sum(gap for gap, _ in self.steps)

    def days(self) -> Iterable[tuple[int, list[Scene]]]:
        """Return the scenes of each day, with the days since the beginning."""
        told = zip(accumulate(gap for gap, _ in self.steps), (scene for _, scene in self.steps), strict=True)
        return ((day, [scene for _, scene in scenes]) for day, scenes in groupby(told, key=lambda step: step[0]))
