"""Claim, hand over, complete: who may, who wins, what a loser is told. Promise P4."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlmodel import select, update

from db.models import Candidate, History, Instance, Task, User
from db.session import reading, transaction
from tests.engine.diagrams import end, process, start, user
from worklist import engine
from worklist.engine import history, queries
from worklist.errors import (
    AlreadyClaimed,
    Conflict,
    NotFound,
    NotPermitted,
    ProcessFailed,
    TaskNotOpen,
    WritError,
)
from worklist.identity import Actor

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
DANA = Actor("dana", "Dana", frozenset({"case_worker"}), frozenset({"enforcement_lawyer"}))
LOOP = process("simple", start(), user("work", camunda_dueDate="2026-03-05"), user("more"), end(), flows=("start > work > more > end",))


@pytest.fixture
def task(database, alice) -> str:
    with transaction(database) as session:
        engine.deploy(session, {"simple.bpmn": LOOP}, alice, NOW)
        engine.start(session, "simple", "case-1", {}, alice, NOW)
    with reading(database) as session:
        return session.exec(select(Task.id)).one()


def listed(session, holders):
    """Return the ids of the tasks of the group, as nobody's or as anybody's."""
    found = queries.team_tasks(session, "nobody", {"enforcement_lawyer"}, holders=holders)
    return [task.id for task in found.tasks]


def test_a_task_is_free_for_its_group_until_it_is_claimed(database, task, alice):
    with reading(database) as session:
        assert listed(session, "free") == [task]
    with transaction(database) as session:
        assert engine.claim(session, task, alice, NOW).assignee == "alice"
    with reading(database) as session:
        assert listed(session, "free") == []
        assert listed(session, "all") == [task]


def test_a_second_claim_is_refused_and_names_the_holder(database, task, alice):
    with transaction(database) as session:
        engine.claim(session, task, alice, NOW)
    with pytest.raises(AlreadyClaimed, match="'alice' holds it"), transaction(database) as session:
        engine.claim(session, task, DANA, NOW)


def test_a_claim_by_a_stranger_is_refused(database, task, charlie):
    with pytest.raises(NotPermitted), transaction(database) as session:
        engine.claim(session, task, charlie, NOW)


def test_a_returned_task_is_free_again(database, task, alice):
    with transaction(database) as session:
        engine.claim(session, task, alice, NOW)
        assert engine.unclaim(session, task, alice, NOW).assignee is None
        assert listed(session, "free") == [task]


def test_claim_next_takes_the_most_urgent_and_passes_over_taken_ones(database, task, alice):
    with transaction(database) as session:
        engine.start(session, "simple", "case-2", {}, alice, NOW)
        first = engine.claim_next(session, alice, NOW)
        second = engine.claim_next(session, DANA, NOW)
        assert first is not None
        assert second is not None
        assert first.id != second.id
        assert engine.claim_next(session, DANA, NOW) is None


def test_a_completed_task_cannot_be_completed_again_and_says_who_did(database, task, alice):
    with transaction(database) as session:
        engine.complete_task(session, task, alice, NOW, {"a": 1})
    with pytest.raises(TaskNotOpen, match="completed by alice at 2026-03-02 12:00"), transaction(database) as session:
        engine.complete_task(session, task, DANA, NOW, {"a": 2})


def test_a_task_that_somebody_else_holds_cannot_be_completed(database, task, alice):
    with transaction(database) as session:
        engine.claim(session, task, DANA, NOW)
    with pytest.raises(AlreadyClaimed), transaction(database) as session:
        engine.complete_task(session, task, alice, NOW, {})


def test_a_form_shown_before_a_change_is_refused(database, task, alice):
    with transaction(database) as session:
        engine.claim(session, task, alice, NOW)
    with pytest.raises(Conflict, match="revision 1"), transaction(database) as session:
        engine.complete_task(session, task, alice, NOW, {}, revision=1)


def test_an_unknown_task_is_not_found(database, task, alice):
    with pytest.raises(NotFound), transaction(database) as session:
        engine.complete_task(session, "nope", alice, NOW, {})


def test_of_eight_people_who_complete_at_once_one_wins(database, task):
    people = [Actor(f"p{n}", "", frozenset(), frozenset({"enforcement_lawyer"})) for n in range(8)]

    def complete(by: Actor) -> str:
        try:
            with transaction(database) as session:
                engine.complete_task(session, task, by, NOW, {"by": by.id})
            return "won"
        except WritError as error:
            return error.code

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(complete, people))
    assert sorted(results) == ["task_not_open"] * 7 + ["won"]
    with reading(database) as session:
        assert len(session.exec(select(History).where(History.kind == "task_completed")).all()) == 1
        assert len(session.exec(select(Task).where(Task.element_id == "more")).all()) == 1


def test_reading_first_and_marking_later_lets_several_win(database, task):
    """The negative control: look whether it is open, then mark it, without naming the expected state."""
    from threading import Barrier

    together = Barrier(4)

    def complete(_: int) -> bool:
        with reading(database) as session:
            open_ = session.get_one(Task, task).state == "open"
        together.wait()
        with transaction(database) as session:
            session.get_one(Task, task).state = "completed"
        return open_

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(complete, range(4))) > 1


def test_submitted_values_stand_beside_the_chain_and_a_changed_row_is_found(database, task, alice):
    with transaction(database) as session:
        engine.complete_task(session, task, alice, NOW, {"note": "private"})
    with transaction(database) as session:
        assert history.verify(session, "case-1") == []
        row = session.exec(select(History).where(History.kind == "task_completed")).one()
        assert "private" not in str(row.model_dump())
        row.by = "mallory"
    with reading(database) as session:
        assert [broken.reason for broken in history.verify(session, "case-1")] == ["the row was changed"]


def test_cancelling_an_instance_closes_its_tasks(database, task, alice):
    with transaction(database) as session:
        instance = session.get_one(Task, task).instance_id
        engine.cancel(session, instance, "opened by mistake", alice, NOW)
    with reading(database) as session:
        assert session.get_one(Task, task).state == "cancelled"
        assert session.get_one(Instance, instance).state == "cancelled"
        assert listed(session, "all") == []


def test_a_person_and_a_timer_at_the_same_instance_never_block_each_other_for_good(postgresql, alice):
    """Locks are taken instance first, then tasks and timers: no deadlock, whoever comes first."""
    from datetime import timedelta

    from db.session import open_database
    from tests.engine.diagrams import boundary, timer

    source = process("guarded", start(), user("work"), boundary("limit", "work", timer("Duration", "PT1H")), user("lapsed"), end(), end("e2"), flows=("start > work > end", "limit > lapsed > e2"))
    database = open_database(postgresql.create())
    with transaction(database) as session:
        engine.deploy(session, {"guarded.bpmn": source}, alice, NOW)
        for number in range(40):
            engine.start(session, "guarded", f"c{number}", {}, alice, NOW)
    with reading(database) as session:
        ids = list(session.exec(select(Task.id)))

    def complete(task_id: str) -> str:
        try:
            with engine.command(database, NOW) as session:
                engine.complete_task(session, task_id, alice, NOW, {})
            return "completed"
        except TaskNotOpen:
            return "lapsed"

    with ThreadPoolExecutor(5) as pool:
        fired = pool.submit(engine.fire_due_timers, database, NOW + timedelta(hours=2), 100)
        results = list(pool.map(complete, ids))
    with reading(database) as session:
        lapsed = len(session.exec(select(Task).where(Task.element_id == "lapsed")).all())
    assert results.count("lapsed") == lapsed == fired.result()
    assert len(results) == 40
    database.dispose()


@pytest.mark.parametrize("change", ["unclaim", "assign"])
def test_a_holder_who_changed_meanwhile_is_not_overwritten(database, task, alice, change, monkeypatch):
    """Between reading a task and writing it, somebody else may hand it over."""
    from worklist.engine import tasks

    with transaction(database) as session:
        session.add_all(User(id=name, name=name, created_at=NOW) for name in ("alice", "bob"))
        engine.claim(session, task, alice, NOW)
    found = tasks.open_task

    def stale(session, task_id):
        row = found(session, task_id)
        session.execute(update(Task).where(Task.id == task_id).values(assignee="bob").execution_options(synchronize_session=False))
        return row

    monkeypatch.setattr(tasks, "open_task", stale)
    with pytest.raises(AlreadyClaimed, match="bob"), transaction(database) as session:
        getattr(engine, change)(session, task, *([] if change == "unclaim" else ["alice"]), alice, NOW)
    with transaction(database) as session:
        assert session.get_one(Task, task).assignee == "alice"


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ({"camunda_candidateGroups": "${x}"}, "nobody would see the task"),
        ({"camunda_candidateGroups": "${x}", "x": "no_such_group"}, "expected a candidate group that exists, got 'no_such_group'"),
        ({"camunda_assignee": "${x}", "x": "nobody"}, "expected an active user as assignee, got 'nobody'"),
    ],
)
def test_a_task_that_nobody_would_see_fails_its_step(database, alice, attributes, said):
    engine.hooks.groups = frozenset({"enforcement_lawyer"})
    x = attributes.get("x")
    task = user("odd", **{name: value for name, value in attributes.items() if name != "x"})
    if "camunda_assignee" in attributes:
        task = task.replace('camunda:candidateGroups="enforcement_lawyer"', "")
    source = process("p", start(), task, end(), flows=("start > odd > end",))
    with transaction(database) as session:
        engine.deploy(session, {"p.bpmn": source}, alice, NOW)
    with pytest.raises(ProcessFailed, match=said), transaction(database) as session:
        engine.start(session, "p", None, {"x": x}, alice, NOW)


def test_a_list_of_groups_is_taken_as_groups(database, alice):
    source = process("p", start(), user("odd", camunda_candidateGroups="${x}"), end(), flows=("start > odd > end",))
    with transaction(database) as session:
        engine.deploy(session, {"p.bpmn": source}, alice, NOW)
        engine.start(session, "p", None, {"x": ["one", "two"]}, alice, NOW)
        assert sorted(session.exec(select(Candidate.group_id))) == ["one", "two"]
