"""Logins kept on the server: the browser holds a random token, the table its hash."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select
from sqlmodel import Session, col, update

from db import hot
from db.models import LoginSession, User
from worklist import identity
from worklist.config import Settings
from worklist.identity import Actor

#: A login is marked as used at most this often.
MARKED_EVERY = timedelta(minutes=1)

_LOGINS, _USERS = hot.table(LoginSession), hot.table(User)
_FIND = (
    select(_LOGINS.c.token_hash, _LOGINS.c.csrf_token, _LOGINS.c.seen_at, _LOGINS.c.created_at, *identity.KNOWN)
    .select_from(identity.WITH_GROUPS.join(_LOGINS, _USERS.c.id == _LOGINS.c.user_id))
    .where(_LOGINS.c.token_hash == bindparam("token_hash"), _LOGINS.c.ended_at.is_(None), _USERS.c.active)
)


@dataclass(frozen=True)
class Login:
    """A login that holds: who, the token of its forms, and whether its use is to be marked."""

    actor: Actor
    csrf_token: str
    token_hash: str
    to_be_marked: bool


def hashed(token: str) -> str:
    """Return what the table keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(session: Session, user_id: str, now: datetime) -> tuple[str, str]:
    """Begin a login and return its token (for the cookie) and the token of its forms."""
    token, csrf_token = secrets.token_urlsafe(32), secrets.token_hex(20)
    row = LoginSession(token_hash=hashed(token), user_id=user_id, csrf_token=csrf_token, created_at=now, seen_at=now)
    session.add(row)
    session.flush()
    return token, csrf_token


def find(session: Session, token: str | None, now: datetime, settings: Settings) -> Login | None:
    """Return the login of a token, None when it ended, was idle too long, is too old, or its user is gone."""
    rows = hot.run(session, _FIND, {"token_hash": hashed(token)}).all() if token else []
    if not rows:
        return None
    row = rows[0]
    idle, age = now - row.seen_at, now - row.created_at
    if idle > timedelta(minutes=settings.idle_minutes) or age > timedelta(minutes=settings.absolute_minutes):
        return None
    return Login(identity.known(rows), row.csrf_token, row.token_hash, idle > MARKED_EVERY)


def mark(session: Session, login: Login, now: datetime) -> None:
    """Note that a login is in use."""
    row = col(LoginSession.token_hash) == login.token_hash
    session.exec(update(LoginSession).where(row).values(seen_at=now))


def end(session: Session, login_hash: str, now: datetime) -> None:
    """End one login."""
    session.exec(update(LoginSession).where(col(LoginSession.token_hash) == login_hash).values(ended_at=now))


def end_all(session: Session, user_id: str, now: datetime) -> int:
    """End every login of a user and return how many there were."""
    open_ones = (col(LoginSession.user_id) == user_id) & col(LoginSession.ended_at).is_(None)
    return session.exec(update(LoginSession).where(open_ones).values(ended_at=now)).rowcount
