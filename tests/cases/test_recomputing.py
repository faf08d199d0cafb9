"""Deadlines computed anew: two people correct a trigger, a confirmed calendar changes days, nothing is deleted."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from db.models import CalendarDay, CalendarYear, Correction, Deadline, Outbox
from worklist.cases import calendar, deadlines, file, recomputing, wiring
from worklist.cases.deadlines import Subject
from worklist.errors import BadInput, Conflict, NotPermitted
from worklist.identity import Actor
from worklist.law import rules

#: Ten days to ask for reconsideration, the year of a freeze, and the last day to ask for its renewal.
RULE, FREEZE, RENEWAL = "DL-X-31", "DL-X-20", "DL-X-23"
SERVED = date(2026, 3, 2)


@pytest.fixture
def case(session, alice, now) -> str:
    wiring.connect()
    calendar.seed(session, now)
    return file.create(session, alice, now).id


@pytest.fixture
def row(session, case, alice, now) -> Deadline:
    return deadlines.start(session, case, RULE, Subject("case", case), SERVED, alice, now, document_id="letter")


def days(row) -> tuple:
    return (row.trigger_date, row.raw_day, row.rolled_day, row.alarm_day, row.provisional, row.explanation)


def test_a_preview_shows_old_and_new_days_and_writes_nothing(session, case, row, now):
    move, = recomputing.preview(session, row, SERVED + timedelta(days=3), now)
    assert (move.row.id, move.changes) == (row.id, True)
    assert move.computed.raw_day - row.raw_day == timedelta(days=3)
    assert [one.status for one in session.exec(select(Deadline))] == ["OPEN"]


def test_a_correction_waits_for_a_partner_and_then_supersedes(session, case, row, alice, bob, now):
    asked = recomputing.propose(session, row, SERVED - timedelta(days=1), "The receipt says so", alice, now)
    assert row.status == "OPEN"
    new, = recomputing.confirm(session, asked.id, bob, now)
    session.refresh(row)
    assert (row.status, row.superseded_by, row.trigger_date) == ("SUPERSEDED", new.id, SERVED)
    assert (new.status, new.trigger_date, new.trigger_document) == ("OPEN", SERVED - timedelta(days=1), "letter")
    assert "2026-03-01" in new.explanation["en"]


def test_who_asks_does_not_confirm_and_nobody_but_a_partner_does(session, case, row, alice, bob, now):
    asked = recomputing.propose(session, row, SERVED - timedelta(days=1), "why", bob, now)
    for who in (bob, alice):
        with pytest.raises(NotPermitted):
            recomputing.confirm(session, asked.id, who, now)
    assert row.status == "OPEN"


def test_a_correction_is_decided_once(session, case, row, alice, bob, now):
    asked = recomputing.propose(session, row, SERVED - timedelta(days=1), "why", alice, now)
    recomputing.refuse(session, asked.id, bob, now)
    with pytest.raises(Conflict):
        recomputing.confirm(session, asked.id, bob, now)
    assert (row.status, recomputing.open_corrections(session, case)) == ("OPEN", [])


@pytest.mark.parametrize(("day", "reason"), [(SERVED, "why"), (SERVED - timedelta(days=1), " "), (SERVED - timedelta(days=1), "x" * 501)])
def test_a_correction_needs_another_day_and_a_reason(session, case, row, alice, now, day, reason):
    with pytest.raises(BadInput):
        recomputing.propose(session, row, day, reason, alice, now)
    assert session.exec(select(Correction)).all() == []


def test_a_period_of_the_title_is_corrected_in_the_file(session, case, alice, now):
    row = deadlines.start(session, case, "DL-X-10", Subject("case", case), date(2025, 1, 2), alice, now)
    with pytest.raises(BadInput, match="in the file"):
        recomputing.preview(session, row, date(2025, 1, 3), now)


def test_the_last_day_to_renew_follows_the_measure_it_depends_on(session, case, alice, bob, now):
    measure = deadlines.start(session, case, FREEZE, Subject("measure", "m1"), SERVED, alice, now)
    renewal = deadlines.start(session, case, RENEWAL, Subject("measure", "m1"), measure.alarm_day, alice, now)
    other = deadlines.start(session, case, RENEWAL, Subject("measure", "m2"), measure.alarm_day, alice, now)
    asked = recomputing.propose(session, measure, SERVED - timedelta(days=9), "why", alice, now)
    recomputing.confirm(session, asked.id, bob, now)
    open_days = {(one.rule_id, one.subject_id): one.raw_day for one in deadlines.open_rows(session, case)}
    assert open_days[RENEWAL, "m1"] == renewal.raw_day - timedelta(days=9)
    assert open_days[RENEWAL, "m2"] == other.raw_day


def test_a_stated_end_stays_when_the_trigger_is_corrected(session, case, alice, now):
    stated = date(2027, 1, 15)
    row = deadlines.start(session, case, FREEZE, Subject("measure", "m1"), SERVED, alice, now, override_date=stated)
    move, = recomputing.preview(session, row, SERVED - timedelta(days=9), now)
    assert (move.computed.raw_day, move.computed.trigger_date) == (stated, SERVED - timedelta(days=9))


def test_a_confirmed_year_changes_days_and_the_manager_is_told(session, case, alice, now):
    asked = deadlines.start(session, case, RULE, Subject("case", case), date(2027, 3, 1), alice, now)
    assert asked.provisional
    session.add(CalendarDay(day=asked.rolled_day, kind="REST", name="A day that moved"))
    year = session.get_one(CalendarYear, 2027)
    year.status, year.confirmed_at = "CONFIRMED", now
    session.add(year)
    session.flush()
    (old, new), = recomputing.recompute(session, case, alice, now).changed
    assert (old.id, old.status, new.provisional) == (asked.id, "SUPERSEDED", False)
    assert new.rolled_day > old.rolled_day
    notice = session.exec(select(Outbox)).all()[-1]
    assert f"{old.rolled_day.isoformat()} → {new.rolled_day.isoformat()}" in str(notice.payload)


COMPUTABLE = sorted(
    rule.rule_id for rule in rules.all_rules()
    if rule.length is not None and rule.row_id == rule.rule_id and rule.active_type is not rules.ActiveType.REFERENCE
)  # fmt: skip


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(COMPUTABLE), st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_recomputation_with_unchanged_facts_changes_nothing(session, now, rule_id, trigger):
    wiring.connect()
    calendar.seed(session, now)
    alice = Actor("alice", "Alice Zhou")
    case = file.create(session, alice, now).id
    row = deadlines.start(session, case, rule_id, Subject("case", case), trigger, alice, now)
    before = days(row)
    assert recomputing.recompute(session, case, alice, now + timedelta(days=1)).changed == []
    assert days(session.get_one(Deadline, row.id)) == before
