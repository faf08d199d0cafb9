"""The remedies at an impasse: each is entered from enforcement and comes to an end."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.processes import impasse
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import PAPER, Case, Days
from tests.processes.impasse import COLLECTED, GIFT, HIDDEN, IDLE_CLAIM, chooses, days_later
from tests.processes.suits import final, judged
from tests.processes.team import TEAM
from worklist.cases import store
from worklist.cases.parties import roles


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
    assert "report_results" in case.open_tasks()
    case.does("report_results", remedy_summary="Said in the letter to the client")
    assert case.ends("remedies_escalation") == ["remedy_results"]


def test_a_deadlock_hands_over_to_the_remedies_and_enforcement_goes_on(deadlocked: Case) -> None:
    assert "choose_remedies" in deadlocked.open_tasks()
    assert deadlocked.ends("compulsory_enforcement") == [None]


def test_the_clocks_of_the_acts_start_before_anybody_chooses(deadlocked: Case) -> None:
    assert deadlocked.days("DL-G-19") == [Days(date(2027, 7, 1), date(2027, 7, 1), provisional=True)]
    assert deadlocked.days("DL-G-20") == [Days(date(2030, 11, 3), date(2030, 11, 4), provisional=True)]
    assert deadlocked.days("DL-X-76") == [Days(date(2028, 6, 30), date(2028, 6, 30), provisional=True)]


def test_the_table_proposes_what_the_facts_allow(deadlocked: Case) -> None:
    proposed = {row["proposal"] for row in deadlocked.decided("D22_remedy_selector")}
    assert {"CRIMINAL", "JOINDER", "REVOCATION", "SUBROGATION", "BANKRUPTCY"} <= proposed


def test_a_referral_ends_in_a_conviction_and_the_assets_are_asked_back(case: Case) -> None:
    chooses(case, "CRIMINAL", HIDDEN).does(
        "build_evidence_pack", actor_role="JUDGMENT_DEBTOR", is_entity=True, title_kind="RECOGNITION_RULING",
        conduct_kind="CR_1", conduct_date=date(2026, 5, 20), refusing_after_effect=True, sanctions_before=False,
        ability_evidence=True, complaint_proof=False,
    )  # fmt: skip
    case.does(
        "confirm_screening", referral="REFER_TO_ENFORCEMENT_COURT", reason="Money moved after the ruling"
    )
    received = date(2026, 7, 24)
    case.on(received).does("report_to_enforcement_court", filed_date=COLLECTED, police_received_date=received)
    case.does(
        "file_complaint_with_police", filed_date=COLLECTED, police="Economic crime unit", complaint_proof=True
    )
    suit = {"suit_id": case.ids("acts")[HIDDEN]}
    case.on(date(2026, 7, 30)).receives(
        "police_decision", suit, police_outcome="OPENED", document_date=date(2026, 7, 30)
    )
    day = days_later(case, 20)
    case.receives("procurator_decision", suit, result="PROSECUTED", document_date=day)
    day = days_later(case, 20)
    case.receives(
        "criminal_judgment", suit, convicted=True, recoverable_amount=Decimal(400_000), document_date=day
    )
    case.does(
        "record_criminal_outcome", convicted=True, recoverable_amount=Decimal(400_000), judgment_date=day
    )
    case.does("request_asset_return", filed_date=day, amount_asked=Decimal(400_000))
    assert case.ends("criminal_referral") == ["convicted"]
    reported(case)


def evidence(case: Case, **changed: Any) -> Case:
    """The investigator has the evidence of the hidden money together."""
    pack: dict[str, Any] = {
        "actor_role": "JUDGMENT_DEBTOR", "is_entity": True, "title_kind": "RECOGNITION_RULING", "conduct_kind": "CR_1",
        "conduct_date": date(2026, 5, 20), "refusing_after_effect": True, "sanctions_before": False,
        "ability_evidence": True, "complaint_proof": False,
    }  # fmt: skip
    return chooses(case, "CRIMINAL", HIDDEN).does("build_evidence_pack", **pack | changed)


#: Evidence → what the table proposes, which nobody but the lawyer decides.
PROPOSED = [
    ({}, "REFER_TO_ENFORCEMENT_COURT"), ({"ability_evidence": False}, "GATHER"), ({"actor_role": "OUTSIDER"}, "NO_REFERRAL"),
    ({"conduct_date": date(2024, 5, 20)}, "REVIEW"), ({"conduct_kind": "NOT_LISTED"}, "NO_REFERRAL"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "referral"), PROPOSED)
def test_the_table_proposes_a_way_and_the_lawyer_may_go_another(case: Case, changed: dict[str, Any], referral: str) -> None:
    evidence(case, **changed)
    assert case.variables("criminal_referral")["referral"] == referral
    assert case.ends("criminal_referral") == [None]
    case.does("confirm_screening", referral="REFER_TO_ENFORCEMENT_COURT", reason="The lawyer sees more than the table")
    assert "report_to_enforcement_court" in case.open_tasks()


def test_a_referral_that_the_partner_stops_is_not_pursued(case: Case) -> None:
    evidence(case).does("confirm_screening", referral="REVIEW", reason="Doubtful")
    case.does("decide_referral", referral_decision="STOP", reason="The debtor pays in part")
    assert case.ends("criminal_referral") == ["not_pursued"]
    reported(case)


def prosecuted_by_us(case: Case) -> Case:
    """The police have refused to open a case, and the table sends us to the court ourselves."""
    evidence(case).does("confirm_screening", referral="FILE_COMPLAINT_FIRST", reason="The complaint comes first")
    case.does("file_complaint_with_police", filed_date=COLLECTED, police="Economic crime unit", complaint_proof=True)
    day = days_later(case, 5)
    case.receives("police_decision", {"suit_id": case.ids("acts")[HIDDEN]}, police_outcome="REFUSED", document_date=day)
    case.does("request_procurator_review", asked=True, filed_date=day, complaint_proof=True)
    assert case.variables("criminal_referral")["referral"] == "PRIVATE_PROSECUTION"
    case.does("confirm_screening_again", referral="PRIVATE_PROSECUTION", reason="The police refused")
    return case.does("file_private_prosecution", filed_date=day, court="Basic court", paper=PAPER)


def test_a_private_prosecution_that_is_refused_is_not_pursued(case: Case) -> None:
    prosecuted_by_us(case)
    answer = {"result": "REFUSED", "document_date": days_later(case, 9)}
    case.receives("private_prosecution_decision", {"suit_id": case.ids("acts")[HIDDEN]}, **answer)
    assert case.ends("criminal_referral") == ["not_pursued"]
    reported(case)


def test_a_prosecution_is_withdrawn_when_the_debtor_settles(case: Case) -> None:
    suit = {"suit_id": case.ids("acts")[HIDDEN]}
    prosecuted_by_us(case).receives("private_prosecution_decision", suit, result="ACCEPTED", document_date=days_later(case, 9))
    case.receives("settlement_made", suit, event_date=days_later(case, 9), terms="All is paid by Christmas")
    assert case.ends("criminal_referral") == ["performed_meanwhile"]


def test_police_that_stay_silent_for_sixty_days_lead_to_the_procurator(case: Case) -> None:
    chooses(case, "CRIMINAL", HIDDEN).does(
        "build_evidence_pack", actor_role="JUDGMENT_DEBTOR", is_entity=True, title_kind="RECOGNITION_RULING",
        conduct_kind="CR_1", conduct_date=date(2026, 5, 20), refusing_after_effect=True, sanctions_before=False,
        ability_evidence=True, complaint_proof=False,
    )  # fmt: skip
    case.does("confirm_screening", referral="FILE_COMPLAINT_FIRST", reason="The complaint comes first")
    case.does(
        "file_complaint_with_police", filed_date=COLLECTED, police="Economic crime unit", complaint_proof=True
    )
    case.on(date(2026, 9, 17))
    assert "request_procurator_review" not in case.open_tasks()
    case.keeps_up().on(date(2026, 9, 19))
    assert "request_procurator_review" in case.open_tasks()


def test_a_shareholder_is_joined_when_nobody_challenges_the_ruling(case: Case) -> None:
    asks_joinder(case)
    [target] = case.ids("debtors")
    served = days_later(case, 20)
    case.receives(
        "joinder_ruling", {"party_id": target}, granted=True, cap=Decimal(500_000), challenge_kind="SUIT",
        document_date=served, served_date=served,
    )  # fmt: skip
    assert case.days("DL-X-72") == [Days(date(2026, 8, 24), date(2026, 8, 24))]
    case.on(date(2026, 8, 24))
    assert case.ends("joinder") == [None]
    case.on(date(2026, 8, 25))
    assert case.ends("joinder") == ["joined"]
    assert (case.facts()["debtors"][0]["role"], case.facts()["debtors"][0]["liability_cap"]) == (
        "JOINED",
        500_000,
    )
    reported(case)


def test_who_stands_behind_the_debtor_is_chosen_as_target_and_joined(case: Case) -> None:
    [debtor] = case.ids("debtors")
    case.knows({"case.links": [{"name": "Sun Meilan", "kind": "SOLE_SHAREHOLDER", "party_id": debtor, "source": "Register", "confidence": "REGISTER"}]})
    person = case.facts()["links"][0]["person_id"]
    case.does("choose_remedies", chosen_remedies=[{"remedy": "JOINDER", "target_party_id": person}], reason="She paid in half")
    joins(case)
    served = days_later(case, 20)
    case.receives(
        "joinder_ruling", {"party_id": person}, granted=True, cap=Decimal(500_000), challenge_kind="SUIT", document_date=served, served_date=served,
    )  # fmt: skip
    case.on(date(2026, 8, 25))
    assert case.ends("joinder") == ["joined"]
    joined = case.facts()["debtors"][1]
    assert (joined["id"], joined["name"], joined["role"], joined["liability_cap"]) == (person, "Sun Meilan", "JOINED", 500_000)
    held = [(row.role, row.since) for row in roles.held(case.session, case.case_id) if store.key_of(case.session, case.case_id, row.party_id) == person]
    assert ("JOINED", served) in held
    assert "SOLE_SHAREHOLDER" in {role for role, _ in held}


def test_a_refused_joinder_is_challenged_and_lost(case: Case) -> None:
    asks_joinder(case)
    target = {"party_id": case.ids("debtors")[0]}
    day = days_later(case, 20)
    case.receives(
        "joinder_ruling",
        target,
        granted=False,
        challenge_kind="RECONSIDERATION",
        document_date=day,
        served_date=day,
    )
    case.does("challenge_choice", file_it=True, reason="The contribution is unpaid")
    case.does("file_challenge", filed_date=day, court="High People's Court of Zhejiang", paper=PAPER)
    answered = days_later(case, 20)
    case.receives(
        "reconsideration_ruling", target, result="UPHELD", in_our_favour=False, document_date=answered
    )
    assert case.ends("joinder") == ["rejected"]
    reported(case)


def test_the_table_fills_in_the_case_of_joinder_and_the_partner_may_choose_another(case: Case) -> None:
    chooses(case, "JOINDER").does(
        "collect_target_evidence", {"case.findings.debtor_insufficient": "YES"}, target_role="SHAREHOLDER",
        company_form="LLC", event_kind=["UNPAID"], contribution_due="NO", unpaid_amount=Decimal(500_000),
    )  # fmt: skip
    filled = case.variables("joinder")
    assert (filled["scenario"], filled["joinder_mode"], filled["cap"]) == ("JN-1b", "ASK_COURT", Decimal(500_000))
    case.does("choose_basis", joinder_mode="NOT_YET", scenario="JN-1b", preservation_wanted=False)
    assert case.ends("joinder") == ["not_yet"]
    reported(case)


def sued_instead(case: Case) -> Case:
    """The court wants a suit for the contribution that is not due yet."""
    chooses(case, "JOINDER").does(
        "collect_target_evidence", {"case.findings.debtor_insufficient": "YES"}, target_role="SHAREHOLDER",
        company_form="LLC", event_kind=["UNPAID"], contribution_due="NO", unpaid_amount=Decimal(500_000),
    )  # fmt: skip
    case.does("choose_basis", joinder_mode="ASK_COURT", scenario="JN-1b", preservation_wanted=False, challenge_kind="SUIT")
    return case.does("sound_out_court", court_view="SUE", spoke_on=COLLECTED)


def test_a_target_that_cannot_be_joined_is_sued_with_the_cause_of_the_table(case: Case) -> None:
    sued_instead(case)
    assert case.variables("joinder")["cause"] == "SL-7"
    case.does("choose_cause", cause="SL-7", reason="Company Law 54")
    case.does("draft_suit", cause="SL-7", court="Basic court", paper=PAPER)
    case.does("file_suit", filed_date=COLLECTED, court="Basic court", suit_id="contribution")
    day = days_later(case, 20)
    case.receives("suit_judgment", {"suit_id": "contribution"}, outcome="WON", document_date=day, served_date=day)
    case.does("appeal_choice", appeal=False)
    case.receives("title_final", {"suit_id": "contribution"}, event_date=days_later(case, 20))
    assert (case.ends("civil_suit"), case.ends("joinder")) == (["won"], ["rejected"])
    reported(case)


def test_the_partner_may_sue_nobody_instead_of_joining(case: Case) -> None:
    sued_instead(case).does("choose_cause", cause="none", reason="Not worth the fee")
    assert (case.ends("civil_suit"), case.ends("joinder")) == ([], ["rejected"])
    reported(case)


def test_a_preservation_that_is_refused_does_not_hold_up_the_joinder(case: Case) -> None:
    chooses(case, "JOINDER").does(
        "collect_target_evidence", {"case.findings.debtor_insufficient": "YES"}, target_role="SHAREHOLDER",
        company_form="LLC", event_kind=["WITHDRAWN"], withdrawn_amount=Decimal(500_000),
    )  # fmt: skip
    case.does(
        "choose_basis", joinder_mode="JOIN", scenario="JN-1c", preservation_wanted=True, cap=Decimal(500_000), challenge_kind="SUIT"
    )
    account = {"description": "An account at the Bank of Ningbo", "concrete": True}
    case.does("check_leads", {"case.assets": [account]}, concrete_leads=1)
    case.does("prepare_security", security_kind="CASH", security_amount=Decimal(100_000))
    asked = {"filed_date": COLLECTED, "court": "Ningbo court", "preservation_amount": Decimal(500_000), "urgent": False}
    case.does("file_preservation", asset_ids=case.ids("assets"), **asked)
    case.does("pay_preservation_fee", paid_date=COLLECTED, paid_amount=5_000)
    case.receives("preservation_ruling", result="REFUSED", document_date=COLLECTED, served_date=COLLECTED)
    case.does("decide_preservation_remedy", file_it=False, reason="The clue is old")
    assert case.ends("property_preservation") == ["refused"]
    assert "file_joinder" in case.open_tasks()


def test_an_application_for_joinder_is_given_up(case: Case) -> None:
    asks_joinder(case)
    case.receives("other_event", {"step": "wait_ruling"}, kind="PHONE", text="We withdraw", event_date=COLLECTED)
    case.does("wait_ruling_other", other_action="GIVE_UP", reason="Withdrawn for a settlement")
    assert case.ends("joinder") == ["wait_ruling_given_up"]
    reported(case)


def asks_joinder(case: Case) -> None:
    """The partner chooses joinder, and the litigator applies to join the shareholder."""
    chooses(case, "JOINDER")
    joins(case)


def joins(case: Case) -> None:
    """The litigator applies to join the target."""
    case.does(
        "collect_target_evidence", {"case.findings.debtor_insufficient": "YES"}, target_role="SHAREHOLDER",
        company_form="LLC", event_kind=["UNPAID"], contribution_due="YES", unpaid_amount=Decimal(500_000),
    )  # fmt: skip
    case.does(
        "choose_basis", joinder_mode="JOIN", scenario="JN-1d", preservation_wanted=False, cap=Decimal(500_000),
        challenge_kind="SUIT",
    )  # fmt: skip
    case.does(
        "file_joinder", filed_date=COLLECTED, target_name="Sun Meilan", scenario="JN-1d", basis="Unpaid contribution",
        cap=Decimal(500_000),
    )  # fmt: skip


def test_a_gift_is_revoked_and_the_asset_becomes_a_clue(case: Case) -> None:
    chooses(case, "REVOCATION", GIFT)
    assert case.task("decide_revocation").due_at is not None
    case.does("decide_revocation", file_it=True, cause="SL-1a", reason="A gift to a relative")
    suit = case.ids("acts")[GIFT]
    case.does("file_revocation_suit", filed_date=COLLECTED, court="Basic court", suit_id=suit)
    assert case.states("DL-G-19") == ["MET"]
    judged(case, GIFT, "WON")
    final(case, GIFT)
    assert case.ends("revocation_suit") == ["won"]
    assert "submit_clue" in case.open_tasks()
    reported(case)


def test_the_partner_may_let_a_gift_stand(case: Case) -> None:
    chooses(case, "REVOCATION", GIFT).does("decide_revocation", file_it=False, cause="SL-1a", reason="Too small")
    assert case.ends("revocation_suit") == ["not_filed"]
    assert case.states("DL-G-19") == ["OPEN"]
    reported(case)


def test_a_year_after_we_knew_a_gift_stands(case: Case) -> None:
    case.on(date(2027, 7, 2))
    chooses(case, "REVOCATION", GIFT)
    assert case.ends("revocation_suit") == ["expired"]
    assert "file_revocation_suit" not in case.open_tasks()


def test_an_idle_claim_is_sued_for_in_the_debtors_place(case: Case) -> None:
    chooses(case, "SUBROGATION", IDLE_CLAIM).does("notify_third_party_debtor", notified_date=COLLECTED)
    case.does("decide_subrogation", subrogation_decision="FILE", personal_right="NO", reason="Due and idle")
    suit = case.ids("acts")[IDLE_CLAIM]
    case.does("file_subrogation_suit", filed_date=COLLECTED, court="Basic court", suit_id=suit)
    assert case.states("DL-X-76") == ["MET"]
    judged(case, IDLE_CLAIM, "LOST")
    final(case, IDLE_CLAIM)
    assert case.ends("subrogation_suit") == ["lost"]
    reported(case)


@pytest.mark.parametrize(("decision", "end"), [("PRESERVE_ONLY", "preserved"), ("STOP", "stopped")])
def test_an_idle_claim_is_preserved_or_left(case: Case, decision: str, end: str) -> None:
    chooses(case, "SUBROGATION", IDLE_CLAIM).does("notify_third_party_debtor", notified_date=COLLECTED)
    case.does("decide_subrogation", subrogation_decision=decision, personal_right="NO", reason="Not due yet")
    assert case.ends("subrogation_suit") == [end]
    reported(case)


def test_a_debtor_goes_into_bankruptcy_and_pays_a_dividend(case: Case) -> None:
    chooses(case, "BANKRUPTCY")
    [debtor] = case.ids("debtors")
    party = {"party_id": debtor}
    rank = {
        "id": debtor,
        "our_rank": 4,
        "freeze_cover_ratio": 0,
        "insolvent": "YES",
        "several_creditors": "YES",
    }
    case.does(
        "collect_rank", {"case.debtors": [rank], "case.findings.cannot_pay": "YES"}, applied_by_other=False
    )
    case.does(
        "advise_transfer",
        transfer_choice="APPLY",
        expected_by_rank=0,
        expected_pro_rata=300_000,
        reason="All is frozen for others",
    )
    case.does("apply_transfer", filed_date=COLLECTED, paper=PAPER)
    day = days_later(case, 20)
    case.receives("transfer_decision", party, result="SENT", event_date=day)
    day = days_later(case, 20)
    case.receives("bankruptcy_decision", party, decision="ACCEPTED", event_date=day)
    assert [stay["event"] for stay in case.facts()["stays"]] == ["ST-14"]
    case.receives(
        "claims_notice", party, event_date=day, claim_by=date(2026, 10, 20), administrator="Two Oaks LLP"
    )
    assert case.days("DL-X-80") == [Days(date(2026, 10, 20), date(2026, 10, 20))]
    case.does("file_claim", filed_date=day, claim_amount=Decimal(2_400_000), claim_basis=PAPER)
    case.receives(
        "claim_review_result", party, claim_accepted=True, amount=Decimal(2_400_000), event_date=day
    )
    day = days_later(case, 20)
    case.receives("creditors_meeting_notice", party, meeting_date=day, resolution_date=day)
    case.does("attend_creditors_meeting", attended_on=day, attack=False, avoidance=False)
    case.receives("dividend", party, event_date=day, amount=Decimal(300_000), currency="GBP")
    entry = {
        "amount": Decimal(300_000),
        "currency": "GBP",
        "value_date": day,
        "item_id": case.ids("title.items")[0],
    }
    case.does("book_dividend", {"case.ledger": [entry]})
    case.receives("bankruptcy_ended", party, event_date=day, ended_by="DISTRIBUTION")
    assert case.ends("bankruptcy_transfer") == ["distribution_pari_passu"]
    assert case.outstanding() == [Decimal(2_100_000)]
    reported(case)


def rank_collected(case: Case, choice: str, **rank: Any) -> Case:
    """Our rank is known, and the partner decides on the transfer."""
    known = {"id": case.ids("debtors")[0], "our_rank": 4, "freeze_cover_ratio": 0, "insolvent": "YES", "several_creditors": "YES"}
    chooses(case, "BANKRUPTCY").does(
        "collect_rank", {"case.debtors": [known | rank], "case.findings.cannot_pay": "YES"}, applied_by_other=choice == "FOLLOW"
    )
    proposal = case.variables("bankruptcy_transfer")["proposal"]
    assert proposal == ("COMPARE" if rank else "FOLLOW" if choice == "FOLLOW" else "APPLY")
    return case.does(
        "advise_transfer", transfer_choice=choice, expected_by_rank=0, expected_pro_rata=300_000, reason="Weighed"
    )


@pytest.mark.parametrize("choice", ["NO", "MONITOR"])
def test_the_partner_may_leave_a_debtor_out_of_bankruptcy(case: Case, choice: str) -> None:
    rank_collected(case, choice, our_rank=2, freeze_cover_ratio=Decimal("0.4"))
    assert case.ends("bankruptcy_transfer") == ["refused"]
    reported(case)


def test_a_transfer_that_the_court_refuses_ends(case: Case) -> None:
    party = {"party_id": case.ids("debtors")[0]}
    rank_collected(case, "APPLY").does("apply_transfer", filed_date=COLLECTED, paper=PAPER)
    case.receives("transfer_decision", party, result="REFUSED", event_date=days_later(case, 20))
    assert case.ends("bankruptcy_transfer") == ["refused"]
    reported(case)


def test_an_application_for_bankruptcy_is_given_up(case: Case) -> None:
    rank_collected(case, "FOLLOW")
    case.receives("other_event", {"step": "follow"}, kind="PHONE", text="The bank withdraws", event_date=COLLECTED)
    case.does("follow_other", other_action="GIVE_UP", reason="The bank withdrew its application")
    assert case.ends("bankruptcy_transfer") == ["follow_given_up"]
    reported(case)


def test_a_remedy_without_a_process_of_its_own_is_a_task_of_the_partner(case: Case) -> None:
    chooses(case, "OTHER").does("handle_outside_writ", outside_result="Suit filed", outside_done=True)
    reported(case)
