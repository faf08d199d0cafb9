"""Does the number of open tasks matter? The same work with a few and with a million open instances (SQLite).

The rows are copies of one real instance, its task, and candidate row, spread over the days of three years. They are made
once and kept under `var/`; delete the file to make them anew.
"""

import statistics
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, text
from sqlmodel import Session

from benchmarks.office import WORKER, inprocess_rate, open_tasks, prepare, start
from benchmarks.pages import server
from db import hot
from db.models import Candidate, Instance, Task
from db.session import reading, transaction
from worklist import serving
from worklist.cases import queries as cases
from worklist.config import Settings
from worklist.engine import queries

#: Rows made, many and few (two pages of the list); instances completed for a figure; how often a list is read.
ROWS, FEW, COMPLETED, LISTS = 1_000_000, 100, 200, 40
#: A day within the next three years, as SQLite keeps it.
_DUE = "strftime('%Y-%m-%d 16:00:00.000000', '2026-01-01', (n.i % 1000) || ' days')"
#: Table → column → what a copy has instead of the original's value. `n.i` counts the copies.
_COPIED = {
    Instance: {"id": "'i-' || n.i"},
    Task: {"id": "'t-' || n.i", "instance_id": "'i-' || n.i", "due_at": _DUE},
    Candidate: {"task_id": "'t-' || n.i", "due_at": _DUE},
}
#: A place behind most pages of the list: the days of the copies run from 2026 to 2028.
_DEEP = queries.Place(datetime(2028, 8, 1, tzinfo=UTC), "")
_OF_INSTANCE = {Instance: "id = :instance", Task: "id = :task", Candidate: "task_id = :task"}


def few_and_many(folder: Path, rows: int = ROWS) -> dict[str, float]:
    """Return completions per second and milliseconds of the team's list with few and with many open tasks, and the start-up."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"benchmark-{rows}.db"
    few = _office(folder / "benchmark-few.db", FEW)
    found = _work(few, "few")
    few.dispose()
    settings = Settings(database_url=f"sqlite:///{file}", var_dir=folder)
    many = _office(file, rows)
    found |= _work(many, "many")
    many.dispose()
    begin = time.perf_counter()
    with server(settings):
        found["startup_s_many"] = round(time.perf_counter() - begin, 2)
    found["open_tasks_many"] = rows
    return found


def _office(file: Path, rows: int) -> Engine:
    if not file.exists():
        unfinished = file.with_suffix(".new")
        unfinished.unlink(missing_ok=True)
        database = _prepared(unfinished)
        prepare(database)
        (instance,) = start(database, 1)
        with transaction(database) as session:
            _multiply(session, instance, rows)
            session.execute(text("ANALYZE"))
        database.dispose()
        unfinished.rename(file)
    return _prepared(file)


def _prepared(file: Path) -> Engine:
    return serving.prepare(Settings(database_url=f"sqlite:///{file}", var_dir=file.parent))


def _multiply(session: Session, instance: str, rows: int) -> None:
    """Copy the rows of an instance so many times."""
    task = session.execute(text("SELECT id FROM task WHERE instance_id = :i AND element_id = 'work'"), {"i": instance}).scalar()
    for model, changed in _COPIED.items():
        table = hot.table(model)
        names = [column.name for column in table.columns]
        values = ", ".join(changed.get(name, f"{table.name}.{name}") for name in names)
        session.execute(
            text(
                "WITH RECURSIVE n(i) AS (SELECT 1 WHERE :rows > 0 UNION ALL SELECT i + 1 FROM n WHERE i < :rows) "  # noqa: S608 — names of our own tables
                f"INSERT INTO {table.name} ({', '.join(names)}) SELECT {values} FROM n, {table.name} WHERE {_OF_INSTANCE[model]}"
            ),
            {"rows": rows, "instance": instance, "task": task},
        )


def _work(database: Engine, word: str) -> dict[str, float]:
    own = start(database, COMPLETED)
    rate = inprocess_rate(database, open_tasks(database, COMPLETED, own))
    return {
        f"inprocess_per_s_{word}": rate,
        f"list_ms_{word}": _list_ms(database, None),
        f"list_deep_ms_{word}": _list_ms(database, _DEEP),
    }


def _list_ms(database: Engine, after: queries.Place | None) -> float:
    times = []
    for _ in range(LISTS):
        begin = time.perf_counter()
        with reading(database) as session:
            queries.team_tasks(session, WORKER.id, WORKER.groups, where=cases.seen_by(WORKER), after=after)
        times.append((time.perf_counter() - begin) * 1000)
    return round(statistics.median(times), 2)
