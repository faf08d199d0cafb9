"""The waits of the way from a domestic title to enforcement, and the document that ends them."""

from collections.abc import Callable, Mapping

from tests.processes import test_domestic as domestic
from tests.processes.file_note import Case
from tests.processes.test_domestic import COURT, DOCKETED, DOMESTIC, FILED, INSTRUCTED, REFUSED
from tests.processes.waits import Wait


def certificate_asked(case: Case) -> Case:
    """The notary is asked for the certificate that a notarised instrument needs."""
    domestic.checked(domestic.instructed(case, "NOTARISED"), enforcement_certificate="NO")
    return case.does("apply_notary_certificate", filed_date=INSTRUCTED, notary="Hangzhou Notary Office")


def application_filed(case: Case) -> Case:
    """The application to enforce a judgment is handed in."""
    return domestic.filed(domestic.checked(domestic.instructed(case, "JUDGMENT_MONEY")))


#: Name of a stage → tells a new case up to it.
DOMESTIC_STAGES: Mapping[str, Callable[[Case], Case]] = {
    "domestic_ordered": domestic.order,
    "domestic_uncertified": certificate_asked,
    "domestic_filed": application_filed,
    "domestic_refused": domestic.notarised_refused,
}

OBJECTED = {"sent_date": INSTRUCTED, "received_date": INSTRUCTED, "written": True}
NO_CERTIFICATE = {"result": "REFUSED", "certificate_date": INSTRUCTED}
OPENED = {"event_date": DOCKETED, "case_no": "(2026)苏05执88号", "court": COURT}
UPHELD = {"result": "UPHELD", "in_our_favour": False, "served_date": REFUSED}

DOMESTIC_WAITS = (
    Wait(DOMESTIC, "payment_order_gate", "domestic_ordered", "payment_order_objection", OBJECTED, "order_objected"),
    Wait(DOMESTIC, "wait_certificate", "domestic_uncertified", "notary_certificate_issued", NO_CERTIFICATE, "certificate_refused"),
    Wait(DOMESTIC, "wait_docketing", "domestic_filed", "enforcement_docketed", {**OPENED, "event_date": FILED}, "start_enforcement"),
    Wait(
        DOMESTIC, "wait_remedy", "domestic_refused", "reconsideration_ruling", UPHELD, "sue",
        keys=lambda case: {"party_id": "main", "objection_id": "main"},
    ),
)  # fmt: skip
