"""The event log: one hash chain per case (or per instance without one). Source: architecture A18, A19.

A row's digest covers the digest before it, so a changed or missing row is found. Submitted values stand beside
the chain, which holds only their salted digest: erasing them leaves it whole.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from db import hot
from db.models import ChainHead, Erasable, History
from db.models.base import new_id


@dataclass(frozen=True)
class Event:
    """Something that happened. `facts` stay for ever, `values` (what a person submitted) can be erased."""

    kind: str
    chain: str
    instance_id: str | None = None
    element_id: str | None = None
    task_id: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Break:
    """A place where a chain does not hold."""

    chain: str
    number: int
    reason: str


_HEADS = hot.table(ChainHead)
_LOCK_HEAD = (
    select(_HEADS.c.number, _HEADS.c.digest).where(_HEADS.c.chain == bindparam("which")).with_for_update()
)
_MOVE_HEAD = (
    update(_HEADS)
    .where(_HEADS.c.chain == bindparam("which"))
    .values(number=bindparam("number"), digest=bindparam("digest"))
)


def append(session: Session, events: Sequence[Event], by: str, at: datetime) -> None:
    """Add events to their chains, in order."""
    chains: dict[str, list[Event]] = {}
    for event in events:
        chains.setdefault(event.chain, []).append(event)
    for chain in sorted(chains):
        _append_to(session, chain, chains[chain], by, at)


def _append_to(session: Session, chain: str, events: list[Event], by: str, at: datetime) -> None:
    number, digest = _lock_head(session, chain)
    rows, kept = [], []
    for event in events:
        number += 1
        row = {
            "chain": chain, "number": number, "at": at, "by": by, "kind": event.kind,
            "instance_id": event.instance_id, "element_id": event.element_id, "task_id": event.task_id,
            "facts": jsonable(event.facts), "values_id": None, "values_digest": None,
        }  # fmt: skip
        if event.values:
            values = {
                "id": new_id(), "case_id": chain, "salt": secrets.token_hex(16),
                "content": jsonable(event.values), "erased_at": None,
            }  # fmt: skip
            kept.append(values)
            row["values_id"], row["values_digest"] = values["id"], values_digest(values["salt"], values["content"])
        digest = row_digest(digest, row)
        rows.append(row | {"digest": digest})
    hot.insert(session, Erasable, kept)
    hot.insert(session, History, rows)
    hot.run(session, _MOVE_HEAD, {"which": chain, "number": number, "digest": digest})


def lock(session: Session, chain: str) -> None:
    """Hold the chain until the end of the transaction: whoever else adds to it waits."""
    _lock_head(session, chain)


def _lock_head(session: Session, chain: str) -> tuple[int, str]:
    head = hot.run(session, _LOCK_HEAD, {"which": chain}).first()
    if head is None:
        hot.insert(session, ChainHead, [{"chain": chain, "number": 0, "digest": ""}])
        return 0, ""
    return int(head.number), str(head.digest)


def row_digest(previous: str, row: Mapping[str, Any]) -> str:
    """Return the digest of a history row after the one before it."""
    covered = {name: jsonable(value) for name, value in row.items() if name not in {"id", "digest", "at"}}
    covered["at"] = row["at"].isoformat(timespec="microseconds")
    return hashlib.sha256(f"{previous}\n{_canonical(covered)}".encode()).hexdigest()


def values_digest(salt: str, content: Mapping[str, Any]) -> str:
    """Return the salted digest of submitted values."""
    return hashlib.sha256(f"{salt}\n{_canonical(content)}".encode()).hexdigest()


def verify(session: Session, chain: str) -> list[Break]:
    """Return every break of a chain; an empty list: it holds from first to last row."""
    breaks, digest, number = [], "", 0
    rows = session.exec(select_rows(History).where(col(History.chain) == chain).order_by(col(History.number)))
    for row in rows:
        number += 1
        if row.number != number:
            breaks.append(Break(chain, row.number, f"row {number} is missing"))
            number = row.number
        digest = row_digest(digest, row.model_dump())
        if digest != row.digest:
            breaks.append(Break(chain, number, "the row was changed"))
            digest = row.digest
        breaks += _verify_values(session, row)
    head = session.get(ChainHead, chain)
    if head is not None and (head.number, head.digest) != (number, digest):
        breaks.append(Break(chain, number, f"expected {head.number} rows, the tail is missing or changed"))
    return breaks


def _verify_values(session: Session, row: History) -> list[Break]:
    if row.values_id is None:
        return []
    values = session.get(Erasable, row.values_id)
    if values is None:
        return [Break(row.chain, row.number, "its values are gone without a trace")]
    if values.erased_at is None and values_digest(values.salt, values.content) != row.values_digest:
        return [Break(row.chain, row.number, "its values were changed")]
    return []


def jsonable(value: Any) -> Any:
    """Return a value as plain JSON: days and instants as ISO text, amounts as text."""
    if isinstance(value, Mapping):
        return {str(key): jsonable(member) for key, member in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [jsonable(member) for member in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
