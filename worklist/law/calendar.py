"""The court calendar: rest days, make-up working days, and which years' holiday notices are known.

The State Council announces the holidays of a year late in the year before. Until then the year is
PROVISIONAL: weekends, and the statutory days that never move, are all that can be known of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Self

from chinese_calendar import constants as library

ONE_DAY = timedelta(days=1)

#: Statutory holidays with a fixed day in every year (month, day). Source: State Council regulation on public
#: holidays, as amended from 2025; to be confirmed by counsel. Festivals of the lunar year move with each notice.
FIXED_HOLIDAYS: Mapping[tuple[int, int], str] = {
    (1, 1): "New Year's Day",
    (5, 1): "Labour Day",
    (5, 2): "Labour Day",
    (10, 1): "National Day",
    (10, 2): "National Day",
    (10, 3): "National Day",
}

#: From this day of December on, the notice for the next year may still move rest days (it did in 2007, 2018).
NEXT_NOTICE_REACHES_BACK_TO = (12, 29)

LIBRARY_SOURCE = "State Council holiday notice, as kept by chinesecalendar"
NO_NOTICE = "no holiday notice yet: weekends and fixed statutory days only"


class DayKind(StrEnum):
    """How a listed day differs from the plain week."""

    REST = "REST"
    MAKEUP = "MAKEUP"


class YearStatus(StrEnum):
    """Whether the holiday notice of a year is known."""

    CONFIRMED = "CONFIRMED"
    PROVISIONAL = "PROVISIONAL"


@dataclass(frozen=True, order=True)
class CalendarDay:
    """One listed day: a holiday (REST) or a weekend day worked in exchange (MAKEUP); `name` of the festival."""

    day: date
    kind: DayKind
    name: str | None = None


@dataclass(frozen=True, order=True)
class CalendarYear:
    """The state of one year's notice and where it comes from."""

    year: int
    status: YearStatus
    source: str


@dataclass(frozen=True)
class Calendar:
    """Rest and working days of the courts. Years that are not listed count as PROVISIONAL."""

    days: tuple[CalendarDay, ...] = ()
    years: tuple[CalendarYear, ...] = ()
    _by_day: dict[date, CalendarDay] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_day", {row.day: row for row in self.days})

    @classmethod
    def from_rows(cls, days: Iterable[CalendarDay], years: Iterable[CalendarYear]) -> Self:
        """Return the calendar of stored rows, in any order."""
        return cls(tuple(sorted(days)), tuple(sorted(years)))

    @classmethod
    def from_library(cls, years: Iterable[int]) -> Self:
        """Return the calendar of `years` from the kept holiday library.

        A year the library does not cover is PROVISIONAL and gets the fixed statutory days only.
        """
        wanted = sorted(set(years))
        known = {day.year for day in library.holidays}
        days = [row for year in wanted for row in (_noticed(year) if year in known else _fixed(year))]
        states = [
            CalendarYear(year, YearStatus.CONFIRMED, LIBRARY_SOURCE)
            if year in known
            else CalendarYear(year, YearStatus.PROVISIONAL, NO_NOTICE)
            for year in wanted
        ]
        return cls.from_rows(days, states)

    def with_notice(self, year: int, days: Iterable[CalendarDay], source: str) -> "Calendar":
        """Return the calendar as it is once the notice of a year is known; days that the notice names count as it says."""
        listed = {row.day: row for row in days}
        kept = [row for row in self.days if row.day.year != year and row.day not in listed]
        years = [row for row in self.years if row.year != year]
        return Calendar.from_rows([*kept, *listed.values()], [*years, CalendarYear(year, YearStatus.CONFIRMED, source)])

    @cached_property
    def confirmed_years(self) -> frozenset[int]:
        """Years whose holiday notice is known."""
        return frozenset(row.year for row in self.years if row.status is YearStatus.CONFIRMED)

    def missing_notice(self, day: date) -> int | None:
        """Return the year whose notice may still change `day`, or None when the day is certain."""
        if day.year not in self.confirmed_years:
            return day.year
        late = (day.month, day.day) >= NEXT_NOTICE_REACHES_BACK_TO
        return day.year + 1 if late and day.year + 1 not in self.confirmed_years else None

    def festival(self, day: date) -> str | None:
        """Return the name of the holiday on `day`, or None."""
        row = self._by_day.get(day)
        if row is not None:
            return row.name if row.kind is DayKind.REST else None
        return None if day.year in self.confirmed_years else FIXED_HOLIDAYS.get((day.month, day.day))

    def is_makeup(self, day: date) -> bool:
        """Tell whether `day` is a weekend day worked in exchange for a holiday."""
        row = self._by_day.get(day)
        return row is not None and row.kind is DayKind.MAKEUP

    def is_rest_day(self, day: date) -> bool:
        """Tell whether a period that ends on `day` runs on: weekend or holiday, unless worked in exchange.

        Source: Civil Code art. 203; that a make-up working day is no rest day is an inference (DL-X-01).
        """
        row = self._by_day.get(day)
        if row is not None:
            return row.kind is DayKind.REST
        return day.weekday() >= 5 or self.festival(day) is not None

    def next_working_day(self, day: date) -> date:
        """Return the first working day after `day`."""
        day += ONE_DAY
        while self.is_rest_day(day):
            day += ONE_DAY
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Return how many working days lie after `start` up to and including `end`; 0 when `end` is not later."""
        span = range(1, (end - start).days + 1)
        return sum(not self.is_rest_day(start + timedelta(days=offset)) for offset in span)


def _noticed(year: int) -> list[CalendarDay]:
    rest = [CalendarDay(day, DayKind.REST, name) for day, name in library.holidays.items() if day.year == year]
    worked = [CalendarDay(day, DayKind.MAKEUP, name) for day, name in library.workdays.items() if day.year == year]
    return rest + worked


def _fixed(year: int) -> list[CalendarDay]:
    return [CalendarDay(date(year, *day), DayKind.REST, name) for day, name in FIXED_HOLIDAYS.items()]
