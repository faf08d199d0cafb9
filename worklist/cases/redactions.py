"""Redacted copies of a document: what must be hidden (D21), which copy is for whom, and what still stands in it.

The original is never changed; a copy is a document of its own. Source: domain/decisions (D21, S2.7-05..09).
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from db.models import CaseParty, Document, DocumentContent, Party, PartyRole, RedactedCopy
from worklist.cases import personal, visibility
from worklist.cases.documents import MAX_FILE, File
from worklist.cases.papers import reading
from worklist.engine import asking, history
from worklist.errors import BadInput, NotFound
from worklist.identity import Actor

DECISION = "D21_redaction"
#: What asks D21 where no process does.
ASKED_BY = "redacted_copy"
#: Whom a copy is for: publication by the court, our client, the other side.
PURPOSES = ("FOR_PUBLICATION", "FOR_CLIENT", "FOR_OTHER_SIDE")
#: Who made it.
MAKERS = ("MADE_BY_US", "MADE_BY_COURT")
FIELDS = ("ADDRESS", "CONTACT", "ID_NUMBER", "ACCOUNT", "PLATE", "TRADE_SECRET", "PRIVATE_MATTER", "NAME")
REQUESTS = ("NONE", "PARTIAL", "ANONYMISE")
KIND = "REDACTED_COPY"
REASON = 500


@dataclass(frozen=True)
class NewCopy:
    """A copy as it was entered. `removed`: members of FIELDS; `request`: what was applied for, one of REQUESTS."""

    purpose: str
    maker: str
    request: str
    removed: tuple[str, ...]
    reason: str
    file: File


def original(session: Session, document_id: str, by: Actor) -> Document:
    """Return a document of a case that the actor may see. Raises NotFound."""
    found = session.get(Document, document_id)
    if found is None or found.case_id is None:
        raise NotFound("Expected a document that you may see, found none with the id '%(document)s'", document=document_id[:80])
    visibility.must_see(session, found.case_id, by)
    return found


def of_original(session: Session, document_id: str) -> list[RedactedCopy]:
    """Return the copies of a document, newest first."""
    query = select(RedactedCopy).where(col(RedactedCopy.original_id) == document_id)
    return list(session.exec(query.order_by(col(RedactedCopy.made_at).desc(), col(RedactedCopy.id))))


def of_copy(session: Session, document_id: str) -> RedactedCopy | None:
    """Return what is known of a document as a redacted copy; None for every other document."""
    return session.exec(select(RedactedCopy).where(col(RedactedCopy.document_id) == document_id)).first()


def record(session: Session, original_id: str, new: NewCopy, by: Actor, now: datetime) -> RedactedCopy:
    """Keep a redacted copy beside its original, with what D21 says and what still stands in it. Raises NotFound, BadInput."""
    source = original(session, original_id, by)
    _check(session, source, new)
    rules = asked(session, source, new.request, now)
    copy = Document(
        case_id=source.case_id, wall_id=source.wall_id, kind=KIND, name=new.file.name[:255], media_type=new.file.media_type,
        sha256=hashlib.sha256(new.file.content).hexdigest(), document_date=source.document_date, recorded_at=now, recorded_by=by.id,
    )  # fmt: skip
    session.add(copy)
    session.flush()
    session.add(DocumentContent(document_id=copy.id, content=new.file.content))
    look = left_in(session, source, rules, new.file)
    row = RedactedCopy(
        case_id=str(source.case_id), original_id=source.id, document_id=copy.id, purpose=new.purpose, maker=new.maker, request=new.request,
        removed=list(new.removed), rules=rules, found=look.found, is_read=not look.unread, unread=look.unread, reason=new.reason.strip(), made_at=now, made_by=by.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    told = {"document_id": copy.id, "original_id": source.id, "sha256": copy.sha256, "purpose": row.purpose, "removed": row.removed}
    history.append(session, [history.Event("copy_redacted", row.case_id, facts=told)], by.id, now)
    return row


def _check(session: Session, source: Document, new: NewCopy) -> None:
    if new.purpose not in PURPOSES or new.maker not in MAKERS or new.request not in REQUESTS or set(new.removed) - set(FIELDS):
        raise BadInput("Expected for whom the copy is, who made it and what was taken out, as the page offers them")
    if of_copy(session, source.id) is not None:
        raise BadInput("Expected an original, but this document is a redacted copy itself: record the copy at its original")
    if not source.sha256:
        raise BadInput("Expected an original with a file, but this document was recorded without one")
    if not new.reason.strip() or len(new.reason) > REASON:
        raise BadInput("Expected a reason of at most %(most)s characters", most=REASON)
    if not new.file.content or len(new.file.content) > MAX_FILE:
        raise BadInput("Expected a file of 1 to %(most)s bytes, got %(size)s", most=f"{MAX_FILE:,}", size=f"{len(new.file.content):,}")
    if source.sha256 == hashlib.sha256(new.file.content).hexdigest():
        raise BadInput("Expected a copy in which something was taken out, but this file is the original itself, byte for byte")


def parties(session: Session, case_id: str) -> list[Party]:
    """Return everybody who has or had a role in a case, by name."""
    with_role = select(PartyRole.party_id).where(col(PartyRole.case_id) == case_id)
    debtors = select(CaseParty.party_id).where(col(CaseParty.case_id) == case_id)
    query = select(Party).where(or_(col(Party.id).in_(with_role), col(Party.id).in_(debtors)))
    return list(session.exec(query.order_by(col(Party.name), col(Party.id))))


def asked(session: Session, source: Document, request: str, now: datetime) -> list[dict[str, Any]]:
    """Ask D21 about each kind of data of each kind of party of the case, keep what it said, and return what it hides.

    Rows: field_class, party_kind (None: not known), mask, basis. Raises BadInput where D21 is not deployed.
    """
    kinds = sorted({party.kind for party in parties(session, str(source.case_id))}, key=str) or [None]
    return [row for kind in kinds for field in FIELDS for row in _asked_one(session, source, field, kind, request, now)]


def _asked_one(session: Session, source: Document, field: str, kind: str | None, request: str, now: datetime) -> Iterator[dict[str, Any]]:
    about = {"field_class": field, "party_kind": kind, "request_kind": request}
    subject = [["document_id", source.id], ["field_class", field], ["party_kind", kind]]
    result = asking.ask(session, DECISION, about, case_id=source.case_id, asked_by=ASKED_BY, now=now, subject=subject)
    if result is None:
        raise BadInput("Expected the decision %(decision)s to be deployed; a process owner can upload it", decision=DECISION)
    for row in result.outputs:
        if row.get("mask") != "KEEP":
            yield {"field_class": field, "party_kind": kind, "mask": row.get("mask"), "basis": row.get("basis")}


def not_removed(copy: RedactedCopy) -> list[str]:
    """Return the kinds of data that D21 hides whatever they belong to, and that nobody said were taken out of a copy."""
    return [field for field in FIELDS if field not in copy.removed and any(rule["field_class"] == field for rule in copy.rules)]


@dataclass(frozen=True)
class Look:
    """What was found in a copy: rows of field_class, party_id (None: nobody's), part; and why some of it was not read, else empty.

    `part`: of a Word file its name, of a PDF the number of the page or `properties`; empty for plain text and across pages.
    """

    found: list[dict[str, Any]]
    unread: str


def left_in(session: Session, source: Document, rules: Sequence[dict[str, Any]], file: File) -> Look:
    """Return what D21 hides and still stands in a copy, person by person. What is found is not repeated."""
    read = reading.read(file.name, file.content)
    hidden = {(rule["field_class"], rule["party_kind"]) for rule in rules}
    case_id = str(source.case_id)
    wanted: list[tuple[str, str | None, str]] = [
        (field, party.id, value) for party in parties(session, case_id)
        for field, value in personal.values(session, case_id, party) if (field, party.kind) in hidden
    ]  # fmt: skip
    if any(field == "ACCOUNT" for field, _ in hidden):
        wanted += [("ACCOUNT", None, number) for number in personal.ownerless_accounts(session, case_id)]
    found = [
        {"field_class": field, "party_id": party_id, "part": part}
        for field, party_id, value in wanted for part in _where(read.parts, value, field)
    ]  # fmt: skip
    return Look([one for at, one in enumerate(found) if one not in found[:at]], read.unread)


def _where(parts: Sequence[tuple[str, str]], value: str, field: str) -> list[str]:
    """Return the parts that hold a value; an empty name where it runs from one page of a PDF to the next."""
    plain = _without_marks if field in {"ACCOUNT", "ADDRESS", "ID_NUMBER"} else str
    wanted = plain(reading.folded(value))
    if len(wanted) < 2:
        return []
    held = [name for name, text in parts if wanted in plain(text)]
    pages = "".join(text for name, text in parts if name.isdigit())
    return held or ([""] if wanted in plain(pages) else [])


def _without_marks(text: str) -> str:
    """Return text without hyphens, commas, points and brackets: people write addresses and numbers with and without them."""
    return re.sub(r"[-‐–—,.、，。()（）·]", "", text)
