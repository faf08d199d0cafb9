"""Remind of our own deadlines 7, 3, 1 and 0 days before, each once. Source: domain conventions (reminder ladder).

The ladders of limitation periods and measures are drawn in their watches; the many other deadlines of ours are
reminded of here, so that a task that is merely due is not overlooked.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, or_, select, update

from db.models import CaseFile, Deadline
from db.session import reading, transaction
from worklist.cases import notices
from worklist.clock import at_court, day_of
from worklist.law import ladder
from worklist.law.rules import Ladder

RUNGS = ladder.REMINDERS[Ladder.OWN]


def send_due(database: Engine, now: datetime, limit: int = 100) -> int:
    """Remind of up to `limit` deadlines, each in its own transaction; return how many. From 08:00 at the court on."""
    today = day_of(now)
    if now < at_court(today):
        return 0
    with reading(database) as session:
        ids = _due(session, today, limit)
    return sum(_remind(database, deadline_id, today, now) for deadline_id in ids)


def _due(session: Session, today: date, limit: int) -> list[str]:
    query = select(Deadline).where(
        col(Deadline.status) == "OPEN", col(Deadline.ladder) == Ladder.OWN,
        col(Deadline.alarm_day) <= today + timedelta(days=max(RUNGS)), col(Deadline.rolled_day) >= today,
        or_(col(Deadline.reminded).is_(None), col(Deadline.reminded) > 0),
    )  # fmt: skip
    rows = session.exec(query.order_by(col(Deadline.alarm_day)))
    return [row.id for row in rows if _is_new(row, today)][:limit]


def rung(row: Deadline, today: date) -> int | None:
    """Return the rung of the ladder a deadline has reached, None before the first."""
    left = (row.alarm_day - today).days
    reached = [days for days in RUNGS if left <= days]
    return min(reached) if reached else None


def _is_new(row: Deadline, today: date) -> bool:
    reached = rung(row, today)
    return reached is not None and (row.reminded is None or reached < row.reminded)


def _remind(database: Engine, deadline_id: str, today: date, now: datetime) -> bool:
    with transaction(database) as session:
        row = session.get_one(Deadline, deadline_id)
        reached = rung(row, today)
        won = session.exec(
            update(Deadline)
            .where(
                col(Deadline.id) == deadline_id, col(Deadline.status) == "OPEN",
                or_(col(Deadline.reminded).is_(None), col(Deadline.reminded) > reached),
            )
            .values(reminded=reached)
        )  # fmt: skip
        if won.rowcount != 1 or reached is None:
            return False
        who = [str(person) for person in ladder.escalation(reached)]
        notices.tell(session, session.get_one(CaseFile, row.case_id), who, "own_deadline", now, deadline=row)
        return True
