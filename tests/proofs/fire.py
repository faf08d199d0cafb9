"""Fire due timers until none is left: the scheduler process of the proof. `python -m tests.proofs.fire URL [naive]`."""

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import col, update

from db.models import Outbox, Timer
from db.session import open_database, reading, transaction
from worklist import engine
from worklist.engine import timers

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)


def note(work: engine.Work) -> Mapping[str, Any]:
    """The effect that is counted: one row without a unique key, so that a double would show."""
    work.session.add(Outbox(kind="notice", case_id=work.business_key, created_at=work.now, due_at=work.now))
    work.session.flush()
    return {}


def connect() -> None:
    """Let the engine know the one topic of the proof."""
    engine.hooks.workers = {"proof.note": note}


def fire_naively(database: Engine, limit: int) -> int:
    """Fire as one must not: look, act, mark, without claiming the row first."""
    with reading(database) as session:
        found = timers.due_timers(session, NOW, limit)
    for timer_id, _ in found:
        with transaction(database) as session:
            timer = session.get_one(Timer, timer_id)
            session.add(Outbox(kind="notice", case_id=timer.instance_id, created_at=NOW, due_at=NOW))
            session.exec(update(Timer).where(col(Timer.id) == timer_id).values(state="fired"))
    return len(found)


def main() -> None:
    """Fire until nothing is due, telling how many after each sweep."""
    database = open_database(sys.argv[1])
    connect()
    naive = "naive" in sys.argv[2:]
    print("ready", flush=True)
    while True:
        fired = fire_naively(database, 50) if naive else engine.fire_due_timers(database, NOW, 50)
        with reading(database) as session:
            left = timers.due_timers(session, NOW, 1)
        print("fired", fired, flush=True)
        if not left:
            return


if __name__ == "__main__":
    main()
