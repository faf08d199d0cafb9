"""Assets are searched for in one round or every month; what is found is told to whoever waits. Rules: DL-G-21, DL-X-40, DL-X-112."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.processes import thames
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import Case, Days
from tests.processes.team import TEAM
from tests.processes.tracing import ASKED, CLUE, DECIDED, TRACING, audit, order, reward, rewarded, search
from worklist.clock import COURT_TZ
from worklist.errors import Conflict

BY_HAND = {
    "PLATFORMS": ("search_company_platforms", {}),
    "REGISTRY": ("pull_registry_files", {"registry": "Ningbo market regulator"}),
    "DISCLOSURES": ("review_disclosures", {}),
    "DEAL_FILES": ("review_deal_files", {}),
    "AUCTION_SITES": ("check_auction_sites", {"auction_found": False}),
}


@pytest.fixture(scope="module")
def applied_for(begin: Begin) -> Case:
    """The British case is filed with the court, and not accepted yet."""
    return thames.SC01.told(begin(), thames.FILED)


@pytest.fixture
def case(office: Connection, applied_for: Case) -> Iterator[Case]:
    with undone(office) as session:
        yield Case(session, TEAM, applied_for.case_id).at(applied_for.now)


def recorded(case: Case, *clues: dict[str, Any]) -> Case:
    """The investigator puts the clues in order."""
    case.does("record_clue", {"case.assets": [*clues]}, new_clues=len(clues))
    return case


def test_the_searches_run_side_by_side_and_the_round_ends_with_the_last(case: Case) -> None:
    search(case, *BY_HAND)
    assert {task for task, _ in BY_HAND.values()} <= set(case.open_tasks())
    for task, answers in BY_HAND.values():
        assert "record_clue" not in case.open_tasks()
        case.does(task, answers)
    recorded(case)
    assert case.ends(TRACING) == [None, "round_ended"]
    assert "tell_case" not in case.passed(TRACING)


def test_only_what_was_chosen_is_searched(case: Case) -> None:
    search(case, "REGISTRY")
    assert [task for task, _ in BY_HAND.values() if task in case.open_tasks()] == ["pull_registry_files"]


def test_what_a_search_finds_is_kept_and_a_new_clue_is_told(case: Case) -> None:
    found = {"description": CLUE["description"], "query_category": "VEHICLE", "source": "REGISTRY", "found_date": ASKED}
    search(case, "REGISTRY").does("pull_registry_files", {"case.assets": [found]}, registry="Vehicle office")
    [lorry] = case.ids("assets")
    recorded(case, {"id": lorry, **CLUE})
    assert "tell_case" in case.passed(TRACING)
    [asset] = case.facts()["assets"]
    assert (asset["class"], asset["confidence"], asset["concrete"]) == ("MOVABLE", "HIGH", True)


def test_an_asset_sold_by_another_court_is_followed_there(case: Case) -> None:
    search(case, "AUCTION_SITES").does("check_auction_sites", auction_found=True, auction_court="Hangzhou court", auction_deadline=date(2025, 11, 3))
    case.does("apply_participation", participation_way="WAITING_SEIZURE", filed_date=ASKED)
    assert "record_clue" in case.open_tasks()


def test_an_order_is_carried_out_while_it_is_valid(case: Case) -> None:
    order(case)
    case.on(DECIDED).receives("investigation_order_issued", event_date=DECIDED, valid_until=date(2025, 10, 15))
    assert case.days("DL-G-21") == [Days(date(2025, 10, 15), date(2025, 10, 15))]
    case.does("execute_order", executed_date=DECIDED, order_result="Two accounts")
    assert case.states("DL-G-21") == ["MET"]
    assert "record_clue" in case.open_tasks()


def test_a_refused_order_ends_its_search(case: Case) -> None:
    order(case).receives("order_refused", served_date=DECIDED, reason="Nothing to look for is named")
    assert "record_clue" in case.open_tasks()


def test_the_court_decides_on_a_reward_within_ten_days(case: Case) -> None:
    reward(case)
    assert case.days("DL-X-40") == [Days(date(2025, 9, 26), date(2025, 9, 26))]
    case.on(DECIDED).receives("reward_decision", result="REFUSED", event_date=DECIDED)
    assert case.states("DL-X-40") == ["MET"]
    assert "record_clue" in case.open_tasks()


@pytest.mark.parametrize(("verified", "led", "due"), [(True, True, True), (True, False, False), (False, False, False)])
def test_a_reward_is_paid_only_for_a_true_clue_that_brought_money(case: Case, verified: bool, led: bool, due: bool) -> None:
    rewarded(case).receives("reward_claim", event_date=DECIDED, claimant="A neighbour", clue="A lorry in a barn")
    case.does("verify_reward", verified=verified, led_to_recovery=led, reward_due_amount=10_000)
    assert ("pay_reward" in case.open_tasks()) == due
    if due:
        assert case.decided("D14_fee_responsibility")["bearer"] == "CREDITOR"
        case.does("pay_reward", paid_date=DECIDED, reward_paid=10_000)
    assert "record_clue" in case.open_tasks()


@pytest.mark.parametrize("result", ["GRANTED", "REFUSED"])
def test_the_court_decides_on_an_audit_within_ten_days(case: Case, result: str) -> None:
    audit(case)
    assert case.days("DL-X-112") == [Days(date(2025, 9, 26), date(2025, 9, 26))]
    case.on(DECIDED).receives("audit_decision", result=result, event_date=DECIDED)
    assert case.states("DL-X-112") == ["MET"]
    assert "record_clue" in case.open_tasks()


def test_a_search_that_is_given_up_leaves_the_round_to_the_others(case: Case) -> None:
    order(case, "REGISTRY").receives("other_event", {"step": "wait_order"}, kind="PHONE", text="No", event_date=ASKED)
    case.does("wait_order_other", other_action="GIVE_UP", reason="The court will not")
    assert "record_clue" not in case.open_tasks()
    case.does("pull_registry_files", registry="Vehicle office")
    recorded(case)
    assert case.ends(TRACING) == [None, "round_ended"]


def test_the_standing_search_of_intake_begins_anew_every_month_at_eight(case: Case) -> None:
    assert case.ends(TRACING) == [None]
    assert case.variables(TRACING)["mode"] == "STANDING"
    assert case.alarms(TRACING, "next_round") == [datetime.combine(date(2025, 10, 1), time(8), COURT_TZ)]
    assert "choose_searches" not in case.open_tasks()
    case.on(date(2025, 10, 1))
    assert "choose_searches" in case.open_tasks()


def test_a_standing_search_ends_with_the_case(case: Case) -> None:
    case.hears(f"case_closed-{case.case_id}")
    assert case.ends(TRACING) == ["case_closed"]


def test_the_end_of_a_round_reaches_preservation(case: Case) -> None:
    case.on(ASKED).calls("property_preservation", stage="RECOGNITION", target_party_id=case.ids("debtors")[0])
    case.does("check_leads", concrete_leads=0)
    case.does("choose_searches", searches=["PLATFORMS"]).does("search_company_platforms")
    recorded(case)
    assert case.ends(TRACING) == [None, "round_ended"]
    assert "check_leads" in case.open_tasks()


def test_a_clue_reaches_preservation_before_the_round_is_over(case: Case) -> None:
    case.on(ASKED).calls("property_preservation", stage="RECOGNITION", target_party_id=case.ids("debtors")[0])
    case.does("check_leads", concrete_leads=0)
    case.does("choose_searches", searches=["PLATFORMS"]).does("search_company_platforms")
    recorded(case, CLUE)
    assert case.open_tasks().count("check_leads") == 1
    assert "wait_leads_clue" in case.passed("property_preservation")


def test_a_round_runs_beside_a_standing_search_and_each_search_only_once(case: Case) -> None:
    case.on(ASKED).calls("property_preservation", stage="RECOGNITION", target_party_id=case.ids("debtors")[0])
    case.does("check_leads", concrete_leads=0)
    assert case.ends(TRACING) == [None, None]
    with pytest.raises(Conflict):
        case.begins("start_asset_tracing", mode="STANDING", reason="Asked again")
