"""A trigger that is not known: counted from its bound or listed as needed; the day comes in and nothing is lost or deleted."""

import threading
from datetime import date, timedelta

import pytest
from sqlmodel import select

from db.models import Deadline, Document, History, Outbox, Uncounted
from db.session import transaction
from worklist.cases import (
    calendar,
    deadlines,
    documents,
    facts,
    file,
    learning,
    recomputing,
    reminders,
    unknown,
    wiring,
)
from worklist.cases.deadlines import Subject
from worklist.engine import history
from worklist.errors import BadInput, Conflict
from worklist.law import rules
from worklist.law.periods import Length, Unit

MADE, SERVED = date(2026, 2, 24), date(2026, 2, 27)
RULING = "objection_ruling"


@pytest.fixture
def case(session, alice, now) -> str:
    wiring.connect()
    calendar.seed(session, now)
    return file.create(session, alice, now, owner="alice").id


def recorded(session, case, alice, now, **told) -> list[Deadline]:
    """Record a ruling on an objection to an act, and start what it triggers, as the process does."""
    document = documents.record(session, case, RULING, {"result": "REJECTED", **told}, alice, now).document
    seen = {"challenge_kind": "ACT_OBJECTION", "result": "REJECTED", "document_id": document.id, "case": facts.facts(session, case, now), **told}
    return deadlines.start_by_event(session, case, RULING, seen, alice, now)


def rows(session, rule_id="DL-X-31") -> list[tuple]:
    found = session.exec(select(Deadline).where(Deadline.rule_id == rule_id).order_by(Deadline.started_at, Deadline.trigger_date, Deadline.attempt))
    return [(row.trigger_date, row.status, row.awaits) for row in found]


def test_a_ruling_of_unknown_service_is_counted_from_its_date_and_told_as_the_earliest(session, case, alice, now):
    row, = recorded(session, case, alice, now, document_date=MADE)
    assert (row.trigger_date, row.raw_day, row.awaits, row.bound_by) == (MADE, date(2026, 3, 6), "served_date", "document_date")
    assert "Safe earliest date" in row.explanation["en"]
    assert "安全最早日期" in row.explanation["zh"]


def test_it_reminds_like_any_other(session, database, case, alice, now):
    recorded(session, case, alice, now, document_date=MADE)
    session.commit()
    assert reminders.send_due(database, now) == 1


def test_the_day_that_comes_in_supersedes_and_the_document_has_it(session, case, alice, now):
    row, = recorded(session, case, alice, now, document_date=MADE)
    moves = learning.if_it_were(session, row, SERVED, now)
    assert [(move.computed.raw_day, move.computed.unknown) for move in moves] == [(date(2026, 3, 9), None)]
    learning.learn(session, row, SERVED, alice, now)
    assert rows(session) == [(MADE, "SUPERSEDED", "served_date"), (SERVED, "OPEN", None)]
    new = session.get_one(Deadline, row.superseded_by)
    assert (new.cause, new.trigger_document, new.to_be_confirmed) == ("fact:served_date", row.trigger_document, row.to_be_confirmed)
    assert "Safe earliest" not in new.explanation["en"]
    document = session.get_one(Document, row.trigger_document)
    assert (document.served_date, document.payload["served_date"]) == (SERVED, SERVED.isoformat())
    assert history.verify(session, case) == []
    with pytest.raises(Conflict):
        learning.learn(session, row, SERVED, alice, now)


def test_the_day_may_be_the_bound_itself(session, case, alice, now):
    row, = recorded(session, case, alice, now, document_date=MADE)
    learning.learn(session, row, MADE, alice, now)
    assert rows(session) == [(MADE, "SUPERSEDED", "served_date"), (MADE, "OPEN", None)]


@pytest.mark.parametrize("day", [MADE - timedelta(days=1), date(2026, 3, 5)])
def test_a_day_before_the_bound_or_ahead_is_refused(session, case, alice, now, day):
    row, = recorded(session, case, alice, now, document_date=MADE)
    with pytest.raises(BadInput):
        learning.learn(session, row, day, alice, now)
    assert rows(session) == [(MADE, "OPEN", "served_date")]


def test_the_same_ruling_recorded_again_with_its_service_supersedes(session, case, alice, now):
    recorded(session, case, alice, now, document_date=MADE)
    recorded(session, case, alice, now, document_date=MADE, served_date=SERVED)
    assert rows(session) == [(MADE, "SUPERSEDED", "served_date"), (SERVED, "OPEN", None)]


def test_another_ruling_takes_nothing_away(session, case, alice, now):
    recorded(session, case, alice, now, document_date=MADE)
    recorded(session, case, alice, now, document_date=MADE - timedelta(days=9), served_date=SERVED)
    assert sorted(rows(session)) == [(MADE, "OPEN", "served_date"), (SERVED, "OPEN", None)]


