"""The one clock. Everything that needs 'now' takes it as an argument; entry points read it here."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

#: Courts, statutory days and office hours run on Beijing time.
COURT_TZ = ZoneInfo("Asia/Shanghai")
#: Reminders, expected durations and re-check cycles fire at this hour of their day, at the court.
MORNING = time(8)
#: Sorts after every real due day.
NEVER = datetime(9999, 12, 31, tzinfo=UTC)


def now() -> datetime:
    """Return the current instant, timezone-aware, UTC."""
    return datetime.now(UTC)


def day_of(instant: datetime) -> date:
    """Return the legal day of an instant: the date at the court (UTC+8)."""
    return instant.astimezone(COURT_TZ).date()


def at_court(day: date, hour: time = MORNING) -> datetime:
    """Return the instant of an hour of a day at the court, in UTC."""
    return datetime.combine(day, hour, COURT_TZ).astimezone(UTC)
