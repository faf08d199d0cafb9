"""Suits beside enforcement: every way they go, from the statement of claim to the end."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection
from sqlmodel import select

from db.models import CaseFile, CaseMember
from tests.processes import impasse, suits
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import PAPER, Case, Days
from tests.processes.impasse import ABUSE, COLLECTED, DIVIDEND, GIFT, IDLE_CLAIM, chooses, days_later
from tests.processes.team import TEAM
from worklist.cases import file


@pytest.fixture(scope="module")
def deadlocked(begin: Begin) -> Case:
    """Enforcement is stuck and the facts are collected: the partner is to choose."""
    return impasse.deadlocked(begin())


@pytest.fixture
def case(office: Connection, deadlocked: Case) -> Iterator[Case]:
    """The deadlocked case; what a test does with it is undone."""
    with undone(office) as session:
        yield Case(session, TEAM, deadlocked.case_id).at(deadlocked.now)


def reported(case: Case) -> None:
    """Assert that the remedies are over, and that the partner's report ends them."""
    case.does("report_results", remedy_summary="Said in the letter to the client")
    assert case.ends("remedies_escalation") == ["remedy_results"]


# -- the suit itself ------------------------------------------------------------------------------------


def test_a_suit_that_is_won_is_a_title_of_its_own_in_a_linked_case(case: Case) -> None:
    suits.abuse_sued_over(case)
    assert [sorted(case.states(rule)) for rule in ("DL-X-75", "DL-X-142")] == [["MET", "OPEN"], ["MET", "OPEN"]]
    suits.judged(case, ABUSE, "WON")
    suits.final(case, ABUSE)
    assert (case.ends("civil_suit"), case.ends("veil_piercing_suit")) == (["won"], ["ended"])
    linked = Case(case.session, TEAM, case.variables("civil_suit")["linked_case_id"]).at(case.now)
    assert linked.open_tasks() == ["register_case"]
    assert linked.facts()["client"]["name"] == case.facts()["client"]["name"]
    reported(case)


def test_who_may_see_the_case_may_see_the_one_linked_with_it(case: Case) -> None:
    suits.abuse_sued_over(case)
    case.session.get_one(CaseFile, case.case_id).access = "walled"
    already = set(case.session.exec(select(CaseMember.user_id).where(CaseMember.case_id == case.case_id)))
    team = {person.id for person in case.people.values()}
    case.session.add_all(CaseMember(case_id=case.case_id, user_id=one) for one in team - already)
    case.session.commit()
    suits.judged(case, ABUSE, "WON")
    suits.final(case, ABUSE)
    linked = case.variables("civil_suit")["linked_case_id"]
    members = case.session.exec(select(CaseMember.user_id).where(CaseMember.case_id == linked)).all()
    assert case.session.get_one(CaseFile, linked).access == "walled"
    assert team <= set(members)


def test_a_part_that_is_won_counts_as_won(case: Case) -> None:
    suits.gift_sued_over(case)
    suits.judged(case, GIFT, "PART")
    suits.final(case, GIFT)
    assert (case.ends("civil_suit"), case.ends("revocation_suit")) == (["won"], ["won"])


def test_a_suit_that_is_lost_opens_no_case(case: Case) -> None:
    suits.abuse_sued_over(case)
    suits.judged(case, ABUSE, "LOST")
    suits.final(case, ABUSE)
    assert (case.ends("civil_suit"), case.ends("veil_piercing_suit")) == (["lost"], ["ended"])
    assert "linked_case_id" not in case.variables("civil_suit")
    reported(case)


def test_a_settlement_ends_a_suit(case: Case) -> None:
    suits.gift_sued_over(case)
    case.receives("settlement_made", suits.key(case, GIFT), event_date=days_later(case, 9), terms="Half is paid")
    assert (case.ends("civil_suit"), case.ends("revocation_suit")) == (["settled"], ["lost"])
    assert case.variables("revocation_suit")["suit_outcome"] == "SETTLED"
    reported(case)


BROUGHT: list[tuple[str, int, Callable[[Case], Case], str]] = [
    ("revocation_suit", GIFT, suits.gift_sued_over, "lost"),
    ("subrogation_suit", IDLE_CLAIM, suits.claim_sued_for, "lost"),
    ("veil_piercing_suit", ABUSE, suits.abuse_sued_over, "ended"),
]


