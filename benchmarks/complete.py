"""How fast is completing a task? `python -m benchmarks.complete [--json] [--write-readme]`

Measures, on the disk that holds the working folder: the engine's load + complete + save of one user task in an
instance of 17 waiting elements; completions per second through HTTP with 1 and 8 clients on SQLite; and, in the
same run, the rate of an empty durable transaction (one UPDATE, synchronous=FULL) on the same disk.
"""

import argparse
import http.client
import json
import os
import re
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine
from sqlmodel import col, select

from benchmarks.diagram import FORM, SEVENTEEN
from db.models import Task
from db.session import reading, sqlite_module, transaction
from worklist import clock, engine, serving
from worklist.cases import file, people
from worklist.config import Settings
from worklist.identity import COMMAND_LINE, Actor

README = Path(__file__).resolve().parent.parent / "README.md"
WORKER = Actor("bench", "Bench", frozenset({"case_worker"}), frozenset({"enforcement_lawyer"}))
PASSWORD = "correct horse battery staple"  # noqa: S105 — of a database that lives for a minute
#: Seconds each rate is measured for; instances and cases made beforehand.
SECONDS, INSTANCES, CASES = 4.0, 1_500, 50


def main() -> None:
    """Measure everything and print it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--json", action="store_true", help="print one JSON object")
    arguments.add_argument("--write-readme", action="store_true", help="put the figures into README.md")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=".") as folder:
        figures = measure(Path(folder).resolve())
    print(json.dumps(figures) if chosen.json else table(figures))
    if chosen.write_readme:
        write_readme(figures)


def measure(folder: Path) -> dict[str, float]:
    """Return all figures of one run."""
    settings = Settings(database_url=f"sqlite:///{folder}/bench.db", var_dir=folder)
    database = serving.prepare(settings)
    prepare(database)
    figures = {"empty_tx_per_s": empty_rate(folder)}
    figures |= engine_step(database)
    figures["inprocess_per_s"] = inprocess_rate(database)
    for clients in (1, 8):
        figures |= http_rates(settings, database, clients)
    figures["http_1_to_empty"] = round(figures["http_per_s_1"] / figures["empty_tx_per_s"], 3)
    return figures


def prepare(database: Engine) -> None:
    """Deploy the diagram, start instances, add the user."""
    now = clock.now()
    with transaction(database) as session:
        people.add(
            session, WORKER.id, "Bench", now, password=PASSWORD, roles=WORKER.roles, groups=WORKER.groups
        )
        engine.deploy(session, {"seventeen.bpmn": SEVENTEEN, "work.form": FORM}, COMMAND_LINE, now)
        cases = [file.create(session, COMMAND_LINE, now).id for _ in range(CASES)]
        for number in range(INSTANCES):
            engine.start(session, "seventeen", cases[number % CASES], {"note": "x" * 40}, COMMAND_LINE, now)


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


def engine_step(database: Engine) -> dict[str, float]:
    """Return milliseconds of load + complete + settle + encode, without the database, and the state's size."""
    from worklist.engine.spiff import decode, encode
    from worklist.engine.stage import Stage, StageHost

    with reading(database) as session:
        stage = Stage(session, WORKER, clock.now())
        opened = stage.open(session.exec(select(Task.instance_id)).first() or "")
        state, spec, host = opened.instance.tokens, opened.run.spec, StageHost(stage, opened.instance)
        times = []
        for _ in range(400):
            begin = time.perf_counter()
            run = decode(state, spec, host)
            waiting = next(task for task in run.user_tasks() if task.node.id == "work")
            run.complete(waiting.id, {"result": "done"})
            run.settle()
            encode(run)
            times.append((time.perf_counter() - begin) * 1000)
    return {"step_ms_17": round(statistics.median(times), 3), "state_bytes_17": len(state)}


def inprocess_rate(database: Engine) -> float:
    """Return completions per second with one transaction each, without HTTP."""
    ids = open_tasks(database, 400)
    begin = time.perf_counter()
    for task_id in ids:
        with transaction(database) as session:
            engine.complete_task(session, task_id, WORKER, clock.now(), {"result": "done"})
    return round(len(ids) / (time.perf_counter() - begin), 1)


def open_tasks(database: Engine, limit: int) -> list[str]:
    """Return ids of open tasks, oldest first."""
    with reading(database) as session:
        query = select(Task.id).where(col(Task.state) == "open", col(Task.element_id) == "work")
        return list(session.exec(query.order_by(col(Task.created_at), col(Task.id)).limit(limit)))


