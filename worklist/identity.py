"""Who acts, and what they may do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session

from db import hot
from db.models import Membership, User
from worklist.errors import NotFound, NotPermitted, Phrase


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
#: What a query must read for `known`, from users joined with the groups they are in.
KNOWN = (*(_USERS.c[name] for name in ("id", "name", "roles", "language")), _MEMBERS.c.group_id)
WITH_GROUPS = _USERS.outerjoin(_MEMBERS, _MEMBERS.c.user_id == _USERS.c.id)
_ACTIVE = select(*KNOWN).select_from(WITH_GROUPS).where(_USERS.c.id == bindparam("user_id"), _USERS.c.active)


def actor(session: Session, user_id: str) -> Actor:
    """Return an active user as actor. Raises NotFound."""
    rows = hot.run(session, _ACTIVE, {"user_id": user_id}).all()
    if not rows:
        raise NotFound("Expected an active user, got '%(user)s'", user=user_id)
    return known(rows)


def known(rows: Sequence[Row[Any]]) -> Actor:
    """Return a user from rows with the columns KNOWN, one for each group the user is in."""
    user, groups = rows[0], frozenset(row.group_id for row in rows if row.group_id is not None)
    return Actor(user.id, user.name, frozenset(user.roles), groups, user.language)


def must_have_role(by: Actor, what: str, *roles: str) -> None:
    """Raise NotPermitted unless `by` has one of the roles (an admin has them all)."""
    if not by.is_system and "admin" not in by.roles and by.roles.isdisjoint(roles):
        raise NotPermitted(by.id, what, Phrase("role %(roles)s", roles=roles))
