"""What a case costs: who bears a cost in the end and who lays it out says D14, unless a person has said it. Source: D14; traps T-16, T-39."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from db.models import Instance, LedgerEntry, Task
from worklist.cases import facts, ledger
from worklist.cases.catalogue import Cost, costs
from worklist.engine import asking
from worklist.errors import BadInput
from worklist.identity import Actor

DECISION = "D14_fee_responsibility"
#: Cost items that are no cost of another kind.
_KINDS = {"REWARD": "REWARD"} | dict.fromkeys(("ENFORCEMENT_FEE", "ACCEPTANCE_FEE", "PRESERVATION_FEE", "SUIT_FEE"), "FEE")


def post(session: Session, case_id: str, entry: ledger.Entry, by: Actor, now: datetime) -> LedgerEntry:
    """Book an entry; of a cost that nobody has said it of, D14 says who bears it. Raises BadInput, also above a cap of D14."""
    return ledger.post(session, case_id, _answered(session, case_id, entry, now), by, now)


def book(session: Session, task: Task, values: Mapping[str, Any], by: Actor, now: datetime) -> None:
    """Book what a task has paid, as the table of costs says. An amount of nothing is no cost."""
    for cost in costs().get(task.element_id, ()):
        amount = values.get(cost.amount)
        if task.case_id and isinstance(amount, Decimal | int) and amount > 0 and _is_of(session, task, cost):
            post(session, task.case_id, _entry(cost, Decimal(amount), values), by, now)


def _is_of(session: Session, task: Task, cost: Cost) -> bool:
    return session.get_one(Instance, task.instance_id).definition_key == cost.process


def _entry(cost: Cost, amount: Decimal, values: Mapping[str, Any]) -> ledger.Entry:
    day = values.get(cost.day)
    return ledger.Entry(
        _KINDS.get(cost.item, "COST"), amount, values.get(cost.currency) or "CNY", day if isinstance(day, date) else None,
        cost_item=cost.item, bearer=values.get("bearer"),
    )  # fmt: skip


def _answered(session: Session, case_id: str, entry: ledger.Entry, now: datetime) -> ledger.Entry:
    """Return a cost with who bears and who advances it."""
    if entry.kind not in ledger.SPENT or not entry.cost_item:
        return entry
    found = asking.ask(
        session, DECISION, {"case": facts.facts(session, case_id, now), "cost_item": entry.cost_item, "evasion_found": None},
        case_id=case_id, asked_by="ledger", now=now, subject=[["cost_item", entry.cost_item]],
    )  # fmt: skip
    row = found.single() if found else None
    if not row:
        return entry
    cap = row["cap"]
    if cap is not None and entry.currency == "CNY" and entry.amount > cap:
        raise BadInput(
            "Expected at most CNY %(cap)s for this cost, got %(amount)s; nothing was booked. Source: D14", cap=f"{cap:,}", amount=f"{entry.amount:,}"
        )
    return replace(entry, bearer=entry.bearer or row["bearer"], advanced_by=entry.advanced_by or row["advanced_by"])
