"""A partner overrides what a table said, in the shipped diagrams: the steps behind it go by the override. Source: architecture A34."""

from datetime import date
from io import BytesIO
from typing import Any

from docx import Document
from sqlmodel import col, select

from db.models import DecisionRun, DocumentContent
from tests.processes import answers
from tests.processes.file_note import Case
from tests.processes.thames import ASKED, RECIPROCITY, REGISTERED, court_of_domicile
from worklist.cases import overrides, papers
from worklist.cases import queries as cases
from worklist.engine import history, queries
from worklist.engine import overrides as engine
from worklist.identity import Actor

PARTNER = Actor("partner_1", "Chen Xi", frozenset({"partner"}), frozenset({"partner"}))
ROUTE, SCREEN = "D02_recognition_route", "D05_refusal_screen_judgment"


def last(case: Case, decision: str) -> DecisionRun:
    """Return the latest evaluation of a decision in the case."""
    query = select(DecisionRun).where(col(DecisionRun.case_id) == case.case_id, col(DecisionRun.decision_id) == decision)
    return case.session.exec(query.order_by(col(DecisionRun.at).desc(), col(DecisionRun.number).desc())).all()[0]


def overridden(case: Case, decision: str, rows: list[dict[str, Any]]) -> None:
    """Have the partner override the latest result of a decision."""
    run = last(case, decision)
    standing = engine.standing(case.session, run.place)
    shown = standing.id if standing else None
    overrides.override(case.session, case.case_id, run.id, rows, "Counsel's view", PARTNER, case.now, shown=shown)
    case.session.commit()
    case.session.expunge_all()


def registered(case: Case) -> Case:
    """Open the case of SC01; the check for conflicts waits, the route is proposed."""
    return case.on(ASKED).open_case(client_name="Thames Harbour Trading Ltd", source="letter").does("register_case", REGISTERED)


def classified(case: Case) -> Case:
    """Go on from the check for conflicts to behind the classification."""
    return case.does("conflict_and_sanctions_check", answers.cleared(ASKED)).does("confirm_classification", answers.foreign_judgment_in_force())


def test_without_an_override_the_title_goes_on_to_the_signature(case: Case) -> None:
    classified(registered(case))
    assert "sign_off_route" in case.open_tasks()
    assert "decide_review" not in case.passed("intake_triage")


def test_an_overridden_route_sends_the_title_to_the_lawyers_review(case: Case) -> None:
    registered(case)
    [before] = engine.table_rows(case.session, last(case, ROUTE))
    assert before["route"] == "RECIPROCITY"
    overridden(case, ROUTE, [{"route": "NONE", "basis": None, "review_flags": ["COUNSEL"]}])
    assert (case.variables("intake_triage")["route"], case.variables("intake_triage")["review_flags"]) == ("NONE", ["COUNSEL"])
    classified(case)
    assert "decide_review" in case.passed("intake_triage")
    assert case.decided(ROUTE)["route"] == "RECIPROCITY"  # the table's own result is kept
    assert history.verify(case.session, case.case_id) == []


def screened(case: Case) -> Case:
    """Go on to the signature of the application, which shows what the screen found."""
    classified(registered(case)).does("sign_off_route", answers.signed_off("RECIPROCITY"))
    case.does("assess_reciprocity", RECIPROCITY)
    case.does("pre_filing_review", answers.no_ground_of_refusal(authenticity_ok="UNKNOWN"))
    case.does("assemble_filing", answers.filing("recognition_and_enforcement"))
    return case.does("choose_court", court_of_domicile(case)).chases()


def grounds_shown(case: Case) -> list[str]:
    """Return the grounds that the form of the signature shows, as its page does."""
    task = case.task("sign_off_filing")
    variables = queries.variables_of(case.session, task, case.now)
    form = queries.form_of(case.session, task)
    assert form is not None
    tables = [part for part in form.show(variables, "en", date(2025, 9, 1)) if part.type == "table"]
    return [line[0] for part in tables for line in part.cells]


def test_the_signature_shows_the_grounds_that_the_partner_says(case: Case) -> None:
    screened(case)
    hits = engine.rows_in_use(case.session, last(case, SCREEN))
    assert hits
    assert len(grounds_shown(case)) == len(hits)
    added = {**hits[0], "ground": "RF-1", "effect": "RISK", "raised_by": "RESPONDENT"}
    overridden(case, SCREEN, [{**hits[0], "effect": "RISK"}, *hits[1:], added])
    assert len(grounds_shown(case)) == len(hits) + 1
    assert any("Jurisdiction" in ground for ground in grounds_shown(case))
    overridden(case, SCREEN, [])
    assert grounds_shown(case) == []


def test_a_screen_on_other_facts_asks_the_partner_and_stays_overridden(case: Case) -> None:
    screened(case)
    overridden(case, SCREEN, [])
    case.does("sign_off_filing", filing_decision="MEND")
    case.does("pre_filing_review", answers.no_ground_of_refusal(no_defence_chance="UNKNOWN"))
    assert case.variables("foreign_judgment_recognition")["hits"] == []
    assert engine.table_rows(case.session, last(case, SCREEN))
    assert [run.id for run in overrides.waiting(case.session, case.case_id)] == [last(case, SCREEN).id]
    assert case.notices("override") == [["partner_1"]]
    [one] = [found for found in cases.decisions(case.session, case.case_id) if found.waits]
    assert one.in_force is not None
    overrides.withdraw(case.session, case.case_id, one.run.id, one.in_force.id, "The facts are others", PARTNER, case.now)
    case.session.commit()
    case.session.expunge_all()
    assert case.variables("foreign_judgment_recognition")["hits"] == engine.table_rows(case.session, last(case, SCREEN))


def test_the_task_names_the_decision_that_its_form_shows(case: Case) -> None:
    screened(case)
    assert SCREEN in [run.decision_id for run in queries.decided_for(case.session, case.task("sign_off_filing"))]


def test_the_report_to_the_client_lists_what_was_overridden(case: Case) -> None:
    registered(case)
    assert case.facts()["overrides"] == []
    overridden(case, ROUTE, [{"route": "TREATY", "basis": "UK treaty", "review_flags": []}])
    [told] = case.facts()["overrides"]
    assert (told["decision"], told["result"], told["by"]) == ("承认途径", "途径：条约途径，依据：UK treaty", "partner_1")
    made = papers.make(case.session, case.case_id, "client_report", PARTNER, case.now)
    content = case.session.get_one(DocumentContent, made.document.id).content
    cells = [cell.text for table in Document(BytesIO(content)).tables for row in table.rows for cell in row.cells]
    assert cells[cells.index("承认途径") :][:3] == ["承认途径", "途径：条约途径，依据：UK treaty", "2025年9月1日"]
