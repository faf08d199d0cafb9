"""Timers fired per second, one timer a transaction: by this process, and by processes beside each other.

`python -m benchmarks.timers URL` fires what is due in a database when a line comes in, and prints how many it fired.
"""

import subprocess
import sys
import time
from datetime import timedelta

from sqlalchemy import Engine

from benchmarks.office import start
from db.session import open_database
from worklist import clock, engine
from worklist.cases import wiring

#: Timers each figure is measured with; rows taken between two looks.
TIMERS, BATCH = 1_000, 10
#: The hour for which they wait is over.
LATER = timedelta(hours=2)


def one_process(database: Engine) -> float:
    """Return timers fired per second by this process."""
    start(database, TIMERS, "timed")
    begin = time.perf_counter()
    fired = fire(database)
    return round(fired / (time.perf_counter() - begin), 1)


def fire(database: Engine) -> int:
    """Fire all that is due and return how many."""
    fired, now = 0, clock.now() + LATER
    while done := engine.fire_due_timers(database, now, BATCH):
        fired += done
    return fired


def processes(database: Engine, url: str, count: int) -> float:
    """Return timers fired per second by so many processes together. Raises RuntimeError when one fired twice or never."""
    start(database, TIMERS, "timed")
    workers = [
        subprocess.Popen([sys.executable, "-m", "benchmarks.timers", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(count)
    ]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    begin = time.perf_counter()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    fired = sum(int(worker.communicate()[0]) for worker in workers)
    spent = time.perf_counter() - begin
    if fired != TIMERS:
        raise RuntimeError(f"Expected {TIMERS} timers to fire, {fired} did")
    return round(fired / spent, 1)


def main(url: str) -> None:
    """Be one of the processes."""
    wiring.connect()
    database = open_database(url)
    print("ready", flush=True)
    sys.stdin.readline()
    print(fire(database), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
