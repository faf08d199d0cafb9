"""What reaches us while enforcement goes on: each event is noted beside the work, starts its clock, and leaves the work alone."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.processes import impasse, thames
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import PAPER, Case
from tests.processes.team import TEAM
from worklist.engine import queries

ENFORCEMENT = "compulsory_enforcement"
TODAY = date(2026, 6, 24)


@pytest.fixture(scope="module")
def opened(begin: Begin) -> Case:
    """The enforcement file is open."""
    return impasse.opened(begin()).on(TODAY)


@pytest.fixture
def case(office: Connection, opened: Case) -> Iterator[Case]:
    """The opened file; what a test does with it is undone."""
    with undone(office) as session:
        yield Case(session, TEAM, opened.case_id).at(opened.now)


def passes(case: Case, end: str) -> bool:
    """Whether an event was dealt with while enforcement itself goes on."""
    return end in case.passed(ENFORCEMENT) and case.ends(ENFORCEMENT) == [None]


#: Document → what it says, where its event ends, and the clocks it starts.
NOTED: list[tuple[str, Mapping[str, Any], str, list[str]]] = [
    ("enforcement_notice_served", {"served_date": TODAY}, "notice_noted", ["DL-X-08"]),
    ("restriction_lifted", {"event_date": TODAY, "kind": "HIGH_CONSUMPTION"}, "restriction_off_done", []),
    ("fine_imposed", {"document_date": TODAY, "served_date": TODAY, "amount": 50_000}, "sanction_fine_done", ["DL-X-111"]),
    ("detention_imposed", {"document_date": TODAY, "days": 15}, "sanction_detention_done", ["DL-G-03"]),
    (
        "enforcement_court_changed", {"kind": "DELEGATED", "court": "High Court", "case_no": "1", "judge": "Li", "event_date": TODAY},
        "court_change_done", ["DL-X-89", "DL-X-148"],
    ),
    ("higher_court_order", {"event_date": TODAY, "kind": "SUPERVISION"}, "higher_order_done", []),
]  # fmt: skip

OF_A_PARTY = {"enforcement_notice_served", "restriction_lifted", "fine_imposed", "detention_imposed"}


@pytest.mark.parametrize(("message", "fields", "end", "clocks"), NOTED, ids=[message for message, *_ in NOTED])
def test_a_document_is_noted_beside_the_work(case: Case, message: str, fields: Mapping[str, Any], end: str, clocks: list[str]) -> None:
    tasks = case.open_tasks()
    about = {"party_id": case.ids("debtors")[0]} if message in OF_A_PARTY else {}
    assert not case.receives(message, **about, **fields).pending
    assert passes(case, end)
    assert {rule: [row.trigger_date for row in case.deadlines(rule)] for rule in clocks} == {rule: [TODAY] for rule in clocks}
    assert case.open_tasks() == tasks


#: Document → what it says, the task it opens, the answer, and where the event ends.
ANSWERED: list[tuple[str, Mapping[str, Any], str, Mapping[str, Any], str]] = [
    (
        "participation_by_other_creditor", {"received_date": TODAY, "creditor": "A bank", "amount": 900_000},
        "check_rank_and_plan", {"our_rank_now": 2}, "other_creditor_done",
    ),
    (
        "setoff_claimed", {"received_date": TODAY, "amount": 30_000}, "decide_setoff",
        {"setoff_accepted": False, "reason": "Not due"}, "setoff_event_done",
    ),
    (
        "reversal_ordered", {"served_date": TODAY, "amount": 30_000}, "repay_or_contest",
        {"reversal_decision": "CONTEST", "reversal_amount": 30_000}, "reversal_event_done",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("message", "fields", "task", "answer", "end"), ANSWERED, ids=[message for message, *_ in ANSWERED])
def test_a_document_is_answered_beside_the_work(
    case: Case, message: str, fields: Mapping[str, Any], task: str, answer: Mapping[str, Any], end: str
) -> None:
    case.receives(message, **fields)
    assert end not in case.passed(ENFORCEMENT)
    case.does(task, answer)
    assert passes(case, end)


#: The partner's way with a plan → the task that follows, None for none.
PLANS = [("ACCEPT", None), ("OBJECT", "object_to_plan"), ("OPPOSE", "oppose_plan_objection")]


@pytest.mark.parametrize(("decision", "task"), PLANS)
def test_a_plan_of_distribution_is_accepted_or_fought(case: Case, decision: str, task: str | None) -> None:
    case.receives("distribution_plan", served_date=TODAY, our_share=400_000)
    assert [row.trigger_date for row in case.deadlines("DL-X-34")] == [TODAY]
    case.does("check_plan", plan_decision=decision, our_share=400_000)
    if task is not None:
        assert "plan_event_done" not in case.passed(ENFORCEMENT)
        case.does(task, filed_date=TODAY, paper=PAPER)
    assert passes(case, "plan_event_done")
    assert case.states("DL-X-34") == ["MET" if decision == "OBJECT" else "CANCELLED"]


#: What the lawyer finds of the debtor's report → whether it leads to the remedies.
REPORTS = [("COMPLETE", False), ("FALSE", True), ("REFUSED", True)]


@pytest.mark.parametrize(("verdict", "remedies"), REPORTS)
def test_a_debtors_report_is_read_and_a_false_one_leads_to_the_remedies(case: Case, verdict: str, remedies: bool) -> None:
    [debtor] = case.ids("debtors")
    case.receives("asset_disclosure_order_served", party_id=debtor, served_date=TODAY, report_by=date(2026, 7, 8))
    case.receives("debtor_report", {"party_id": debtor}, event_date=TODAY, received_date=TODAY)
    case.does("review_debtor_report", report_verdict=verdict)
    assert passes(case, "report_done")
    assert case.ends("remedies_escalation") == ([None] if remedies else [])


def test_a_new_clue_is_submitted_to_the_court_and_its_measure_planned(case: Case) -> None:
    case.knows({"case.assets": [{"description": "A shop", "query_category": "REAL_ESTATE", "source": "REGISTRY", "found_date": TODAY}]})
    case.hears(f"new_clue-{case.case_id}")
    case.does("submit_clue", filed_date=TODAY, asset_id=case.ids("assets")[0])
    assert "new_asset_done" not in case.passed(ENFORCEMENT)
    case.does("plan_clue_measure", plan_note="Ask for a seizure")
    assert passes(case, "new_asset_done")


@pytest.mark.parametrize(("arrives", "chased"), [(date(2026, 7, 8), False), (date(2026, 7, 9), True)])
def test_a_debtor_may_report_until_the_last_day_of_the_order(case: Case, arrives: date, chased: bool) -> None:
    [debtor] = case.ids("debtors")
    case.receives("asset_disclosure_order_served", party_id=debtor, served_date=TODAY, report_by=date(2026, 7, 8))
    case.on(arrives)
    assert ("wait_report_chase" in case.open_tasks()) is chased


#: What the court's ruling says of the phase, and where the review that follows it leaves the work.
CLOSED_BY_RULING = ["STRUCK_OFF", "REFUSED", "DISMISSED", "TERM_FINAL"]


@pytest.mark.parametrize("kind", CLOSED_BY_RULING)
def test_a_ruling_that_closes_the_phase_ends_the_work_at_the_next_review(case: Case, kind: str) -> None:
    case.receives("termination_ruling", closure_kind=kind, event_date=TODAY, served_date=TODAY)
    impasse.reviewed(case.on(impasse.REVIEWED), "GOING_ON", search_exhausted=False)
    assert case.decided("D20_closure_kind")["closure_kind"] == kind
    assert "other_closure" in case.passed(ENFORCEMENT)
    assert case.ends(ENFORCEMENT) == ["closed"]
    assert case.facts()["closure_kind"] == kind


@pytest.mark.parametrize("kind", CLOSED_BY_RULING)
def test_however_often_a_case_is_to_be_closed_the_partner_is_asked_once(case: Case, kind: str) -> None:
    case.receives("termination_ruling", closure_kind=kind, event_date=TODAY, served_date=TODAY)
    impasse.reviewed(case.on(impasse.REVIEWED), "GOING_ON", search_exhausted=False)
    if kind == "TERM_FINAL":
        case.does("final_objection", filed_date=TODAY, paper=PAPER)
    case.receives("application_withdrawn", event_date=TODAY)
    case.receives("mandate_ended", event_date=TODAY)
    assert (case.ends("case_closing"), case.open_tasks().count("decide_withdrawal")) == ([None], 1)


def test_the_alarm_about_the_higher_court_ends_with_a_closed_file(case: Case) -> None:
    case.on(date(2026, 12, 9)).does("consider_higher_court", higher_decision="WAIT", reason="An auction is near")
    case.knows({"case.closure_kind": "TERM_CURRENT"})
    case.on(date(2027, 3, 12))
    assert passes(case, "alarm_over")


def proposed(case: Case) -> tuple[list[str], list[str]]:
    """Return the restrictions and the names with which the form begins."""
    shown = queries.variables_of(case.session, case.task("request_restrictions"), case.now)
    return shown["restrictions"], [person["name"] for person in shown["persons"]]


def test_the_table_proposes_restrictions_against_a_body_and_whoever_represents_it(begin: Begin, office: Connection) -> None:
    with undone(office):
        case = thames.SC01.told(begin(), thames.DOCKETED)
        [debtor] = case.ids("debtors")
        case.knows({"case.debtors": [{"id": debtor, "legal_representative": "Sun Meilan"}, {"name": "Mr Luo", "kind": "PERSON", "role": "GUARANTOR"}]})
        court = {"court": thames.COURT, "case_no": "(2026)浙02执1号", "docketed_date": thames.DOCKETED}
        case.does("open_enforcement_file", {f"case.enforcement.{name}": value for name, value in court.items()})
        assert proposed(case) == (
            ["HIGH_CONSUMPTION", "DISHONEST_LIST", "EXIT_BAN"], ["Ningbo Qihang Shipping Parts Co", "Mr Luo", "Sun Meilan"],
        )  # fmt: skip
        rows = case.decided("D15b_restrictions")
        assert {row["restriction"] for row in rows} == {"HIGH_CONSUMPTION", "DISHONEST_LIST", "EXIT_BAN"}


def test_the_lawyer_selects_among_the_restrictions(case: Case) -> None:
    assert proposed(case) == (["HIGH_CONSUMPTION", "DISHONEST_LIST", "EXIT_BAN"], ["Ningbo Qihang Shipping Parts Co"])
    case.does("request_restrictions", restrictions=["DISHONEST_LIST"], persons=[{"name": "Ningbo Qihang Shipping Parts Co"}], filed_date=TODAY)
    assert passes(case, "restrictions_asked")
