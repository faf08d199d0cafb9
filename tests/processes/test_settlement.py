"""A settlement is watched instalment by instalment; when it breaks, enforcement resumes in time. Rule: DL-X-13."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.processes import impasse
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import PAPER, Case
from tests.processes.team import TEAM

SETTLEMENT = "settlement"
MADE, FIRST, SECOND, LAST = date(2026, 7, 6), date(2026, 8, 6), date(2026, 9, 6), date(2026, 12, 31)


@pytest.fixture(scope="module")
def settled(begin: Begin) -> Case:
    """The British case in enforcement; the parties have settled."""
    case = impasse.opened(begin())
    case.on(MADE).begins("start_settlement")
    case.does("check_special_authority", {"case.client.special_authority": True})
    return case


@pytest.fixture
def case(office: Connection, settled: Case) -> Iterator[Case]:
    with undone(office) as session:
        yield Case(session, TEAM, settled.case_id).at(settled.now)


def recorded(case: Case, **changed: Any) -> Case:
    values = {"settlement_date": MADE, "last_performance_date": LAST, "next_due": FIRST, "instalment_plan": "Monthly", "settlement_way": "STAY"}
    case.does("record_settlement", {"case.limitation.settlement_end_date": LAST}, **{**values, **changed})
    return case


def pays(case: Case, on: date, all_paid: bool) -> None:
    case.on(on).receives("payment_reported", event_date=on, amount=500_000, currency="CNY", direct=True, all_paid=all_paid)


def over(case: Case, end: str) -> bool:
    """Whether the settlement is over by this end, and nobody looks at instalments any more."""
    return case.ends(SETTLEMENT) == ["watched"] and end in case.passed(SETTLEMENT)


def test_the_period_to_resume_runs_two_years_from_the_last_day_to_perform(case: Case) -> None:
    recorded(case)
    *_, row = case.deadlines("DL-X-13")
    assert (row.trigger_date, row.raw_day) == (LAST, date(2028, 12, 31))


def test_each_instalment_is_looked_at_on_its_day(case: Case) -> None:
    recorded(case)
    assert [alarm.timetz().replace(tzinfo=None) for alarm in case.alarms(SETTLEMENT, "instalment_due")] == [time(8)]
    case.on(FIRST).does("monitor_instalment", paid="FULL", next_due=SECOND)
    assert [alarm.date() for alarm in case.alarms(SETTLEMENT, "instalment_due")] == [SECOND]
    case.on(SECOND).does("monitor_instalment", paid="FULL", next_due=SECOND)
    assert case.alarms(SETTLEMENT, "instalment_due") == []
    assert case.ends(SETTLEMENT) == [None]


def test_a_single_payment_is_looked_at_on_the_last_day(case: Case) -> None:
    recorded(case, next_due=None)
    assert [alarm.date() for alarm in case.alarms(SETTLEMENT, "instalment_due")] == [LAST]


def test_a_payment_is_taken_while_an_instalment_is_looked_at(case: Case) -> None:
    recorded(case).on(FIRST)
    pays(case, FIRST, all_paid=True)
    assert over(case, "performed")
    assert "monitor_instalment" not in case.open_tasks()


def test_a_part_payment_leaves_the_settlement_watched(case: Case) -> None:
    recorded(case)
    pays(case, FIRST, all_paid=False)
    assert case.ends(SETTLEMENT) == [None]
    pays(case, SECOND, all_paid=True)
    assert over(case, "performed")


def broken(case: Case, decision: str) -> Case:
    recorded(case).on(SECOND).receives("settlement_broken", event_date=SECOND)
    case.does("broken_choice", broken_decision=decision, reason="Two instalments missed")
    return case


@pytest.mark.parametrize("result", ["DOCKETED", "REFUSED"])
def test_a_broken_settlement_is_resumed(case: Case, result: str) -> None:
    broken(case, "RESUME").does("apply_resume", filed_date=SECOND, paper=PAPER)
    assert case.states("DL-X-13")[-1] == "MET"
    case.on(date(2026, 9, 20)).receives("recommencement_decision", result=result, event_date=date(2026, 9, 18))
    assert over(case, "broken")


def test_a_suit_on_the_settlement_ends_the_watch(case: Case) -> None:
    broken(case, "SUE")
    assert over(case, "broken")
    assert "apply_resume" not in case.open_tasks()


def test_the_watch_ends_with_the_case(case: Case) -> None:
    recorded(case).hears(f"case_closed-{case.case_id}")
    assert case.ends(SETTLEMENT) == ["case_closed"]
