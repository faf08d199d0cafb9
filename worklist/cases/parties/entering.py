"""Enter a party of a case with a role, or a role of one that is known: the same person is one party in all cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, or_, select

from db.models import CaseFile, CaseParty, Party, PartyLink, PartyRole
from worklist.cases import file, store, visibility
from worklist.cases.parties import roles
from worklist.cases.parties.roles import Span
from worklist.errors import BadInput
from worklist.identity import Actor

#: So many parties does a search tell at most.
MOST = 20


@dataclass(frozen=True)
class Found:
    """A party that a search found, with the numbers of the cases the actor may see it in."""

    party: Party
    cases: tuple[str, ...]


@dataclass(frozen=True)
class NewParty:
    """A person or company that is in no case yet. `is_other`: not the known one that has the same name."""

    name: str
    name_zh: str | None = None
    kind: str | None = None
    country_or_region: str | None = None
    id_number: str | None = None
    is_other: bool = False


def search(session: Session, text: str, by: Actor) -> list[Found]:
    """Return the parties of cases the actor may see whose name holds the text or whose number it is; best known first.

    A number is matched whole: nobody can guess one piece by piece. Who is only in cases behind a wall is not there.
    """
    text = text.strip()
    if not text:
        return []
    like = f"%{_escaped(text.lower())}%"
    names = or_(func.lower(Party.name).like(like, escape="\\"), func.lower(Party.name_zh).like(like, escape="\\"), col(Party.id_number) == text)
    seen = _seen(session, by)
    found = [party for party in session.exec(select(Party).where(names).order_by(col(Party.name), col(Party.id))) if party.id in seen]
    return [Found(party, seen[party.id]) for party in sorted(found, key=lambda one: -len(seen[one.id]))[:MOST]]


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _seen(session: Session, by: Actor) -> dict[str, tuple[str, ...]]:
    """Return the parties of the cases an actor may see, with the numbers of these cases."""
    found: dict[str, set[str]] = {}
    parts = (
        select(PartyRole.party_id, CaseFile.number).join(CaseFile, col(CaseFile.id) == col(PartyRole.case_id)),
        select(CaseParty.party_id, CaseFile.number).join(CaseFile, col(CaseFile.id) == col(CaseParty.case_id)),
        select(PartyLink.behind_id, CaseFile.number).join(CaseFile, col(CaseFile.id) == col(PartyLink.case_id)),
    )
    for part in parts:
        for party_id, number in session.exec(part.where(visibility.visible(by))):
            found.setdefault(party_id, set()).add(number)
    return {party_id: tuple(sorted(numbers)) for party_id, numbers in found.items()}


def known(session: Session, party_id: str, by: Actor) -> Party:
    """Return a party of a case that the actor may see. Raises BadInput, also for one behind a wall."""
    party = session.get(Party, party_id) if party_id in _seen(session, by) else None
    if party is None:
        raise BadInput("Expected a party of a case that you may see, found none with id '%(party)s'", party=party_id[:80])
    return party


def same_number(session: Session, id_number: str | None, by: Actor) -> Sequence[Found]:
    """Return the parties that have a number already, of cases the actor may see."""
    return [one for one in search(session, id_number, by) if one.party.id_number == id_number] if id_number else []


def enter(
    session: Session, case_id: str, who: NewParty | str, role: str, span: Span, by: Actor, now: datetime
) -> PartyRole:  # fmt: skip
    """Let a new party, or the known one of an id, hold a role in a case; one on the debtor's side joins `case.debtors`.

    Raises BadInput for a number that a known party has, and as `roles.begin`.
    """
    case = visibility.must_see(session, case_id, by)
    party = known(session, who, by) if isinstance(who, str) else _new(session, who, by)
    row = roles.begin(session, case_id, party.id, role, span, by, now)
    if role in roles.DEBTOR_SIDE and row.until is None:
        _join(session, case, party, role)
    return row


def _new(session: Session, who: NewParty, by: Actor) -> Party:
    if not who.name:
        raise BadInput("Expected the name of the party")
    if same := same_number(session, who.id_number, by):
        raise BadInput("Expected another number: %(name)s has it already; choose that party", name=same[0].party.name)
    same_name = [one for one in search(session, who.name, by) if who.name in (one.party.name, one.party.name_zh)]
    if same_name and not who.is_other:
        raise BadInput("Expected to know whether this is the %(name)s of %(cases)s: choose that party, or say that it is somebody else",
                       name=who.name, cases=", ".join(same_name[0].cases))  # fmt: skip
    party = Party(name=who.name, name_zh=who.name_zh, kind=who.kind, country_or_region=who.country_or_region, id_number=who.id_number)
    session.add(party)
    session.flush()
    return party


def _join(session: Session, case: CaseFile, party: Party, role: str) -> None:
    """Let a party be a member of `case.debtors`; one that is one already keeps its role unless that has ended."""
    members = store.members(session, case.id, "debtors")
    member = next((one for one in members if one.party_id == party.id), None)
    if member is None:
        # The key it had till now stays: messages that name it by that find it.
        session.add(CaseParty(id=store.key_of(session, case.id, party.id), case_id=case.id, party_id=party.id, role=role, position=len(members)))
    elif roles.open_role(session, case.id, party.id, member.role) is None:
        member.role = role
        session.add(member)
    session.flush()
    file.refresh_names(session, case)
    case.revision += 1
    session.add(case)
    session.flush()


def people(session: Session, case_id: str) -> list[Party]:
    """Return every party with a role or a link in a case, by name."""
    ids = {row.party_id for row in roles.held(session, case_id)}
    for row in store.members(session, case_id, "links"):
        ids |= {row.behind_id} | ({row.party_id} if row.party_id else set())
    ids |= {row.party_id for row in store.members(session, case_id, "debtors")}
    return list(session.exec(select(Party).where(col(Party.id).in_(ids)).order_by(col(Party.name), col(Party.id))))
