"""A case is closed: the partner sees what lapses, measures and lists come first, then everything else ends. Rules: DL-X-17, DL-X-124."""

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Connection

from tests.processes import impasse
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import Case
from tests.processes.impasse import cleared
from tests.processes.team import TEAM
from worklist.errors import BadInput, Conflict

CLOSING = "case_closing"
WITHDRAWN = date(2026, 7, 6)


@pytest.fixture(scope="module")
def opened(begin: Begin) -> Case:
    return impasse.opened(begin())


@pytest.fixture
def case(office: Connection, opened: Case) -> Iterator[Case]:
    """The British case in enforcement; what a test does with it is undone."""
    with undone(office) as session:
        yield Case(session, TEAM, opened.case_id).at(opened.now)


def decided(case: Case, decision: str, **paths: str) -> Case:
    case.does(
        "decide_withdrawal",
        {f"case.{name}": value for name, value in paths.items()},
        closing_decision=decision,
        reason="Said by the client",
    )
    return case


@pytest.mark.parametrize("message", ["mandate_ended", "application_withdrawn"])
def test_the_partner_may_keep_the_case_open(case: Case, message: str) -> None:
    case.on(WITHDRAWN).receives(message, event_date=WITHDRAWN)
    decided(case, "KEEP_OPEN")
    assert case.ends(CLOSING) == ["kept_open"]
    assert case.facts()["status"] == "OPEN"


def test_a_closed_case_ends_everything_else_of_it(case: Case) -> None:
    case.begins("start_case_closing", closure_kind="COMPLETED")
    cleared(decided(case, "CLOSE"))
    assert case.ends(CLOSING) == ["case_closed"]
    assert "close_signal" in case.passed(CLOSING)
    assert case.ends("compulsory_enforcement") == ["case_closed"]
    assert case.ends("limitation_watch") == ["case_closed"]
    assert (case.facts()["status"], case.facts()["closure_kind"]) == ("CLOSED", "COMPLETED")
    assert case.open_tasks() == []


def test_nothing_ends_before_measures_and_lists_are_cleared(case: Case) -> None:
    case.begins("start_case_closing", closure_kind="COMPLETED")
    decided(case, "CLOSE").does("lift_measures")
    assert case.facts()["status"] == "OPEN"
    assert None in case.ends("compulsory_enforcement")


def test_what_the_partner_says_of_the_closure_counts(case: Case) -> None:
    case.begins("start_case_closing", closure_kind="COMPLETED")
    cleared(decided(case, "CLOSE", closure_kind="STRUCK_OFF"))
    assert case.facts()["closure_kind"] == "STRUCK_OFF"


def test_the_period_runs_anew_from_the_withdrawal(case: Case) -> None:
    case.on(WITHDRAWN).receives("mandate_ended", event_date=WITHDRAWN)
    decided(case, "WITHDRAW")
    case.does(
        "withdraw_application", {"case.limitation.application_ended_date": WITHDRAWN}, event_date=WITHDRAWN
    )
    *_, row = case.deadlines("DL-X-12")  # the restart of DL-X-17 is one of an ended application
    assert (row.trigger_date, row.raw_day) == (WITHDRAWN, date(2028, 7, 6))
    cleared(case)
    assert case.ends(CLOSING) == ["case_closed"]


def test_a_closing_that_is_open_ends_with_the_case(case: Case) -> None:
    case.begins("start_case_closing", closure_kind="COMPLETED")
    case.hears(f"case_closed-{case.case_id}")
    assert case.ends(CLOSING) == ["case_closed"]


def test_closing_is_not_asked_for_twice(case: Case) -> None:
    case.begins("start_case_closing", closure_kind="COMPLETED")
    with pytest.raises(Conflict, match="runs already"):
        case.begins("start_case_closing", closure_kind="COMPLETED")


@pytest.mark.parametrize(
    ("message", "fields", "said"),
    [
        ("start_intake_triage", {}, "Expected one of"),
        ("no_such_message", {}, "Expected one of"),
        ("start_case_closing", {"closure_kind": "NEVER"}, "Expected one of COMPLETED"),
        ("start_case_closing", {"colour": "red"}, "Expected the fields closure_kind"),
    ],
)
def test_what_cannot_be_begun_is_refused(case: Case, message: str, fields: dict[str, str], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        case.begins(message, **fields)
    assert case.ends(CLOSING) == []
