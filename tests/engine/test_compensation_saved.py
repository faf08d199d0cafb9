"""Compensation in the database: rows, history, incidents, jobs, and what a cancelled instance leaves alone."""

from datetime import timedelta

import pytest
from sqlmodel import select

from db.models import History, Instance, Task
from db.session import reading, transaction
from tests.engine.diagrams import back, end, process, service, start, undo, user
from tests.engine.runs import NOON
from worklist import engine
from worklist.engine import hooks, queries
from worklist.errors import ProcessFailed

REFUND = service("un_a", "refund").replace("<bpmn:serviceTask", '<bpmn:serviceTask isForCompensation="true"')
STORED = process("p", start(), user("a"), undo("a", REFUND), user("b"), undo("b"), back(), user("after"), end(), flows=("start > a > b > back > after > end",))


@pytest.fixture
def begun(database, alice) -> str:
    with transaction(database) as session:
        engine.deploy(session, {"p.bpmn": STORED}, alice, NOON)
        return engine.start(session, "p", None, {}, alice, NOON)


def complete(database, alice, element: str) -> None:
    with engine.command(database, NOON) as session:
        task = session.exec(select(Task.id).where(Task.element_id == element, Task.state == "open")).one()
        engine.complete_task(session, task, alice, NOON, {})


def test_a_running_handler_is_an_open_task_and_the_history_says_what_was_undone(database, begun, alice):
    hooks.workers["refund"] = lambda work: {}
    complete(database, alice, "a")
    complete(database, alice, "b")
    with reading(database) as session:
        waits = queries.waits(session, session.get_one(Instance, begun))
    assert [(wait.element_id, wait.kind) for wait in waits] == [("un_b", "task")]
    complete(database, alice, "un_b")
    complete(database, alice, "after")
    with reading(database) as session:
        query = select(History.element_id).where(History.kind == "compensated").order_by(History.number)
        assert list(session.exec(query)) == ["b", "a"]
        assert session.get_one(Instance, begun).state == "ended"


def test_a_handler_that_fails_leaves_an_incident_and_the_state_before_and_is_tried_again(database, begun, alice):
    def broken(work):
        raise OSError("the bank is away")

    hooks.workers["refund"] = broken
    complete(database, alice, "a")
    complete(database, alice, "b")
    with reading(database) as session:
        before = session.get_one(Instance, begun).tokens
    with pytest.raises(ProcessFailed, match="the bank is away"):
        complete(database, alice, "un_b")
    with reading(database) as session:
        (incident,) = queries.open_incidents(session)
        assert (incident.element_id, session.get_one(Instance, begun).tokens) == ("un_a", before)
    hooks.workers["refund"] = lambda work: {}
    complete(database, alice, "un_b")
    complete(database, alice, "after")


def test_an_instance_that_is_cancelled_undoes_nothing(database, begun, alice):
    asked = []
    hooks.workers["refund"] = lambda work: asked.append(work) or {}
    complete(database, alice, "a")
    with transaction(database) as session:
        engine.cancel(session, begun, "settled", alice, NOON)
    with reading(database) as session:
        assert (asked, session.get_one(Instance, begun).state) == ([], "cancelled")


def test_a_handler_behind_an_asynchronous_border_is_done_by_a_job_and_again_after_an_incident(database, alice):
    later = STORED.replace(b'id="un_a" ', b'id="un_a" camunda:asyncBefore="true" ', 1)
    with transaction(database) as session:
        engine.deploy(session, {"p.bpmn": later}, alice, NOON)
        instance = engine.start(session, "p", None, {}, alice, NOON)
    complete(database, alice, "a")
    complete(database, alice, "b")
    complete(database, alice, "un_b")
    for attempt in range(3):
        assert engine.run_due_jobs(database, NOON + timedelta(hours=attempt)) == 0  # nobody works on the topic
    with transaction(database) as session:
        (incident,) = queries.open_incidents(session)
        engine.retry(session, incident.id, alice, NOON)
    hooks.workers["refund"] = lambda work: {}
    assert engine.run_due_jobs(database, NOON) == 1
    complete(database, alice, "after")
    with reading(database) as session:
        assert (queries.open_incidents(session), session.get_one(Instance, instance).state) == ([], "ended")
