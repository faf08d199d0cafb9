"""The court calendar as rows, and as the pure value that the law computes with."""

from datetime import datetime

from sqlmodel import Session, select

from db.models import CalendarDay, CalendarYear
from worklist.law import calendar as law
from worklist.law.calendar import Calendar

#: Years kept in the table from the first start on.
FIRST_YEAR, YEARS_AHEAD = 2015, 25


def seed(session: Session, now: datetime) -> None:
    """Fill an empty calendar table from the kept library; years without a holiday notice stay provisional."""
    if session.exec(select(CalendarYear).limit(1)).first() is not None:
        return
    calendar = Calendar.from_library(range(FIRST_YEAR, now.year + YEARS_AHEAD))
    for year in calendar.years:
        session.add(CalendarYear(year=year.year, status=year.status, source=year.source))
    for day in calendar.days:
        session.add(CalendarDay(day=day.day, kind=day.kind, name=day.name))
    session.flush()


def load(session: Session) -> Calendar:
    """Return the calendar that the rows describe. Kept for the length of the session's transaction."""
    kept = session.info.get("calendar")
    if kept is None:
        days = [law.CalendarDay(row.day, law.DayKind(row.kind), row.name or "") for row in session.exec(select(CalendarDay))]
        years = [
            law.CalendarYear(row.year, law.YearStatus(row.status), row.source)
            for row in session.exec(select(CalendarYear))
        ]
        kept = Calendar.from_rows(days, years)
        session.info["calendar"] = kept
    return kept
