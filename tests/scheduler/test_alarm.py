"""The alarm goes on ringing: clock set back, thread dead, too much to do, a chore that hangs."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from queue import Empty, Queue

import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import Session, select

from db.models import SchedulerBeat
from worklist import clock
from worklist.scheduler import BUDGET, STUCK, Alarm, Chore, Ticker, beat

#: Seconds after which a test gives up waiting for a thread.
PATIENCE = 20.0
START = datetime(2026, 3, 4, 2, tzinfo=UTC)
NEXT, LAST = START + timedelta(seconds=1), START + timedelta(seconds=2)


class Watch:
    """A monotonic clock that moves when told."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def calls() -> Queue[datetime]:
    return Queue()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def slow(database: Engine, calls: Queue[datetime], watch: Watch) -> Iterator[Ticker]:
    """A scheduler that by itself rings once, at the start, then in an hour."""

    def note(database: Engine, now: datetime) -> int:
        calls.put(now)
        return 0

    with Ticker(database, every=3600, chores=[Chore("timers", note, every=3600)], monotonic=watch) as ticker:
        calls.get(timeout=PATIENCE)
        yield ticker


def ticking(database: Engine, calls: Queue[datetime]) -> Ticker:
    chore = Chore("timers", lambda _, now: calls.put(now) or 0, every=0.05)
    return Ticker(database, every=0.05, now=clock.now, chores=[chore])


def test_ticks_go_on_when_the_clock_is_set_back_an_hour(database: Engine, calls: Queue[datetime]) -> None:
    with time_machine.travel(START, tick=True) as wall, ticking(database, calls) as ticker:
        calls.get(timeout=PATIENCE)
        wall.move_to(START - timedelta(hours=1))
        ticks = [calls.get(timeout=PATIENCE) for _ in range(5)]
    assert ticks[-1] < START
    assert ticker.nudges >= 1


def test_without_the_watchdog_a_clock_set_back_silences_the_alarm(calls: Queue[datetime]) -> None:
    alarm = Alarm()
    with time_machine.travel(START, tick=True) as wall:
        alarm.add_job(lambda: calls.put(START), "interval", seconds=0.05, next_run_time=START)
        alarm.start()
        calls.get(timeout=PATIENCE)
        wall.move_to(START - timedelta(hours=1))
        late = heard(calls)
        alarm.silence()
    assert late < 10


def heard(calls: Queue[datetime]) -> int:
    """Count calls until none comes for half a second, ten at most. A few may be on their way."""
    for count in range(10):
        try:
            calls.get(timeout=0.5)
        except Empty:
            return count
    return 10


def test_a_dead_scheduler_thread_is_replaced(
    database: Engine, calls: Queue[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading, "excepthook", lambda _: None)  # the thread is meant to die
    with ticking(database, calls) as ticker:
        calls.get(timeout=PATIENCE)
        kill(ticker)
        while not ticker.restarts:
            calls.get(timeout=PATIENCE)
        after = [calls.get(timeout=PATIENCE) for _ in range(3)]
    assert len(after) == 3
    assert ticker.restarts == 1


def kill(ticker: Ticker) -> None:
    alarm = ticker._alarm
    assert alarm is not None

    def broken() -> float:
        raise RuntimeError

    alarm._process_jobs = broken
    alarm.wakeup()


def test_a_chore_not_called_for_three_intervals_is_called(
    slow: Ticker, watch: Watch, calls: Queue[datetime]
) -> None:
    watch.time += 2 * 3600
    slow.check()
    assert slow.nudges == 0
    watch.time += 3600 + 1
    slow.check()
    assert calls.get(timeout=PATIENCE)
    assert slow.nudges == 1


def test_a_chore_that_hangs_is_named_in_the_beat(database: Engine, watch: Watch) -> None:
    started, release = threading.Event(), threading.Event()

    def hang(database: Engine, now: datetime) -> int:
        started.set()
        release.wait(PATIENCE)
        return 0

    with Ticker(database, every=1, chores=[Chore("outbox", hang, every=1)], monotonic=watch) as ticker:
        started.wait(PATIENCE)
        watch.time += STUCK + 1
        ticker.check()
        with Session(database) as session:
            note = session.exec(select(SchedulerBeat.note)).one()
        release.set()
    assert note == "late: outbox"
    assert ticker.nudges == 0


def test_a_chore_goes_on_until_nothing_is_left_and_reads_the_clock_anew_meanwhile(database: Engine, watch: Watch) -> None:
    left, clock, seen = iter(range(7, -1, -1)), iter([START, NEXT, LAST]), []

    def work(database: Engine, now: datetime) -> int:
        seen.append(now)
        watch.time += BUDGET * 0.4
        return next(left)

    chore = Chore("timers", work, every=3600)
    Ticker(database, chores=[chore], monotonic=watch, now=lambda: next(clock)).run(chore)
    assert seen == [START] * 3 + [NEXT] * 3 + [LAST] * 2


def test_a_chore_at_work_is_not_late_however_much_there_is(database: Engine, watch: Watch) -> None:
    left, late = iter(range(2 * int(STUCK), -1, -1)), []

    def work(database: Engine, now: datetime) -> int:
        watch.time += BUDGET
        late.extend(ticker.late())
        return next(left)

    chore = Chore("timers", work, every=5)
    ticker = Ticker(database, chores=[chore], monotonic=watch, now=lambda: START)
    ticker.run(chore)
    assert watch.time > 1000.0 + STUCK
    assert late == []


def test_a_chore_is_not_done_twice_at_a_time(database: Engine, calls: Queue[datetime]) -> None:
    chore = Chore("timers", lambda _, now: calls.put(now) or 0, every=5)
    with chore.busy:
        Ticker(database, chores=[chore]).run(chore)
    assert calls.empty()


def test_stopping_waits_for_the_rows_in_hand(database: Engine) -> None:
    started, finished = threading.Event(), threading.Event()

    def work(database: Engine, now: datetime) -> int:
        started.set()
        ticker._stopping.wait(PATIENCE)
        for _ in range(20):  # some work that begins after the order to stop
            beat(database, now)
        finished.set()
        return 1

    ticker = Ticker(database, chores=[Chore("timers", work, every=5)])
    ticker.start()
    started.wait(PATIENCE)
    ticker.stop()
    assert finished.is_set()


def test_a_chore_that_raises_is_called_again(database: Engine, calls: Queue[datetime]) -> None:
    def work(database: Engine, now: datetime) -> int:
        calls.put(now)
        raise ConnectionError("the database went away")

    with Ticker(database, every=0.05, chores=[Chore("timers", work, every=0.05)]):
        ticks = [calls.get(timeout=PATIENCE) for _ in range(3)]
    assert len(ticks) == 3