@pytest.mark.parametrize(("process", "act", "brought", "end"), BROUGHT)
def test_a_suit_is_withdrawn(case: Case, process: str, act: int, brought: Callable[[Case], Case], end: str) -> None:
    brought(case)
    suits.withdrawn(case, act)
    assert (case.ends("civil_suit"), case.ends(process)) == (["withdrawn"], [end])
    reported(case)


def test_a_suit_withdrawn_after_a_judgment_is_not_won(case: Case) -> None:
    suits.gift_sued_over(case)
    suits.judged(case, GIFT, "WON")
    suits.withdrawn(case, GIFT)
    assert case.ends("revocation_suit") == ["lost"]
    assert case.variables("revocation_suit")["suit_outcome"] == "WITHDRAWN"


def test_the_withdrawal_of_another_suit_ends_nothing(case: Case) -> None:
    suits.gift_sued_over(case)
    case.receives("suit_withdrawn", {"suit_id": "main"}, event_date=COLLECTED)
    assert case.ends("civil_suit") == [None]


def test_acceptance_fee_and_hearing_leave_the_wait_open(case: Case) -> None:
    suits.gift_sued_over(case)
    suit, day = suits.key(case, GIFT), days_later(case, 5)
    case.receives("case_accepted", suit, event_date=day, case_no="(2026)浙0203民初1号", court="Basic court")
    case.receives("fee_notice", suit, served_date=day, amount=8000, currency="CNY")
    assert [days.raw for days in case.days("DL-X-152")] == [day + timedelta(7)]
    case.receives("hearing_notice", suit, hearing_date=day + timedelta(20), place="Court room 3")
    assert {"pay_court_fee", "prepare_hearing"} <= set(case.open_tasks())
    case.does("pay_court_fee", paid_date=day, paid_amount=8000, paid_currency="CNY")
    case.does("prepare_hearing", hearing_plan="Three exhibits")
    assert case.states("DL-X-152") == ["MET"]
    suits.judged(case, GIFT, "WON")
    assert case.ends("civil_suit") == [None]


def test_acceptance_of_a_suit_starts_no_clock_of_the_main_proceedings(case: Case) -> None:
    panel = case.states("DL-G-08")
    suits.gift_sued_over(case)
    case.receives("case_accepted", suits.key(case, GIFT), event_date=COLLECTED, case_no="1", court="Basic court")
    assert case.states("DL-G-08") == panel


@pytest.mark.parametrize(("home", "rule", "days"), [("YES", "DL-X-99", 15), ("NO", "DL-X-118", 30)])
def test_an_appeal_is_due_by_where_the_client_lives(case: Case, home: str, rule: str, days: int) -> None:
    suits.gift_sued_over(case)
    file.write(case.session, case.case_id, {"case.client.domicile_cn": home}, case.people["intake"], case.now)
    case.session.commit()
    day = days_later(case, 20)
    case.receives("suit_judgment", suits.key(case, GIFT), outcome="LOST", document_date=day, served_date=day)
    [clock] = case.days(rule)
    assert clock.raw == day + timedelta(days)
    case.does("appeal_choice", appeal=False)
    assert case.states(rule) == ["CANCELLED"]


def test_an_appeal_is_filed_and_the_second_judgment_decides(case: Case) -> None:
    suits.gift_sued_over(case)
    suits.judged(case, GIFT, "LOST", appeal=True)
    [state] = case.states("DL-X-99") or case.states("DL-X-118")
    assert state == "MET"
    day = days_later(case, 20)
    case.receives("suit_judgment", suits.key(case, GIFT), outcome="WON", document_date=day, served_date=day)
    assert (case.ends("civil_suit"), case.ends("revocation_suit")) == (["won"], ["won"])
    assert len(case.states("DL-X-99") + case.states("DL-X-118")) == 1


