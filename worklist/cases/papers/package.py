"""A Word file as a package: what may be in it, and how large. Source: ECMA-376 (Office Open XML), part 2 and part 1 §11, §17.16.

A template comes from outside and papers made from it go to courts: nothing in it may run, fetch, hide or unpack without end.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from worklist.errors import Phrase

#: Largest file, largest part and all parts unpacked, in bytes; most parts.
MAX_FILE, MAX_PART, MAX_UNPACKED, MAX_PARTS = 3_000_000, 2_000_000, 12_000_000, 200
CONTENT_TYPES = "[Content_Types].xml"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
#: Kinds of parts that Word itself writes into a plain document; a macro, a control, an embedded file or a font is of none of them.
ALLOWED = re.compile(
    r"application/vnd\.openxmlformats-officedocument\.(wordprocessingml\.(document\.main|styles|stylesWithEffects|settings|webSettings"
    r"|fontTable|numbering|footnotes|endnotes|header|footer|comments|commentsExtended|commentsIds)|theme|themeOverride"
    r"|extended-properties|custom-properties|customXmlProperties)\+xml"
    r"|application/vnd\.openxmlformats-package\.(relationships|core-properties)\+xml"
    r"|application/vnd\.ms-word\.(stylesWithEffects|people|commentsExtended|commentsIds|commentsExtensible)\+xml"
    r"|application/vnd\.openxmlformats-officedocument\.wordprocessingml\.(people|commentsExtensible)\+xml"
    r"|application/xml|image/(png|jpeg|gif)"
)
#: Fields that fetch, run or insert something from elsewhere when Word updates them.
FIELDS = re.compile(
    r"(?<![A-Z])(DDE|DDEAUTO|INCLUDE|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|EMBED|MACROBUTTON|DATABASE|AUTOTEXT|AUTOTEXTLIST"
    r"|GOTOBUTTON|PRINT|RD|ADDIN|HTMLACTIVEX|CONTROL)(?![A-Z])"
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

NO_WORD_FILE = Phrase("This is no Word file that can be read, or it is protected by a password: save the template in Word as .docx")
TOO_LARGE = Phrase("The file, or what is packed in it, is too large for a template: take pictures out and save it again")
TRACKED = Phrase("The template holds tracked changes: accept or reject them in Word, then save it")


@dataclass(frozen=True)
class Part:
    """A part of a Word file that holds XML."""

    name: str
    kind: str
    xml: bytes


@dataclass(frozen=True)
class Package:
    """The XML parts of a Word file in which nothing was found that a template may not have."""

    parts: tuple[Part, ...]

    def of_kind(self, *kinds: str) -> list[Part]:
        """Return the parts of a kind (`document.main`, `header`, …)."""
        return [part for part in self.parts if part.kind.removesuffix("+xml").rpartition("wordprocessingml.")[2] in kinds]


def read(content: bytes) -> tuple[Package | None, list[Phrase]]:
    """Return the parts of a Word file, or None and what is wrong with it."""
    if len(content) > MAX_FILE:
        return None, [TOO_LARGE]
    try:
        with zipfile.ZipFile(BytesIO(content)) as opened:
            if found := _container_problems(opened):
                return None, found
            unpacked = {info.filename: opened.read(info) for info in opened.infolist() if not info.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError, zlib.error):
        return None, [NO_WORD_FILE]
    return _package(unpacked)


def _container_problems(opened: zipfile.ZipFile) -> list[Phrase]:
    listed = opened.infolist()
    names = [info.filename for info in listed]
    if CONTENT_TYPES not in names or len(set(names)) != len(names) or any(info.flag_bits & 1 for info in listed):
        return [NO_WORD_FILE]
    if any(name.startswith("/") or "\\" in name or ".." in name.split("/") for name in names):
        return [NO_WORD_FILE]
    sizes = [info.file_size for info in listed]  # what a part says of itself is also all that is read of it
    too_large = len(listed) > MAX_PARTS or sum(sizes) > MAX_UNPACKED or max(sizes) > MAX_PART
    return [TOO_LARGE] if too_large else []


def _package(unpacked: dict[str, bytes]) -> tuple[Package | None, list[Phrase]]:
    try:
        kinds = _kinds(unpacked)
        parts = tuple(
            Part(name, kind, _plain(unpacked[name]))
            for name, kind in kinds.items()
            if ALLOWED.fullmatch(kind) and not kind.startswith("image/")
        )
        roots = [_parsed(part.xml) for part in parts]
    except (etree.XMLSyntaxError, ValueError, KeyError):
        return None, [NO_WORD_FILE]
    strangers = sorted(name for name, kind in kinds.items() if not ALLOWED.fullmatch(kind))
    found = [Phrase("The template holds '%(part)s', which is not for a template: no macros, controls or embedded files", part=name[:80]) for name in strangers]
    if list(kinds.values()).count(MAIN) != 1:
        found.append(NO_WORD_FILE)
    for root in roots:
        found += _inner_problems(root)
    return (None if found else Package(parts)), list(dict.fromkeys(found))


def _kinds(unpacked: dict[str, bytes]) -> dict[str, str]:
    """Return the content type of every part by its name. Raises KeyError for a part without one."""
    root = _parsed(_plain(unpacked[CONTENT_TYPES]))
    by_ending = {str(e.get("Extension")).lower(): str(e.get("ContentType")) for e in root if e.get("Extension")}
    by_name = {str(e.get("PartName")).lstrip("/"): str(e.get("ContentType")) for e in root if e.get("PartName")}
    others = (name for name in unpacked if name != CONTENT_TYPES)
    return {name: by_name.get(name) or by_ending[name.rpartition(".")[2].lower()] for name in others}


def _plain(xml: bytes) -> bytes:
    """Return the bytes of a part. Raises ValueError for another encoding than UTF-8 and for a document type: entities unfold without end."""
    text = xml.decode("utf-8-sig")
    stated = re.match(r"<\?xml[^>]*encoding=[\"']([^\"']*)", text)
    if "\0" in text or "<!DOCTYPE" in text or "<!ENTITY" in text or (stated and stated[1].lower() not in {"utf-8", "utf8", "us-ascii"}):
        raise ValueError(stated and stated[1])
    return text.encode()


def _parsed(xml: bytes) -> etree._Element:
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False))


def _inner_problems(root: etree._Element) -> Iterator[Phrase]:
    """Yield what stands in a part and fetches, runs or hides something."""
    if root.tag.endswith("}Relationships"):
        for relation in root:
            if relation.get("TargetMode") == "External" and not str(relation.get("Type")).endswith("/hyperlink"):
                yield Phrase("The template fetches something from '%(where)s' when it is opened: take the link out", where=str(relation.get("Target"))[:80])
        return
    instructions = "".join(e.text or "" for e in root.iter(f"{W}instrText"))
    instructions += " ".join(str(e.get(f"{W}instr")) for e in root.iter(f"{W}fldSimple"))
    if field := FIELDS.search(instructions.upper()):
        yield Phrase("The template holds the field %(field)s, which fetches or runs something: take it out", field=field[0])
    if "{" in instructions:
        yield Phrase("A tag stands inside a field of Word: write it into the text")
    if next(root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"), None) is not None:
        yield TRACKED
