"""The alarm clock: looks at the due rows every few seconds. The database decides what is due, and who gets it.

The only place that knows APScheduler, and only its memory store: a timer kept there would be lost or doubled.
"""

import logging
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine, text
from sqlmodel import Session, col, delete, select, update

from db.models import History, Job, JobState, SchedulerBeat
from db.session import open_database, reading, transaction
from worklist import clock, engine, notify
from worklist.cases import reminders, uploads
from worklist.cases.accounts import posts
from worklist.config import settings

log = logging.getLogger(__name__)

#: Seconds a chore works before it reads the clock anew.
BUDGET = 1.0
#: Rows taken between two looks at that budget.
BATCH = 10
#: A chore not called for so many intervals is called by the watchdog.
SILENCE = 3
#: Seconds a chore may work before its lateness is noted in the beat and the log.
STUCK = 60.0
#: How far this machine's clock may stand behind the newest history before nothing fires any more (SQLite).
CLOCK_TOLERANCE = timedelta(minutes=10)
#: Beats of processes that have not been heard of for so long are forgotten.
BEATS_KEPT = timedelta(days=1)


@dataclass
class Chore:
    """Work done again and again: handles a few due rows and returns how many; 0: nothing is left."""

    name: str
    work: Callable[[Engine, datetime], int]
    #: Seconds between two looks.
    every: float
    #: When it was last called or came back, on the monotonic clock.
    seen: float = 0.0
    #: Whether it is at work; a second call meanwhile returns at once.
    busy: threading.Lock = field(default_factory=threading.Lock)


class Alarm(BackgroundScheduler):  # type: ignore[misc]
    """APScheduler as an alarm clock that can be asked whether its thread lives."""

    def __init__(self) -> None:
        defaults = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        super().__init__(timezone=UTC, job_defaults=defaults)

    @property
    def alive(self) -> bool:
        """Whether its thread runs: an error inside APScheduler ends it, and nobody is told."""
        return self._thread is not None and self._thread.is_alive()

    def ring(self, name: str) -> None:
        """Have a job run now. One that was removed meanwhile stays silent."""
        with suppress(JobLookupError):
            self.modify_job(name, next_run_time=clock.now())

    def silence(self) -> None:
        """Stop ringing, without waiting for jobs at work: APScheduler would wait with its locks held.

        The jobs go first, since shutting down runs them once more.
        """
        self.remove_all_jobs()
        self.shutdown(wait=False)


