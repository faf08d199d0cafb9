"""The court calendar as rows, and as the pure value that the law computes with."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

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


#: The calendar as it was last read, by database and state of its tables.
_kept: dict[str, tuple[Any, Calendar]] = {}


def load(session: Session) -> Calendar:
    """Return the calendar that the rows describe; they are read anew only when days or notices have changed."""
    confirmed = select(func.count(), func.max(CalendarYear.confirmed_at), func.sum(CalendarYear.year))
    years = session.exec(confirmed.where(col(CalendarYear.status) == "CONFIRMED")).one()
    state = (*years, session.exec(select(func.count()).select_from(CalendarDay)).one())
    place = str(session.connection().engine.url)
    known = _kept.get(place)
    if known is None or known[0] != state:
        known = _kept[place] = (state, _read(session))
    return known[1]


def _read(session: Session) -> Calendar:
    days = [law.CalendarDay(row.day, law.DayKind(row.kind), row.name or "") for row in session.exec(select(CalendarDay))]
    years = [
        law.CalendarYear(row.year, law.YearStatus(row.status), row.source)
        for row in session.exec(select(CalendarYear))
    ]
    return Calendar.from_rows(days, years)
