"""The current proceedings are terminated, assets are looked for twice a year, and enforcement begins anew."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from sqlalchemy import Connection

from tests.processes import impasse
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import PAPER, Case, Days
from tests.processes.impasse import SERVED, found_again, told_to_client
from tests.processes.team import TEAM
from worklist.clock import COURT_TZ

PROCESS = "termination_recommencement"


@pytest.fixture(scope="module")
def terminated(begin: Begin) -> Case:
    """The ruling that terminates the current proceedings has been served."""
    return impasse.terminated(begin())


@pytest.fixture
def case(office: Connection, terminated: Case) -> Iterator[Case]:
    """The terminated case; what a test does with it is undone."""
    with undone(office) as session:
        yield Case(session, TEAM, terminated.case_id).at(terminated.now)


def test_the_ruling_is_followed_once_although_two_processes_hear_of_it(terminated: Case) -> None:
    assert terminated.ends(PROCESS) == [None]
    assert terminated.decided("D20_closure_kind")["closure_kind"] == "TERM_CURRENT"
    assert terminated.facts()["stage"] == "TERMINATED"


def test_its_clocks_run_from_the_day_of_service(terminated: Case) -> None:
    assert terminated.days("DL-X-151") == [Days(date(2026, 11, 27), date(2026, 11, 27))]
    assert terminated.days("DL-X-85") == [Days(date(2027, 3, 28), date(2027, 3, 28))]
    assert terminated.days("DL-X-123") == [Days(date(2031, 9, 28), date(2031, 9, 28))]


def test_the_title_is_no_longer_limited_in_time(terminated: Case) -> None:
    assert terminated.facts()["limitation"]["status"] == "NOT_LIMITED"


def test_the_court_need_not_be_hurried_any_more(terminated: Case) -> None:
    assert terminated.states("DL-G-04") == ["MET"]


def test_without_an_objection_the_remedies_are_looked_at(case: Case) -> None:
    told_to_client(case, objects=False)
    assert case.ends("remedies_escalation") == [None]
    assert case.alarms(PROCESS, "standing_recheck") == [datetime(2027, 3, 28, 8, tzinfo=COURT_TZ)]


def test_an_objection_is_filed_and_closes_its_own_target(case: Case) -> None:
    told_to_client(case, objects=True)
    case.does("object_to_termination", filed_date=SERVED, paper=PAPER)
    assert case.states("DL-X-151") == ["MET"]
    assert case.ends("remedies_escalation") == [None]


def test_assets_are_looked_for_every_six_months_at_eight(case: Case) -> None:
    told_to_client(case, objects=False)
    case.on(date(2027, 3, 29))
    assert case.created_at("recheck_assets") == [datetime(2027, 3, 28, 8, tzinfo=COURT_TZ)]
    case.does("recheck_assets", found=False)
    assert case.alarms(PROCESS, "standing_recheck") == [datetime(2027, 9, 28, 8, tzinfo=COURT_TZ)]


def test_enforcement_begins_anew_with_a_clock_of_its_own(case: Case) -> None:
    found_again(case)
    docketed = date(2027, 4, 12)
    case.on(docketed).receives(
        "recommencement_decision", result="DOCKETED", event_date=docketed, case_no="(2027)浙02执恢1号"
    )
    assert "recommenced" in case.passed(PROCESS)
    case.does(
        "open_enforcement_file",
        {"case.enforcement.case_no": "(2027)浙02执恢1号", "case.enforcement.docketed_date": docketed},
    )
    assert case.days("DL-G-04")[-1] == Days(date(2027, 10, 12), date(2027, 10, 12))
    assert case.states("DL-G-04") == ["MET", "OPEN"]


def test_a_refusal_leaves_the_search_standing(case: Case) -> None:
    found_again(case)
    day = date(2027, 4, 12)
    case.on(day).receives("recommencement_decision", result="REFUSED", event_date=day)
    case.does("refusal_choice", refusal_action="WAIT")
    assert case.alarms(PROCESS, "standing_recheck") == [datetime(2027, 9, 28, 8, tzinfo=COURT_TZ)]


def clue(case: Case) -> None:
    """A clue turns up elsewhere in the case."""
    case.hears(f"new_clue-{case.case_id}")


def test_a_clue_that_turns_up_during_the_watch_is_decided_on_at_once(case: Case) -> None:
    told_to_client(case, objects=False)
    clue(case)
    assert "apply_choice" in case.open_tasks()


@pytest.mark.parametrize("decided", [[], ["inform_client"]], ids=["client not told", "objection not decided"])
def test_a_clue_that_turns_up_before_the_watch_is_kept_for_it(case: Case, decided: list[str]) -> None:
    if decided:
        case.does("inform_client", informed_date=SERVED, client_answer="Keep looking")
    clue(case)
    assert "apply_choice" not in case.open_tasks()
    if not decided:
        case.does("inform_client", informed_date=SERVED, client_answer="Keep looking")
    case.does("object_choice", object=False)
    assert "apply_choice" in case.open_tasks()
    assert case.untaken() == []


def test_a_clue_that_turns_up_while_the_court_decides_is_looked_at_after_a_refusal(case: Case) -> None:
    found_again(case)
    clue(case)
    day = date(2027, 4, 12)
    case.on(day).receives("recommencement_decision", result="REFUSED", event_date=day)
    case.does("refusal_choice", refusal_action="WAIT")
    assert "apply_choice" in case.open_tasks()
