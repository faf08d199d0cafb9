from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law.courts import CALENDAR
from worklist.law.limitation import (
    Effect,
    Limitation,
    LimitationStatus,
    Text,
    assess,
    base_start,
    last_day,
    merged,
    reading,
)
from worklist.law.limitation_facts import Facts, Interruption, Obstacle, RuleSet, restarts
from worklist.law.periods import DayOutOfReach

START = date(2024, 3, 1)  # two years end on 2026-03-01
TODAY = date(2025, 6, 2)
DOMESTIC = Facts("JUDGMENT_MONEY", performance_end_date=START)


def assessed(facts: Facts, today: date = TODAY, deciding: RuleSet = RuleSet.PRC_LAW) -> Limitation:
    (found,) = assess(facts, CALENDAR, today, deciding)
    return found


@pytest.mark.parametrize(
    ("obstacles", "earlier", "later"),
    [
        # In the last six months: three months were left (traps T-59).
        ([Obstacle(date(2025, 12, 1), date(2026, 2, 1))], date(2026, 5, 1), date(2026, 8, 1)),
        # Over long before.
        ([Obstacle(date(2024, 5, 1), date(2024, 8, 1))], date(2026, 3, 1), date(2026, 3, 1)),
        # Begun before the window, all six months were left.
        ([Obstacle(date(2025, 5, 1), date(2025, 10, 1))], date(2026, 4, 1), date(2026, 4, 1)),
        # Ends on the day the window opens.
        ([Obstacle(date(2025, 7, 1), date(2025, 9, 1))], date(2026, 3, 1), date(2026, 3, 1)),
        # Comes after the period is over.
        ([Obstacle(date(2026, 3, 2), date(2026, 6, 1))], date(2026, 3, 1), date(2026, 3, 1)),
        # Two: the second falls into what the first has left.
        (
            [Obstacle(date(2025, 12, 1), date(2026, 2, 1)), Obstacle(date(2026, 4, 1), date(2026, 4, 15))],
            date(2026, 5, 15),
            date(2026, 10, 15),
        ),
    ],
)
def test_an_obstacle_in_the_last_six_months_has_two_readings(
    obstacles: list[Obstacle], earlier: date, later: date
) -> None:
    """Source: SPC Enforcement Procedure Interpretation art. 19; Civil Code art. 194 (rule DL-X-11)."""
    found = [last_day(START, tuple(obstacles), text, date(2027, 1, 1)) for text in Text]
    assert found == [earlier, later]


def test_an_obstacle_that_is_not_over_holds_the_period_open() -> None:
    facts = replace(DOMESTIC, obstacles=(Obstacle(date(2025, 12, 1)),))
    found = assessed(facts, date(2027, 1, 1))
    assert (found.status, found.alarm_day) == (LimitationStatus.SUSPENDED, None)


def test_an_open_obstacle_before_the_last_six_months_suspends_nothing_yet() -> None:
    facts = replace(DOMESTIC, obstacles=(Obstacle(date(2025, 5, 1)),))
    assert assessed(facts, date(2025, 6, 2)).status is LimitationStatus.OK


def test_obstacles_that_touch_are_one() -> None:
    one, two = Obstacle(date(2025, 12, 1), date(2025, 12, 31)), Obstacle(date(2026, 1, 1), date(2026, 2, 1))
    assert merged((two, one)) == (Obstacle(date(2025, 12, 1), date(2026, 2, 1)),)


def test_an_obstacle_cannot_end_before_it_begins() -> None:
    with pytest.raises(ValueError, match="2025-12-01"):
        Obstacle(date(2025, 12, 1), date(2025, 11, 30))


@pytest.mark.parametrize(
    ("facts", "rule_set", "rule", "start"),
    [
        (Facts("FOREIGN_JUDGMENT", date(2025, 3, 14), date(2025, 4, 1)), RuleSet.GUIDE, "DL-G-06", date(2025, 3, 14)),
        (Facts("FOREIGN_JUDGMENT", date(2025, 3, 14), date(2025, 4, 1)), RuleSet.PRC_LAW, "DL-X-10", date(2025, 4, 1)),
        (Facts("JUDGMENT_MONEY", date(2025, 3, 14), date(2025, 4, 1)), RuleSet.GUIDE, "DL-X-10", date(2025, 4, 1)),
        (Facts("FOREIGN_AWARD", date(2025, 3, 14)), RuleSet.GUIDE, "DL-X-10", date(2025, 3, 14)),
        (Facts("MEDIATION", None, date(2025, 4, 1), date(2025, 9, 30)), RuleSet.PRC_LAW, "DL-X-10", date(2025, 9, 30)),
        (Facts("JUDGMENT_CONDUCT", date(2025, 3, 14), breach_date=date(2025, 6, 2)), RuleSet.PRC_LAW, "DL-X-10", date(2025, 6, 2)),
    ],
)  # fmt: skip
def test_the_period_starts_by_kind_of_title_and_rule_set(facts: Facts, rule_set: RuleSet, rule: str, start: date) -> None:
    """Source: decision D08 rows 5-9; traps T-01."""
    found = base_start(facts, rule_set)
    assert found is not None
    assert (found.rule_id, found.day) == (rule, start)


