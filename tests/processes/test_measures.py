"""A freeze is watched until it is renewed, lifted, or lapses. Rules: DL-X-20, DL-X-23."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.processes import impasse
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import Case, Days
from tests.processes.team import TEAM
from tests.processes.thames import COURT
from worklist.clock import COURT_TZ
from worklist.engine import queries

WATCH = "freeze_renewal_watch"
FROZEN = date(2026, 6, 29)
#: A year of a deposit: the day before the corresponding day alarms, the corresponding day is the outer reading.
ALARM, OUTER, RENEW_BY = date(2027, 6, 28), date(2027, 6, 29), date(2027, 6, 21)


@pytest.fixture(scope="module")
def frozen(begin: Begin) -> Case:
    """An account was found, and the court's notice of its freeze has come."""
    case = impasse.opened(begin())
    account = {
        "class": "CASH", "query_category": "DEPOSIT", "description": "An account", "value": Decimal(900_000),
        "currency": "CNY", "source": "COURT_QUERY", "found_date": date(2026, 6, 24),
    }  # fmt: skip
    case.on(date(2026, 6, 24)).receives("system_query_result", result="DATA", query_date=date(2026, 6, 24))
    case.does("review_query", {"case.assets": [account]})
    case.on(FROZEN).receives(
        "control_measure", event_date=FROZEN, asset_id=case.ids("assets")[0], kind="FREEZE", rank="FIRST"
    )
    return case


@pytest.fixture
def case(office: Connection, frozen: Case) -> Iterator[Case]:
    """The case with the frozen account; what a test does with it is undone."""
    with undone(office) as session:
        yield Case(session, TEAM, frozen.case_id).at(frozen.now)


def registered(case: Case, rank: str = "FIRST", **changed: Any) -> dict[str, str]:
    """The lawyer checks the measure and confirms its term; return the key of its documents."""
    [measure] = case.facts()["measures"]
    entered = {name: measure[name] for name in ("id", "asset_id", "kind", "effective_date", "stated_until")}
    case.does("register_measure", {"case.measures": [{**entered, "rank": rank, **changed}]})
    days = {name: changed.get(name, measure[name]) for name in ("effective_date", "stated_until")}
    case.does("confirm_validity", rank=rank, validity_rule="DL-X-20", **days)
    return {"measure_id": measure["id"]}


def expiries(case: Case) -> list[tuple[date, date]]:
    """Return the alarm day and the outer day of each term the measure has had."""
    return [(row.alarm_day, row.rolled_day) for row in case.deadlines("DL-X-20")]


def status(case: Case) -> Any:
    """Return the status of the measure."""
    return case.facts()["measures"][0]["status"]


def test_a_freeze_of_a_year_has_an_alarm_day_an_outer_day_and_a_day_to_ask_by(case: Case) -> None:
    registered(case)
    assert expiries(case) == [(ALARM, OUTER)]
    assert case.days("DL-X-23") == [Days(RENEW_BY, RENEW_BY)]


def test_a_day_printed_in_the_notice_wins(case: Case) -> None:
    registered(case, stated_until=date(2027, 3, 31))
    assert expiries(case) == [(date(2027, 3, 31), date(2027, 3, 31))]
    assert [row.raw for row in case.days("DL-X-23")] == [date(2027, 3, 24)]


def test_reminders_come_at_eight_and_limits_at_midnight(case: Case) -> None:
    registered(case)
    rungs = {
        "rung_90": date(2027, 3, 23),
        "rung_60": date(2027, 4, 22),
        "rung_30": date(2027, 5, 22),
        "rung_14": date(2027, 6, 7),
        "rung_7": date(2027, 6, 14),
    }
    eight = {rung: [datetime.combine(day, time(8), COURT_TZ)] for rung, day in rungs.items()}
    assert {rung: case.alarms(WATCH, rung) for rung in rungs} == eight
    assert case.alarms(WATCH, "at_limit") == [datetime(2027, 6, 22, tzinfo=COURT_TZ)]
    assert case.alarms(WATCH, "expired") == [datetime(2027, 6, 29, tzinfo=COURT_TZ)]


def test_the_first_reminder_opens_one_task_and_the_next_ones_do_not_double_it(case: Case) -> None:
    registered(case)
    case.on(date(2027, 6, 15))
    assert case.created_at("apply_renewal") == [datetime(2027, 3, 23, 8, tzinfo=COURT_TZ)]
    assert len(case.notices("ask for renewal")) == 5
    assert case.facts()["priority"] == "URGENT"


def asked(case: Case) -> None:
    """The lawyer asks for the renewal in time."""
    case.on(date(2027, 6, 1)).does(
        "apply_renewal", measure_id=case.ids("measures")[0], filed_date=date(2027, 6, 1), court=COURT
    )


