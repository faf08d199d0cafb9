"""Interest by the day: worked examples, and what holds whatever the days and amounts. Source: DL-X-88."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worklist.law import interest
from worklist.law.interest import Basis, Pause, accrued, days_between, stretches

FIRST = date(2026, 1, 1)
days = st.integers(0, 3000)
money = st.decimals(0, 10**9, places=2)
rates = st.decimals(0, 1, places=6)
pauses = st.lists(st.tuples(days, st.integers(0, 200)), max_size=4).map(
    lambda found: [Pause(after(start), after(start + length)) for start, length in found]
)
payments = st.lists(st.tuples(days.map(lambda number: after(number)), money), max_size=5)


def after(number: int) -> date:
    return FIRST + timedelta(number)


def total(principal, paid, begin, end, paused, rate=Decimal("0.05"), basis=Basis.ACTUAL_365) -> Fraction:
    return accrued(stretches(principal, paid, begin, end, paused), rate, basis)


def test_the_rate_is_that_of_the_rule() -> None:
    assert interest.delayed_rate() == Decimal("0.000175")


@pytest.mark.parametrize(("principal", "paid", "to", "paused", "said"), [
    (1_000_000, [], date(2026, 1, 11), [], "1750.00"),  # ten days of 0.0175%
    (1_000_000, [], FIRST, [], "0.00"),
    (1_000_000, [(date(2026, 1, 6), 400_000)], date(2026, 1, 11), [], "1400.00"),  # 5 × 175 + 5 × 105
    (1_000_000, [(date(2025, 12, 1), 400_000)], date(2026, 1, 11), [], "1050.00"),  # paid before it began
    (1_000_000, [(date(2026, 1, 6), 1_000_000)], date(2026, 12, 31), [], "875.00"),  # nothing is left
    (1_000_000, [], date(2026, 1, 11), [Pause(date(2026, 1, 2), date(2026, 1, 3))], "1400.00"),
    (1_000_000, [], date(2026, 1, 11), [Pause(date(2026, 1, 5))], "525.00"),  # still paused
    (1_000_000, [], date(2026, 1, 11), [Pause(date(2026, 1, 2), date(2026, 1, 5)), Pause(date(2026, 1, 4), date(2026, 1, 6))], "875.00"),
    (100, [], date(2026, 1, 3), [], "0.04"),  # 0.035: once, at the end, half up
])  # fmt: skip
def test_interest_for_delayed_performance_is_counted_by_the_day(principal, paid, to, paused, said) -> None:
    taken = [(day, Decimal(amount)) for day, amount in paid]
    found = total(Decimal(principal), taken, FIRST, to, paused, interest.delayed_rate(), Basis.PER_DAY)
    assert interest.rounded(found) == Decimal(said)


@pytest.mark.parametrize(("basis", "said"), [(Basis.ACTUAL_365, "50000.00"), (Basis.ACTUAL_360, "50694.44")])
def test_a_year_has_as_many_days_as_the_title_says(basis: Basis, said: str) -> None:
    assert interest.rounded(total(Decimal(1_000_000), [], FIRST, after(365), [], basis=basis)) == Decimal(said)


@pytest.mark.parametrize("kind", ["INTEREST", "PUNITIVE", "COSTS", "DELIVERY", "CONDUCT", "OTHER", None])
def test_only_the_principal_bears_interest_for_delayed_performance_by_itself(kind: str | None) -> None:
    assert interest.bears_delayed("PRINCIPAL")
    assert not interest.bears_delayed(kind)


@given(money, payments, days, pauses, rates)
def test_no_days_bear_no_interest(principal, paid, begin, paused, rate) -> None:
    assert total(principal, paid, after(begin), after(begin), paused, rate) == 0
    assert total(principal, paid, after(begin), after(begin) - timedelta(9), paused, rate) == 0


@given(money, payments, days, days, days, pauses, rates, st.sampled_from(Basis))
def test_interest_of_two_adjoining_spans_is_that_of_the_whole(principal, paid, one, two, three, paused, rate, basis) -> None:
    begin, middle, end = (after(number) for number in sorted((one, two, three)))
    whole = total(principal, paid, begin, end, paused, rate, basis)
    assert whole == total(principal, paid, begin, middle, paused, rate, basis) + total(principal, paid, middle, end, paused, rate, basis)


@given(money, payments, days, days, days, pauses, rates)
def test_interest_never_falls_with_the_days(principal, paid, begin, fewer, more, paused, rate) -> None:
    fewer, more = sorted((fewer, more))
    assert total(principal, paid, after(begin), after(fewer), paused, rate) <= total(principal, paid, after(begin), after(more), paused, rate)


@given(money, payments, days, days, pauses, st.tuples(days, money))
def test_a_payment_never_adds_interest(principal, paid, begin, end, paused, payment) -> None:
    more = [*paid, (after(payment[0]), payment[1])]
    assert 0 <= total(principal, more, after(begin), after(end), paused) <= total(principal, paid, after(begin), after(end), paused)


@given(days, days, pauses)
def test_a_day_is_counted_or_paused_and_never_both(begin, end, paused) -> None:
    inside = [after(begin) + timedelta(number) for number in range(1, max(end - begin, 0) + 1)]
    free = [day for day in inside if not any(pause.first <= day <= pause.last for pause in paused)]
    assert days_between(after(begin), after(end), paused) == len(free)
