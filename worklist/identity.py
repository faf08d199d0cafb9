"""Who acts, and what they may do."""

from dataclasses import dataclass, field

from sqlmodel import Session, col, select

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


def actor(session: Session, user_id: str) -> Actor:
    """Return an active user as actor. Raises NotFound."""
    user = session.get(User, user_id)
    if user is None or not user.active:
        raise NotFound(f"Expected an active user, got '{user_id}'")
    groups = session.exec(select(Membership.group_id).where(col(Membership.user_id) == user_id))
    return Actor(user.id, user.name, frozenset(user.roles), frozenset(groups), user.language)


def must_have_role(by: Actor, what: str, *roles: str) -> None:
    """Raise NotPermitted unless `by` has one of the roles (an admin has them all)."""
    if not by.is_system and "admin" not in by.roles and by.roles.isdisjoint(roles):
        raise NotPermitted(by.id, what, "role " + " or ".join(roles))
