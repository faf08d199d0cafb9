"""Two scheduler processes against one PostgreSQL, one of them killed: each timer fires exactly once. Promise P1."""

import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from db.models import Outbox, Timer
from db.session import open_database, reading, transaction
from tests.engine.diagrams import boundary, end, process, service, start, timer, user
from tests.proofs import fire
from worklist import engine
from worklist.identity import COMMAND_LINE

BEFORE = datetime(2026, 3, 1, 4, tzinfo=UTC)
TIMERS = 2_000

REMINDED = process(
    "reminded", start(), user("work"), boundary("due", "work", timer("Duration", "PT1H"), False),
    service("tell", "proof.note"), end("told"), end(), flows=("start > work > end", "due > tell > told"),
)  # fmt: skip


@pytest.fixture
def url(postgresql):
    address = postgresql.create()
    database = open_database(address)
    fire.connect()
    with transaction(database) as session:
        engine.deploy(session, {"reminded.bpmn": REMINDED}, COMMAND_LINE, BEFORE)
    for first in range(0, TIMERS, 250):
        with transaction(database) as session:
            for number in range(first, first + 250):
                engine.start(session, "reminded", f"case-{number}", {}, COMMAND_LINE, BEFORE)
    database.dispose()
    yield address
    postgresql.drop(address)


def scheduler(url: str, *way: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.proofs.fire", url, *way]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def told(database: Engine) -> Counter[str | None]:
    with reading(database) as session:
        return Counter(session.exec(select(Outbox.case_id)).all())


def states(database: Engine) -> Counter[str]:
    with reading(database) as session:
        return Counter(session.exec(select(Timer.state)).all())


def test_two_schedulers_fire_each_of_2000_timers_once_though_one_is_killed(url):
    database = open_database(url)
    victim, survivor = scheduler(url), scheduler(url)
    assert victim.stdout is not None
    for _ in range(5):
        victim.stdout.readline()
    victim.send_signal(signal.SIGKILL)
    victim.communicate(timeout=10)
    survivor.communicate(timeout=120)
    assert states(database) == {"fired": TIMERS}
    assert len(told(database)) == TIMERS
    assert set(told(database).values()) == {1}
    database.dispose()


def test_without_claiming_the_row_two_schedulers_double(url):
    database = open_database(url)
    for process_ in [scheduler(url, "naive"), scheduler(url, "naive")]:
        process_.communicate(timeout=120)
    assert max(told(database).values()) > 1
    database.dispose()
