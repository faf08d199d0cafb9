"""The watch over the two years in which to apply: it reminds, tells the last day, and starts anew when interrupted."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import Connection

from tests.processes.conftest import Begin, undone
from tests.processes.file_note import PAPER, Case, Days
from tests.processes.team import TEAM
from tests.processes.thames import ASKED, SC01
from worklist.cases import calendar, recomputing
from worklist.clock import COURT_TZ
from worklist.identity import IMPORT
from worklist.law.calendar import CalendarDay, DayKind

WATCH = "limitation_watch"
#: The last day, a Sunday, and the working day on which it may still be done.
RAW, ROLLED = date(2027, 3, 14), date(2027, 3, 15)
RUNGS = (180, 90, 60, 30, 14, 7, 3, 1, 0)
DEMANDED = date(2026, 10, 1)


@pytest.fixture(scope="module")
def watched(begin: Begin) -> Case:
    """The case is taken in, and nobody has filed."""
    return SC01.told(begin(), ASKED)


@pytest.fixture
def case(office: Connection, watched: Case) -> Iterator[Case]:
    """The case that is watched; what a test does with it is undone."""
    with undone(office) as session:
        yield Case(session, TEAM, watched.case_id).at(watched.now)


def midnight(day: date) -> datetime:
    """Return the first instant of a day at the court."""
    return datetime.combine(day, time(), COURT_TZ)


def rungs(case: Case) -> dict[int, list[datetime]]:
    """Return when the reminders are due, by days before the last day."""
    return {days: case.alarms(WATCH, f"rung_{days}") for days in RUNGS}


def at_eight(last: date) -> dict[int, list[datetime]]:
    """Return the ladder of a last day: 08:00 of each rung's day."""
    return {days: [datetime.combine(last - timedelta(days=days), time(8), COURT_TZ)] for days in RUNGS}


def test_reminders_come_at_eight_counted_back_from_the_raw_day(watched: Case) -> None:
    assert rungs(watched) == at_eight(RAW)


def test_the_last_day_begins_after_the_raw_day_and_ends_with_the_rolled_one(watched: Case) -> None:
    assert watched.alarms(WATCH, "last_day") == [midnight(date(2027, 3, 15))]
    assert watched.alarms(WATCH, "expired") == [midnight(date(2027, 3, 16))]


def test_the_first_rung_opens_one_task_and_the_next_ones_do_not_double_it(case: Case) -> None:
    case.on(date(2026, 12, 20))
    assert case.created_at("act_on_deadline") == [datetime(2026, 9, 15, 8, tzinfo=COURT_TZ)]
    assert case.facts()["limitation"]["status"] == "WARN"


def test_the_nearer_the_day_the_more_people_are_told(case: Case) -> None:
    case.on(date(2027, 3, 12))
    owner, partner, manager = "foreign_desk_1", "partner_1", "manager"
    told = [[owner]] * 4 + [[owner, partner]] * 2 + [[owner, partner, manager]]
    assert case.notices("Limitation period") == told


def test_a_row_that_is_met_by_then_reminds_nobody(case: Case) -> None:
    [row] = case.deadlines("DL-X-10")
    row.status = "MET"
    case.session.commit()
    case.on(date(2026, 9, 16))
    assert "alarm_dropped" in case.passed(WATCH)
    assert case.created_at("act_on_deadline") == []


def test_an_acknowledged_reminder_comes_back_with_the_next_rung(case: Case) -> None:
    case.on(date(2026, 9, 16)).does(
        "act_on_deadline", action="ACKNOWLEDGED", action_note="The papers are being translated"
    )
    assert "act_on_deadline" not in case.open_tasks()
    case.on(date(2026, 12, 15))
    assert case.created_at("act_on_deadline")[-1] == datetime(2026, 12, 14, 8, tzinfo=COURT_TZ)


def test_between_the_raw_and_the_rolled_day_it_is_the_last_day(case: Case) -> None:
    case.on(ROLLED)
    assert case.states("DL-X-10") == ["LAST_DAY"]
    assert case.facts()["limitation"]["status"] == "LAST_DAY"


