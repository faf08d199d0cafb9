"""The text of a file, for finding words in it: plain text, PDFs, and every part of a Word file, what is struck out or hidden too."""

import re
import unicodedata
from dataclasses import dataclass

from lxml import etree

from worklist.cases.papers import package, pdf

_SPACE = re.compile(r"\s+")
#: Endings of names that are plain text.
PLAIN = (".txt", ".csv", ".md")


@dataclass(frozen=True)
class Read:
    """Name and folded text of each part of a file. `unread`: empty, or why some of it was not read.

    SCANNED (pages without text), LOCKED (a password), BROKEN, HUGE, EMBEDDED (files within it), KIND (a picture, tracked changes, …).
    """

    parts: tuple[tuple[str, str], ...]
    unread: str = ""


def folded(text: str) -> str:
    """Return text without spaces, in one width and case: `３１０ 101-X` and `310101-x` are alike but for the hyphen."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def read(name: str, content: bytes) -> Read:
    """Return the text of a file by its parts: of Word by their names, of a PDF by the numbers of its pages."""
    if name.lower().endswith(PLAIN):
        return Read((("", folded(_decoded(content))),))
    if pdf.is_pdf(name, content):
        parts, unread = pdf.text(content)
        return Read(tuple((part, folded(text)) for part, text in parts), unread)
    opened, _ = package.read(content) if name.lower().endswith(".docx") else (None, [])
    if opened is None:
        return Read((), "KIND")
    return Read(tuple((part.name, folded("".join(etree.fromstring(part.xml).itertext()))) for part in opened.parts))


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", errors="replace")
