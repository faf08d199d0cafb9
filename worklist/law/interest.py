"""Interest by the day: ordinary interest as printed in the title, and interest for delayed performance (DL-X-88).

The day that an accrual counts from is not counted, the day it counts to is; a payment ends interest on its part after the
day it came. Amounts are exact; who shows one rounds it once. Not stated by the source and marked "to be confirmed by counsel":
whether the day of a payment itself bears interest, and which rate stands for a debt in a foreign currency (art. 5).
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from worklist.law import rules

#: The rule of interest for delayed performance.
RULE = "DL-X-88"
#: The currency for which the rule states its rate; another one is its art. 5, which our sources do not print.
CURRENCY = "CNY"
#: Kinds of item that bear interest for delayed performance: the principal, never ordinary interest or a punitive item.
BEARING = frozenset({"PRINCIPAL"})
_PERCENT_A_DAY = re.compile(r"([0-9.]+) percent per day")


class Basis(StrEnum):
    """What a rate is for: one day, or a year of so many days."""

    PER_DAY = "PER_DAY"
    ACTUAL_360 = "ACTUAL_360"
    ACTUAL_365 = "ACTUAL_365"

    @property
    def days(self) -> int:
        """Return how many days the rate is for."""
        return {"PER_DAY": 1, "ACTUAL_360": 360, "ACTUAL_365": 365}[self.value]


@dataclass(frozen=True)
class Pause:
    """Days for which nothing accrues, first and last included; `last` None: still going on."""

    first: date
    last: date | None = None


@dataclass(frozen=True)
class Stretch:
    """Days with one principal: those after `after` up to and including `to`, less the pauses."""

    after: date
    to: date
    days: int
    principal: Decimal


def days_between(after: date, to: date, pauses: Iterable[Pause] = ()) -> int:
    """Return the days after `after` up to and including `to` that lie in no pause; 0 where `to` is not later."""
    counted = max((to - after).days, 0)
    first, paused = after + timedelta(1), 0
    for pause in sorted(pauses, key=lambda one: one.first):
        start, end = max(pause.first, first), min(pause.last or to, to)
        if start <= end:
            paused += (end - start).days + 1
            first = end + timedelta(1)  # pauses may overlap: a day is left out once
    return counted - paused


def stretches(
    principal: Decimal, payments: Iterable[tuple[date, Decimal]], after: date, to: date, pauses: Sequence[Pause] = ()
) -> list[Stretch]:
    """Return the days of an accrual in parts of one principal each.

    `payments`: day and amount that each takes off the principal (negative: puts on); those up to `after` count from the
    beginning. The principal never falls below nothing, and a part without principal or days is left out.
    """
    found, left, at = [], principal, after
    for day, amount in [*sorted(payments, key=lambda one: one[0]), (to, Decimal(0))]:
        end = min(max(day, at), to)
        days = days_between(at, end, pauses)
        if days and left > 0:
            found.append(Stretch(at, end, days, left))
        left, at = left - amount, end
    return found


def accrued(parts: Iterable[Stretch], rate: Decimal, basis: Basis) -> Fraction:
    """Return the exact interest of the parts. `rate`: 0.05 is five percent for a year, or for one day by PER_DAY."""
    return sum((Fraction(part.principal) * Fraction(rate) * part.days / basis.days for part in parts), Fraction(0))


def rounded(amount: Fraction) -> Decimal:
    """Return an amount to two decimals, half up."""
    hundredths = Decimal(amount.numerator * 100) / Decimal(amount.denominator)
    return hundredths.quantize(Decimal(1), ROUND_HALF_UP) / 100


def delayed_rate() -> Decimal:
    """Return the rate of interest for delayed performance for one day, as the rule prints it.

    Source: DL-X-88 (SPC Default Interest Interpretation 2014 arts 1-5; CPL 2023 art 264).
    """
    found = _PERCENT_A_DAY.fullmatch(rules.get(RULE).length_note)
    if found is None:
        raise ValueError(f"Expected a percentage per day in {RULE}, got {rules.get(RULE).length_note!r}")
    return Decimal(found[1]) / 100


def bears_delayed(kind: str | None) -> bool:
    """Tell whether an item of a title bears interest for delayed performance without being said to. Source: DL-X-88."""
    return kind in BEARING
