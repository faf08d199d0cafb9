"""Open the database for a command."""

from sqlalchemy import Engine

from db import migrate
from db.session import open_database
from worklist.cases import wiring
from worklist.config import settings
from worklist.errors import Conflict


def opened() -> Engine:
    """Return the database of the settings. Raises Conflict when its schema is not the one this code knows."""
    database = open_database(settings().database_url)
    found, expected = migrate.current(database), migrate.newest()
    if found != expected:
        raise Conflict(f"Expected database schema {expected}, found {found or 'none'}; run `writ db upgrade` first")
    wiring.connect()
    return database
