"""Assets are searched for: how a case comes to each search."""

from datetime import date

from tests.processes.file_note import PAPER, Case

TRACING = "asset_tracing"
ASKED, DECIDED = date(2025, 9, 16), date(2025, 9, 24)
CLUE = {
    "class": "MOVABLE", "query_category": "VEHICLE", "description": "A lorry", "holder": "Vehicle office", "source": "REGISTRY",
    "confidence": "HIGH", "concrete": True, "found_date": ASKED,
}  # fmt: skip


def search(case: Case, *searches: str) -> Case:
    """A round of searches is wanted, and the investigator chooses how."""
    case.on(ASKED).begins("start_asset_tracing", mode="ROUND", reason="The client asks")
    case.does("choose_searches", searches=list(searches))
    return case


def order(case: Case, *others: str) -> Case:
    """We ask for an investigation order."""
    search(case, "INVESTIGATION_ORDER", *others).does("apply_investigation_order", reason="Accounts", targets=["BANK_HISTORY"], filed_date=ASKED)
    return case


def reward(case: Case) -> Case:
    """We ask for a reward notice."""
    search(case, "REWARD").does("apply_reward_notice", reward_rate=0.05, undertaking=PAPER, filed_date=ASKED)
    return case


def rewarded(case: Case) -> Case:
    """The reward is offered."""
    reward(case).on(DECIDED).receives("reward_decision", result="GRANTED", event_date=DECIDED)
    return case


def audit(case: Case, *others: str) -> Case:
    """We ask for a judicial audit."""
    search(case, "AUDIT", *others).does("apply_judicial_audit", audit_reason="Payments to sister companies", filed_date=ASKED)
    return case