@pytest.mark.parametrize(("result", "ends"), [("UPHELD", ["lost"]), ("REVERSED", [None])])
def test_a_decision_on_the_appeal_upholds_or_goes_to_the_partner(case: Case, result: str, ends: list[str | None]) -> None:
    suits.gift_sued_over(case)
    suits.judged(case, GIFT, "LOST", appeal=True)
    case.receives("appeal_ruling", suits.key(case, GIFT), result=result, document_date=days_later(case, 20))
    assert case.ends("civil_suit") == ends
    assert ("review_appeal_ruling" in case.open_tasks()) is (result == "REVERSED")


@pytest.mark.parametrize(("goes_on", "ends"), [(True, [None]), (False, ["won"])])
def test_a_reversal_sends_the_suit_back_or_ends_it(case: Case, goes_on: bool, ends: list[str | None]) -> None:
    suits.gift_sued_over(case)
    suits.judged(case, GIFT, "LOST", appeal=True)
    case.receives("appeal_ruling", suits.key(case, GIFT), result="REVERSED", document_date=days_later(case, 20))
    case.does("review_appeal_ruling", suit_goes_on=goes_on, suit_outcome="WON")
    assert case.ends("civil_suit") == ends
    if goes_on:
        suits.judged(case, GIFT, "WON")
        suits.final(case, GIFT)
        assert case.ends("civil_suit") == ["won"]


def not_accepted(case: Case) -> date:
    """The court does not accept the suit."""
    day = days_later(case, 7)
    case.receives("case_not_accepted", suits.key(case, GIFT), served_date=day, ground="No standing", ruling_no="1")
    return day


def test_a_suit_that_is_not_accepted_may_end_there(case: Case) -> None:
    suits.gift_sued_over(case)
    not_accepted(case)
    case.does("appeal_choice", appeal=False)
    assert (case.ends("civil_suit"), case.ends("revocation_suit")) == (["not_accepted"], ["lost"])
    reported(case)


def test_a_refusal_to_accept_is_appealed_within_its_own_period(case: Case) -> None:
    suits.gift_sued_over(case)
    before = case.states("DL-X-03")
    day = not_accepted(case)
    [clock] = case.days("DL-X-100") or case.days("DL-X-119")
    assert clock.raw in {day + timedelta(10), day + timedelta(30)}
    assert case.states("DL-X-03") == before
    case.does("appeal_choice", appeal=True)
    case.does("file_appeal", filed_date=day, appeal_court="Intermediate court", appeal_paper=PAPER)
    case.receives("appeal_ruling", suits.key(case, GIFT), result="REVERSED", document_date=days_later(case, 20))
    case.does("review_appeal_ruling", suit_goes_on=True, suit_outcome="LOST")
    suits.judged(case, GIFT, "WON")
    suits.final(case, GIFT)
    assert case.ends("revocation_suit") == ["won"]


def test_the_court_is_chased_while_a_judgment_is_not_final(case: Case) -> None:
    suits.gift_sued_over(case)
    suits.judged(case, GIFT, "WON")
    case.on(case.now.date() + timedelta(40))
    case.does("wait_effect_chase", chase_result="CHASED")
    assert "wait_effect_chased" in case.passed("civil_suit")
    suits.final(case, GIFT)
    assert case.ends("civil_suit") == ["won"]


def test_an_idle_claim_that_is_won_is_paid_to_us(case: Case) -> None:
    suits.claim_sued_for(case)
    suits.judged(case, IDLE_CLAIM, "WON")
    suits.final(case, IDLE_CLAIM)
    assert case.ends("subrogation_suit") == ["won"]
    reported(case)


# -- several companies, directors -----------------------------------------------------------------------


def test_the_clocks_of_suits_run_before_anybody_chooses(deadlocked: Case) -> None:
    assert deadlocked.days("DL-X-75") == 2 * [Days(date(2029, 7, 1), date(2029, 7, 2), provisional=True)]
    assert [days.raw for days in deadlocked.days("DL-X-142")] == [date(2044, 3, 1), date(2045, 4, 10)]


def test_preparing_a_suit_is_due_with_the_clock_of_its_act(case: Case) -> None:
    chooses(case, "VEIL", ABUSE)
    due = case.task("prepare_suit").due_at
    assert due is not None
    assert due.date() >= date(2029, 7, 1)


