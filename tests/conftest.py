"""Fixtures of all tests: two real databases, four people, one instant."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from db.session import open_database
from tests.databases import PostgreSQL, SQLite, stop_server
from worklist.identity import Actor

#: Where the PostgreSQL server of this test run lives; set by the process that runs pytest, inherited by its workers.
PLACE = "WRIT_TEST_POSTGRESQL_DIR"


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[PLACE] = tempfile.mkdtemp(prefix="writ-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        place = Path(os.environ.pop(PLACE))
        stop_server(place)
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> SQLite:
    """A migrated SQLite file to copy from."""
    return SQLite(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgresql() -> PostgreSQL:
    """The PostgreSQL server of this test run with a migrated template; raises when it cannot start."""
    return PostgreSQL(Path(os.environ[PLACE]))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a migrated, empty database of this test's own: once SQLite, once PostgreSQL."""
    server: SQLite | PostgreSQL = request.getfixturevalue(request.param)
    url = server.create()
    yield url
    server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database in which no migration has run."""
    server: SQLite | PostgreSQL = request.getfixturevalue(request.param)
    url = server.create(migrated=False)
    yield url
    server.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """The opened database of `database_url`."""
    database = open_database(database_url)
    yield database
    database.dispose()


@pytest.fixture
def session(database: Engine) -> Iterator[Session]:
    """A session for single commands. Commit it before the test opens a transaction of its own."""
    with Session(database, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def now() -> datetime:
    """09:00 of Wednesday 4 March 2026 at the court."""
    return datetime(2026, 3, 4, 1, 0, tzinfo=UTC)


@pytest.fixture
def alice() -> Actor:
    """A case worker: enforcement lawyer, and of the foreign desk."""
    return Actor(
        "alice", "Alice Zhou", frozenset({"case_worker"}), frozenset({"enforcement_lawyer", "foreign_desk"})
    )


@pytest.fixture
def bob() -> Actor:
    """A partner."""
    return Actor("bob", "Bob Lin", frozenset({"partner"}), frozenset({"partner"}))


@pytest.fixture
def charlie() -> Actor:
    """Somebody with an account and nothing else: may see nothing."""
    return Actor("charlie", "Charlie Wu")


@pytest.fixture
def clerk() -> Actor:
    """The clerk who opens the post."""
    return Actor("dora", "Dora Sun", frozenset({"clerk"}), frozenset({"intake"}))
