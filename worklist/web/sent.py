"""What a browser posted: the fields of a form without the page's own, and the files."""

from flask import request
from werkzeug.datastructures import FileStorage

from worklist.engine.forms import Upload
from worklist.engine.forms.files import LARGEST

#: Fields of the pages themselves; every other field must be one of the form.
CONTROLS = frozenset({"_csrf", "_key", "_revision", "_then", "_add", "_remove", "_message"})


def texts() -> dict[str, list[str]]:
    """Return the texts of the form's own fields."""
    return {name: values for name, values in request.form.lists() if name not in CONTROLS}


def files() -> dict[str, list[Upload]]:
    """Return the files of the form's own fields, read up to just over the largest size."""
    return {name: [upload(one) for one in listed] for name, listed in request.files.lists()}


def upload(storage: FileStorage) -> Upload:
    """Return one file as a value."""
    return Upload(storage.filename or "", storage.stream.read(LARGEST + 1))


def revision() -> int | None:
    """Return the revision the page was shown with, None when it sent none."""
    return whole_number(request.form.get("_revision"))


def whole_number(text: str | None) -> int | None:
    """Return what a field or an address says as a whole number; None for all else, as if it had not been given."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 11 else None
