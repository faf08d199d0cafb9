"""Files that come with a task's form: kept as documents of the case, the form's value is their id."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from db.models import CaseFile, Document, DocumentContent
from worklist.clock import day_of
from worklist.engine.forms import Upload
from worklist.identity import Actor


def keep(session: Session, case_id: str | None, values: Mapping[str, Any], by: Actor, now: datetime) -> dict[str, Any]:
    """Store the uploads among a form's values and return the values with document ids in their place.

    A field of one file becomes an id (None without a file), a field of several a list of ids.
    """
    return {name: _kept(session, case_id, value, by, now) for name, value in values.items()}


def _kept(session: Session, case_id: str | None, value: Any, by: Actor, now: datetime) -> Any:
    if isinstance(value, Upload):
        return _document(session, case_id, value, by, now)
    if isinstance(value, list):
        return [_kept(session, case_id, member, by, now) for member in value]
    if isinstance(value, dict):
        return keep(session, case_id, value, by, now)
    return value


def _document(session: Session, case_id: str | None, upload: Upload, by: Actor, now: datetime) -> str:
    case = session.get(CaseFile, case_id) if case_id else None
    document = Document(
        case_id=case_id, wall_id=case.wall_id if case else None, kind="ATTACHMENT", name=upload.plain_name,
        media_type=upload.media_type, sha256=hashlib.sha256(upload.content).hexdigest(), received_date=day_of(now),
        recorded_at=now, recorded_by=by.id,
    )  # fmt: skip
    session.add(document)
    session.flush()
    session.add(DocumentContent(document_id=document.id, content=upload.content))
    return document.id
