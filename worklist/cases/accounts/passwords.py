"""Check passwords, slowly for those who guess. Source: OWASP ASVS 5.0 6.2, 6.3.1."""

from datetime import datetime, timedelta
from functools import cache

from sqlmodel import Session, col, delete, func, select

from db.models import LoginAttempt, User
from worklist.cases.people import hasher
from worklist.errors import Phrase, WritError

#: Failures are counted this far back.
WINDOW = timedelta(minutes=15)
#: Failures of one account, and of one address, before the next try has to wait.
FREE_TRIES, FREE_TRIES_OF_ADDRESS = 5, 30
#: Longest wait between two tries.
LONGEST_WAIT = timedelta(minutes=10)
#: Longest password that is looked at, in characters.
LONGEST = 1_024


class TooManyTries(WritError):
    """Somebody guesses passwords; the account is slowed down, never locked."""

    status, code = 429, "too_many_tries"

    def __init__(self, wait: timedelta) -> None:
        seconds = int(wait.total_seconds()) + 1
        super().__init__(
            Phrase("Expected fewer failed logins; wait %(seconds)s seconds and try again"), seconds=seconds
        )
        self.seconds = seconds


@cache
def _unknown_user() -> str:
    """A hash that no password matches, so that unknown users take as long as known ones."""
    return hasher.hash("no user has this password")


def check(session: Session, user_id: str, password: str) -> User | None:
    """Return the user whose password it is, else None; equally slow for users that do not exist."""
    user = session.get(User, user_id)
    known = user is not None and user.active and user.password_hash is not None
    password_hash = user.password_hash if known and user is not None else None
    right = hasher.verify(password[:LONGEST], password_hash or _unknown_user())
    return user if right and known else None


def must_not_hurry(session: Session, user_id: str, address: str, now: datetime) -> None:
    """Raise TooManyTries when account or address has failed too often to try again at once."""
    for column, value, free in (
        (LoginAttempt.user_id, user_id, FREE_TRIES),
        (LoginAttempt.address, address, FREE_TRIES_OF_ADDRESS),
    ):
        query = select(func.count(), func.max(LoginAttempt.at)).where(
            col(column) == value, col(LoginAttempt.at) > now - WINDOW
        )
        failures, last = session.exec(query).one()
        if failures >= free:
            wait = last + min(LONGEST_WAIT, timedelta(seconds=2 ** min(failures - free + 1, 10))) - now
            if wait > timedelta(0):
                raise TooManyTries(wait)


def note_failure(session: Session, user_id: str, address: str, now: datetime) -> None:
    """Count a failed login and forget those that no longer count."""
    session.exec(delete(LoginAttempt).where(col(LoginAttempt.at) < now - WINDOW))
    session.add(LoginAttempt(user_id=user_id[:100], address=address[:100], at=now))
    session.flush()


def forget_failures(session: Session, user_id: str) -> None:
    """Let a user who got in start from zero."""
    session.exec(delete(LoginAttempt).where(col(LoginAttempt.user_id) == user_id))
