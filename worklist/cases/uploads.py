"""Files of forms that were not taken yet: kept for the one who sent them, so that nobody has to choose them again.

A browser never gives a chosen file back. The page carries the key of the kept file in the file's place instead, and
the key moves with the row it belongs to.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from db.models import KeptFile
from worklist.engine.forms import Texts, Upload
from worklist.engine.forms.files import key_of, key_text, name_of
from worklist.errors import BadInput
from worklist.identity import Actor

#: A file that nobody sent in for so long is forgotten.
KEPT = timedelta(days=30)

Files = Mapping[str, list[Upload]]


def with_kept(session: Session, texts: Texts, files: Files, by: Actor) -> dict[str, list[Upload]]:
    """Return the files of a form after those that were kept before. Raises BadInput for one that is gone."""
    found: dict[str, list[Upload]] = {}
    for name, text in _carried(texts):
        file = session.get(KeptFile, key_of(text))
        if file is None or file.user_id != by.id:
            raise BadInput(
                "Expected the file %(name)s to be kept still, but it is gone; choose it again", name=name_of(text)[:80]
            )
        found.setdefault(name, []).append(Upload(file.name, file.content, kept_as=file.id))
    for name, uploads in files.items():
        found.setdefault(name, []).extend(upload for upload in uploads if upload.name)
    return found


def _carried(texts: Texts) -> Iterator[tuple[str, str]]:
    """Yield field name and text of every kept file that a page carries."""
    return ((name, text) for name, values in texts.items() for text in values if key_of(text))


def keep(session: Session, files: Files, by: Actor, now: datetime) -> dict[str, list[str]]:
    """Keep files and return what a page carries in their place, by field name."""
    kept: dict[str, list[str]] = {}
    for name, uploads in files.items():
        for upload in uploads:
            if upload.name:
                file = KeptFile(user_id=by.id, name=upload.plain_name, content=upload.content, kept_at=now)
                session.add(file)
                session.flush()
                kept.setdefault(name, []).append(key_text(file.id, file.name))
    return kept


def without_gone(session: Session, texts: Texts, by: Actor) -> dict[str, list[str]]:
    """Return the texts of a form without the keys of files that are not kept, or not for this person."""
    carried = {key_of(text) for _, text in _carried(texts)}
    if not carried:
        return {name: list(values) for name, values in texts.items()}
    query = select(KeptFile.id).where(col(KeptFile.id).in_(carried), col(KeptFile.user_id) == by.id)
    still_there = session.exec(query).all()
    gone = carried.difference(still_there)
    return {name: [text for text in values if key_of(text) not in gone] for name, values in texts.items()}


def forget(session: Session, texts: Texts, by: Actor) -> None:
    """Let the kept files of a form go that was taken."""
    if named := [key_of(text) for _, text in _carried(texts)]:
        session.exec(delete(KeptFile).where(col(KeptFile.id).in_(named), col(KeptFile.user_id) == by.id))


def forget_old(session: Session, now: datetime) -> None:
    """Let go of files whose form nobody sent in for a month."""
    session.exec(delete(KeptFile).where(col(KeptFile.kept_at) < now - KEPT))
