"""Fixtures of the stories: an installation of their own on each database, and the people who work in it."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from db.session import open_database
from tests.databases import PostgreSQL, SQLite
from tests.processes.file_note import Case
from tests.processes.installation import InstalledPostgreSQL, InstalledSQLite
from tests.processes.team import TEAM


@pytest.fixture(scope="session")
def installed_sqlite(sqlite: SQLite, tmp_path_factory: pytest.TempPathFactory) -> InstalledSQLite:
    """An installation on SQLite to copy from."""
    return InstalledSQLite(sqlite, tmp_path_factory.mktemp("installed"))


@pytest.fixture(scope="session")
def installed_postgresql(postgresql: PostgreSQL) -> InstalledPostgreSQL:
    """An installation on PostgreSQL to clone."""
    return InstalledPostgreSQL(postgresql)


@pytest.fixture(params=["sqlite", "postgresql"])
def case(request: pytest.FixtureRequest) -> Iterator[Case]:
    """A case that nobody has opened yet, once on SQLite and once on PostgreSQL."""
    installed: InstalledSQLite | InstalledPostgreSQL = request.getfixturevalue(f"installed_{request.param}")
    database = open_database(installed.create())
    with Session(database, expire_on_commit=False) as session:
        yield Case(session, TEAM)
    database.dispose()
