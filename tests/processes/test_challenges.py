"""A challenge stays what its scope covers and nothing else, and is followed to its end. Rules: DL-X-31, DL-X-105, DL-X-154."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.processes import impasse, test_disposal
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import PAPER, Case
from tests.processes.team import TEAM

CHALLENGES = "challenges_stays"
RAISED, RULED = date(2026, 7, 20), date(2026, 8, 10)


@pytest.fixture(scope="module")
def seized(begin: Begin) -> Case:
    return test_disposal.seized(impasse.opened(begin()))


@pytest.fixture
def case(office: Connection, seized: Case) -> Iterator[Case]:
    """The British case in enforcement, with a seized workshop; what a test does with it is undone."""
    with undone(office) as session:
        yield Case(session, TEAM, seized.case_id).at(seized.now)


def raised(case: Case, message: str, **fields: Any) -> Case:
    case.on(RAISED).receives(message, **fields)
    return case


def by_third_party(case: Case) -> Case:
    return raised(case, "third_party_objection", received_date=RAISED, asset_id=case.ids("assets")[0], objector="Blue Crane Co", ground="Bought it in 2023")


def by_objection(case: Case, against: str = "ACT") -> Case:
    return raised(case, "objection_filed", received_date=RAISED, objector="The debtor", against=against)


def answered(case: Case) -> Case:
    variables = case.variables(CHALLENGES)
    case.does("oppose_challenge", answer="It is unfounded", scope_kind=variables["scope_kind"], scope_id=variables["scope_id"])
    case.does("counter_security", offer=False)
    return case


def key(case: Case) -> dict[str, str]:
    return {"objection_id": case.variables(CHALLENGES)["objection_id"]}


def ruled(case: Case, message: str, **fields: Any) -> Case:
    answered(case).on(RULED).receives(message, key(case), **fields)
    return case


def stays(case: Case) -> list[tuple[Any, ...]]:
    return [(stay["effect"], stay["scope_kind"], stay["to"]) for stay in case.facts()["stays"]]


def test_a_third_party_objection_stays_that_asset_alone(case: Case) -> None:
    by_third_party(case)
    assert stays(case) == [("NO_DISPOSAL", "asset", None)]
    assert len(case.notices("Disposal is stayed")) == 1
    assert case.states("DL-X-32") == ["OPEN"]


def test_a_rejected_objection_lifts_the_stay(case: Case) -> None:
    ruled(by_third_party(case), "objection_ruling", result="REJECTED", served_date=RULED)
    assert stays(case) == [("NO_DISPOSAL", "asset", RULED)]
    assert len(case.notices("Disposal goes on")) == 1
    case.does("prepare_resume_request", filed_date=RULED)
    assert case.ends(CHALLENGES) == ["rejected"]
    assert case.states("DL-X-32") == ["MET"]


def upheld_for_a_third_party(case: Case) -> Case:
    return ruled(by_third_party(case), "objection_ruling", result="UPHELD", served_date=RULED)


def test_against_an_upheld_objection_we_sue_within_fifteen_days(case: Case) -> None:
    upheld_for_a_third_party(case)
    [row] = case.deadlines("DL-X-154")
    assert row.raw_day == date(2026, 8, 25)
    case.does("our_suit", file_it=True, reason="The sale was a sham")
    case.does("file_objection_suit", filed_date=RULED, court="Ningbo IPC")
    assert case.states("DL-X-154") == ["MET"]
    assert case.ends("civil_suit") == [None]
    case.on(date(2026, 12, 1)).receives("suit_judgment", {"suit_id": key(case)["objection_id"]}, outcome="LOST", served_date=date(2026, 12, 1))
    case.does("appeal_choice", appeal=False, reason="No new evidence")
    case.receives("title_final", {"suit_id": key(case)["objection_id"]}, event_date=date(2026, 12, 20))
    assert case.ends("civil_suit") == ["lost"]


def test_without_a_suit_the_asset_is_given_up(case: Case) -> None:
    upheld_for_a_third_party(case).does("our_suit", file_it=False)
    assert case.ends(CHALLENGES) == ["asset_given_up"]


def test_an_objection_against_an_act_stays_nothing(case: Case) -> None:
    by_objection(case)
    assert stays(case) == []
    assert case.notices("Disposal is stayed") == []


@pytest.mark.parametrize("result", ["UPHELD", "CHANGED"])
def test_an_upheld_objection_against_an_act_is_reconsidered(case: Case, result: str) -> None:
    ruled(by_objection(case), "objection_ruling", result="UPHELD", served_date=RULED)
    assert [row.raw_day for row in case.deadlines("DL-X-31")] == [date(2026, 8, 20)]
    case.does("our_reconsideration", file_it=True)
    case.does("file_objection_reconsideration", filed_date=RULED, paper=PAPER)
    assert case.states("DL-X-31") == ["MET"]
    case.on(date(2026, 9, 1)).receives("reconsideration_ruling", {**key(case), "party_id": "main"}, result=result, in_our_favour=result == "CHANGED", served_date=date(2026, 9, 1))
    case.does("prepare_resume_request", filed_date=date(2026, 9, 1))
    assert case.ends(CHALLENGES) == ["rejected"]


def test_the_ruling_on_an_act_may_be_let_be(case: Case) -> None:
    ruled(by_objection(case), "objection_ruling", result="UPHELD", served_date=RULED).does("our_reconsideration", file_it=False)
    assert case.ends(CHALLENGES) == ["act_given_up"]


def test_security_is_claimed_when_the_deferral_is_over(case: Case) -> None:
    until = date(2026, 12, 31)
    ruled(by_objection(case), "objection_ruling", result="REJECTED", served_date=RULED, deferral_from=RULED, deferral_until=until)
    assert "claim_enforcement_security" not in case.open_tasks()
    case.on(date(2027, 8, 12))
    case.does("claim_enforcement_security", filed_date=date(2027, 8, 12), security_holder="The sister company")
    assert case.states("DL-X-105") == ["MET"]
    case.does("prepare_resume_request", filed_date=date(2027, 8, 12))
    assert case.ends(CHALLENGES) == ["rejected"]


def test_a_retrial_stays_the_title_but_never_a_clock(case: Case) -> None:
    clocks = [(row.rule_id, row.raw_day) for rule in ("DL-X-12", "DL-X-22") for row in case.deadlines(rule)]
    raised(case, "retrial_ordered", event_date=RAISED, court="High Court")
    assert stays(case) == [("STAY", "title", None)]
    assert [(row.rule_id, row.raw_day) for rule in ("DL-X-12", "DL-X-22") for row in case.deadlines(rule)] == clocks
    assert {None} <= set(case.ends("limitation_watch")) | set(case.ends("freeze_renewal_watch"))


def test_nobody_complains_of_no_progress_while_the_title_is_stayed(case: Case) -> None:
    raised(case, "retrial_ordered", event_date=RAISED, court="High Court")
    case.on(date(2026, 12, 9))
    assert case.was_open("consider_higher_court") == []
    answered(case).receives("title_corrected", corrected_fields="None", document_date=date(2026, 12, 9))
    case.on(date(2027, 3, 9))
    assert len(case.was_open("consider_higher_court")) == 1


def test_a_title_that_is_set_aside_ends_its_enforcement(case: Case) -> None:
    ruled(raised(case, "set_aside_accepted", event_date=RAISED, security=True), "set_aside_result", result="SET_ASIDE", served_date=RULED)
    assert case.ends(CHALLENGES) == ["upheld"]
    assert case.ends("compulsory_enforcement") == ["closed_annulled"]
    assert "decide_withdrawal" in case.open_tasks()


@pytest.mark.parametrize(("result", "end"), [("REJECTED", "rejected"), ("REMITTED", None)])
def test_set_aside_proceedings_may_fail_or_begin_anew(case: Case, result: str, end: str | None) -> None:
    ruled(raised(case, "set_aside_accepted", event_date=RAISED, security=True), "set_aside_result", result=result, served_date=RULED)
    if end:
        case.does("prepare_resume_request", filed_date=RULED)
    assert case.ends(CHALLENGES) == [end]


@pytest.mark.parametrize(("result", "end"), [("REJECTED", "rejected"), ("UPHELD", "upheld")])
def test_an_application_to_refuse_enforcement_is_followed(case: Case, result: str, end: str) -> None:
    asked = raised(case, "nonenforcement_application", received_date=RAISED, event_date=RAISED, grounds="No agreement", security=True)
    assert stays(case) == [("STAY", "title", None)]
    ruled(asked, "nonenforcement_ruling", result=result, served_date=RULED)
    if end == "rejected":
        case.does("prepare_resume_request", filed_date=RULED)
    assert case.ends(CHALLENGES) == [end]


def sued(case: Case, kind: str, outcome: str) -> Case:
    raised(case, "third_party_suit_filed", event_date=RAISED, kind=kind, suit_id="suit-7")
    answered(case).on(RULED).receives("suit_judgment", {"suit_id": "suit-7"}, outcome=outcome, served_date=RULED)
    return case


@pytest.mark.parametrize(
    ("kind", "outcome", "end"),
    [("OBJECTION_SUIT", "LOST", "asset_lost"), ("REVOCATION_ACTION", "LOST", "upheld"), ("OBJECTION_SUIT", "WON", "rejected")],
)
def test_a_suit_of_a_third_party_ends_as_it_is_judged(case: Case, kind: str, outcome: str, end: str) -> None:
    sued(case, kind, outcome)
    if end == "rejected":
        case.does("prepare_resume_request", filed_date=RULED)
    assert case.ends(CHALLENGES) == [end]


def test_two_challenges_are_kept_apart(case: Case) -> None:
    by_third_party(case)
    by_objection(case)
    assert case.ends(CHALLENGES) == [None, None]
    assert case.open_tasks().count("oppose_challenge") == 2


def test_a_challenge_begun_by_hand_says_its_scope_itself(case: Case) -> None:
    [debtor] = case.ids("debtors")
    case.on(RAISED).begins("start_challenges_stays", challenge_kind="SUCCESSION", scope_kind="party", scope_id=debtor)
    assert stays(case) == [("STAY", "party", None)]
    assert len(case.notices("Disposal is stayed")) == 1


def test_a_challenge_ends_with_the_case(case: Case) -> None:
    by_objection(case).hears(f"case_closed-{case.case_id}")
    assert case.ends(CHALLENGES) == ["case_closed"]
