"""Awards made outside the Mainland: SC07 up to enforcement, and every other way through their recognition."""

from datetime import date
from decimal import Decimal

import pytest

from tests.processes import answers
from tests.processes.conftest import Begin
from tests.processes.file_note import Case, Days
from tests.processes.replay import Deed
from tests.processes.vista import (
    ACCEPTED,
    APPEALED,
    AWARDED,
    DOCKETED,
    FILED,
    NOT_ACCEPTED,
    OBJECTED,
    RULED,
    SEAT,
    award,
    grounds,
)

PROCESS = "arbitral_award_recognition"

DEADLINES = {
    "DL-X-10": [Days(date(2027, 6, 10), date(2027, 6, 10), provisional=True)],
    "DL-G-32": [Days(date(2025, 12, 16), date(2025, 12, 16))],
    "DL-X-54": [Days(date(2025, 12, 16), date(2025, 12, 16))],
    "DL-G-04": [Days(date(2026, 11, 28), date(2026, 11, 28))],
}


@pytest.fixture(scope="module")
def told(begin: Begin) -> Case:
    """SC07 in date order, until its enforcement is docketed."""
    return award().told(begin(), DOCKETED)


@pytest.fixture(scope="module")
def late(begin: Begin) -> Case:
    """SC07 with every document up to the ruling recorded on the day of the ruling."""
    return award().told_late(begin(), RULED, DOCKETED)


def accepted(case: Case) -> Case:
    """The court examines the application."""
    return award().told(case, ACCEPTED)


def test_the_listed_deadlines_exist_with_these_days(told: Case) -> None:
    assert {rule: told.days(rule) for rule in DEADLINES} == DEADLINES


def test_recorded_late_the_deadlines_have_the_same_days(late: Case) -> None:
    assert {rule: late.days(rule) for rule in DEADLINES} == DEADLINES


def test_the_route_is_the_arrangement_with_hong_kong(told: Case) -> None:
    assert told.decided("D01_instrument_eligibility")["next_process"] == PROCESS
    assert told.decided("D02_recognition_route")["route"] == "HK_AWARD"


def test_jurisdiction_comes_first_and_the_examination_goes_on(told: Case) -> None:
    assert "jurisdiction_settled" in told.passed(PROCESS)
    assert told.states("DL-G-22") == ["MET"]


def test_the_award_is_recognised_and_enforcement_is_open(told: Case) -> None:
    assert "recognised" in told.passed(PROCESS)
    assert told.ends("compulsory_enforcement") == [None]
    assert told.outstanding() == [Decimal(31_000_000)]


def test_recorded_late_the_award_is_recognised(late: Case) -> None:
    assert "recognised" in late.passed(PROCESS)


def test_reconsideration_is_never_offered(told: Case) -> None:
    assert told.ends("reconsideration") == []
    assert told.days("DL-G-12") == []


def test_nothing_is_reported_upward_while_the_court_does_not_mean_to_refuse(told: Case) -> None:
    assert told.ends("spc_reporting") == []


def test_an_intended_refusal_is_reported_upward_beside_the_wait(case: Case) -> None:
    accepted(case).receives("refusal_intended", event_date=ACCEPTED, ground="Public policy")
    assert case.decided("D17_reporting_requirement")["prior_approval"] == "HIGH_COURT_THEN_SPC"
    assert "wait_report" in case.passed("spc_reporting")
    case.receives("ruling_served", outcome="RECOGNISED", document_date=ACCEPTED, served_date=ACCEPTED)
    assert "review_ruling" in case.open_tasks()


def test_a_remedy_at_the_seat_is_followed_beside_the_wait(case: Case) -> None:
    accepted(case).receives("set_aside_accepted", event_date=ACCEPTED, received_date=ACCEPTED, security=True)
    assert "wait_seat" in case.passed(PROCESS)
    case.receives("set_aside_result", result="REJECTED", served_date=ACCEPTED)
    assert "seat_settled" in case.passed(PROCESS)
    case.receives("ruling_served", outcome="RECOGNISED", document_date=ACCEPTED, served_date=ACCEPTED)
    assert "review_ruling" in case.open_tasks()


