"""What all tables share: names of constraints, ids, and column shorthands."""

import secrets
import time
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, Column, Integer, LargeBinary, MetaData
from sqlmodel import Field, SQLModel

#: Named constraints, so that migrations can change them on both databases.
SQLModel.metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def new_id() -> str:
    """Return a fresh opaque id."""
    return str(uuid4())


_last_tick = 0


def ordered_id() -> str:
    """Return a fresh id that sorts after those before it: what was kept at one instant has an order too.

    A UUID of version 7, with the parts of a millisecond in its counter. Source: RFC 9562 §5.7, §6.2 method 3.
    """
    global _last_tick
    _last_tick = max(time.time_ns() * 4096 // 1_000_000, _last_tick + 1)
    milliseconds, part = divmod(_last_tick, 4096)
    return str(UUID(int=milliseconds << 80 | 7 << 76 | part << 64 | 2 << 62 | secrets.randbits(62)))


def ordered_key() -> Any:
    """Return the primary key of a table whose rows of one instant are read in the order they came."""
    return Field(default_factory=ordered_id, primary_key=True)


def key() -> Any:
    """Return the primary key of most tables: a random id as text."""
    return Field(default_factory=new_id, primary_key=True)


def serial() -> Any:
    """Return a growing 64-bit primary key."""
    return Field(
        default=None,
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    )


def document() -> Any:
    """Return a column that holds a JSON object, empty by default."""
    return Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


def members() -> Any:
    """Return a column that holds a JSON list, empty by default."""
    return Field(default_factory=list, sa_column=Column(JSON, nullable=False))


def content() -> Any:
    """Return a column of bytes (BLOB, BYTEA)."""
    return Field(sa_column=Column(LargeBinary, nullable=False))
