"""Our own deadlines are told 7, 3, 1 and 0 days before, each rung once, however many schedulers look."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import select

from db.models import CaseFile, Deadline, Outbox
from db.session import reading, transaction
from worklist.cases import reminders

MORNING = {day: datetime(2026, 3, day, 0, 30, tzinfo=UTC) for day in range(1, 20)}  # 08:30 at the court


@pytest.fixture
def case(database) -> str:
    with transaction(database) as session:
        case = CaseFile(number="W2026-0001", owner="alice", partner="bob", created_at=MORNING[1])
        session.add(case)
        session.flush()
        session.add(deadline(case.id, "own"))
        return case.id


def deadline(case_id: str, ladder: str) -> Deadline:
    return Deadline(
        case_id=case_id, rule_id="DL-G-12", rule_version="1", rule_set="prc_law", active_type="deadline", ladder=ladder,
        bound_party="applicant or respondent", subject_type="party", subject_id="main", trigger_date=date(2026, 3, 1),
        raw_day=date(2026, 3, 11), rolled_day=date(2026, 3, 11), alarm_day=date(2026, 3, 11), started_at=MORNING[1],
    )  # fmt: skip


def told(database) -> list[dict]:
    with reading(database) as session:
        return [row.payload for row in session.exec(select(Outbox).order_by(Outbox.created_at))]


def test_each_rung_is_told_once(database, case):
    told_on = [day for day in range(1, 14) for _ in range(2) if reminders.send_due(database, MORNING[day])]
    assert told_on == [4, 8, 10, 11]
    assert len(told(database)) == 4


def test_the_nearer_the_day_the_more_people_hear_of_it(database, case):
    for day in (4, 8):
        reminders.send_due(database, MORNING[day])
    first, second = told(database)
    assert (first["users"], first["groups"]) == (["alice", "bob"], [])
    assert (second["users"], second["groups"]) == (["alice", "bob"], ["manager"])


def test_nobody_is_told_before_eight_in_the_morning(database, case):
    assert reminders.send_due(database, datetime(2026, 3, 3, 23, 59, tzinfo=UTC)) == 0


def test_rungs_missed_are_told_as_one(database, case):
    assert reminders.send_due(database, MORNING[10]) == 1
    assert reminders.send_due(database, MORNING[10]) == 0


def test_a_closed_deadline_is_silent(database, case):
    with transaction(database) as session:
        session.exec(select(Deadline)).one().status = "MET"
    assert reminders.send_due(database, MORNING[10]) == 0
