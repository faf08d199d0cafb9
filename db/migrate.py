"""Bring a database up to the newest schema. Alembic is loaded only where there is something to migrate: it starts slowly."""

from pathlib import Path

from sqlalchemy import Engine, inspect, text

from db.session import gate

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


class NewerSchema(Exception):
    """The schema of a database is one that this code does not know: a newer Writ made it."""

    def __init__(self, found: str) -> None:
        super().__init__(f"Expected a database schema this Writ knows, found '{found}'; install the newer Writ that made it")


def upgrade(database: Engine) -> None:
    """Run every migration that the database lacks; one that is up to date is not touched. Raises NewerSchema."""
    found = current(database)
    if found == newest():
        return
    must_be_known(found)
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with gate(database), database.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def current(database: Engine) -> str | None:
    """Return the revision of a database, or None for an empty one."""
    with database.execution_options(read_only=True).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def must_be_known(revision: str | None) -> None:
    """Raise NewerSchema for a revision that is none of this code's."""
    if revision is not None and revision not in revisions():
        raise NewerSchema(revision)


def newest() -> str:
    """Return the newest revision this code knows."""
    return revisions()[-1]


def revisions() -> list[str]:
    """Return the revisions this code knows, in order: the numbers that the names of the migrations begin with."""
    return sorted(file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py"))
