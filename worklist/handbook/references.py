"""Reference data for the handbook: what each table says on a day, and the cases that illustrate a decision."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from worklist.cases import calendar, reference
from worklist.law.calendar import DayKind, YearStatus

#: Years of the court calendar that the handbook prints, around its day.
YEARS_BEFORE, YEARS_AFTER = 2, 3


@dataclass(frozen=True)
class Entry:
    """A row as printed: its key, its cells, its days, its source; `firm`: whether counsel need not confirm it."""

    key: str
    cells: list[str]
    days: str
    source: str
    firm: bool


@dataclass(frozen=True)
class Chapter:
    """A reference table as printed: its key, its name, the names of its columns, its rows."""

    key: str
    name: str
    columns: list[str]
    rows: list[Entry]


@dataclass(frozen=True)
class Illustration:
    """A case of the library: its key, its name, its citation, what was held, the decisions it illustrates (`D05`), its source."""

    key: str
    name: str
    citation: str
    held: str
    decisions: list[str]
    source: str


def chapters(session: Session, day: date, chinese: bool) -> list[Chapter]:
    """Return every reference table as it stands on a day, but for the case library, which is told by its cases."""
    return [_chapter(session, table, day, chinese) for table in reference.tables().values() if table.key != "case_library"]


def _chapter(session: Session, table: reference.Table, day: date, chinese: bool) -> Chapter:
    columns = reference.saying.for_readers(table, chinese)
    rows = [
        Entry(
            row.key, [reference.saying.cell(column, row.value.get(column.name), chinese) for column in columns],
            f"{row.valid_from} – {row.valid_to or ''}".strip(), row.source, not reference.to_be_confirmed(row),
        )
        for row in reference.in_force(session, table.key, day)
    ]  # fmt: skip
    names = [column.label_zh if chinese else column.label_en for column in columns]
    return Chapter(table.key, table.label_zh if chinese else table.label_en, names, rows)


def illustrations(session: Session, day: date, chinese: bool) -> list[Illustration]:
    """Return the case library on a day, by key."""
    ending = "_zh" if chinese else "_en"
    return [
        Illustration(
            row.key, str(row.value[f"name{ending}"]), str(row.value["citation"]), str(row.value[f"held{ending}"]),
            str(row.value["decisions"]).split(), row.source,
        )
        for row in reference.in_force(session, "case_library", day)
    ]  # fmt: skip


@dataclass(frozen=True)
class Year:
    """A year of the court calendar: its notice, and where it differs from the plain week as MM-DD."""

    year: int
    confirmed: bool
    source: str
    rest: list[str]
    worked: list[str]


def years(session: Session, day: date) -> list[Year]:
    """Return the years of the court calendar around a day."""
    court = calendar.load(session)

    def listed(year: int, *, worked: bool) -> list[str]:
        found = sorted(one.day for one in court.days if one.day.year == year and (one.kind is DayKind.MAKEUP) == worked)
        return [f"{one:%m-%d}" for one in found]

    return [
        Year(one.year, one.status is YearStatus.CONFIRMED, one.source, listed(one.year, worked=False), listed(one.year, worked=True))
        for one in sorted(court.years, key=lambda one: one.year)
        if day.year - YEARS_BEFORE <= one.year <= day.year + YEARS_AFTER
    ]  # fmt: skip
