"""People as pages show and change them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from db.models import Membership, User, UserGroup
from worklist.cases import people
from worklist.cases.accounts import sessions
from worklist.errors import BadInput, Conflict, NotFound

#: Languages of the pages.
LANGUAGES = ("en", "zh")


@dataclass(frozen=True)
class Person:
    """A user with the keys of the groups he or she belongs to."""

    user: User
    groups: list[str]


def everybody(session: Session) -> list[Person]:
    """Return all users by name, inactive ones last."""
    users = session.exec(select(User).order_by(col(User.active).desc(), col(User.name))).all()
    groups: dict[str, list[str]] = {}
    for user_id, group_id in session.exec(select(Membership.user_id, Membership.group_id)):
        groups.setdefault(user_id, []).append(group_id)
    return [Person(user, sorted(groups.get(user.id, []))) for user in users]


def active(session: Session) -> list[User]:
    """Return the users that may be given work, by name."""
    return list(session.exec(select(User).where(col(User.active)).order_by(col(User.name))))


def one_per_role(session: Session) -> list[User]:
    """Return one active user for each role, in the order of the roles: the login cards of a demo."""
    chosen: dict[str, User] = {}
    for role in people.ROLES:
        for user in active(session):
            if role in user.roles and user.id not in chosen:
                chosen[user.id] = user
                break
    return list(chosen.values())


def groups(session: Session) -> list[UserGroup]:
    """Return the candidate groups by name."""
    return list(session.exec(select(UserGroup).order_by(col(UserGroup.name))))


def get(session: Session, user_id: str) -> User:
    """Return a user. Raises NotFound."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound("Expected user '%(user)s', found none", user=user_id)
    return user


def set_language(session: Session, user_id: str, language: str) -> None:
    """Set the language of a user's pages. Raises BadInput."""
    if language not in LANGUAGES:
        raise BadInput("Expected one of %(allowed)s, got %(found)s", allowed=", ".join(LANGUAGES), found=repr(language)[:80])
    user = get(session, user_id)
    user.language = language
    session.add(user)


def change(
    session: Session, user_id: str, *, roles: Iterable[str], groups: Iterable[str], active: bool, now: datetime
) -> None:
    """Set roles, groups and whether a user may log in; losing a right ends all logins.

    Raises NotFound, BadInput, and Conflict where nobody would be left who may change users.
    """
    user = get(session, user_id)
    wanted = sorted(set(roles))
    unknown = [role for role in wanted if role not in people.ROLES]
    if unknown:
        raise BadInput("Expected roles of %(known)s, got %(found)s", known=", ".join(people.ROLES), found=repr(unknown[0])[:80])
    if "admin" in user.roles and user.active and not ("admin" in wanted and active):
        _must_not_be_the_last(session, user)
    lost = set(user.roles) - set(wanted) or (user.active and not active)
    user.roles, user.active = wanted, active
    session.add(user)
    people.set_groups(session, user_id, groups)
    if lost:
        sessions.end_all(session, user_id, now)


def _must_not_be_the_last(session: Session, admin: User) -> None:
    # Two administrators who demote each other at once wait here for one another, in the order of the ids.
    everybody = select(User).where(col(User.active)).order_by(col(User.id)).with_for_update()
    found = session.exec(everybody.execution_options(populate_existing=True))
    if not any("admin" in user.roles for user in found if user.id != admin.id):
        raise Conflict(
            "Expected another active administrator besides '%(user)s'; give somebody that role first", user=admin.id
        )


def set_password(session: Session, user_id: str, password: str, now: datetime) -> None:
    """Set a password and end all logins of the user. Raises NotFound, BadInput for a short one."""
    user = get(session, user_id)
    user.password_hash = people.hashed(password)
    session.add(user)
    sessions.end_all(session, user_id, now)
