"""SC01: a UK judgment is recognised by reciprocity, and its enforcement opens."""

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import col, select

from db.models import Deadline
from tests.processes import answers
from tests.processes.conftest import Begin
from tests.processes.file_note import Case, Days
from tests.processes.replay import Deed, found_behind
from tests.processes.thames import COURT, FILED, ONLY, SC01
from worklist.cases.queries.periods import binds_us

END = date(2026, 6, 9)
LATE = date(2026, 7, 1)
PROCESS = "foreign_judgment_recognition"

#: Rule → its days. The other year's holidays are not announced: provisional.
DEADLINES = {
    "DL-X-10": [Days(date(2027, 3, 14), date(2027, 3, 15), provisional=True)],
    "DL-G-08": [Days(date(2025, 10, 7), date(2025, 10, 9))],
    "DL-G-09": [Days(date(2025, 10, 24), date(2025, 10, 24))],
    "DL-G-16": [Days(date(2026, 5, 27), date(2026, 5, 27))],
    "DL-G-12": [Days(date(2026, 5, 28), date(2026, 5, 28))],
    "DL-G-04": [Days(date(2026, 12, 8), date(2026, 12, 8))],
}


@pytest.fixture(scope="module")
def told(begin: Begin) -> Case:
    """The scenario in date order."""
    return SC01.told(begin(), END)


@pytest.fixture(scope="module", params=["sorted", "unsorted"])
def late(request: pytest.FixtureRequest, begin: Begin) -> Case:
    """The scenario with every document recorded on 1 July 2026: by date, and as it lay in the pile."""
    pile = SC01.papers if request.param == "sorted" else found_behind(SC01.papers, seed=7)
    return SC01.told_late(begin(), LATE, LATE, pile)


def test_the_listed_deadlines_exist_with_these_days(told: Case) -> None:
    assert {rule: told.days(rule) for rule in DEADLINES} == DEADLINES


def test_what_was_done_in_time_is_met_and_what_nobody_used_has_lapsed(told: Case) -> None:
    states = {rule: told.states(rule) for rule in DEADLINES}
    assert states == {
        "DL-X-10": ["MET"], "DL-G-08": ["MET"], "DL-G-09": ["MET"], "DL-G-16": ["EXPIRED"], "DL-G-12": ["EXPIRED"],
        "DL-G-04": ["OPEN"],
    }  # fmt: skip


def test_the_tables_lead_to_ningbo_by_reciprocity(told: Case) -> None:
    eligibility = told.decided("D01_instrument_eligibility")
    assert (eligibility["eligibility"], eligibility["reason"]) == ("ELIGIBLE", "4")
    assert told.decided("D02_recognition_route")["route"] == "RECIPROCITY"
    assert told.decided("D19_reciprocity_assessment")["reciprocity"] == "DE_JURE"
    court = told.decided("D03_competent_court")
    assert (court["court_level"], court["place_options"]) == ("INTERMEDIATE", ["RESPONDENT_DOMICILE"])


def test_the_respondent_defended_itself(told: Case) -> None:
    assert told.ends("service_defence") == ["done"]
    assert "defended" in told.passed("service_defence")


def test_the_court_reported_first_and_filed_the_record_afterwards(told: Case) -> None:
    assert told.decided("D17_reporting_requirement")["prior_approval"] == "HIGH_COURT_THEN_SPC"
    assert told.ends("spc_reporting") == ["replied", "record_unknown"]
    assert told.facts()["spc"]["reply_date"] == date(2026, 4, 28)


def test_with_the_reply_on_file_nobody_asks_for_it(told: Case) -> None:
    assert told.was_open("query_missing_reply") == []


def test_nobody_asked_for_reconsideration(told: Case) -> None:
    assert told.ends("reconsideration") == ["not_used"]


def test_the_judgment_is_recognised_and_enforcement_is_open(told: Case) -> None:
    assert "recognised" in told.passed(PROCESS)
    assert told.ends("compulsory_enforcement") == [None]
    assert told.open_tasks() == ["open_enforcement_file"]
    assert told.outstanding() == [Decimal(2_400_000)]


def test_nothing_was_late_and_no_document_is_left_over(told: Case) -> None:
    assert told.untaken() == []
    assert [task.late_by for task in told.was_open("chase_progress")] == [None]


def test_recorded_late_the_deadlines_have_the_same_days(late: Case) -> None:
    assert {rule: late.days(rule) for rule in DEADLINES} == DEADLINES


def test_recorded_late_the_case_ends_the_same(late: Case) -> None:
    assert "recognised" in late.passed(PROCESS)
    assert late.was_open("query_missing_reply") == []
    assert late.ends("reconsideration") == ["not_used"]
    assert late.ends("compulsory_enforcement") == [None]
    assert late.open_tasks() == ["open_enforcement_file"]
    assert late.outstanding() == [Decimal(2_400_000)]


def test_recorded_late_the_progress_alarm_says_how_late_it_is(late: Case) -> None:
    assert [task.late_by for task in late.was_open("chase_progress")] == [(LATE - date(2026, 3, 15)).days]


def test_recorded_late_only_a_defence_that_follows_its_limit_is_left_over(late: Case) -> None:
    assert set(late.untaken()) <= {"defence_received"}


def test_a_defence_in_time_is_taken_although_its_limit_is_over_when_service_is_recorded(begin: Begin) -> None:
    case = SC01.told_late(begin(), LATE, LATE, list(reversed(SC01.papers)))
    assert "wait_defence_defence_received" in case.passed("service_defence")
    assert case.untaken() == []


def test_a_ruling_recorded_before_the_reply_raises_the_question_and_the_case_ends_the_same(
    begin: Begin,
) -> None:
    accepted, *others = SC01.papers
    case = SC01.told_late(begin(), LATE, LATE, [accepted, *reversed(others)])
    assert [task.state for task in case.was_open("query_missing_reply")] == ["completed"]
    assert case.facts()["spc"]["reply_date"] == date(2026, 4, 28)
    assert "recognised" in case.passed(PROCESS)
    assert case.ends("compulsory_enforcement") == [None]


def test_a_ruling_without_the_reply_raises_the_question(case: Case) -> None:
    unanswered = Deed(
        "query_missing_reply", {"reply_known": False, "query_note": "The court will look for it"}
    )
    SC01.without("spc_reply").answering(unanswered).told(case, END)
    assert [at.date() for at in case.created_at("query_missing_reply")] == [date(2026, 5, 18)]
    assert case.facts()["spc"]["reply_date"] is None
    assert "recognised" in case.passed(PROCESS)


def test_recognition_only_begins_a_new_period_to_apply_for_enforcement(case: Case) -> None:
    only = SC01.answering(
        Deed("assemble_filing", answers.filing(ONLY)),
        Deed("file_application", answers.filed(FILED, COURT, ONLY), FILED),
    )
    only.told(case, date(2026, 5, 18))
    assert case.days("DL-X-14") == [Days(date(2028, 5, 18), date(2028, 5, 18), provisional=True)]
    assert case.states("DL-X-14") == ["OPEN"]


def test_what_only_the_respondent_could_have_asked_for_is_not_shown_as_missed(told: Case) -> None:
    """The judgment was recognised in full; SC02, where it was refused, keeps the period as ours."""
    (row,) = told.session.exec(select(Deadline).where(col(Deadline.rule_id) == "DL-G-12", col(Deadline.case_id) == told.case_id)).all()
    assert (row.bound_party, row.ladder, binds_us(row)) == ("respondent", "court", False)
