"""The text of a PDF: read from standard input, printed as JSON. Runs as a process of its own, see pdf.py: it imports nothing of ours.

Output: `unread` (empty, or why not all of it was read: SCANNED, LOCKED, BROKEN, HUGE, EMBEDDED) and `parts`: name and text of each
page (its number) and of the `properties` (title and author, notes, form fields).
"""

import json
import sys
import unicodedata
from io import BytesIO
from typing import Any

#: Most pages, most characters, seconds of computing, bytes of memory.
MOST_PAGES, MOST_TEXT, SECONDS, MEMORY = 2_000, 5_000_000, 10, 1_500_000_000
#: Share of characters that are no letters of any script, from which a page is as unreadable as a picture.
MOST_ODD = 0.2


def bound() -> None:
    """Let the operating system end this process when it takes too much; where it cannot, pdf.py still ends it by the clock."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def read(content: bytes) -> dict[str, Any]:
    """Return what was read of a PDF. Never raises, whatever the bytes are."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, FileNotDecryptedError

    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"unread": "LOCKED", "parts": []}
        return _read(reader)
    except (DependencyError, FileNotDecryptedError):
        return {"unread": "LOCKED", "parts": []}
    except (MemoryError, RecursionError):
        return {"unread": "HUGE", "parts": []}
    except Exception:  # a damaged PDF can fail anywhere
        return {"unread": "BROKEN", "parts": []}


def _read(reader: Any) -> dict[str, Any]:
    if len(reader.pages) > MOST_PAGES:
        return {"unread": "HUGE", "parts": []}
    unread, parts, length = "", [["properties", _properties(reader)]], 0
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        length += len(text)
        if length > MOST_TEXT:
            return {"unread": "HUGE", "parts": parts}
        if _shows_no_letters(page, text):
            unread = "SCANNED"
        parts.append([str(number), text])
    if not reader.pages:
        unread = "BROKEN"
    return {"unread": unread or ("EMBEDDED" if list(reader.attachments) else ""), "parts": parts}


def _shows_no_letters(page: Any, text: str) -> bool:
    """Tell whether a page shows something, but no text or text without meaning, as a scan or a font without its letters does."""
    letters = [letter for letter in text if not letter.isspace()]
    if not letters:
        drawn = page.get_contents()
        return drawn is not None and bool(drawn.get_data().strip())
    odd = sum(letter == "\ufffd" or unicodedata.category(letter) in {"Co", "Cn", "Cc"} for letter in letters)
    return odd > MOST_ODD * len(letters)


def _properties(reader: Any) -> str:
    """Return what a PDF says beside its pages: title and author, notes, form fields, and the names in its packet of metadata."""
    found = [str(value) for value in (reader.metadata or {}).values()]
    found += [str(field.get("/V", "")) for field in (reader.get_fields() or {}).values()]
    packet = reader.root_object.get("/Metadata")
    if packet is not None:
        found.append(packet.get_object().get_data().decode("utf-8", errors="replace"))
    for page in reader.pages:
        for note in page.get("/Annots") or ():
            held = note.get_object()
            found += [str(held.get(name, "")) for name in ("/Contents", "/T", "/V")]
    return "\n".join(found)


if __name__ == "__main__":
    sys.setrecursionlimit(3_000)
    bound()
    sys.stdout.write(json.dumps(read(sys.stdin.buffer.read())))