def test_alarms_follow_the_earlier_start_of_both_rule_sets() -> None:
    facts = Facts("FOREIGN_JUDGMENT", effective_date=date(2025, 3, 14), performance_end_date=date(2025, 9, 30))
    found = assessed(facts, date(2027, 4, 1))
    assert found.reading is not None
    assert (found.reading.raw_day, found.alarm_day) == (date(2027, 9, 30), date(2027, 3, 14))
    assert found.status is LimitationStatus.WARN


def test_a_notarised_title_counts_each_instalment() -> None:
    """Source: rule DL-X-46."""
    facts = Facts("NOTARISED", instalments=(date(2025, 9, 30), date(2025, 6, 30)))
    found = [one.reading for one in assess(facts, CALENDAR, TODAY)]
    assert [(one.rule_id, one.raw_day) for one in found if one] == [
        ("DL-X-46", date(2027, 6, 30)),
        ("DL-X-46", date(2027, 9, 30)),
    ]


@pytest.mark.parametrize(
    ("change", "rule", "start"),
    [
        ({"interruptions": (Interruption(date(2025, 1, 6), True),)}, "DL-X-12", date(2025, 1, 6)),
        ({"interruptions": (Interruption(date(2025, 1, 6), False),)}, "DL-X-10", START),
        ({"interruptions": (Interruption(date(2026, 3, 3), True),)}, "DL-X-10", START),  # after expiry
        ({"interruptions": (Interruption(date(2026, 3, 2), True),)}, "DL-X-12", date(2026, 3, 2)),  # rolled day, Monday
        ({"application_filed": date(2025, 1, 6), "application_ended": date(2026, 8, 3)}, "DL-X-12", date(2026, 8, 3)),
        ({"settlement_made": date(2025, 1, 6), "settlement_end": date(2026, 6, 30)}, "DL-X-13", date(2026, 6, 30)),
        ({"settlement_made": date(2026, 4, 1), "settlement_end": date(2026, 6, 30)}, "DL-X-10", START),
        ({"recognition_filed": date(2025, 1, 6), "recognition_effective": date(2026, 5, 18)}, "DL-X-14", date(2026, 5, 18)),
    ],
)  # fmt: skip
def test_the_latest_restart_within_the_period_wins(change: dict[str, object], rule: str, start: date) -> None:
    """Source: decision D08 rows 2-4; traps T-58."""
    found = reading(replace(DOMESTIC, **change), CALENDAR, TODAY, RuleSet.PRC_LAW)  # type: ignore[arg-type]
    assert found is not None
    assert (found.rule_id, found.start) == (rule, start)


def test_a_restart_during_an_extended_period_counts() -> None:
    facts = replace(
        DOMESTIC,
        obstacles=(Obstacle(date(2025, 12, 1), date(2026, 2, 1)),),
        interruptions=(Interruption(date(2026, 4, 20), True),),
    )
    found = reading(facts, CALENDAR, date(2026, 6, 1), RuleSet.PRC_LAW)
    assert found is not None
    assert (found.raw_day, found.later_day) == (date(2028, 4, 20), date(2028, 4, 20))


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (date(2025, 9, 1), LimitationStatus.OK),
        (date(2025, 9, 2), LimitationStatus.WARN),  # 180 days before
        (date(2026, 3, 1), LimitationStatus.WARN),  # a Sunday
        (date(2026, 3, 2), LimitationStatus.LAST_DAY),
        (date(2026, 3, 3), LimitationStatus.EXPIRED),
    ],
)
def test_the_status_follows_the_day(today: date, status: LimitationStatus) -> None:
    assert assessed(DOMESTIC, today).status is status


def test_the_period_expires_only_after_the_later_reading() -> None:
    """Earlier reading until 2026-05-01 (rolls to the 6th), later one until 2026-08-01 (rolls to the 3rd)."""
    facts = replace(DOMESTIC, obstacles=(Obstacle(date(2025, 12, 1), date(2026, 2, 1)),))
    days = [date(2026, 5, 1), date(2026, 5, 2), date(2026, 8, 3), date(2026, 8, 4)]
    assert [assessed(facts, day).status for day in days] == ["WARN", "LAST_DAY", "LAST_DAY", "EXPIRED"]


def test_a_filed_application_silences_the_alarms_even_when_late() -> None:
    """Source: traps T-58, T-62; scenario 4."""
    facts = Facts("FOREIGN_JUDGMENT", effective_date=date(2022, 5, 31), application_filed=date(2025, 11, 18))
    assert assessed(facts, date(2025, 11, 20)).status is LimitationStatus.MET


def test_after_a_termination_of_the_current_proceedings_nothing_runs() -> None:
    facts = replace(DOMESTIC, resumed_after_termination=True)
    assert assessed(facts, date(2027, 1, 1)).status is LimitationStatus.NOT_LIMITED


