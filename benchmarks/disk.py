"""What the disk itself allows: the rate of an empty durable transaction, beside which all other rates stand."""

import time
from pathlib import Path

from benchmarks.office import SECONDS
from db.session import sqlite_module


def empty_rate(folder: Path) -> float:
    """Return transactions per second of one UPDATE each, synchronous=FULL, WAL, through the plain driver."""
    connection = sqlite_module().connect(folder / "empty.db", isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "CREATE TABLE t (n)", "INSERT INTO t VALUES (0)"):
        connection.execute(statement)
    count, until = 0, time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        connection.execute("UPDATE t SET n = n + 1")
        count += 1
    connection.close()
    return round(count / SECONDS, 1)
