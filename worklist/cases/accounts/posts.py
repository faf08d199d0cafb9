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


class SentElsewhere(Conflict):
    """A form carries the key of a post that was for something else, or of somebody else."""


def is_key(key: str) -> bool:
    """Return whether a text can be the key of a form."""
    return len(key) == LENGTH and key.isascii() and key.isalnum()


def taken(session: Session, key: str, user_id: str, subject: str) -> str | None:
    """Return where an earlier post with this key led, None for a new one. Raises BadInput, SentElsewhere.

    `subject`: what the form is for; a key is good for that alone.
    """
    if not is_key(key):
        raise BadInput("Expected the hidden field _key of the page's form; load the page again")
    row = hot.run(session, _TAKEN, {"which": key}).first()
    if row is None:
        return None
    if row.user_id != user_id:
        raise SentElsewhere("Expected a form of your own; load the page again")
    if row.answer.get("subject", subject) != subject:
        raise SentElsewhere(
            "Expected a form that was not sent yet, but it was sent for something else; load the page again"
        )
    return str(row.answer.get("location", "/"))


def keep(session: Session, key: str, user_id: str, subject: str, location: str, now: datetime) -> None:
    """Remember in the command's transaction what a post was for and where it led.

    Raises Conflict when the same form was taken at the same moment.
    """
    try:
        row = {"key": key, "user_id": user_id, "used_at": now, "answer": {"location": location, "subject": subject}}
        hot.insert(session, IdempotencyKey, [row])
    except IntegrityError:
        raise Conflict("Expected a form that was not sent yet; it was taken a moment ago") from None


def forget_old(session: Session, now: datetime) -> None:
    """Forget posts so old that no page of theirs is open any more."""
    hot.run(session, _FORGET, {"before": now - KEPT})
