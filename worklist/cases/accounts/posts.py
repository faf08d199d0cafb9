"""Posts that were already taken: a form sent twice does its work once. Source: architecture A17."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from db import hot
from db.models import IdempotencyKey
from worklist.errors import BadInput, Conflict

#: Keys are kept this long.
KEPT = timedelta(days=2)
#: Length of a key in characters.
LENGTH = 32

_KEYS = hot.table(IdempotencyKey)
_TAKEN = select(_KEYS.c.user_id, _KEYS.c.answer).where(_KEYS.c.key == bindparam("which"))
_FORGET = delete(_KEYS).where(_KEYS.c.used_at < bindparam("before"))


def taken(session: Session, key: str, user_id: str) -> str | None:
    """Return where an earlier post with this key led, None for a new one. Raises BadInput, Conflict."""
    if len(key) != LENGTH or not key.isalnum():
        raise BadInput("Expected the hidden field _key of the page's form; load the page again")
    row = hot.run(session, _TAKEN, {"which": key}).first()
    if row is None:
        return None
    if row.user_id != user_id:
        raise Conflict("Expected a form of your own; load the page again")
    return str(row.answer.get("location", "/"))


def keep(session: Session, key: str, user_id: str, location: str, now: datetime) -> None:
    """Remember in the command's transaction where a post led, and forget old ones.

    Raises Conflict when the same form was taken at the same moment.
    """
    hot.run(session, _FORGET, {"before": now - KEPT})
    try:
        row = {"key": key, "user_id": user_id, "used_at": now, "answer": {"location": location}}
        hot.insert(session, IdempotencyKey, [row])
    except IntegrityError:
        raise Conflict("Expected a form that was not sent yet; it was taken a moment ago") from None
