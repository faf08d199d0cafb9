"""What tasks pay is booked, and D14 says who bears it: unless a person has, or a ruling says otherwise later."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from db.models import DecisionRun, LedgerEntry
from tests.cases.test_ledger import entry, lines, opened, unbalanced
from worklist import engine
from worklist.cases import fees, ledger, reference
from worklist.cases.catalogue import case_paths, costs
from worklist.cases.queries import books, spending
from worklist.errors import BadInput, NotFound
from worklist.identity import Actor

ROOT = Path(__file__).resolve().parents[2]
D14 = ROOT / "processes" / f"{fees.DECISION}.dmn"


@pytest.fixture
def case(session, alice, now) -> str:
    reference.seed(session, now)
    engine.deploy(session, {D14.name: D14.read_bytes()}, alice, now)
    return opened(session, alice, now)[0]


def fee(amount, item, **fields) -> ledger.Entry:
    return entry(amount, "FEE", cost_item=item, **fields)


@pytest.mark.parametrize(("item", "bearer", "advanced_by"), [
    ("ENFORCEMENT_FEE", "DEBTOR", "NOBODY"), ("ACCEPTANCE_FEE", "DEBTOR", "APPLICANT"), ("TRANSLATION", "APPLICANT", "APPLICANT"),
    ("SUIT_FEE", "BY_RULING", "APPLICANT"), ("REWARD", "CREDITOR", "CREDITOR"),
])  # fmt: skip
def test_the_table_says_who_bears_a_cost(session, case, alice, now, item, bearer, advanced_by):
    row = fees.post(session, case, fee(50, item), alice, now)
    assert (row.bearer, row.advanced_by) == (bearer, advanced_by)
    assert lines(session, row) == {(f"BORNE_{bearer}", "CNY", Decimal(50)), (f"ADVANCED_{advanced_by}", "CNY", Decimal(-50))}
    [run] = session.exec(select(DecisionRun)).all()
    assert (run.decision_id, run.case_id, run.outputs["rows"][0]["bearer"]) == (fees.DECISION, case, bearer)


def test_who_a_person_has_named_stays(session, case, alice, now):
    row = fees.post(session, case, fee(50, "ACCEPTANCE_FEE", bearer="CREDITOR"), alice, now)
    assert (row.bearer, row.advanced_by) == ("CREDITOR", "APPLICANT")


def test_a_cost_without_an_item_or_a_table_is_left_open(session, case, alice, now):
    assert fees.post(session, case, entry(50, "COST"), alice, now).bearer is None
    assert session.exec(select(DecisionRun)).all() == []


def test_without_the_table_it_is_left_open(session, alice, now):
    assert fees.post(session, opened(session, alice, now)[0], fee(50, "REWARD"), alice, now).bearer is None


def test_a_fee_above_its_cap_is_refused(session, case, alice, now):
    fees.post(session, case, fee(5_000, "PRESERVATION_FEE"), alice, now)
    with pytest.raises(BadInput, match="at most CNY 5,000"):
        fees.post(session, case, fee("5000.01", "PRESERVATION_FEE"), alice, now)
    assert len(session.exec(select(LedgerEntry)).all()) == 1


def test_a_ruling_moves_a_cost_and_keeps_what_was_booked(session, case, alice, now):
    cost = fees.post(session, case, fee(50, "SUIT_FEE"), alice, now)
    said = ledger.settle(session, case, cost.id, "DEBTOR", "Judgment (2026) 12, art. 3", alice, now)
    assert lines(session, said) == {("BORNE_DEBTOR", "CNY", Decimal(50)), ("BORNE_BY_RULING", "CNY", Decimal(-50))}
    assert (cost.bearer, ledger.bearer_of(session, cost)) == ("BY_RULING", "DEBTOR")
    assert books(session, case).to_claim == {"CNY": Decimal(50)}
    ledger.settle(session, case, cost.id, "CREDITOR", "Settlement of 2 March", alice, now)
    assert books(session, case).to_claim == {}
    assert unbalanced(session, case) == {}


@pytest.mark.parametrize(("bearer", "reason", "said"), [
    ("BY_RULING", "A ruling", "somebody else"), ("COURT", "A ruling", "Expected one of"), ("DEBTOR", "  ", "ruling or agreement"),
])  # fmt: skip
def test_what_cannot_be_settled_is_refused(session, case, alice, now, bearer, reason, said):
    cost = fees.post(session, case, fee(50, "SUIT_FEE"), alice, now)
    with pytest.raises(BadInput, match=said):
        ledger.settle(session, case, cost.id, bearer, reason, alice, now)


def test_money_received_and_costs_of_other_cases_cannot_be_settled(session, case, alice, now):
    other = opened(session, alice, now)[0]
    received, elsewhere = ledger.post(session, case, entry(5), alice, now), ledger.post(session, other, entry(5, "COST"), alice, now)
    for row in (received, elsewhere):
        with pytest.raises(BadInput, match="a cost, fee or reward of this case"):
            ledger.settle(session, case, row.id, "DEBTOR", "A ruling", alice, now)


SAID = st.tuples(st.integers(0, 3), st.sampled_from(ledger.BEARERS))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.decimals(0, 900, places=2), min_size=1, max_size=4), st.lists(SAID, max_size=8))
def test_what_is_borne_is_what_was_laid_out_whoever_is_said_to_bear_it(session, now, amounts, said):
    alice = Actor("alice", "Alice Zhou")
    case = opened(session, alice, now)[0]
    rows = [ledger.post(session, case, entry(amount, "COST", advanced_by="APPLICANT"), alice, now) for amount in amounts]
    for at, bearer in said:
        try:
            ledger.settle(session, case, rows[at % len(rows)].id, bearer, "A ruling", alice, now)
        except BadInput:
            continue  # who bears it already
    balances = ledger.balances(session, case)
    assert sum(value for (name, _), value in balances.items() if name.startswith("BORNE_")) == sum(amounts)
    assert balances["ADVANCED_APPLICANT", "CNY"] == -sum(amounts)
    assert unbalanced(session, case) == {}


def test_every_cost_of_the_table_is_a_field_of_its_form_and_an_item_of_the_decision():
    for task, rows in costs().items():
        for cost in rows:
            source = (ROOT / "processes" / f"{cost.process}.bpmn").read_text(encoding="utf-8")
            form = source.partition(f'<bpmn:userTask id="{task}"')[2].partition('formRef="')[2].partition('"')[0]
            written = (ROOT / "forms" / f"{form}.form").read_text(encoding="utf-8")
            assert [name for name in (cost.amount, cost.currency, cost.day) if name and f'"key": "{name}"' not in written] == [], (task, cost)
            assert cost.item in case_paths()["case.ledger[].cost_item"].allowed


def test_a_cost_nobody_booked_is_not_found(session, case):
    with pytest.raises(NotFound):
        spending(session, case, "nothing")
