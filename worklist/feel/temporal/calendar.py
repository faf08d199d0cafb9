"""The proleptic Gregorian calendar without an end: days are numbered from 1970-01-01.

Python's own dates end at the years 1 and 9999; FEEL's run to ±999,999,999. Source: DMN 1.5 §10.3.2.3.4;
the algorithm: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms".
"""

from calendar import monthrange

#: Years from and to which FEEL counts.
LAST_YEAR = 999_999_999
#: Days in 400 years, after which the calendar repeats itself.
_DAYS_PER_ERA = 146_097


def day_number(year: int, month: int, day: int) -> int:
    """Return the number of a day; 1970-01-01 is 0."""
    year -= month <= 2
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * _DAYS_PER_ERA + day_of_era - 719_468


def civil(number: int) -> tuple[int, int, int]:
    """Return year, month and day of a day's number."""
    era, day_of_era = divmod(number + 719_468, _DAYS_PER_ERA)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + (3 if shifted < 10 else -9)
    year = year_of_era + era * 400 + (month <= 2)
    return year, month, day_of_year - (153 * shifted + 2) // 5 + 1


def days_in(year: int, month: int) -> int:
    """Return how many days a month has."""
    return monthrange(year % 400 + 2000, month)[1]


def is_day(year: int, month: int, day: int) -> bool:
    """Return whether there is such a day."""
    return abs(year) <= LAST_YEAR and 1 <= month <= 12 and 1 <= day <= days_in(year, month)


def plus_months(year: int, month: int, day: int, months: int) -> tuple[int, int, int]:
    """Return the corresponding day of another month, or that month's last day."""
    year, month = divmod(year * 12 + month - 1 + months, 12)
    return year, month + 1, min(day, days_in(year, month + 1))
