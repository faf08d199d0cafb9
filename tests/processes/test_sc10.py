"""SC10: three acts of one debtor, three clocks: one is over, one urgent, one on its last day."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Connection
from sqlmodel import col, select

from db.models import DecisionRun
from tests.processes import domestic
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import Case, Days
from tests.processes.team import TEAM
from worklist.clock import COURT_TZ

MATTER = domestic.Matter(
    "Foshan Glaze Supplies Co", [domestic.debtor("Foshan Ruida Ceramics")], 5_000_000, date(2025, 9, 1), "Foshan Intermediate People's Court"
)
WAREHOUSE, PATENT, GUARANTEE = range(3)
ACTS = [
    {"kind": "GIFT", "act_date": date(2021, 9, 30), "known_date": date(2025, 11, 24), "counterparty": "A brother"},
    {
        "kind": "LOW_SALE", "act_date": date(2021, 12, 15), "known_date": date(2026, 3, 2), "counterparty": "A competitor",
        "counterparty_knowledge": "YES", "amount": Decimal(90_000),
    },
    {
        "kind": "GUARANTEE", "act_date": date(2024, 6, 3), "known_date": date(2025, 11, 21), "counterparty": "A related firm",
        "counterparty_knowledge": "YES",
    },
]  # fmt: skip
TODAY = date(2026, 11, 22)

#: Act → one year from knowledge (DL-G-19), five years from the act (DL-G-20).
CLOCKS = {
    WAREHOUSE: (Days(date(2026, 11, 24), date(2026, 11, 24)), Days(date(2026, 9, 30), date(2026, 9, 30))),
    PATENT: (Days(date(2027, 3, 2), date(2027, 3, 2), provisional=True), Days(date(2026, 12, 15), date(2026, 12, 15))),
    GUARANTEE: (Days(date(2026, 11, 21), date(2026, 11, 23)), Days(date(2029, 6, 3), date(2029, 6, 4), provisional=True)),
}


@pytest.fixture(scope="module")
def told(begin: Begin) -> Case:
    """The acts were recorded in March; on 22 November 2026 the partner wants all three revoked."""
    case = domestic.taken_in(begin(), MATTER, date(2026, 3, 5))
    domestic.deadlocked(case, ACTS, hidden_assets="YES", debtor_insufficient="YES", cannot_pay="YES")
    case.on(TODAY).keeps_up()
    [ruida] = case.ids("debtors")
    return domestic.chooses(case, *(("REVOCATION", ruida, act) for act in case.ids("acts")))


def of_act(case: Case, rule: str, act: int) -> Days:
    """Return the days of a rule for one act."""
    [days] = case.days(rule, case.ids("acts")[act])
    return days


@pytest.mark.parametrize("act", CLOCKS)
def test_each_act_has_its_two_clocks(told: Case, act: int) -> None:
    assert (of_act(told, "DL-G-19", act), of_act(told, "DL-G-20", act)) == CLOCKS[act]


def test_the_earlier_clock_decides_and_the_first_act_is_too_late(told: Case) -> None:
    assert sorted(told.ends("revocation_suit"), key=str) == sorted([None, None, "expired"], key=str)
    assert told.open_tasks().count("decide_revocation") == 2


def test_the_table_says_how_each_clock_stands(told: Case) -> None:
    query = select(DecisionRun.outputs).where(col(DecisionRun.case_id) == told.case_id, col(DecisionRun.decision_id) == "D10_separate_litigation_basis")
    rows = [outputs["rows"][0] for outputs in told.session.exec(query)]
    assert sorted((row["cause"], row["status"]) for row in rows) == [("SL-1a", "EXPIRED"), ("SL-1b", "LAST_DAY"), ("SL-1b", "OPEN")]
    assert [row["instead"] for row in rows if row["status"] == "EXPIRED"] == [["SL-2", "D11", "D12"]]


def test_the_other_ways_are_proposed_as_well(told: Case) -> None:
    assert {"CRIMINAL"} <= {row["proposal"] for row in told.decided("D22_remedy_selector")}


def test_the_two_suits_are_due_with_their_earlier_clocks(told: Case) -> None:
    due = sorted(task.due_at.astimezone(COURT_TZ).date() for task in told.was_open("decide_revocation") if task.due_at)
    assert due == [date(2026, 11, 23), date(2026, 12, 15)]


def test_on_its_last_day_the_third_clock_is_neither_over_nor_forgotten(told: Case) -> None:
    assert third_clock(told) == "LAST_DAY"
    assert any("manager" in people for people in told.notices("Limitation period"))


def third_clock(case: Case) -> str:
    """Return how the year of the third act stands."""
    rows = zip(case.deadlines("DL-G-19"), case.states("DL-G-19"), strict=True)
    [state] = [state for row, state in rows if row.subject_id == case.ids("acts")[GUARANTEE]]
    return state


def test_the_third_suit_may_be_filed_on_monday_and_no_longer_on_tuesday(office: Connection, told: Case) -> None:
    with undone(office) as session:
        case = Case(session, TEAM, told.case_id).at(told.now)
        assert third_clock(case.on(date(2026, 11, 23))) == "LAST_DAY"
        assert third_clock(case.on(date(2026, 11, 24))) == "EXPIRED"
