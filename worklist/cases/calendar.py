"""The court calendar as rows, and as the pure value that the law computes with."""

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, delete, func, or_, select, update

from db.models import CalendarDay, CalendarYear
from worklist.errors import BadInput, Conflict
from worklist.identity import Actor
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


def confirm(session: Session, year: int, days: Iterable[law.CalendarDay], source: str, by: Actor, now: datetime) -> None:
    """Take the holiday notice of a year as certain: its rest days and the weekend days that are worked.

    The notice may reach back into the last days of the year before. Raises BadInput for days of another year, no day at
    all or no source; Conflict for a year that is confirmed or unknown.
    """
    listed = _checked(year, days, source)
    won = session.exec(
        update(CalendarYear).where(col(CalendarYear.year) == year, col(CalendarYear.status) == "PROVISIONAL")
        .values(status="CONFIRMED", source=source.strip(), confirmed_at=now, confirmed_by=by.id)
    ).rowcount  # fmt: skip
    if won != 1:
        raise Conflict("Expected a provisional year of the calendar, but %(year)s is confirmed or not in it", year=str(year))
    in_year = col(CalendarDay.day).between(date(year, 1, 1), date(year, 12, 31))
    session.exec(delete(CalendarDay).where(or_(in_year, col(CalendarDay.day).in_(listed))))
    session.add_all([CalendarDay(day=day.day, kind=day.kind, name=day.name) for day in listed.values()])
    session.flush()


def foreseen(session: Session, year: int, days: Iterable[law.CalendarDay], source: str) -> Calendar:
    """Return the calendar as it would be with the notice of a year. Raises as `confirm`. Nothing is written."""
    row = session.get(CalendarYear, year)
    if row is None or row.status != "PROVISIONAL":
        raise Conflict("Expected a provisional year of the calendar, but %(year)s is confirmed or not in it", year=str(year))
    return load(session).with_notice(year, _checked(year, days, source).values(), source)


def _checked(year: int, days: Iterable[law.CalendarDay], source: str) -> dict[date, law.CalendarDay]:
    listed = {day.day: day for day in days}
    stray = sorted(str(day) for day in listed if day.year != year and not _reached_back(day, year))
    if stray or not listed or not source.strip():
        raise BadInput(
            "Expected the days of the notice of %(year)s and its source, got %(count)s days, of other years %(stray)s",
            year=str(year), count=len(listed), stray=", ".join(stray) or "-",
        )  # fmt: skip
    working = sorted(str(row.day) for row in listed.values() if row.kind is law.DayKind.MAKEUP and row.day.weekday() < 5)
    if working:
        raise BadInput("Expected make-up working days on Saturdays and Sundays, but %(days)s are plain working days", days=", ".join(working))
    return listed


def read(text: str) -> list[law.CalendarDay]:
    """Return the days of a notice from CSV with the columns day, kind (REST, MAKEUP) and name. Raises BadInput."""
    found: list[law.CalendarDay] = []
    try:
        for row in csv.DictReader(text.lstrip("\ufeff").splitlines()):
            name = (row.get("name") or "").strip()[:200] or None
            found.append(law.CalendarDay(date.fromisoformat(row["day"].strip()), law.DayKind(row["kind"].strip()), name))
    except (KeyError, ValueError, TypeError, AttributeError, csv.Error) as error:
        raise BadInput("Expected CSV with the columns day, kind (REST, MAKEUP) and name, got line %(line)s: %(error)s", line=len(found) + 2, error=error) from None
    if len({day.day for day in found}) != len(found):
        raise BadInput("Expected every day once, but one stands there twice")
    return found


def written(days: Iterable[law.CalendarDay]) -> str:
    """Return days as the CSV that `read` takes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["day", "kind", "name"])
    writer.writerows([day.day.isoformat(), str(day.kind), day.name or ""] for day in sorted(days, key=lambda one: one.day))
    return text.getvalue()


def _reached_back(day: date, year: int) -> bool:
    return day.year == year - 1 and (day.month, day.day) >= law.NEXT_NOTICE_REACHES_BACK_TO


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
