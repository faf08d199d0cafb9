"""Documents that come early, twice, or to the wrong step."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.processes.conftest import Begin, undone
from tests.processes.file_note import Case
from tests.processes.team import TEAM
from tests.processes.thames import COURT, FILED, SC01
from worklist.clock import COURT_TZ
from worklist.errors import UnknownMessage

ACCEPTED: dict[str, Any] = {"event_date": date(2025, 9, 22), "case_no": "(2025)浙02协外认1号", "court": COURT}
ASKED_FOR_MORE: dict[str, Any] = {
    "document_date": date(2025, 9, 17),
    "answer_by": date(2025, 9, 30),
    "defects": "No stamp",
}


@pytest.fixture(scope="module")
def ready(begin: Begin) -> Case:
    """The application is signed off and not yet filed."""
    return SC01.told(begin(), date(2025, 9, 12))


@pytest.fixture
def case(office: Connection, ready: Case) -> Iterator[Case]:
    """The case before its filing; what a test does with it is undone."""
    with undone(office) as session:
        yield Case(session, TEAM, ready.case_id).at(ready.now)


def filed(case: Case) -> Case:
    """The foreign desk files the application."""
    answer: Any = next(deed.answer for deed in SC01.deeds if deed.element == "file_application")
    case.on(FILED).does("file_application", answer)
    return case


def served(case: Case) -> None:
    """The court accepts, and a copy is served."""
    case.on(date(2025, 9, 22)).receives("case_accepted", **ACCEPTED)
    case.on(date(2025, 10, 9)).receives(
        "copy_served", {"party_id": case.ids("debtors")[0]}, served_date=date(2025, 10, 9)
    )


def test_a_document_nobody_waits_for_is_kept_and_listed(case: Case) -> None:
    assert case.receives("case_accepted", **ACCEPTED).pending
    assert case.untaken() == ["case_accepted"]


def test_documents_kept_are_taken_when_the_step_opens_the_oldest_first(case: Case) -> None:
    case.receives("case_accepted", **ACCEPTED)
    case.receives("correction_notice", **ASKED_FOR_MORE)
    filed(case)
    assert case.untaken() == []
    passed = list(case.passed("foreign_judgment_recognition"))
    asked, accepted = "wait_acceptance_correction_notice", "wait_acceptance_case_accepted"
    assert passed.index(asked) < passed.index(accepted)
    assert "mend_filing" in case.open_tasks()


def test_a_second_document_of_the_same_kind_waits_for_a_step_of_its_own(case: Case) -> None:
    served(filed(case))
    assert case.receives("case_accepted", **ACCEPTED).pending
    assert case.untaken() == ["case_accepted"]


def test_a_document_about_somebody_else_is_not_taken(case: Case) -> None:
    served(filed(case))
    assert case.receives(
        "defence_received", {"party_id": "somebody-else"}, received_date=date(2025, 10, 20)
    ).pending
    assert "review_defence" not in case.open_tasks()


def test_a_document_of_an_unknown_kind_is_refused(case: Case) -> None:
    with pytest.raises(UnknownMessage):
        case.receives("birthday_card", event_date=date(2025, 9, 17))
    assert case.untaken() == []


def test_while_somebody_chases_the_court_its_document_is_taken(case: Case) -> None:
    filed(case).on(date(2025, 10, 20))
    assert case.created_at("wait_acceptance_chase") == [datetime(2025, 10, 15, 8, tzinfo=COURT_TZ)]
    assert not case.receives("case_accepted", **{**ACCEPTED, "event_date": date(2025, 10, 17)}).pending


def test_a_letter_may_be_treated_as_the_document_it_stands_for(case: Case) -> None:
    filed(case).on(date(2025, 9, 24)).receives(
        "other_event",
        {"step": "wait_acceptance"},
        kind="PHONE",
        text="Accepted",
        event_date=date(2025, 9, 23),
    )
    case.does(
        "wait_acceptance_other", other_action="TREAT_AS_RECEIVED", treat_as="case_accepted",
        event_date=date(2025, 9, 23), reason="The clerk read the notice out",
    )  # fmt: skip
    assert "wait_acceptance_case_accepted" in case.passed("foreign_judgment_recognition")
    assert [row.trigger_date for row in case.deadlines("DL-G-08")] == [date(2025, 9, 23)]


def test_a_letter_may_leave_the_step_waiting(case: Case) -> None:
    filed(case).on(date(2025, 9, 24)).receives(
        "other_event", {"step": "wait_acceptance"}, kind="PHONE", text="Soon", event_date=date(2025, 9, 23)
    )
    case.does("wait_acceptance_other", other_action="CONTINUE_WAITING", reason="Nothing new")
    assert not case.receives("case_accepted", **ACCEPTED).pending
