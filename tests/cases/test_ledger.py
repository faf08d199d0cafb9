"""The ledger: double entry, one outstanding amount for all who pay, caps of joined parties, who bears a fee."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from db.models import CaseParty, LedgerEntry, Posting, TitleItem
from worklist.cases import file, ledger, store, wiring
from worklist.errors import BadInput
from worklist.identity import Actor


def opened(session, alice, now, **debtor) -> tuple[str, str, str]:
    """A case with an item of 1,000 CNY, one of 500 USD, and a debtor; return case, item and debtor."""
    wiring.connect()
    case = file.create(session, alice, now).id
    items = [{"kind": "PRINCIPAL", "amount": Decimal(1000), "currency": "CNY"}, {"kind": "COSTS", "amount": Decimal(500), "currency": "USD"}]
    file.write(session, case, {"case.title.items": items, "case.debtors": [{"name": "Target", "role": "JOINED", **debtor}]}, alice, now)
    return case, store.members(session, case, "title.items")[0].id, store.members(session, case, "debtors")[0].id


@pytest.fixture
def case(session, alice, now):
    return opened(session, alice, now)


@pytest.fixture
def capped(session, alice, now):
    return opened(session, alice, now, liability_cap=Decimal(300))


def entry(amount, kind="RECEIPT", currency="CNY", **fields) -> ledger.Entry:
    return ledger.Entry.of({"kind": kind, "amount": Decimal(amount), "currency": currency, "value_date": date(2026, 1, 2), **fields})


def lines(session, row) -> set:
    found = session.exec(select(Posting).where(Posting.entry_id == row.id))
    return {(line.account, line.currency, line.amount) for line in found}


def left(session, item) -> Decimal:
    return ledger.outstanding(session.get_one(TitleItem, item))


def unbalanced(session, case) -> dict:
    """Return what does not add up to nothing, by entry and currency."""
    sums = defaultdict(Decimal)
    for line in session.exec(select(Posting).where(Posting.case_id == case)):
        sums[line.entry_id, line.currency] += line.amount
    return {key: total for key, total in sums.items() if total}


def test_a_receipt_goes_from_the_claim_to_what_was_received(session, case, alice, now):
    row = ledger.post(session, case[0], entry(400, item_id=case[1]), alice, now)
    assert lines(session, row) == {("RECEIVED", "CNY", Decimal(400)), ("CLAIM", "CNY", Decimal(-400))}


def test_money_in_another_currency_balances_in_both(session, case, alice, now):
    row = ledger.post(session, case[0], entry(100, currency="USD", item_id=case[1], rate=Decimal("7.1"), rate_source="PBC"), alice, now)
    assert lines(session, row) == {
        ("RECEIVED", "USD", Decimal(100)), ("EXCHANGE", "USD", Decimal(-100)), ("EXCHANGE", "CNY", Decimal(710)), ("CLAIM", "CNY", Decimal(-710)),
    }  # fmt: skip
    assert unbalanced(session, case[0]) == {}


def test_a_fee_is_laid_out_by_one_and_borne_by_another(session, case, alice, now):
    row = ledger.post(session, case[0], entry(50, "FEE", bearer="DEBTOR", advanced_by="APPLICANT"), alice, now)
    assert lines(session, row) == {("BORNE_DEBTOR", "CNY", Decimal(50)), ("ADVANCED_APPLICANT", "CNY", Decimal(-50))}
    assert left(session, case[1]) == 1000


def test_a_fee_nobody_was_named_for_is_shown_as_open(session, case, alice, now):
    ledger.post(session, case[0], entry(50, "COST"), alice, now)
    assert ledger.balances(session, case[0])["BORNE_OPEN", "CNY"] == 50


@pytest.mark.parametrize("fields", [{"bearer": "COURT"}, {"advanced_by": "BY_RULING"}])
def test_a_bearer_that_no_rule_knows_is_refused(session, case, alice, now, fields):
    with pytest.raises(BadInput, match="Expected one of"):
        ledger.post(session, case[0], entry(50, "FEE", **fields), alice, now)


def test_a_joined_party_pays_up_to_its_cap_and_no_more(session, capped, alice, now):
    case, item, party = capped
    ledger.post(session, case, entry(250, item_id=item, party_id=party), alice, now)
    with pytest.raises(BadInput, match="at most 50"):
        ledger.post(session, case, entry("50.01", "IN_KIND", item_id=item, party_id=party), alice, now)
    ledger.post(session, case, entry(50, item_id=item, party_id=party), alice, now)
    ledger.post(session, case, entry(700, item_id=item), alice, now)  # the debtor itself has no cap
    assert left(session, item) == 0


def test_what_an_adjustment_puts_right_is_free_under_the_cap_again(session, capped, alice, now):
    case, item, party = capped
    ledger.post(session, case, entry(300, item_id=item, party_id=party), alice, now)
    ledger.post(session, case, entry(100, "ADJUSTMENT", item_id=item, party_id=party), alice, now)
    assert ledger.recovered_from(session, session.get_one(CaseParty, party)) == 200
    ledger.post(session, case, entry(100, item_id=item, party_id=party), alice, now)


def test_money_under_a_cap_is_counted_in_the_currency_of_the_cap(session, capped, alice, now):
    case, item, party = capped
    with pytest.raises(BadInput, match="up to its cap"):
        ledger.post(session, case, entry(50, currency="USD", item_id=item, party_id=party, rate=Decimal("7.1"), rate_source="PBC"), alice, now)
    dollars = store.members(session, case, "title.items")[1].id
    with pytest.raises(BadInput, match="a liability cap in CNY"):
        ledger.post(session, case, entry(10, currency="USD", item_id=dollars, party_id=party), alice, now)


def test_what_one_target_paid_no_other_owes(session, case, alice, now):
    case_id, item, party = case
    ledger.post(session, case_id, entry(800, item_id=item, party_id=party), alice, now)
    with pytest.raises(BadInput, match="at most 200"):
        ledger.post(session, case_id, entry(201, item_id=item), alice, now)


def test_an_item_or_a_party_of_another_case_is_refused(session, case, alice, now):
    other = opened(session, alice, now)
    with pytest.raises(BadInput, match="title item of this case"):
        ledger.post(session, case[0], entry(1, item_id=other[1]), alice, now)
    with pytest.raises(BadInput, match="debtor of this case"):
        ledger.post(session, case[0], entry(1, item_id=case[1], party_id=other[2]), alice, now)


def test_a_negative_receipt_is_refused(session, case, alice, now):
    with pytest.raises(BadInput, match="put right by an adjustment"):
        ledger.post(session, case[0], entry(-1, item_id=case[1]), alice, now)


def test_an_amount_corrected_later_moves_what_is_outstanding_but_not_below_what_was_recovered(session, case, alice, now):
    case_id, item, _ = case
    ledger.post(session, case_id, entry(400, item_id=item), alice, now)
    file.write(session, case_id, {"case.title.items": [{"id": item, "amount": Decimal(900)}]}, alice, now)
    assert left(session, item) == 500
    with pytest.raises(BadInput, match="already recovered"):
        file.write(session, case_id, {"case.title.items": [{"id": item, "amount": Decimal(399)}]}, alice, now)


BOOKING = st.tuples(
    st.sampled_from(sorted(ledger.KINDS)), st.decimals(-1500, 1500, places=2), st.sampled_from(["CNY", "USD"]),
    st.sampled_from([None, 0, 1]), st.booleans(), st.sampled_from([None, Decimal("7.1234"), Decimal("0.1404")]),
)  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(BOOKING, min_size=1, max_size=12))
def test_the_ledger_always_balances_and_never_recovers_more_than_is_owed(session, now, bookings):
    alice = Actor("alice", "Alice Zhou")
    case, _, party = opened(session, alice, now, liability_cap=Decimal(300))
    items = store.members(session, case, "title.items")
    for kind, amount, currency, item, from_party, rate in bookings:
        fields = {"item_id": None if item is None else items[item].id, "party_id": party if from_party else None, "rate": rate}
        try:
            ledger.post(session, case, entry(amount, kind, currency, rate_source="PBC", **fields), alice, now)
        except BadInput:
            continue  # what was refused must have moved nothing, which the balances below would show
    assert unbalanced(session, case) == {}
    moved = defaultdict(Decimal)
    for line in session.exec(select(Posting).where(Posting.case_id == case, Posting.account == "CLAIM")):
        moved[line.item_id] += line.amount
    assert [ledger.outstanding(one) for one in items] == [one.amount + moved[one.id] for one in items]
    assert all(ledger.outstanding(one) >= 0 for one in items)
    assert ledger.recovered_from(session, session.get_one(CaseParty, party)) <= 300


def test_an_entry_with_one_line_missing_would_be_noticed(session, case, alice, now):
    row = ledger.post(session, case[0], entry(400, item_id=case[1]), alice, now)
    session.delete(session.exec(select(Posting).where(Posting.entry_id == row.id)).first())
    session.flush()
    assert list(unbalanced(session, case[0])) == [(row.id, "CNY")]
    assert session.exec(select(LedgerEntry)).one().id == row.id
