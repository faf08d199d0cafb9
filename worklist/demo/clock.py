"""The clock of a demo: moved on by hand, so that timers and deadlines can be seen at work."""

from datetime import datetime, timedelta
from pathlib import Path

from worklist import clock
from worklist.errors import BadInput

#: Days one push may move the clock on, and how far ahead of the machine's it may stand in all.
MOST_AT_ONCE, MOST_IN_ALL = 366, 3_660


class DemoClock:
    """The machine's clock, ahead by whole days that a file beside the demo's database keeps."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.days = int(file.read_text(encoding="ascii")) if file.exists() else 0

    def __call__(self) -> datetime:
        """Return the instant that the demo lives in, timezone-aware, UTC."""
        return clock.now() + timedelta(days=self.days)

    def move_on(self, days: int) -> None:
        """Move on by so many days; never back, since what has happened stays written. Raises BadInput."""
        if not 1 <= days <= MOST_AT_ONCE or self.days + days > MOST_IN_ALL:
            raise BadInput(
                f"Expected 1 to {MOST_AT_ONCE} days, at most {MOST_IN_ALL:,} in all, got {days:,}; start the demo afresh to go back"
            )
        self.file.write_text(str(self.days + days), encoding="ascii")
        self.days += days
