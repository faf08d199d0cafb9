"""Open the database for a command."""

from sqlalchemy import Engine

from db import migrate
from db.session import missing_file, open_database
from worklist.cases import wiring
from worklist.config import settings
from worklist.errors import Conflict


def opened() -> Engine:
    """Return the database of the settings. Raises Conflict when there is none, or its schema is an older one.

    Raises NewerSchema for one that this code does not know. A file that does not exist is not made.
    """
    url = settings().database_url
    if absent := missing_file(url):
        raise Conflict(f"Expected a database at {absent}, found none; `writ db upgrade` makes one")
    database = open_database(url)
    found, expected = migrate.current(database), migrate.newest()
    if found != expected:
        migrate.must_be_known(found)
        raise Conflict(f"Expected database schema {expected}, found {found or 'none'}; run `writ db upgrade` first")
    wiring.connect()
    return database