def test_it_is_over_at_the_end_of_the_rolled_day_and_not_before(case: Case) -> None:
    case.on(ROLLED, time(23, 59))
    assert case.states("DL-X-10") == ["LAST_DAY"]
    case.on(date(2027, 3, 16), time(0, 1))
    assert case.states("DL-X-10") == ["EXPIRED"]
    assert case.facts()["limitation"]["status"] == "EXPIRED"


def interrupted(case: Case, evidence: bool = True) -> None:
    """The lawyer answers a reminder with a demand of 1 October 2026, with or without proof of its delivery."""
    case.on(date(2026, 11, 2)).does(
        "act_on_deadline", action="EVENT_TO_RECORD", action_note="A demand was served"
    )
    demand = {"date": DEMANDED, "kind": "DEMAND"} | ({"evidence": PAPER} if evidence else {})
    case.does("record_interruption", {"case.interruptions": [demand]}, second_person="partner_1")


def test_an_interruption_starts_the_two_years_anew(case: Case) -> None:
    interrupted(case)
    assert case.days("DL-X-12") == [Days(date(2028, 10, 1), date(2028, 10, 4), provisional=True)]
    assert rungs(case) == at_eight(date(2028, 10, 1))
    assert case.alarms(WATCH, "expired") == [midnight(date(2028, 10, 5))]


def test_the_period_before_an_interruption_is_kept_as_superseded(case: Case) -> None:
    interrupted(case)
    assert case.days("DL-X-10") == [Days(RAW, ROLLED, provisional=True)]
    assert case.states("DL-X-10") == ["SUPERSEDED"]


def test_a_demand_nobody_can_prove_changes_nothing(case: Case) -> None:
    interrupted(case, evidence=False)
    assert case.days("DL-X-12") == []
    assert case.states("DL-X-10") == ["OPEN"]
    assert case.alarms(WATCH, "rung_0") == [datetime(2027, 3, 14, 8, tzinfo=COURT_TZ)]


def test_an_unread_letter_does_not_hold_up_the_new_period(case: Case) -> None:
    case.receives(
        "other_event", {"step": "listen"}, kind="PHONE", text="Call back", event_date=case.now.date()
    )
    interrupted(case)
    assert case.days("DL-X-12") == [Days(date(2028, 10, 1), date(2028, 10, 4), provisional=True)]
    assert rungs(case) == at_eight(date(2028, 10, 1))
    assert "listen_other" in case.open_tasks()


def letter_read(case: Case, action: str) -> None:
    """A letter comes that the watch does not wait for, and the lawyer decides on it."""
    case.receives(
        "other_event", {"step": "listen"}, kind="PHONE", text="Call back", event_date=case.now.date()
    )
    case.does("listen_other", other_action=action, reason="Read")


def test_a_letter_that_was_read_leaves_the_watch(case: Case) -> None:
    letter_read(case, "CONTINUE_WAITING")
    assert case.ends(WATCH) == [None]
    assert rungs(case) == at_eight(RAW)


def test_a_watch_that_is_given_up_does_not_begin_anew(case: Case) -> None:
    letter_read(case, "GIVE_UP")
    assert case.ends(WATCH) == ["listen_given_up"]
    assert rungs(case) == {days: [] for days in RUNGS}


def test_a_reminder_outlives_the_watch_that_was_given_up(case: Case) -> None:
    case.on(date(2026, 9, 16))
    letter_read(case, "GIVE_UP")
    assert "act_on_deadline" in case.open_tasks()


def test_a_closed_case_is_watched_no_longer(case: Case) -> None:
    case.hears(f"case_closed-{case.case_id}")
    assert case.ends("limitation_watch") == ["case_closed"]
    assert rungs(case) == {days: [] for days in RUNGS}


def test_a_holiday_notice_moves_the_clock_and_tells_the_manager(case: Case) -> None:
    calendar.confirm(case.session, 2027, [CalendarDay(ROLLED, DayKind.REST, "A day that moved")], "Notice of 2027", IMPORT, case.now)
    assert recomputing.recompute(case.session, case.case_id, IMPORT, case.now).changed
    assert case.states("DL-X-10") == ["SUPERSEDED", "OPEN"]
    assert case.alarms(WATCH, "expired") == [midnight(date(2027, 3, 17))]
    assert rungs(case) == at_eight(RAW)
    assert case.notices("deadlines changed") == [["manager"]]
    assert recomputing.recompute(case.session, case.case_id, IMPORT, case.now).changed == []
