"""Bring a database up to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from db.session import gate

HERE = Path(__file__).resolve().parent


class NewerSchema(Exception):
    """The schema of a database is one that this code does not know: a newer Writ made it."""

    def __init__(self, found: str) -> None:
        super().__init__(f"Expected a database schema this Writ knows, found '{found}'; install the newer Writ that made it")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE / "migrations"))
    return config


def upgrade(database: Engine) -> None:
    """Run every migration that the database lacks; one that is up to date is not touched. Raises NewerSchema."""
    found = current(database)
    if found == newest():
        return
    must_be_known(found)
    config = _config()
    with gate(database), database.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def current(database: Engine) -> str | None:
    """Return the revision of a database, or None for an empty one."""
    with database.execution_options(read_only=True).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def must_be_known(revision: str | None) -> None:
    """Raise NewerSchema for a revision that is none of this code's."""
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if revision is not None and revision not in known:
        raise NewerSchema(revision)


def newest() -> str | None:
    """Return the newest revision this code knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()
