from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.law.courts import CALENDAR
from worklist.law.calendar import Calendar, CalendarYear, YearStatus
from worklist.law.deadlines import NoPeriod, compute
from worklist.law.rules import ActiveType, Ladder, all_rules, get

COMPUTABLE = [
    rule
    for rule in all_rules()
    if rule.length or rule.active_type in (ActiveType.COURT_SET, ActiveType.ORDERING)
]
TRIGGERS = st.dates(date(2016, 1, 1), date(2028, 1, 1))


def test_the_explanation_tells_trigger_arithmetic_roll_and_source() -> None:
    computed = compute(get("DL-G-12"), date(2026, 6, 11), CALENDAR)
    assert computed.explanation_en == (
        "Apply for reconsideration of a (non-)recognition ruling (DL-G-12, version 1). Trigger: service of the ruling "
        "on that party, 2026-06-11 (Thursday). The day itself is not counted; 10 days end on 2026-06-21 (Sunday). "
        "2026-06-21 is a rest day (Dragon Boat Festival), so the period ends on the first working day after it, "
        "2026-06-22 (Monday). Source: guide S3.4, S3.6."
    )


def test_the_explanation_is_told_in_chinese_too() -> None:
    computed = compute(get("DL-G-12"), date(2026, 6, 11), CALENDAR)
    assert computed.explanation_zh == (
        "申请复议（DL-G-12，第1版）。起算事由：裁定送达（送达日），2026年6月11日（星期四）。"
        "起算日不计入；10日届满于2026年6月21日（星期日）。6月21日为法定休假日（端午节），"
        "顺延至其后第一个工作日2026年6月22日（星期一）。依据：指引第S3.4, S3.6节。"
    )


def test_a_make_up_working_day_is_named_and_does_not_move() -> None:
    computed = compute(get("DL-G-01"), date(2026, 1, 30), CALENDAR)
    assert "make-up working day, so it does not move" in computed.explanation_en
    assert "调休上班日，不顺延" in computed.explanation_zh


def test_a_day_in_a_year_without_notice_says_so() -> None:
    computed = compute(get("DL-X-10"), date(2025, 3, 14), CALENDAR)
    assert "Provisional: no holiday notice for 2027." in computed.explanation_en
    assert "2027年放假通知尚未公布" in computed.explanation_zh


def test_a_confirmed_calendar_takes_the_mark_away() -> None:
    known = Calendar.from_rows(CALENDAR.days, [CalendarYear(2027, YearStatus.CONFIRMED, "notice")])
    assert not compute(get("DL-X-10"), date(2025, 3, 14), known).provisional


@pytest.mark.parametrize(("rule", "confirmed"), [("DL-X-10", True), ("DL-G-12", True), ("DL-X-96", True), ("DL-X-97", False), ("DL-G-32", False), ("DL-X-78", False)])  # fmt: skip
def test_what_is_neither_read_nor_in_the_guide_is_to_be_confirmed(rule: str, confirmed: bool) -> None:
    computed = compute(get(rule), date(2026, 3, 2), CALENDAR)
    assert computed.confirmed is confirmed
    assert ("To be confirmed by counsel." in computed.explanation_en) is not confirmed
    assert ("待律师确认。" in computed.explanation_zh) is not confirmed


def test_a_row_started_by_analogy_alone_is_to_be_confirmed() -> None:
    """Macau: the row carries the id of DL-G-12, the ten days come from DL-X-61 by analogy."""
    macau = compute(get("DL-G-12"), date(2026, 3, 2), CALENDAR, applied=(get("DL-X-61"),))
    assert not macau.confirmed
    assert "Macau Judgments Arrangement 2006 art 12" in macau.explanation_en


def test_all_rules_that_agree_are_cited() -> None:
    applied = (get("DL-G-12"), get("DL-X-65"))
    computed = compute(get("DL-G-12"), date(2026, 3, 2), CALENDAR, applied=applied)
    assert "Source: guide S3.4, S3.6; CPL 2023 art 303 (since 2024-01-01)." in computed.explanation_en


