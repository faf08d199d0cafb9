"""The waits beside which a letter is looked at: how a case comes to them, and the document that ends them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.processes import impasse, thames, volga
from tests.processes.file_note import PAPER, Case

#: The British case is filed; the court has accepted it; it has ruled and enforcement is asked for; the file is open.
FILED, ACCEPTED, RULED, OPENED = thames.FILED, date(2025, 9, 22), date(2026, 6, 1), date(2026, 6, 10)
#: The Russian case asks for reconsideration.
ASKED_AGAIN = volga.RECONSIDERATION

#: Name of a stage → tells a new case up to it.
STAGES: Mapping[str, Callable[[Case], Case]] = {
    "filed": lambda case: thames.SC01.told(case, FILED),
    "accepted": lambda case: thames.SC01.told(case, ACCEPTED),
    "ruled": lambda case: thames.SC01.told(case, RULED),
    "opened": impasse.opened,
    "asked_again": lambda case: volga.SC02.told(case, ASKED_AGAIN),
}


@dataclass(frozen=True)
class Wait:
    """A wait of a process. `reached`: how a case of the stage comes to it; `then`: what is passed when it is over."""

    process: str
    id: str
    stage: str
    message: str
    fields: Mapping[str, Any]
    then: str
    reached: Callable[[Case], object] = lambda case: None

    def ends(self, case: Case) -> Any:
        """Record the document that the wait is for."""
        return case.receives(self.message, **self.fields)


def not_accepted_and_appealed(case: Case) -> None:
    """The court does not accept the case, and we appeal."""
    case.receives("case_not_accepted", served_date=FILED + timedelta(7), ground="No address", ruling_no="1")
    case.does("decide_nonacceptance", nonacceptance_decision="APPEAL", reason="The address is known")
    case.does("file_appeal", filed_date=FILED + timedelta(8), appeal_court="High Court", appeal_paper=PAPER)


def jurisdiction_objected_to(case: Case) -> None:
    """The debtor objects to the jurisdiction of the court."""
    [debtor] = case.ids("debtors")
    case.receives("jurisdiction_objection", received_date=ACCEPTED, party_id=debtor)


def further_steps_asked_for(case: Case) -> None:
    """The query found nothing, and the court is asked for an inquiry, a summons and a search."""
    case.receives("system_query_result", result="EMPTY", query_date=OPENED)
    case.does("review_query", query_channel="HEAD_TO_HEAD")
    case.does("propose_units_to_ask", units=["TRAFFIC"], steps=["ONSITE", "SUMMONS", "SEARCH"])
    case.does("request_onsite", place="The works", filed_date=OPENED)
    case.does("request_summons", person="Sun Meilan", person_role="LEGAL_REPRESENTATIVE", filed_date=OPENED)
    case.does("request_search", indication="Lorries at night", place="The works", filed_date=OPENED)


RECOGNITION, ENFORCEMENT, RECONSIDERATION = (
    "foreign_judgment_recognition", "compulsory_enforcement", "reconsideration",
)  # fmt: skip
DOCKETED = {"event_date": RULED, "case_no": "(2026)浙02执1号", "court": thames.COURT}
FOUND = {"event_date": OPENED, "found": "Nothing"}

WAITS = (
    Wait(
        RECOGNITION, "wait_acceptance", "filed", "case_accepted",
        {"event_date": ACCEPTED, "case_no": "(2025)浙02协外认1号", "court": thames.COURT}, "call_service",
    ),
    Wait(
        RECOGNITION, "wait_appeal", "filed", "appeal_ruling", {"result": "UPHELD", "document_date": ACCEPTED},
        "dismissed", not_accepted_and_appealed,
    ),
    Wait(
        RECOGNITION, "wait_jurisdiction", "accepted", "jurisdiction_ruling_final",
        {"result": "REJECTED", "event_date": ACCEPTED}, "jurisdiction_settled", jurisdiction_objected_to,
    ),
    Wait(RECOGNITION, "wait_docketing", "ruled", "enforcement_docketed", DOCKETED, "start_enforcement"),
    Wait(
        RECONSIDERATION, "opponent_gate", "ruled", "reconsideration_served", {"served_date": RULED}, "opponent_applied"
    ),
    Wait(
        RECONSIDERATION, "wait_decision", "asked_again", "reconsideration_ruling",
        {"result": "UPHELD", "in_our_favour": False, "document_date": ASKED_AGAIN, "served_date": ASKED_AGAIN},
        "wait_decision_reconsideration_ruling_deadlines",
    ),
    Wait(
        ENFORCEMENT, "wait_query", "opened", "system_query_result", {"result": "EMPTY", "query_date": OPENED},
        "wait_query_system_query_result_deadlines",
    ),
    Wait(
        ENFORCEMENT, "wait_onsite", "opened", "onsite_result", FOUND, "wait_onsite_onsite_result",
        further_steps_asked_for,
    ),
    Wait(
        ENFORCEMENT, "wait_summons", "opened", "summons_result", {"event_date": OPENED, "appeared": False},
        "wait_summons_summons_result", further_steps_asked_for,
    ),
    Wait(
        ENFORCEMENT, "wait_search", "opened", "search_result", FOUND, "wait_search_search_result",
        further_steps_asked_for,
    ),
)  # fmt: skip
