"""The office that benchmarks work in: one person, one diagram, many instances of it."""

import time
from collections.abc import Sequence

from sqlalchemy import Engine
from sqlmodel import col, select

from benchmarks.diagram import ALL, FORM, SIZES
from db.models import Task
from db.session import reading, transaction
from worklist import clock, engine
from worklist.cases import file, people
from worklist.identity import COMMAND_LINE, Actor

WORKER = Actor("bench", "Bench", frozenset({"case_worker"}), frozenset({"enforcement_lawyer"}))
PASSWORD = "correct horse battery staple"  # noqa: S105 — of a database that lives for a minute
#: Seconds each rate is measured for; cases the instances belong to.
SECONDS, CASES = 4.0, 50


def prepare(database: Engine) -> None:
    """Add the user and deploy the diagrams."""
    now = clock.now()
    with transaction(database) as session:
        people.add(session, WORKER.id, "Bench", now, password=PASSWORD, roles=WORKER.roles, groups=WORKER.groups)
        files = {f"{key}.bpmn": source for key, source in ALL.items()}
        engine.deploy(session, files | {"work.form": FORM}, COMMAND_LINE, now)


def start(database: Engine, count: int, key: str = SIZES[17]) -> list[str]:
    """Start instances of a diagram, spread over cases, and return their ids."""
    now = clock.now()
    with transaction(database) as session:
        cases = [file.create(session, COMMAND_LINE, now).id for _ in range(min(count, CASES))]
        return [
            engine.start(session, key, cases[number % len(cases)], {"note": "x" * 40}, COMMAND_LINE, now)
            for number in range(count)
        ]


def open_tasks(database: Engine, limit: int, instances: Sequence[str] = ()) -> list[str]:
    """Return ids of open tasks `work`, oldest first; of some instances only, when they are given."""
    query = select(Task.id).where(col(Task.state) == "open", col(Task.element_id) == "work")
    if instances:
        query = query.where(col(Task.instance_id).in_(instances))
    with reading(database) as session:
        return list(session.exec(query.order_by(col(Task.created_at), col(Task.id)).limit(limit)))


def inprocess_rate(database: Engine, tasks: Sequence[str]) -> float:
    """Return completions per second with one transaction each, without HTTP."""
    begin = time.perf_counter()
    for task_id in tasks:
        with transaction(database) as session:
            engine.complete_task(session, task_id, WORKER, clock.now(), {"result": "done"})
    return round(len(tasks) / (time.perf_counter() - begin), 1)
