"""What an entry of the ledger moves, from which account to which. Every entry balances in every currency.

A debit is positive, a credit negative. The amount of a title item is its opening; its account CLAIM holds what
changed since, so that outstanding = amount + CLAIM. Money in another currency passes through EXCHANGE.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from worklist.errors import BadInput

#: Kinds that reduce what is outstanding → the account that shows what the creditor got.
GOT = {"RECEIPT": "RECEIVED", "IN_KIND": "IN_KIND"}
#: Kinds of money laid out, with no effect on what is outstanding.
SPENT = frozenset({"COST", "FEE", "REWARD"})
#: Kind of an entry that says who bears a cost booked before.
SETTLED = "SETTLED"
#: Who may bear a fee in the end, and who may lay it out before. Source: D14 fee_responsibility.
BEARERS = ("DEBTOR", "APPLICANT", "CREDITOR", "BY_RULING")
ADVANCERS = ("NOBODY", "APPLICANT", "CREDITOR")


@dataclass(frozen=True)
class Move:
    """One line of an entry: an amount in `currency` on an account, of a title item where the account is CLAIM."""

    account: str
    currency: str
    amount: Decimal
    item_id: str | None = None


def of_money(kind: str, currency: str, amount: Decimal, item: tuple[str, str, Decimal] | None) -> list[Move]:
    """Return the lines of money received, taken in kind or adjusted.

    `item`: id, currency and amount in that currency of the title item it is booked on. An adjustment is added to the
    claim, so that a negative one reduces it; money on no item waits on UNALLOCATED.
    """
    sign = 1 if kind == "ADJUSTMENT" else -1
    other = Move(GOT.get(kind, "ADJUSTED"), currency, -sign * amount)
    if item is None:
        return [other, Move("UNALLOCATED", currency, sign * amount)]
    item_id, item_currency, item_amount = item
    claim = Move("CLAIM", item_currency, sign * item_amount, item_id)
    if item_currency == currency:
        return [other, claim]
    return [other, Move("EXCHANGE", currency, sign * amount), Move("EXCHANGE", item_currency, -sign * item_amount), claim]


def of_spending(currency: str, amount: Decimal, bearer: str | None, advanced_by: str | None) -> list[Move]:
    """Return the lines of a cost, fee or reward: who laid it out, and who bears it in the end (`OPEN`: not settled)."""
    return [
        Move(f"BORNE_{bearer or 'OPEN'}", currency, amount),
        Move(f"ADVANCED_{advanced_by or 'OPEN'}", currency, -amount),
    ]


def of_settling(currency: str, amount: Decimal, before: str | None, after: str) -> list[Move]:
    """Return the lines that move a cost from who bore it so far to who bears it now; who laid it out stays."""
    return [Move(f"BORNE_{after}", currency, amount), Move(f"BORNE_{before or 'OPEN'}", currency, -amount)]


def converted(amount: Decimal, rate: Decimal) -> Decimal:
    """Return an amount in another currency, rounded once, half up, to four decimals. Raises BadInput."""
    try:
        return (amount * rate).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    except InvalidOperation:
        raise BadInput(
            "Expected an amount and a rate that can be multiplied, got %(amount)s and %(rate)s", amount=f"{amount:,}", rate=f"{rate:,}"
        ) from None
