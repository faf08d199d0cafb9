"""The facts that decide the enforcement limitation period, and the events that restart it."""

from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum


class RuleSet(StrEnum):
    """The guide's own telling, or the law read. One of them decides; alarms follow the earlier."""

    GUIDE = "guide"
    PRC_LAW = "prc_law"


@dataclass(frozen=True, order=True)
class Obstacle:
    """Days on which the creditor could not act, both included. `end` None: not over yet. Without evidence it holds nothing.

    Source: Civil Code art. 194.
    """

    start: date
    end: date | None = None
    evidenced: bool = True

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"Expected an obstacle to end on or after {self.start}, but found {self.end}")


@dataclass(frozen=True)
class Interruption:
    """A demand, a promise, a part payment or an equivalent act. Without evidence it restarts nothing.

    Source: Civil Procedure Law (2023) art. 250; SPC Enforcement Procedure Interpretation art. 20 (DL-X-12).
    """

    day: date
    evidenced: bool


@dataclass(frozen=True)
class Facts:
    """What the case file knows about the time of a title. None: not known, or did not happen.

    `decided_date` is the day the title was made, `in_force` False one that is known to be without effect yet.
    `no_performance_period` True: somebody read the title and it states none. `last_instalment_date` is the last one of a title paid in parts; `instalments` are all of them and count for
    notarised titles only. `recognition_filed` and `settlement_made` are the days that must lie within the
    period; `recognition_effective` and `settlement_end` are the days from which it runs anew.
    """

    instrument_type: str
    effective_date: date | None = None
    performance_end_date: date | None = None
    last_instalment_date: date | None = None
    breach_date: date | None = None
    instalments: tuple[date, ...] = ()
    application_filed: date | None = None
    application_ended: date | None = None
    recognition_filed: date | None = None
    recognition_effective: date | None = None
    settlement_made: date | None = None
    settlement_end: date | None = None
    interruptions: tuple[Interruption, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    resumed_after_termination: bool = False
    decided_date: date | None = None
    in_force: bool | None = None
    no_performance_period: bool = False

    @property
    def unproven(self) -> bool:
        """Tell whether an interruption or an obstacle is told without evidence."""
        return not all([one.evidenced for one in self.interruptions] + [one.evidenced for one in self.obstacles])

    def proven(self) -> "Facts":
        """Return the facts as they would be if everything told were proven."""
        return replace(
            self, interruptions=tuple(Interruption(one.day, True) for one in self.interruptions),
            obstacles=tuple(Obstacle(one.start, one.end) for one in self.obstacles),
        )  # fmt: skip

    @property
    def days(self) -> tuple[date, ...]:
        """Every day that the facts tell."""
        single = (getattr(self, one.name) for one in fields(self))
        ends = (day for obstacle in self.obstacles for day in (obstacle.start, obstacle.end))
        told = (*single, *self.instalments, *(one.day for one in self.interruptions), *ends)
        return tuple(day for day in told if isinstance(day, date))


@dataclass(frozen=True, order=True)
class Restart:
    """An event that starts the two years anew from `start`, if `tested_on` lies within the period so far."""

    tested_on: date
    start: date
    rule_id: str


def restarts(facts: Facts) -> tuple[Restart, ...]:
    """Return the restarts the facts tell, in the order of the days on which they are tested.

    Source: decision D08 rows 2-4; rules DL-X-12, DL-X-13, DL-X-14, DL-X-17.
    """
    found = [Restart(one.day, one.day, "DL-X-12") for one in facts.interruptions if one.evidenced]
    if facts.application_ended not in (None, facts.recognition_effective):  # DL-X-14 tells that day better
        found.append(Restart(facts.application_filed or facts.application_ended, facts.application_ended, "DL-X-12"))
    if facts.settlement_end is not None:
        found.append(Restart(facts.settlement_made or facts.settlement_end, facts.settlement_end, "DL-X-13"))
    if facts.recognition_effective is not None:
        filed = facts.recognition_filed or facts.application_filed or facts.recognition_effective
        found.append(Restart(filed, facts.recognition_effective, "DL-X-14"))
    return tuple(sorted(found))
