"""The migrations alone make the schema the models describe, on both databases."""

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect
from sqlmodel import SQLModel

import db.models  # noqa: F401  (fills the metadata)
from db.migrate import MIGRATIONS, current, newest, revisions, upgrade
from db.session import open_database


def test_the_migrations_run_up_from_empty(empty_database_url: str) -> None:
    database = open_database(empty_database_url)
    assert current(database) is None
    upgrade(database)
    assert current(database) == newest()
    assert set(inspect(database).get_table_names()) == {*SQLModel.metadata.tables, "alembic_version"}
    database.dispose()


def test_the_names_of_the_migrations_say_their_revisions_in_order() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    walked = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert revisions() == walked[::-1]


def test_a_second_upgrade_changes_nothing(database: Engine) -> None:
    before = current(database)
    upgrade(database)
    assert current(database) == before


def test_the_models_hold_nothing_that_no_migration_makes(database: Engine) -> None:
    with database.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
