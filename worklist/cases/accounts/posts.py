"""Posts that were already taken: a form sent twice does its work once. Source: architecture A17."""

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete

from db.models import IdempotencyKey
from worklist.errors import BadInput, Conflict

#: Keys are kept this long.
KEPT = timedelta(days=2)
#: Length of a key in characters.
LENGTH = 32


def taken(session: Session, key: str, user_id: str) -> str | None:
    """Return where an earlier post with this key led, None for a new one. Raises BadInput, Conflict."""
    if len(key) != LENGTH or not key.isalnum():
        raise BadInput("Expected the hidden field _key of the page's form; load the page again")
    row = session.get(IdempotencyKey, key)
    if row is None:
        return None
    if row.user_id != user_id:
        raise Conflict("Expected a form of your own; load the page again")
    return str(row.answer.get("location", "/"))


def keep(session: Session, key: str, user_id: str, location: str, now: datetime) -> None:
    """Remember in the command's transaction where a post led, and forget old ones.

    Raises Conflict when the same form was taken at the same moment.
    """
    session.exec(delete(IdempotencyKey).where(col(IdempotencyKey.used_at) < now - KEPT))
    session.add(IdempotencyKey(key=key, user_id=user_id, used_at=now, answer={"location": location}))
    try:
        session.flush()
    except IntegrityError:
        raise Conflict("Expected a form that was not sent yet; it was taken a moment ago") from None
