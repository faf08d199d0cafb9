"""The parts of one case as its page shows them: events, money, assets, parties, documents."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, func, select

from db.models import (
    Document,
    History,
    LedgerEntry,
    Measure,
    Party,
    PendingMessage,
    Task,
    Title,
    TitleItem,
    User,
)
from worklist.cases import store
from worklist.cases.catalogue import enum_words
from worklist.cases.queries.lists import PAGE, people
from worklist.cases.queries.urgency import Due, due
from worklist.clock import day_of
from worklist.engine.forms import Words


@dataclass(frozen=True)
class Happened:
    """An event of a case: what, when, who, and the name of the task it is about."""

    number: int
    at: datetime
    kind: str
    who: str
    person: User | None
    element_id: str | None
    task: Task | None
    facts: dict[str, Any]


def timeline(session: Session, case_id: str, *, before: int | None = None, limit: int = PAGE) -> list[Happened]:
    """Return what happened in a case, newest first; the paths of tokens are left to the diagram."""
    query = select(History).where(col(History.chain) == case_id, col(History.kind) != "path")
    if before is not None:
        query = query.where(col(History.number) < before)
    found = session.exec(query.order_by(col(History.number).desc()).limit(limit)).all()
    who = people(session, {row.by for row in found})
    task_ids = {row.task_id for row in found if row.task_id}
    tasks = {task.id: task for task in session.exec(select(Task).where(col(Task.id).in_(task_ids)))}
    return [
        Happened(
            row.number, row.at, row.kind, row.by, who.get(row.by), row.element_id, tasks.get(row.task_id or ""), row.facts
        )
        for row in found
    ]


def count_events(session: Session, case_id: str) -> int:
    """Return how many events of a case the timeline shows."""
    query = select(func.count()).where(col(History.chain) == case_id, col(History.kind) != "path")
    return session.exec(query).one()


@dataclass
class Money:
    """The money of a case, in the currency of its title. `secured` is what measures in force hold."""

    currency: str | None = None
    owed: Decimal | None = None
    secured: Decimal = Decimal(0)
    recovered: Decimal = Decimal(0)
    items: list[TitleItem] = field(default_factory=list)
    entries: list[LedgerEntry] = field(default_factory=list)

    @property
    def secured_share(self) -> int:
        """Secured and recovered money of what is owed, in whole percent, at most 100."""
        if not self.owed:
            return 0
        return min(100, int((self.secured + self.recovered) * 100 / self.owed))


def money(session: Session, case_id: str) -> Money:
    """Return what is owed, secured and recovered. Amounts in other currencies are listed, not added."""
    title = session.exec(select(Title).where(col(Title.case_id) == case_id)).first()
    found = Money(title.currency if title else None, title.amount if title else None)
    found.items = store.members(session, case_id, "title.items")
    found.entries = store.members(session, case_id, "ledger")
    for measure in store.members(session, case_id, "measures"):
        amount = measure.facts.get("amount")
        if amount is not None and measure.status in {"ACTIVE", "RENEWAL_FILED", "CONVERTED"}:
            found.secured += Decimal(str(amount))
    for entry in found.entries:
        if entry.kind in {"RECEIPT", "IN_KIND"} and entry.currency == found.currency and entry.amount is not None:
            found.recovered += entry.amount
    return found


@dataclass(frozen=True)
class Protected:
    """An asset with the measures taken on it, each with its own expiry."""

    asset: dict[str, Any]
    measures: list[tuple[Measure, Due]]


def item_words(session: Session, case_id: str) -> dict[str, Words]:
    """Return the operative items of a case's title by id, with what they are called: number, kind, amount."""
    found = {}
    for number, item in enumerate(store.members(session, case_id, "title.items"), 1):
        en, zh = enum_words(item.kind or "", "case.title.items[].kind")
        money = f" {item.amount:,.2f} {item.currency or ''}".rstrip() if item.amount is not None else ""
        found[item.id] = Words(f"{number}. {en}{money}", f"{number}. {zh or en}{money}")
    return found


def measure_words(session: Session, case_id: str) -> list[tuple[str, Words]]:
    """Return the measures of a case with what they are called: kind, asset, day."""
    described = {row.id: row.facts.get("description") for row in store.members(session, case_id, "assets")}
    found = []
    for row in store.members(session, case_id, "measures"):
        en, zh = enum_words(row.kind or "", "case.measures[].kind")
        tail = " · ".join(str(part) for part in (described.get(row.asset_id), row.effective_date) if part)
        found.append((row.id, Words(f"{en} · {tail}", f"{zh or en} · {tail}")))
    return found


def act_words(session: Session, case_id: str) -> list[tuple[str, Words]]:
    """Return the acts of a case with what they are called: kind, other side, day."""
    found = []
    for row in store.members(session, case_id, "acts"):
        en, zh = enum_words(row.facts.get("kind") or "", "case.acts[].kind")
        tail = " · ".join(str(part) for part in (row.facts.get("counterparty"), row.facts.get("act_date")) if part)
        found.append((row.id, Words(f"{en} · {tail}", f"{zh or en} · {tail}")))
    return found


def assets(session: Session, case_id: str, now: datetime) -> list[Protected]:
    """Return the assets of a case with their measures."""
    today = day_of(now)
    measures: dict[str | None, list[tuple[Measure, Due]]] = {}
    for measure in store.members(session, case_id, "measures"):
        measures.setdefault(measure.asset_id, []).append((measure, due(session, measure.stated_until, today)))
    found = []
    for row in store.members(session, case_id, "assets"):
        found.append(Protected(store.read_member(session, "assets", row), measures.pop(row.id, [])))
    loose = [pair for pairs in measures.values() for pair in pairs]
    return [*found, Protected({}, loose)] if loose else found


def parties(session: Session, case_id: str) -> list[dict[str, Any]]:
    """Return the debtors' side of a case: role, name, what the file knows; identity numbers are left out."""
    found = []
    for row in store.members(session, case_id, "debtors"):
        member = store.read_member(session, "debtors", row)
        member.pop("id_number", None)
        party = session.get(Party, row.party_id)
        found.append(member | {"party_name": party.name if party else ""})
    return found


def party_words(session: Session, case_id: str) -> list[tuple[str, Words]]:
    """Return whom a message or a process of a case may be about: its debtors, then who stands behind them."""
    debtors = {p["id"]: Words(str(p.get("name") or p["id"]), str(p.get("name_zh") or "")) for p in parties(session, case_id)}
    behind: dict[str, Words] = {}
    for row in store.members(session, case_id, "links"):
        party = session.get_one(Party, row.behind_id)
        behind[store.key_of(session, case_id, party.id) or party.id] = Words(party.name, party.name_zh or "")
    return list((debtors | {key: words for key, words in behind.items() if key not in debtors}).items())


@dataclass(frozen=True)
class Paper:
    """A document of a case; `waits` when no step has taken its message yet."""

    document: Document
    recorder: User | None
    waits: bool


def papers(session: Session, case_id: str) -> list[Paper]:
    """Return the documents of a case, newest first."""
    query = select(Document).where(col(Document.case_id) == case_id).order_by(col(Document.recorded_at).desc())
    found = session.exec(query).all()
    pending = select(PendingMessage.document_id).where(col(PendingMessage.business_key) == case_id)
    waiting = set(session.exec(pending))
    recorders = people(session, {document.recorded_by for document in found})
    return [Paper(document, recorders.get(document.recorded_by), document.id in waiting) for document in found]
