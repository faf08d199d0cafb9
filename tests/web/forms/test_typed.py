"""What people type as a day, a time or an amount."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from worklist.clock import COURT_TZ
from worklist.engine.forms.typed import decimals_of, read_date, read_instant, read_number, read_time

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-23", date(2026, 11, 23)), ("2026/11/3", date(2026, 11, 3)), ("20261123", date(2026, 11, 23)),
        ("23 Nov 2026", date(2026, 11, 23)), ("3rd november 2026", date(2026, 11, 3)), ("23 Nov", date(2026, 11, 23)),
        ("11月23日", date(2026, 11, 23)), ("2026年11月23日", date(2026, 11, 23)), ("11月3号", date(2026, 11, 3)),
        ("today", TODAY), ("今天", TODAY), ("２０２６－１１－２３", date(2026, 11, 23)), (" 2026-11-23 ", date(2026, 11, 23)),
    ],
)  # fmt: skip
def test_a_day_is_understood_as_people_write_it(text: str, day: date) -> None:
    assert read_date(text, TODAY) == day


@pytest.mark.parametrize("text", ["", "2026-02-30", "31 Foo 2026", "11/23", "23.11", "13月1日", "tomorrow", "2026", "1" * 50])
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    assert read_date(text, TODAY) is None


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_a_day_said_in_any_form_is_the_same_day(day: date) -> None:
    forms = (day.isoformat(), f"{day:%Y%m%d}", f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%b %Y}")
    assert {read_date(form, TODAY) for form in forms} == {day}


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12,800,000", "12800000"), ("12800000.50", "12800000.50"), ("1280万", "12800000"), ("1.28亿", "128000000"),
        ("¥300", "300"), ("CNY 1,000.00", "1000.00"), ("3m", "3000000"), ("2.5k", "2500"), ("-7", "-7"),
        ("１２８０万元", "12800000"), ("5千", "5000"),
    ],
)  # fmt: skip
def test_an_amount_is_understood_as_people_write_it(text: str, amount: str) -> None:
    assert read_number(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "abc", "1,28", "12,80,0000", "1e9", "NaN", "Infinity", "--1", "1 2", "9" * 60, "0x10"])
def test_what_is_no_amount_is_not_guessed(text: str) -> None:
    assert read_number(text) is None


@settings(deadline=None)
@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False))
def test_a_grouped_amount_is_the_amount(amount: Decimal) -> None:
    assert read_number(f"{amount:,f}") == amount


def test_times_and_instants_are_at_the_court() -> None:
    assert read_time("9:30") == time(9, 30)
    assert read_time("24:00") is None
    assert read_instant("2026-11-23 09:30", TODAY) == datetime(2026, 11, 23, 9, 30, tzinfo=COURT_TZ)
    assert read_instant("2026-11-23", TODAY) is None


def test_trailing_zeros_are_no_decimals() -> None:
    assert [decimals_of(Decimal(text)) for text in ("1.2300", "100", "1E+3", "0.0001")] == [2, 0, 0, 4]
