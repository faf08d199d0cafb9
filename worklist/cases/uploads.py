"""Files of forms that were not taken yet: kept for the one who sent them, so that nobody has to choose them again.

A browser never gives a chosen file back. The page carries the key of the kept file in the file's place instead, and
the key moves with the row it belongs to.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete

from db.models import KeptFile
from worklist.engine.forms import Texts, Upload
from worklist.engine.forms.files import key_of, key_text, name_of
from worklist.errors import BadInput
from worklist.identity import Actor

#: A file that nobody sent in for so long is forgotten.
KEPT = timedelta(days=30)

Files = Mapping[str, list[Upload]]


def keys(texts: Texts) -> list[str]:
    """Return the keys of kept files that a page carries."""
    return [key for values in texts.values() for text in values if (key := key_of(text))]


def with_kept(session: Session, texts: Texts, files: Files, by: Actor) -> dict[str, list[Upload]]:
    """Return the files of a form after those that were kept before. Raises BadInput for one that is gone."""
    found, named = _found(session, texts, files, by), keys(texts)
    if missing := set(named) - {upload.kept_as for uploads in found.values() for upload in uploads}:
        names = ", ".join(name_of(text) for values in texts.values() for text in values if key_of(text) in missing)
        raise BadInput("Expected the file %(names)s to be kept still, but it is gone; choose it again", names=names)
    return found


def _found(session: Session, texts: Texts, files: Files, by: Actor) -> dict[str, list[Upload]]:
    found: dict[str, list[Upload]] = {}
    for name, values in texts.items():
        for key in filter(None, map(key_of, values)):
            file = session.get(KeptFile, key)
            if file is not None and file.user_id == by.id:
                found.setdefault(name, []).append(Upload(file.name, file.content, kept_as=file.id))
    for name, uploads in files.items():
        found.setdefault(name, []).extend(upload for upload in uploads if upload.name)
    return found


def keep(
    session: Session, texts: Texts, files: Files, by: Actor, now: datetime, refused: Collection[str] = ()
) -> dict[str, list[str]]:
    """Keep the files of a form and return its texts with the keys of all that are kept, but those of refused fields."""
    told = {name: [text for text in values if not key_of(text)] for name, values in texts.items()}
    for name, uploads in _found(session, texts, files, by).items():
        kept = [] if name in refused else [_kept(session, upload, by, now) for upload in uploads]
        told[name] = told.get(name, []) + kept
    return told


def _kept(session: Session, upload: Upload, by: Actor, now: datetime) -> str:
    if upload.kept_as:
        return key_text(upload.kept_as, upload.plain_name)
    file = KeptFile(user_id=by.id, name=upload.plain_name, content=upload.content, kept_at=now)
    session.add(file)
    session.flush()
    return key_text(file.id, file.name)


def forget(session: Session, texts: Texts, by: Actor) -> None:
    """Let the kept files of a form go that was taken."""
    if named := keys(texts):
        session.exec(delete(KeptFile).where(col(KeptFile.id).in_(named), col(KeptFile.user_id) == by.id))


def forget_old(session: Session, now: datetime) -> None:
    """Let go of files whose form nobody sent in for a month."""
    session.exec(delete(KeptFile).where(col(KeptFile.kept_at) < now - KEPT))
