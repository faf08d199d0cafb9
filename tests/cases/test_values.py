"""What the case file can keep: sizes of numbers, decimals of amounts, characters of texts; bookings stay within it."""

from datetime import date
from decimal import Decimal

import pytest

from worklist.cases import file, ledger
from worklist.cases.catalogue import case_paths
from worklist.cases.values import AMOUNTS, checked
from worklist.errors import BadInput

LARGEST = Decimal("99999999999999.99")


@pytest.mark.parametrize("amount", [LARGEST, -LARGEST, Decimal("0.0001"), Decimal(0)])
def test_an_amount_that_fits_is_kept(session, alice, now, amount):
    case = file.create(session, alice, now)
    file.write(session, case.id, {"case.title.amount": amount}, alice, now)
    assert checked(case_paths()["case.title.amount"], amount) == amount


@pytest.mark.parametrize("amount", [Decimal(10) ** 14, -(Decimal(10) ** 14), Decimal("1e999999"), Decimal("NaN"), Decimal("0.00001")])
@pytest.mark.parametrize("path", sorted(AMOUNTS))
def test_an_amount_that_does_not_fit_is_refused_with_the_largest(path, amount):
    with pytest.raises(BadInput, match=r"at most 99,999,999,999,999\.99, with at most 4 decimals"):
        checked(case_paths()[path], amount)


@pytest.mark.parametrize("text", ["a\0b", "\x1b[31m", "\u202ex", "\ud800"])
def test_a_text_with_control_characters_is_not_kept(text):
    with pytest.raises(BadInput, match="client"):
        checked(case_paths()["case.client.name"], text)


@pytest.fixture
def item(session, alice, now) -> tuple[str, str]:
    case = file.create(session, alice, now)
    members = [{"id": None, "kind": "PRINCIPAL", "amount": LARGEST, "currency": "CNY"}]
    change = file.write(session, case.id, {"case.title.items": members}, alice, now)[0]
    return case.id, str(change.member)


def book(kind: str, amount: Decimal, item_id: str, **more: object) -> ledger.Entry:
    fields = {"kind": kind, "amount": amount, "currency": "CNY", "value_date": date(2026, 1, 2), "item_id": item_id}
    return ledger.Entry.of(fields | more)


def test_an_adjustment_beyond_the_largest_amount_books_nothing(session, alice, now, item):
    case_id, item_id = item
    with pytest.raises(BadInput, match="to be outstanding"):
        ledger.post(session, case_id, book("ADJUSTMENT", LARGEST, item_id), alice, now)


def test_a_rate_that_makes_an_amount_beyond_all_bounds_books_nothing(session, alice, now, item):
    case_id, item_id = item
    entry = book("RECEIPT", LARGEST, item_id, currency="USD", rate=LARGEST, rate_source="PBOC")
    with pytest.raises(BadInput, match="that can be multiplied"):
        ledger.post(session, case_id, entry, alice, now)
