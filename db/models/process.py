"""Deployments, definitions, instances and what waits in them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from db.models.base import content, document, key, new_id

__all__ = [
    "Candidate", "Definition", "DefinitionKind", "Deployment", "Incident", "Instance", "InstanceState",
    "Job", "JobState", "PendingMessage", "Subscription", "Task", "TaskState", "Timer", "TimerState", "new_id",
]  # fmt: skip


class DefinitionKind(StrEnum):
    """What a deployed resource is."""

    PROCESS = "process"
    DECISION = "decision"
    FORM = "form"
    TEMPLATE = "template"


class Deployment(SQLModel, table=True):
    """One act of deploying: all its resources came together or not at all."""

    __tablename__ = "deployment"

    id: str = key()
    name: str
    source: str | None = None
    deployed_at: datetime
    deployed_by: str


class Definition(SQLModel, table=True):
    """One version of a process, a decision file, a form or a template of a paper. `source` is kept byte for byte.

    `sha256` covers the source and, for a process, the forms bound to its deployment.

    `starts` of a process: message or signal name → id of the start event that takes it.
    """

    __tablename__ = "definition"
    __table_args__ = (
        # Serves deployments.latest and keeps two deployments from taking the same number.
        Index("uq_definition_version", "kind", "key", "version", unique=True),
    )

    id: str = key()
    kind: str
    key: str
    version: int
    deployment_id: str = Field(foreign_key="deployment.id", index=True)
    name: str
    name_zh: str | None = None
    resource: str
    sha256: str
    history_days: int | None = None
    starts: dict[str, Any] = document()
    source: bytes = content()


class InstanceState(StrEnum):
    """Life of a process instance."""

    RUNNING = "running"
    ENDED = "ended"
    CANCELLED = "cancelled"


class Instance(SQLModel, table=True):
    """One run of one version of a process. `tokens` is the engine's state, see engine/spiff/codec.py."""

    __tablename__ = "instance"
    __table_args__ = (
        # Serves instances.of_case.
        Index("ix_instance_business_key", "business_key", "started_at"),
        # Serves instances.children.
        Index("ix_instance_parent", "parent_instance_id"),
    )

    id: str = key()
    definition_id: str = Field(foreign_key="definition.id", index=True)
    definition_key: str
    business_key: str | None = None
    wall_id: str | None = None
    parent_instance_id: str | None = Field(default=None, foreign_key="instance.id")
    parent_token_id: str | None = None
    started_by_instance_id: str | None = None
    handed_over: str = ""
    state: str = InstanceState.RUNNING
    end_event: str | None = None
    revision: int = 1
    tokens: bytes = content()
    started_at: datetime
    ended_at: datetime | None = None


class TaskState(StrEnum):
    """Life of a user task."""

    OPEN = "open"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class Task(SQLModel, table=True):
    """A user task that waits, or has waited, for a person. Its id is the id of the token."""

    __tablename__ = "task"
    __table_args__ = (
        # Serves queries.my_tasks.
        Index(
            "ix_task_assignee_open", "assignee", "due_at", "id",
            sqlite_where=text("state = 'open' AND assignee IS NOT NULL"),
            postgresql_where=text("state = 'open' AND assignee IS NOT NULL"),
        ),
        # Serves the case page and cancelling.
        Index("ix_task_instance", "instance_id", "state"),
        Index("ix_task_case", "case_id", "state"),
        # Serves timers.move: tasks whose due day follows a deadline.
        Index(
            "ix_task_follows", "follows",
            sqlite_where=text("state = 'open' AND follows IS NOT NULL"),
            postgresql_where=text("state = 'open' AND follows IS NOT NULL"),
        ),
    )  # fmt: skip

    id: str = key()
    instance_id: str = Field(foreign_key="instance.id")
    definition_id: str
    element_id: str
    name: str
    name_zh: str | None = None
    form_id: str | None = Field(default=None, foreign_key="definition.id")
    case_id: str | None = None
    wall_id: str | None = None
    assignee: str | None = None
    due_at: datetime | None = None
    follow_up_at: datetime | None = None
    follows: str | None = None
    late_by: int | None = None
    priority: int = 50
    state: str = TaskState.OPEN
    revision: int = 1
    created_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None


