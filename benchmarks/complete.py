"""How fast is completing a task? `python -m benchmarks.complete [--json]`

Measures, on the disk that holds the working folder: the engine's load + complete + save of one user task in an
instance of 17 waiting elements; completions per second through HTTP with 1 and 8 clients on SQLite; and, in the
same run, the rate of an empty durable transaction (one UPDATE, synchronous=FULL) on the same disk.
`python -m benchmarks.engine` measures this and all else.
"""

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks.diagram import SIZES
from benchmarks.disk import empty_rate
from benchmarks.office import inprocess_rate, open_tasks, prepare, start
from benchmarks.pages import http_rates
from benchmarks.report import Line, table
from benchmarks.steps import Bench
from worklist import serving
from worklist.config import Settings

#: Instances started beforehand; tasks completed in process.
INSTANCES, COMPLETED = 1_500, 400

LINES: tuple[Line, ...] = (
    ("step_ms_17", "engine: load + complete + save, 17 waiting elements (ms)", "≤ 2"),
    ("state_bytes_17", "size of that state (bytes)", ""),
    ("empty_tx_per_s", "empty durable transaction on the same disk (per s)", ""),
    ("inprocess_per_s_sqlite", "completions in process, SQLite (per s)", ""),
    ("http_per_s_1", "completions through HTTP, 1 client (per s)", "≥ 100 and ≥ ¼ of empty"),
    ("http_per_s_8", "completions through HTTP, 8 clients (per s)", "≥ 1 client"),
    ("http_p95_ms_8", "… 95th percentile (ms)", ""),
    ("rss_mb", "memory of the serving process (MB)", "≤ 150"),
)


def main() -> None:
    """Measure everything and print it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true", help="print one JSON object")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=".") as folder:
        figures = measure(Path(folder).resolve())
    print(json.dumps(figures) if chosen.json else table(figures, LINES))


def measure(folder: Path) -> dict[str, float]:
    """Return all figures of one run."""
    settings = Settings(database_url=f"sqlite:///{folder}/bench.db", var_dir=folder)
    database = serving.prepare(settings)
    prepare(database)
    figures = {"empty_tx_per_s": empty_rate(folder)}
    with Bench(database, SIZES[17]) as bench:
        figures |= {"step_ms_17": bench.milliseconds(bench.step), "state_bytes_17": len(bench.state)}
    figures |= completions(settings, folder)
    return figures


def completions(settings: Settings, folder: Path) -> dict[str, float]:
    """Return completions per second in process and through HTTP with 1 and 8 clients, on SQLite."""
    database = serving.prepare(settings)
    start(database, INSTANCES)
    figures = {"inprocess_per_s_sqlite": inprocess_rate(database, open_tasks(database, COMPLETED))}
    for clients in (1, 8):
        figures |= http_rates(settings, database, clients)
    return figures


if __name__ == "__main__":
    main()
