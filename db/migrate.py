"""Bring a database up to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from db.session import gate

HERE = Path(__file__).resolve().parent


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE / "migrations"))
    return config


def upgrade(database: Engine) -> None:
    """Run every migration that the database lacks. A database that is up to date is not touched."""
    if current(database) == newest():
        return
    config = _config()
    with gate(database), database.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def current(database: Engine) -> str | None:
    """Return the revision of a database, or None for an empty one."""
    with database.execution_options(read_only=True).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def newest() -> str | None:
    """Return the newest revision this code knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()
