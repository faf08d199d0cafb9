"""Alembic environment; the connection comes from db.migrate."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString, UTCDateTime

import db.models  # noqa: F401
from db.types import Amount


def render_item(kind: str, obj: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write plain SQLAlchemy types, so that old migrations never import today's code."""
    if kind == "type":
        if isinstance(obj, UTCDateTime):
            return "sa.DateTime(timezone=True)"
        if isinstance(obj, AutoString):
            return "sa.String()"
        if isinstance(obj, Amount):
            return "sa.BigInteger()"
    return False


def run() -> None:
    """Run the migrations over the connection that db.migrate opened."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=SQLModel.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
