"""SC03: of a US judgment the compensation is recognised and the punitive part refused."""

from datetime import date
from decimal import Decimal

import pytest

from tests.processes.cascadia import SC03
from tests.processes.conftest import Begin
from tests.processes.file_note import Case, Days
from tests.processes.replay import found_behind

END = date(2026, 10, 20)
LATE = date(2026, 11, 2)
PROCESS = "foreign_judgment_recognition"

DEADLINES = {
    "DL-X-10": [Days(date(2026, 10, 4), date(2026, 10, 8))],
    "DL-G-09": [Days(date(2026, 3, 11), date(2026, 3, 11))],
    "DL-G-10": [Days(date(2026, 4, 15), date(2026, 4, 15))],
    "DL-G-16": [Days(date(2026, 9, 25), date(2026, 9, 28))],
    "DL-G-12": [Days(date(2026, 9, 26), date(2026, 9, 28))],
}


@pytest.fixture(scope="module")
def told(begin: Begin) -> Case:
    """The scenario in date order."""
    return SC03.told(begin(), END)


@pytest.fixture(scope="module", params=["sorted", "unsorted"])
def late(request: pytest.FixtureRequest, begin: Begin) -> Case:
    """The scenario with every document recorded on 2 November 2026: by date, and as it lay in the pile."""
    pile = SC03.papers if request.param == "sorted" else found_behind(SC03.papers, seed=3)
    return SC03.told_late(begin(), LATE, LATE, pile)


def test_the_listed_deadlines_exist_with_these_days(told: Case) -> None:
    assert {rule: told.days(rule) for rule in DEADLINES} == DEADLINES


def test_each_respondent_has_its_own_time_to_defend(told: Case) -> None:
    company, director = told.ids("debtors")
    assert told.days("DL-G-09", company) == DEADLINES["DL-G-09"]
    assert told.days("DL-G-10", director) == DEADLINES["DL-G-10"]
    assert told.passed("service_defence").count("undefended") == 2


def test_the_punitive_part_is_expected_to_fail(told: Case) -> None:
    assert told.decided("D02_recognition_route")["route"] == "RECIPROCITY"
    hit = told.decided("D05_refusal_screen_judgment")
    assert (hit["ground"], hit["effect"], hit["granularity"]) == ("RF-7", "PARTIAL", "ITEM")
    assert hit["items"] == told.ids("title.items")[1:]


def test_the_reply_came_before_the_ruling_so_nobody_asks_for_it(told: Case) -> None:
    assert told.decided("D17_reporting_requirement")["prior_approval"] == "HIGH_COURT_THEN_SPC"
    assert "replied" in told.ends("spc_reporting")
    assert told.was_open("query_missing_reply") == []


def test_only_the_compensation_is_outstanding(told: Case) -> None:
    assert told.outstanding() == [Decimal(1_200_000), Decimal(0)]


def test_the_judgment_is_recognised_in_part_and_enforcement_is_open(told: Case) -> None:
    assert "partially_recognised" in told.passed(PROCESS)
    assert told.ends("compulsory_enforcement") == [None]
    assert told.open_tasks() == ["open_enforcement_file"]


def test_recorded_late_the_deadlines_have_the_same_days(late: Case) -> None:
    assert {rule: late.days(rule) for rule in DEADLINES} == DEADLINES


def test_recorded_late_the_case_ends_the_same(late: Case) -> None:
    assert "partially_recognised" in late.passed(PROCESS)
    assert late.was_open("query_missing_reply") == []
    assert late.outstanding() == [Decimal(1_200_000), Decimal(0)]
    assert late.ends("compulsory_enforcement") == [None]
    assert late.open_tasks() == ["open_enforcement_file"]
    assert late.untaken() == []


def test_recorded_late_the_progress_alarm_says_how_late_it_is(late: Case) -> None:
    assert [task.late_by for task in late.was_open("chase_progress")] == [(LATE - date(2026, 8, 2)).days]


def test_without_the_reply_the_question_is_raised_on_the_day_of_service(case: Case) -> None:
    SC03.without("spc_reply").told(case, date(2026, 9, 16))
    assert [at.date() for at in case.created_at("query_missing_reply")] == [date(2026, 9, 16)]
