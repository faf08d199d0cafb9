"""Writers take turns and lose nothing; without our settings they would."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from db.models import ChainHead
from db.session import WriterGate, open_database, sqlite_module, transaction
from tests.databases import PostgreSQL, SQLite

THREADS, ROUNDS = 16, 10
READ = text("SELECT number FROM chain_head")
WRITE = text("UPDATE chain_head SET number = :number")


@pytest.fixture
def counter(database: Engine) -> Engine:
    start_counting(database)
    return database


def start_counting(database: Engine) -> None:
    with transaction(database) as session:
        session.add(ChainHead(chain="c", number=0))


def count(database: Engine) -> int:
    with Session(database) as session:
        return session.exec(select(ChainHead.number)).one()


def test_sixteen_threads_lose_no_update(counter: Engine) -> None:
    def add(_: int) -> None:
        with transaction(counter) as session:
            head = session.exec(select(ChainHead).where(col(ChainHead.chain) == "c").with_for_update()).one()
            head.number += 1

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(add, range(THREADS * ROUNDS)))
    assert count(counter) == THREADS * ROUNDS


def interleave(database: Engine) -> None:
    """Read twice, then write twice, over two connections: what two threads do at the worst moment."""
    with database.connect() as first, database.connect() as second:
        one, other = first.execute(READ).scalar_one(), second.execute(READ).scalar_one()
        first.execute(WRITE, {"number": one + 1})
        first.commit()
        second.execute(WRITE, {"number": other + 1})
        second.commit()


def test_a_plain_connection_to_sqlite_loses_an_update(sqlite: SQLite) -> None:
    database = as_in_a_tutorial(sqlite)
    interleave(database)
    assert count(database) == 1
    database.dispose()


def test_a_deferred_begin_fails_at_the_write(sqlite: SQLite) -> None:
    database = as_in_a_tutorial(sqlite)
    event.listen(database, "connect", lambda dbapi, _: setattr(dbapi, "isolation_level", None))
    event.listen(database, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    with pytest.raises(OperationalError, match="locked"):
        interleave(database)
    database.dispose()


def test_postgresql_loses_an_update_that_locks_no_row(postgresql: PostgreSQL) -> None:
    database = open_database(postgresql.create())
    start_counting(database)
    interleave(database)
    assert count(database) == 1
    database.dispose()


def as_in_a_tutorial(sqlite: SQLite) -> Engine:
    """Return a database without our settings, but with the write-ahead log."""
    url = sqlite.create()
    ours = open_database(url)
    start_counting(ours)
    ours.dispose()
    return create_engine(url, module=sqlite_module())


def test_the_gate_lets_writers_in_in_the_order_they_came() -> None:
    gate, order = WriterGate(), []

    def write(number: int) -> None:
        with gate:
            order.append(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(THREADS)]
    with gate:
        for waiting, thread in enumerate(threads, 1):
            thread.start()
            until(lambda waiting=waiting: len(gate._waiting) == waiting)
    for thread in threads:
        thread.join(20)
    assert order == list(range(THREADS))


def test_a_writer_that_raises_opens_the_gate() -> None:
    gate = WriterGate()

    def fail() -> None:
        with gate:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with gate:
        assert gate._busy


def until(true: Callable[[], bool]) -> None:
    """Let other threads run until something is true."""
    pause = threading.Event()
    for _ in range(20_000):
        if true():
            return
        pause.wait(0.001)
    raise AssertionError("it never became true")
