"""SC07, up to enforcement: an award of Hong Kong against a mall in Guangzhou, first on jurisdiction, then recognised."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.processes import answers
from tests.processes.file_note import PAPER, Case
from tests.processes.replay import Deed, Paper, Scenario

COURT = "Guangzhou Intermediate People's Court"
CLAIM = "recognition_and_enforcement"
ASKED, AWARDED = date(2025, 11, 3), date(2025, 6, 10)
#: The scenario does not say when the court accepted; a week later is as good as any day.
FILED, ACCEPTED = date(2025, 11, 10), date(2025, 11, 17)
COPIED, OBJECTED, JURISDICTION = date(2025, 12, 1), date(2025, 12, 10), date(2026, 2, 26)
RULED, DOCKETED = date(2026, 5, 20), date(2026, 5, 28)

REGISTERED = {
    "case.client.name": "Vista Pacific Finance Ltd", "case.client.kind": "COMPANY", "case.client.country_or_region": "HK",
    "case.client.domicile_cn": "NO", "case.client.domicile": "Hong Kong",
    "case.debtors": [
        {
            "name": "Guangzhou Tianhe Digital Mall Co", "name_zh": "广州天河数码城有限公司", "role": "DEBTOR", "kind": "COMPANY",
            "company_form": "LLC", "country_or_region": "CN", "domicile_cn": "YES", "domicile": "Guangzhou",
        }
    ],
    "case.title.instrument_type": "HK_AWARD", "case.title.origin": "HK", "case.title.body": "HKIAC",
    "case.title.decided_date": AWARDED, "case.title.effective_date": AWARDED, "case.title.award_received_date": AWARDED,
    "case.title.amount": Decimal(31_000_000), "case.title.currency": "HKD",
    "case.title.items": [{"kind": "PRINCIPAL", "amount": Decimal(31_000_000), "currency": "HKD"}],
    "case.title.default_judgment": False, "case.title.matter": "GENERAL", "case.title.maritime": "NO",
    "case.title.language": "zh", "case.title.made_in": "HK",
    "case.title.seat_contracting": "YES", "case.title.commercial": "YES", "case.title.investor_state": "NO",
}  # fmt: skip

SEAT = {f"case.title.{name}": answer for name, answer in {"seat_contracting": "YES", "commercial": "YES", "investor_state": "NO"}.items()}
GROUNDS = ("agreement_invalid", "notice_missing", "beyond_scope", "procedure_breach", "seat_set_aside", "not_arbitrable", "public_policy")

ENFORCE = {
    "case.enforcement.application_date": RULED, "case.enforcement.court": COURT,
    "case.enforcement.claims": "HKD 31,000,000", "default_interest": True, "filed_date": RULED,
}  # fmt: skip


def classified() -> dict[str, Any]:
    """A binding award that nobody has set aside."""
    award = {"instrument_type": "HK_AWARD", "binding": "YES", "set_aside": "NO", "arbitration_agreement": "YES"}
    return answers.foreign_judgment_in_force() | {f"case.title.{name}": value for name, value in award.items()}


def grounds(**found: str) -> dict[str, Any]:
    """The desk finds no ground but those named."""
    answers_given = {**dict.fromkeys(GROUNDS, "NO"), "objection_raised": "NO", **found}
    return {f"case.screen.{name}": value for name, value in answers_given.items()}


def court_of_domicile(case: Case) -> dict[str, Any]:
    """The debtor is at home in Guangzhou."""
    [debtor] = case.ids("debtors")
    return {
        "case.debtors": [{"id": debtor, "assets_cn": "YES", "assets_place": "Guangzhou", "domicile_cn": "YES"}],
        "case.recognition.court_level": "INTERMEDIATE", "case.recognition.court": COURT,
    }  # fmt: skip


def award(outcome: str = "RECOGNISED") -> Scenario:
    """Return the story of an award that the court recognises, refuses or dismisses."""
    recognised = "NO" if outcome == "REFUSED" else "YES"
    return Scenario(
        begins=ASKED,
        client="Vista Pacific Finance Ltd",
        papers=[
            Paper(ACCEPTED, "case_accepted", {"event_date": ACCEPTED, "case_no": "(2025)粤01认港1号", "court": COURT}),
            Paper(COPIED, "copy_served", {"served_date": COPIED}, party=0),
            Paper(OBJECTED, "jurisdiction_objection", {"received_date": OBJECTED}),
            Paper(JURISDICTION, "jurisdiction_ruling_final", {"result": "REJECTED", "event_date": JURISDICTION}),
            Paper(RULED, "ruling_served", {"outcome": outcome, "document_date": RULED, "served_date": RULED}),
            Paper(DOCKETED, "enforcement_docketed", {"event_date": DOCKETED, "case_no": "(2026)粤01执1号", "court": COURT}),
        ],
        deeds=[
            Deed("register_case", REGISTERED),
            Deed("conflict_and_sanctions_check", answers.cleared(ASKED)),
            Deed("confirm_classification", classified()),
            Deed("sign_off_route", answers.signed_off("HK_AWARD")),
            Deed("check_seat_and_commercial", SEAT),
            Deed("respond_to_grounds", grounds()),
            Deed("assemble_award_filing", answers.filing(CLAIM) | {"case.title.arbitration_agreement": "YES"}),
            Deed("choose_court", court_of_domicile),
            Deed("sign_off_filing", {"filing_decision": "FILE", "reason": "The papers follow"}),
            Deed("file_application", answers.filed(FILED, COURT, CLAIM), FILED),
            Deed(
                "review_ruling",
                lambda case: answers.ruling(outcome, RULED, RULED, dict.fromkeys(case.ids("title.items"), recognised)),
            ),
            Deed("file_enforcement_application", ENFORCE),
        ],
    )  # fmt: skip


NOT_ACCEPTED = {"served_date": ACCEPTED, "ground": "No seal", "ruling_no": "1"}
APPEALED = {"filed_date": ACCEPTED, "appeal_court": "High Court", "appeal_paper": PAPER}
