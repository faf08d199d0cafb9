"""The waits beside which a letter is looked at: how a case comes to them, and the document that ends them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.processes import answers, impasse, kowloon, thames, vista, volga
from tests.processes.file_note import PAPER, Case
from tests.processes.replay import Deed

#: The British case is brought to us; it is filed; the court has accepted it; it has ruled and enforcement is asked for; the file is open.
ASKED, FILED, ACCEPTED, RULED, OPENED = (
    thames.ASKED,
    thames.FILED,
    date(2025, 9, 22),
    date(2026, 6, 1),
    date(2026, 6, 10),
)
#: The Russian case asks for reconsideration.
ASKED_AGAIN = volga.RECONSIDERATION

#: The judgment is not effective yet: intake waits for it.
NOT_YET = thames.SC01.answering(
    Deed("confirm_classification", {**answers.foreign_judgment_in_force(), "case.title.effective": "NO"})
)

#: Name of a stage → tells a new case up to it.
STAGES: Mapping[str, Callable[[Case], Case]] = {
    "not_yet": lambda case: NOT_YET.told(case, thames.ASKED),
    "filed": lambda case: thames.SC01.told(case, FILED),
    "accepted": lambda case: thames.SC01.told(case, ACCEPTED),
    "ruled": lambda case: thames.SC01.told(case, RULED),
    "served": lambda case: thames.SC01.told(case, thames.SERVED),
    "opened": impasse.opened,
    "asked_again": lambda case: volga.SC02.told(case, ASKED_AGAIN),
    "kowloon_filed": lambda case: kowloon.judgment("HK").told(case, kowloon.FILED),
    "kowloon_pending": lambda case: kowloon.pending_at_home().told(case, kowloon.ACCEPTED),
    "kowloon_accepted": lambda case: kowloon.judgment("HK").told(case, kowloon.ACCEPTED),
    "kowloon_served": lambda case: kowloon.judgment("HK").told(case, kowloon.SERVED),
    "vista_filed": lambda case: vista.award().told(case, vista.FILED),
    "vista_accepted": lambda case: vista.award().told(case, vista.ACCEPTED),
    "vista_ruled": lambda case: vista.award().told(case, vista.RULED),
    "deadlocked": impasse.deadlocked,
    "proposed": impasse.proposed,
    "terminated": impasse.terminated,
}


@dataclass(frozen=True)
class Wait:
    """A wait of a process. `reached`: how a case of the stage comes to it; `then`: what is passed when it is over.

    `keys`: whom or which suit the document that ends it is about; `begins_anew`: that document leads back to the wait.
    """

    process: str
    id: str
    stage: str
    message: str
    fields: Mapping[str, Any]
    then: str
    reached: Callable[[Case], object] = lambda case: None
    keys: Callable[[Case], Mapping[str, Any]] = lambda case: {}
    begins_anew: bool = False

    def ends(self, case: Case) -> Any:
        """Record the document that the wait is for."""
        return case.receives(self.message, self.keys(case), **self.fields)


def about_the_debtor(case: Case) -> Mapping[str, Any]:
    """The document is about the debtor."""
    return {"party_id": case.ids("debtors")[0]}


def not_accepted_and_appealed(case: Case) -> None:
    """The court does not accept the case, and we appeal."""
    case.on(FILED + timedelta(8)).receives(
        "case_not_accepted", served_date=FILED + timedelta(7), ground="No address", ruling_no="1"
    )
    case.does("decide_nonacceptance", nonacceptance_decision="APPEAL", reason="The address is known")
    case.does("file_appeal", filed_date=FILED + timedelta(8), appeal_court="High Court", appeal_paper=PAPER)


def jurisdiction_objected_to(case: Case) -> None:
    """The debtor objects to the jurisdiction of the court."""
    [debtor] = case.ids("debtors")
    case.receives("jurisdiction_objection", received_date=ACCEPTED, party_id=debtor)


def debtor_served(case: Case) -> None:
    """The court serves the copy on the debtor."""
    case.receives("copy_served", about_the_debtor(case), served_date=ACCEPTED)


def reported_upward(case: Case) -> None:
    """The court reports the case upward."""
    case.receives("spc_report_sent", event_date=ACCEPTED, level="HIGH_COURT")


def disclosure_ordered(case: Case) -> None:
    """The court orders the debtor to report its assets."""
    case.receives(
        "asset_disclosure_order_served",
        served_date=OPENED,
        report_by=OPENED + timedelta(30),
        **about_the_debtor(case),
    )


def third_party_notified(case: Case) -> None:
    """The court notifies somebody who owes the debtor money."""
    case.receives("third_party_debtor_notice_served", served_date=OPENED, amount=1, **about_the_debtor(case))


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

SERVICE, REPORTING, TERMINATION = "service_defence", "spc_reporting", "termination_recommencement"

WAITS = (
    Wait("intake_triage", "wait_title", "not_yet", "title_final", {"event_date": ASKED}, "wait_title_title_final"),
    Wait(
        "limitation_watch", "wait_event", "filed", "title_annulled", {"event_date": FILED, "annulled_by": "Court"},
        "event_heard", begins_anew=True,
    ),
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
    Wait(
        RECOGNITION, "wait_ruling", "accepted", "ruling_served",
        {"outcome": "RECOGNISED", "document_date": ACCEPTED, "served_date": ACCEPTED}, "query_missing_reply",
    ),
    Wait(
        SERVICE, "wait_service", "accepted", "copy_served", {"served_date": ACCEPTED}, "start_defence_clock",
        keys=about_the_debtor,
    ),
    Wait(
        SERVICE, "wait_defence", "accepted", "defence_received", {"received_date": ACCEPTED}, "review_defence",
        debtor_served, about_the_debtor,
    ),
    Wait(
        REPORTING, "wait_report", "accepted", "spc_report_sent", {"event_date": ACCEPTED, "level": "HIGH_COURT"},
        "note_report",
    ),
    Wait(
        REPORTING, "wait_reply", "accepted", "spc_reply", {"event_date": ACCEPTED, "content": "Agreed"}, "note_reply",
        reported_upward,
    ),
    Wait(REPORTING, "wait_record", "served", "record_filed", {"event_date": thames.SERVED}, "note_record"),
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
    Wait(
        ENFORCEMENT, "wait_report", "opened", "debtor_report", {"event_date": OPENED, "received_date": OPENED},
        "review_debtor_report", disclosure_ordered, about_the_debtor,
    ),
    Wait(
        ENFORCEMENT, "wait_third_party", "opened", "third_party_debtor_response",
        {"received_date": OPENED, "response": "PAID"}, "debtor_notice_event_done", third_party_notified, about_the_debtor,
    ),
    Wait(TERMINATION, "wait_termination", "proposed", "enforcement_docketed", DOCKETED, "recommenced"),
    Wait(
        TERMINATION, "standing", "terminated", "search_finished", {"event_date": impasse.SERVED}, "worth_asking",
        impasse.told_to_client,
    ),
    Wait(
        TERMINATION, "wait_recommencement", "terminated", "recommencement_decision",
        {"result": "DOCKETED", "event_date": impasse.FOUND_AGAIN, "case_no": "(2027)浙02执恢1号"}, "recommenced",
        impasse.found_again,
    ),
)  # fmt: skip
