"""Lines of claim and the statement of the claim on a day. Source: DL-X-88; architecture A35."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlmodel import select

from db.models import History
from worklist.cases import file, ledger, store, wiring
from worklist.cases.claims import lines, statement
from worklist.cases.claims.lines import NewClaim
from worklist.clock import day_of
from worklist.engine import history
from worklist.errors import BadInput, Conflict, NotFound

DUE = date(2026, 1, 1)
ITEMS = [
    {"kind": "PRINCIPAL", "amount": Decimal(1_000_000), "currency": "CNY"}, {"kind": "PUNITIVE", "amount": Decimal(500), "currency": "CNY"},
    {"kind": "PRINCIPAL", "amount": Decimal(2_000), "currency": "GBP"}, {"kind": "COSTS", "amount": Decimal(300), "currency": "CNY"},
]  # fmt: skip


@pytest.fixture
def case(session, alice, now) -> str:
    wiring.connect()
    case_id = file.create(session, alice, now).id
    file.write(session, case_id, {"case.title.items": ITEMS}, alice, now)
    return case_id


def item(session, case, at=0):
    return store.members(session, case, "title.items")[at]


def claims(session, case, alice, now, at=0, **fields):
    values = {"kind": "DEFAULT_INTEREST", "since": DUE, **fields}
    return lines.enter(session, case, NewClaim(item(session, case, at).id, **values), alice, now)


def pays(session, case, alice, now, amount, day, at=0, kind="RECEIPT", **fields) -> None:
    values = {"currency": "CNY", "item_id": item(session, case, at).id, **fields}
    ledger.post(session, case, ledger.Entry(kind, Decimal(amount), value_date=day, **values), alice, now)


def total(session, case, day, currency="CNY"):
    return next(one for one in statement.on(session, case, day).totals if one.currency == currency)


def test_interest_for_delayed_performance_has_the_rate_of_the_rule_and_needs_no_counsel(session, case, alice, now) -> None:
    row = claims(session, case, alice, now)
    assert (row.rate, row.basis, row.source) == ("0.000175", "PER_DAY", "DL-X-88")
    found = statement.on(session, case, date(2026, 1, 11))
    (line,) = found.items[0].lines
    assert (line.amount, line.is_firm, found.is_firm) == (Decimal("1750.00"), True, True)
    assert total(session, case, date(2026, 1, 11)).claimed == Decimal(1_000_000) + 500 + 300 + 1750


def test_a_part_payment_ends_interest_on_its_part(session, case, alice, now) -> None:
    claims(session, case, alice, now)
    pays(session, case, alice, now, 400_000, date(2026, 1, 6))
    found = statement.on(session, case, date(2026, 1, 11)).items[0]
    assert [(part.days, part.principal) for part in found.lines[0].stretches] == [(5, 1_000_000), (5, 600_000)]
    assert (found.lines[0].amount, found.left, found.total) == (Decimal("1400.00"), 600_000, Decimal("601400.00"))


def test_what_comes_after_the_day_is_not_counted_on_it(session, case, alice, now) -> None:
    pays(session, case, alice, now, 1000, date(2026, 1, 6))
    before, after = (total(session, case, date(2026, 1, day)) for day in (5, 6))
    assert (before.received, after.received, before.claimed - after.claimed) == (0, 1000, 1000)


def test_an_adjustment_puts_principal_back(session, case, alice, now) -> None:
    claims(session, case, alice, now)
    pays(session, case, alice, now, 400_000, date(2026, 1, 6))
    pays(session, case, alice, now, 400_000, date(2026, 1, 8), kind="ADJUSTMENT")
    assert statement.on(session, case, date(2026, 1, 11)).items[0].lines[0].amount == Decimal("1610.00")  # 5 × 175 + 2 × 105 + 3 × 175


@pytest.mark.parametrize(("at", "fields", "said"), [
    (1, {}, "for a principal only"), (3, {}, "for a principal only"), (2, {}, "for CNY only, to be confirmed by counsel"),
    (0, {"since": None}, "the day after which"), (0, {"until": date(2025, 1, 1)}, "on or after"), (0, {"kind": "GIFT"}, "one of INTEREST"),
    (0, {"kind": "INTEREST"}, "the source"), (0, {"kind": "INTEREST", "source": "Title"}, "an amount, or a rate"),
    (0, {"kind": "COSTS", "source": "Title"}, "amount of the costs"), (0, {"rate": Decimal(5), "basis": "PER_DAY", "source": "x"}, "five percent is 0.05"),
    (0, {"rate": Decimal("0.05"), "basis": "PER_WEEK", "source": "x"}, "what it is for"),
    (0, {"amount": Decimal(5), "rate": Decimal("0.05"), "source": "x"}, "got both"), (0, {"amount": Decimal(-5), "source": "x"}, "above 0"),
])  # fmt: skip
def test_what_cannot_be_computed_or_is_not_stated_is_asked_for(session, case, alice, now, at, fields, said) -> None:
    with pytest.raises(BadInput, match=said):
        claims(session, case, alice, now, at, **fields)


@pytest.mark.parametrize(("at", "fields"), [
    (1, {}), (2, {}), (0, {"rate": Decimal("0.0002")}), (0, {"base": Decimal(10)}), (0, {"kind": "INTEREST", "basis": "ACTUAL_365"}),
])  # fmt: skip
def test_what_the_rule_does_not_state_waits_for_counsel(session, case, alice, now, at, fields) -> None:
    claims(session, case, alice, now, at, **{"rate": Decimal("0.000175"), "basis": "PER_DAY", "source": "Memo", **fields})
    assert not statement.on(session, case, date(2026, 1, 11)).is_firm


def test_what_counsel_confirmed_waits_no_more(session, case, alice, now) -> None:
    claims(session, case, alice, now, 2, rate=Decimal("0.05"), basis="ACTUAL_365", source="Memo", is_confirmed=True)
    assert statement.on(session, case, date(2026, 1, 11)).is_firm
    assert total(session, case, date(2027, 1, 1), "GBP").claimed == 2100


def test_ordinary_interest_and_interest_for_delayed_performance_do_not_count_on_each_other(session, case, alice, now) -> None:
    claims(session, case, alice, now)
    claims(session, case, alice, now, kind="INTEREST", rate=Decimal("0.0365"), basis="ACTUAL_365", source="Item 1 of the title", since=DUE)
    found = statement.on(session, case, date(2026, 1, 11)).items[0]
    assert [line.amount for line in found.lines] == [Decimal("1750.00"), Decimal("1000.00")]


def test_nothing_accrues_twice_for_the_same_days(session, case, alice, now) -> None:
    first = claims(session, case, alice, now, until=date(2026, 2, 1))
    with pytest.raises(Conflict, match="days that no line of this kind counts"):
        claims(session, case, alice, now, since=date(2026, 1, 31))
    claims(session, case, alice, now, since=date(2026, 2, 1))
    lines.withdraw(session, case, first.id, "Not claimed", alice, now)
    claims(session, case, alice, now, until=date(2026, 2, 1))


def test_days_of_a_stay_are_left_out_and_said(session, case, alice, now) -> None:
    row = claims(session, case, alice, now)
    lines.leave_out(session, case, row.id, date(2026, 1, 3), None, "Stay on retrial", alice, now)
    assert statement.on(session, case, date(2026, 1, 11)).items[0].lines[0].amount == Decimal("175.00")
    lines.leave_out(session, case, row.id, date(2026, 1, 3), date(2026, 1, 4), "Stay on retrial, over", alice, now)
    (line,) = statement.on(session, case, date(2026, 1, 11)).items[0].lines
    assert (line.amount, line.left_out, len(row.pauses)) == (Decimal("1400.00"), 2, 1)


@pytest.mark.parametrize(("first", "last", "reason", "said"), [
    (date(2026, 1, 3), date(2026, 1, 2), "x", "on or after"), (date(2026, 1, 3), None, "", "the reason"), (date(2999, 1, 3), None, "x", "not after today"),
])  # fmt: skip
def test_days_that_cannot_be_left_out_are_refused(session, case, alice, now, first, last, reason, said) -> None:
    row = claims(session, case, alice, now)
    with pytest.raises(BadInput, match=said):
        lines.leave_out(session, case, row.id, first, last, reason, alice, now)


def test_no_days_are_left_out_of_a_fixed_amount(session, case, alice, now) -> None:
    row = claims(session, case, alice, now, kind="COSTS", amount=Decimal(70), source="Receipt", since=None)
    with pytest.raises(BadInput, match="a fixed amount"):
        lines.leave_out(session, case, row.id, DUE, None, "x", alice, now)


def test_a_withdrawn_line_is_kept_and_counts_no_more(session, case, alice, now) -> None:
    row = claims(session, case, alice, now)
    with pytest.raises(BadInput, match="the reason"):
        lines.withdraw(session, case, row.id, "", alice, now)
    lines.withdraw(session, case, row.id, "Given up in the settlement", alice, now)
    assert statement.on(session, case, date(2026, 1, 11)).items[0].lines == ()
    assert lines.of_case(session, case) == [row]
    with pytest.raises(Conflict, match="withdrawn"):
        lines.withdraw(session, case, row.id, "Again", alice, now)
    kinds = [one.kind for one in session.exec(select(History).where(History.chain == case).order_by(History.number))]
    assert kinds[-2:] == ["claim_entered", "claim_withdrawn"]
    assert history.verify(session, case) == []


def test_a_line_of_another_case_is_not_found(session, case, alice, now) -> None:
    row = claims(session, case, alice, now)
    other = file.create(session, alice, now).id
    with pytest.raises(NotFound):
        lines.withdraw(session, other, row.id, "x", alice, now)
    with pytest.raises(BadInput, match="of this case"):
        lines.enter(session, other, NewClaim(row.item_id, "DEFAULT_INTEREST", since=DUE), alice, now)


def test_a_refused_item_is_claimed_no_more_and_a_part_counts_as_recognised(session, case, alice, now) -> None:
    claims(session, case, alice, now)
    first = item(session, case).id
    file.write(session, case, {"case.title.items": [{"id": first, "recognised": "PARTLY", "recognised_amount": Decimal(100_000)}]}, alice, now)
    found = statement.on(session, case, date(2026, 1, 11)).items[0]
    assert (found.given, found.lines[0].amount) == (100_000, Decimal("175.00"))
    file.write(session, case, {"case.title.items": [{"id": first, "recognised": "NO"}]}, alice, now)
    assert statement.on(session, case, date(2026, 1, 11)).items[0].total == 0
    with pytest.raises(BadInput, match="not refused"):
        claims(session, case, alice, now)


def test_currencies_stay_apart_and_what_was_converted_says_at_which_rate(session, case, alice, now) -> None:
    pays(session, case, alice, now, 900, date(2026, 1, 6), 2, rate=Decimal("0.11"), rate_source="PBC 2026-01-06")
    found = statement.on(session, case, date(2026, 1, 11))
    assert [(one.currency, one.claimed) for one in found.totals] == [("CNY", Decimal(1_000_800)), ("GBP", Decimal(1901))]
    (receipt,) = found.items[2].receipts
    assert (receipt.amount, receipt.entry.currency, receipt.entry.rate, receipt.entry.rate_source) == (99, "CNY", "0.11", "PBC 2026-01-06")


def test_money_on_no_item_is_told_and_taken_off_nothing(session, case, alice, now) -> None:
    pays(session, case, alice, now, 50, date(2026, 1, 6), item_id=None)
    found = statement.on(session, case, date(2026, 1, 11))
    assert ([entry.amount for entry in found.loose], total(session, case, date(2026, 1, 11)).claimed) == ([50], 1_000_800)
    assert statement.on(session, case, date(2026, 1, 5)).loose == ()


def test_the_statement_agrees_with_the_ledger_today(session, case, alice, now) -> None:
    today = day_of(now)
    pays(session, case, alice, now, 12_345, today - timedelta(3))
    left = [ledger.outstanding(row) for row in store.members(session, case, "title.items")]
    assert [one.left for one in statement.on(session, case, today).items] == left
