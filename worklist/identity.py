"""Who acts, and what they may do."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from db import hot
from db.models import Membership, User
from worklist.errors import NotFound, NotPermitted


@dataclass(frozen=True)
class Actor:
    """A user, or a part of the system, with roles (which pages) and groups (which tasks)."""

    id: str
    name: str = ""
    roles: frozenset[str] = field(default_factory=frozenset)
    groups: frozenset[str] = field(default_factory=frozenset)
    language: str = "en"

    @property
    def is_system(self) -> bool:
        """Whether no person stands behind it."""
        return self.id.startswith("system:")


SCHEDULER = Actor("system:scheduler", "Scheduler")
IMPORT = Actor("system:import", "Import")
COMMAND_LINE = Actor("system:cli", "Command line", frozenset({"admin", "manager"}))


_USERS, _MEMBERS = hot.table(User), hot.table(Membership)
#: What a query must read of a user for `known`.
KNOWN = tuple(_USERS.c[name] for name in ("id", "name", "roles", "language"))
_ACTIVE = select(*KNOWN).where(_USERS.c.id == bindparam("user_id"), _USERS.c.active)
_GROUPS = select(_MEMBERS.c.group_id).where(_MEMBERS.c.user_id == bindparam("user_id"))


def actor(session: Session, user_id: str) -> Actor:
    """Return an active user as actor. Raises NotFound."""
    row = hot.run(session, _ACTIVE, {"user_id": user_id}).first()
    if row is None:
        raise NotFound(f"Expected an active user, got '{user_id}'")
    return known(session, row)


def known(session: Session, row: Row[Any]) -> Actor:
    """Return the user whose columns KNOWN a row holds, with the groups the user is in."""
    groups = hot.run(session, _GROUPS, {"user_id": row.id}).scalars()
    return Actor(row.id, row.name, frozenset(row.roles), frozenset(groups), row.language)


def must_have_role(by: Actor, what: str, *roles: str) -> None:
    """Raise NotPermitted unless `by` has one of the roles (an admin has them all)."""
    if not by.is_system and "admin" not in by.roles and by.roles.isdisjoint(roles):
        raise NotPermitted(by.id, what, "role " + " or ".join(roles))