def test_a_renewed_freeze_runs_another_year(case: Case) -> None:
    key = registered(case)
    asked(case)
    assert case.states("DL-X-23") == ["MET"]
    renewed = date(2027, 6, 20)
    case.on(renewed).receives("measure_renewed", key, event_date=renewed)
    case.does("confirm_validity", rank="FIRST", validity_rule="DL-X-20", effective_date=renewed)
    assert case.states("DL-X-20") == ["MET", "OPEN"]
    assert expiries(case) == [(ALARM, OUTER), (date(2028, 6, 19), date(2028, 6, 20))]
    assert case.alarms(WATCH, "expired") == [datetime(2028, 6, 20, tzinfo=COURT_TZ)]
    assert case.ends(WATCH) == [None]


def test_a_freeze_nobody_renewed_lapses_when_the_partner_says_so(case: Case) -> None:
    registered(case)
    case.on(date(2027, 6, 29))
    assert case.created_at("confirm_lapse") == [datetime(2027, 6, 29, tzinfo=COURT_TZ)]
    case.does(
        "confirm_lapse", lapse_result="LAPSED", measure_id=case.ids("measures")[0], reason="No notice came"
    )
    assert status(case) == "LAPSED"
    assert case.ends(WATCH) == ["lapsed"]


def test_a_renewal_whose_notice_is_late_keeps_the_watch(case: Case) -> None:
    key = registered(case)
    asked(case)
    case.on(date(2027, 6, 30)).does(
        "confirm_lapse",
        lapse_result="RENEWED_IN_TIME",
        measure_id=key["measure_id"],
        reason="The court confirmed by phone",
    )
    case.receives("measure_renewed", key, event_date=date(2027, 6, 25))
    case.does("confirm_validity", rank="FIRST", validity_rule="DL-X-20", effective_date=date(2027, 6, 25))
    assert expiries(case)[-1] == (date(2028, 6, 24), date(2028, 6, 25))


def test_a_lifted_freeze_is_watched_no_longer(case: Case) -> None:
    key = registered(case)
    case.on(date(2026, 9, 1)).receives("measure_lifted", key, event_date=date(2026, 9, 1), reason="Paid")
    assert status(case) == "LIFTED"
    assert case.ends(WATCH) == ["lifted"]
    assert case.states("DL-X-20") == ["MET"]
    assert case.alarms(WATCH, "rung_90") == []


def test_a_waiting_freeze_has_no_end_until_it_moves_up(case: Case) -> None:
    key = registered(case, rank="WAITING")
    assert case.alarms(WATCH, "expired") == []
    up = date(2026, 10, 12)
    case.on(up).receives("measure_moved_up", key, event_date=up)
    case.does("confirm_validity", rank="FIRST", validity_rule="DL-X-20", effective_date=up)
    assert case.facts()["measures"][0]["rank"] == "FIRST"
    assert expiries(case)[-1] == (date(2027, 10, 11), date(2027, 10, 12))


def test_an_unread_letter_does_not_hold_up_the_new_term(case: Case) -> None:
    key = registered(case)
    case.receives("other_event", {"step": "listen"}, kind="PHONE", text="Call back", event_date=FROZEN)
    renewed = date(2027, 6, 20)
    case.on(renewed).receives("measure_renewed", key, event_date=renewed)
    case.does("confirm_validity", rank="FIRST", validity_rule="DL-X-20", effective_date=renewed)
    assert expiries(case)[-1] == (date(2028, 6, 19), date(2028, 6, 20))
    assert "listen_other" in case.open_tasks()


def test_a_letter_that_was_read_leaves_the_measure_watched(case: Case) -> None:
    registered(case)
    case.receives("other_event", {"step": "listen"}, kind="PHONE", text="Call back", event_date=FROZEN)
    for _ in range(2):  # the watch of the limitation listens too
        case.does("listen_other", other_action="CONTINUE_WAITING", reason="Read")
    assert "listen_noted" in case.passed(WATCH)
    assert case.ends(WATCH) == [None]
    assert len(case.alarms(WATCH, "rung_30")) == 1


def test_a_watch_that_is_given_up_in_its_second_term_ends(case: Case) -> None:
    key = registered(case)
    renewed = date(2026, 12, 1)
    case.on(renewed).receives("measure_renewed", key, event_date=renewed)
    case.does("confirm_validity", rank="FIRST", validity_rule="DL-X-20", effective_date=renewed)
    case.receives("other_event", {"step": "listen"}, kind="PHONE", text="Let it go", event_date=renewed)
    for _ in range(2):  # the watch of the limitation listens too
        case.does("listen_other", other_action="GIVE_UP", reason="Nothing is left in the account")
    assert case.ends(WATCH) == ["lifted"]
    assert case.alarms(WATCH, "rung_30") == []


def test_the_class_of_the_asset_proposes_the_rule_of_its_term(case: Case) -> None:
    [measure] = case.facts()["measures"]
    entered = {name: measure[name] for name in ("id", "asset_id", "kind", "rank", "effective_date", "stated_until")}
    case.does("register_measure", {"case.measures": [entered]})
    assert queries.variables_of(case.session, case.task("confirm_validity"), case.now)["validity_rule"] == "DL-X-20"
    case.does("confirm_validity", rank="FIRST", validity_rule="DL-X-22", effective_date=FROZEN)
    assert [row.alarm_day for row in case.deadlines("DL-X-22")] == [date(2029, 6, 28)]  # the lawyer's word counts
