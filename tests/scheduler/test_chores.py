"""What the scheduler does besides the engine's own work: leases, the instant, the beat."""

from datetime import UTC, datetime, timedelta

import time_machine
from sqlalchemy import Engine
from sqlmodel import Session, select

from db.models import (
    Definition,
    Deployment,
    History,
    Incident,
    Instance,
    Job,
    JobState,
    Outbox,
    SchedulerBeat,
    Task,
)
from db.session import transaction
from worklist.scheduler import CLOCK_TOLERANCE, all_chores, beat, due_instant, expire_leases, heard


def a_task(session: Session, now: datetime) -> Task:
    deployment = Deployment(name="t", deployed_at=now, deployed_by="alice")
    session.add(deployment)
    session.flush()
    definition = Definition(
        kind="process", key="p", version=1, deployment_id=deployment.id, name="P", resource="p.bpmn",
        sha256="", source=b"",
    )  # fmt: skip
    session.add(definition)
    session.flush()
    instance = Instance(definition_id=definition.id, definition_key="p", tokens=b"", started_at=now)
    session.add(instance)
    session.flush()
    return Task(
        instance_id=instance.id, definition_id=definition.id, element_id="file", name="File", created_at=now
    )


def test_a_job_of_a_dead_process_goes_back_to_the_queue(database: Engine, now: datetime) -> None:
    with transaction(database) as session:
        session.add(Job(id="lost", kind="step", due_at=now, state=JobState.RUNNING, lease_until=now, fence=1))
        session.add(
            Job(id="held", kind="step", due_at=now, state=JobState.RUNNING, lease_until=now + timedelta(1))
        )
    expire_leases(database, now + timedelta(seconds=1))
    with Session(database) as session:
        states = {job.id: (job.state, job.failures) for job in session.exec(select(Job))}
    assert states == {"lost": (JobState.WAITING, 1), "held": (JobState.RUNNING, 0)}


def test_a_job_that_ends_one_process_after_another_becomes_an_incident(
    database: Engine, now: datetime
) -> None:
    with transaction(database) as session:
        session.add(
            Job(
                id="poison",
                kind="step",
                due_at=now,
                state=JobState.RUNNING,
                lease_until=now,
                failures=2,
                retries=3,
            )
        )
    expire_leases(database, now + timedelta(seconds=1))
    with Session(database) as session:
        assert session.exec(select(Job.state)).one() == JobState.FAILED
        assert session.exec(select(Incident.subject_id)).one() == "poison"


def test_a_notice_of_a_dead_process_goes_back_to_the_queue(database: Engine, now: datetime) -> None:
    with transaction(database) as session:
        session.add(
            Outbox(kind="mail", created_at=now, due_at=now, state="sending", lease_until=now, fence=1)
        )
    expire_leases(database, now + timedelta(seconds=1))
    with Session(database) as session:
        assert session.exec(select(Outbox.state)).one() == "waiting"


def test_a_claim_never_ends_by_itself(database: Engine, now: datetime) -> None:
    with transaction(database) as session:
        task = a_task(session, now)
        task.assignee = "alice"
        session.add(task)
    later = now + timedelta(days=3650)
    for chore in all_chores(5.0):
        chore.work(database, later)
    with Session(database) as session:
        assert session.exec(select(Task.assignee, Task.state)).one() == ("alice", "open")


def test_the_instant_is_the_servers_on_postgresql_and_ours_on_sqlite(database: Engine) -> None:
    with time_machine.travel(datetime(2031, 1, 1, tzinfo=UTC), tick=False):
        instant = due_instant(database)
    assert instant is not None
    assert instant.utcoffset() == timedelta(0)
    assert (instant.year == 2031) is (database.dialect.name == "sqlite")


def test_nothing_fires_while_the_clock_stands_behind_history(database: Engine, now: datetime) -> None:
    with transaction(database) as session:
        session.add(History(chain="c", number=1, at=now, by="alice", kind="started", digest=""))
    with time_machine.travel(now - CLOCK_TOLERANCE - timedelta(seconds=1), tick=False):
        instant = due_instant(database)
        due_instant(database)
    with Session(database) as session:
        incidents = session.exec(select(Incident.kind)).all()
    expected = (True, ["clock"]) if database.dialect.name == "sqlite" else (False, [])
    assert (instant is None, incidents) == expected


def test_a_small_step_back_of_the_clock_stops_nothing(database: Engine, now: datetime) -> None:
    with transaction(database) as session:
        session.add(History(chain="c", number=1, at=now, by="alice", kind="started", digest=""))
    with time_machine.travel(now - CLOCK_TOLERANCE, tick=False):
        assert due_instant(database) is not None


def test_a_beat_replaces_the_last_one_and_drops_those_of_yesterday(database: Engine, now: datetime) -> None:
    with transaction(database) as session:
        session.add(SchedulerBeat(process="gone:1", at=now - timedelta(days=1, seconds=1)))
    beat(database, now - timedelta(seconds=5), "late: outbox")
    beat(database, now)
    with Session(database) as session:
        rows = session.exec(select(SchedulerBeat)).all()
    assert [(row.at, row.note) for row in rows] == [(now, None)]


def test_a_scheduler_of_this_host_is_heard_for_a_minute(database: Engine, now: datetime) -> None:
    assert not heard(database, now)
    beat(database, now)
    assert heard(database, now + timedelta(seconds=59))
    assert not heard(database, now + timedelta(seconds=61))


def test_a_scheduler_with_a_late_chore_does_not_count_as_well(database: Engine, now: datetime) -> None:
    beat(database, now, "late: timers")
    assert not heard(database, now)