def test_abuse_of_several_companies_is_certain_of_its_cause(case: Case) -> None:
    suits.prepared(case, "VEIL", ABUSE)
    assert case.decided("D10_separate_litigation_basis")["cause"] == "SL-3"
    assert "draft_suit" in case.open_tasks()
    assert "choose_cause" not in case.open_tasks()


def test_unlawful_dividends_are_sued_for_without_the_partner(case: Case) -> None:
    suits.prepared(case, "DIRECTORS", DIVIDEND, director_conduct=["ILLEGAL_DIVIDEND"], controller_instruction="NO")
    assert "choose_cause" not in case.open_tasks()
    suits.filed(case, DIVIDEND)
    suits.judged(case, DIVIDEND, "WON")
    suits.final(case, DIVIDEND)
    assert case.ends("director_liability_suit") == ["ended"]
    reported(case)


@pytest.mark.parametrize(("leave", "end"), [(suits.withdrawn, "withdrawn"), (suits.final, "lost")])
def test_a_suit_against_directors_is_lost_or_withdrawn(case: Case, leave: Callable[[Case, int], None], end: str) -> None:
    suits.prepared(case, "DIRECTORS", DIVIDEND, director_conduct=["ILLEGAL_DIVIDEND"], controller_instruction="NO")
    suits.filed(case, DIVIDEND)
    suits.judged(case, DIVIDEND, "LOST")
    leave(case, DIVIDEND)
    assert (case.ends("civil_suit"), case.ends("director_liability_suit")) == ([end], ["ended"])
    reported(case)


@pytest.mark.parametrize("answers", [{}, {"director_conduct": ["ILLEGAL_DIVIDEND"], "controller_instruction": "YES"}])
def test_what_is_not_certain_or_was_instructed_goes_to_the_partner(case: Case, answers: dict[str, object]) -> None:
    suits.prepared(case, "DIRECTORS", DIVIDEND, **answers)
    case.does("choose_cause", cause="SL-6", reason="The instruction is proved")
    suits.filed(case, DIVIDEND)
    assert case.variables("civil_suit")["cause"] == "SL-6"


@pytest.mark.parametrize("remedy", ["VEIL", "DIRECTORS"])
def test_the_partner_may_file_no_suit(case: Case, remedy: str) -> None:
    process = {"VEIL": "veil_piercing_suit", "DIRECTORS": "director_liability_suit"}[remedy]
    act = {"id": case.ids("acts")[GIFT], "kind": "OTHER", "party_id": case.ids("debtors")[0], "known_date": COLLECTED}
    chooses(case, remedy, GIFT).does("prepare_suit", {"case.acts": [act]})
    case.does("choose_cause", cause="none", reason="Nothing to prove it by")
    assert case.ends(process) == ["not_filed"]
    reported(case)


def test_an_act_learnt_of_while_preparing_gets_its_clock_and_its_watch(case: Case) -> None:
    chooses(case, "VEIL")
    known = {"case.acts": [*({"id": act, **facts} for act, facts in zip(case.ids("acts"), listed(case), strict=True)),
             {"kind": "GROUP_ABUSE", "party_id": case.ids("debtors")[0], "known_date": COLLECTED}]}  # fmt: skip
    case.does("prepare_suit", known)
    assert [days.raw for days in case.days("DL-X-75")][-1] == date(2029, 7, 20)
    assert len(case.ends("limitation_watch")) == len(set(case.ids("acts"))) + 3


def listed(case: Case) -> list[dict[str, object]]:
    """Return what the form asks of every act, as the file has it."""
    names = ("kind", "party_id", "act_date", "known_date")
    return [{name: act[name] for name in names if act.get(name) is not None} for act in case.facts()["acts"]]


@pytest.mark.parametrize(("process", "brought"), [
    ("civil_suit", suits.abuse_sued_over), ("veil_piercing_suit", suits.abuse_sued_over),
    ("director_liability_suit", lambda case: suits.prepared(case, "DIRECTORS", DIVIDEND)),
])  # fmt: skip
def test_a_suit_ends_with_its_case(case: Case, process: str, brought: Callable[[Case], Case]) -> None:
    brought(case)
    case.hears(f"case_closed-{case.case_id}")
    assert case.ends(process) == ["case_closed"]
