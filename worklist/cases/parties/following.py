"""Roles follow what forms and processes write into the case file: registration, joinder, succession, links."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from db.models import CaseFile, CaseParty, Document, Party, PartyLink, PartyRole, Task
from worklist.cases.parties import roles
from worklist.cases.parties.roles import Span
from worklist.clock import day_of
from worklist.identity import Actor

#: The task by which another creditor takes the place of ours (party_change); elsewhere a new name is the same client's.
SUCCEEDS = "renew_mandate"
#: The message that joins a debtor or lets a creditor follow another.
RULING = "joinder_ruling"


def debtor(session: Session, member: CaseParty, old: str | None, by: Actor, now: datetime) -> None:
    """Let the role of a member of `case.debtors` begin; another one ends by it, but who is joined keeps what it was."""
    case_id, party_id = member.case_id, member.party_id
    if roles.open_role(session, case_id, party_id, member.role):
        return
    ruling = _ruling(session, case_id, member.id) if member.role == "JOINED" else None
    day = _day(ruling, now)
    before = roles.open_role(session, case_id, party_id, old) if old and member.role != "JOINED" else None
    if before is not None:
        span = Span(None, max(day, before.since or day), None, member.role)
        roles.end(session, case_id, before.id, span, by, now)
    roles.begin(session, case_id, party_id, member.role, Span(day, None, ruling.id if ruling else None, "case.debtors"), by, now)


def client(session: Session, case: CaseFile, name: str | None, task_id: str | None, by: Actor, now: datetime) -> str | None:
    """Let the creditor be who the file says; return the party's id. A succession ends the role of the one before."""
    before = (case.facts.get("client") or {}).get("party_id")
    is_succession = _is_succession(session, task_id)
    party = session.get(Party, before) if before and not is_succession else None
    if not name:
        return before
    if party is not None:
        party.name = name
        session.add(party)
        return party.id
    ruling = _ruling(session, case.id, None) if is_succession else None
    day = _day(ruling, now)
    party = Party(name=name)
    session.add(party)
    session.flush()
    for old in _open(session, case.id, "CREDITOR") if is_succession else ():
        roles.end(session, case.id, old.id, Span(None, max(day, old.since or day), ruling.id if ruling else None, SUCCEEDS), by, now)
    roles.begin(session, case.id, party.id, "CREDITOR", Span(day, None, ruling.id if ruling else None, "case.client"), by, now)
    return party.id


def _is_succession(session: Session, task_id: str | None) -> bool:
    task = session.get(Task, task_id) if task_id else None
    return task is not None and task.element_id == SUCCEEDS


def link(session: Session, row: PartyLink, by: Actor, now: datetime) -> None:
    """Let who stands behind a debtor hold the role the link says; it ends with the last link that says so."""
    same = select(PartyLink).where(
        col(PartyLink.case_id) == row.case_id, col(PartyLink.behind_id) == row.behind_id, col(PartyLink.kind) == row.kind
    )
    links = session.exec(same).all()
    today, held = day_of(now), roles.open_role(session, row.case_id, row.behind_id, row.kind)
    lasts = [one.until for one in links if one.until is not None]
    over = len(lasts) == len(links) and max(lasts) <= today
    if held is not None and over:
        roles.end(session, row.case_id, held.id, Span(None, max(max(lasts), held.since or date.min), None, "case.links"), by, now)
    elif held is None and not over and not _known(session, row):
        roles.begin(session, row.case_id, row.behind_id, row.kind, Span(_not_ahead(row.since, today), None, None, "case.links"), by, now)
    elif held is None and over and not _known(session, row):
        span = Span(row.since, row.until, None, "case.links")
        roles.begin(session, row.case_id, row.behind_id, row.kind, span, by, now)


def _known(session: Session, row: PartyLink) -> bool:
    """Tell whether the role was held within the time of the link, so that it need not be entered once more."""
    first, last = row.since or date.min, row.until or date.max
    return any(
        (one.party_id, one.role) == (row.behind_id, row.kind) and (one.since or date.min) <= last and first <= (one.until or date.max)
        for one in roles.held(session, row.case_id)
    )


def _not_ahead(day: date | None, today: date) -> date | None:
    return None if day is None or day > today else day


def _open(session: Session, case_id: str, role: str) -> list[PartyRole]:
    return [row for row in roles.held(session, case_id) if row.role == role and row.until is None]


def _ruling(session: Session, case_id: str, party_id: str | None) -> Document | None:
    """Return the newest joinder ruling about a party (None: about any)."""
    query = select(Document).where(col(Document.case_id) == case_id, col(Document.message) == RULING)
    found = session.exec(query.order_by(col(Document.recorded_at).desc())).all()
    return next((row for row in found if party_id is None or row.keys.get("party_id") == party_id), None)


def _day(ruling: Document | None, now: datetime) -> date:
    """Return the day of the ruling, else today at the court."""
    return (ruling.document_date or ruling.received_date if ruling else None) or day_of(now)
