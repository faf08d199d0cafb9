"""A story: whose matter, what happened, and how long ago."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from worklist.demo.matters import Matter, matters
from worklist.demo.people import LI_WEI
from worklist.demo.plot import Plot


@dataclass(frozen=True)
class Story:
    """A case of the demo.

    `ended`: days before today of the last scene; `reaches`: elements at which it stands then (an open task, an awaited
    message, an end event); `held`: element → who has claimed its task; `limitation_left`: days from today to the end
    of the limitation period of the title; `breaks`: its last timer is due and its step fails, so it has an incident.
    """

    key: str
    plot: Plot
    ended: int
    reaches: tuple[str, ...]
    owner: str = LI_WEI.id
    limitation_left: int | None = None
    held: Mapping[str, str] = field(default_factory=dict)
    breaks: bool = False

    @property
    def matter(self) -> Matter:
        """Return the matter the story is about."""
        return matters()[self.key]

    @property
    def began(self) -> int:
        """Return how many days before today it began."""
        return self.ended + self.plot.lasts

    def __str__(self) -> str:
        return f"{self.matter.client} v {self.matter.debtor}"
