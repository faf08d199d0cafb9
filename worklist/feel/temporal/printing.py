"""Python's instants and durations, printing as FEEL does. Callers get them; inside, Python's own are used."""

from datetime import datetime, timedelta

from worklist.feel.temporal.types import duration_text, moment_of, nanoseconds_of


class Instant(datetime):
    """A date and time whose `str` is its FEEL text: `2026-11-23T09:30:00@Asia/Shanghai`."""

    @classmethod
    def of(cls, value: datetime) -> "Instant":
        """Return a date and time as one that prints so."""
        return cls.combine(value.date(), value.timetz())

    def plain(self) -> datetime:
        """Return it as Python's own."""
        return datetime.combine(self.date(), self.timetz())

    def __str__(self) -> str:
        return str(moment_of(self.plain()))


class Duration(timedelta):
    """A days and time duration whose `str` is its FEEL text: `P1DT2H`."""

    @classmethod
    def of(cls, value: timedelta) -> "Duration":
        """Return a duration as one that prints so."""
        return cls(value.days, value.seconds, value.microseconds)

    def plain(self) -> timedelta:
        """Return it as Python's own."""
        return timedelta(self.days, self.seconds, self.microseconds)

    def __str__(self) -> str:
        return duration_text(nanoseconds_of(self.plain()))
