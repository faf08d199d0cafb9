"""Overrides in a case: who may, who is told, and decisions that are asked for outside a process."""

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from db.models import DecisionRun, Outbox
from tests.cases.test_ledger import entry, opened
from worklist import engine
from worklist.cases import fees, overrides, queries, reference, wiring
from worklist.engine import history, hooks
from worklist.engine import overrides as kept_by_engine
from worklist.errors import Conflict, NotFound, NotPermitted

D14 = Path(__file__).resolve().parents[2] / "processes" / f"{fees.DECISION}.dmn"


@pytest.fixture
def case(session, alice, now) -> str:
    told = hooks.to_confirm
    wiring.connect()
    reference.seed(session, now)
    engine.deploy(session, {D14.name: D14.read_bytes()}, alice, now)
    yield opened(session, alice, now)[0]
    hooks.to_confirm = told


def booked(session, case, by, now, item="ACCEPTANCE_FEE") -> str | None:
    """Book a fee; return who bears it."""
    return fees.post(session, case, entry(50, "FEE", cost_item=item), by, now).bearer


def last(session) -> DecisionRun:
    return session.exec(select(DecisionRun).order_by(col(DecisionRun.id).desc())).first()


def borne_by(session, case, bob, now, bearer="CREDITOR", shown=None):  # type: ignore[no-untyped-def]
    """Override who bears the fee that was booked last."""
    rows: list[dict[str, Any]] = [{**kept_by_engine.table_rows(session, last(session))[0], "bearer": bearer}]
    return overrides.override(session, case, last(session).id, rows, "As agreed", bob, now, shown=shown)


def test_a_decision_asked_for_outside_a_process_is_overridden_for_the_same_cost_alone(session, case, alice, bob, now):
    assert booked(session, case, alice, now) == "DEBTOR"
    borne_by(session, case, bob, now)
    assert booked(session, case, alice, now) == "CREDITOR"
    assert booked(session, case, alice, now, item="ENFORCEMENT_FEE") == "DEBTOR"
    assert history.verify(session, case) == []


def test_withdrawn_the_table_says_again_who_bears_it(session, case, alice, bob, now):
    booked(session, case, alice, now)
    kept = borne_by(session, case, bob, now)
    overrides.withdraw(session, case, last(session).id, kept.id, "Wrong", bob, now)
    assert booked(session, case, alice, now) == "DEBTOR"


def test_the_page_names_what_asked_and_what_it_is_about(session, case, alice, now):
    booked(session, case, alice, now)
    [one] = queries.decisions(session, case)
    assert (one.process, one.step.en, one.run.subject) == ("", "Ledger", [["cost_item", "ACCEPTANCE_FEE"]])


def test_a_second_override_that_did_not_see_the_first_is_refused(session, case, alice, bob, now):
    booked(session, case, alice, now)
    borne_by(session, case, bob, now)
    with pytest.raises(Conflict, match="overrode this decision meanwhile"):
        borne_by(session, case, bob, now, "APPLICANT")


@pytest.mark.parametrize("who", ["alice", "clerk"])
def test_only_the_role_that_the_decision_names_overrides(session, case, alice, clerk, now, who):
    booked(session, case, alice, now)
    with pytest.raises(NotPermitted):
        borne_by(session, case, {"alice": alice, "clerk": clerk}[who], now)


def test_the_decision_of_another_case_is_not_there(session, case, alice, bob, now):
    booked(session, case, alice, now)
    other = opened(session, alice, now)[0]
    with pytest.raises(NotFound):
        overrides.override(session, other, last(session).id, [], "why", bob, now, shown=None)


def test_nobody_is_told_while_the_facts_are_the_same(session, case, alice, bob, now):
    booked(session, case, alice, now)
    borne_by(session, case, bob, now)
    booked(session, case, alice, now)
    assert overrides.waiting(session, case) == []
    assert [row for row in session.exec(select(Outbox)) if "override" in row.payload["subject"]] == []