def test_recording_it_twice_without_service_starts_one_row(session, case, alice, now):
    for _ in range(2):
        recorded(session, case, alice, now, document_date=MADE)
    assert rows(session) == [(MADE, "OPEN", "served_date")]


def test_what_nothing_bounds_is_listed_once_and_the_owner_is_told(session, case, alice, now):
    for _ in range(2):
        assert deadlines.start_by_event(session, case, RULING, {"challenge_kind": "ACT_OBJECTION", "document_id": None}, alice, now) == []
    waiting, = unknown.open_ones(session, case)
    assert (waiting.rule_id, waiting.awaits) == ("DL-X-31", "served_date")
    notices = [notice.payload for notice in session.exec(select(Outbox))]
    assert ["cannot be counted" in str(notice) for notice in notices].count(True) == 1


def test_what_was_listed_is_counted_when_the_day_comes_in(session, case, alice, now):
    recorded(session, case, alice, now)
    waiting, = unknown.open_ones(session, case)
    learning.learn(session, waiting, SERVED, alice, now)
    assert rows(session) == [(SERVED, "OPEN", None)]
    assert (waiting.status, unknown.open_ones(session, case)) == ("COUNTED", [])
    assert session.get_one(Deadline, waiting.deadline_id).trigger_document == waiting.trigger_document


def test_what_was_done_is_needed_no_longer(session, case, alice, now):
    recorded(session, case, alice, now)
    deadlines.satisfy_by_event(session, case, "file_objection_reconsideration", {}, alice, now)
    assert [row.status for row in session.exec(select(Uncounted))] == ["MET"]


def test_what_need_not_have_happened_is_not_asked_for(session, case, alice, now):
    deadlines.start_by_event(session, case, "distribution_plan", {"served_date": SERVED, "document_id": None}, alice, now)
    assert unknown.open_ones(session, case) == []
    assert rows(session, "DL-X-130") == []


def test_knowledge_of_an_act_is_bounded_by_the_act_and_written_into_the_file(session, case, alice, now):
    change, *_ = file.write(session, case, {"case.acts": [{"kind": "GIFT", "act_date": date(2025, 6, 2)}]}, alice, now)
    seen = {"act_id": change.member, "act_date": date(2025, 6, 2), "case": facts.facts(session, case, now)}
    deadlines.start_by_event(session, case, "collect_facts", seen, alice, now)
    assert rows(session, "DL-G-19") == [(date(2025, 6, 2), "OPEN", "known_date")]
    file.write(session, case, {"case.acts": [{"id": change.member, "known_date": date(2026, 1, 5)}]}, alice, now)
    assert rows(session, "DL-G-19") == [(date(2025, 6, 2), "SUPERSEDED", "known_date"), (date(2026, 1, 5), "OPEN", None)]


def test_the_award_that_a_debtor_received_on_an_unknown_day_is_bounded_by_the_award(session, case, alice, now):
    file.write(session, case, {"case.title.instrument_type": "AWARD_DOMESTIC", "case.title.decided_date": MADE}, alice, now)
    deadlines.start_by_event(session, case, "register_case", {"case": facts.facts(session, case, now)}, alice, now)
    assert rows(session, "DL-X-50") == [(MADE, "OPEN", "case.title.award_received_date")]
    file.write(session, case, {"case.title.award_received_date": SERVED}, alice, now)
    assert rows(session, "DL-X-50") == [(MADE, "SUPERSEDED", "case.title.award_received_date"), (SERVED, "OPEN", None)]


def test_the_period_of_a_title_follows_the_days_that_come_in(session, case, alice, now):
    file.write(session, case, {"case.title.instrument_type": "JUDGMENT_MONEY", "case.title.decided_date": date(2025, 3, 3)}, alice, now)
    row = deadlines.start(session, case, "DL-X-10", Subject("title", "t"), date(2025, 3, 3), alice, now)
    assert row.awaits == "case.title.effective_date"
    learning.learn(session, row, date(2025, 3, 20), alice, now)
    file.write(session, case, {"case.title.performance_end_date": date(2025, 6, 1)}, alice, now)
    assert rows(session, "DL-X-10") == [
        (date(2025, 3, 3), "SUPERSEDED", "case.title.effective_date"), (date(2025, 3, 20), "SUPERSEDED", "case.title.performance_end_date"),
        (date(2025, 6, 1), "OPEN", None),
    ]  # fmt: skip


def test_a_title_that_states_no_period_for_performance_makes_its_day_certain(session, case, alice, now):
    file.write(session, case, {"case.title.instrument_type": "JUDGMENT_MONEY", "case.title.effective_date": date(2025, 3, 20)}, alice, now)
    row = deadlines.start(session, case, "DL-X-10", Subject("title", "t"), date(2025, 3, 20), alice, now)
    learning.state_none(session, row, alice, now)
    certain = [(date(2025, 3, 20), "SUPERSEDED", "case.title.performance_end_date"), (date(2025, 3, 20), "OPEN", None)]
    assert rows(session, "DL-X-10") == certain
    with pytest.raises(Conflict, match="waits for the last day to perform"):
        learning.state_none(session, row, alice, now)
    file.write(session, case, {"case.title.performance_end_date": date(2025, 6, 1)}, alice, now)
    assert rows(session, "DL-X-10")[-1] == (date(2025, 6, 1), "OPEN", None), "a day that is found later goes before"


