"""What is kept about what happened, and what goes out."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Index, LargeBinary, text
from sqlmodel import Field, SQLModel

from db.models.base import content, document, key, members, ordered_key, serial


class History(SQLModel, table=True):
    """One event of a chain (a case, or an instance without one). Rows are never changed.

    `digest` covers the row, the digest before it and the salted digest of the submitted values;
    the values themselves stand in `erasable`, so that erasing them leaves the chain whole.
    """

    __tablename__ = "history"
    __table_args__ = (
        # Serves history.of_chain and keeps the chain gapless.
        Index("uq_history_chain", "chain", "number", unique=True),
        Index("ix_history_task", "task_id"),
    )

    id: int | None = serial()
    chain: str
    number: int
    at: datetime
    by: str
    kind: str
    instance_id: str | None = None
    element_id: str | None = None
    task_id: str | None = None
    facts: dict[str, Any] = document()
    values_id: str | None = None
    values_digest: str | None = None
    digest: str


class ChainHead(SQLModel, table=True):
    """The last number and digest of a chain; a tail cut off is seen here."""

    __tablename__ = "chain_head"

    chain: str = Field(primary_key=True)
    number: int = 0
    digest: str = ""


class Erasable(SQLModel, table=True):
    """Values that may have to be erased; `content` becomes null then."""

    __tablename__ = "erasable"

    id: str = key()
    case_id: str | None = Field(default=None, index=True)
    salt: str
    content: dict[str, Any] = document()
    erased_at: datetime | None = None


class Outbox(SQLModel, table=True):
    """A message that leaves the system, written in the transaction that wants it sent."""

    __tablename__ = "outbox"
    __table_args__ = (
        # Serves outbox.due.
        Index(
            "ix_outbox_due", "due_at", "id",
            sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'"),
        ),
    )  # fmt: skip

    id: str = key()
    kind: str
    payload: dict[str, Any] = document()
    case_id: str | None = None
    created_at: datetime
    due_at: datetime
    state: str = "waiting"
    failures: int = 0
    lease_until: datetime | None = None
    fence: int = 0
    sent_at: datetime | None = None


class IdempotencyKey(SQLModel, table=True):
    """A form that was already posted, and what it led to."""

    __tablename__ = "idempotency_key"

    key: str = Field(primary_key=True)
    user_id: str
    used_at: datetime = Field(index=True)
    answer: dict[str, Any] = document()


class Draft(SQLModel, table=True):
    """What a person typed into a task form and has not sent yet."""

    __tablename__ = "draft"

    task_id: str = Field(primary_key=True, foreign_key="task.id")
    user_id: str = Field(primary_key=True)
    content: dict[str, Any] = document()
    saved_at: datetime


class KeptFile(SQLModel, table=True):
    """A file that came with a form that was not taken yet, so that nobody has to choose it again."""

    __tablename__ = "kept_file"

    id: str = key()
    user_id: str
    name: str
    content: bytes = content()
    kept_at: datetime = Field(index=True)


class DecisionRun(SQLModel, table=True):
    """One evaluation of a decision: what went in, which rows matched, what the table said; it is never changed.

    `place` tells which evaluations are of one subject (docs/decisions/0008): None for those kept before overrides were.
    `packed`: the rows of `outputs` as the process gets them. `scope_id`: the token of the scope whose variables got the
    result; `loop_index`: which member of a multi-instance it was. `override_id`: the override that was used instead.
    """

    __tablename__ = "decision_run"
    __table_args__ = (
        Index("ix_decision_run_case", "case_id", "at"),
        # Serves engine.decisions.last_at.
        Index("ix_decision_run_place", "place", "number"),
    )

    id: str = ordered_key()
    definition_id: str
    decision_id: str
    instance_id: str | None = Field(default=None, index=True)
    element_id: str | None = None
    case_id: str | None = None
    at: datetime
    inputs: dict[str, Any] = document()
    matched: dict[str, Any] = document()
    outputs: dict[str, Any] = document()
    place: str | None = None
    #: Counts the evaluations of a place from 1.
    number: int = 0
    subject: list[Any] = members()
    fingerprint: str = ""
    packed: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    scope_id: str | None = None
    loop_index: int | None = None
    override_id: str | None = None


class OverrideState(StrEnum):
    """Life of an override. One that another took the place of is replaced."""

    IN_FORCE = "in_force"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class DecisionOverride(SQLModel, table=True):
    """What a person says instead of a decision table, for one place. `confirmed`: the fingerprints of the inputs it is for.

    `run_id` is the evaluation it was made for, `rows` what it says, `packed` the same as the process gets it. Source:
    architecture A34.
    """

    __tablename__ = "decision_override"
    __table_args__ = (
        # Serves engine.decisions.standing and keeps two people from overriding one result at once.
        Index(
            "uq_decision_override_place", "place", unique=True,
            sqlite_where=text("state = 'in_force'"), postgresql_where=text("state = 'in_force'"),
        ),
        # Serves the page of decisions, the notice on the case page and the client's report.
        Index("ix_decision_override_case", "case_id", "state"),
    )  # fmt: skip

    id: str = key()
    place: str
    run_id: str = Field(foreign_key="decision_run.id", index=True)
    decision_id: str
    case_id: str | None = None
    rows: list[Any] = members()
    packed: bytes = content()
    reason: str
    by: str
    at: datetime
    confirmed: list[Any] = members()
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    state: str = OverrideState.IN_FORCE
    ended_by: str | None = None
    ended_at: datetime | None = None
    ended_reason: str | None = None
