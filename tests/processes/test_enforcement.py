"""Compulsory enforcement from the opened file to the last payment."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Connection
from sqlmodel import select

from db.models import DecisionRun
from tests.processes import impasse
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import Case
from tests.processes.impasse import reviewed
from tests.processes.team import TEAM
from worklist.clock import COURT_TZ

OWED = Decimal(2_400_000)
PAID = date(2026, 7, 1)


@pytest.fixture(scope="module")
def opened(begin: Begin) -> Case:
    """The enforcement file has been opened on 10 June 2026."""
    return impasse.opened(begin())


@pytest.fixture
def case(office: Connection, opened: Case) -> Iterator[Case]:
    """The opened file; what a test does with it is undone."""
    with undone(office) as session:
        yield Case(session, TEAM, opened.case_id).at(opened.now)


def receives_money(case: Case, amount: Decimal) -> None:
    """The court pays out, and finance books it on the title."""
    case.on(PAID).receives("distribution_received", event_date=PAID, amount=amount, currency="GBP")
    [item] = case.ids("title.items")
    entry = {"kind": "RECEIPT", "amount": amount, "currency": "GBP", "value_date": PAID, "item_id": item}
    case.does("book_receipt", {"case.ledger": [entry]})


def test_query_measures_and_restrictions_are_asked_for_side_by_side(opened: Case) -> None:
    assert {"plan_measures", "request_restrictions"} <= set(opened.open_tasks())
    assert opened.facts()["stage"] == "ENFORCEMENT"


def test_progress_is_reviewed_after_thirty_days_and_then_every_month(case: Case) -> None:
    case.on(date(2026, 7, 11))
    reviewed(case, "GOING_ON")
    case.on(date(2026, 8, 12))
    at_eight = [datetime(2026, 7, 10, 8, tzinfo=COURT_TZ), datetime(2026, 8, 11, 8, tzinfo=COURT_TZ)]
    assert case.created_at("review_progress") == at_eight


def test_six_months_after_docketing_the_partner_considers_the_higher_court(case: Case) -> None:
    case.on(date(2026, 12, 9))
    assert case.created_at("consider_higher_court") == [datetime(2026, 12, 8, 8, tzinfo=COURT_TZ)]


def test_a_payment_is_reviewed_at_once(case: Case) -> None:
    receives_money(case, Decimal(400_000))
    assert case.outstanding() == [OWED - 400_000]
    assert [at.date() for at in case.created_at("review_progress")] == [PAID]


def test_the_last_payment_completes_the_case(case: Case) -> None:
    receives_money(case, OWED)
    reviewed(case, "GOING_ON", search_exhausted=False)
    assert case.decided("D20_closure_kind")["closure_kind"] == "COMPLETED"
    assert case.facts()["closure_kind"] == "COMPLETED"
    assert case.ends("compulsory_enforcement") == ["closed"]
    assert "decide_withdrawal" in case.open_tasks()
    assert case.states("DL-G-04") == ["MET"]


def test_a_completed_case_leaves_nothing_behind(case: Case) -> None:
    receives_money(case, OWED)
    reviewed(case, "GOING_ON", search_exhausted=False)
    impasse.closed(case)
    assert case.facts()["status"] == "CLOSED"
    assert case.ends("limitation_watch") == ["case_closed"]
    assert case.open_tasks() == []


def test_the_table_proposes_a_measure_for_each_asset_before_it_is_asked_for(case: Case) -> None:
    """Source: D15. An asset whose class is not known gets no proposal, and the lawyer decides."""
    case.knows({"case.assets": [{"description": "An account", "class": "CASH"}, {"description": "A thing"}]})
    case.does("plan_measures", plan_note="The account first")
    assert case.passed("compulsory_enforcement").count("measures_rule") >= 1
    assert [row["control"] for row in told(case, "D15_measures_by_asset", "measures_rule")] == ["FREEZE"]
    case.does("request_measure", asset_ids=case.ids("assets")[:1], measure_kind="FREEZE", filed_date=date(2026, 6, 10))
    assert "measures_asked" in case.passed("compulsory_enforcement")


def told(case: Case, decision: str, element: str) -> list[dict[str, str]]:
    """What a decision said at an element, of all members of its loop."""
    query = select(DecisionRun.outputs).where(DecisionRun.case_id == case.case_id, DecisionRun.decision_id == decision, DecisionRun.element_id == element)
    return [row for outputs in case.session.exec(query) for row in outputs["rows"]]
