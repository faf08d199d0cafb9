"""Who stands behind whom: shareholders, directors, controllers, spouses, affiliates, successors, with source and confidence.

A link is a member of `case.links`; its role in the case follows it. What the guide says of such people is cited, so that the
target of a joinder or a suit is chosen from those who are known. Source: catalogue S2.2-18 to S2.2-23, T4.3, T4.4; decisions D09, D10.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, or_, select

from db.models import CaseParty, Party, PartyLink, PartyRole
from worklist.cases import store
from worklist.errors import BadInput

#: Kind of link → rows of D09 and D10 that may reach who stands there, and the statements of the guide behind them.
BASES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "SHAREHOLDER": (("JN-1a", "JN-1b", "JN-1c", "JN-2a", "JN-3"), ("S2.2-19", "S2.2-20", "S2.2-21", "T4.3-03", "T4.3-04", "T4.3-05")),
    "SOLE_SHAREHOLDER": (("JN-1a", "JN-1b", "JN-1c", "JN-2a", "JN-3", "JN-4"), ("S2.2-19", "S2.2-22", "T4.3-03", "T4.3-06")),
    "FORMER_SHAREHOLDER": (("JN-1d", "JN-1e"), ("S2.2-19", "T4.3-03")),
    "CONTROLLING_SHAREHOLDER": (("JN-2b", "SL-3", "SL-6"), ("S2.2-20", "T4.3-04", "T4.4-06", "T4.4-09")),
    "CONTROLLER": (("SL-3", "SL-6"), ("T4.4-06", "T4.4-09")),
    "DIRECTOR": (("JN-2b", "SL-4", "SL-5"), ("S2.2-20", "T4.3-04", "T4.4-07", "T4.4-08")),
    "GENERAL_PARTNER": (("JN-5a",), ("S2.2-23", "T4.3-07")),
    "LIMITED_PARTNER": (("JN-5b",), ("S2.2-23", "T4.3-07")),
    "AFFILIATE": (("SL-3",), ("T4.4-06",)),
    "SUCCESSOR": (("JN-X",), ()),
}


@dataclass(frozen=True)
class Behind:
    """A link as a page tells it, and who stands behind the one it names. `fields`: those of `case.links`."""

    fields: dict[str, Any]
    link_id: str
    bases: tuple[str, ...]
    statements: tuple[str, ...]
    is_over: bool
    behind: tuple["Behind", ...] = ()

    @property
    def unpaid(self) -> Decimal | None:
        """Return what is subscribed and not paid in; None where one of the two is not known."""
        subscribed, paid_in = self.fields.get("subscribed"), self.fields.get("paid_in")
        return None if subscribed is None or paid_in is None else max(subscribed - paid_in, Decimal(0))


def new(session: Session, case_id: str, fields: Mapping[str, Any], position: int) -> PartyLink:
    """Return a new link; who stands behind is the party named by `person_id`, else one of the case of that name, else a new one."""
    found = party_of(session, case_id, fields["person_id"]) if fields.get("person_id") else _named(session, case_id, fields.get("name"))
    if found is None:
        if not fields.get("name"):
            raise BadInput("Expected the name of who stands behind the party")
        found = Party(name=fields["name"], name_zh=fields.get("name_zh"), kind=fields.get("person_kind"))
        session.add(found)
        session.flush()
    return PartyLink(case_id=case_id, behind_id=found.id, kind=fields.get("kind") or "SHAREHOLDER", position=position)


def check(session: Session, row: PartyLink, changed: Mapping[str, Any]) -> None:
    """Let a link name the party it is about. Raises BadInput for what cannot be: oneself, a share above 1, an end before the beginning."""
    if changed.get("party_id"):
        row.party_id = party_of(session, row.case_id, changed["party_id"]).id
    if changed.get("person_id") and party_of(session, row.case_id, changed["person_id"]).id != row.behind_id:
        raise BadInput("Expected the person of this link to stay; end the link and enter another")
    if row.party_id == row.behind_id:
        raise BadInput("Expected another party behind a party, got the party itself")
    share = changed.get("share")
    if share is not None and not 0 <= share <= 1:
        raise BadInput("Expected a share from 0 to 1, got %(share)s", share=share)
    since, until = changed.get("since", row.since), changed.get("until", row.until)
    if since and until and until < since:
        raise BadInput("Expected an end on or after %(since)s, got %(until)s", since=since, until=until)
    for name in ("subscribed", "paid_in"):
        if changed.get(name) is not None and changed[name] < 0:
            raise BadInput("Expected an amount of at least 0, got %(amount)s", amount=changed[name])


def party_of(session: Session, case_id: str, key: str) -> Party:
    """Return the party that a `party_id` of a case names. Raises BadInput for one that has no part in the case."""
    named = session.get(CaseParty, key) or session.get(PartyRole, key)
    if named is not None and named.case_id == case_id:
        return session.get_one(Party, named.party_id)
    if key in _ids(session, case_id):
        return session.get_one(Party, key)
    raise BadInput("Expected a party of this case, found none with id '%(party)s'", party=key[:80])


def _ids(session: Session, case_id: str) -> set[str]:
    found = set(session.exec(select(PartyRole.party_id).where(col(PartyRole.case_id) == case_id)))
    found |= set(session.exec(select(CaseParty.party_id).where(col(CaseParty.case_id) == case_id)))
    for one, other in session.exec(select(PartyLink.behind_id, PartyLink.party_id).where(col(PartyLink.case_id) == case_id)):
        found |= {one} | ({other} if other else set())
    return found


def _named(session: Session, case_id: str, name: str | None) -> Party | None:
    if not name:
        return None
    query = select(Party).where(or_(col(Party.name) == name, col(Party.name_zh) == name), col(Party.id).in_(_ids(session, case_id)))
    return session.exec(query.order_by(col(Party.id))).first()


def tree(session: Session, case_id: str, today: date) -> dict[str | None, tuple[Behind, ...]]:
    """Return who stands behind whom, by the key of each party behind whom somebody stands and who stands behind nobody itself.

    Who stands behind somebody is told once, at the first place: a circle ends there. Key None: links that name no party yet.
    """
    rows = store.members(session, case_id, "links")
    behind = {row.behind_id for row in rows if row.party_id}
    tops = [row.party_id for row in rows if row.party_id not in behind]
    told: set[str | None] = set()
    # What only a circle reaches begins at its first link.
    return {
        store.key_of(session, case_id, top): _below(session, rows, top, today, told)
        for top in dict.fromkeys([*tops, *(row.party_id for row in rows)])
        if top not in told
    }


def _below(session: Session, rows: list[PartyLink], party_id: str | None, today: date, told: set[str | None]) -> tuple[Behind, ...]:
    if party_id in told:
        return ()
    told.add(party_id)
    found = []
    for row in rows:
        if row.party_id == party_id:
            bases, statements = BASES.get(row.kind, ((), ()))
            is_over = row.until is not None and row.until <= today
            below = _below(session, rows, row.behind_id, today, told)
            found.append(Behind(store.read_member(session, "links", row), row.id, bases, statements, is_over, below))
    return tuple(found)
