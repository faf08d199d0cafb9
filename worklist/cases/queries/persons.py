"""The parties of a case as their page shows them: each with its roles of today and of before."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from db.models import Document, Party, PartyRole
from worklist.cases import store
from worklist.cases.parties import entering, roles


@dataclass(frozen=True)
class Held:
    """A role with what shows its beginning and its end (None: no document)."""

    role: PartyRole
    document: Document | None
    end_document: Document | None


@dataclass(frozen=True)
class Person:
    """A party of a case. `fields`: what the file knows of it as a debtor, without numbers of persons; empty for others.

    `key`: what `party_id` names it by in the case.
    """

    party: Party
    key: str
    now: tuple[Held, ...]
    earlier: tuple[Held, ...]
    fields: dict[str, Any]


#: Whose card stands first: the creditor, then the debtor's side, then who stands behind.
_ORDER = {role: at for at, role in enumerate(roles.ROLES)}


def taking_part(session: Session, case_id: str, today: date) -> list[Person]:
    """Return the parties of a case with a role of today first, in the order of their roles."""
    found: dict[str, list[Held]] = {party.id: [] for party in entering.people(session, case_id)}
    papers = {row.id: row for row in session.exec(select(Document).where(col(Document.case_id) == case_id))}
    for row in roles.held(session, case_id):
        found[row.party_id].append(Held(row, papers.get(row.document_id or ""), papers.get(row.end_document_id or "")))
    members = {}
    for member in store.members(session, case_id, "debtors"):
        fields = store.read_member(session, "debtors", member)
        fields.pop("id_number", None)
        members[member.party_id] = fields
    people = [
        Person(
            session.get_one(Party, party_id), store.key_of(session, case_id, party_id) or party_id,
            tuple(one for one in held if _lasts(one.role, today)),
            tuple(one for one in held if not _lasts(one.role, today)), members.get(party_id, {}),
        )
        for party_id, held in found.items()
    ]
    return sorted(people, key=_place)


def _lasts(role: PartyRole, today: date) -> bool:
    return role.until is None or role.until >= today


def _place(person: Person) -> tuple[bool, int, str]:
    held = person.now or person.earlier
    return (not person.now, min((_ORDER[one.role.role] for one in held), default=len(_ORDER)), person.party.name)
