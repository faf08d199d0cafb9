"""Record a received document: keep it, and send the message it is. Source: domain/messages; architecture A23, A24."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from db.models import Document, DocumentContent, PendingMessage, Subscription
from db.models.base import new_id
from worklist import engine
from worklist.cases import file as case_file
from worklist.cases import received, visibility
from worklist.cases.catalogue import Message, MessageField, messages
from worklist.cases.payloads import typed
from worklist.clock import day_of
from worklist.engine import deployments
from worklist.errors import BadInput, DocumentDamaged, NotFound, UnknownMessage
from worklist.identity import Actor

#: Fields that every document may carry.
COMMON_DAYS = ("document_date", "received_date", "served_date", "sent_date", "event_date")
#: Which of them says when a document is from, the best first.
DAYS_OF_A_DOCUMENT = ("document_date", "event_date", "served_date", "sent_date", "received_date")
#: The key that tells the challenges of a case apart. The document that begins one makes it.
OBJECTION = "objection_id"
#: Largest file, in bytes.
MAX_FILE = 20_000_000


@dataclass(frozen=True)
class File:
    """An uploaded file: its own name (shown, never used as a path), type and bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Recorded:
    """A recorded document and what came of it."""

    document: Document
    deliveries: list[engine.Delivery]

    @property
    def pending(self) -> bool:
        """Whether no step waits for it yet."""
        return not self.deliveries


@dataclass(frozen=True)
class Awaited:
    """A message that a step of the case waits for now, with the key values it may carry."""

    message: Message
    steps: tuple[str, ...]
    keys: tuple[dict[str, Any], ...]


def record(
    session: Session, case_id: str, message: str, fields: Mapping[str, Any], by: Actor, now: datetime,
    *, keys: Mapping[str, Any] | None = None, file: File | None = None,
) -> Recorded:  # fmt: skip
    """Keep a document and deliver its message to all that wait for it, or keep the message until somebody does.

    `fields`: the message's payload and the common days, typed or as text; `keys`: the keys asked for, `main` for
    those left out. Raises UnknownMessage, NotFound, BadInput, ProcessFailed; nothing is kept then.
    """
    known = messages().get(message)
    if known is None:
        raise UnknownMessage(message)
    case = visibility.must_see(session, case_id, by)
    payload = _payload(known, fields)
    sent = {name: (keys or {}).get(name) or "main" for name in known.keys}
    if sent.get(OBJECTION) == "main" and _is_new_objection(session, case_id, message):
        sent[OBJECTION] = new_id()
    document = Document(
        case_id=case_id, wall_id=case.wall_id, message=message, kind=known.document_kind, keys=sent,
        payload=engine.jsonable(payload), recorded_at=now, recorded_by=by.id,
        document_date=payload.get("document_date"), received_date=payload.get("received_date"),
        served_date=payload.get("served_date"), event_date=payload.get("event_date"),
    )  # fmt: skip
    session.add(document)
    _keep_file(session, document, file)
    session.flush()
    told = received.facts(message, sent, payload)
    if told:
        case_file.write(session, case_id, told, by, now)
    payload |= {"document_id": document.id, "recorded_by": by.id}
    deliveries = engine.correlate(
        session, message, case_id, sent, payload, by, now, document_id=document.id,
        document_date=str(_dated(payload) or day_of(now)),
    )  # fmt: skip
    document.deliveries = [{"instance": d.instance_id, "element": d.element_id} for d in deliveries]
    session.add(document)
    session.flush()
    return Recorded(document, deliveries)


def _is_new_objection(session: Session, case_id: str, message: str) -> bool:
    """Whether a document begins a challenge of its own, which later documents are then about; no step waits for it as the main one."""
    asked = awaited(session, case_id).get(message)
    waits = asked is not None and any(keys.get(OBJECTION) in (None, "main") for keys in asked.keys)
    return not waits and bool(deployments.starters(session, message))


def _dated(payload: Mapping[str, Any]) -> date | None:
    """Return the day a document is sorted by: its own date, else the first day it tells."""
    return next((payload[name] for name in DAYS_OF_A_DOCUMENT if payload.get(name)), None)


def _keep_file(session: Session, document: Document, file: File | None) -> None:
    if file is None:
        return
    if len(file.content) > MAX_FILE:
        raise BadInput("Expected a file of at most %(most)s bytes, got %(size)s", most=f"{MAX_FILE:,}", size=f"{len(file.content):,}")
    document.name, document.media_type = file.name[:255], file.media_type
    document.sha256 = hashlib.sha256(file.content).hexdigest()
    session.flush()
    session.add(DocumentContent(document_id=document.id, content=file.content))


def _payload(message: Message, fields: Mapping[str, Any]) -> dict[str, Any]:
    known = {field.name: field for field in message.fields}
    known |= {name: MessageField(name, "date") for name in COMMON_DAYS}
    known |= {"court_case_no": MessageField("court_case_no", "text")}
    unknown = [name for name in fields if name not in known]
    if unknown:
        raise BadInput(
            "Expected fields of '%(message)s' (%(known)s), got '%(field)s'",
            message=message.name, known=", ".join(sorted(known)), field=str(unknown[0])[:80],
        )  # fmt: skip
    return {name: typed(known[name], value) for name, value in fields.items() if value not in (None, "")}


def awaited(session: Session, case_id: str) -> dict[str, Awaited]:
    """Return the messages that steps of the case wait for now, by name, with the keys they are waiting under."""
    query = select(Subscription).where(
        col(Subscription.business_key) == case_id, col(Subscription.kind) == "message"
    )
    found: dict[str, list[Subscription]] = {}
    for subscription in session.exec(query):
        if subscription.name in messages():
            found.setdefault(subscription.name, []).append(subscription)
    return {name: _awaited(messages()[name], waiting) for name, waiting in found.items()}


def _awaited(message: Message, waiting: list[Subscription]) -> Awaited:
    keys: list[dict[str, Any]] = []
    for subscription in waiting:
        values = {name: subscription.keys.get(name) for name in message.keys}
        if not subscription.takes_any_key and values not in keys:
            keys.append(values)
    return Awaited(message, tuple(sorted({s.element_id for s in waiting})), tuple(keys))


def pending(session: Session, case_id: str) -> list[PendingMessage]:
    """Return the recorded messages of a case that no step waits for, oldest document first."""
    query = select(PendingMessage).where(col(PendingMessage.business_key) == case_id)
    return list(session.exec(query.order_by(col(PendingMessage.document_date))))


def content(session: Session, document_id: str, by: Actor) -> File:
    """Return the bytes of a document of a case the actor may see. Raises NotFound."""
    document, stored = session.get(Document, document_id), session.get(DocumentContent, document_id)
    if document is None or stored is None or document.case_id is None:
        raise NotFound("Expected a document that you may see, found none with the id '%(document)s'", document=document_id[:80])
    visibility.must_see(session, document.case_id, by)
    if document.sha256 != hashlib.sha256(stored.content).hexdigest():
        raise DocumentDamaged("The file of this document is not the one that was recorded: its hash is another. Restore it from a backup")
    return File(document.name or document_id, document.media_type or "application/octet-stream", stored.content)
