"""The statement of the claim as papers and expressions read it (`case.claim`): lines with their arithmetic in Chinese, and totals.

Amounts are those of statement.py, rounded there; nothing is converted but what was at booking. Source: DL-X-88; architecture A35.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from worklist.cases.claims import statement
from worklist.cases.claims.statement import Item, Line, Receipt, Statement
from worklist.cases.papers import saying
from worklist.law import interest, rules

#: What is claimed apart from the rest, by the kind of an item or of a line on top of it; every other kind is `other`.
PARTS = {"PRINCIPAL": "principal", "INTEREST": "interest", "DEFAULT_INTEREST": "default_interest", "COSTS": "costs"}
NAMES = (*PARTS.values(), "other")


def section(session: Session, case_id: str, day: date) -> dict[str, Any]:
    """Return `case.claim` on a day: `principal`, `interest`, …, `total` (Chinese, an amount per currency; None without any), `lines`, `totals`.

    `principal` and the like are what is left of the items after what came, and what is added on top of them.
    """
    found = statement.on(session, case_id, day)
    parts = _parts(found)
    told: dict[str, Any] = {name: _in_words(parts[name]) for name in NAMES}
    told["total"] = _in_words({one.currency: one.claimed for one in found.totals})
    told |= {"day": day, "to_be_confirmed": None if not found.totals else not found.is_firm}
    told["lines"] = [row for at, item in enumerate(found.items, 1) for row in _lines(item, at)]
    told["totals"] = [
        {
            "id": one.currency, "currency": one.currency, "given": one.given, "added": one.added, "received": one.received,
            "claimed": one.claimed, **{name: parts[name].get(one.currency, Decimal(0)) for name in NAMES},
        }
        for one in found.totals
    ]  # fmt: skip
    return told


def _parts(found: Statement) -> dict[str, dict[str, Decimal]]:
    """Return what each part of the claim comes to, by currency; they add up to the total."""
    parts: dict[str, dict[str, Decimal]] = {name: {} for name in NAMES}
    for item in found.items:
        amounts = [(item.item.kind, item.left)] if item.item.amount is not None or item.receipts else []
        amounts += [(line.claim.kind, line.amount) for line in item.lines]
        for kind, amount in amounts:
            of, currency = parts[PARTS.get(kind or "", "other")], item.item.currency or "—"
            of[currency] = of.get(currency, Decimal(0)) + amount
    return parts


def _in_words(amounts: Mapping[str, Decimal]) -> str | None:
    """Return amounts as a paper says them, None where there is none: not known is not nothing."""
    return "、".join(saying.money(amount, currency if currency != "—" else None) for currency, amount in sorted(amounts.items())) or None


def _lines(item: Item, at: int) -> Iterator[dict[str, Any]]:
    if item.item.recognised == "NO" or not (item.item.amount is not None or item.receipts or item.lines):
        return
    common = {"item": Decimal(at), "currency": item.item.currency, "taken_off": False, "to_be_confirmed": False, "source": None}
    yield common | {"id": f"{item.item.id}-0", "kind": item.item.kind, "amount": item.given, "arithmetic": _given(item)}
    for number, receipt in enumerate(item.receipts, 1):
        yield common | {
            "id": f"{item.item.id}-{number}", "kind": receipt.entry.kind, "amount": abs(receipt.amount), "taken_off": receipt.amount >= 0,
            "arithmetic": _received(receipt),
        }  # fmt: skip
    for line in item.lines:
        yield common | {
            "id": line.claim.id, "kind": line.claim.kind, "amount": line.amount, "arithmetic": _accrued(line), "source": _source(line),
            "to_be_confirmed": not line.is_firm,
        }  # fmt: skip


def _given(item: Item) -> str:
    if item.item.recognised == "PARTLY":
        return f"判项金额{saying.money(item.item.amount or Decimal(0), item.item.currency)}中获承认（认可）的部分"
    return "执行依据载明"


def _received(receipt: Receipt) -> str:
    entry = receipt.entry
    day = f"{saying.day(entry.value_date)}入账"
    if not entry.rate:
        return day
    return f"{day}：{saying.money(entry.amount or Decimal(0), entry.currency)}，汇率{Decimal(entry.rate).normalize():f}" + (f"（{entry.rate_source}）" if entry.rate_source else "")


def _accrued(line: Line) -> str:
    """Return how a line is counted: each stretch as principal × rate × days, and the days left out."""
    if line.claim.amount is not None:
        return "固定金额"
    if not line.stretches or line.rate is None:
        return "尚未开始计算"
    rate = f"{(line.rate * 100).normalize():f}%" + (f"÷{line.year}" if line.year > 1 else "")
    parts = [
        f"{saying.money(part.principal, line.claim.currency)}×{rate}×{part.days}日（{saying.day(part.after)}之次日起至{saying.day(part.to)}）"
        for part in line.stretches
    ]
    return "＋".join(parts) + (f"；已扣除{line.left_out}日" if line.left_out else "")


def _source(line: Line) -> str:
    return rules.get(interest.RULE).law_zh if line.claim.source == interest.RULE else line.claim.source


def wanting(found: Statement) -> Iterable[str]:
    """Yield what makes a statement incomplete: `nothing` at all, nothing `on_top`, a line `unconfirmed`, money `loose` on no item."""
    if not found.totals:
        yield "nothing"
    elif not any(item.lines for item in found.items):
        yield "on_top"
    if not found.is_firm:
        yield "unconfirmed"
    if found.loose:
        yield "loose"
