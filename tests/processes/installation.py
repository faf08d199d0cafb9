"""Writ as it is installed at a firm: migrated, the calendar filled, everything in processes/ and forms/ deployed."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from db.session import open_database, transaction
from worklist import engine, serving
from worklist.cases import calendar, people, reference, wiring
from worklist.identity import COMMAND_LINE

ROOT = Path(__file__).resolve().parents[2]
#: Writ is installed before the first story begins.
INSTALLED_ON = datetime(2024, 1, 2, 1, tzinfo=UTC)


def install(url: str) -> Engine:
    """Open a migrated database and fill it as `make demo` does, without users and cases."""
    database = open_database(url)
    wiring.connect()
    with transaction(database) as session:
        calendar.seed(session, INSTALLED_ON)
        reference.seed(session, INSTALLED_ON)
        people.seed_groups(session)
        files = serving.resources([ROOT / "processes", ROOT / "forms", ROOT / "papers"])
        engine.deploy(session, files, COMMAND_LINE, INSTALLED_ON, "Shipped with Writ")
    return database
