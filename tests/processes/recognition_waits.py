"""The waits of the recognition of judgments of Hong Kong, Macau and the Taiwan region."""

from tests.processes import kowloon
from tests.processes.file_note import Case
from tests.processes.kowloon import ACCEPTED, COURT, SERVED
from tests.processes.waits import Wait

HKMT = "hkmt_judgment_recognition"


def appealed(case: Case) -> None:
    """The court does not accept the case, and we appeal."""
    case.on(ACCEPTED).receives("case_not_accepted", **kowloon.NOT_ACCEPTED)
    case.does("decide_nonacceptance", nonacceptance_decision="APPEAL", reason="The seal is there")
    case.does("file_appeal", kowloon.APPEALED)


def objected(case: Case) -> None:
    """The debtor objects to the jurisdiction of the court."""
    case.receives("jurisdiction_objection", received_date=ACCEPTED)


def applied(case: Case) -> None:
    """Enforcement is asked for."""
    case.does("file_enforcement_application", kowloon.ENFORCE)


RECOGNITION_WAITS = (
    Wait(
        HKMT, "wait_acceptance", "kowloon_filed", "case_accepted",
        {"event_date": ACCEPTED, "case_no": "(2026)粤19认港1号", "court": COURT}, "call_service",
    ),
    Wait(HKMT, "wait_appeal", "kowloon_filed", "appeal_ruling", {"result": "UPHELD", "document_date": ACCEPTED}, "dismissed", appealed),
    Wait(HKMT, "wait_home_appeal", "kowloon_pending", "title_final", {"event_date": ACCEPTED}, "call_service"),
    Wait(
        HKMT, "wait_jurisdiction", "kowloon_accepted", "jurisdiction_ruling_final",
        {"result": "REJECTED", "event_date": ACCEPTED}, "jurisdiction_settled", objected,
    ),
    Wait(HKMT, "wait_ruling", "kowloon_accepted", "jurisdiction_objection", {"received_date": ACCEPTED}, "wait_jurisdiction", begins_anew=True),
    Wait(
        HKMT, "wait_docketing", "kowloon_served", "enforcement_docketed",
        {"event_date": SERVED, "case_no": "(2026)粤19执1号", "court": COURT}, "start_enforcement", applied,
    ),
)
