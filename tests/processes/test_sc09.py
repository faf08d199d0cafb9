"""SC09: the current proceedings are terminated, a boat turns up, and enforcement begins anew."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.processes import domestic
from tests.processes.conftest import Begin
from tests.processes.file_note import Case, Days
from worklist.cases import file
from worklist.clock import COURT_TZ

MATTER = domestic.Matter(
    "Zhuhai Marine Coatings", [domestic.debtor("Huizhou Yongli Yachts")], 2_000_000, date(2024, 8, 1), "Huizhou Intermediate People's Court",
    instrument="AWARD_DOMESTIC",
)  # fmt: skip
PROCESS = "termination_recommencement"
DOCKETED, FROZEN, SERVED = date(2024, 11, 5), date(2024, 12, 20), date(2025, 8, 14)
CLUE, ASKED, AGAIN = date(2026, 6, 3), date(2026, 6, 5), date(2026, 6, 16)

DEADLINES = {
    "DL-X-151": [Days(date(2025, 10, 13), date(2025, 10, 13))],
    "DL-X-85": [Days(date(2026, 2, 14), date(2026, 2, 14)), Days(date(2026, 8, 14), date(2026, 8, 14))],
    "DL-X-123": [Days(date(2030, 8, 14), date(2030, 8, 14))],
    "DL-X-23": [Days(date(2027, 12, 12), date(2027, 12, 12))],
}


def shares_frozen(case: Case) -> None:
    """The shares of the debtor are frozen; the lawyer confirms the term."""
    [debtor] = case.ids("debtors")
    shares = {
        "class": "INVESTMENT", "query_category": "EQUITY", "description": "Shares in a boatyard", "value": Decimal(300_000),
        "currency": "CNY", "found_date": FROZEN, "owner_party_id": debtor,
    }  # fmt: skip
    file.write(case.session, case.case_id, {"case.assets": [shares]}, case.people["intake"], case.now)
    case.session.commit()
    case.receives("control_measure", event_date=FROZEN, asset_id=case.ids("assets")[0], kind="FREEZE", rank="FIRST")
    [measure] = case.facts()["measures"]
    case.does("register_measure", {"case.measures": [{name: measure[name] for name in ("id", "asset_id", "kind", "rank", "effective_date")}]})
    case.does("confirm_validity", rank="FIRST", validity_rule="DL-X-22", effective_date=FROZEN)


@pytest.fixture(scope="module")
def searched(begin: Begin) -> Case:
    """The proceedings are terminated; the first re-check, in February, finds nothing."""
    case = domestic.taken_in(begin(), MATTER, date(2024, 10, 8))
    domestic.enforced(case, MATTER, DOCKETED, DOCKETED)
    shares_frozen(case.on(FROZEN).keeps_up())
    case.on(SERVED).keeps_up().receives("termination_ruling", closure_kind="TERM_CURRENT", event_date=SERVED, served_date=SERVED)
    case.does("inform_client", informed_date=SERVED, client_answer="Keep looking").does("object_choice", object=False)
    return case.on(date(2026, 2, 16)).does("recheck_assets", found=False)


@pytest.fixture(scope="module")
def told(searched: Case) -> Case:
    """A boat registered for the debtor turns up, and the court takes the case up again."""
    case = searched.on(CLUE).keeps_up()
    case.hears(f"new_clue-{case.case_id}")
    case.on(ASKED).does("apply_choice", apply=True)
    case.does("apply_recommencement", filed_date=ASKED, clue_ids=case.ids("assets"))
    case.on(AGAIN).keeps_up().receives("recommencement_decision", result="DOCKETED", event_date=AGAIN, case_no="(2026)粤13执恢1号")
    return case


def test_the_own_rechecks_come_at_eight_of_their_day_even_on_a_saturday(searched: Case) -> None:
    assert searched.created_at("recheck_assets") == [datetime(2026, 2, 14, 8, tzinfo=COURT_TZ)]
    assert searched.alarms(PROCESS, "standing_recheck") == [datetime(2026, 8, 14, 8, tzinfo=COURT_TZ)]


def test_the_listed_deadlines_exist_with_these_days(told: Case) -> None:
    assert {rule: told.days(rule) for rule in DEADLINES} == DEADLINES


def test_the_freeze_of_the_shares_has_an_alarm_day_and_an_outer_reading(told: Case) -> None:
    [row] = told.deadlines("DL-X-22")
    assert (row.alarm_day, row.rolled_day) == (date(2027, 12, 19), date(2027, 12, 20))


def test_no_limit_runs_for_recommencement_and_the_title_is_not_limited(told: Case) -> None:
    assert told.days("DL-G-26") == []
    assert told.facts()["limitation"]["status"] == "NOT_LIMITED"


def test_enforcement_begins_anew_and_the_freeze_was_watched_throughout(told: Case) -> None:
    assert told.ends(PROCESS) == ["recommenced"]
    assert told.ends("compulsory_enforcement") == ["terminated", None]
    assert told.ends("freeze_renewal_watch") == [None]
    assert told.ends("asset_disposal") == [None]  # the shares are not handed over a second time
    assert "stay" not in " ".join(told.passed("freeze_renewal_watch"))
