"""Users, groups and roles of a team. Source: domain conventions (roles and groups)."""

import re
from collections.abc import Iterable
from datetime import datetime

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import Session, col, delete, select

from db.models import Membership, User, UserGroup
from worklist.engine.forms.characters import is_name
from worklist.errors import BadInput, Conflict, Phrase

#: Candidate groups: key → (English, Chinese).
GROUPS = {
    "intake": ("Intake", "立案收案"),
    "enforcement_lawyer": ("Enforcement lawyers", "执行律师"),
    "foreign_desk": ("Foreign desk", "涉外律师"),
    "investigator": ("Investigators", "财产线索调查"),
    "litigator": ("Litigators", "诉讼律师"),
    "partner": ("Partners", "复核合伙人"),
    "finance": ("Finance", "费用"),
    "compliance": ("Compliance", "合规"),
    "client_liaison": ("Client liaison", "客户联络"),
    "manager": ("Managers", "管理"),
}

ROLES = (
    "case_worker", "clerk", "partner", "finance", "compliance", "client_liaison", "manager", "process_owner", "admin",
)  # fmt: skip

#: Shortest password. Source: OWASP ASVS 5.0 6.2.1.
MIN_PASSWORD = 12

#: Longest id and longest name of a user, in characters.
LONGEST_ID, LONGEST_NAME = 60, 200
_ID = re.compile(r"[A-Za-z0-9_.-]*[A-Za-z0-9][A-Za-z0-9_.-]*")

hasher = PasswordHash((Argon2Hasher(),))


def seed_groups(session: Session) -> None:
    """Create the candidate groups that are missing."""
    known = set(session.exec(select(UserGroup.id)))
    for key, (name, name_zh) in GROUPS.items():
        if key not in known:
            session.add(UserGroup(id=key, name=name, name_zh=name_zh))
    session.flush()


def add(
    session: Session, user_id: str, name: str, now: datetime, *, name_zh: str | None = None,
    password: str | None = None, roles: Iterable[str] = (), groups: Iterable[str] = (), language: str = "en",
) -> User:  # fmt: skip
    """Add a user. Without a password the user cannot log in by password.

    Raises Conflict for a known id, BadInput for an id or a name that cannot be one, an unknown role or group, a short
    password.
    """
    roles, groups = sorted(set(roles)), sorted(set(groups))
    _check(Phrase("role"), roles, ROLES)
    _check(Phrase("group"), groups, tuple(GROUPS))
    _check_words(user_id, name, name_zh)
    if session.get(User, user_id) is not None:
        raise Conflict("Expected a new user id, but '%(user)s' exists", user=user_id)
    user = User(
        id=user_id, name=name, name_zh=name_zh, roles=roles, language=language, created_at=now,
        password_hash=None if password is None else hashed(password),
    )  # fmt: skip
    session.add(user)
    session.flush()
    session.add_all(Membership(user_id=user_id, group_id=group) for group in groups)
    session.flush()
    return user


def _check_words(user_id: str, name: str, name_zh: str | None) -> None:
    if len(user_id) > LONGEST_ID or not _ID.fullmatch(user_id):
        raise BadInput(
            "Expected a user id of at most %(most)s letters, digits, dots, dashes and underscores, got '%(user)s'",
            most=LONGEST_ID, user=user_id[:LONGEST_ID],
        )  # fmt: skip
    for words in (name, name_zh):
        if words is not None and (len(words) > LONGEST_NAME or not is_name(words)):
            raise BadInput("Expected a name of 1 to %(most)s characters that can be read", most=LONGEST_NAME)


def set_groups(session: Session, user_id: str, groups: Iterable[str]) -> None:
    """Set the groups of a user. Raises BadInput for an unknown one."""
    wanted = sorted(set(groups))
    _check(Phrase("group"), wanted, tuple(GROUPS))
    session.exec(delete(Membership).where(col(Membership.user_id) == user_id))
    session.add_all(Membership(user_id=user_id, group_id=group) for group in wanted)
    session.flush()


def hashed(password: str) -> str:
    """Return the argon2 hash of a password. Raises BadInput for a short one."""
    if len(password) < MIN_PASSWORD:
        raise BadInput(
            "Expected a password of at least %(least)s characters, got %(found)s", least=MIN_PASSWORD, found=len(password)
        )
    return hasher.hash(password)


def _check(what: Phrase, given: list[str], known: tuple[str, ...]) -> None:
    unknown = [key for key in given if key not in known]
    if unknown:
        raise BadInput("Expected a %(what)s of %(known)s, got %(found)s", what=what, known=", ".join(known), found=repr(unknown[0][:80]))
