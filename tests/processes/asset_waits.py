"""The waits of searching for assets and preserving them: how a case comes to them, and the document that ends them."""

from tests.processes import preservation, tracing
from tests.processes.file_note import Case
from tests.processes.preservation import PRESERVATION
from tests.processes.tracing import TRACING
from tests.processes.waits import Wait


def audited_beside(case: Case) -> Case:
    """We ask for an audit, and look at the registry as well."""
    return tracing.audit(case, "REGISTRY")


SEARCHED = {"event_date": preservation.ASKED}
REFUSED = {"result": "REFUSED", "document_date": preservation.RULED, "served_date": preservation.RULED}
FROZEN = {"event_date": preservation.RULED, "kind": "FREEZE", "rank": "FIRST"}
ISSUED = {"event_date": tracing.ASKED, "valid_until": tracing.DECIDED}
GRANTED = {"event_date": tracing.DECIDED, "result": "GRANTED"}
CLAIMED = {"event_date": tracing.DECIDED, "claimant": "A neighbour", "clue": "A lorry in a barn"}

ASSET_WAITS = (
    Wait(PRESERVATION, "wait_leads", "filed", "search_finished", SEARCHED, "wait_leads_search_finished", preservation.searched_for),
    Wait(PRESERVATION, "wait_preservation", "filed", "preservation_ruling", REFUSED, "decide_preservation_remedy", preservation.filed),
    Wait(PRESERVATION, "wait_measures", "filed", "control_measure", FROZEN, "register_measure", preservation.allowed),
    Wait(TRACING, "wait_order", "filed", "investigation_order_issued", ISSUED, "execute_order", tracing.order),
    Wait(TRACING, "wait_reward", "filed", "reward_decision", GRANTED, "wait_clue", tracing.reward),
    Wait(TRACING, "wait_clue", "filed", "reward_claim", CLAIMED, "verify_reward", tracing.rewarded),
    Wait(TRACING, "wait_audit", "filed", "audit_decision", GRANTED, "wait_audit_audit_decision", audited_beside),
)
