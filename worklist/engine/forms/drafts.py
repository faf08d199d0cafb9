"""What a person typed into a task and has not sent: kept by user and task until the task is completed."""

from datetime import datetime

from sqlmodel import Session

from db.models import Draft
from worklist.engine.forms.characters import is_plain
from worklist.engine.forms.sent import Texts

#: Most characters of a draft; a longer one is not kept.
LONGEST = 200_000


def save(session: Session, task_id: str, user_id: str, texts: Texts, now: datetime) -> bool:
    """Keep what was typed, in place of what was kept before; False for what is too long or holds odd characters."""
    content = {name: list(values) for name, values in texts.items()}
    typed = [text for name, values in content.items() for text in (name, *values)]
    if sum(len(text) for text in typed) > LONGEST or not all(is_plain(text) for text in typed):
        return False
    draft = session.get(Draft, (task_id, user_id)) or Draft(task_id=task_id, user_id=user_id, saved_at=now)
    draft.content, draft.saved_at = {"fields": content}, now
    session.add(draft)
    session.flush()
    return True


def texts_of(draft: Draft | None) -> Texts | None:
    """Return what a draft holds, None without one."""
    return None if draft is None else draft.content.get("fields", {})


def discard(session: Session, task_id: str, user_id: str) -> None:
    """Forget what was typed."""
    draft = session.get(Draft, (task_id, user_id))
    if draft is not None:
        session.delete(draft)
        session.flush()
