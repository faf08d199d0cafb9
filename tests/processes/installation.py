"""Writ as it is installed at a firm: migrated, the calendar filled, everything in processes/ and forms/ deployed."""

import shutil
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import Engine

from db.session import open_database, transaction
from tests.databases import PostgreSQL, SQLite, name_of
from worklist import engine, serving
from worklist.cases import calendar, people, wiring
from worklist.identity import COMMAND_LINE

ROOT = Path(__file__).resolve().parents[2]
#: Writ is installed before the first story begins.
INSTALLED_ON = datetime(2024, 1, 2, 1, tzinfo=UTC)


def install(url: str) -> None:
    """Fill a migrated database as `make demo` does, without users and cases."""
    database = open_database(url)
    wiring.connect()
    try:
        with transaction(database) as session:
            calendar.seed(session, INSTALLED_ON)
            people.seed_groups(session)
            files = serving.resources([ROOT / "processes", ROOT / "forms"])
            engine.deploy(session, files, COMMAND_LINE, INSTALLED_ON, "Shipped with Writ")
        _rest(database)
    finally:
        database.dispose()


def _rest(database: Engine) -> None:
    if database.dialect.name == "sqlite":  # so that one file is the whole database
        with database.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


class InstalledSQLite:
    """Makes installations by copying a file."""

    def __init__(self, server: SQLite, folder: Path) -> None:
        self._folder, self._numbers = folder, count(1)
        template = server.create()
        install(template)
        self._template = template.removeprefix("sqlite:///")

    def create(self) -> str:
        """Return the address of a fresh installation."""
        path = self._folder / f"{next(self._numbers)}.db"
        shutil.copyfile(self._template, path)
        return f"sqlite:///{path}"


class InstalledPostgreSQL:
    """Makes installations by cloning a template."""

    def __init__(self, server: PostgreSQL) -> None:
        self._template = server.create()
        install(self._template)

    def create(self) -> str:
        """Return the address of a fresh installation."""
        head, _, parameters = self._template.rpartition("?")
        place = head.rpartition("/")[0]
        url = f"{place}/installed_{uuid4().hex}?{parameters}"
        command = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name_of(url), name_of(self._template))
        with psycopg.connect(f"{place}/postgres?{parameters}", autocommit=True) as connection:
            connection.execute(command)
        return url
