"""Rows of reference tables: what holds on a day, every version of a row, a new version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from db.models import ReferenceRow as Row
from worklist.cases.reference.tables import KEY, table
from worklist.engine import history as history_of
from worklist.errors import BadInput, Conflict
from worklist.identity import Actor, must_have_role
from worklist.law.rules import Confidence

#: The chain of the event log that says who changed what.
CHAIN = "reference"
#: How a row is known. `office`: a setting of our own, with no law behind it.
CONFIDENCES = (*(str(one) for one in Confidence), "office")
#: What needs no counsel; everything else is shown as to be confirmed.
SETTLED = frozenset({*(str(one) for one in Confidence if one.is_firm), "office"})
#: Hong Kong, Macau, the Taiwan region and the Mainland are no foreign states and never stand in a list of them. Source: traps T-64.
_NO_STATES = frozenset({"HK", "MO", "TW", "CN"})
_OF_STATES = ("country_table", "nyc_seats")
#: The rule sets that decisions and clocks know; another one would have no rules.
_RULE_SETS = frozenset({"guide", "prc_law"})
#: Columns whose empty cell is a fact that counsel has yet to confirm.
_OPEN_FACTS = {"country_table": ("treaty_in_force_from",)}


@dataclass(frozen=True)
class Version:
    """What a version of a row says. `values`: by column, as JSON keeps them. `valid_to`: its last day, None without end."""

    table: str
    key: str
    valid_from: date
    valid_to: date | None
    values: dict[str, object]
    source: str
    confidence: str

    def checked(self) -> "Version":
        """Return it. Raises BadInput for a key, days, a source or a confidence that cannot be."""
        if not KEY.fullmatch(self.key):
            raise BadInput("Expected a key of letters, digits and _ . -, got %(found)s", found=self.key[:80] or "nothing")
        if self.table in _OF_STATES and self.key in _NO_STATES:
            raise BadInput("Expected the code of a foreign state, got %(found)s; Hong Kong, Macau and the Taiwan region have ways of their own", found=self.key)
        if self.table == "rule_sets" and self.key not in _RULE_SETS:
            raise BadInput("Expected guide or prc_law, got %(found)s; a rule set of another name would have no rules", found=self.key)
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise BadInput("Expected the last day not before the first, got %(first)s to %(last)s", first=self.valid_from, last=self.valid_to)
        if not self.source.strip():
            raise BadInput("Expected a source for %(key)s, found none; say where the row comes from", key=self.key)
        if self.confidence not in CONFIDENCES:
            raise BadInput("Expected a confidence, one of %(allowed)s, got %(found)s", allowed=", ".join(CONFIDENCES), found=self.confidence[:80])
        return self

    def same_as(self, row: Row) -> bool:
        """Whether a row says the same."""
        return (self.valid_to, self.values, self.source, self.confidence) == (row.valid_to, row.value, row.source, row.confidence)


def history(session: Session, table_key: str, key: str) -> list[Row]:
    """Return every version of a row, the newest first."""
    query = select(Row).where(col(Row.table) == table_key, col(Row.key) == key)
    return list(session.exec(query.order_by(col(Row.version).desc())))


def in_force(session: Session, table_key: str, day: date) -> list[Row]:
    """Return what a table says on a day: of each key the version that began last and is not over."""
    query = select(Row).where(col(Row.table) == table_key, col(Row.valid_from) <= day)
    return [row for row in _last(session.exec(query)) if row.valid_to is None or row.valid_to >= day]


def _last(rows: Iterable[Row]) -> list[Row]:
    last: dict[str, Row] = {}
    for row in sorted(rows, key=lambda one: (one.valid_from, one.version)):
        last[row.key] = row
    return sorted(last.values(), key=lambda one: one.key)


def on(session: Session, table_key: str, key: str, day: date) -> Row | None:
    """Return what a table says about a key on a day, None for nothing."""
    return next((row for row in in_force(session, table_key, day) if row.key == key), None)


def newest(session: Session, table_key: str) -> list[Row]:
    """Return the newest version of every row, also of those that are over or have yet to begin."""
    rows = session.exec(select(Row).where(col(Row.table) == table_key).order_by(col(Row.version)))
    return sorted({row.key: row for row in rows}.values(), key=lambda one: one.key)


def counts(session: Session) -> dict[str, int]:
    """Return how many keys each table has."""
    query = select(Row.table, func.count(func.distinct(Row.key))).group_by(col(Row.table))
    return dict(session.exec(query).all())


def record(session: Session, version: Version, by: Actor, now: datetime, *, seen: int | None = None) -> Row:
    """Keep a new version of a row; earlier ones stay as they are.

    `seen`: the version the editor looked at, 0 for none; None does not ask. Raises BadInput, Conflict, NotPermitted.
    """
    must_have_role(by, "change reference data", "process_owner")
    table(version.table)
    version.checked()
    before = history(session, version.table, version.key)
    number = before[0].version if before else 0
    if seen is not None and seen != number:
        raise Conflict("Expected version %(seen)s of %(key)s to be the newest, found %(newest)s; look at it and try again", seen=seen, key=version.key, newest=number)
    row = Row(
        table=version.table, key=version.key, version=number + 1, valid_from=version.valid_from, valid_to=version.valid_to,
        value=version.values, source=version.source.strip(), confidence=version.confidence, recorded_at=now, recorded_by=by.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    told = {"table": row.table, "key": row.key, "version": row.version, "valid_from": row.valid_from, "valid_to": row.valid_to, "value": row.value}
    history_of.append(session, [history_of.Event("reference_changed", CHAIN, facts=told | {"source": row.source, "confidence": row.confidence})], by.id, now)
    return row


def to_be_confirmed(row: Row) -> bool:
    """Whether counsel has yet to confirm the row, or a fact it leaves open."""
    open_facts = (row.value.get(name) is None for name in _OPEN_FACTS.get(row.table, ()))
    return row.confidence not in SETTLED or any(open_facts)


def illustrating(session: Session, decision: str, day: date) -> list[Row]:
    """Return the cases of the library that illustrate a decision, by the key of its definition or its number (`D05`)."""
    number = decision.partition("_")[0]
    return [row for row in in_force(session, "case_library", day) if number in str(row.value.get("decisions") or "").split()]
