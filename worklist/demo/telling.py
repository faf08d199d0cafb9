"""A story while it is told: the case, its matter, and the day it has come to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from worklist.cases import documents, store
from worklist.clock import at_court, day_of
from worklist.demo.matters import Matter
from worklist.demo.story import OFFICE_HOUR, Teller
from worklist.law.periods import add_months

#: Years of the period to apply for enforcement. Source: Civil Procedure Law (2023) art. 250 (rule DL-X-10).
LIMITATION_YEARS = 2


@dataclass
class Telling:
    """What scenes act on. `now` is the instant the demo is made for; nothing happens later.

    `limitation_left`: days from today to the last day of the limitation period of the title, None where it is far off.
    """

    teller: Teller
    matter: Matter
    now: datetime
    owner: str
    begins: date
    limitation_left: int | None = None
    day: date = field(init=False)

    def __post_init__(self) -> None:
        self.day = self.begins

    @property
    def today(self) -> date:
        """The day at the court on which the demo is made."""
        return day_of(self.now)

    @property
    def effective_date(self) -> date:
        """The day the title came into force: seven months before the story, or as the limitation period asks."""
        if self.limitation_left is None:
            return add_months(self.begins, -7)
        return add_months(self.today + timedelta(days=self.limitation_left), -12 * LIMITATION_YEARS)

    def comes_to(self, day: date) -> None:
        """Go on to office hours of a day, or to now when they have not begun."""
        self.day = day
        self.teller.at(min(at_court(day, OFFICE_HOUR), self.now))

    def does(self, element: str, values: Mapping[str, Any] | None = None, **variables: Any) -> None:
        """Complete the open task at an element."""
        self.teller.does(element, values, **variables)

    def receives(self, message: str, keys: Mapping[str, Any] | None = None, **fields: Any) -> None:
        """Record a document."""
        self.teller.receives(message, keys, **fields)

    def awaits(self, message: str) -> bool:
        """Say whether a step waits for a message."""
        return message in documents.awaited(self.teller.session, self.teller.case_id)

    def open(self, element: str) -> bool:
        """Say whether a task is open at an element."""
        return element in self.teller.open_tasks()

    def ids(self, list_path: str) -> list[str]:
        """Return the ids of the members of a list of the case file, in their order."""
        return [row.id for row in store.members(self.teller.session, self.teller.case_id, list_path)]

    @property
    def debtor(self) -> str:
        """The id of the first debtor."""
        return self.ids("debtors")[0]

    def case_no(self, kind: str, serial: int | None = None) -> str:
        """Return an invented number of the court's: (2026)浙02协外认7号."""
        number = serial if serial is not None else 100 + sum(map(ord, self.matter.key)) % 4800
        return f"({self.day.year}){self.matter.court_code}{kind}{number}号"
