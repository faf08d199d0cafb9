"""SC02: a Russian default judgment is refused for the way it was served, and reconsideration does not help."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlmodel import col, select

from db.models import Deadline
from tests.processes.conftest import Begin
from tests.processes.file_note import Case, Days
from tests.processes.replay import found_behind
from tests.processes.volga import RECONSIDERATION, SC02
from worklist.clock import COURT_TZ

END = date(2026, 8, 3)
PROCESS = "foreign_judgment_recognition"

DEADLINES = {
    "DL-X-10": [Days(date(2027, 7, 28), date(2027, 7, 28), provisional=True)],
    "DL-G-18": [Days(date(2025, 8, 10), date(2025, 8, 10))],
    "DL-G-09": [Days(date(2026, 2, 24), date(2026, 2, 24))],
    "DL-G-16": [Days(date(2026, 6, 23), date(2026, 6, 23))],
    "DL-G-12": [Days(date(2026, 6, 21), date(2026, 6, 22))],
    "DL-G-13": [Days(date(2026, 7, 18), date(2026, 7, 20))],
}


@pytest.fixture(scope="module")
def told(begin: Begin) -> Case:
    """The scenario in date order."""
    return SC02.told(begin(), END)


@pytest.fixture(scope="module", params=["sorted", "unsorted"])
def late(request: pytest.FixtureRequest, begin: Begin) -> Case:
    """Every document up to the ruling recorded on the day we ask for reconsideration, the answer weeks after it came."""
    pile = SC02.papers if request.param == "sorted" else found_behind(SC02.papers, seed=1)
    return SC02.told_late(begin(), RECONSIDERATION, END, pile)


def test_the_listed_deadlines_exist_with_these_days(told: Case) -> None:
    assert {rule: told.days(rule) for rule in DEADLINES} == DEADLINES


def test_our_request_and_the_answer_came_in_time(told: Case) -> None:
    assert told.states("DL-G-12") == ["MET"]
    (row,) = told.session.exec(select(Deadline).where(col(Deadline.rule_id) == "DL-G-12", col(Deadline.case_id) == told.case_id)).all()
    assert (row.bound_party, row.ladder) == ("applicant or respondent", "own")
    assert told.states("DL-G-13") == ["MET"]


def test_the_treaty_is_the_route_and_sanctions_are_looked_at(told: Case) -> None:
    assert told.decided("D02_recognition_route")["route"] == "TREATY"
    assert "SANCTIONS_REVIEW" in told.decided("D02_recognition_route")["review_flags"]
    assert told.was_open("conflict_and_sanctions_check")[0].state == "completed"


def test_the_hearing_came_before_the_first_lawful_day(told: Case) -> None:
    assert told.facts()["screen"]["foreign_hearing_date"] < told.days("DL-G-18")[0].raw


def test_the_desk_was_warned_and_the_partner_filed_anyway(told: Case) -> None:
    hits = {hit["ground"]: hit["effect"] for hit in told.decided("D05_refusal_screen_judgment")}
    assert hits == {"RF-2d": "REFUSE", "FL": "RISK"}
    assert told.was_open("sign_off_filing")[0].ended_by == "partner_1"


def test_under_a_treaty_nothing_is_reported_first_and_the_record_is_filed(told: Case) -> None:
    assert told.decided("D17_reporting_requirement") == {"prior_approval": "NONE", "record_filing": True}
    assert "wait_report" not in told.passed("spc_reporting")
    assert told.ends("spc_reporting") == ["record_unknown"]


def test_the_refusal_stands(told: Case) -> None:
    assert told.ends("reconsideration") == ["decided"]
    assert told.ends(PROCESS) == ["refused_final"]
    assert told.facts()["recognition"]["outcome"] == "REFUSED"
    assert told.outstanding() == [Decimal(0)]
    assert told.variables(PROCESS)["proposals"] == ["FRESH_SUIT", "ASSETS_ELSEWHERE"]


def test_the_case_is_tagged_for_the_case_library_by_the_foreign_desk(told: Case) -> None:
    assert told.variables(PROCESS)["library_tags"] == ["SERVICE"]
    assert told.was_open("note_precedent")[0].ended_by == "foreign_desk_1"


def test_nothing_is_enforced_and_nothing_is_left_to_do(told: Case) -> None:
    assert told.ends("compulsory_enforcement") == []
    assert told.open_tasks() == []
    assert told.untaken() == []


def test_recorded_late_the_deadlines_have_the_same_days(late: Case) -> None:
    assert {rule: late.days(rule) for rule in DEADLINES} == DEADLINES


def test_recorded_late_the_refusal_stands(late: Case) -> None:
    assert late.ends("reconsideration") == ["decided"]
    assert late.ends(PROCESS) == ["refused_final"]
    assert late.open_tasks() == []


def test_recorded_late_the_answer_is_missed_first(late: Case) -> None:
    assert datetime(2026, 7, 21, tzinfo=COURT_TZ) in late.created_at("wait_decision_chase")


def test_a_ruling_recorded_after_the_limit_leaves_no_time_to_ask(case: Case) -> None:
    recorded = date(2026, 8, 3)
    SC02.without("reconsideration_ruling").told_late(case, recorded, date(2026, 10, 5))
    assert case.days("DL-G-12") == DEADLINES["DL-G-12"]
    assert case.states("DL-G-12") == ["EXPIRED"]
    assert case.days("DL-G-13") == []
    assert "own_lapsed" in case.passed("reconsideration")
    assert case.ends(PROCESS) == ["refused_final"]
