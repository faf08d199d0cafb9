"""Where the paths of the case file stand: columns for what is searched, `facts` for the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from db.models import Asset, CaseFile, CaseList, CaseParty, LedgerEntry, Measure, Party, Title, TitleItem
from worklist.cases.catalogue import CasePath, case_paths, lists
from worklist.cases.values import from_json, to_json
from worklist.errors import BadInput, NotFound

#: Single fields of the case that have a column of their own in case_file.
CASE_COLUMNS = {"number", "status", "stage", "priority", "rule_set", "access", "owner", "partner"}
#: Fields of the title with a column of their own.
TITLE_COLUMNS = {"instrument_type", "origin", "amount", "currency"}


@dataclass(frozen=True)
class ListTable:
    """How a list is stored: its table, and which fields have columns (field → column)."""

    table: type[SQLModel]
    columns: Mapping[str, str]


#: Lists with tables of their own; every other list stands in case_list.
TABLES: dict[str, ListTable] = {
    "debtors": ListTable(CaseParty, {"role": "role"}),
    "title.items": ListTable(
        TitleItem, {"kind": "kind", "amount": "amount", "currency": "currency", "recognised": "recognised"}
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

#: Fields of a debtor that belong to the party, whatever the case.
PARTY_COLUMNS = {"name", "name_zh", "kind", "country_or_region"}
#: Lists that are computed, never written by path.
COMPUTED_LISTS = {"deadlines", "documents", "outstanding"}


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
    fields = lists()[list_path]
    stored = TABLES.get(list_path)
    values: dict[str, Any] = {"id": row.id}
    party = session.get(Party, row.party_id) if isinstance(row, CaseParty) else None
    for name, path in fields.items():
        if name == "id":
            continue
        if party is not None and name in PARTY_COLUMNS:
            values[name] = getattr(party, name)
        elif stored is not None and name in stored.columns:
            values[name] = from_json(getattr(row, stored.columns[name]), path.type)
        elif hasattr(row, "facts"):
            values[name] = from_json(row.facts.get(name), path.type)
    return values


def write_member(session: Session, list_path: str, row: Any, values: Mapping[str, Any]) -> None:
    """Set fields of a member of a list."""
    stored = TABLES.get(list_path)
    party = session.get(Party, row.party_id) if isinstance(row, CaseParty) else None
    facts = dict(getattr(row, "facts", {}))
    if isinstance(row, TitleItem) and "amount" in values:
        _keep_outstanding(row, values["amount"] or Decimal(0))
    for name, value in values.items():
        if party is not None and name in PARTY_COLUMNS:
            setattr(party, name, value)
        elif stored is not None and name in stored.columns:
            setattr(row, stored.columns[name], str(value) if name == "rate" and value is not None else value)
        else:
            facts[name] = to_json(value)
    if hasattr(row, "facts"):
        row.facts = facts
    session.add(row)
    if party is not None:
        session.add(party)


def _keep_outstanding(item: TitleItem, amount: Decimal) -> None:
    """Let what is outstanding follow a corrected amount. Raises BadInput for less than what was recovered."""
    if item.outstanding is None:
        return
    recovered = (item.amount or Decimal(0)) - item.outstanding
    if amount < recovered:
        raise BadInput(
            "Expected an amount of at least %(least)s, which is already recovered, got %(found)s",
            least=f"{recovered:,}", found=f"{amount:,}",
        )  # fmt: skip
    item.outstanding = amount - recovered


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
