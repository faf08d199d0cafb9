"""Uploaded files: sizes, types by name and by content. Source: OWASP ASVS 5.0, 5.2.1 to 5.2.3."""

import re
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from worklist.engine.forms.words import FILE_ARCHIVE, FILE_CONTENT, FILE_EMPTY, FILE_SIZE, FILE_TYPE, Words

#: Largest file, in bytes.
LARGEST = 20_000_000
#: What a packed document may hold: unpacked bytes, unpacked to packed, members.
UNPACKED, RATIO, MEMBERS = 100_000_000, 100, 1_000
#: Ending → how its content begins (nothing: any text) and its media type.
KINDS: dict[str, tuple[tuple[bytes, ...], str]] = {
    ".pdf": ((b"%PDF-",), "application/pdf"),
    ".docx": ((b"PK\x03\x04",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": ((b"PK\x03\x04",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".ofd": ((b"PK\x03\x04",), "application/ofd"),
    ".png": ((b"\x89PNG\r\n\x1a\n",), "image/png"),
    ".jpg": ((b"\xff\xd8\xff",), "image/jpeg"),
    ".jpeg": ((b"\xff\xd8\xff",), "image/jpeg"),
    ".tif": ((b"II*\x00", b"MM\x00*"), "image/tiff"),
    ".tiff": ((b"II*\x00", b"MM\x00*"), "image/tiff"),
    ".txt": ((), "text/plain"),
    ".csv": ((), "text/csv"),
    ".eml": ((), "message/rfc822"),
}


_KEPT = re.compile(r"kept:(?P<key>[0-9a-f-]{36}):")


@dataclass(frozen=True)
class Upload:
    """A file as it was sent. `name` is shown to people and never used as a path."""

    name: str
    content: bytes
    #: The key under which it was kept when its form was not taken before; empty for one chosen now.
    kept_as: str = ""

    @property
    def ending(self) -> str:
        """The ending of the name, lower case, with its dot."""
        return PurePosixPath(self.name.replace("\\", "/")).suffix.lower()

    @property
    def plain_name(self) -> str:
        """The name without folders and control characters, at most 255 characters."""
        name = PurePosixPath(self.name.replace("\\", "/")).name
        return "".join(c for c in name if c.isprintable())[-255:]

    @property
    def media_type(self) -> str:
        """The type that belongs to the ending; what the browser said does not count."""
        return KINDS.get(self.ending, ((), "application/octet-stream"))[1]


def key_text(key: str, name: str) -> str:
    """Return what a page carries in the place of a file that is kept."""
    return f"kept:{key}:{name}"


def key_of(text: str) -> str:
    """Return the key of a kept file that a page carries, empty for any other text."""
    found = _KEPT.match(text)
    return found["key"] if found else ""


def name_of(text: str) -> str:
    """Return the name of a kept file that a page carries."""
    found = _KEPT.match(text)
    return text[found.end():] if found else ""


def problem(upload: Upload, endings: tuple[str, ...] = ()) -> Words | None:
    """Return what is wrong with a file, None when it may be kept. `endings`: those asked for, empty for all known."""
    allowed = tuple(ending for ending in endings if ending in KINDS) or tuple(KINDS)
    if upload.ending not in allowed:
        return FILE_TYPE.with_values(name=upload.plain_name, types=", ".join(allowed))
    if not upload.content:
        return FILE_EMPTY.with_values(name=upload.plain_name)
    if len(upload.content) > LARGEST:
        return FILE_SIZE.with_values(megabytes=LARGEST // 1_000_000)
    begins = KINDS[upload.ending][0]
    if (begins and not upload.content.startswith(begins)) or (not begins and not _is_text(upload.content)):
        return FILE_CONTENT.with_values(name=upload.plain_name)
    if begins == (b"PK\x03\x04",):
        return _archive_problem(upload)
    return None


def _is_text(content: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        try:
            return "\x00" not in content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return False


def _archive_problem(upload: Upload) -> Words | None:
    try:
        with zipfile.ZipFile(BytesIO(upload.content)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return FILE_CONTENT.with_values(name=upload.plain_name)
    unpacked = sum(member.file_size for member in members)
    if len(members) > MEMBERS or unpacked > UNPACKED or unpacked > RATIO * max(1, len(upload.content)):
        return FILE_ARCHIVE.with_values(name=upload.plain_name)
    return None


def harmless_type(media_type: str) -> str:
    """Return a type under which a file may be sent to a browser: a known one, else plain bytes."""
    known = {kind for _, kind in KINDS.values()}
    return media_type if media_type in known else "application/octet-stream"
