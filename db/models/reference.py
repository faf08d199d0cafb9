"""Reference data: the court calendar and small tables a team may change."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from db.models.base import document


class CalendarDay(SQLModel, table=True):
    """A day on which the courts differ from the plain week."""

    __tablename__ = "calendar_day"

    day: date = Field(primary_key=True)
    kind: str
    name: str | None = None


class CalendarYear(SQLModel, table=True):
    """Whether the holiday notice of a year is known: CONFIRMED or PROVISIONAL."""

    __tablename__ = "calendar_year"

    year: int = Field(primary_key=True)
    status: str
    source: str
    confirmed_at: datetime | None = None
    confirmed_by: str | None = None


class ReferenceRow(SQLModel, table=True):
    """A version of a row of a small reference table. Never changed: a change is the next version.

    On a day the version counts that began last (`valid_from`, then `version`); after its `valid_to` there is none.
    """

    __tablename__ = "reference_row"

    table: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    valid_from: date
    valid_to: date | None = None
    value: dict[str, Any] = document()
    source: str
    confidence: str
    recorded_at: datetime
    recorded_by: str


class SchedulerBeat(SQLModel, table=True):
    """When each scheduler process last ticked; /healthz and `writ doctor` read it."""

    __tablename__ = "scheduler_beat"

    process: str = Field(primary_key=True)
    at: datetime
    note: str | None = None
