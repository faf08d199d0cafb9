"""How urgent a day is, and the court calendar that says how many working days are left."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session

from worklist.cases import calendar

#: A day is near when at most this many working days are left.
NEAR = 3
#: Working days are counted this far ahead; beyond it only the day is shown.
COUNTED_DAYS = 60


class Urgency(StrEnum):
    """The groups of a task list, most urgent first."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"
    NONE = "none"
    #: The period of a court or of the other side is over and nothing came: never shown as overdue of ours.
    SILENT = "silent"


@dataclass(frozen=True)
class Due:
    """When something is due, seen from a day. `days`: calendar days (negative: over); `working_days` left, if counted."""

    urgency: Urgency
    day: date | None = None
    days: int = 0
    working_days: int | None = None

    @property
    def level(self) -> str:
        """How it is coloured: crit (over), warn (today or near), nothing else."""
        if self.urgency is Urgency.OVERDUE:
            return "crit"
        near = self.working_days is not None and self.working_days <= NEAR
        return "warn" if self.urgency is Urgency.TODAY or near else ""


def due(session: Session, day: date | None, today: date, *, ours: bool = True) -> Due:
    """Return how urgent a day is. `ours` False: the last day of somebody else's period."""
    if day is None:
        return Due(Urgency.NONE)
    days = (day - today).days
    if days < 0:
        return Due(Urgency.OVERDUE if ours else Urgency.SILENT, day, days)
    working = calendar.load(session).working_days_between(today, day) if days <= COUNTED_DAYS else None
    urgency = Urgency.TODAY if days == 0 else Urgency.WEEK if days <= 7 else Urgency.LATER
    return Due(urgency, day, days, working)
