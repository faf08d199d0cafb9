"""Roles of parties over time. A role ends, it is never deleted; what was entered wrongly is corrected, the chain keeps the old.

Source: domain/processes 15b joinder, 20 party_change; catalogue S2.2-18 to S2.2-23.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from db.models import CaseFile, Document, Party, PartyRole
from worklist.cases.catalogue import case_paths
from worklist.clock import day_of
from worklist.engine import history
from worklist.errors import BadInput, Conflict, NotFound
from worklist.identity import Actor

#: Roles of the members of `case.debtors`.
DEBTOR_SIDE = case_paths()["case.debtors[].role"].allowed
#: Roles of those who stand behind a debtor, said by links.
BEHIND = case_paths()["case.links[].kind"].allowed
#: Every role a party may hold in a case.
ROLES = ("CREDITOR", *DEBTOR_SIDE, *BEHIND)


@dataclass(frozen=True)
class Span:
    """From when to when a role was held, with what shows it. None: from when is not known, or it is held still."""

    since: date | None = None
    until: date | None = None
    document_id: str | None = None
    reason: str = ""


def held(session: Session, case_id: str) -> list[PartyRole]:
    """Return every role of a case, earliest first; those since unknown days stand before the others."""
    rows = session.exec(select(PartyRole).where(col(PartyRole.case_id) == case_id).order_by(col(PartyRole.entered_at), col(PartyRole.id)))
    return sorted(rows, key=lambda row: row.since or date.min)


def held_on(session: Session, case_id: str, day: date) -> list[PartyRole]:
    """Return the roles that somebody held on a day; the day a role ends is its last."""
    return [row for row in held(session, case_id) if (row.since or day) <= day <= (row.until or day)]


def begin(session: Session, case_id: str, party_id: str, role: str, span: Span, by: Actor, now: datetime) -> PartyRole:
    """Let a party hold a role. Raises BadInput, NotFound; Conflict where it holds the same role at that time already."""
    _hold(session, case_id)
    if role not in ROLES:
        raise BadInput("Expected a role that a party may hold, got '%(role)s'", role=role[:80])
    if session.get(Party, party_id) is None:
        raise NotFound("Expected a party, found none with id '%(party)s'", party=party_id[:80])
    _check(session, case_id, span, day_of(now))
    row = PartyRole(
        case_id=case_id, party_id=party_id, role=role, since=span.since, until=span.until, document_id=span.document_id,
        reason=span.reason, entered_at=now, entered_by=by.id,
    )  # fmt: skip
    _alone(session, row)
    session.add(row)
    _note(session, row, "role_began", {"since": row.since, "until": row.until, "document_id": row.document_id, "reason": row.reason}, by, now)
    return row


def end(session: Session, case_id: str, role_id: str, span: Span, by: Actor, now: datetime) -> PartyRole:
    """Let a role end on `span.until`, for a reason. Raises NotFound, BadInput; Conflict where it has ended already."""
    row = _row(session, case_id, role_id)
    if row.until is not None:
        raise Conflict("Expected a role that is still held, but it ended on %(day)s; nothing was changed", day=row.until)
    if span.until is None or not span.reason:
        raise BadInput("Expected the day a role ends and the reason")
    _check(session, case_id, Span(row.since, span.until, span.document_id), day_of(now))
    row.until, row.end_document_id, row.end_reason = span.until, span.document_id, span.reason
    session.add(row)
    _note(session, row, "role_ended", {"until": row.until, "document_id": span.document_id, "reason": span.reason}, by, now)
    return row


def correct(session: Session, case_id: str, role_id: str, span: Span, by: Actor, now: datetime) -> PartyRole:
    """Put right from when to when a role was held; the chain keeps the days before and the reason. Raises as `end`."""
    row = _row(session, case_id, role_id)
    if not span.reason:
        raise BadInput("Expected the reason of a correction")
    _check(session, case_id, span, day_of(now))
    old = {"since": row.since, "until": row.until}
    if (span.since, span.until) == (row.since, row.until):
        raise BadInput("Expected days other than those of the role now")
    row.since, row.until, row.document_id = span.since, span.until, span.document_id or row.document_id
    _alone(session, row)
    session.add(row)
    _note(session, row, "role_corrected", {"old": old, "since": row.since, "until": row.until, "reason": span.reason}, by, now)
    return row


def open_role(session: Session, case_id: str, party_id: str, role: str) -> PartyRole | None:
    """Return the role that a party holds still, None where it does not."""
    return next((row for row in held(session, case_id) if (row.party_id, row.role, row.until) == (party_id, role, None)), None)


def _hold(session: Session, case_id: str) -> None:
    """Hold the case until the transaction ends: two who enter the same role at once do not both find it free."""
    session.exec(select(CaseFile.id).where(col(CaseFile.id) == case_id).with_for_update()).one()


def _row(session: Session, case_id: str, role_id: str) -> PartyRole:
    _hold(session, case_id)
    row = session.get(PartyRole, role_id, populate_existing=True)
    if row is None or row.case_id != case_id:
        raise NotFound("Expected a role in this case, found none with id '%(role)s'", role=role_id[:80])
    return row


def _check(session: Session, case_id: str, span: Span, today: date) -> None:
    """Raise BadInput for days the wrong way round, a future day that no document shows, and a document of another case."""
    if span.since and span.until and span.until < span.since:
        raise BadInput("Expected an end on or after %(since)s, got %(until)s", since=span.since, until=span.until)
    if span.document_id:
        found = session.get(Document, span.document_id)
        if found is None or found.case_id != case_id:
            raise BadInput("Expected a document of this case, found none with id '%(document)s'", document=span.document_id[:80])
    for day in (span.since, span.until):
        if day and day > today and not span.document_id:
            raise BadInput("Expected a day not after today without a document that shows it, got %(day)s", day=day)


def _alone(session: Session, row: PartyRole) -> None:
    with session.no_autoflush:
        others = [one for one in held(session, row.case_id) if (one.party_id, one.role) == (row.party_id, row.role) and one.id != row.id]
    for one in others:
        if (one.since or date.min) <= (row.until or date.max) and (row.since or date.min) <= (one.until or date.max):
            raise Conflict("Expected a time in which the party does not hold this role already; end the earlier one or correct it")


def _note(session: Session, row: PartyRole, kind: str, facts: Mapping[str, Any], by: Actor, now: datetime) -> None:
    session.flush()
    party = session.get_one(Party, row.party_id)
    known = {"role_id": row.id, "party_id": row.party_id, "role": row.role, "name": party.name, "name_zh": party.name_zh, **facts}
    history.append(session, [history.Event(kind, row.case_id, facts=known)], by.id, now)
