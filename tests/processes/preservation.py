"""What a debtor has is preserved: how a case comes to each step of it."""

from datetime import date
from typing import Any

from tests.processes.file_note import PAPER, Case

PRESERVATION = "property_preservation"
ASKED, RULED, TAKEN = date(2025, 9, 16), date(2025, 9, 19), date(2025, 9, 23)
ACCOUNT = {"description": "An account at the Bank of Ningbo", "concrete": True}


def begun(case: Case, stage: str = "RECOGNITION") -> Case:
    """Preservation is wanted at a stage of the case."""
    case.on(ASKED).calls(PRESERVATION, stage=stage, target_party_id=case.ids("debtors")[0])
    return case


def searched_for(case: Case) -> Case:
    """Nothing concrete is known: a round of searches begins."""
    begun(case).does("check_leads", concrete_leads=0)
    return case


def secured(case: Case, **kind: Any) -> Case:
    """The security is ready."""
    case.does("prepare_security", **{"security_kind": "INSURANCE", "security_amount": 900_000, "premium": 1_800, **kind})
    return case


def filed(case: Case, stage: str = "RECOGNITION", urgent: bool = False) -> Case:
    """The application is filed, and the fee is paid."""
    begun(case, stage).does("check_leads", {"case.assets": [ACCOUNT]}, concrete_leads=1)
    secured(case).does(
        "file_preservation", filed_date=ASKED, court="Ningbo court", preservation_amount=900_000, asset_ids=case.ids("assets"), urgent=urgent
    )
    case.does("pay_preservation_fee", paid_date=ASKED, paid_amount=5_000)
    return case


def ruled(case: Case, result: str) -> Case:
    """The court rules on the preservation."""
    case.on(RULED).receives("preservation_ruling", result=result, document_date=RULED, served_date=RULED)
    return case


def allowed(case: Case, stage: str = "RECOGNITION") -> Case:
    """Preservation is allowed, and the court is asked to search its system."""
    ruled(filed(case, stage), "ALLOWED").does("request_system_query", query_wanted=True, filed_date=RULED)
    return case


def refused(case: Case, file_it: bool) -> Case:
    """Preservation is refused, and the partner decides whether to ask again."""
    ruled(filed(case), "REFUSED").does("decide_preservation_remedy", file_it=file_it, reason="The clue is concrete")
    if file_it:
        case.does("file_preservation_reconsideration", filed_date=RULED, paper=PAPER)
    return case


def taken(case: Case, stage: str = "RECOGNITION") -> Case:
    """The notice of the freeze comes."""
    [account] = allowed(case, stage).ids("assets")
    case.on(TAKEN).receives("control_measure", event_date=TAKEN, asset_id=account, kind="FREEZE", rank="FIRST")
    return case


def registered(case: Case, more: bool = False) -> Case:
    """The lawyer checks the entry of the measure."""
    [*_, measure] = case.facts()["measures"]
    entered = {name: measure[name] for name in ("id", "asset_id", "kind", "rank", "effective_date", "stated_until")}
    case.does("register_measure", {"case.measures": [entered]}, more_expected=more)
    return case