class Candidate(SQLModel, table=True):
    """A group whose members may claim a task, and the place of the task in the list of the group."""

    __tablename__ = "candidate"
    __table_args__ = (
        # Serves the lists of a group: what nobody holds, and what somebody holds.
        Index(
            "ix_candidate_open", "group_id", "free", "due_at", "task_id",
            sqlite_where=text("due_at IS NOT NULL"), postgresql_where=text("due_at IS NOT NULL"),
        ),
        {"sqlite_with_rowid": False},
    )  # fmt: skip

    task_id: str = Field(primary_key=True, foreign_key="task.id")
    group_id: str = Field(primary_key=True)
    #: 9999-12-31 for an open task without a due day, None for a task that is over.
    due_at: datetime | None = None
    #: Nobody holds the task.
    free: bool = True


class TimerState(StrEnum):
    """Life of a timer."""

    WAITING = "waiting"
    FIRED = "fired"
    CANCELLED = "cancelled"


class Timer(SQLModel, table=True):
    """A waiting timer event. The row is the truth; the scheduler only looks at it."""

    __tablename__ = "timer"
    __table_args__ = (
        # Serves timers.due.
        Index(
            "ix_timer_due", "due_at", "id",
            sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_timer_instance", "instance_id", "state"),
        # Serves timers.move.
        Index(
            "ix_timer_follows", "follows",
            sqlite_where=text("state = 'waiting' AND follows IS NOT NULL"),
            postgresql_where=text("state = 'waiting' AND follows IS NOT NULL"),
        ),
    )  # fmt: skip

    id: str = key()
    instance_id: str = Field(foreign_key="instance.id")
    token_id: str
    element_id: str
    due_at: datetime
    follows: str | None = None
    follows_at: str | None = None
    state: str = TimerState.WAITING
    failures: int = 0


class Subscription(SQLModel, table=True):
    """A message or signal that a token waits for."""

    __tablename__ = "subscription"
    __table_args__ = (
        # Serves messages.correlate and signals.
        Index("ix_subscription_name", "kind", "name", "business_key"),
        Index("ix_subscription_instance", "instance_id"),
    )

    id: str = key()
    instance_id: str = Field(foreign_key="instance.id")
    token_id: str
    element_id: str
    kind: str
    name: str
    business_key: str | None = None
    takes_any_key: bool = False
    keys: dict[str, Any] = document()


class PendingMessage(SQLModel, table=True):
    """A message of a known name that nobody waits for yet."""

    __tablename__ = "pending_message"
    __table_args__ = (
        # Serves messages.pending: tried when a subscription of that name and case opens.
        Index("ix_pending_message_name", "business_key", "name", "document_date"),
    )

    id: str = key()
    name: str
    business_key: str | None = None
    document_id: str | None = None
    document_date: str
    keys: dict[str, Any] = document()
    payload: dict[str, Any] = document()
    recorded_at: datetime
    recorded_by: str


class JobState(StrEnum):
    """Life of a job."""

    WAITING = "waiting"
    RUNNING = "running"
    FAILED = "failed"


class Job(SQLModel, table=True):
    """Work to be done outside the transaction that asked for it. Done jobs are deleted."""

    __tablename__ = "job"
    __table_args__ = (
        # Serves jobs.due.
        Index(
            "ix_job_due", "due_at", "id",
            sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_job_instance", "instance_id"),
    )  # fmt: skip

    id: str = key()
    kind: str
    instance_id: str | None = Field(default=None, foreign_key="instance.id")
    payload: dict[str, Any] = document()
    due_at: datetime
    state: str = JobState.WAITING
    failures: int = 0
    retries: int = 3
    lease_until: datetime | None = None
    fence: int = 0


class Incident(SQLModel, table=True):
    """Something that failed and needs a person. Nothing fails silently."""

    __tablename__ = "incident"
    __table_args__ = (
        # Serves incidents.open_ones.
        Index("ix_incident_state", "state", "opened_at"),
        Index("ix_incident_instance", "instance_id"),
    )

    id: str = key()
    kind: str
    subject_id: str | None = Field(default=None, index=True)
    instance_id: str | None = None
    element_id: str | None = None
    case_id: str | None = None
    wall_id: str | None = None
    message: str
    details: dict[str, Any] = document()
    state: str = "open"
    opened_at: datetime
    resolved_at: datetime | None = None
    resolved_by: str | None = None