def test_the_end_stated_in_a_notice_wins_over_the_computed_day() -> None:
    """Source: traps T-60."""
    measure = compute(get("DL-X-20"), date(2026, 1, 29), CALENDAR, stated_until=date(2027, 1, 23))
    assert (measure.alarm_day, measure.raw_day, measure.rolled_day) == (date(2027, 1, 23),) * 3
    assert "wins over the computed day" in measure.explanation_en


def test_a_day_set_by_the_court_takes_the_place_of_the_arithmetic() -> None:
    fee = compute(get("DL-X-152"), date(2026, 6, 1), CALENDAR, override_date=date(2026, 6, 5))
    assert (fee.raw_day, "Day set: 2026-06-05 (Friday)." in fee.explanation_en) == (date(2026, 6, 5), True)


def test_a_limit_of_ours_alarms_from_the_raw_day() -> None:
    assert compute(get("DL-X-43"), date(2026, 4, 1), CALENDAR).alarm_day == date(2026, 4, 6)


def test_a_court_is_asked_only_after_its_rolled_day_has_come() -> None:
    """Scenario 6: the auction alarm fires on 2026-06-22, not on the holiday before."""
    assert compute(get("DL-X-96"), date(2026, 5, 20), CALENDAR).alarm_day == date(2026, 6, 22)


def test_a_limit_that_binds_another_party_is_watched_like_a_court_act() -> None:
    theirs = compute(get("DL-G-12"), date(2026, 6, 11), CALENDAR, ours=False)
    assert (theirs.ladder, theirs.alarm_day) == (Ladder.COURT, date(2026, 6, 22))


def test_a_period_may_begin_at_the_end_of_another() -> None:
    """The court lifts the measure within seven days after the creditor's fifteen (SPC CPL Interpretation art. 314)."""
    computed = compute(get("DL-X-106"), date(2026, 6, 12), CALENDAR)
    assert computed.raw_day == date(2026, 6, 29) + timedelta(days=7)
    assert "Counted from the end of DL-X-154, 2026-06-29 (Monday)." in computed.explanation_en


def test_an_order_of_steps_has_no_period_only_an_age() -> None:
    computed = compute(get("DL-G-17"), date(2026, 1, 20), CALENDAR)
    assert (computed.rolled_day, "only its age is shown" in computed.explanation_en) == (date(2026, 1, 20), True)


def test_hours_stay_text_and_give_no_day() -> None:
    with pytest.raises(NoPeriod, match="8 hour; 24 hour if complex"):
        compute(get("DL-X-41"), date(2026, 6, 1), CALENDAR)


def test_a_look_back_is_counted_backwards() -> None:
    assert compute(get("DL-X-140"), date(2026, 8, 31), CALENDAR).raw_day == date(2026, 2, 28)


@given(st.sampled_from(COMPUTABLE), TRIGGERS)
def test_the_last_day_in_time_is_never_before_the_raw_day(rule, trigger) -> None:  # type: ignore[no-untyped-def]
    computed = compute(rule, trigger, CALENDAR)
    assert computed.raw_day <= computed.rolled_day
    assert not (rule.rolls and CALENDAR.is_rest_day(computed.rolled_day) and rule.length)


@given(st.sampled_from(COMPUTABLE), TRIGGERS)
def test_computing_again_with_the_same_facts_changes_nothing(rule, trigger) -> None:  # type: ignore[no-untyped-def]
    assert compute(rule, trigger, CALENDAR) == compute(rule, trigger, CALENDAR)


@given(st.sampled_from(COMPUTABLE), TRIGGERS, st.integers(1, 30))
def test_a_later_trigger_never_gives_an_earlier_deadline(rule, trigger, later) -> None:  # type: ignore[no-untyped-def]
    first = compute(rule, trigger, CALENDAR)
    second = compute(rule, trigger + timedelta(days=later), CALENDAR)
    assert first.rolled_day <= second.rolled_day
    assert first.alarm_day <= second.alarm_day
