"""The waits of what runs beside enforcement: how an open case comes to them, and the document that ends them."""

from collections.abc import Mapping
from typing import Any

from tests.processes import challenges, test_disposal
from tests.processes.file_note import PAPER, Case
from tests.processes.waits import OPENED, Wait, about_the_debtor

SETTLEMENT = "settlement"
BROKEN = {"event_date": OPENED}


def settled(case: Case) -> None:
    """The parties settle, and the debtor is to pay by the end of the year."""
    last = OPENED.replace(month=12, day=31)
    case.begins("start_settlement")
    case.does("check_special_authority", {"case.client.special_authority": True})
    case.does(
        "record_settlement", {"case.limitation.settlement_end_date": last}, settlement_date=OPENED,
        last_performance_date=last, instalment_plan="One payment", settlement_way="STAY",
    )  # fmt: skip


def resumed(case: Case) -> None:
    """The settlement breaks, and we ask to resume."""
    settled(case)
    case.receives("settlement_broken", **BROKEN)
    case.does("broken_choice", broken_decision="RESUME", reason="Nothing was paid")
    case.does("apply_resume", filed_date=OPENED, paper=PAPER)


DISPOSAL = "asset_disposal"
SOLD = {"event_date": test_disposal.FAILED, "result": "SOLD", "online": True, "round": 1}


def priced(case: Case) -> None:
    """A workshop is seized and priced."""
    test_disposal.priced(test_disposal.seized(case)).does("check_appraisal", object=False, appraised_value=880_000)


CHALLENGES = challenges.CHALLENGES
REJECTED = {"result": "REJECTED", "document_date": challenges.RULED, "served_date": challenges.RULED}
REVIEWED = {**REJECTED, "result": "UPHELD", "in_our_favour": False}


def challenged(case: Case) -> Mapping[str, Any]:
    """The document is about the challenge."""
    return challenges.KEY


def redaction_asked(case: Case) -> None:
    """The court tells of a publication, and we ask that parts are hidden."""
    case.receives("publication_notice", received_date=OPENED, text_no="1")
    case.does("check_publication", publication_reason="NONE", request_kind="PARTIAL", fields_to_hide=["TRADE_SECRET"])
    case.does("prepare_request", request_reasons="A recipe", paper=PAPER).does("file_request", filed_date=OPENED, court="Court")


def creditor_changed(case: Case) -> None:
    """The claim is assigned, and the new creditor asks to take its place."""
    case.receives("party_changed", about_the_debtor(case), side="CREDITOR", kind="ASSIGNMENT", event_date=OPENED)
    case.does("collect_succession_papers", side="CREDITOR", succession_kind="ASSIGNMENT", successor="New Bank", papers=PAPER)
    case.does("apply_creditor_change", filed_date=OPENED, acknowledgement=PAPER)


BESIDE_WAITS = (
    Wait(
        "publication_redaction", "wait_redaction", "opened", "redaction_decision", {"result": "hidden", "event_date": OPENED},
        "record_redaction", redaction_asked,
    ),
    Wait(
        "party_change", "wait_change", "opened", "joinder_ruling",
        {"granted": True, "challenge_kind": "RECONSIDERATION", "served_date": OPENED}, "renew_mandate", creditor_changed, about_the_debtor,
    ),
    Wait(CHALLENGES, "wait_outcome", "opened", "objection_ruling", REJECTED, "rejected", challenges.act_objected_to, challenged),
    Wait(
        CHALLENGES, "wait_reconsideration", "opened", "reconsideration_ruling", REVIEWED, "act_lost",
        challenges.asked_to_review, challenged,
    ),
    Wait(DISPOSAL, "wait_price", "opened", "auction_result", SOLD, "sold", test_disposal.seized, test_disposal.measure),
    Wait(DISPOSAL, "wait_auction", "opened", "auction_result", SOLD, "sold", priced, test_disposal.measure),
    Wait(SETTLEMENT, "wait_performance", "opened", "settlement_broken", BROKEN, "broken_choice", settled),
    Wait(SETTLEMENT, "wait_resume", "opened", "recommencement_decision", {"result": "REFUSED", "event_date": OPENED}, "broken", resumed),
)