def http_rates(settings: Settings, database: Engine, clients: int) -> dict[str, float]:
    """Return completions per second and the 95th percentile in ms through HTTP with so many clients."""
    with server(settings) as (port, process):
        ids, lock = iter(open_tasks(database, 1_000)), threading.Lock()
        times: list[float] = []
        all_logged_in = threading.Barrier(clients + 1)

        def work() -> None:
            client = Client(port)  # checking a password is slow on purpose, and no part of the figure
            all_logged_in.wait()
            until = time.perf_counter() + SECONDS
            while time.perf_counter() < until:
                with lock:
                    task_id = next(ids, None)
                if task_id is None:
                    return
                begin = time.perf_counter()
                client.complete(task_id)
                times.append(time.perf_counter() - begin)

        threads = [threading.Thread(target=work) for _ in range(clients)]
        for thread in threads:
            thread.start()
        all_logged_in.wait()
        begin = time.perf_counter()
        for thread in threads:
            thread.join()
        spent = time.perf_counter() - begin
        memory = memory_mb(process.pid)
    times.sort()
    return {
        f"http_per_s_{clients}": round(len(times) / spent, 1),
        f"http_p95_ms_{clients}": round(times[int(len(times) * 0.95)] * 1000, 1),
        "rss_mb": memory,
    }


def memory_mb(pid: int) -> float:
    """Return the resident memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return round(int(found[1]) / 1024, 1) if found else 0.0


class Client:
    """A browser without a screen: keeps its cookie, posts forms."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}
        page = self.request("GET", "/login")
        self.post("/login", {"user": WORKER.id, "password": PASSWORD, "_csrf": _token(page)})
        self.token = _token(self.request("GET", "/tasks"))

    def complete(self, task_id: str) -> None:
        """Complete a task as the page's form does, without reading the page first."""
        key = secrets.token_hex(16)
        fields = {"_csrf": self.token, "_key": key, "_revision": "1", "result": "done"}
        self.post(f"/tasks/{task_id}/complete", fields)

    def post(self, path: str, fields: dict[str, str]) -> str:
        return self.request("POST", path, urlencode(fields))

    def request(self, method: str, path: str, body: str | None = None) -> str:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookies, "Origin": f"http://127.0.0.1:{self.connection.port}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, content = value.partition(";")[0].partition("=")
                self.cookies[cookie] = content
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path} answered {answer.status}: {text[:300]}")
        return text


def _token(page: str) -> str:
    found = re.search(r'name="_csrf"[^>]*value="([^"]+)"', page)
    return found[1] if found else ""


@contextmanager
def server(settings: Settings) -> Iterator[tuple[int, Any]]:
    """Run `writ web` beside this process and yield its port and process."""
    port = serving.free_port("127.0.0.1", 8600)
    environment = os.environ | {
        "WRIT_DATABASE_URL": settings.database_url, "WRIT_PORT": str(port), "WRIT_VAR_DIR": str(settings.var_dir),
    }  # fmt: skip
    process = subprocess.Popen([sys.executable, "-m", "worklist", "web"], env=environment, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        process.stdout.readline()
        yield port, process
    finally:
        process.terminate()
        process.wait(10)


ROWS = (
    ("step_ms_17", "engine: load + complete + save, 17 waiting elements (ms)", "≤ 2"),
    ("state_bytes_17", "size of that state (bytes)", ""),
    ("empty_tx_per_s", "empty durable transaction on the same disk (per s)", ""),
    ("inprocess_per_s", "completions in process, SQLite (per s)", ""),
    ("http_per_s_1", "completions through HTTP, 1 client (per s)", "≥ 100 and ≥ ¼ of empty"),
    ("http_per_s_8", "completions through HTTP, 8 clients (per s)", "≥ 1 client"),
    ("http_p95_ms_8", "… 95th percentile (ms)", ""),
    ("rss_mb", "memory of the serving process (MB)", "≤ 150"),
)


def table(figures: dict[str, float]) -> str:
    """Return the figures as a Markdown table."""
    lines = ["| measured | figure | target |", "|---|---|---|"]
    lines += [f"| {label} | {figures[key]:,} | {target} |" for key, label, target in ROWS if key in figures]
    return "\n".join(lines)


def write_readme(figures: dict[str, float]) -> None:
    """Put the table between the marks in README.md."""
    text = README.read_text(encoding="utf-8")
    begin, end = "<!-- figures: begin -->", "<!-- figures: end -->"
    head, _, rest = text.partition(begin)
    README.write_text(f"{head}{begin}\n{table(figures)}\n{end}{rest.partition(end)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
