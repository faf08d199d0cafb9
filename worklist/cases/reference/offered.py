"""Reference data as expressions and decisions read it, under `case.reference`."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlmodel import Session, col, select

from db.models import ReferenceRow as Row
from worklist.cases.reference import loading
from worklist.cases.reference.rows import Version, on
from worklist.cases.reference.tables import Table, table, tables

#: What every row offers besides its own columns; `row` names it with its version, as a decision run keeps it.
ALWAYS = ("row", "key", "version", "valid_from", "valid_to", "source", "confidence")


class Offered(Mapping[str, Any]):
    """The reference tables by key, each a list of rows, read when somebody asks for it.

    A row stands there once for every stretch of days on which one of its versions counts; the stretches of a key never
    overlap, so that a filter by key and day finds one row or none. Days are dates, what may be chosen several times is a list.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._read: dict[str, list[dict[str, Any]]] = {}

    def __getitem__(self, key: str) -> list[dict[str, Any]]:
        if key not in self._read:
            self._read[key] = stretches(tables()[key], self._session.exec(select(Row).where(col(Row.table) == key)))
        return self._read[key]

    def __iter__(self) -> Iterator[str]:
        return iter(tables())

    def __len__(self) -> int:
        return len(tables())


def stretches(kept: Table, rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return the rows of a table as expressions read them, by key and first day.

    Of two versions that begin on one day the later one counts; one that began earlier ends where the next begins.
    """
    found: list[dict[str, Any]] = []
    for _, versions in groupby(sorted(rows, key=lambda one: (one.key, one.valid_from, one.version)), key=lambda one: one.key):
        last = list({one.valid_from: one for one in versions}.values())
        for row, after in zip(last, [*last[1:], None], strict=True):
            found.append(told(kept, row, _earlier(row.valid_to, after)))
    return found


def _earlier(last: date | None, after: Row | None) -> date | None:
    if after is None:
        return last
    before = after.valid_from - timedelta(days=1)
    return before if last is None else min(last, before)


def looked_up(session: Session, table_key: str, key: str, day: date) -> dict[str, Any]:
    """Return `row` and `version` of a key on a day, both None where there is none, and `said`: which row was read.

    Raises NotFound for a table that there is not.
    """
    kept = table(table_key)
    row = on(session, table_key, key, day)
    if row is None:
        return {"row": None, "version": None, "said": f"{table_key}: no row {key or '(no key)'} on {day.isoformat()}"}
    found = told(kept, row, row.valid_to)
    return {"row": found, "version": str(row.version), "said": f"{table_key}: {found['row']}"}


def told(kept: Table, row: Row, last: date | None) -> dict[str, Any]:
    """Return a row as expressions read it; `last` is the last day on which it counts, None without end."""
    common = {
        "row": f"{row.key} v{row.version}", "key": row.key, "version": row.version, "valid_from": row.valid_from, "valid_to": last,
        "source": row.source, "confidence": row.confidence,
    }  # fmt: skip
    return {column.name: column.told(row.value.get(column.name)) for column in kept.columns} | common


def shipped() -> dict[str, list[dict[str, Any]]]:
    """Return the shipped rows as expressions read them: for trying a decision without an installation."""
    return {key: stretches(kept, map(_first, loading.shipped(key))) for key, kept in tables().items()}


def _first(version: Version) -> Row:
    return Row(
        table=version.table, key=version.key, version=1, valid_from=version.valid_from, valid_to=version.valid_to, value=version.values,
        source=version.source, confidence=version.confidence, recorded_at=datetime.min.replace(tzinfo=UTC), recorded_by="",
    )  # fmt: skip
