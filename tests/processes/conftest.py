"""Fixtures of the stories: one installation on each database, in which every module and every test tidies up."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Engine
from sqlmodel import Session

from tests.databases import PostgreSQL, SQLite
from tests.processes import ends
from tests.processes.file_note import Case
from tests.processes.installation import install
from tests.processes.team import TEAM
from worklist.cases import wiring

#: Begins a case that lasts for the tests of the module.
Begin = Callable[[], Case]


@pytest.fixture(scope="session")
def installed_sqlite(sqlite: SQLite) -> Iterator[Engine]:
    """An installation on SQLite."""
    database = install(sqlite.create())
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def installed_postgresql(postgresql: PostgreSQL) -> Iterator[Engine]:
    """An installation on PostgreSQL."""
    database = install(postgresql.create())
    yield database
    database.dispose()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest) -> Iterator[Connection]:
    """An installation, once on SQLite and once on PostgreSQL; what a module does in it is undone at its end."""
    database: Engine = request.getfixturevalue(f"installed_{request.param}")
    wiring.connect()
    with database.connect() as connection:
        if database.dialect.name == "postgresql":
            connection.exec_driver_sql("SET idle_in_transaction_session_timeout = 0")
        yield connection
        connection.rollback()


@pytest.fixture(autouse=True)
def promise(request: pytest.FixtureRequest) -> Iterator[None]:
    """A test that `ends.csv` names must reach its ends. It comes first, so that it looks back last."""
    ends.UNDONE.clear()
    yield
    test = ends.name(request.node.nodeid)
    if test in ends.promised():
        with at_work(request.getfixturevalue("office")) as session:
            ends.must_have_reached(test, ends.promised()[test], ends.UNDONE | ends.reached(session))


@pytest.fixture(scope="module")
def begin(office: Connection) -> Begin:
    """Begin a case that all tests of the module read."""
    return lambda: Case(at_work(office), TEAM)


@pytest.fixture
def case(office: Connection) -> Iterator[Case]:
    """A case that nobody has opened yet; undone at the end of the test."""
    with undone(office) as session:
        yield Case(session, TEAM)


@contextmanager
def undone(office: Connection) -> Iterator[Session]:
    """Yield a session whose work is undone at the end."""
    savepoint = office.begin_nested()
    session = at_work(office)
    try:
        yield session
    finally:
        ends.UNDONE.update(ends.reached(session))
        session.close()
        savepoint.rollback()


def at_work(office: Connection) -> Session:
    """Return a session within the transaction of the office: what it commits the other sessions there see."""
    return Session(office, expire_on_commit=False, join_transaction_mode="rollback_only")
