from datetime import UTC, date, datetime, timedelta

import pytest

from tests.law.courts import CALENDAR
from worklist.errors import BadInput
from worklist.law.deadlines import compute, renewal_limit
from worklist.law.ladder import (
    REMINDERS,
    Escalation,
    Status,
    due_instant,
    due_instants,
    escalation,
    ladder_day,
    late_by,
    status_on,
)
from worklist.law.rules import Ladder, get

RECONSIDERATION = compute(get("DL-G-12"), date(2026, 6, 11), CALENDAR)  # raw 2026-06-21, rolled 2026-06-22
FREEZE = compute(get("DL-X-20"), date(2026, 1, 29), CALENDAR)  # alarm 2027-01-28, outer reading 2027-01-29


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (date(2026, 6, 21), Status.RUNNING),
        (date(2026, 6, 22), Status.LAST_DAY),
        (date(2026, 6, 23), Status.EXPIRED),
    ],
)
def test_a_limit_is_on_its_last_day_between_raw_and_rolled_day(today: date, status: Status) -> None:
    """Source: architecture A32, conventions on days."""
    assert status_on(RECONSIDERATION, today) is status


@pytest.mark.parametrize(
    ("today", "status"),
    [
        (date(2027, 1, 28), Status.RUNNING),
        (date(2027, 1, 29), Status.LAST_DAY),
        (date(2027, 1, 30), Status.EXPIRED),
    ],
)
def test_a_measure_is_on_its_last_day_between_its_two_readings(today: date, status: Status) -> None:
    assert status_on(FREEZE, today) is status


@pytest.mark.parametrize("closed", [Status.MET, Status.CANCELLED, Status.SUPERSEDED])
def test_a_closed_row_stays_closed(closed: Status) -> None:
    assert status_on(RECONSIDERATION, date(2030, 1, 1), closed) is closed


@pytest.mark.parametrize(
    ("rule", "trigger"), [("DL-G-04", date(2026, 1, 12)), ("DL-G-17", date(2026, 1, 20)), ("DL-G-18", date(2025, 2, 10))]
)
def test_a_usual_time_an_order_and_an_earliest_day_never_expire(rule: str, trigger: date) -> None:
    assert status_on(compute(get(rule), trigger, CALENDAR), date(2030, 1, 1)) is Status.RUNNING


@pytest.mark.parametrize(
    ("at", "instant"),
    [
        ("alarm", datetime(2026, 6, 21, 0, tzinfo=UTC)),  # 08:00 in Shanghai
        ("-7d", datetime(2026, 6, 14, 0, tzinfo=UTC)),
        ("-0d", datetime(2026, 6, 21, 0, tzinfo=UTC)),
        ("raw_limit", datetime(2026, 6, 21, 16, tzinfo=UTC)),  # 00:00 of the 22nd in Shanghai
        ("limit", datetime(2026, 6, 22, 16, tzinfo=UTC)),
    ],
)
def test_reminders_come_at_eight_and_limits_end_at_midnight_at_the_court(at: str, instant: datetime) -> None:
    assert due_instant(RECONSIDERATION, at) == instant


def test_a_payment_order_may_be_opposed_until_the_end_of_its_make_up_saturday() -> None:
    """Scenario 12: the limit timer is due on 2026-02-15 at 00:00."""
    order = compute(get("DL-G-01"), date(2026, 1, 30), CALENDAR)
    assert due_instant(order, "limit") == datetime(2026, 2, 14, 16, tzinfo=UTC)


def test_an_expected_duration_fires_at_eight_of_its_day_even_on_a_sunday() -> None:
    """Scenario 6: 2026-07-12 at 08:00."""
    completion = compute(get("DL-G-04"), date(2026, 1, 12), CALENDAR)
    assert due_instant(completion, "alarm") == datetime(2026, 7, 12, 0, tzinfo=UTC)


def test_reminders_of_a_measure_count_back_from_its_renewal_limit() -> None:
    assert ladder_day(FREEZE) == renewal_limit(FREEZE, CALENDAR).raw_day == date(2027, 1, 21)
    assert due_instant(FREEZE, "-90d") == due_instant(renewal_limit(FREEZE, CALENDAR), "-90d")


def test_the_limit_of_a_measure_follows_its_readings() -> None:
    days = [due_instant(FREEZE, at) for at in ("raw_limit", "limit")]
    assert days == [datetime(2027, 1, 28, 16, tzinfo=UTC), datetime(2027, 1, 29, 16, tzinfo=UTC)]


@pytest.mark.parametrize("word", ["limits", "30d", "-30", "-30h", ""])
def test_an_unknown_instant_is_refused(word: str) -> None:
    with pytest.raises(BadInput, match="alarm, limit"):
        due_instant(RECONSIDERATION, word)


def test_the_instants_of_a_row_come_in_the_order_of_time() -> None:
    words = [due.at for due in due_instants(RECONSIDERATION, Ladder.OWN)]
    assert words == ["-7d", "-3d", "-1d", "-0d", "alarm", "raw_limit", "limit"]


@pytest.mark.parametrize(
    ("ladder", "days"),
    [
        (Ladder.LIMITATION, (180, 90, 60, 30, 14, 7, 3, 1, 0)),
        (Ladder.MEASURE, (90, 60, 30, 14, 7)),
        (Ladder.OWN, (7, 3, 1, 0)),
        (Ladder.COURT, (0,)),
        (Ladder.NONE, ()),
    ],
)
def test_each_kind_has_its_ladder(ladder: Ladder, days: tuple[int, ...]) -> None:
    assert REMINDERS[ladder] == days


def test_a_reminder_reaches_partner_and_manager_as_the_day_comes_nearer() -> None:
    owner, partner, manager = Escalation.OWNER, Escalation.PARTNER, Escalation.MANAGER
    assert [escalation(days) for days in (30, 14, 7, 3, 0)] == [
        (owner,), (owner, partner), (owner, partner), (owner, partner, manager), (owner, partner, manager),
    ]  # fmt: skip


def test_a_late_recording_is_told_in_calendar_days() -> None:
    due = date(2026, 6, 22)
    assert [late_by(due, due + timedelta(days=days)) for days in (-3, 0, 5)] == [0, 0, 5]
