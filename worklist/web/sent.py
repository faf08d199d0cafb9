"""What a browser posted: the fields of a form without the page's own, and the files."""

import secrets

from flask import request
from werkzeug.datastructures import FileStorage

from worklist.cases import uploads
from worklist.cases.accounts import posts
from worklist.engine.forms import FormErrors, Texts, Upload
from worklist.engine.forms.files import LARGEST, key_of
from worklist.errors import BadInput, Conflict
from worklist.web import current
from worklist.web.security import MOST_FIELDS

#: Fields of the pages themselves; every other field must be one of the form.
CONTROLS = frozenset({"_csrf", "_key", "_revision", "_then", "_add", "_remove", "_message", "_shown", "_previewed", "_step"})
#: Largest whole number that a column of PostgreSQL holds or is compared with.
LARGEST_INTEGER = 2**31 - 1


def texts() -> dict[str, list[str]]:
    """Return the texts of the form's own fields. Raises BadInput for more of them than any form has."""
    if len(request.form) > MOST_FIELDS:
        raise BadInput("Expected at most %(most)s fields, got %(found)s", most=MOST_FIELDS, found=len(request.form))
    return {name: values for name, values in request.form.lists() if name not in CONTROLS}


def files() -> dict[str, list[Upload]]:
    """Return the files of the form's own fields, read up to just over the largest size."""
    return {name: [upload(one) for one in listed] for name, listed in request.files.lists()}


def with_files_kept(texts: Texts, errors: FormErrors | None = None) -> dict[str, list[str]]:
    """Return the texts of a form that is shown anew, with keys in the place of its files, but those of fields in error.

    Files that came now are kept; of those kept before, the ones that are gone are left out.
    """
    refused = {error.name for error in errors.errors} if errors else set()
    with current.reading() as session:
        told = uploads.without_gone(session, texts, current.actor())
    told = {name: [text for text in values if name not in refused or not key_of(text)] for name, values in told.items()}
    if new := {name: listed for name, listed in files().items() if name not in refused and any(one.name for one in listed)}:
        with current.transaction() as session:
            kept = uploads.keep(session, new, current.actor(), current.now())
        told |= {name: [*told.get(name, []), *keys] for name, keys in kept.items()}
    return told


def upload(storage: FileStorage) -> Upload:
    """Return one file as a value, as often as it is asked for."""
    storage.stream.seek(0)
    return Upload(storage.filename or "", storage.stream.read(LARGEST + 1))


def revision() -> int:
    """Return the revision the page was shown with. Raises Conflict where it does not say: nothing else guards it."""
    shown = whole_number(request.form.get("_revision"))
    if shown is None:
        raise Conflict("Expected the revision that the page was shown with; load the page again")
    return shown


def key() -> str:
    """Return the key of the posted form."""
    return request.form.get("_key", "")


def key_to_send_again(error: Exception | None = None) -> str:
    """Return the key for a form that was not taken: its own, a new one where that is good for nothing any more."""
    is_spent = isinstance(error, posts.SentElsewhere) or not posts.is_key(key())
    return secrets.token_hex(posts.LENGTH // 2) if is_spent else key()


def whole_number(text: str | None, most: int = LARGEST_INTEGER) -> int | None:
    """Return what a field or an address says as a whole number up to `most`; None for all else, as if not given."""
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 11 else None
    return None if number is None or number > most else number
