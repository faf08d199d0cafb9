"""The court calendar the tests of the law count with: notices up to 2026, provisional from 2027 on."""

from worklist.law.calendar import Calendar

CALENDAR = Calendar.from_library(range(2015, 2050))
