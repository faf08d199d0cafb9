"""Asynchronous borders: what is before them is saved, what is behind them is a job's work. Source: Camunda 7 manual."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from db.models import Incident, Instance, Job, Task
from db.session import reading, transaction
from tests.engine.diagrams import boundary, end, node, process, script, service, start, timer, user
from worklist import engine
from worklist.engine import hooks

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)


class Worker:
    """Does the work of the topic `file`, or breaks."""

    broken = False

    def __init__(self) -> None:
        hooks.workers["file"] = self
        self.done = 0

    def __call__(self, work):
        if self.broken:
            raise OSError("the court's portal is away")
        self.done += 1
        return {}


@pytest.fixture
def worker() -> Worker:
    return Worker()


def open_tasks(database) -> list[str]:
    with reading(database) as session:
        return sorted(session.exec(select(Task.element_id).where(Task.state == "open")))


def begin(database, alice, *elements: str, flows: tuple[str, ...], **variables) -> str:
    with transaction(database) as session:
        engine.deploy(session, {"p.bpmn": process("p", start(), *elements, end(), flows=flows)}, alice, NOW)
        return engine.start(session, "p", None, variables, alice, NOW)


def complete(database, alice, element: str) -> None:
    with transaction(database) as session:
        task = session.exec(select(Task.id).where(Task.element_id == element, Task.state == "open")).one()
        engine.complete_task(session, task, alice, NOW, {})


FILE = service("file", "file").replace("<bpmn:serviceTask", '<bpmn:serviceTask camunda:asyncBefore="true"')
CHAIN = ("start > draft > file > check > end",)


def test_what_stands_before_the_border_is_saved_and_the_rest_is_done_by_a_job(database, alice, worker):
    begin(database, alice, user("draft"), FILE, user("check"), flows=CHAIN)
    complete(database, alice, "draft")
    assert (worker.done, open_tasks(database)) == (0, [])
    assert engine.run_due_jobs(database, NOW) == 1
    assert (worker.done, open_tasks(database)) == (1, ["check"])
    with reading(database) as session:
        assert session.exec(select(Job)).all() == []


def test_a_failure_behind_the_border_leaves_the_completed_task_completed(database, alice, worker):
    begin(database, alice, user("draft"), FILE, user("check"), flows=CHAIN)
    complete(database, alice, "draft")
    worker.broken = True
    for hour in range(5):
        engine.run_due_jobs(database, NOW + timedelta(hours=hour))
    with reading(database) as session:
        incident = session.exec(select(Incident)).one()
        assert session.exec(select(Task.state).where(Task.element_id == "draft")).one() == "completed"
    assert "the court's portal is away" in incident.message
    worker.broken = False
    with transaction(database) as session:
        engine.retry(session, incident.id, alice, NOW)
    engine.run_due_jobs(database, NOW)
    assert open_tasks(database) == ["check"]


def test_a_retry_cycle_says_how_often_and_when(database, alice, worker):
    cycle = "<bpmn:extensionElements><camunda:failedJobRetryTimeCycle>R2/PT10M</camunda:failedJobRetryTimeCycle></bpmn:extensionElements>"
    begin(database, alice, user("draft"), service("file", "file", cycle).replace("<bpmn:serviceTask", '<bpmn:serviceTask camunda:asyncBefore="true"'), user("check"), flows=CHAIN)
    complete(database, alice, "draft")
    worker.broken = True
    engine.run_due_jobs(database, NOW)
    with reading(database) as session:
        job = session.exec(select(Job)).one()
    assert (job.retries, job.failures, job.due_at) == (2, 1, NOW + timedelta(minutes=10))
    engine.run_due_jobs(database, NOW + timedelta(minutes=10))
    with reading(database) as session:
        assert session.exec(select(Job.state)).one() == "failed"


def test_a_task_behind_its_own_border_opens_with_the_job(database, alice):
    begin(database, alice, user("draft"), user("check", camunda_asyncBefore="true"), flows=("start > draft > check > end",))
    complete(database, alice, "draft")
    assert open_tasks(database) == []
    engine.run_due_jobs(database, NOW)
    assert open_tasks(database) == ["check"]


def test_after_a_task_its_reminders_are_gone_while_the_job_waits(database, alice):
    elements = (user("draft", camunda_asyncAfter="true"), boundary("late", "draft", timer("Duration", "PT1H"), False), user("chase"), end("e2"))
    begin(database, alice, *elements, user("check"), flows=("start > draft > check > end", "late > chase > e2"))
    complete(database, alice, "draft")
    assert open_tasks(database) == []
    assert engine.fire_due_timers(database, NOW + timedelta(hours=2)) == 0
    engine.run_due_jobs(database, NOW)
    assert open_tasks(database) == ["check"]


def test_a_process_may_begin_with_a_job(database, alice):
    with transaction(database) as session:
        source = process("p", start(camunda_asyncBefore="true"), script("count", "n", "1"), user("check"), end(), flows=("start > count > check > end",))
        engine.deploy(session, {"p.bpmn": source}, alice, NOW)
        engine.start(session, "p", None, {}, alice, NOW)
    assert open_tasks(database) == []
    engine.run_due_jobs(database, NOW)
    assert open_tasks(database) == ["check"]


@pytest.mark.parametrize("join", ["parallelGateway", "inclusiveGateway"])
def test_a_join_with_a_border_waits_for_every_branch(database, alice, join):
    begin(
        database, alice, node("parallelGateway", "fork"), user("a"), user("b"), node(join, "join", camunda_asyncBefore="true"), user("check"),
        flows=("start > fork > a > join", "fork > b > join", "join > check > end"),
    )  # fmt: skip
    complete(database, alice, "a")
    engine.run_due_jobs(database, NOW)
    assert open_tasks(database) == ["b"]
    complete(database, alice, "b")
    engine.run_due_jobs(database, NOW)
    assert open_tasks(database) == ["check"]


def test_a_job_of_a_cancelled_instance_does_nothing_and_is_gone(database, alice, worker):
    instance = begin(database, alice, user("draft"), FILE, user("check"), flows=CHAIN)
    complete(database, alice, "draft")
    with transaction(database) as session:
        engine.cancel(session, instance, "settled", alice, NOW)
    assert engine.run_due_jobs(database, NOW) == 1
    assert worker.done == 0
    with reading(database) as session:
        assert (session.exec(select(Job)).all(), session.exec(select(Incident)).all()) == ([], [])
        assert session.get_one(Instance, instance).state == "cancelled"


def test_a_round_of_jobs_without_an_end_is_stopped_and_shown(database, alice, monkeypatch):
    monkeypatch.setattr("worklist.engine.rows.MAX_PAUSES", 20)
    begin(
        database, alice, node("exclusiveGateway", "again"), script("count", "n", "1").replace("<bpmn:scriptTask", '<bpmn:scriptTask camunda:asyncBefore="true"'),
        node("exclusiveGateway", "more"),
        flows=("start > again > count > more", "more > again !", "more > end ? ${n > 1}"),
    )  # fmt: skip
    for hour in range(30):
        engine.run_due_jobs(database, NOW + timedelta(hours=hour))
    with reading(database) as session:
        assert "is there a round without a way out?" in session.exec(select(Incident.message)).one()
