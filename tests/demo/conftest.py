"""Fixtures of the demo: installations in which stories are told, and the undoing of it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from db.session import open_database
from tests.databases import PostgreSQL, SQLite
from tests.demo.promises import install, short
from worklist.cases import wiring


@pytest.fixture(scope="session")
def installed(sqlite: SQLite) -> Path:
    """An SQLite file in which the shipped processes are deployed, to copy from."""
    url = sqlite.create()
    install(url).dispose()
    return Path(url.removeprefix("sqlite:///"))


@pytest.fixture
def fresh(installed: Path, tmp_path: Path) -> Iterator[Engine]:
    """An installation on SQLite of the test's own."""
    yield from _copied(installed, tmp_path)


@pytest.fixture(scope="module")
def office(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An installation on SQLite for stories that are undone."""
    yield from _copied(installed, tmp_path_factory.mktemp("office"))


def _copied(installed: Path, folder: Path) -> Iterator[Engine]:
    database = open_database(f"sqlite:///{shutil.copy(installed, folder)}")
    wiring.connect()
    yield database
    database.dispose()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def seeded(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A demo with the short stories, as of now, once on SQLite and once on PostgreSQL. Tests only read it."""
    server: SQLite | PostgreSQL = request.getfixturevalue(request.param)
    url = server.create()
    database = install(url)
    short(database)
    yield database
    database.dispose()
    server.drop(url)


@contextmanager
def undone(database: Engine) -> Iterator[Session]:
    """Yield a session whose work is undone."""
    with Session(database) as session:
        yield session
        session.rollback()
