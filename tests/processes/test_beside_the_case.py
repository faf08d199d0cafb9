"""What runs beside a case: a letter that fits no step, publication, reports to the client, a party that is succeeded."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Connection
from sqlmodel import col, select

from db.models import DecisionRun, Document, Instance
from tests.processes import impasse
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import PAPER, Case
from tests.processes.team import TEAM
from worklist.cases.parties import roles
from worklist.cases.queries import publications
from worklist.errors import Conflict

TODAY = date(2026, 7, 6)
DESK, REDACTION, REPORTING, CHANGE = "case_desk", "publication_redaction", "client_reporting", "party_change"


@pytest.fixture(scope="module")
def opened(begin: Begin) -> Case:
    return impasse.opened(begin()).on(TODAY)


@pytest.fixture
def case(office: Connection, opened: Case) -> Iterator[Case]:
    with undone(office) as session:
        yield Case(session, TEAM, opened.case_id).at(opened.now)


# -- a letter that fits no step ------------------------------------------------------------------------


@pytest.mark.parametrize(("decision", "told"), [("NOTE", 0), ("REDIRECT", 0), ("START", 1)])
def test_a_letter_that_fits_no_step_is_dealt_with(case: Case, decision: str, told: int) -> None:
    case.receives("case_event", kind="LETTER", text="The debtor moved", event_date=TODAY)
    case.does("decide_case_event", desk_decision=decision, desk_note="Read")
    assert case.ends(DESK) == ["noted"]
    assert len(case.notices("asks for a process")) == told


# -- publication ---------------------------------------------------------------------------------------


def requested(case: Case, kind: str, fields: list[str]) -> Case:
    case.receives("publication_notice", received_date=TODAY, text_no="(2026)浙02执1号")
    case.does("check_publication", publication_reason="NONE", request_kind=kind, fields_to_hide=fields)
    return case


def test_a_text_is_published_where_nobody_asks_otherwise(case: Case) -> None:
    requested(case, "NONE", ["ID_NUMBER", "TRADE_SECRET"])
    assert case.ends(REDACTION) == ["published"]
    query = select(DecisionRun.outputs).join(Instance, col(Instance.id) == col(DecisionRun.instance_id))
    query = query.where(col(Instance.business_key) == case.case_id, col(Instance.definition_key) == REDACTION)
    query = query.where(col(DecisionRun.decision_id) == "D21_redaction")
    assert sorted(row["mask"] for outputs in case.session.exec(query) for row in outputs["rows"]) == ["KEEP", "REMOVE"]


def test_a_request_against_publication_can_be_read_from_its_process(case: Case) -> None:
    requested(case, "PARTIAL", ["ID_NUMBER"])
    [asked] = publications(case.session, case.case_id)
    assert (asked.text_no, asked.told, asked.answers["request_kind"], asked.day("filed_date"), asked.ended) == (
        "(2026)浙02执1号", TODAY, "PARTIAL", None, None,
    )  # fmt: skip
    case.does("prepare_request", request_reasons="A number of an identity card", paper=PAPER)
    case.does("file_request", filed_date=TODAY, court="Ningbo Intermediate People's Court")
    case.receives("redaction_decision", result="PARTIAL", event_date=TODAY)
    case.does("record_redaction", redaction_result="PARTIAL", decided_date=TODAY)
    [decided] = publications(case.session, case.case_id)
    assert (decided.day("filed_date"), decided.day("decided_date"), decided.ended) == (TODAY, TODAY, "redacted")
    assert (decided.answers["redaction_result"], set(decided.papers)) == ("PARTIAL", {"publication_notice", "redaction_decision"})



@pytest.mark.parametrize(
    ("result", "end"), [("PARTIAL", "redacted"), ("ANONYMISED", "redacted"), ("WITHHELD", "not_published"), ("REFUSED", "published")]
)
def test_a_request_is_followed_to_the_decision(case: Case, result: str, end: str) -> None:
    requested(case, "PARTIAL", ["TRADE_SECRET"])
    case.does("prepare_request", request_reasons="A recipe", paper=PAPER).does("file_request", filed_date=TODAY, court="Ningbo IPC")
    case.on(date(2026, 7, 20)).receives("redaction_decision", result="hidden", event_date=date(2026, 7, 20))
    case.does("record_redaction", redaction_result=result, decided_date=date(2026, 7, 20))
    assert case.ends(REDACTION) == [end]


def test_a_client_asks_for_redaction(case: Case) -> None:
    case.begins("start_publication_redaction", text_no="(2026)浙02执1号")
    assert "check_publication" in case.open_tasks()


# -- reports -------------------------------------------------------------------------------------------


def reports(case: Case) -> int:
    """Return how many reports the file holds."""
    query = select(Document).where(col(Document.case_id) == case.case_id, col(Document.kind) == "PAPER")
    return len(case.session.exec(query).all())


def next_month(case: Case) -> Case:
    """Go on to the hour at which the next report is due."""
    [due] = case.alarms(REPORTING, "next_report_month")
    assert due.hour == 8
    return case.at(due)


def test_a_report_is_drafted_each_month_and_sent_when_approved(case: Case) -> None:
    case.keeps_up()
    before, sent = reports(case), len(case.notices("report for the client"))
    next_month(case)
    assert reports(case) == before + 1
    case.does("approve_report", approved=True)
    assert len(case.notices("report for the client")) == sent + 1
    next_month(case)
    assert reports(case) == before + 2
    case.does("approve_report", approved=False, report_note="The sum is wrong")
    assert len(case.notices("report for the client")) == sent + 1


def test_a_recovery_is_reported_at_once_and_the_end_of_the_case_too(case: Case) -> None:
    before = reports(case.keeps_up())
    case.hears(f"recovery_received-{case.case_id}")
    assert reports(case) == before + 1
    case.hears(f"case_closed-{case.case_id}")
    assert reports(case) == before + 2
    assert case.ends(REPORTING) == ["case_closed"]


def test_reports_are_not_begun_twice(case: Case) -> None:
    with pytest.raises(Conflict, match="runs already"):
        case.begins("start_client_reporting")


# -- a party is succeeded ------------------------------------------------------------------------------


def told(case: Case, side: str, successor: str | None) -> Case:
    [debtor] = case.ids("debtors")
    case.receives("party_changed", {"party_id": debtor}, side=side, kind="MERGER", event_date=TODAY)
    case.does("collect_succession_papers", side=side, succession_kind="MERGER", successor=successor, papers=PAPER)
    return case


@pytest.mark.parametrize(("granted", "end"), [(True, "changed"), (False, "refused")])
def test_a_new_creditor_needs_the_ruling_of_the_court(case: Case, granted: bool, end: str) -> None:
    [debtor] = case.ids("debtors")
    told(case, "CREDITOR", "New Bank").does("apply_creditor_change", filed_date=TODAY, acknowledgement=PAPER)
    case.on(date(2026, 8, 3)).receives("joinder_ruling", {"party_id": debtor}, granted=granted, challenge_kind="RECONSIDERATION", served_date=date(2026, 8, 3))
    if granted:
        case.does("renew_mandate", {"case.mandate.cleared": "CLEARED", "case.mandate.cleared_on": date(2026, 8, 3), "case.client.name": "New Bank"})
    assert case.ends(CHANGE) == [end]
    creditors = [row for row in roles.held(case.session, case.case_id) if row.role == "CREDITOR"]
    assert [row.until is None for row in creditors] == ([False, True] if granted else [True])


def test_the_successor_of_a_debtor_is_joined(case: Case) -> None:
    told(case, "DEBTOR", "Merged Co")
    assert case.ends(CHANGE) == ["changed"]
    assert case.decided("D16_stay_decision")["effect"] == "STAY"
    assert case.ends("remedies_escalation") == [None]


def test_without_a_successor_nothing_is_applied_for(case: Case) -> None:
    assert told(case, "DEBTOR", None).ends(CHANGE) == ["no_successor"]


@pytest.mark.parametrize(("process", "message"), [(REDACTION, "start_publication_redaction"), (CHANGE, "start_party_change")])
def test_what_runs_beside_ends_with_the_case(case: Case, process: str, message: str) -> None:
    case.begins(message)
    case.hears(f"case_closed-{case.case_id}")
    assert case.ends(process) == ["case_closed"]


def test_a_letter_left_on_the_desk_ends_with_the_case(case: Case) -> None:
    case.receives("case_event", kind="LETTER", text="The debtor moved", event_date=TODAY)
    case.hears(f"case_closed-{case.case_id}")
    assert case.ends(DESK) == ["case_closed"]