class Ticker:
    """Rings for every chore, and watches on the monotonic clock that the ringing does not stop.

    A wall clock set back silences APScheduler until it has caught up: the watchdog rings in its place.
    """

    def __init__(
        self, database: Engine, every: float = 5.0, now: Callable[[], datetime | None] | None = None,
        chores: list[Chore] | None = None, monotonic: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """Prepare; `every` in seconds. `now` gives the instant up to which rows are due, None: nothing may fire."""
        self._database = database
        self._every = every
        self._now = now or (lambda: due_instant(database))
        self._monotonic = monotonic
        self._chores = {chore.name: chore for chore in (all_chores(every) if chores is None else chores)}
        self._stopping = threading.Event()
        self._changing = threading.Lock()
        self._alarm: Alarm | None = None
        self._watchdog = threading.Thread(target=self._watch, name="scheduler watchdog", daemon=True)
        self._noted: str | None = None
        self.nudges = 0
        self.restarts = 0

    def start(self) -> None:
        """Ring for the first time at once, then every few seconds, in threads of its own."""
        log.info("scheduler started", extra={"scheduler_id": process_name(), "seconds": self._every})
        self._alarm = self._wind()
        self._watchdog.start()

    def wait(self) -> None:
        """Return when it was stopped, for a process that does nothing else."""
        self._stopping.wait()

    def stop(self) -> None:
        """End all threads; the chores at work finish the rows in hand first."""
        self._stopping.set()
        self._watchdog.join()
        with self._changing:
            if self._alarm is not None:
                self._alarm.silence()
                self._alarm = None
        for chore in self._chores.values():
            with chore.busy:
                pass
        log.info("scheduler stopped", extra={"scheduler_id": process_name()})

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.stop()

    def run(self, chore: Chore) -> None:
        """Do a chore until nothing is left of it; one that is at work already is left alone."""
        if not chore.busy.acquire(blocking=False):
            return
        try:
            while self._has_more(chore):
                pass
        finally:
            chore.seen = self._monotonic()
            chore.busy.release()

    def _has_more(self, chore: Chore) -> bool:
        """Do a chore for about BUDGET seconds as of one instant; return whether there is more to do."""
        chore.seen = started = self._monotonic()
        now = self._now()
        while now is not None and not self._stopping.is_set() and chore.work(self._database, now):
            if self._monotonic() - started >= BUDGET:
                return True
        return False

    def check(self) -> None:
        """Restart a dead alarm, call chores that were not called for three intervals, and beat."""
        with self._changing:
            if self._alarm is None:
                return
            if not self._alarm.alive:
                self._alarm = self._rewound(self._alarm)
            for chore in self._chores.values():
                if not chore.busy.locked() and self._silent_for(chore) > SILENCE * chore.every:
                    self._nudge(self._alarm, chore)
        self._tell(self.late())

    def late(self) -> list[str]:
        """Return the names of the chores that have not come back for a minute."""
        return [c.name for c in self._chores.values() if self._silent_for(c) > max(STUCK, SILENCE * c.every)]

    def _tell(self, late: list[str]) -> None:
        note = f"late: {', '.join(late)}" if late else None
        if note != self._noted:
            log.error(
                "chores are late" if note else "chores are on time again", extra={"chore": ", ".join(late)}
            )
        self._noted = note
        beat(self._database, clock.now(), note)

    def _silent_for(self, chore: Chore) -> float:
        return self._monotonic() - chore.seen

    def _wind(self) -> Alarm:
        alarm = Alarm()
        for chore in self._chores.values():
            chore.seen = self._monotonic()
            alarm.add_job(
                self.run, "interval", args=[chore], id=chore.name, next_run_time=clock.now(),
                seconds=chore.every, jitter=chore.every / 10,
            )  # fmt: skip
        alarm.start()
        return alarm

    def _nudge(self, alarm: Alarm, chore: Chore) -> None:
        silence = round(self._silent_for(chore), 1)
        log.warning("chore was not called; calling it", extra={"chore": chore.name, "seconds": silence})
        self.nudges += 1
        chore.seen = self._monotonic()
        alarm.ring(chore.name)

    def _rewound(self, dead: Alarm) -> Alarm:
        log.error("scheduler thread died; starting another", extra={"scheduler_id": process_name()})
        self.restarts += 1
        dead.silence()
        return self._wind()

    def _watch(self) -> None:
        while not self._stopping.wait(self._every):
            try:
                self.check()
            except Exception:  # the database may be away for a while; the watchdog is the last to give up
                log.exception("watchdog could not check", extra={"scheduler_id": process_name()})


def all_chores(every: float) -> list[Chore]:
    """Return what the scheduler does, each in a thread of its own, so that a slow mail server delays no timer."""
    return [
        Chore("timers", lambda database, now: engine.fire_due_timers(database, now, BATCH), every),
        Chore("jobs", lambda database, now: engine.run_due_jobs(database, now, BATCH), every),
        Chore("outbox", lambda database, now: notify.send_due(database, now, BATCH), every),
        Chore("leases", expire_leases, every * 6),
        Chore("reminders", lambda database, now: reminders.send_due(database, now, BATCH), every * 12),
        Chore("forgetting", forget_old, every * 120),
    ]


def expire_leases(database: Engine, now: datetime) -> int:
    """Give jobs and notices of dead processes back to the queue; a person's claim never ends by itself. Returns 0."""
    with transaction(database) as session:
        query = select(Job).where(col(Job.state) == JobState.RUNNING, col(Job.lease_until) < now)
        lost = session.exec(query.with_for_update(skip_locked=True)).all()
        for job in lost:
            _give_back(session, job, now)
    notices = notify.expire_leases(database, now)
    if lost or notices:
        log.warning("leases expired", extra={"count": len(lost) + notices})
    return 0


def _give_back(session: Session, job: Job, now: datetime) -> None:
    """Queue a job again, or leave it to a person where it ended one process after another."""
    job.failures += 1
    job.lease_until = None
    job.state = JobState.WAITING if job.failures < job.retries else JobState.FAILED
    if job.state == JobState.FAILED:
        message = f"{job.failures} processes ended, or did not answer in time, while they did the job"
        engine.open_incident(session, "job", message, now, subject_id=job.id, instance_id=job.instance_id)


def forget_old(database: Engine, now: datetime) -> int:
    """Forget what pages needed only for a while: keys of posts, files of forms that nobody sent. Returns 0."""
    with transaction(database) as session:
        posts.forget_old(session, now)
        uploads.forget_old(session, now)
    return 0


def due_instant(database: Engine) -> datetime | None:
    """Return the instant up to which rows are due, or None when the clock cannot be trusted.

    PostgreSQL's own clock, so that a host whose clock is fast fires nothing early. With SQLite it is this machine's,
    unless it stands far behind what was already written: then an incident is opened and nothing fires.
    """
    now = clock.now()
    with reading(database) as session:
        if database.dialect.name == "postgresql":
            return session.connection().execute(text("SELECT now()")).scalar_one().astimezone(UTC)  # type: ignore[no-any-return]
        newest = session.exec(select(History.at).order_by(col(History.id).desc()).limit(1)).first()
    if newest is None or newest - now <= CLOCK_TOLERANCE:
        return now
    with transaction(database) as session:
        message = (
            f"The clock shows {now:%Y-%m-%d %H:%M} UTC, but history was written at {newest:%Y-%m-%d %H:%M}"
        )
        engine.open_incident(
            session, "clock", f"{message}; nothing fires until it is set right", now, subject_id="clock"
        )
    return None


def beat(database: Engine, now: datetime, note: str | None = None) -> None:
    """Write down that this process is alive, and forget processes not heard of for a day."""
    name = process_name()
    with transaction(database) as session:
        known = session.exec(
            update(SchedulerBeat).where(col(SchedulerBeat.process) == name).values(at=now, note=note)
        )
        if known.rowcount == 0:
            session.add(SchedulerBeat(process=name, at=now, note=note))
        session.exec(delete(SchedulerBeat).where(col(SchedulerBeat.at) < now - BEATS_KEPT))


def process_name() -> str:
    """Return the name of this process among all schedulers."""
    return f"{socket.gethostname()}:{os.getpid()}"


def heard(database: Engine, now: datetime) -> bool:
    """Whether a scheduler on this host has beaten within the last minute, with no chore late."""
    with reading(database) as session:
        beats = session.exec(
            select(SchedulerBeat.note).where(
                col(SchedulerBeat.process).startswith(f"{socket.gethostname()}:", autoescape=True),
                col(SchedulerBeat.at) > now - timedelta(seconds=STUCK),
            )
        ).all()
    return None in beats


if __name__ == "__main__":  # the health check of a container
    sys.exit(
        0
        if heard(open_database(settings().database_url), clock.now())
        else "no scheduler of this host was heard of"
    )
