"""Jobs: work outside the transaction that asked for it, claimed with a lease and done at least once."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select, update

from db.models import Job, JobState
from db.session import reading, transaction
from worklist.engine import due, incidents
from worklist.engine.stage import staged
from worklist.identity import SCHEDULER

log = logging.getLogger(__name__)

#: A job that failed is tried again after this long, doubled with each failure.
FIRST_DELAY = timedelta(seconds=30)


def run_due(database: Engine, now: datetime, limit: int = 100) -> int:
    """Run up to `limit` due jobs, each in its own transaction; return how many were done."""
    with reading(database) as session:
        query = select(Job.id).where(col(Job.state) == JobState.WAITING, col(Job.due_at) <= now)
        ids = list(session.exec(query.order_by(col(Job.due_at), col(Job.id)).limit(limit)))
    return sum(_run_or_put_off(database, job_id, now) for job_id in ids)


def run(session: Session, job_id: str, now: datetime) -> bool:
    """Do one job and delete it in the same transaction; False where another process got there first."""
    claimed = session.exec(
        update(Job).where(col(Job.id) == job_id, col(Job.state) == JobState.WAITING).values(state=JobState.RUNNING)
    )
    if claimed.rowcount != 1:
        return False
    job = session.get(Job, job_id, populate_existing=True)
    if job is None or job.instance_id is None:
        return False
    with staged(session, SCHEDULER, now) as stage:
        opened = stage.lock(job.instance_id)
        if not opened.is_over:
            opened.run.resume()
            stage.step(opened)
    if job.failures:
        incidents.resolve_for(session, job_id, now)
    session.exec(delete(Job).where(col(Job.id) == job_id))
    return True


def _run_or_put_off(database: Engine, job_id: str, now: datetime) -> bool:
    try:
        with transaction(database) as session:
            return run(session, job_id, now)
    except Exception as error:  # one broken instance must not stop the others
        log.exception("job failed", extra={"job_id": job_id})
        with transaction(database) as session:
            _put_off(session, job_id, now, error)
        return False


def _put_off(session: Session, job_id: str, now: datetime, error: Exception) -> None:
    job = session.get(Job, job_id)
    if job is None:
        return
    job.failures += 1
    delay = job.payload.get("delay")
    job.due_at = due.add(now, delay) if delay else now + FIRST_DELAY * 2 ** min(job.failures - 1, 10)
    job.state = JobState.FAILED if job.failures >= job.retries else JobState.WAITING
    session.add(job)
    if job.state == JobState.FAILED:
        incidents.open_incident(
            session, "job", str(error) or type(error).__name__, now, subject_id=job.id, instance_id=job.instance_id
        )
