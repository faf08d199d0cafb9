"""What the attributes of a user task may be: priority, days, the holder. Raises ValueError with a sentence."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from worklist.clock import COURT_TZ, at_court
from worklist.errors import Phrase

#: A task that is due on a day is due at its last second.
END_OF_DAY = time(23, 59, 59)
#: Priorities as task lists sort them; the middle one when none is given.
LEAST, MIDDLE, MOST = 0, 50, 100


def priority(value: Any) -> int:
    """Return a whole number from 0 to 100."""
    if value in (None, ""):
        return MIDDLE
    try:
        number = int(str(value))
    except ValueError:
        number = -1
    if not LEAST <= number <= MOST:
        raise ValueError(Phrase("expected a whole number from %(least)s to %(most)s as priority, got %(found)s", least=LEAST, most=MOST, found=repr(value)))
    return number


def instant(value: Any) -> datetime | None:
    """Return a day (its end at the court) or an instant; None for none."""
    if value in (None, ""):
        return None
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
        except ValueError:
            raise ValueError(Phrase("expected a day such as 2026-03-31 or an instant, got %(found)s", found=repr(value))) from None
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=COURT_TZ)
    if isinstance(value, date):
        return at_court(value, END_OF_DAY)
    raise ValueError(Phrase("expected a day or an instant, got %(found)s", found=repr(value)))


def holder(value: Any) -> str | None:
    """Return the id of a user; None for none."""
    if value in (None, ""):
        return None
    if not isinstance(value, str):
        raise ValueError(Phrase("expected the name of one user as assignee, got %(found)s", found=repr(value)))
    return value


def groups(value: Any) -> set[str]:
    """Return group names: of a list, or of a text with commas."""
    if isinstance(value, list):
        return {str(group).strip() for group in value if str(group).strip()}
    return {group.strip() for group in str(value or "").split(",") if group.strip()}


#: How each attribute that may be computed is read.
READERS: dict[str, Callable[[Any], Any]] = {
    "priority": priority, "dueDate": instant, "followUpDate": instant, "assignee": holder, "candidateGroups": groups,
}  # fmt: skip
