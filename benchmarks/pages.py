"""Completions through HTTP: a server of its own, browsers without a screen."""

import http.client
import os
import re
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Engine

from benchmarks.office import PASSWORD, SECONDS, WORKER, open_tasks
from worklist import serving
from worklist.config import Settings


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
