"""A challenge stays what it is about and nothing else, until it is over. Rules: D16, DL-X-31, DL-X-33, DL-X-68, DL-X-105, DL-X-154."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.processes import challenges, impasse, test_disposal
from tests.processes.challenges import CHALLENGES, DISPOSAL, ENFORCEMENT, KEY, RAISED, RULED, stays
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import Case
from tests.processes.team import TEAM

BARRED, STAYED = ("ST-1", "NO_DISPOSAL", "asset", True), ("ST-1", "STAY", "asset", True)


def is_over(stay: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*stay[:-1], False)


@pytest.fixture(scope="module")
def workshop(begin: Begin) -> Case:
    """The British case in enforcement: a workshop is seized."""
    return test_disposal.seized(impasse.opened(begin()))


@pytest.fixture
def case(office: Connection, workshop: Case) -> Iterator[Case]:
    with undone(office) as session:
        yield Case(session, TEAM, workshop.case_id).at(workshop.now)


def end(case: Case) -> str | None:
    """Return where the one challenge of the case ended, None while it goes on."""
    [found] = case.ends(CHALLENGES)
    return found


def test_a_third_party_bars_the_disposal_of_its_asset_alone(case: Case) -> None:
    challenges.asset_claimed(case)
    assert stays(case) == [BARRED]
    assert "asset_stay_noted" in case.passed(DISPOSAL)
    assert "stay_event_done" not in case.passed(ENFORCEMENT)


def test_disposal_stays_barred_while_the_third_party_may_sue(case: Case) -> None:
    challenges.ruled(challenges.asset_claimed(case), "REJECTED")
    case.on(date(2026, 8, 4))
    assert stays(case) == [BARRED]
    challenges.goes_on(case.on(date(2026, 8, 5)))
    assert stays(case) == [is_over(BARRED)]
    assert "asset_resume_noted" in case.passed(DISPOSAL)
    assert end(case) == "rejected"


def test_a_suit_in_time_keeps_the_asset_stayed(case: Case) -> None:
    challenges.ruled(challenges.asset_claimed(case), "REJECTED")
    challenges.sued_by_outsider(case, on=RULED, scope=case.ids("assets")[0])
    case.on(date(2026, 8, 5))
    assert stays(case)[0] == is_over(BARRED)
    assert stays(case)[-1] == ("ST-10", "NO_DISPOSAL", "asset", True)
    assert set(case.ends(CHALLENGES)) == {"rejected", None}
    assert "asset_resume_noted" not in case.passed(DISPOSAL)


def upheld(case: Case) -> Case:
    return challenges.ruled(challenges.asset_claimed(case), "UPHELD")


def test_an_asset_that_we_do_not_sue_over_is_never_freed_for_us(case: Case) -> None:
    upheld(case).does("our_suit", file_it=False)
    assert stays(case) == [STAYED]
    assert end(case) == "asset_lost"


def test_our_suit_is_due_fifteen_days_after_service(case: Case) -> None:
    assert upheld(case).days("DL-X-154")[-1].raw == date(2026, 8, 4)
    case.does("our_suit", file_it=True).does("file_objection_suit", filed_date=RULED, court="Basic court")
    assert case.states("DL-X-154") == ["MET"]


@pytest.mark.parametrize(("outcome", "where"), [("WON", "rejected"), ("LOST", "asset_lost")])
def test_our_suit_decides_over_the_asset(case: Case, outcome: str, where: str) -> None:
    upheld(case).does("our_suit", file_it=True).does("file_objection_suit", filed_date=RULED, court="Basic court", suit_id="ours")
    challenges.judged(case, outcome, "ours").does("appeal_choice", appeal=False)
    case.on(date(2026, 8, 20)).receives("title_final", {"suit_id": "ours"}, event_date=date(2026, 8, 20), effective_date=date(2026, 8, 20))
    if outcome == "WON":
        challenges.goes_on(case)
    assert end(case) == where
    assert stays(case) == [is_over(STAYED) if outcome == "WON" else STAYED]
    assert case.ends("civil_suit") == ["permitted" if outcome == "WON" else "lost"]
    assert "linked_case_id" not in case.variables("civil_suit")


def test_an_objection_to_an_act_stays_nothing(case: Case) -> None:
    challenges.ruled(challenges.act_objected_to(case), "REJECTED")
    assert stays(case) == []
    assert end(case) == "rejected"
    assert "prepare_resume_request" not in case.passed(CHALLENGES)


def test_a_ruling_on_an_act_may_be_accepted(case: Case) -> None:
    challenges.ruled(challenges.act_objected_to(case), "UPHELD").does("our_reconsideration", file_it=False)
    assert end(case) == "act_given_up"


@pytest.mark.parametrize(("favour", "where"), [(True, "rejected"), (False, "act_lost")])
def test_the_court_above_decides_over_the_act(case: Case, favour: bool, where: str) -> None:
    challenges.asked_to_review(case)
    assert case.states("DL-X-31") == ["MET"]
    reviewed(case, "CHANGED" if favour else "UPHELD", favour)
    assert end(case) == where


def reviewed(case: Case, result: str, favour: bool) -> None:
    case.receives("reconsideration_ruling", KEY, result=result, in_our_favour=favour, document_date=RULED, served_date=RULED)


def test_an_objection_sent_back_is_decided_again(case: Case) -> None:
    reviewed(challenges.asked_to_review(case), "REMITTED", False)
    assert end(case) is None
    challenges.ruled(case, "REJECTED")
    assert end(case) == "rejected"


def test_an_objection_to_jurisdiction_stays_nothing(case: Case) -> None:
    challenges.act_objected_to(case, "JURISDICTION")
    assert case.decided("D16_stay_decision")["basis"] == "ST-8"
    assert stays(case) == []


def test_a_retrial_stays_the_title_until_it_is_over(case: Case) -> None:
    challenges.retried(case)
    assert stays(case) == [("ST-2", "STAY", "title", True)]
    assert "stay_event_done" in case.passed(ENFORCEMENT)
    challenges.goes_on(challenges.judged(case, "WON", KEY["objection_id"]))
    assert stays(case) == [("ST-2", "STAY", "title", False)]
    assert "resume_event_done" in case.passed(ENFORCEMENT)
    assert end(case) == "rejected"


def test_a_title_over_wages_goes_on_during_a_retrial(case: Case) -> None:
    challenges.retried(case, alimony_or_wages=True)
    assert stays(case) == [("ST-2", "STAY", "title", False)]
    assert "resume_event_done" in case.passed(ENFORCEMENT)
    challenges.judged(case, "WON", KEY["objection_id"])
    assert end(case) == "rejected"


def falls(case: Case) -> bool:
    """Whether the title fell: the challenge is over, nothing is stayed, and the enforcement file was told."""
    told = "annulled_event_begin" in case.passed(ENFORCEMENT)
    return end(case) == "upheld" and told and not any(stay[-1] for stay in stays(case))


def test_a_title_lost_in_the_retrial_falls(case: Case) -> None:
    assert falls(challenges.judged(challenges.retried(case), "LOST", KEY["objection_id"]))


def test_a_title_that_is_annulled_falls(case: Case) -> None:
    challenges.retried(case).receives("title_annulled", event_date=RAISED, annulled_by="High Court")
    assert falls(case)


def test_an_award_set_aside_falls(case: Case) -> None:
    challenges.award_attacked(case).receives("set_aside_result", KEY, result="SET_ASIDE", served_date=RAISED)
    assert falls(case)


def test_an_award_sent_back_is_waited_for(case: Case) -> None:
    challenges.award_attacked(case).receives("set_aside_result", KEY, result="REMITTED", served_date=RAISED)
    assert stays(case) == [("ST-3", "STAY", "title", True)]
    case.receives("set_aside_result", KEY, result="REJECTED", served_date=RAISED)
    challenges.goes_on(case)
    assert end(case) == "rejected"


def test_enforcement_that_is_refused_ends(case: Case) -> None:
    challenges.refusal_asked(case).receives("nonenforcement_ruling", KEY, result="UPHELD", served_date=RAISED)
    assert falls(case)


def test_our_security_lets_enforcement_of_an_award_go_on(case: Case) -> None:
    challenges.refusal_asked(case, offer=True)
    assert stays(case) == [("ST-6", "STAY", "title", False)]
    assert "resume_event_done" in case.passed(ENFORCEMENT)
    case.receives("nonenforcement_ruling", KEY, result="REJECTED", served_date=RAISED)
    assert end(case) == "rejected"


def test_without_security_an_award_is_enforced_on(case: Case) -> None:
    challenges.refusal_asked(case, security=False)
    assert stays(case) == []


@pytest.mark.parametrize(("outcome", "where"), [("LOST", "asset_lost"), ("PART", "rejected"), ("WON", "rejected")])
def test_a_suit_of_a_third_party_is_about_its_asset(case: Case, outcome: str, where: str) -> None:
    challenges.sued_by_outsider(case, scope=case.ids("assets")[0])
    assert "asset_stay_noted" in case.passed(DISPOSAL)
    challenges.judged(case, outcome)
    if where == "rejected":
        challenges.goes_on(case)
    assert end(case) == where


def test_a_revocation_action_that_we_lose_takes_the_title(case: Case) -> None:
    challenges.sued_by_outsider(case, "REVOCATION_ACTION")
    assert stays(case) == []
    assert falls(challenges.judged(case, "LOST"))


def test_the_suit_of_somebody_joined_bars_its_assets(case: Case) -> None:
    [debtor] = case.ids("debtors")
    challenges.sued_by_outsider(case, party=debtor)
    [stay] = case.facts()["stays"]
    assert (stay["event"], stay["effect"], stay["scope_kind"], stay["scope_id"]) == ("ST-9", "NO_DISPOSAL", "party", debtor)


def test_a_stay_moves_to_what_the_challenge_is_about(case: Case) -> None:
    case.on(RAISED).receives("third_party_objection", KEY, received_date=RAISED, objector="A neighbour", ground="Bought in 2024")
    assert "asset_stay_noted" not in case.passed(DISPOSAL)
    challenges.answered(case, scope=case.ids("assets")[0])
    assert stays(case) == [is_over(BARRED), BARRED]
    assert "asset_stay_noted" in case.passed(DISPOSAL)
    assert len(case.was_open("oppose_challenge")) == 1


def deferred(case: Case, **fields: Any) -> Case:
    return challenges.ruled(challenges.act_objected_to(case), "REJECTED", **{"deferral_from": RULED, "deferral_until": date(2026, 12, 31), **fields})


def test_a_deferral_stays_the_title_until_its_last_day(case: Case) -> None:
    deferred(case)
    assert stays(case) == [("ST-12", "DEFER", "title", True)]
    assert "stay_event_done" in case.passed(ENFORCEMENT)
    assert [(alarm.date(), alarm.hour) for alarm in case.alarms(CHALLENGES, "claim_security")] == [(date(2027, 1, 1), 8)]
    case.on(date(2027, 1, 4)).does("claim_enforcement_security", filed_date=date(2027, 1, 4), security_holder="A guarantor")
    assert case.states("DL-X-105") == ["MET"]
    challenges.goes_on(case)
    assert stays(case) == [("ST-12", "DEFER", "title", False)]
    assert end(case) == "rejected"


def test_a_deferral_lasts_one_year_at_most(case: Case) -> None:
    deferred(case, deferral_until=date(2028, 1, 31))
    assert [alarm.date() for alarm in case.alarms(CHALLENGES, "claim_security")] == [date(2027, 7, 21)]


def test_what_another_challenge_stays_is_not_told_to_go_on(case: Case) -> None:
    challenges.retried(case)
    case.receives("nonenforcement_application", {"objection_id": "objection-2"}, event_date=RAISED, received_date=RAISED, security=True)
    challenges.judged(case, "WON", KEY["objection_id"])
    assert [stay[-1] for stay in stays(case)] == [False, True]
    assert "resume_event_done" not in case.passed(ENFORCEMENT)
    assert set(case.ends(CHALLENGES)) == {"rejected", None}


@pytest.mark.parametrize(("settles", "where"), [(True, "rejected"), (False, None)])
def test_a_corrected_title_settles_a_challenge_only_when_somebody_says_so(case: Case, settles: bool, where: str | None) -> None:
    challenges.act_objected_to(case).receives("title_corrected", corrected_fields="The name", document_date=RAISED)
    assert end(case) is None
    case.does("review_correction", settles=settles)
    assert end(case) == where


def test_giving_up_ends_the_stay_that_nobody_watches_any_more(case: Case) -> None:
    challenges.retried(case).receives("other_event", {"step": "wait_outcome"}, kind="PHONE", text="Settled", event_date=RAISED)
    case.does("wait_outcome_other", other_action="GIVE_UP", reason="The parties settled")
    assert stays(case) == [("ST-2", "STAY", "title", False)]
    assert end(case) == "wait_outcome_given_up"


def test_a_challenge_is_begun_by_hand(case: Case) -> None:
    [debtor] = case.ids("debtors")
    case.begins("start_challenges_stays", challenge_kind="SUCCESSION", scope_kind="party", scope_id=debtor, objection_id="objection-3")
    assert stays(case) == [("ST-13", "STAY", "party", True)]


def test_two_challenges_are_kept_apart(case: Case) -> None:
    first = case.on(RAISED).receives("objection_filed", received_date=RAISED, objector="The debtor", against="ACT")
    second = case.receives("objection_filed", received_date=RAISED, objector="The bank", against="RESTRICTION")
    assert case.open_tasks().count("oppose_challenge") == 2
    assert first.document.keys != second.document.keys


def test_nobody_complains_of_no_progress_while_the_title_is_stayed(case: Case) -> None:
    challenges.retried(case).on(date(2026, 12, 9))
    assert case.was_open("consider_higher_court") == []
    challenges.judged(case, "WON", KEY["objection_id"]).on(date(2027, 3, 9))
    assert len(case.was_open("consider_higher_court")) == 1


def test_a_challenge_ends_with_the_case(case: Case) -> None:
    challenges.retried(case).hears(f"case_closed-{case.case_id}")
    assert end(case) == "case_closed"


CLOCKS: list[Callable[[Case], object]] = [challenges.retried, challenges.asset_claimed, challenges.refusal_asked, deferred]


@pytest.mark.parametrize("challenged", CLOCKS, ids=lambda told: told.__name__)
def test_neither_limitation_nor_the_renewal_of_a_freeze_pauses(case: Case, challenged: Callable[[Case], object]) -> None:
    def clocks() -> list[Any]:
        limitation, measures = case.facts()["limitation"], case.facts()["measures"]
        running = [case.ends(watch) for watch in ("limitation_watch", "freeze_renewal_watch")]
        return [limitation["status"], limitation["expiry_raw"], measures, running]

    before = clocks()
    challenged(case)
    assert any(stay[-1] for stay in stays(case))
    assert clocks() == before
