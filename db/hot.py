"""Run the statements of the hot path without the unit of work. Source: architecture A11.

A statement through the ORM session costs about four times one through the connection. These are used where a
command writes rows that nobody holds as objects; what the session has not flushed is written first.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import CursorResult, Executable, Insert, Table
from sqlmodel import Session, SQLModel

Row = Mapping[str, Any]


def table(model: type[SQLModel]) -> Table:
    """Return the table of a model."""
    found: Table = model.__table__  # type: ignore[attr-defined]
    return found


def run(session: Session, statement: Executable, parameters: Row | Sequence[Row] | None = None) -> CursorResult[Any]:
    """Execute a Core statement in the session's transaction."""
    if session.new or session.dirty or session.deleted:
        session.flush()
    return session.connection().execute(statement, parameters)


def insert(session: Session, model: type[SQLModel], rows: Sequence[Row]) -> None:
    """Insert rows that all name the same columns; nothing for none."""
    if rows:
        run(session, _insert(model), rows)


@cache
def _insert(model: type[SQLModel]) -> Insert:
    """Return the statement for a table, one and the same, so that its compiled form is found without building a key."""
    return table(model).insert()
