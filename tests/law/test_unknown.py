"""A trigger that is not known: the earliest day is safe for every day it may turn out to be, and says why it is only that."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law.courts import CALENDAR
from worklist import feel
from worklist.law import limitation, limitation_rows, rules, unknown
from worklist.law.deadlines import compute
from worklist.law.limitation_facts import Facts, Interruption, Obstacle, RuleSet
from worklist.law.rules import ActiveType, Rule
from worklist.law.unknown import Unknown

#: Rules that an event starts, and those of them whose trigger may have to be bounded.
STARTED = [rule for rule in rules.all_rules() if rule.starter is rules.Starter.EVENT and rule.becomes_row]
BOUNDED = [rule for rule in STARTED if (known := unknown.bounds(rule)) and known.is_needed and known.not_before and rule.length]
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
TODAY = date(2026, 3, 4)


@pytest.mark.parametrize("rule", STARTED, ids=lambda rule: rule.rule_id)
def test_of_every_trigger_it_is_said_what_a_missing_day_means(rule: Rule) -> None:
    known = unknown.bounds(rule)
    assert known is not None
    assert feel.compile(known.when) is not None
    for fact in (rule.field, *known.not_before) if known.is_needed else ():
        english, chinese = unknown.words(fact)
        assert english.isascii()
        assert not chinese.isascii()


def safe(rule: Rule, told: dict[str, date]) -> date | None:
    """Return the last day of a rule counted from the closest bound, None without one."""
    known = unknown.bounds(rule)
    assert known is not None
    found = unknown.earliest(known, told.get)
    return None if found is None else compute(rule, found[1], CALENDAR, unknown=Unknown(rule.field, found[0])).rolled_day


def naive(rule: Rule, told: dict[str, date]) -> date | None:
    """The control: take the latest day that is told at all, such as the day a letter lay on our desk."""
    return compute(rule, max(told.values()), CALENDAR).rolled_day


def never_late(count: Callable[[Rule, dict[str, date]], date | None], rule: Rule, trigger: date, before: list[int], lag: int) -> bool:
    """Whether a day counted without the trigger is never later than the true one; the paper comes to us `lag` days after it."""
    known = unknown.bounds(rule)
    assert known is not None
    told = {name: trigger - timedelta(days=days) for name, days in zip(known.not_before, before, strict=False)}
    told["received_date"] = trigger + timedelta(days=lag)
    found = count(rule, told)
    return found is None or found <= compute(rule, trigger, CALENDAR).rolled_day


@given(st.sampled_from(BOUNDED), DAYS, st.lists(st.integers(0, 900), min_size=1, max_size=3), st.integers(0, 40))
def test_the_safe_earliest_day_is_never_later_than_the_true_one(rule: Rule, trigger: date, before: list[int], lag: int) -> None:
    assert never_late(safe, rule, trigger, before, lag)


def test_a_day_counted_from_the_latest_that_is_told_is_not_safe() -> None:
    assert not never_late(naive, rules.get("DL-X-31"), date(2026, 3, 2), [3], 5)


@given(st.sampled_from(BOUNDED), DAYS, st.lists(st.integers(0, 900), min_size=2, max_size=3, unique=True))
def test_knowing_more_bounds_never_makes_the_day_earlier(rule: Rule, trigger: date, before: list[int]) -> None:
    known = unknown.bounds(rule)
    assert known is not None
    told = {name: trigger - timedelta(days=days) for name, days in zip(known.not_before, before, strict=False)}
    last, fewer = safe(rule, told), safe(rule, dict(list(told.items())[:1]))
    assert last is not None
    assert fewer is not None
    assert fewer <= last


def test_the_words_say_that_it_is_the_earliest_day_why_and_what_would_change_it() -> None:
    found = compute(rules.get("DL-X-31"), date(2026, 3, 2), CALENDAR, unknown=Unknown("served_date", "document_date"))
    assert "not before the date of the document, 2026-03-02 (Monday)" in found.explanation_en
    assert "Safe earliest date, because the day of service is not known" in found.explanation_en
    assert "record the day of service" in found.explanation_en
    assert "安全最早日期：送达日尚不明确，但不会早于文书日期" in found.explanation_zh


def period(facts: Facts, deciding: RuleSet = RuleSet.PRC_LAW):  # type: ignore[no-untyped-def]
    found = limitation.assess(facts, CALENDAR, TODAY, deciding)[0]
    proven = limitation.reading(facts.proven(), CALENDAR, TODAY, deciding) if facts.unproven else None
    return limitation_rows.row(found, facts, CALENDAR, proven)


@pytest.mark.parametrize(
    ("facts", "start", "waits"),
    [
        (Facts("JUDGMENT_MONEY", decided_date=date(2025, 3, 3)), date(2025, 3, 3), Unknown("case.title.effective_date", "case.title.decided_date")),
        (Facts("JUDGMENT_MONEY", date(2025, 3, 20), decided_date=date(2025, 3, 3)), date(2025, 3, 20), Unknown("case.title.performance_end_date", "case.title.effective_date")),
        (Facts("JUDGMENT_MONEY", date(2025, 3, 20), date(2025, 6, 1), decided_date=date(2025, 3, 3)), date(2025, 6, 1), None),
        (Facts("JUDGMENT_MONEY", date(2025, 3, 20), no_performance_period=True), date(2025, 3, 20), None),
        (Facts("JUDGMENT_MONEY", date(2025, 3, 20), date(2025, 6, 1), no_performance_period=True), date(2025, 6, 1), None),
        (Facts("JUDGMENT_MONEY", decided_date=date(2025, 3, 3), no_performance_period=True), date(2025, 3, 3), Unknown("case.title.effective_date", "case.title.decided_date")),
    ],
)  # fmt: skip
def test_the_two_years_are_counted_from_the_earliest_start_there_can_be(facts: Facts, start: date, waits: Unknown | None) -> None:
    row = period(facts)
    assert (row.trigger_date, row.unknown) == (start, waits)
    assert ("Safe earliest date" in row.explanation_en) is (waits is not None)
    assert ("安全最早日期" in row.explanation_zh) is (waits is not None)


def test_a_title_without_a_period_for_performance_says_so() -> None:
    row = period(Facts("JUDGMENT_MONEY", date(2025, 3, 20), no_performance_period=True))
    assert "The title states no period for performance; the two years run from the day it took effect." in row.explanation_en
    assert "执行依据未载明履行期间，二年自其生效之日起算。" in row.explanation_zh


def test_a_title_that_is_not_in_force_yet_starts_nothing() -> None:
    assert period(Facts("JUDGMENT_MONEY", decided_date=date(2025, 3, 3), in_force=False)) is None


@given(DAYS, st.integers(0, 400), st.integers(0, 400), st.sampled_from(RuleSet), st.sampled_from(["JUDGMENT_MONEY", "FOREIGN_JUDGMENT", "AWARD_DOMESTIC"]))
def test_the_two_years_never_end_earlier_when_a_day_of_the_title_comes_in(decided: date, later: int, still_later: int, rule_set: RuleSet, kind: str) -> None:
    effective = decided + timedelta(days=later)
    stages = [
        Facts(kind, decided_date=decided), Facts(kind, effective, decided_date=decided),
        Facts(kind, effective, effective + timedelta(days=still_later), decided_date=decided),
    ]  # fmt: skip
    ends = [found.raw_day for facts in stages if (found := limitation.reading(facts, CALENDAR, decided, rule_set)) and found.raw_day]
    assert len(ends) == 3
    assert ends == sorted(ends)


@pytest.mark.parametrize(
    "told", [{"interruptions": (Interruption(date(2025, 6, 2), evidenced=False),)}, {"obstacles": (Obstacle(date(2025, 12, 1), date(2026, 2, 1), evidenced=False),)}]
)  # fmt: skip
def test_what_is_not_proven_is_not_counted_and_the_row_says_what_proof_would_change(told: dict[str, object]) -> None:
    facts = Facts("JUDGMENT_MONEY", date(2023, 9, 1), date(2024, 4, 1), **told)  # type: ignore[arg-type]
    row, proven = period(facts), period(facts.proven())
    assert (row.raw_day, row.unknown and row.unknown.fact) == (date(2026, 4, 1), "evidence")
    assert proven.raw_day > row.raw_day
    assert f"if it is proven, the last day is {proven.raw_day.isoformat()}" in row.explanation_en
    assert "尚无证据" in row.explanation_zh


def test_no_period_of_a_court_set_day_is_bounded() -> None:
    """A day that a court sets is not earlier for a bound: it is asked for instead."""
    assert [rule.rule_id for rule in STARTED if rule.active_type is ActiveType.COURT_SET and unknown.bounds(rule).not_before] == []  # type: ignore[union-attr]
