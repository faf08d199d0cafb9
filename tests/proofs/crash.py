"""Complete tasks until the process dies. `python -m tests.proofs.crash URL` completes open tasks until it is killed."""

import sys
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import Session, col, select, update

from db.models import Task
from db.session import open_database, reading, transaction
from worklist import engine
from worklist.identity import Actor

WORKER = Actor("alice", "Alice", frozenset({"case_worker"}), frozenset({"enforcement_lawyer"}))
NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)


class Crash(BaseException):
    """The process dies here: no code of ours catches it, nothing behind it runs."""


def crash_at(database: Engine, statement: int) -> None:
    """Die just before the given statement or commit, counted from now on."""
    count = 0

    def step(*_: Any) -> None:
        nonlocal count
        count += 1
        if count == statement:
            raise Crash

    event.listen(database, "before_cursor_execute", step)
    event.listen(database, "commit", step)


def open_tasks(database: Engine) -> list[str]:
    """Return the ids of the open tasks."""
    with reading(database) as session:
        return list(session.exec(select(Task.id).where(col(Task.state) == "open").order_by(col(Task.id))))


def complete_in_one(database: Engine, task_id: str) -> None:
    """Complete as Writ does: one transaction."""
    with transaction(database) as session:
        engine.complete_task(session, task_id, WORKER, NOW, {"result": "done"})


def complete_in_two(database: Engine, task_id: str) -> None:
    """Complete as one must not: mark the task in one transaction, move the instance in another."""
    with transaction(database) as session:
        session.exec(update(Task).where(col(Task.id) == task_id).values(state="completed", ended_at=NOW, ended_by="alice"))
    with transaction(database) as session:
        _reopen_quietly(session, task_id)
        engine.complete_task(session, task_id, WORKER, NOW, {"result": "done"})


def _reopen_quietly(session: Session, task_id: str) -> None:
    session.exec(update(Task).where(col(Task.id) == task_id).values(state="open", ended_at=None, ended_by=None))


def main() -> None:
    """Complete open tasks, telling each, until there is none or the process is killed."""
    database = open_database(sys.argv[1])
    for task_id in open_tasks(database):
        complete_in_one(database, task_id)
        print("completed", task_id, flush=True)


if __name__ == "__main__":
    main()
