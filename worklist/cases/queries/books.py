"""The ledger of a case as its page shows it: accounts with their balances, entries in words, what joined parties still owe."""

from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session, col, select

from db.models import LedgerEntry, Party
from worklist.cases import ledger, store
from worklist.engine.forms import Words
from worklist.errors import NotFound


@dataclass(frozen=True)
class Account:
    """An account in one currency: debits positive, credits negative."""

    name: str
    currency: str
    balance: Decimal


@dataclass(frozen=True)
class Payer:
    """A debtor with what was recovered from it and its liability cap, both in CNY; `left` None: no cap."""

    name: Words
    recovered: Decimal
    cap: Decimal | None

    @property
    def left(self) -> Decimal | None:
        """Return what may still be recovered from it."""
        return None if self.cap is None else max(self.cap - self.recovered, Decimal(0))


@dataclass(frozen=True)
class Spending:
    """A cost, fee or reward. `bearer`: who bears it as it was said last, None while nobody has; `said`: the entry that said it."""

    entry: LedgerEntry
    bearer: str | None
    said: LedgerEntry | None


@dataclass(frozen=True)
class Books:
    """Accounts in their order, spendings, payers who paid or have a cap, and the names of debtors by id."""

    accounts: list[Account]
    spendings: list[Spending]
    payers: list[Payer]
    names: dict[str, Words]

    @property
    def balances(self) -> bool:
        """Whether debits and credits add up to nothing in every currency."""
        sums: dict[str, Decimal] = {}
        for account in self.accounts:
            sums[account.currency] = sums.get(account.currency, Decimal(0)) + account.balance
        return not any(sums.values())

    @property
    def to_claim(self) -> dict[str, Decimal]:
        """Return by currency what our side laid out and the debtor bears in the end: what can still be asked of it."""
        sums: dict[str, Decimal] = {}
        for one in self.spendings:
            if one.bearer == "DEBTOR" and one.entry.advanced_by in {"APPLICANT", "CREDITOR"}:
                sums[one.entry.currency] = sums.get(one.entry.currency, Decimal(0)) + (one.entry.amount or 0)
        return sums


def books(session: Session, case_id: str) -> Books:
    """Return the books of a case."""
    debtors = store.members(session, case_id, "debtors")
    parties = {party.id: party for party in session.exec(select(Party).where(col(Party.id).in_([row.party_id for row in debtors])))}
    names = {row.id: Words(parties[row.party_id].name, parties[row.party_id].name_zh or "") for row in debtors}
    payers = [Payer(names[row.id], ledger.recovered_from(session, row), ledger.cap_of(row)) for row in debtors]
    balances = ledger.balances(session, case_id)
    entries = store.members(session, case_id, "ledger")
    return Books(
        [Account(name, currency, balances[name, currency]) for name, currency in sorted(balances)],
        _spendings(entries),
        [payer for payer in payers if payer.recovered or payer.cap is not None],
        names,
    )


def spending(session: Session, case_id: str, entry_id: str) -> Spending:
    """Return one cost of a case. Raises NotFound."""
    found = (one for one in _spendings(store.members(session, case_id, "ledger")) if one.entry.id == entry_id)
    one = next(found, None)
    if one is None:
        raise NotFound("Expected a cost of this case, found none with id '%(entry)s'", entry=entry_id[:80])
    return one


def _spendings(entries: list[LedgerEntry]) -> list[Spending]:
    said: dict[str, LedgerEntry] = {}
    for entry in sorted((entry for entry in entries if entry.settles), key=lambda entry: (entry.booked_at, entry.id)):
        said[str(entry.settles)] = entry
    return [
        Spending(entry, said[entry.id].bearer if entry.id in said else entry.bearer, said.get(entry.id))
        for entry in entries if entry.kind in ledger.SPENT and entry.amount
    ]  # fmt: skip
