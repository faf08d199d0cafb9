"""An item recognised partly: what is outstanding counts from what is recognised, whatever was booked before."""

from datetime import date
from decimal import Decimal

import pytest

from worklist.cases import facts, file, ledger, store, wiring
from worklist.errors import BadInput


@pytest.fixture
def case(session, alice, now) -> str:
    wiring.connect()
    case_id = file.create(session, alice, now).id
    file.write(session, case_id, {"case.title.items": [{"kind": "PRINCIPAL", "amount": Decimal(1000), "currency": "CNY"}]}, alice, now)
    return case_id


def says(session, case, alice, now, **fields) -> Decimal:
    """Write what a ruling says of the item; return what is outstanding then."""
    item = store.members(session, case, "title.items")[0]
    file.write(session, case, {"case.title.items": [{"id": item.id, **fields}]}, alice, now)
    return ledger.outstanding(item)


def pays(session, case, alice, now, amount) -> Decimal:
    item = store.members(session, case, "title.items")[0]
    entry = ledger.Entry("RECEIPT", Decimal(amount), "CNY", date(2026, 1, 2), item.id)
    ledger.post(session, case, entry, alice, now)
    return ledger.outstanding(item)


def partly(amount) -> dict:
    return {"recognised": "PARTLY", "recognised_amount": Decimal(amount)}


def test_what_is_outstanding_counts_from_what_is_recognised(session, case, alice, now) -> None:
    assert says(session, case, alice, now, **partly(600)) == 600
    assert pays(session, case, alice, now, 150) == 450
    assert says(session, case, alice, now, recognised_amount=Decimal(700)) == 550
    assert says(session, case, alice, now, recognised="YES") == 850  # on reconsideration in full
    assert says(session, case, alice, now, recognised="NO") == 0
    assert says(session, case, alice, now, recognised="PARTLY") == 550
    assert facts.facts(session, case, now)["outstanding"][0]["amount"] == 550
    assert facts.facts(session, case, now)["title"]["items"][0]["amount"] == 1000  # the title is as it was


def test_more_than_is_recognised_is_not_booked(session, case, alice, now) -> None:
    says(session, case, alice, now, **partly(600))
    with pytest.raises(BadInput, match="at most 600"):
        pays(session, case, alice, now, 601)


def test_less_than_was_recovered_is_not_recognised(session, case, alice, now) -> None:
    pays(session, case, alice, now, 500)
    with pytest.raises(BadInput, match="already recovered"):
        says(session, case, alice, now, **partly(499))


@pytest.mark.parametrize("amount", [None, 0, -1, 1000, 1001])
def test_a_part_is_above_nothing_and_below_the_whole(session, case, alice, now, amount) -> None:
    with pytest.raises(BadInput, match="recognised partly"):
        says(session, case, alice, now, recognised="PARTLY", recognised_amount=None if amount is None else Decimal(amount))
