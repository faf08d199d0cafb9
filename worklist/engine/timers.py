"""Timers: find those due, fire each in its own transaction, move those that follow a deadline."""

import logging
import random
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Engine, bindparam
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select, update

from db import hot
from db.models import Candidate, Task, TaskState, Timer, TimerState
from db.session import is_contention, reading, transaction
from worklist.clock import NEVER
from worklist.engine import due, incidents
from worklist.engine.spiff import StepFailed
from worklist.engine.stage import staged
from worklist.errors import ProcessFailed
from worklist.identity import SCHEDULER

log = logging.getLogger(__name__)

#: With a backlog, so many times the timers of a look are looked at, and each process takes its share of them by chance.
BACKLOG = 5
#: A timer that failed is tried again after this long, doubled with each failure.
FIRST_DELAY = timedelta(minutes=5)
#: How often that delay is doubled at most. A timer never gives up; its incident is open since the first failure.
MOST_DOUBLINGS = 8


def fire_due(database: Engine, now: datetime, limit: int = 100) -> int:
    """Fire up to `limit` timers due at `now`, oldest first, each in its own transaction; return how many fired.

    One that fails is put off, counted and shown as an incident; the others go on.
    """
    with reading(database) as session:
        timers = due_timers(session, now, limit)
    return sum(_fire_or_put_off(database, timer, now) for timer in timers)


class Due(NamedTuple):
    """A timer whose instant has come."""

    timer_id: str
    instance_id: str


def due_timers(session: Session, now: datetime, limit: int) -> list[Due]:
    """Return the waiting timers due at or before `now`, oldest first.

    Where several processes may look at once and there is a backlog, each takes other instances of it: a timer that two want costs
    one of them the time the other needs.
    """
    query = select(Timer.id, Timer.instance_id).where(col(Timer.state) == TimerState.WAITING, col(Timer.due_at) <= now)
    are_many = session.get_bind().dialect.name == "postgresql"
    looked_at = limit * BACKLOG if are_many else limit
    found = session.exec(query.order_by(col(Timer.due_at), col(Timer.id)).limit(looked_at)).all()
    chosen = [Due(*row) for row in found]
    if len(found) > limit:
        instances = list({timer.instance_id for timer in chosen})
        random.shuffle(instances)
        mine = set(instances[: max(1, len(instances) // BACKLOG)])
        chosen = [timer for timer in chosen if timer.instance_id in mine]
    return chosen[:limit]


_TIMERS = hot.table(Timer)
#: Whoever changes the row from waiting to fired has the timer.
_CLAIM = (
    update(_TIMERS)
    .where(_TIMERS.c.id == bindparam("which"), _TIMERS.c.state == TimerState.WAITING, _TIMERS.c.due_at <= bindparam("now"))
    .values(state=TimerState.FIRED)
    .returning(_TIMERS.c.element_id, _TIMERS.c.token_id, _TIMERS.c.due_at, _TIMERS.c.failures)
)


def fire(session: Session, due_now: Due, now: datetime) -> bool:
    """Fire one timer within a transaction; False where another process got there first. Raises ProcessFailed."""
    timer_id, instance_id = due_now
    with staged(session, SCHEDULER, now) as stage:
        stage.lock(instance_id)
        timer = hot.run(session, _CLAIM, {"which": timer_id, "now": now}).first()
        if timer is None:
            return False
        stage.closed.add(timer_id)
        opened = stage.open(instance_id)
        node = opened.run.spec.source.nodes[timer.element_id]
        facts = {"due_at": timer.due_at, "name": node.name, "name_zh": node.name_zh}
        stage.log("timer_fired", opened.instance, element_id=timer.element_id, facts=facts)
        try:
            opened.run.fire(timer.token_id)
        except StepFailed as error:
            raise ProcessFailed(instance_id, error.element_id, error.reason) from error
        stage.step(opened)
    if timer.failures:
        incidents.resolve_for(session, timer_id, now)
    return True


def _fire_or_put_off(database: Engine, timer: Due, now: datetime) -> bool:
    try:
        with transaction(database) as session:
            return fire(session, timer, now)
    except Exception as error:  # one broken instance must not stop the others
        if isinstance(error, DBAPIError) and is_contention(error):
            log.info("timer left for the next look: its case is busy", extra={"timer_id": timer.timer_id})
            return False
        log.exception("timer did not fire", extra={"timer_id": timer.timer_id})
        with transaction(database) as session:
            _put_off(session, timer.timer_id, now, error)
        return False


def _put_off(session: Session, timer_id: str, now: datetime, error: Exception) -> None:
    timer = session.get(Timer, timer_id)
    if timer is None or timer.state != TimerState.WAITING:
        return
    timer.failures += 1
    timer.due_at = now + FIRST_DELAY * 2 ** min(timer.failures - 1, MOST_DOUBLINGS)
    session.add(timer)
    incidents.open_incident(
        session, "timer", str(error) or type(error).__name__, now, subject_id=timer.id,
        instance_id=timer.instance_id, element_id=timer.element_id, details={"failures": timer.failures},
    )  # fmt: skip


def move(session: Session, follows: str, row: Mapping[str, Any], by: Any, now: datetime) -> int:
    """Give every waiting timer and open task that follows a deadline the days of `row`; return how many moved.

    `row`: id, raw_day, rolled_day, alarm_day, ladder_day; its id becomes what they follow. Source: architecture A22.
    """
    query = select(Timer).where(col(Timer.follows) == follows, col(Timer.state) == TimerState.WAITING)
    moved = 0
    with staged(session, by, now) as stage:
        for timer in session.exec(query).all():
            at = due.of_deadline(row, timer.follows_at or "limit")
            if at is None:
                continue
            opened = stage.open(timer.instance_id)
            opened.run.move_timer(timer.token_id, {"due": at.isoformat(), "follows": row["id"]})
            moved += 1
        for opened in list(stage.opened.values()):
            stage.step(opened)
    limit = due.of_deadline(row, "limit")
    _move_tasks(session, follows, row["id"], None if limit is None else limit - timedelta(seconds=1))
    return moved


def _move_tasks(session: Session, follows: str, then: str, due_at: datetime | None) -> None:
    """Move the open tasks that follow a deadline, and their places in the lists."""
    query = select(Task.id).where(col(Task.follows) == follows, col(Task.state) == TaskState.OPEN)
    tasks = session.exec(query).all()
    session.exec(update(Task).where(col(Task.id).in_(tasks)).values(due_at=due_at, follows=then))
    listed = col(Candidate.task_id).in_(tasks), col(Candidate.due_at).is_not(None)
    session.exec(update(Candidate).where(*listed).values(due_at=due_at or NEVER))
