"""No task is lost or completed twice, whenever the process dies. Promises P3 and P4; negative control included."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from benchmarks.diagram import FORM, waiting
from db.models import History, Instance, Task
from db.session import open_database, reading, transaction
from tests.proofs import crash
from worklist import engine
from worklist.engine import deployments, history
from worklist.engine.spiff import decode
from worklist.identity import COMMAND_LINE

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
INSTANCES = 6


@pytest.fixture
def running(database: Engine) -> Engine:
    with transaction(database) as session:
        engine.deploy(session, {"w.bpmn": waiting("w", 0), "work.form": FORM}, COMMAND_LINE, NOW)
        for number in range(INSTANCES):
            engine.start(session, "w", f"case-{number}", {}, COMMAND_LINE, NOW)
    return database


def worker(url: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.proofs.crash", url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def crash_once(url: str, seed: int, complete: Callable[[Engine, str], None]) -> set[str]:
    """Complete tasks in seeded order until the crash at a seeded statement; return those acknowledged."""
    chance, database = random.Random(seed), open_database(url)
    tasks = crash.open_tasks(database)
    chance.shuffle(tasks)
    said: set[str] = set()
    crash.crash_at(database, chance.randint(1, 60))
    try:
        for task_id in tasks:
            complete(database, task_id)
            said.add(task_id)
    except crash.Crash:
        pass
    finally:
        database.dispose()
    return said


def faults(database: Engine) -> list[str]:
    """Return what is wrong: an instance without its open task, a completion without its step, a broken chain."""
    found = []
    with reading(database) as session:
        for instance in session.exec(select(Instance)).all():
            tasks = session.exec(select(Task).where(col(Task.instance_id) == instance.id)).all()
            waits = {task.id for task in tasks if task.state == "open"}
            run = decode(instance.tokens, deployments.spec_of(session, instance.definition_id), None)  # type: ignore[arg-type]
            if {waiting.id for waiting in run.user_tasks()} != waits:
                found.append(f"{instance.id}: its tokens and its open tasks differ")
            done = [task.id for task in tasks if task.state == "completed"]
            noted = session.exec(
                select(History.task_id).where(
                    col(History.instance_id) == instance.id, col(History.kind) == "task_completed"
                )
            ).all()
            if sorted(done) != sorted(str(task) for task in noted):
                found.append(f"{instance.id}: {len(done)} tasks completed, {len(noted)} completions noted")
            found += [str(broken) for broken in history.verify(session, str(instance.business_key))]
    return found


def acknowledged(process: subprocess.Popen[str]) -> set[str]:
    out, error = process.communicate(timeout=60)
    assert process.returncode in (9, -9, 0), error
    return {line.split()[1] for line in out.splitlines() if line.startswith("completed")}


def completed(database: Engine) -> set[str]:
    with reading(database) as session:
        return set(session.exec(select(Task.id).where(col(Task.state) == "completed")))


#: `make soak` moves the seeds on with every round.
FIRST_SEED = int(os.environ.get("WRIT_TEST_SEED", "0")) * 50


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + 50))
def test_nothing_is_lost_or_doubled_wherever_the_process_crashes(running, database_url, seed):
    said = crash_once(database_url, seed, crash.complete_in_one)
    assert faults(running) == []
    assert said <= completed(running)
    for task_id in crash.open_tasks(running):
        crash.complete_in_one(running, task_id)
    assert faults(running) == []


@pytest.mark.parametrize("round_", range(10))
def test_nothing_is_lost_or_doubled_when_the_process_is_killed(running, database_url, round_):
    process = worker(database_url)
    time.sleep(0.7 + random.Random(round_).random() * 0.5)  # a kill comes when it comes; the check holds at any moment
    process.send_signal(signal.SIGKILL)
    said = acknowledged(process)
    assert faults(running) == []
    assert said <= completed(running)


def test_two_transactions_instead_of_one_lose_tasks(running, database_url):
    for seed in range(20):
        crash_once(database_url, seed, crash.complete_in_two)
    assert faults(running) != []
