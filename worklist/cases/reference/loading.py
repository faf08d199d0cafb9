"""Load reference tables from CSV files: all rows or none, and what would change before it does."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from db.models import ReferenceRow
from worklist.cases.reference.rows import Version, history, record
from worklist.cases.reference.tables import HERE, Table, day, table, tables
from worklist.errors import BadInput, Conflict, Phrase, WritError
from worklist.identity import IMPORT, Actor, must_have_role

#: What a spreadsheet would run as a formula; `written` guards it by an apostrophe, `read` takes one apostrophe away again.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
#: Columns that every table has besides its own.
COMMON = ("key", "valid_from", "valid_to", "source", "confidence")


@dataclass(frozen=True)
class Problem:
    """A row that cannot be taken: the file, its line (the heading is line 1), and why, which names the column where there is one."""

    file: str
    line: int
    error: WritError

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.error}"


class Refused(WritError):
    """Some rows cannot be taken, so none is. `problems` names them all."""

    status, code = 422, "reference_refused"

    def __init__(self, problems: list[Problem]) -> None:
        said = Phrase("Expected rows that can be taken, found %(count)s that cannot; nothing was changed", count=len(problems))
        super().__init__(said.template, count=len(problems))
        self.problems = problems


@dataclass(frozen=True)
class Change:
    """What loading a row would do. `before`: the version it follows, None for a new row; `cells`: column, old and new text."""

    version: Version
    before: ReferenceRow | None
    cells: tuple[tuple[str, str, str], ...]

    @property
    def kind(self) -> str:
        """`new`, `ended` where all that changes is the last day, else `changed`."""
        if self.before is None:
            return "new"
        return "ended" if self.version.valid_to and [name for name, _, _ in self.cells] == ["valid_to"] else "changed"

    def __str__(self) -> str:
        head = f"{'~' if self.before else '+'} {self.version.table} {self.version.key} from {self.version.valid_from}"
        return "\n".join([head, *(f"    {name}: {old or '(empty)'} -> {new or '(empty)'}" for name, old, new in self.cells)])


def read(files: Mapping[str, bytes]) -> list[Version]:
    """Return the rows of CSV files by file name; a file is called like its table (`fees.csv`).

    Raises Refused with every problem, NotFound for a table that there is not.
    """
    found: list[Version] = []
    problems: list[Problem] = []
    for name, content in files.items():
        kept = table(name.removesuffix(".csv"))
        for taken in _read(name, kept, content):
            (problems if isinstance(taken, Problem) else found).append(taken)  # type: ignore[arg-type]
    if problems:
        raise Refused(problems)
    return found


def _read(name: str, kept: Table, content: bytes) -> Iterator[Version | Problem]:
    try:
        lines = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        heading = tuple(lines.fieldnames or ())
    except (UnicodeDecodeError, csv.Error) as error:
        yield Problem(name, 1, BadInput("Expected CSV in UTF-8, got %(found)s", found=str(error)))
        return
    expected = {*COMMON, *(column.name for column in kept.columns)}
    if set(heading) != expected or len(heading) != len(expected):
        named = ", ".join(map(str, heading))[:300] or Phrase("none")
        yield Problem(name, 1, BadInput("Expected the columns %(expected)s, got %(found)s", expected=", ".join(sorted(expected)), found=named))
        return
    yield from _rows(name, kept, lines)


def _rows(name: str, kept: Table, lines: "csv.DictReader[str]") -> Iterator[Version | Problem]:
    seen: set[tuple[str, object]] = set()
    try:
        for cells in lines:
            try:
                version = _version(kept, cells)
                if (version.key, version.valid_from) in seen:
                    raise BadInput("Expected %(key)s from %(first)s once, found it twice", key=version.key, first=version.valid_from)
                seen.add((version.key, version.valid_from))
                yield version
            except BadInput as error:
                yield Problem(name, lines.line_num, error)
    except csv.Error as error:
        yield Problem(name, lines.line_num, BadInput("Expected CSV, got %(found)s", found=str(error)))


def _version(kept: Table, cells: Mapping[str | None, str | None]) -> Version:
    if None in cells or None in cells.values():
        raise BadInput("Expected as many cells as columns; put a text with a comma in quotes")
    said = {str(name): _unguarded(str(cell).strip()) for name, cell in cells.items()}
    first, last = day(said["valid_from"]), day(said["valid_to"])
    if first is None or (last is None and said["valid_to"]):
        raise BadInput("Expected days as YYYY-MM-DD, got valid_from '%(first)s' and valid_to '%(last)s'", first=said["valid_from"][:40], last=said["valid_to"][:40])
    return Version(kept.key, said["key"], first, last, kept.values(said), said["source"], said["confidence"]).checked()


def diff(session: Session, files: Mapping[str, bytes]) -> list[Change]:
    """Return what loading the files would change; rows that say what is kept already are left out. Raises Refused, NotFound."""
    return [change for version in read(files) if (change := _change(session, version)) is not None]


def _change(session: Session, version: Version) -> Change | None:
    versions = history(session, version.table, version.key)
    same_days = next((row for row in versions if row.valid_from == version.valid_from), None)
    if same_days is not None and version.same_as(same_days):
        return None
    before = same_days or next(iter(versions), None)
    return Change(version, before, tuple(_cells(version, before)))


def _cells(version: Version, before: ReferenceRow | None) -> Iterator[tuple[str, str, str]]:
    for column in table(version.table).columns:
        old = column.text(before.value.get(column.name)) if before else ""
        if old != (new := column.text(version.values[column.name])):
            yield column.name, old, new
    for name in ("valid_to", "source", "confidence"):
        old, new = str((before and getattr(before, name)) or ""), str(getattr(version, name) or "")
        if old != new:
            yield name, old, new


def fingerprint(changes: list[Change]) -> str:
    """Return a text that differs when the changes, or the versions they follow, do."""
    said = "\n".join(f"{change} after {change.before.version if change.before else 0}" for change in changes)
    return hashlib.sha256(said.encode()).hexdigest()


def load(session: Session, files: Mapping[str, bytes], by: Actor, now: datetime, *, seen: str | None = None) -> list[Change]:
    """Keep every row of the files that says something new as a new version, and return what changed.

    All or nothing. A row that is missing from a file stays: a row ends by its `valid_to`. `seen`: the fingerprint of the changes
    that were looked at; None does not ask. Raises Refused, NotFound, NotPermitted, Conflict.
    """
    must_have_role(by, "change reference data", "process_owner")
    changes = diff(session, files)
    if seen is not None and seen != fingerprint(changes):
        raise Conflict("Expected the changes that were shown, but the table was changed meanwhile; look at them again")
    for change in changes:
        record(session, change.version, by, now)
    return changes


def written(session: Session, key: str) -> bytes:
    """Return a table as a CSV file that `read` takes and that changes nothing: of each key and first day the version that counts.

    Begins with a byte order mark, by which spreadsheets know UTF-8; what they would run as a formula begins with an apostrophe.
    """
    kept = table(key)
    rows = session.exec(select(ReferenceRow).where(col(ReferenceRow.table) == key).order_by(col(ReferenceRow.version)))
    last = {(row.key, row.valid_from): row for row in rows}
    text = io.StringIO(newline="")
    heading = ["key", "valid_from", "valid_to", *(column.name for column in kept.columns), "source", "confidence"]
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(heading)
    for _, row in sorted(last.items()):
        cells = [row.key, str(row.valid_from), str(row.valid_to or ""), *(column.text(row.value.get(column.name)) for column in kept.columns)]
        lines.writerow([_guarded(cell) for cell in (*cells, row.source, row.confidence)])
    return text.getvalue().encode("utf-8-sig")


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def shipped(key: str) -> list[Version]:
    """Return the rows of a table that are shipped."""
    name = f"{key}.csv"
    return read({name: (HERE / "tables" / name).read_bytes()})


def seed(session: Session, now: datetime) -> None:
    """Keep what the shipped rows say of keys that only an earlier release has written; what a person has changed stays."""
    versions: dict[tuple[str, str], list[ReferenceRow]] = {}
    for row in session.exec(select(ReferenceRow).order_by(col(ReferenceRow.version))):
        versions.setdefault((row.table, row.key), []).append(row)
    for key in tables():
        for version in shipped(key):
            kept = versions.get((key, version.key), [])
            if all(row.recorded_by == IMPORT.id for row in kept) and not _said(version, kept):
                record(session, version, IMPORT, now)


def _said(version: Version, kept: list[ReferenceRow]) -> bool:
    """Whether the last of the versions that begin on its first day says the same."""
    same_days = [row for row in kept if row.valid_from == version.valid_from]
    return bool(same_days) and version.same_as(same_days[-1])
