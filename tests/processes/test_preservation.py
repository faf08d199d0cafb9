"""What a debtor has is preserved before it is gone, at every stage. Rules: DL-X-24, DL-X-25, DL-X-26, DL-X-125, DL-X-126, DL-X-129, DL-X-153."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Connection

from tests.processes import impasse, thames
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import Case, Days
from tests.processes.preservation import (
    ACCOUNT,
    ASKED,
    PRESERVATION,
    RULED,
    TAKEN,
    allowed,
    begun,
    filed,
    refused,
    registered,
    ruled,
    searched_for,
    secured,
    taken,
)  # fmt: skip
from tests.processes.team import TEAM

WATCH, TRACING = "freeze_renewal_watch", "asset_tracing"


@pytest.fixture(scope="module")
def applied_for(begin: Begin) -> Case:
    """The British case is filed with the court, and not accepted yet."""
    return thames.SC01.told(begin(), thames.FILED)


@pytest.fixture
def case(office: Connection, applied_for: Case) -> Iterator[Case]:
    with undone(office) as session:
        yield Case(session, TEAM, applied_for.case_id).at(applied_for.now)


def test_a_freeze_is_registered_and_watched(case: Case) -> None:
    registered(taken(case))
    assert case.ends(PRESERVATION) == ["preserved"]
    [measure] = case.facts()["measures"]
    assert (measure["kind"], measure["effective_date"], measure["status"]) == ("FREEZE", TAKEN, "ACTIVE")
    assert case.ends(WATCH) == [None]
    assert case.decided("D14_fee_responsibility", "fee_rule")["cap"] == "5000"


def test_the_court_rules_within_five_days_and_executes_within_five(case: Case) -> None:
    filed(case)
    assert case.days("DL-X-24") == [Days(date(2025, 9, 21), date(2025, 9, 22))]  # a Sunday
    assert case.days("DL-X-125") == []
    ruled(case, "ALLOWED")
    assert case.states("DL-X-24") == ["MET"]
    assert case.days("DL-X-126") == [Days(date(2025, 9, 24), date(2025, 9, 24))]


@pytest.mark.parametrize(("stage", "urgent"), [("RECOGNITION", True), ("PRE_ACTION", False)])
def test_urgent_and_before_an_action_the_court_has_two_days(case: Case, stage: str, urgent: bool) -> None:
    filed(case, stage, urgent)
    assert case.days("DL-X-125") == [Days(date(2025, 9, 18), date(2025, 9, 18))]
    assert case.days("DL-X-24") == []


def test_before_an_action_the_suit_follows_within_thirty_days(case: Case) -> None:
    registered(taken(case, "PRE_ACTION"))
    assert case.days("DL-X-25") == [Days(date(2025, 10, 23), date(2025, 10, 23))]
    case.on(date(2025, 10, 20)).does("sue_in_time", filed_date=date(2025, 10, 20), forum="Ningbo court")
    assert case.states("DL-X-25") == ["MET"]
    assert case.ends(PRESERVATION) == ["preserved"]


def test_a_preservation_during_the_case_asks_for_no_suit(case: Case) -> None:
    registered(taken(case))
    assert case.deadlines("DL-X-25") == []
    assert "sue_in_time" not in [task.element_id for task in case.was_open("sue_in_time")]


def test_more_security_costs_no_second_fee(case: Case) -> None:
    ruled(filed(case), "MORE_SECURITY")
    secured(case, security_kind="CASH").does(
        "file_preservation", filed_date=RULED, court="Ningbo court", preservation_amount=900_000, asset_ids=case.ids("assets")
    )
    assert "pay_preservation_fee" not in case.open_tasks()
    ruled(case, "ALLOWED")
    assert "request_system_query" in case.open_tasks()


def test_a_refusal_that_is_taken_ends_without_a_measure(case: Case) -> None:
    refused(case, file_it=False)
    assert case.ends(PRESERVATION) == ["refused"]
    assert case.facts()["measures"] == []


def test_a_refusal_is_reconsidered_once_within_five_days(case: Case) -> None:
    refused(case, file_it=True)
    assert case.days("DL-X-26") == [Days(date(2025, 9, 24), date(2025, 9, 24))]
    assert case.states("DL-X-26") == ["MET"]
    assert case.days("DL-X-129") == [Days(date(2025, 9, 29), date(2025, 9, 29))]
    ruled(case.on(date(2025, 9, 26)), "ALLOWED")
    assert "request_system_query" in case.open_tasks()


def test_without_a_clue_a_round_of_searches_is_begun(case: Case) -> None:
    searched_for(case)
    assert case.ends(TRACING) == [None, None]  # beside the standing search
    assert case.variables(TRACING)["mode"] == "ROUND"
    case.receives("search_finished", event_date=ASKED)
    assert "check_leads" in case.open_tasks()


def test_a_new_clue_ends_the_wait_for_the_search(case: Case) -> None:
    searched_for(case).hears(f"new_clue-{case.case_id}")
    assert "check_leads" in case.open_tasks()


def test_a_system_query_leaves_the_wait_for_measures_open(case: Case) -> None:
    allowed(case).receives("system_query_result", result="DATA", query_date=RULED)
    assert case.ends(PRESERVATION) == [None]
    [account] = case.ids("assets")
    case.on(TAKEN).receives("control_measure", event_date=TAKEN, asset_id=account, kind="FREEZE", rank="FIRST")
    assert "register_measure" in case.open_tasks()


def test_several_measures_are_each_watched(case: Case) -> None:
    registered(taken(case), more=True)
    assert case.ends(PRESERVATION) == [None]
    case.receives("control_measure", event_date=TAKEN, asset_id=case.ids("assets")[0], kind="SEIZE", rank="WAITING")
    registered(case)
    assert (case.ends(PRESERVATION), case.ends(WATCH)) == (["preserved"], [None, None])


def test_a_measure_without_cause_is_to_be_lifted_at_once(case: Case) -> None:
    registered(taken(case), more=True)
    case.on(date(2025, 9, 26)).receives("measure_cause_ended", event_date=date(2025, 9, 26))
    case.does("request_lifting", filed_date=date(2025, 9, 26), lifting_reason="The debtor paid into court")
    assert "lifted" in case.passed(PRESERVATION)
    assert case.days("DL-X-153") == [Days(date(2025, 10, 1), date(2025, 10, 9))]  # National Day


def test_preservation_ends_with_the_case(case: Case) -> None:
    begun(case).hears(f"case_closed-{case.case_id}")
    assert case.ends(PRESERVATION) == ["case_closed"]


def test_a_notice_that_two_processes_take_is_one_measure_and_one_watch(office: Connection, begin: Begin) -> None:
    with undone(office):
        case = impasse.opened(begin())
        case.calls(PRESERVATION, stage="JOINDER", target_party_id=case.ids("debtors")[0])
        case.does("check_leads", {"case.assets": [ACCOUNT]}, concrete_leads=1)
        today, [account] = case.now.date(), case.ids("assets")
        secured(case).does("file_preservation", filed_date=today, court="Ningbo court", preservation_amount=1, asset_ids=[account])
        case.does("pay_preservation_fee", paid_date=today, paid_amount=5_000)
        case.receives("preservation_ruling", result="ALLOWED", document_date=today, served_date=today)
        case.does("request_system_query", query_wanted=False)
        case.receives("control_measure", event_date=today, asset_id=account, kind="FREEZE", rank="FIRST")
        for _ in range(2):  # enforcement and preservation each have the entry checked
            registered(case)
        assert len(case.facts()["measures"]) == 1
        assert case.ends(WATCH) == [None]
