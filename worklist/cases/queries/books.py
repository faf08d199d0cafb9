"""The ledger of a case as its page shows it: accounts with their balances, entries in words, what joined parties still owe."""

from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session, col, select

from db.models import LedgerEntry, Party
from worklist.cases import ledger, store
from worklist.engine.forms import Words


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
class Books:
    """Accounts in their order, spendings, payers who paid or have a cap, and the names of debtors by id."""

    accounts: list[Account]
    spendings: list[LedgerEntry]
    payers: list[Payer]
    names: dict[str, Words]

    @property
    def balances(self) -> bool:
        """Whether debits and credits add up to nothing in every currency."""
        sums: dict[str, Decimal] = {}
        for account in self.accounts:
            sums[account.currency] = sums.get(account.currency, Decimal(0)) + account.balance
        return not any(sums.values())


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
        [entry for entry in entries if entry.kind in ledger.SPENT and entry.amount],
        [payer for payer in payers if payer.recovered or payer.cap is not None],
        names,
    )
