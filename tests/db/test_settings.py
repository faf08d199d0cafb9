"""Connections have the settings that the promises rest on."""

import threading

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from db.models import ChainHead
from db.session import SAFE_SQLITE, open_database, reading, sqlite_module, transaction

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "busy_timeout": 10_000,
    "foreign_keys": 1,
    "trusted_schema": 0,
}
LIMITS = {
    "transaction_isolation": "read committed",
    "statement_timeout": "15s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "30s",
    "synchronous_commit": "on",
}


def test_every_connection_has_the_settings(database: Engine) -> None:
    show, settings = ("PRAGMA", PRAGMAS) if database.dialect.name == "sqlite" else ("SHOW", LIMITS)
    with database.connect() as connection:
        found = {name: connection.exec_driver_sql(f"{show} {name}").scalar() for name in settings}
    assert found == settings


def test_sqlite_is_one_without_the_corruption_of_checkpoints() -> None:
    assert sqlite_module().sqlite_version_info >= SAFE_SQLITE


def test_another_kind_of_database_is_refused() -> None:
    with pytest.raises(ValueError, match="sqlite: or postgresql:, got 'mysql'"):
        open_database("mysql://root@localhost/writ")


def test_a_reader_goes_on_while_somebody_writes(database: Engine) -> None:
    with transaction(database) as writer:
        writer.add(ChainHead(chain="c", number=1))
        writer.flush()
        with reading(database) as reader:
            assert reader.exec(select(ChainHead)).all() == []


def test_what_a_reader_changes_is_never_kept(database: Engine) -> None:
    with reading(database) as reader:
        reader.add(ChainHead(chain="c", number=1))
        reader.flush()
    with reading(database) as reader:
        assert reader.exec(select(ChainHead)).all() == []


def test_a_transaction_that_raises_leaves_nothing(database: Engine) -> None:
    def fail() -> None:
        with transaction(database) as session:
            session.add(ChainHead(chain="c", number=1))
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with reading(database) as reader:
        assert reader.exec(select(ChainHead)).all() == []


def test_an_idle_connection_that_was_cut_is_replaced(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL restarted behind us: the next command must not fail for it."""
    monkeypatch.setattr("db.session.TRUSTED_FOR", 0)
    with database.connect() as connection:
        connection.execute(text("SELECT 1"))
    if database.dialect.name == "postgresql":
        other = open_database(database.url.render_as_string(hide_password=False).replace("+psycopg", ""))
        with other.connect() as connection:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                     " AND datname = current_database()")
            )  # fmt: skip
        other.dispose()
    with database.connect() as connection:
        assert connection.execute(text("SELECT 1")).scalar() == 1


def test_a_writer_of_another_thread_waits_for_its_turn(database: Engine) -> None:
    done: list[str] = []

    def write(name: str) -> None:
        with transaction(database) as session:
            session.add(ChainHead(chain=name))
        done.append(name)

    with transaction(database) as session:
        session.add(ChainHead(chain="first"))
        other = threading.Thread(target=write, args=("second",))
        other.start()
        done.append("first")
    other.join(20)
    assert sorted(done) == ["first", "second"]
