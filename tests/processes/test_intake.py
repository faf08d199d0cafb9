"""Intake ends in a route, in a refusal of the mandate, or in a title that cannot be enforced. Source: processes 1, S2.1-01..17, S2.6-01."""

from datetime import date, datetime
from typing import Any

import pytest

from tests.processes import answers, kowloon, test_sc04, thames
from tests.processes.file_note import Case
from tests.processes.replay import Deed
from tests.processes.waits import NOT_YET
from worklist.clock import COURT_TZ

INTAKE = "intake_triage"
ASKED = thames.ASKED


def classified(case: Case, **title: Any) -> Case:
    """The case is registered and cleared, and the lawyer classifies the title. `title`: what differs from one that is in force."""
    case.on(ASKED).open_case(client_name="Thames Harbour Trading Ltd", source="letter of the client")
    case.does("register_case", thames.REGISTERED).does("conflict_and_sanctions_check", answers.cleared(ASKED))
    return case.does("confirm_classification", answers.foreign_judgment_in_force() | {f"case.title.{name}": value for name, value in title.items()})


def closed(case: Case) -> bool:
    """Whether the case is closed as not enforceable, and no clock runs on."""
    return case.ends(INTAKE) == ["not_enforceable"] and case.facts()["status"] == "CLOSED" and None not in case.ends("limitation_watch")


def test_compliance_refuses_the_mandate(case: Case) -> None:
    case.on(ASKED).open_case(client_name="Thames Harbour Trading Ltd", source="letter of the client")
    case.does("register_case", thames.REGISTERED)
    refused = {"case.mandate.cleared": "DECLINED", "case.mandate.cleared_on": ASKED, "clearance": "DECLINED"}
    case.does("conflict_and_sanctions_check", refused)
    assert case.ends(INTAKE) == ["declined"]
    assert case.facts()["status"] == "DECLINED"
    assert case.open_tasks() == []


def test_the_partner_stops_at_a_title_that_is_not_eligible(case: Case) -> None:
    classified(case, procedural_kind="PRESERVATION").does("decide_ineligible", ineligible_decision="STOP", reason="An interim order")
    assert closed(case)


@pytest.mark.parametrize(("decision", "end", "status"), [("END", "not_enforceable", "CLOSED"), ("DECLINE", "declined", "DECLINED")])
def test_the_partner_ends_or_declines_what_nobody_can_classify(case: Case, decision: str, end: str, status: str) -> None:
    answer = Deed("decide_review", {"review_decision": decision, "reason": "Nobody can say"})
    kowloon.pending_at_home().answering(answer).told(case, kowloon.ASKED)
    assert case.ends(INTAKE) == [end]
    assert case.facts()["status"] == status


def test_the_signed_route_begins_the_standing_search_and_the_reports(case: Case) -> None:
    classified(case)
    assert (case.ends("asset_tracing"), case.ends("client_reporting")) == ([], [])
    case.does("sign_off_route", answers.signed_off("RECIPROCITY"))
    assert case.ends(INTAKE) == ["routed"]
    assert case.passed(INTAKE)[-4:] == ["handed_over", "start_standing", "start_reports", "routed"]
    assert case.variables("asset_tracing")["mode"] == "STANDING"
    assert sorted(case.open_tasks()) == ["assess_reciprocity", "choose_searches"]
    assert case.alarms("client_reporting", "next_report_month") == [datetime(2025, 10, 1, 8, tzinfo=COURT_TZ)]


def test_the_partner_sees_which_papers_are_missing_and_whether_the_text_will_be_published(case: Case) -> None:
    classified(case)
    known = case.variables(INTAKE)
    assert known["missing"] == ["LETTER", "TITLE_COPY", "EFFECT_PROOF", "TRANSLATION", "IDENTITY", "POWER_OF_ATTORNEY"]
    assert (known["publication"], known["d13"]["note"]) == ("NO", "SILENT")
    assert case.open_tasks() == ["sign_off_route"], "missing papers stop nothing"


def test_a_text_of_a_mainland_court_is_foreseen_to_be_published(case: Case) -> None:
    in_force = answers.foreign_judgment_in_force()
    case.on(ASKED).open_case(client_name="Thames Harbour Trading Ltd", source="letter of the client")
    case.does("register_case", thames.REGISTERED | {"case.title.origin": "CN", "case.title.instrument_type": "JUDGMENT_MONEY"})
    case.does("conflict_and_sanctions_check", answers.cleared(ASKED)).does("confirm_classification", in_force | {"case.title.instrument_type": "JUDGMENT_MONEY"})
    assert case.variables(INTAKE)["publication"] == "YES"
    assert "EFFECT_PROOF" in case.variables(INTAKE)["missing"]


@pytest.mark.parametrize("message", ["title_reversed", "application_withdrawn"])
def test_a_title_that_falls_while_we_wait_is_not_enforceable(case: Case, message: str) -> None:
    NOT_YET.told(case, ASKED).receives(message, event_date=ASKED)
    assert case.ends(INTAKE) == ["not_enforceable"]


@pytest.mark.parametrize(("decision", "end"), [("STOP", "not_enforceable"), ("OTHER_REMEDY", "routed")])
def test_a_title_whose_time_is_over_is_left_or_goes_to_the_remedies(case: Case, decision: str, end: str) -> None:
    late = Deed("decide_late_filing", {"late_decision": decision, "reason": "No proof of the demand"})
    test_sc04.SC04.answering(late).told(case, date(2025, 11, 4))
    assert case.ends(INTAKE) == [end]
    assert case.ends("remedies_escalation") == ([None] if decision == "OTHER_REMEDY" else [])
