"""Judgments of Hong Kong, Macau and the Taiwan region: every way through their recognition."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.processes import answers
from tests.processes.conftest import Begin
from tests.processes.file_note import PAPER, Case
from tests.processes.kowloon import (
    ACCEPTED,
    APPEALED,
    COURT,
    END,
    FILED,
    NOT_ACCEPTED,
    SERVED,
    judgment,
    no_ground,
    pending_at_home,
)
from tests.processes.replay import Deed

PROCESS = "hkmt_judgment_recognition"


@pytest.fixture(scope="module", params=["HK", "MO", "TW"])
def region(request: pytest.FixtureRequest) -> str:
    """Where the judgment comes from."""
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def told(begin: Begin, region: str) -> Case:
    """The judgment is recognised, in date order."""
    return judgment(region).told(begin(), END)


@pytest.fixture(scope="module")
def refused(begin: Begin, region: str) -> Case:
    """The court refuses, and nobody asks for reconsideration."""
    return judgment(region, "REFUSED").told(begin(), END)


def filed(case: Case, region: str = "HK") -> Case:
    """The application lies at the court."""
    return judgment(region).told(case, FILED)


def accepted(case: Case, region: str = "HK") -> Case:
    """The court examines the application."""
    return judgment(region).told(case, ACCEPTED)


def test_intake_hands_over_with_the_region(told: Case, region: str) -> None:
    assert told.decided("D01_instrument_eligibility")["next_process"] == PROCESS
    assert told.decided("D02_recognition_route")["route"] == f"{region}_JUDGMENT"
    assert told.variables(PROCESS)["variant"] == region


def test_one_court_alone_is_proposed(told: Case) -> None:
    assert told.decided("D03_competent_court")["one_only"] is True


def test_the_defence_is_fifteen_days(told: Case, region: str) -> None:
    assert [days.raw for days in told.days("DL-G-09")] == [date(2026, 2, 17)]


def test_a_recognised_judgment_goes_to_enforcement(told: Case) -> None:
    assert "recognised" in told.passed(PROCESS)
    assert told.ends("compulsory_enforcement") == [None]
    assert told.outstanding() == [Decimal(5_000_000)]
    assert told.untaken() == []


def test_papers_that_are_missing_are_shown_at_the_sign_off(told: Case, region: str) -> None:
    missing = told.variables(PROCESS)["missing"]
    assert "LETTER" not in missing
    assert "POWER_OF_ATTORNEY" not in missing
    assert {"TITLE_COPY", "EFFECT_PROOF"} <= set(missing)
    assert ("HK_CERTIFICATE" in missing) == (region == "HK")


def test_refused_where_a_refusal_bars_a_new_application_the_client_is_told_to_sue(refused: Case, region: str) -> None:
    last = "refused_refile_possible" if region == "MO" else "refused_no_refile"
    assert last in refused.passed(PROCESS)
    assert refused.variables(PROCESS)["refile_barred"] is (region != "MO")
    assert refused.outstanding() == [Decimal(0)]


def test_in_macau_a_ground_that_cannot_be_cured_bars_a_new_application(case: Case) -> None:
    not_summoned = Deed("pre_filing_review", {**no_ground("MO"), "case.screen.not_summoned": "YES"})
    judgment("MO", "REFUSED").answering(not_summoned).told(case, END)
    assert "refused_no_refile" in case.passed(PROCESS)


def test_a_refusal_changed_for_us_goes_to_enforcement(case: Case) -> None:
    story = judgment("HK", "REFUSED").answering(
        Deed("decide_reconsideration", {"file_reconsideration_wanted": True, "reason": "The court erred"}),
        Deed("draft_reconsideration", {"paper": PAPER, "grounds": "The court erred"}),
        Deed("file_reconsideration", {"filed_date": SERVED + timedelta(4), "higher_court": "High Court"}, SERVED + timedelta(4)),
    )
    story.told(case, date(2026, 6, 29))
    case.on(date(2026, 6, 30)).receives(
        "reconsideration_ruling", {"party_id": "main"}, result="CHANGED", in_our_favour=True,
        document_date=date(2026, 6, 30), served_date=date(2026, 6, 30),
    )  # fmt: skip
    case.does("record_outcome", reconsideration_outcome="CHANGED_FOR_US", outcome_date=date(2026, 6, 30))
    assert "file_enforcement_application" in case.open_tasks()


def test_a_recognition_changed_against_us_annuls_the_title(case: Case) -> None:
    judgment("HK").told(case, SERVED)
    day = SERVED + timedelta(8)
    case.on(day).receives("reconsideration_served", served_date=day)
    case.does("respond_to_opponent", response_date=day)
    case.receives("reconsideration_ruling", {"party_id": "main"}, result="CHANGED", in_our_favour=False, document_date=day, served_date=day)
    case.does("record_outcome", reconsideration_outcome="CHANGED_AGAINST_US", outcome_date=day)
    assert "title_falls" in case.passed(PROCESS)


def test_a_recognition_in_part_is_enforced_in_part(case: Case) -> None:
    judgment("TW", "PARTIAL").told(case, END)
    assert "partially_recognised" in case.passed(PROCESS)


def test_a_dismissed_application_may_be_filed_again(case: Case) -> None:
    judgment("HK", "DISMISSED").told(case, END)
    case.does("cure_and_refile", refile_decision="REFILE", reason="The seal is there now")
    assert "assemble_filing" in case.open_tasks()


def test_a_dismissed_application_may_end_it(case: Case) -> None:
    judgment("HK", "DISMISSED").told(case, END)
    case.does("cure_and_refile", refile_decision="END", reason="No assets")
    assert case.ends(PROCESS) == ["dismissed"]


def test_an_application_may_be_withdrawn(case: Case) -> None:
    accepted(case).receives("application_withdrawn", event_date=ACCEPTED)
    case.does("review_ruling", answers.ruling("WITHDRAWN", ACCEPTED, ACCEPTED, dict.fromkeys(case.ids("title.items"), "OPEN")))
    assert "withdrawn" in case.passed(PROCESS)


def test_the_partner_may_stop_before_filing(case: Case) -> None:
    judgment("HK").answering(Deed("sign_off_filing", {"filing_decision": "STOP", "reason": "No assets"})).told(case, FILED)
    assert case.ends(PROCESS) == ["withdrawn"]


def test_a_court_that_does_not_accept_is_appealed_against_in_vain(case: Case) -> None:
    filed(case).on(ACCEPTED).receives("case_not_accepted", **NOT_ACCEPTED)
    case.does("decide_nonacceptance", nonacceptance_decision="APPEAL", reason="The seal is there")
    case.does("file_appeal", APPEALED)
    case.receives("appeal_ruling", result="UPHELD", document_date=ACCEPTED)
    assert case.ends(PROCESS) == ["dismissed"]


def pending(case: Case) -> Case:
    """The court has accepted a Hong Kong judgment whose appeal is pending."""
    return pending_at_home().told(case, ACCEPTED)


def test_an_appeal_pending_in_hong_kong_is_waited_for(case: Case) -> None:
    pending(case)
    assert "wait_home_appeal" in case.passed(PROCESS)
    assert "call_service" not in case.passed(PROCESS)
    case.on(date(2026, 3, 2)).receives("title_final", event_date=date(2026, 3, 2))
    assert case.facts()["title"]["final"] == "YES"
    assert "call_service" in case.passed(PROCESS)


def test_a_judgment_reversed_in_hong_kong_ends_it(case: Case) -> None:
    pending(case).on(date(2026, 3, 2)).receives("title_reversed", event_date=date(2026, 3, 2), reversed_by="Court of Appeal")
    assert case.ends(PROCESS) == ["home_reversed"]
    assert case.facts()["recognition"]["outcome"] == "WITHDRAWN"


def test_a_final_judgment_is_examined_at_once(case: Case) -> None:
    assert "wait_home_appeal" not in accepted(case).passed(PROCESS)


@pytest.mark.parametrize(("where", "day"), [("HK", date(2026, 7, 13)), ("TW", date(2026, 7, 20))])
def test_the_court_is_asked_when_its_time_is_over(case: Case, where: str, day: date) -> None:
    accepted(case, where).on(day)
    assert "chase_progress" in case.open_tasks()


def test_the_usual_time_is_no_alarm_for_a_judgment_of_the_taiwan_region(case: Case) -> None:
    accepted(case, "TW").on(date(2026, 7, 13))
    assert "progress_alarm" in case.passed(PROCESS)
    assert "chase_progress" not in case.open_tasks()


def test_what_the_other_side_paid_is_added_up(case: Case) -> None:
    accepted(case)
    for amount in (Decimal(1_000_000), Decimal(500_000)):
        case.receives("other_side_payment", event_date=ACCEPTED, amount=amount, currency="HKD")
        case.does("report_other_side_enforcement", other_side_amount=amount, other_side_date=ACCEPTED)
    assert case.facts()["recognition"]["executed_abroad"] == Decimal(1_500_000)
    assert "wait_ruling" in case.passed(PROCESS)


def test_a_closed_case_ends_the_recognition(case: Case) -> None:
    accepted(case).hears(f"case_closed-{case.case_id}")
    assert case.ends(PROCESS) == ["case_closed"]


def test_a_court_without_jurisdiction_hands_the_case_on(case: Case) -> None:
    accepted(case).receives("jurisdiction_objection", {"party_id": case.ids("debtors")[0]}, received_date=ACCEPTED)
    case.receives("jurisdiction_ruling_final", result="TRANSFERRED", event_date=ACCEPTED, court=COURT, case_no="2")
    assert "new_court" in case.passed(PROCESS)
