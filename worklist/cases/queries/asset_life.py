"""What happened to an asset: found, frozen, valued, offered, sold, given back. Read from documents and changes of the file, never written twice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from db.models import Document, History, Measure
from worklist.cases import store
from worklist.cases.catalogue import case_paths, messages
from worklist.cases.values import from_json
from worklist.clock import day_of

#: What of an asset and of its measures tells how its disposal goes.
OF_ASSET = ("status", "value", "class", "holder", "owner_party_id")
OF_MEASURE = ("status", "rank", "stated_until", "amount")
#: Fields that say whom or what a document is about, not what it says.
_ABOUT = frozenset({"measure_id", "asset_id", "asset_ids", "event_date", "document_date", "served_date"})


@dataclass(frozen=True)
class Said:
    """A value with what it is: `field` names its words (a case path or message.field), `type` its kind, `before` what stood there."""

    field: str
    type: str
    value: Any
    before: Any = None


@dataclass(frozen=True)
class Passage:
    """Something that happened to an asset. `message`: of the document that told it, empty for a change of the file."""

    day: date
    message: str
    document_id: str | None
    said: tuple[Said, ...]
    by: str


def lives(session: Session, case_id: str) -> dict[str, list[Passage]]:
    """Return what happened to each asset of a case, the oldest first, by its id."""
    measures = [row for row in store.members(session, case_id, "measures") if row.asset_id]
    found: dict[str, list[tuple[Any, Passage]]] = {}
    for asset_id, at, passage in [*_documents(session, case_id, measures), *_changes(session, case_id, measures)]:
        found.setdefault(asset_id, []).append(((passage.day, at), passage))
    return {asset_id: [passage for _, passage in sorted(told, key=lambda pair: pair[0])] for asset_id, told in found.items()}


def _documents(session: Session, case_id: str, measures: Iterable[Measure]) -> Iterable[tuple[str, Any, Passage]]:
    of_measure = {row.id: str(row.asset_id) for row in measures}
    for row in session.exec(select(Document).where(col(Document.case_id) == case_id, col(Document.message).is_not(None))):
        named = {**row.payload, **row.keys}
        asset_id = of_measure.get(str(named.get("measure_id"))) or named.get("asset_id")
        if asset_id and row.message in messages():
            day = row.event_date or row.served_date or row.document_date or day_of(row.recorded_at)
            yield asset_id, row.recorded_at, Passage(day, str(row.message), row.id, tuple(_told(str(row.message), row.payload)), row.recorded_by)


def _told(message: str, payload: Mapping[str, Any]) -> Iterable[Said]:
    for field in messages()[message].fields:
        value = payload.get(field.name)
        if field.name not in _ABOUT and value not in (None, ""):
            yield Said(f"{message}.{field.name}", field.type, from_json(value, field.type))


def _changes(session: Session, case_id: str, measures: Iterable[Measure]) -> Iterable[tuple[str, Any, Passage]]:
    of_member = {f"case.measures[].{name}": {row.id: str(row.asset_id) for row in measures} for name in OF_MEASURE}
    mine = {f"case.assets[].{name}" for name in OF_ASSET}
    for row in session.exec(select(History).where(col(History.chain) == case_id, col(History.kind) == "case_changed")):
        told: dict[str, list[Said]] = {}
        for change in row.facts.get("changes", ()):
            path, member = change["path"], change.get("member")
            asset_id = member if path in mine else of_member.get(path, {}).get(member)
            if asset_id and "new" in change:
                kind = case_paths()[path].type
                told.setdefault(asset_id, []).append(Said(path, kind, from_json(change["new"], kind), from_json(change.get("old"), kind)))
        for asset_id, said in told.items():
            yield asset_id, row.at, Passage(day_of(row.at), "", None, tuple(said), row.by)