def test_scenario_1_files_until_the_monday_after() -> None:
    facts = Facts("FOREIGN_JUDGMENT", effective_date=date(2025, 3, 14))
    found = assessed(facts, date(2025, 9, 1)).reading
    assert found is not None
    assert (found.raw_day, found.later_day) == (date(2027, 3, 14), date(2027, 3, 15))


@pytest.mark.parametrize(
    ("evidenced", "status", "raw"),
    [(False, LimitationStatus.EXPIRED, date(2024, 5, 31)), (True, LimitationStatus.WARN, date(2026, 3, 11))],
)
def test_scenario_4_depends_on_the_proof_of_the_demand(evidenced: bool, status: LimitationStatus, raw: date) -> None:
    demand = Interruption(date(2024, 3, 11), evidenced)
    facts = Facts("FOREIGN_JUDGMENT", effective_date=date(2022, 5, 31), interruptions=(demand,))
    found = assessed(facts, date(2025, 11, 3))
    assert found.reading is not None
    assert (found.status, found.reading.raw_day) == (status, raw)


@pytest.mark.parametrize(
    ("kind", "rule_set", "effect"),
    [
        ("FOREIGN_JUDGMENT", RuleSet.GUIDE, Effect.LOSS),
        ("FOREIGN_JUDGMENT", RuleSet.PRC_LAW, Effect.DEFENCE_ONLY_IF_OBJECTED),
        ("JUDGMENT_MONEY", RuleSet.GUIDE, Effect.DEFENCE_ONLY_IF_OBJECTED),
    ],
)
def test_only_the_guide_lets_the_right_to_a_foreign_judgment_lapse(kind: str, rule_set: RuleSet, effect: Effect) -> None:
    found = reading(Facts(kind, effective_date=date(2025, 3, 14)), CALENDAR, TODAY, rule_set)
    assert found is not None
    assert found.effect is effect


def test_a_start_nobody_knows_is_a_warning_that_names_the_missing_facts() -> None:
    found = assessed(Facts("FOREIGN_JUDGMENT"))
    assert (found.status, found.alarm_day) == (LimitationStatus.WARN, None)
    assert found.missing == ("effective_date", "performance_end_date")


DAYS = st.dates(date(2024, 1, 1), date(2029, 1, 1))
AFTER_ALL = date(2035, 1, 1)


@st.composite
def obstacle(draw: st.DrawFn) -> Obstacle:
    begin = draw(DAYS)
    return Obstacle(begin, begin + timedelta(days=draw(st.integers(0, 500))))


FACTS = st.builds(
    Facts,
    st.sampled_from(["JUDGMENT_MONEY", "FOREIGN_JUDGMENT", "AWARD_DOMESTIC"]),
    effective_date=st.dates(date(2024, 1, 1), date(2025, 1, 1)),
    performance_end_date=st.none() | DAYS,
    interruptions=st.lists(st.builds(Interruption, DAYS, st.booleans()), max_size=4).map(tuple),
    obstacles=st.lists(obstacle(), max_size=2).map(tuple),
)


def last(facts: Facts) -> date:
    found = reading(facts, CALENDAR, AFTER_ALL, RuleSet.PRC_LAW)
    assert found is not None
    assert found.raw_day is not None
    return found.raw_day


@given(FACTS, DAYS)
def test_nothing_a_creditor_does_shortens_the_period(facts: Facts, demand: date) -> None:
    more = replace(facts, interruptions=(*facts.interruptions, Interruption(demand, True)))
    assert last(more) >= last(facts)


@given(FACTS, obstacle())
def test_a_first_obstacle_never_shortens_the_period(facts: Facts, one: Obstacle) -> None:
    free = replace(facts, obstacles=())
    assert last(replace(free, obstacles=(one,))) >= last(free)


@given(FACTS)
def test_the_readings_stand_in_order(facts: Facts) -> None:
    found = reading(facts, CALENDAR, AFTER_ALL, RuleSet.PRC_LAW)
    assert found is not None
    assert found.raw_day is not None
    assert found.later_raw_day is not None
    assert found.raw_day <= found.later_raw_day


@given(FACTS)
def test_the_order_in_which_facts_are_recorded_does_not_matter(facts: Facts) -> None:
    turned = replace(facts, interruptions=facts.interruptions[::-1], obstacles=facts.obstacles[::-1])
    assert last(turned) == last(facts)
    assert restarts(turned) == restarts(facts)


@pytest.mark.parametrize(
    "told",
    [
        {"performance_end_date": date(206, 3, 1)}, {"effective_date": date(9999, 1, 1)}, {"settlement_end": date(2206, 3, 1)},
        {"interruptions": (Interruption(date(1, 1, 1), evidenced=True),)}, {"obstacles": (Obstacle(START, date(9990, 1, 1)),)},
        {"instalments": (date(2206, 3, 1),)},
    ],
)  # fmt: skip
def test_a_fact_of_another_age_is_refused_with_a_sentence(told: dict[str, object]) -> None:
    with pytest.raises(DayOutOfReach, match="Expected a day of the years 1949 to 2200"):
        assess(replace(DOMESTIC, **told), CALENDAR, TODAY)  # type: ignore[arg-type]
