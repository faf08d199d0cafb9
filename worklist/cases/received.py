"""What a received document says about the case itself: it is in the file as soon as the document is recorded.

Source: domain/case_file, column "written by" (message …). Facts that a process writes when it takes the message
(dates of the report, joined parties) are not repeated here.
"""

from collections.abc import Mapping
from typing import Any

#: Message → path of the case file → field of the message.
FACTS: Mapping[str, Mapping[str, str]] = {
    "case_accepted": {"case.recognition.case_no": "case_no", "case.recognition.accepted_date": "event_date"},
    "ruling_served": {
        "case.recognition.ruling_date": "document_date", "case.recognition.served_date": "served_date",
    },
    "enforcement_docketed": {
        "case.enforcement.docketed_date": "event_date", "case.enforcement.court": "court",
        "case.enforcement.case_no": "case_no",
    },
    "enforcement_court_changed": {
        "case.enforcement.court": "court", "case.enforcement.case_no": "case_no", "case.enforcement.judge": "judge",
    },
    "termination_ruling": {"case.enforcement.termination_served_date": "served_date"},
    "payment_order_served": {"case.title.order_received_date": "served_date"},
}  # fmt: skip


def facts(message: str, keys: Mapping[str, Any], payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the paths that a document writes, with their values; none for a document of a suit beside the case."""
    if any(value != "main" for value in keys.values()):
        return {}
    named = FACTS.get(message, {})
    return {path: payload[field] for path, field in named.items() if payload.get(field) is not None}
