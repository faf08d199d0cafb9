"""The reminder ladder, the status of a deadline on a day, and the instants at which its timers fall due.

A legal day runs 00:00-24:00 at the court. Reminders and alarms come at 08:00 of their day; a limit is over at
24:00, so its timer is due at 00:00 of the next day.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from worklist.errors import BadInput
from worklist.law.calendar import ONE_DAY
from worklist.law.rules import ActiveType, Ladder

#: Statutory days are days at the court.
COURT_TIME = ZoneInfo("Asia/Shanghai")
REMINDER_HOUR = time(8)
MIDNIGHT = time(0)

#: Days before the day the ladder counts back from (the renewal limit, for a measure). A team may change them.
REMINDERS: Mapping[Ladder, tuple[int, ...]] = {
    Ladder.LIMITATION: (180, 90, 60, 30, 14, 7, 3, 1, 0),
    Ladder.MEASURE: (90, 60, 30, 14, 7),
    Ladder.OWN: (7, 3, 1, 0),
    Ladder.COURT: (0,),
    Ladder.NONE: (),
}

#: Days between the renewal limit and the alarm day of a measure (rule DL-X-23).
RENEWAL_LEAD = timedelta(days=7)

#: Clocks that do not lapse: they tell an order, an earliest day, a usual time.
NEVER_EXPIRE = frozenset(
    {
        ActiveType.ORDERING,
        ActiveType.MINIMUM_INTERVAL,
        ActiveType.EXPECTED,
        ActiveType.REFERENCE,
        ActiveType.RULE_FUNCTION,
    }
)


class Status(StrEnum):
    """State of a deadline row. MET, CANCELLED and SUPERSEDED are for good."""

    RUNNING = "RUNNING"
    LAST_DAY = "LAST_DAY"
    EXPIRED = "EXPIRED"
    MET = "MET"
    CANCELLED = "CANCELLED"
    SUPERSEDED = "SUPERSEDED"

    @property
    def is_closed(self) -> bool:
        """Tell whether the passing of days changes nothing any more."""
        return self in (Status.MET, Status.CANCELLED, Status.SUPERSEDED)


class Escalation(StrEnum):
    """Who hears of a reminder besides the owner of the case."""

    OWNER = "owner"
    PARTNER = "partner"
    MANAGER = "manager"


class Days(Protocol):
    """What a clock needs of a deadline row: its kind and its three days."""

    @property
    def active_type(self) -> str:
        """One of ActiveType."""

    @property
    def raw_day(self) -> date:
        """Last day before the roll."""

    @property
    def rolled_day(self) -> date:
        """Last day in time."""

    @property
    def alarm_day(self) -> date:
        """Day alarms count from."""


@dataclass(frozen=True)
class Due:
    """One instant of a deadline's timers: `at` as a diagram writes it, `instant` in UTC."""

    at: str
    instant: datetime


def earliest_day(days: Days) -> date:
    """Return the last day under the earliest reading: the raw day, for a measure the day before it (T-60)."""
    return days.alarm_day if days.active_type == ActiveType.MEASURE_VALIDITY else days.raw_day


def ladder_day(days: Days) -> date:
    """Return the day reminders count back from: the alarm day, for a measure its renewal limit."""
    return days.alarm_day - RENEWAL_LEAD if days.active_type == ActiveType.MEASURE_VALIDITY else days.alarm_day


def status_on(days: Days, today: date, stored: Status = Status.RUNNING) -> Status:
    """Return the status of a deadline on `today`.

    LAST_DAY lies between the earliest reading and the last day in time; only after that it is EXPIRED. Whose
    period it is decides whether that is shown as overdue or as the court's silence.
    """
    if stored.is_closed or ActiveType(days.active_type) in NEVER_EXPIRE:
        return stored
    if today > days.rolled_day:
        return Status.EXPIRED
    return Status.LAST_DAY if today > earliest_day(days) else Status.RUNNING


def due_instant(days: Days, at: str) -> datetime:
    """Return the instant of `at`, aware and in UTC. Raises BadInput for another word.

    `alarm`: 08:00 of the alarm day. `limit`: 00:00 after the rolled day. `raw_limit`: 00:00 after the earliest
    reading. `-30d`: 08:00, thirty days before the ladder's day.
    """
    if at == "alarm":
        return _at_court(days.alarm_day, REMINDER_HOUR)
    if at == "limit":
        return _at_court(days.rolled_day + ONE_DAY, MIDNIGHT)
    if at == "raw_limit":
        return _at_court(earliest_day(days) + ONE_DAY, MIDNIGHT)
    offset = re.fullmatch(r"-(\d{1,4})d", at)
    if offset is None:
        raise BadInput("Expected alarm, limit, raw_limit or an offset such as -30d, but found '%(found)s'", found=at)
    return _at_court(ladder_day(days) - timedelta(days=int(offset[1])), REMINDER_HOUR)


def due_instants(days: Days, ladder: Ladder) -> tuple[Due, ...]:
    """Return every instant of a deadline in the order of time: its reminders, alarm, and limits."""
    words = [f"-{offset}d" for offset in REMINDERS[ladder]] + ["alarm", "raw_limit", "limit"]
    return tuple(sorted((Due(at, due_instant(days, at)) for at in words), key=lambda due: due.instant))


def escalation(days_before: int) -> tuple[Escalation, ...]:
    """Return who hears of a reminder: the owner, from 14 days the partner, from 3 days the manager too."""
    if days_before > 14:
        return (Escalation.OWNER,)
    if days_before > 3:
        return (Escalation.OWNER, Escalation.PARTNER)
    return (Escalation.OWNER, Escalation.PARTNER, Escalation.MANAGER)


def late_by(due_day: date, recorded_on: date) -> int:
    """Return how many calendar days after its day a reminder fires because the document came late; 0 in time."""
    return max(0, (recorded_on - due_day).days)


def _at_court(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, COURT_TIME).astimezone(UTC)
