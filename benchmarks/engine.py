"""Everything measured in one run. `python -m benchmarks.engine [--json] [--write-readme] [--rows N]`

Steps of the engine for 17, 50 and 200 waiting elements, starts, 200 parallel instances, 1,000 rounds of a loop, each without a
database and beside plain SpiffWorkflow; completions per second in process (SQLite, PostgreSQL) and through HTTP (1 and 8 clients);
timers per second with 1 and 2 processes; all of it with a million open tasks; and, on the same disk in the same run, the rate of
an empty durable transaction. Rates depend on the machine and on what else runs on it: compare figures of one run.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import Engine

from benchmarks.complete import completions
from benchmarks.diagram import MANY, SIZES
from benchmarks.disk import empty_rate
from benchmarks.million import ROWS, few_and_many
from benchmarks.office import inprocess_rate, open_tasks, prepare, start
from benchmarks.plain import plain_step_ms
from benchmarks.report import Line, table, write_readme
from benchmarks.steps import ROUNDS, steps
from benchmarks.timers import one_process, processes
from tests.databases import start_server, stop_server
from worklist import serving
from worklist.config import Settings

#: Tasks completed in process on PostgreSQL.
COMPLETED = 400

LINES: tuple[Line, ...] = (
    ("step_ms_17", "engine: load + complete + save, 17 waiting elements (ms)", "≤ 1"),
    ("step_ms_50", "… 50 waiting elements (ms)", "≤ 2"),
    ("step_ms_200", "… 200 waiting elements (ms)", ""),
    (f"step_ms_parallel_{MANY}", f"… one of {MANY} parallel instances of a task (ms)", ""),
    ("start_ms_17", "engine: start with 17 waiting elements (ms)", ""),
    (f"start_ms_parallel_{MANY}", f"… with {MANY} parallel instances (ms)", ""),
    ("ratio_to_plain_17", "plain SpiffWorkflow 3.2.0, the same step: times as long (17)", "≥ 10"),
    ("ratio_to_plain_50", "… (50)", ""),
    ("ratio_to_plain_200", "… (200)", ""),
    (f"last_to_first_of_{ROUNDS}", f"last 100 of {ROUNDS:,} rounds of a loop: times as long as the first 100", "about 1"),
    ("state_growth", "… size of the state: times as large", "about 1"),
    ("empty_tx_per_s", "empty durable transaction on the same disk (per s)", ""),
    ("inprocess_per_s_sqlite", "completions in process, SQLite (per s)", "≥ 350 and ≥ ⅓ of empty"),
    ("inprocess_per_s_postgresql", "completions in process, PostgreSQL (per s)", ""),
    ("http_per_s_1", "completions through HTTP, 1 client (per s)", "≥ 150 and ≥ ½ of in process"),
    ("http_per_s_8", "completions through HTTP, 8 clients (per s)", "≥ 1 client"),
    ("http_p95_ms_8", "… 95th percentile (ms)", "≤ 100"),
    ("timers_per_s", "timers fired, one a transaction, SQLite (per s)", "≥ 250"),
    ("timers_per_s_postgresql_1", "timers fired, PostgreSQL, 1 process (per s)", "≥ 250"),
    ("timers_per_s_postgresql_2", "… 2 processes (per s)", "≥ 1.6 × 1 process"),
    ("inprocess_per_s_few", "completions in process with 100 to 300 open tasks (per s)", ""),
    ("inprocess_per_s_many", "… with a million open tasks (per s)", "the same"),
    ("list_ms_few", "first page of a team's list with 100 open tasks (ms)", ""),
    ("list_ms_many", "… with a million open tasks (ms)", "the same"),
    ("list_deep_ms_many", "a page far behind with 1,000,000 open tasks (ms)", ""),
    ("startup_s_many", "start-up with a million open instances (s)", "< 2"),
    ("rss_mb", "memory of the serving process (MB)", "≤ 150"),
)


def main() -> None:
    """Measure everything and print it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true", help="print one JSON object")
    arguments.add_argument("--write-readme", action="store_true", help="put the figures into README.md")
    arguments.add_argument("--rows", type=int, default=ROWS, help="open tasks to measure with; 0: leave that out")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=".") as folder:
        figures = measure(Path(folder).resolve(), chosen.rows)
    print(json.dumps(figures) if chosen.json else table(figures, LINES))
    if chosen.write_readme:
        write_readme(figures, LINES)


def measure(folder: Path, rows: int) -> dict[str, float]:
    """Return all figures of one run."""
    settings = Settings(database_url=f"sqlite:///{folder}/bench.db", var_dir=folder)
    database = serving.prepare(settings)
    prepare(database)
    figures = {"empty_tx_per_s": empty_rate(folder)} | steps(database)
    for size in SIZES:
        figures[f"ratio_to_plain_{size}"] = round(plain_step_ms(size) / figures[f"step_ms_{size}"], 1)
    figures |= completions(settings, folder)
    figures["timers_per_s"] = one_process(database)
    with postgresql(folder) as (server, url):
        prepare(server)
        start(server, COMPLETED)
        figures["inprocess_per_s_postgresql"] = inprocess_rate(server, open_tasks(server, COMPLETED))
        for count in (1, 2):
            figures[f"timers_per_s_postgresql_{count}"] = processes(server, url, count)
    return figures | (few_and_many(Path("var").resolve(), rows) if rows else {})


@contextmanager
def postgresql(folder: Path) -> Iterator[tuple[Engine, str]]:
    """Run a PostgreSQL server with its own settings, every commit durable, and yield a database and its address."""
    place = folder / "postgresql"
    place.mkdir()
    try:
        admin = start_server(place)
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute("CREATE DATABASE bench")
        url = admin.replace("/postgres?", "/bench?", 1)
        database = serving.prepare(Settings(database_url=url, var_dir=folder))
        yield database, url
        database.dispose()
    finally:
        stop_server(place)


if __name__ == "__main__":
    main()
