from datetime import date

import pytest

from tests.law.courts import CALENDAR
from worklist.law.deadlines import Computed
from worklist.law.limitation import assess
from worklist.law.limitation_facts import Facts, Interruption, Obstacle
from worklist.law.limitation_rows import row

TODAY = date(2025, 6, 2)


def computed(facts: Facts, today: date = TODAY) -> Computed | None:
    (limitation,) = assess(facts, CALENDAR, today)
    return row(limitation, facts, CALENDAR)


def told(facts: Facts, today: date = TODAY) -> Computed:
    found = computed(facts, today)
    assert found is not None
    return found


def test_the_row_of_scenario_1_tells_start_roll_and_what_would_change_it() -> None:
    found = told(Facts("FOREIGN_JUDGMENT", effective_date=date(2025, 3, 14)))
    assert (found.rule_id, found.raw_day, found.rolled_day, found.provisional) == (
        "DL-X-10", date(2027, 3, 14), date(2027, 3, 15), True,
    )  # fmt: skip
    assert "Trigger: day the title took effect, 2025-03-14 (Friday)." in found.explanation_en
    assert "No period for performance is recorded" in found.explanation_en
    assert "起算事由：执行依据生效日，2025年3月14日（星期五）。" in found.explanation_zh


def test_the_row_alarms_on_the_earlier_rule_set_and_tells_both() -> None:
    facts = Facts("FOREIGN_JUDGMENT", effective_date=date(2025, 3, 14), performance_end_date=date(2025, 9, 30))
    found = told(facts)
    assert (found.raw_day, found.alarm_day) == (date(2027, 9, 30), date(2027, 3, 14))
    assert (
        "Under the other rule set, the guide, it starts on 2025-03-14 (Friday) and ends on 2027-03-14 (Sunday)."
        in found.explanation_en
    )


def test_the_row_spans_both_readings_of_an_obstacle() -> None:
    facts = Facts(
        "JUDGMENT_MONEY",
        performance_end_date=date(2024, 3, 1),
        obstacles=(Obstacle(date(2025, 12, 1), date(2026, 2, 1)),),
    )
    found = told(facts, date(2026, 3, 2))
    assert (found.alarm_day, found.raw_day, found.rolled_day) == (date(2026, 5, 1), date(2026, 5, 1), date(2026, 8, 3))
    assert "two readings" in found.explanation_en
    assert "两种理解" in found.explanation_zh


def test_the_explanation_never_claims_two_years_end_where_an_obstacle_moved_them() -> None:
    facts = Facts(
        "JUDGMENT_MONEY",
        performance_end_date=date(2024, 3, 1),
        obstacles=(Obstacle(date(2025, 12, 1), date(2026, 2, 1)),),
    )
    found = told(facts, date(2026, 3, 2))
    assert "2 years end on 2026-03-01 (Sunday)" in found.explanation_en
    assert "2 years end on 2026-05-01" not in found.explanation_en


def test_an_interruption_gives_the_row_its_rule() -> None:
    demand = Interruption(date(2024, 3, 11), True)
    found = told(Facts("FOREIGN_JUDGMENT", effective_date=date(2022, 5, 31), interruptions=(demand,)))
    assert (found.rule_id, found.trigger_date, found.rolled_day) == ("DL-X-12", date(2024, 3, 11), date(2026, 3, 11))
    assert "interruption, or end of the procedure that interrupted" in found.explanation_en


@pytest.mark.parametrize(
    ("kind", "cited", "silent"),
    [("JUDGMENT_MONEY", "guide S2.6", "S4.6"), ("HK_AWARD", "guide S4.6", "S2.6"), ("FOREIGN_JUDGMENT", "CPL 2023 art 250", "guide S")],
)  # fmt: skip
def test_the_guide_is_cited_for_the_titles_it_speaks_of(kind: str, cited: str, silent: str) -> None:
    found = told(Facts(kind, performance_end_date=date(2025, 4, 1)))
    source = found.explanation_en.partition("Source: ")[2]
    assert cited in source
    assert silent not in source


@pytest.mark.parametrize(
    "facts",
    [
        Facts("JUDGMENT_MONEY"),
        Facts("JUDGMENT_MONEY", effective_date=date(2024, 3, 1), application_filed=date(2025, 1, 6)),
        Facts("JUDGMENT_MONEY", effective_date=date(2024, 3, 1), resumed_after_termination=True),
        Facts("JUDGMENT_MONEY", effective_date=date(2023, 9, 1), obstacles=(Obstacle(date(2025, 5, 1)),)),
    ],
    ids=["no start", "filed", "not limited", "held open"],
)
def test_where_nothing_runs_there_is_no_row(facts: Facts) -> None:
    assert computed(facts) is None


def test_each_reading_rolls_by_itself() -> None:
    facts = Facts(
        "JUDGMENT_MONEY",
        performance_end_date=date(2024, 3, 1),
        obstacles=(Obstacle(date(2025, 12, 1), date(2026, 2, 1)),),
    )
    found = told(facts, date(2026, 3, 2))
    assert "2026-05-01 is a rest day (Labour Day), so the period ends on the first working day after it, 2026-05-06" in (
        found.explanation_en
    )
    assert "2026-08-01 is a rest day (Saturday), so the period ends on the first working day after it, 2026-08-03" in (
        found.explanation_en
    )
