"""The suits beside enforcement: how they are brought, and the documents that decide them."""

from datetime import date
from typing import Any

from tests.processes.file_note import PAPER, Case
from tests.processes.impasse import ABUSE, COLLECTED, DIVIDEND, GIFT, IDLE_CLAIM, KNOWN, chooses, days_later


def key(case: Case, act: int) -> dict[str, str]:
    """Return the key of the suit over an act: our suits carry the id of their act."""
    return {"suit_id": case.ids("acts")[act]}


def prepared(case: Case, remedy: str, act: int, **answers: Any) -> Case:
    """The litigator has the evidence of an act together."""
    chooses(case, remedy, act)
    listed = {"id": case.ids("acts")[act], "kind": {ABUSE: "GROUP_ABUSE", DIVIDEND: "DIRECTOR_ACT"}[act],
              "party_id": case.ids("debtors")[0], "known_date": KNOWN, "act_date": date(2024, 3, 1) if act == ABUSE else date(2025, 4, 10)}  # fmt: skip
    case.does("prepare_suit", {"case.acts": [listed]}, **answers)
    return case


def filed(case: Case, act: int) -> Case:
    """The statement of claim is drafted and filed."""
    case.does("draft_suit", court="Basic court", paper=PAPER, cause=case.variables("civil_suit")["cause"] or "SL-3")
    case.does("file_suit", filed_date=COLLECTED, court="Basic court", **key(case, act))
    return case


def abuse_sued_over(case: Case) -> Case:
    """We sue the sister companies that were abused."""
    return filed(prepared(case, "VEIL", ABUSE), ABUSE)


def gift_sued_over(case: Case) -> Case:
    """We sue for the revocation of the gift."""
    chooses(case, "REVOCATION", GIFT)
    case.does("decide_revocation", file_it=True, cause="SL-1a", reason="A gift to a relative")
    case.does("file_revocation_suit", filed_date=COLLECTED, court="Basic court", **key(case, GIFT))
    return case


def claim_sued_for(case: Case) -> Case:
    """We sue for the idle claim in the debtor's place."""
    chooses(case, "SUBROGATION", IDLE_CLAIM).does("notify_third_party_debtor", notified_date=COLLECTED)
    case.does("decide_subrogation", subrogation_decision="FILE", personal_right="NO", reason="Due and idle")
    case.does("file_subrogation_suit", filed_date=COLLECTED, court="Basic court", **key(case, IDLE_CLAIM))
    return case


def judged(case: Case, act: int, outcome: str, appeal: bool = False) -> date:
    """The suit is judged at first instance, and the partner decides on an appeal; return the day of service."""
    day = days_later(case, 20)
    case.receives("suit_judgment", key(case, act), outcome=outcome, document_date=day, served_date=day)
    case.does("appeal_choice", appeal=appeal)
    if appeal:
        case.does("file_appeal", filed_date=day, appeal_court="Intermediate court", appeal_paper=PAPER)
    return day


def final(case: Case, act: int) -> None:
    """The judgment takes effect: nobody has appealed."""
    day = days_later(case, 20)
    case.receives("title_final", key(case, act), event_date=day, effective_date=day)


def withdrawn(case: Case, act: int) -> None:
    """We withdraw the suit."""
    case.receives("suit_withdrawn", key(case, act), event_date=days_later(case, 5))