def test_what_was_met_before_its_day_came_in_is_not_begun_anew(session, case, alice, now):
    """The two years are met by filing; the watch, which starts them again on the same day, gets the row that is met."""
    file.write(session, case, {"case.title.instrument_type": "JUDGMENT_MONEY", "case.title.effective_date": date(2025, 3, 20)}, alice, now)
    row = deadlines.start(session, case, "DL-X-10", Subject("title", "t"), date(2025, 3, 20), alice, now)
    assert row.awaits == "case.title.performance_end_date"
    file.write(session, case, {"case.limitation.application_filed_date": date(2026, 3, 2)}, alice, now)
    deadlines.satisfy(session, row, date(2026, 3, 2), "file_application", alice, now)
    assert deadlines.start(session, case, "DL-X-10", Subject("title", "t"), date(2025, 3, 20), alice, now).id == row.id
    assert rows(session, "DL-X-10") == [(date(2025, 3, 20), "MET", "case.title.performance_end_date")]


def test_recomputing_what_waits_changes_nothing(session, case, alice, now):
    recorded(session, case, alice, now, document_date=MADE)
    assert recomputing.recompute(session, case, alice, now + timedelta(days=1)).changed == []


def test_what_waits_is_not_corrected_but_recorded(session, case, alice, now):
    row, = recorded(session, case, alice, now, document_date=MADE)
    with pytest.raises(BadInput, match="record the day"):
        recomputing.preview(session, row, SERVED, now)


def test_a_court_is_not_taken_for_silent_before_its_earliest_day_is_certain(session, case, alice, now):
    """The row is shown; the process, which would go on when a period is over, does not get it."""
    from worklist.cases.workers import deadline_start
    from worklist.engine import Work

    seen = {"document_id": None, "document_date": MADE, "case": facts.facts(session, case, now)}
    work = Work.__new__(Work)
    given = {"session": session, "business_key": case, "inputs": {"event": "payment_order_served"}, "variables": seen, "by": alice, "now": now}
    for name, value in given.items():
        object.__setattr__(work, name, value)
    assert deadline_start(work) == {}
    assert rows(session, "DL-G-01") == [(MADE, "OPEN", "served_date")]


def test_the_last_day_to_renew_follows_a_measure_that_is_recomputed(session, case, alice, now, monkeypatch):
    """Source: rule DL-X-23. A shorter term, as another version of the rule would give it."""
    from dataclasses import replace

    measure = deadlines.start(session, case, "DL-X-20", Subject("measure", "m"), date(2026, 3, 2), alice, now)
    renewal = deadlines.start(session, case, "DL-X-23", Subject("measure", "m"), measure.alarm_day, alice, now)
    other = {rule.rule_id: replace(rule, version="2", length=Length(6, Unit.MONTH)) if rule.rule_id == "DL-X-20" else rule for rule in rules.all_rules()}
    monkeypatch.setattr(rules, "_by_id", lambda: other)
    monkeypatch.setattr(rules, "all_rules", lambda: tuple(other.values()))
    changed = recomputing.recompute(session, case, alice, now).changed
    assert {old.rule_id: (old.raw_day, new.raw_day) for old, new in changed} == {
        "DL-X-20": (date(2027, 3, 2), date(2026, 9, 2)), "DL-X-23": (renewal.raw_day, date(2026, 8, 25)),
    }  # fmt: skip
    assert recomputing.recompute(session, case, alice, now).changed == []


def test_every_change_is_in_the_history(session, case, alice, now):
    recorded(session, case, alice, now)
    learning.learn(session, unknown.open_ones(session, case)[0], SERVED, alice, now)
    kinds = [row.kind for row in session.exec(select(History).where(History.chain == case).order_by(History.number))]
    assert {"deadline_uncounted", "day_recorded", "deadline_started", "deadline_uncounted_closed"} <= set(kinds)


def test_two_who_record_the_day_at_once_replace_the_row_once(session, database, case, alice, now):
    """The second waits for the first and then finds nothing that waits."""
    row, = recorded(session, case, alice, now, document_date=MADE)
    session.commit()
    which, started, outcomes = row.id, threading.Barrier(2), []

    def records() -> None:
        started.wait()
        try:
            with transaction(database) as own:
                learning.learn(own, own.get_one(Deadline, which), SERVED, alice, now)
            outcomes.append("recorded")
        except Conflict:
            outcomes.append("refused")

    people = [threading.Thread(target=records) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    session.expire_all()
    assert sorted(outcomes) == ["recorded", "refused"]
    assert rows(session) == [(MADE, "SUPERSEDED", "served_date"), (SERVED, "OPEN", None)]
