"""Databases and sessions: one transaction per command."""

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Connection, Engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session, create_engine

#: SQLite before this version can corrupt a WAL database when a checkpoint races a writer.
SAFE_SQLITE = (3, 51, 3)
#: How long a statement may wait for another process's write lock, in milliseconds.
BUSY_TIMEOUT = 10_000
#: SQLite: pages in the write-ahead log before a commit also carries them over into the file. A completed task writes about 25
#: pages, many of them again and again; with SQLite's own 1,000 it paid a seventh of its time for carrying them over.
CARRIED_OVER = 8_000
#: PostgreSQL: a statement, a lock wait and an idle transaction end after this long, in milliseconds.
STATEMENT_TIMEOUT, LOCK_TIMEOUT, IDLE_TIMEOUT = 15_000, 10_000, 30_000
#: PostgreSQL: seconds a connection may have lain idle before the next one to use it asks whether it still lives. Asking costs a
#: round trip; asking before every transaction is a twentieth of a step.
TRUSTED_FOR = 1.0


class UnknownDatabase(ValueError):
    """An address of a kind of database that Writ does not run on."""


class WriterGate:
    """Let one writer of this process in at a time, first come first served.

    SQLite's own waiting is an unfair sleep loop: without the gate the slowest of 16 threads waits 9 s.
    """

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._busy = False

    def __enter__(self) -> None:
        with self._mutex:
            if not self._busy:
                self._busy = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def __exit__(self, *_: object) -> None:
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._busy = False


class NoGate:
    """PostgreSQL lets writers through; rows lock, not the database."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


_gates: dict[str, WriterGate] = {}


def gate(database: Engine) -> WriterGate | NoGate:
    """Return the writer gate of a database: one per SQLite file and process."""
    if database.dialect.name != "sqlite":
        return NoGate()
    return _gates.setdefault(str(database.url), WriterGate())


def open_database(url: str) -> Engine:
    """Open SQLite or PostgreSQL with the settings the promises rest on.

    Raises UnknownDatabase for another kind of database.
    """
    _read_url(url)
    if url.startswith("sqlite"):
        return _open_sqlite(url)
    if url.startswith(("postgresql", "postgres")):
        return _open_postgresql(url)
    raise UnknownDatabase(f"Expected a database URL that begins with sqlite: or postgresql:, got {url.split(':')[0]!r}")


def _read_url(url: str) -> URL:
    try:
        return make_url(url)
    except (ValueError, ArgumentError):  # what they say may hold the password
        raise UnknownDatabase("Expected a database URL such as sqlite:///writ.db or postgresql://host:5432/writ") from None


def missing_file(url: str) -> Path | None:
    """Return the file of a SQLite database that does not exist yet; None for one that does, and for a server."""
    named = _read_url(url).database if url.startswith("sqlite") else None
    file = Path(named) if named and named != ":memory:" and not named.startswith("file:") else None
    return None if file is None or file.exists() else file


def sqlite_module() -> ModuleType:
    """Return the driver to use: the standard one where it is safe, else the bundled newer SQLite."""
    if sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return sqlite3
    from pysqlite3 import dbapi2

    module: ModuleType = dbapi2
    return module


def _open_sqlite(url: str) -> Engine:
    database = create_engine(
        url, module=sqlite_module(), connect_args={"check_same_thread": False}, pool_size=20, max_overflow=20,
        hide_parameters=True,
    )
    event.listen(database, "connect", _set_pragmas)
    event.listen(database, "begin", _begin)
    return database


def _open_postgresql(url: str) -> Engine:
    url = url.replace("postgres://", "postgresql://", 1).replace("postgresql://", "postgresql+psycopg://", 1)
    limits = {
        "statement_timeout": STATEMENT_TIMEOUT,
        "lock_timeout": LOCK_TIMEOUT,
        "idle_in_transaction_session_timeout": IDLE_TIMEOUT,
    }
    database = create_engine(
        url,
        isolation_level="READ COMMITTED",
        hide_parameters=True,  # what people typed, password hashes among it, is in no error and no log
        pool_size=10,
        max_overflow=20,
        connect_args={
            "connect_timeout": 10,
            "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
        },
    )
    _ask_idle_connections(database)
    return database


def _ask_idle_connections(database: Engine) -> None:
    """Replace the connections of the pool when one that lay idle turns out to be dead, as after a restart of the server."""

    def lay_down(_dbapi: Any, record: ConnectionPoolEntry) -> None:
        record.info["idle_since"] = time.monotonic()

    def ask(dbapi: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        idle_since = record.info.get("idle_since")
        if idle_since is None or time.monotonic() - idle_since < TRUSTED_FOR:
            return
        try:
            database.dialect.do_ping(dbapi)
        except database.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(database, "checkin", lay_down)
    event.listen(database, "checkout", ask)


def _set_pragmas(dbapi: Any, record: object) -> None:
    dbapi.isolation_level = None  # the driver's own BEGIN comes too late and loses updates
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"wal_autocheckpoint={CARRIED_OVER}",
        f"busy_timeout={BUSY_TIMEOUT}",
        "foreign_keys=ON",
        "trusted_schema=OFF",
    ):
        dbapi.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    read_only = connection.get_execution_options().get("read_only")
    connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")


#: PostgreSQL's codes for a deadlock, a lock not had in time, and two transactions that cannot both be.
CONTENTION = frozenset({"40P01", "55P03", "40001"})


def is_contention(error: DBAPIError) -> bool:
    """Return whether a statement failed because others were at the same rows; trying again may succeed."""
    return getattr(error.orig, "sqlstate", None) in CONTENTION or "database is locked" in str(error.orig)


@contextmanager
def transaction(database: Engine) -> Generator[Session]:
    """Yield a session that commits when the block ends and rolls back when it raises."""
    with gate(database), Session(database, expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def reading(database: Engine) -> Generator[Session]:
    """Yield a session that takes no write lock and is rolled back at the end."""
    read_only = database.execution_options(read_only=True)
    with Session(read_only, expire_on_commit=False, autoflush=False) as session:
        yield session
