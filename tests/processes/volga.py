"""SC02: a default judgment of a court in Samara against a maker in Dalian, refused for the way it was served."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.processes import answers
from tests.processes.file_note import PAPER, Case
from tests.processes.replay import Deed, Paper, Scenario

COURT = "Dalian Intermediate People's Court"
CLAIM = "recognition_and_enforcement"
ASKED, FILED = date(2025, 12, 15), date(2026, 1, 12)
#: The scenario does not say when the court accepted; a week later is as good as any day.
ACCEPTED = date(2026, 1, 19)
RULED, SERVED, RECONSIDERATION = date(2026, 6, 8), date(2026, 6, 11), date(2026, 6, 18)
#: The day of the higher court's answer is not given either; it answers in time.
REJECTED = date(2026, 7, 15)

REGISTERED = {
    "case.client.name": "Volga Metall OOO", "case.client.kind": "COMPANY", "case.client.country_or_region": "RU",
    "case.client.domicile_cn": "NO", "case.client.domicile": "Samara",
    "case.debtors": [
        {
            "name": "Dalian Haiyue Bearings Co", "name_zh": "大连海岳轴承有限公司", "role": "DEBTOR", "kind": "COMPANY",
            "company_form": "LLC", "country_or_region": "CN", "domicile_cn": "YES", "domicile": "Dalian",
        }
    ],
    "case.title.instrument_type": "FOREIGN_JUDGMENT", "case.title.origin": "RU",
    "case.title.body": "Commercial court, Samara", "case.title.effective_date": date(2025, 7, 28),
    "case.title.amount": Decimal(96_000_000), "case.title.currency": "RUB",
    "case.title.items": [{"kind": "PRINCIPAL", "amount": Decimal(96_000_000), "currency": "RUB"}],
    "case.title.default_judgment": True, "case.title.matter": "GENERAL", "case.title.maritime": "NO",
    "case.title.language": "ru", "case.title.made_in": "RU",
}  # fmt: skip


def court_of_domicile(case: Case) -> dict[str, Any]:
    """The debtor is at home in Dalian."""
    [debtor] = case.ids("debtors")
    return {
        "case.debtors": [{"id": debtor, "assets_cn": "YES", "assets_place": "Dalian", "domicile_cn": "YES"}],
        "case.recognition.court_level": "INTERMEDIATE", "case.recognition.court": COURT,
    }  # fmt: skip


def refused(case: Case) -> dict[str, Any]:
    """The ruling refuses recognition."""
    return answers.ruling("REFUSED", RULED, SERVED, dict.fromkeys(case.ids("title.items"), "NO"))


SC02 = Scenario(
    begins=ASKED,
    client="Volga Metall OOO",
    papers=[
        Paper(ACCEPTED, "case_accepted", {"event_date": ACCEPTED, "case_no": "(2026)辽02协外认1号", "court": COURT}),
        Paper(date(2026, 2, 9), "copy_served", {"served_date": date(2026, 2, 9)}, party=0),
        Paper(SERVED, "ruling_served", {"outcome": "REFUSED", "document_date": RULED, "served_date": SERVED}),
        Paper(
            REJECTED, "reconsideration_ruling",
            {"result": "UPHELD", "in_our_favour": False, "document_date": REJECTED, "served_date": REJECTED},
        ),
    ],
    deeds=[
        *answers.intake(ASKED, REGISTERED, "TREATY"),
        Deed(
            "pre_filing_review",
            answers.no_ground_of_refusal(
                own_treaty_grounds="NO", service_request_delivered=date(2025, 2, 10),
                foreign_hearing_date=date(2025, 6, 25),
            ),
        ),
        Deed("assemble_filing", answers.filing(CLAIM)),
        Deed("choose_court", court_of_domicile),
        Deed("sign_off_filing", {"filing_decision": "FILE", "reason": "The client wants a ruling on the summons"}),
        Deed("file_application", answers.filed(FILED, COURT, CLAIM), FILED),
        Deed("review_ruling", refused),
        Deed("decide_reconsideration", {"file_reconsideration_wanted": True, "reason": "Service followed the treaty"}),
        Deed("draft_reconsideration", {"paper": PAPER, "grounds": "Service followed the treaty"}),
        Deed(
            "file_reconsideration",
            {"filed_date": RECONSIDERATION, "higher_court": "High People's Court of Liaoning"}, RECONSIDERATION,
        ),
        Deed("record_outcome", {"reconsideration_outcome": "UPHELD", "outcome_date": REJECTED}),
        Deed("note_precedent", {"library_tags": ["SERVICE"], "library_note": "Served too short before the hearing"}),
    ],
)  # fmt: skip
