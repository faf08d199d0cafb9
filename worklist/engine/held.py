"""The row of an instance in the hands of one command. An ORM object of it costs a tenth of completing a task."""

from dataclasses import dataclass
from datetime import datetime

from db.models import InstanceState


@dataclass
class Held:
    """The columns of `db.models.Instance`, in any order; read under its lock, or about to be inserted."""

    id: str
    definition_id: str
    definition_key: str
    business_key: str | None
    wall_id: str | None
    started_at: datetime
    parent_instance_id: str | None = None
    parent_token_id: str | None = None
    started_by_instance_id: str | None = None
    handed_over: str = ""
    state: str = InstanceState.RUNNING
    end_event: str | None = None
    revision: int = 1
    tokens: bytes = b""
    ended_at: datetime | None = None
