"""Nothing fails silently: every failed step leaves an incident, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from db.models import Incident, Instance, Outbox, Task, Timer
from db.session import reading, transaction
from tests.engine.diagrams import boundary, end, message, node, on, process, script, start, timer, user
from worklist import engine
from worklist.errors import Conflict, NotFound, ProcessFailed
from worklist.identity import Actor

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)

#: Behind the task, and behind its timer, stands a gateway with no way out unless `mended` is true.
STUCK = process(
    "stuck", start(), user("work"), boundary("late", "work", timer("Duration", "PT1H"), False),
    node("exclusiveGateway", "which"), node("exclusiveGateway", "which_late"), user("after"), user("reminded"), end(), end("e2"),
    flows=(
        "start > work > which", "which > after ? ${mended}", "which > end ? ${never}", "after > end",
        "late > which_late", "which_late > reminded ? ${mended}", "which_late > e2 ? ${never}", "reminded > e2",
    ),
)  # fmt: skip


@pytest.fixture
def stuck(database, alice: Actor) -> str:
    with transaction(database) as session:
        engine.deploy(session, {"stuck.bpmn": STUCK}, alice, NOW)
        return engine.start(session, "stuck", None, {}, alice, NOW)


def task_at(database, element: str) -> str | None:
    with reading(database) as session:
        return session.exec(select(Task.id).where(Task.element_id == element, Task.state == "open")).first()


def incidents(database) -> list[Incident]:
    with reading(database) as session:
        return list(session.exec(select(Incident).where(Incident.state == "open")))


def test_a_completion_that_cannot_go_on_changes_nothing_and_leaves_an_incident(database, stuck, alice):
    with reading(database) as session:
        before = session.get_one(Instance, stuck).tokens
    for _ in range(2):
        with pytest.raises(ProcessFailed, match="no condition of its flows holds"), engine.command(database, NOW) as session:
            engine.complete_task(session, task_at(database, "work"), alice, NOW, {"mended": False, "never": False})
    (incident,) = incidents(database)
    assert (incident.kind, incident.instance_id, incident.element_id) == ("step", stuck, "which")
    with reading(database) as session:
        assert session.get_one(Instance, stuck).tokens == before
    assert task_at(database, "work") is not None


def test_a_timer_that_fails_is_put_off_and_shown_and_fires_when_it_is_mended(database, stuck, alice):
    assert engine.fire_due_timers(database, NOW + timedelta(hours=2)) == 0
    (incident,) = incidents(database)
    assert (incident.kind, incident.element_id, incident.details) == ("timer", "late", {"failures": 1})
    with reading(database) as session:
        assert session.exec(select(Timer.due_at)).one() == NOW + timedelta(hours=2, minutes=5)
    with transaction(database) as session:
        engine.complete_task(session, task_at(database, "work"), alice, NOW, {"mended": True})
    assert task_at(database, "after") is not None


def test_a_retry_has_the_timer_tried_at_once_and_a_failure_opens_a_new_incident(database, stuck, alice):
    engine.fire_due_timers(database, NOW + timedelta(hours=2))
    (incident,) = incidents(database)
    with transaction(database) as session:
        engine.retry(session, incident.id, alice, NOW + timedelta(hours=3))
    assert incidents(database) == []
    engine.fire_due_timers(database, NOW + timedelta(hours=3))
    assert [found.id == incident.id for found in incidents(database)] == [False]


def test_one_broken_instance_does_not_stop_the_others(database, stuck, alice):
    with transaction(database) as session:
        engine.start(session, "stuck", None, {"mended": True}, alice, NOW)
    assert engine.fire_due_timers(database, NOW + timedelta(hours=2)) == 1
    assert task_at(database, "reminded") is not None


def test_an_incident_is_resolved_once(database, stuck, alice):
    engine.fire_due_timers(database, NOW + timedelta(hours=2))
    (incident,) = incidents(database)
    with transaction(database) as session:
        engine.retry(session, incident.id, alice, NOW)
    with pytest.raises(Conflict, match="resolved"), transaction(database) as session:
        engine.retry(session, incident.id, alice, NOW)
    with pytest.raises(NotFound), transaction(database) as session:
        engine.retry(session, "nope", alice, NOW)


@pytest.mark.parametrize(
    ("attribute", "value", "said"),
    [
        ("camunda_priority", "abc", "expected a whole number from 0 to 100 as priority"),
        ("camunda_dueDate", "10:00:00", "expected a day such as"),
        ("camunda_dueDate", 5, "expected a day or an instant"),
        ("camunda_assignee", ["ann", "bob"], "expected the name of one user"),
    ],
)
def test_a_computed_attribute_that_makes_no_sense_leaves_an_incident_at_its_task(database, alice, attribute, value, said):
    source = process("p", start(), user("first"), user("odd", **{attribute: "${x}"}), end(), flows=("start > first > odd > end",))
    with transaction(database) as session:
        engine.deploy(session, {"p.bpmn": source}, alice, NOW)
        engine.start(session, "p", None, {}, alice, NOW)
    with pytest.raises(ProcessFailed, match=said), engine.command(database, NOW) as session:
        engine.complete_task(session, task_at(database, "first"), alice, NOW, {"x": value})
    (incident,) = incidents(database)
    assert incident.element_id == "odd"
    assert task_at(database, "first") is not None


def test_a_round_of_automatic_steps_without_an_end_is_stopped_and_shown(database, alice):
    from worklist.engine.rows import MAX_ROUNDS

    source = process(
        "p", start(), node("exclusiveGateway", "again"), script("count", "n", "1"), node("exclusiveGateway", "more"), end(),
        flows=("start > again > count > more", "more > again !", "more > end ? ${n > 1}"),
    )  # fmt: skip
    with transaction(database) as session:
        engine.deploy(session, {"p.bpmn": source}, alice, NOW)
        engine.start(session, "p", None, {}, alice, NOW)
    for hour in range(MAX_ROUNDS + 8):
        engine.run_due_jobs(database, NOW + timedelta(hours=hour))
    (incident,) = incidents(database)
    assert "automatic steps without a wait" in incident.message
    assert engine.run_due_jobs(database, NOW + timedelta(days=9)) == 0


def fails_after_first(database, alice, source: bytes, said: str, **values) -> Incident:
    """Complete the task `first` of a process `p`, which must fail, and return the incident it leaves."""
    with transaction(database) as session:
        engine.deploy(session, {"p.bpmn": source}, alice, NOW)
        engine.start(session, "p", None, {}, alice, NOW)
    with pytest.raises(ProcessFailed, match=said), engine.command(database, NOW) as session:
        engine.complete_task(session, task_at(database, "first"), alice, NOW, values)
    assert task_at(database, "first") is not None
    (incident,) = incidents(database)
    return incident


CALL = node("callActivity", "call", calledElement="${which}")


@pytest.mark.parametrize(
    ("which", "said"), [("nowhere", "nowhere"), (None, "expected the id of a process to call")], ids=["unknown", "null"]
)
def test_a_call_of_a_process_that_is_not_there_leaves_an_incident_at_the_call(database, alice, which, said):
    source = process("p", start(), user("first"), CALL, end(), flows=("start > first > call > end",))
    assert fails_after_first(database, alice, source, said, which=which).element_id == "call"


def test_a_start_message_that_no_process_takes_leaves_an_incident(database, alice):
    source = process(
        "p", start(), user("first"), node("intermediateThrowEvent", "hand", on("message", "m_start_other")), user("then"), end(),
        flows=("start > first > hand > then > end",), roots=message("start_other"),
    )  # fmt: skip
    fails_after_first(database, alice, source, "no deployed process begins with the message 'start_other'")


def test_a_wait_for_a_message_without_a_name_leaves_an_incident(database, alice):
    source = process(
        "p", start(), user("first"), node("intermediateCatchEvent", "wait", on("message", "m_${nix}")), end(),
        flows=("start > first > wait > end",), roots=message("${nix}"),
    )  # fmt: skip
    assert fails_after_first(database, alice, source, "the name of its message is empty").element_id == "wait"


def test_a_condition_that_is_neither_true_nor_false_leaves_an_incident(database, alice):
    source = process(
        "p", start(), user("first"), node("exclusiveGateway", "g"), end(), end("e2"),
        flows=("start > first > g", "g > end ? ${x}", "g > e2 !"),
    )  # fmt: skip
    assert fails_after_first(database, alice, source, "must be true or false, got 'yes'", x="yes").element_id == "g"


def test_an_instance_that_nothing_could_move_on_is_not_left_behind(database, alice):
    from worklist.engine import soundness

    source = process(
        "p", start(), user("first"), node("exclusiveGateway", "g"), node("parallelGateway", "join"), end(),
        flows=("start > first > g", "g > join ? ${x}", "g > join !", "join > end"),
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(soundness, "check", lambda process: [])  # a diagram of before the check, or beyond its budget
        incident = fails_after_first(database, alice, source, "nothing is left that could move the process on", x=True)
    assert incident.element_id == "join"


@pytest.mark.parametrize("count", ["1000000000", "1001", "-1", "1.5", '"many"', "true", "null"])
def test_a_nonsense_number_of_instances_is_refused_before_any_is_made(database, alice, count):
    loop = f"<bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>={count}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
    source = process("p", start(), user("first"), user("many", loop), end(), flows=("start > first > many > end",))
    assert fails_after_first(database, alice, source, "expected a whole number of instances from 0 to 1,000").element_id == "many"


def test_an_unexpected_error_is_blamed_on_the_element_that_made_it(database, alice):
    source = process(
        "p", start(), user("first"), node("intermediateCatchEvent", "wait", timer("Date", "${x}")), end(),
        flows=("start > first > wait > end",),
    )  # fmt: skip
    assert fails_after_first(database, alice, source, "the timer value 'soon' cannot be read", x="soon").element_id == "wait"


def test_trying_again_does_not_wake_a_timer_that_was_cancelled(database, stuck, alice):
    engine.fire_due_timers(database, NOW + timedelta(hours=2))
    (incident,) = incidents(database)
    with transaction(database) as session:
        engine.cancel(session, stuck, "settled", alice, NOW)
        engine.retry(session, incident.id, alice, NOW)
        assert session.get_one(Timer, incident.subject_id).state == "cancelled"


def test_trying_again_sends_a_notice_that_had_failed(database, alice):
    with transaction(database) as session:
        row = Outbox(kind="mail", payload={}, created_at=NOW, due_at=NOW, state="failed", failures=8)
        session.add(row)
        session.flush()
        incident = engine.open_incident(session, "outbox", "no address", NOW, subject_id=row.id)
        engine.retry(session, incident.id, alice, NOW)
        session.refresh(row)
        assert (row.state, row.failures) == ("waiting", 0)