@pytest.mark.parametrize(("ground", "row"), [("agreement_invalid", "AR-1"), ("public_policy", "AR-7"), ("seat_set_aside", "AR-5")])
def test_a_ground_is_shown_at_the_sign_off_and_the_partner_may_file(case: Case, ground: str, row: str) -> None:
    award().answering(Deed("respond_to_grounds", grounds(**{ground: "YES"}))).told(case, FILED)
    assert [hit["ground"] for hit in case.variables(PROCESS)["hits"]] == [row]
    assert "wait_acceptance" in case.passed(PROCESS)


def test_the_partner_may_have_it_mended_first(case: Case) -> None:
    award().answering(Deed("sign_off_filing", {"filing_decision": "MEND", "reason": "One ground"}, OBJECTED)).told(case, FILED)
    case.does("sign_off_filing", filing_decision="MEND", reason="One ground")
    assert "respond_to_grounds" in case.open_tasks()


def test_the_partner_may_stop(case: Case) -> None:
    award().answering(Deed("sign_off_filing", {"filing_decision": "STOP", "reason": "No assets"})).told(case, FILED)
    assert case.ends(PROCESS) == ["withdrawn"]


def test_another_route_goes_to_the_partner_who_goes_on_by_it(case: Case) -> None:
    other = Deed("check_seat_and_commercial", {**SEAT, "case.title.commercial": "UNKNOWN"})
    going = Deed("decide_route_change", {"review_decision": "TREAT_AS_ELIGIBLE", "next_process": PROCESS, "route": "HK_AWARD", "reason": "Sale"})
    award().answering(other, going).told(case, FILED)
    assert case.facts()["recognition"]["route"] == "HK_AWARD"
    assert "wait_acceptance" in case.passed(PROCESS)


def test_another_route_may_end_it(case: Case) -> None:
    other = Deed("check_seat_and_commercial", {**SEAT, "case.title.investor_state": "YES"})
    award().answering(other, Deed("decide_route_change", {"review_decision": "END", "reason": "Investor and state"})).told(case, FILED)
    assert case.ends(PROCESS) == ["not_pursued"]


def test_a_refused_award_is_over_without_reconsideration(case: Case) -> None:
    award("REFUSED").told(case, DOCKETED)
    assert case.ends(PROCESS) == ["refused"]
    assert case.ends("reconsideration") == []
    assert case.outstanding() == [Decimal(0)]


def test_a_recognition_in_part_is_enforced_in_part(case: Case) -> None:
    award("PARTIAL").told(case, DOCKETED)
    assert "partially_recognised" in case.passed(PROCESS)


@pytest.mark.parametrize(("decision", "reached"), [("REFILE", "assemble_award_filing"), ("END", "refused")])
def test_a_dismissed_application_is_filed_again_or_ended(case: Case, decision: str, reached: str) -> None:
    award("DISMISSED").told(case, RULED)
    case.does("cure_and_refile", refile_decision=decision, reason="Decided")
    assert reached in case.passed(PROCESS)


def test_an_application_may_be_withdrawn(case: Case) -> None:
    accepted(case).receives("application_withdrawn", event_date=ACCEPTED)
    case.does("review_ruling", answers.ruling("WITHDRAWN", ACCEPTED, ACCEPTED, dict.fromkeys(case.ids("title.items"), "OPEN")))
    assert "withdrawn" in case.passed(PROCESS)


@pytest.mark.parametrize(("result", "reached"), [("REVERSED", "wait_acceptance"), ("UPHELD", "refused")])
def test_a_court_that_does_not_accept_is_appealed_against(case: Case, result: str, reached: str) -> None:
    award().told(case, FILED).on(ACCEPTED).receives("case_not_accepted", **NOT_ACCEPTED)
    assert [days.raw for days in case.days("DL-X-120")] == [date(2025, 12, 17)]
    case.does("decide_nonacceptance", nonacceptance_decision="APPEAL", reason="The seal is there")
    case.does("file_appeal", APPEALED)
    case.receives("appeal_ruling", result=result, document_date=ACCEPTED)
    assert reached in case.passed(PROCESS)


def test_a_closed_case_ends_the_recognition(case: Case) -> None:
    accepted(case).hears(f"case_closed-{case.case_id}")
    assert case.ends(PROCESS) == ["case_closed"]


def test_the_award_runs_from_its_own_day(told: Case) -> None:
    assert told.days("DL-X-10")[0].raw == AWARDED.replace(year=2027)
