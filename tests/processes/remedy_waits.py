"""The waits of the remedies at an impasse: how a deadlocked case comes to them, and the document that ends them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tests.processes.file_note import PAPER, Case
from tests.processes.impasse import COLLECTED, GIFT, HIDDEN, chooses
from tests.processes.waits import Wait, about_the_debtor

CRIMINAL, JOINDER, BANKRUPTCY, SUIT = "criminal_referral", "joinder", "bankruptcy_transfer", "civil_suit"


def about_the_crime(case: Case) -> Mapping[str, Any]:
    """The document is about the hidden assets."""
    return {"suit_id": case.ids("acts")[HIDDEN]}


def about_the_gift(case: Case) -> Mapping[str, Any]:
    """The document is about the suit over the gift."""
    return {"suit_id": case.ids("acts")[GIFT]}


def screened(case: Case, referral: str) -> None:
    """The evidence of a crime is together, and the lawyer decides which way to go."""
    chooses(case, "CRIMINAL", HIDDEN).does(
        "build_evidence_pack", actor_role="JUDGMENT_DEBTOR", is_entity=True, title_kind="RECOGNITION_RULING",
        conduct_kind="CR_1", conduct_date=COLLECTED, refusing_after_effect=True, sanctions_before=False,
        ability_evidence=True, complaint_proof=True,
    )  # fmt: skip
    case.does("confirm_screening", referral=referral, reason="Money moved after the ruling")


def complained_of(case: Case) -> None:
    """The police have the complaint."""
    screened(case, "FILE_COMPLAINT_FIRST")
    case.does(
        "file_complaint_with_police", filed_date=COLLECTED, police="Economic crime unit", complaint_proof=True
    )


def investigated(case: Case) -> None:
    """The police open the case."""
    complained_of(case)
    case.receives("police_decision", about_the_crime(case), police_outcome="OPENED", document_date=COLLECTED)


def prosecuted(case: Case) -> None:
    """The procurator brings the case to court."""
    investigated(case)
    case.receives("procurator_decision", about_the_crime(case), result="PROSECUTED", document_date=COLLECTED)


def prosecuted_by_us(case: Case) -> None:
    """We bring a private prosecution."""
    screened(case, "PRIVATE_PROSECUTION")
    case.does("file_private_prosecution", filed_date=COLLECTED, court="Basic court", paper=PAPER)


def joinder_asked(case: Case) -> None:
    """We ask to join the shareholder."""
    chooses(case, "JOINDER").does(
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


def joined(case: Case) -> None:
    """The court joins the shareholder, who may challenge that."""
    joinder_asked(case)
    case.receives("joinder_ruling", about_the_debtor(case), **JOINED)


def refusal_challenged(case: Case) -> None:
    """The court refuses the joinder, and we challenge that."""
    joinder_asked(case)
    refused = {**JOINED, "granted": False, "challenge_kind": "RECONSIDERATION"}
    case.receives("joinder_ruling", about_the_debtor(case), **refused)
    case.does("challenge_choice", file_it=True, reason="The contribution is unpaid")
    case.does("file_challenge", filed_date=COLLECTED, court="High People's Court of Zhejiang", paper=PAPER)


def gift_attacked(case: Case) -> None:
    """We sue for the revocation of the gift."""
    chooses(case, "REVOCATION", GIFT)
    case.does("decide_revocation", file_it=True, cause="SL-1a", reason="A gift to a relative")
    case.does("file_revocation_suit", filed_date=COLLECTED, court="Basic court", **about_the_gift(case))


def gift_judged(case: Case) -> None:
    """The suit over the gift is lost at first instance, and we do not appeal."""
    gift_attacked(case)
    case.receives("suit_judgment", about_the_gift(case), **{**WON, "outcome": "LOST"})
    case.does("appeal_choice", appeal=False)


def insolvent(case: Case, choice: str) -> None:
    """We know our rank, and the partner applies for bankruptcy or follows the application of another."""
    chooses(case, "BANKRUPTCY")
    rank = {"id": case.ids("debtors")[0], "our_rank": 4, "freeze_cover_ratio": 0, "insolvent": "YES", "several_creditors": "YES"}  # fmt: skip
    ours = choice == "APPLY"
    case.does(
        "collect_rank", {"case.debtors": [rank], "case.findings.cannot_pay": "YES"}, applied_by_other=not ours
    )
    case.does(
        "advise_transfer", transfer_choice=choice, expected_by_rank=0, expected_pro_rata=300_000,
        reason="All is frozen for others",
    )  # fmt: skip


def followed(case: Case) -> None:
    """Somebody else has applied."""
    insolvent(case, "FOLLOW")


def transfer_asked(case: Case) -> None:
    """We ask the enforcement court for the transfer."""
    insolvent(case, "APPLY")
    case.does("apply_transfer", filed_date=COLLECTED, paper=PAPER)


def sent(case: Case) -> None:
    """The enforcement court sends the case to the bankruptcy court."""
    transfer_asked(case)
    case.receives("transfer_decision", about_the_debtor(case), result="SENT", event_date=COLLECTED)


def opened(case: Case) -> None:
    """The bankruptcy is accepted."""
    sent(case)
    case.receives("bankruptcy_decision", about_the_debtor(case), decision="ACCEPTED", event_date=COLLECTED)


def called(case: Case) -> None:
    """The claims are called for."""
    opened(case)
    case.receives("claims_notice", about_the_debtor(case), **CALL)


JOINED = {
    "granted": True, "cap": Decimal(500_000), "challenge_kind": "SUIT", "document_date": COLLECTED,
    "served_date": COLLECTED,
}  # fmt: skip
CALL = {"event_date": COLLECTED, "claim_by": COLLECTED, "administrator": "Two Oaks LLP"}
CONVICTED = {"convicted": True, "recoverable_amount": Decimal(1), "document_date": COLLECTED}
WON = {"outcome": "WON", "document_date": COLLECTED, "served_date": COLLECTED}
FINAL = {"event_date": COLLECTED, "effective_date": COLLECTED}
UPHELD = {"result": "UPHELD", "in_our_favour": False, "document_date": COLLECTED}
ACCEPTED = {"decision": "ACCEPTED", "event_date": COLLECTED}


def wait(
    process: str, name: str, reached: Any, message: str, fields: Mapping[str, Any], then: str, keys: Any
) -> Wait:
    """Return a wait of the deadlocked case."""
    return Wait(process, name, "deadlocked", message, fields, then, reached, keys)


REMEDY_WAITS = (
    wait(CRIMINAL, "wait_police", complained_of, "police_decision", {"police_outcome": "OPENED", "document_date": COLLECTED}, "police_gate", about_the_crime),
    wait(CRIMINAL, "wait_procurator", investigated, "procurator_decision", {"result": "PROSECUTED", "document_date": COLLECTED}, "procurator_gate", about_the_crime),
    wait(CRIMINAL, "wait_private", prosecuted_by_us, "private_prosecution_decision", {"result": "ACCEPTED", "document_date": COLLECTED}, "private_gate", about_the_crime),
    wait(CRIMINAL, "wait_judgment", prosecuted, "criminal_judgment", CONVICTED, "judged", about_the_crime),
    wait(JOINDER, "wait_ruling", joinder_asked, "joinder_ruling", JOINED, "ruling_gate", about_the_debtor),
    wait(JOINDER, "wait_challenge", joined, "reconsideration_served", {"served_date": COLLECTED}, "challenged", about_the_debtor),
    wait(JOINDER, "wait_final", refusal_challenged, "reconsideration_ruling", UPHELD, "final_known", about_the_debtor),
    wait(SUIT, "wait_suit", gift_attacked, "suit_judgment", WON, "wait_suit_suit_judgment_deadlines", about_the_gift),
    wait(SUIT, "wait_effect", gift_judged, "title_final", FINAL, "result_gate", about_the_gift),
    wait(BANKRUPTCY, "wait_transfer", transfer_asked, "transfer_decision", {"result": "SENT", "event_date": COLLECTED}, "transfer_gate", about_the_debtor),
    wait(BANKRUPTCY, "wait_decision", sent, "bankruptcy_decision", ACCEPTED, "decided", about_the_debtor),
    wait(BANKRUPTCY, "follow", followed, "bankruptcy_decision", ACCEPTED, "decided", about_the_debtor),
    wait(BANKRUPTCY, "wait_claims", opened, "claims_notice", CALL, "file_claim", about_the_debtor),
    wait(BANKRUPTCY, "proceedings", called, "bankruptcy_ended", {"event_date": COLLECTED, "ended_by": "DISTRIBUTION"}, "end_gate", about_the_debtor),
)  # fmt: skip
