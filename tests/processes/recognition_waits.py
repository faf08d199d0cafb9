"""The waits of the recognition of awards, and of judgments of Hong Kong, Macau and the Taiwan region."""

from tests.processes import kowloon, vista
from tests.processes.file_note import Case
from tests.processes.kowloon import ACCEPTED, COURT, SERVED
from tests.processes.waits import Wait

HKMT, AWARD = "hkmt_judgment_recognition", "arbitral_award_recognition"
OPENED = {"case_no": "1", "court": vista.COURT}


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


def award_appealed(case: Case) -> None:
    """The court does not accept the award, and we appeal."""
    case.on(vista.ACCEPTED).receives("case_not_accepted", **vista.NOT_ACCEPTED)
    case.does("decide_nonacceptance", nonacceptance_decision="APPEAL", reason="The seal is there")
    case.does("file_appeal", vista.APPEALED)


def award_objected(case: Case) -> None:
    """The respondent objects to the jurisdiction of the court."""
    case.receives("jurisdiction_objection", received_date=vista.ACCEPTED)


def set_aside_asked(case: Case) -> None:
    """The award is attacked at its seat."""
    case.receives("set_aside_accepted", event_date=vista.ACCEPTED, received_date=vista.ACCEPTED, security=True)


AWARD_WAITS = (
    Wait(AWARD, "wait_acceptance", "vista_filed", "case_accepted", {"event_date": vista.ACCEPTED, **OPENED}, "call_service"),
    Wait(
        AWARD, "wait_appeal", "vista_filed", "appeal_ruling", {"result": "UPHELD", "document_date": vista.ACCEPTED}, "refused",
        award_appealed,
    ),
    Wait(
        AWARD, "wait_ruling", "vista_accepted", "jurisdiction_objection", {"received_date": vista.ACCEPTED}, "wait_jurisdiction",
        begins_anew=True,
    ),
    Wait(
        AWARD, "wait_jurisdiction", "vista_accepted", "jurisdiction_ruling_final",
        {"result": "REJECTED", "event_date": vista.ACCEPTED}, "jurisdiction_settled", award_objected,
    ),
    Wait(
        AWARD, "wait_seat", "vista_accepted", "set_aside_result", {"result": "REJECTED", "served_date": vista.ACCEPTED}, "seat_settled",
        set_aside_asked,
    ),
    Wait(AWARD, "wait_docketing", "vista_ruled", "enforcement_docketed", {"event_date": vista.RULED, **OPENED}, "start_enforcement"),
)

RECOGNITION_WAITS = (
    *AWARD_WAITS,
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
