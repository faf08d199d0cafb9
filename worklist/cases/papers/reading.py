"""The text of a file, for finding words in it: plain text, and every part of a Word file, what is struck out or hidden too."""

import re
import unicodedata

from lxml import etree

from worklist.cases.papers import package

_SPACE = re.compile(r"\s+")
#: Endings of names that are plain text.
PLAIN = (".txt", ".csv", ".md")


def folded(text: str) -> str:
    """Return text without spaces, in one width and case: `３１０ 101-X` and `310101-x` are alike but for the hyphen."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text)).casefold()


def parts(name: str, content: bytes) -> list[tuple[str, str]] | None:
    """Return the name and folded text of each part of a file; None where it cannot be read (a PDF, a picture, tracked changes)."""
    if name.lower().endswith(PLAIN):
        return [("", folded(_decoded(content)))]
    opened, _ = package.read(content) if name.lower().endswith(".docx") else (None, [])
    if opened is None:
        return None
    return [(part.name, folded("".join(etree.fromstring(part.xml).itertext()))) for part in opened.parts]


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", errors="replace")
