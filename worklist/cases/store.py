"""Where the paths of the case file stand: columns for what is searched, `facts` for the rest."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from db.models import (
    Asset,
    CaseFile,
    CaseList,
    CaseParty,
    LedgerEntry,
    Measure,
    Party,
    PartyLink,
    PartyRole,
    Posting,
    Title,
    TitleItem,
)
from worklist.cases.catalogue import CasePath, case_paths, lists
from worklist.cases.values import from_json, to_json
from worklist.errors import BadInput, NotFound

#: Single fields of the case that have a column of their own in case_file.
CASE_COLUMNS = {"number", "status", "stage", "priority", "rule_set", "access", "owner", "partner"}
#: Fields of the title with a column of their own.
TITLE_COLUMNS = {"instrument_type", "origin", "amount", "currency"}


@dataclass(frozen=True)
class ListTable:
    """How a list is stored: its table, which fields have columns there, and which are of the party a row is about."""

    table: type[SQLModel]
    columns: Mapping[str, str]
    of_party: Mapping[str, str] = field(default_factory=dict)


#: Lists with tables of their own; every other list stands in case_list.
TABLES: dict[str, ListTable] = {
    "debtors": ListTable(
        CaseParty, {"role": "role"},
        {name: name for name in ("name", "name_zh", "kind", "country_or_region", "id_number")},
    ),
    "links": ListTable(
        PartyLink, {name: name for name in ("kind", "since", "until")},
        {"name": "name", "name_zh": "name_zh", "person_kind": "kind"},
    ),
    "title.items": ListTable(
        TitleItem, {name: name for name in ("kind", "amount", "currency", "recognised", "recognised_amount")},
    ),
    "assets": ListTable(
        Asset,
        {
            "class": "asset_class", "status": "status", "value": "value", "currency": "currency",
            "owner_party_id": "owner_party_id",
        },
    ),
    "measures": ListTable(
        Measure,
        {
            "asset_id": "asset_id", "kind": "kind", "rank": "rank", "status": "status",
            "effective_date": "effective_date", "stated_until": "stated_until",
        },
    ),
    "ledger": ListTable(
        LedgerEntry,
        {
            "kind": "kind", "amount": "amount", "currency": "currency", "value_date": "value_date",
            "item_id": "item_id", "rate": "rate", "rate_source": "rate_source", "party_id": "party_id",
            "cost_item": "cost_item", "bearer": "bearer", "advanced_by": "advanced_by",
        },
    ),
}  # fmt: skip

#: Lists that are computed, never written by path.
COMPUTED_LISTS = {"claim.lines", "claim.totals", "deadlines", "documents", "outstanding"}


def case_file(session: Session, case_id: str) -> CaseFile:
    """Return a case. Raises NotFound."""
    found = session.get(CaseFile, case_id)
    if found is None:
        raise NotFound("Expected case '%(case)s', found none", case=case_id)
    return found


def title_of(session: Session, case_id: str) -> Title:
    """Return the title of a case. Raises NotFound."""
    found = session.exec(select(Title).where(col(Title.case_id) == case_id)).first()
    if found is None:
        raise NotFound("Expected a title in case '%(case)s', found none", case=case_id)
    return found


def members(session: Session, case_id: str, list_path: str) -> list[Any]:
    """Return the rows of a list in their order."""
    stored = TABLES.get(list_path)
    if stored is None:
        query = select(CaseList).where(col(CaseList.case_id) == case_id, col(CaseList.path) == list_path)
        return list(session.exec(query.order_by(col(CaseList.position))))
    if stored.table is TitleItem:
        query_items = select(TitleItem).join(Title, col(Title.id) == col(TitleItem.title_id))
        query_items = query_items.where(col(Title.case_id) == case_id).order_by(col(TitleItem.position))
        return list(session.exec(query_items))
    table: Any = stored.table
    order: Any = LedgerEntry.booked_at if table is LedgerEntry else table.position
    return list(session.exec(select(table).where(table.case_id == case_id).order_by(order)))


def read_member(session: Session, list_path: str, row: Any) -> dict[str, Any]:
    """Return a member of a list as typed values by field name, with its `id`."""
    stored = TABLES.get(list_path) or ListTable(CaseList, {})
    values: dict[str, Any] = {"id": row.id}
    party = _party(session, row)
    for name, path in lists()[list_path].items():
        if name == "id":
            continue
        if party is not None and name in stored.of_party:
            values[name] = getattr(party, stored.of_party[name])
        elif name in stored.columns:
            values[name] = from_json(getattr(row, stored.columns[name]), path.type)
        elif hasattr(row, "facts"):
            values[name] = from_json(row.facts.get(name), path.type)
    if isinstance(row, PartyLink):
        values |= {"party_id": key_of(session, row.case_id, row.party_id), "person_id": key_of(session, row.case_id, row.behind_id)}
    return values


def _party(session: Session, row: Any) -> Party | None:
    """Return the party that a row is about."""
    if isinstance(row, CaseParty):
        return session.get(Party, row.party_id)
    return session.get(Party, row.behind_id) if isinstance(row, PartyLink) else None


def key_of(session: Session, case_id: str, party_id: str | None) -> str | None:
    """Return what `party_id` names a party by in a case: its row in `case.debtors`, for others their first role in the case.

    Who joins the debtors keeps the key; the same party has another one in every case.
    """
    member = select(CaseParty.id).where(col(CaseParty.case_id) == case_id, col(CaseParty.party_id) == party_id)
    role = select(PartyRole.id).where(col(PartyRole.case_id) == case_id, col(PartyRole.party_id) == party_id)
    first = session.exec(member.order_by(col(CaseParty.position))).first()
    return first or session.exec(role.order_by(col(PartyRole.id))).first() or party_id


def write_member(session: Session, list_path: str, row: Any, values: Mapping[str, Any]) -> None:
    """Set fields of a member of a list. Raises BadInput."""
    stored = TABLES.get(list_path) or ListTable(CaseList, {})
    party = _party(session, row)
    facts = dict(getattr(row, "facts", {}))
    for name, value in values.items():
        if party is not None and name in stored.of_party:
            setattr(party, stored.of_party[name], value)
        elif name in stored.columns:
            setattr(row, stored.columns[name], str(value) if name == "rate" and value is not None else value)
        elif not (isinstance(row, PartyLink) and name in ("party_id", "person_id")):  # columns that links.new and links.check fill
            facts[name] = to_json(value)
    if isinstance(row, TitleItem):
        _keep_outstanding(session, row, values)
    if hasattr(row, "facts"):
        row.facts = facts
    session.add(row)
    if party is not None:
        session.add(party)


def owed(item: TitleItem) -> Decimal:
    """Return what an item gives before anything is booked: its amount, of one recognised partly what is recognised."""
    return (item.recognised_amount if item.recognised == "PARTLY" else item.amount) or Decimal(0)


def _keep_outstanding(session: Session, item: TitleItem, values: Mapping[str, Any]) -> None:
    """Let what is outstanding follow a corrected or partly recognised amount. Raises BadInput for less than was recovered."""
    if values.keys().isdisjoint({"amount", "recognised", "recognised_amount"}):
        return
    if item.recognised == "PARTLY":
        _check_part(item)
    # Held until the transaction ends: who books on the item at the same moment reads what is written here.
    session.exec(select(TitleItem.id).where(col(TitleItem.id) == item.id).with_for_update()).first()
    query = select(Posting).where(col(Posting.item_id) == item.id, col(Posting.account) == "CLAIM")
    booked = [row.amount for row in session.exec(query) if row.amount is not None]
    moved = sum(booked, Decimal(0))
    left = owed(item) + moved
    if left < 0:
        raise BadInput(
            "Expected an amount of at least %(recovered)s, which is already recovered, got %(amount)s",
            recovered=f"{-moved:,}", amount=f"{owed(item):,}",
        )  # fmt: skip
    if booked or item.outstanding is not None or item.recognised == "PARTLY":
        item.outstanding = left


def _check_part(item: TitleItem) -> None:
    part = item.recognised_amount
    if part is None or part <= 0 or (item.amount is not None and part >= item.amount):
        raise BadInput(
            "Expected for an item recognised partly an amount recognised above 0 and below %(amount)s, got %(part)s",
            amount="—" if item.amount is None else f"{item.amount:,}", part="—" if part is None else f"{part:,}",
        )  # fmt: skip


def read_single(case: CaseFile, title: Title | None, path: CasePath) -> Any:
    """Return the typed value of a single path."""
    name = path.name
    if name in CASE_COLUMNS:
        return getattr(case, name)
    if name.startswith("title."):
        field = name.removeprefix("title.")
        if title is None:
            return None
        stored = getattr(title, field) if field in TITLE_COLUMNS else title.facts.get(field)
        return title.id if field == "id" else from_json(stored, path.type)
    value: Any = case.facts
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return from_json(value, path.type)


def write_single(case: CaseFile, title: Title | None, path: CasePath, value: Any) -> None:
    """Set a single path."""
    name = path.name
    if name in CASE_COLUMNS:
        setattr(case, name, value)
    elif name.startswith("title.") and title is not None:
        field = name.removeprefix("title.")
        if field in TITLE_COLUMNS:
            setattr(title, field, value)
        else:
            title.facts = {**title.facts, field: to_json(value)}
    else:
        case.facts = _with(case.facts, name.split("."), to_json(value))


def _with(facts: dict[str, Any], parts: list[str], value: Any) -> dict[str, Any]:
    head, *rest = parts
    inner = facts.get(head)
    return {**facts, head: _with(inner if isinstance(inner, dict) else {}, rest, value) if rest else value}


def single_paths() -> list[CasePath]:
    """Return the paths that are not fields of a list."""
    return [path for path in case_paths().values() if path.list_path is None]
