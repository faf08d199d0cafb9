"""Judgments of Hong Kong, Macau and the Taiwan region against a weaver in Dongguan: one story, three places it may come from."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.processes import answers
from tests.processes.file_note import PAPER, Case
from tests.processes.replay import Deed, Paper, Scenario

COURT = "Dongguan Intermediate People's Court"
CLAIM = "recognition_and_enforcement"
ASKED, FILED, ACCEPTED = date(2026, 1, 5), date(2026, 1, 12), date(2026, 1, 19)
RULED, SERVED, DOCKETED = date(2026, 6, 8), date(2026, 6, 11), date(2026, 7, 6)
COURTS = {"HK": "Court of First Instance, Hong Kong", "MO": "Tribunal Judicial de Base, Macau", "TW": "District Court, Taipei"}

ENFORCE = {
    "case.enforcement.application_date": SERVED, "case.enforcement.court": COURT,
    "case.enforcement.claims": "HKD 5,000,000", "default_interest": True, "filed_date": SERVED,
}  # fmt: skip


def registered(region: str) -> dict[str, Any]:
    """The client holds a judgment of the region."""
    return {
        "case.client.name": "Kowloon Yarn Ltd", "case.client.kind": "COMPANY", "case.client.country_or_region": region,
        "case.client.domicile_cn": "NO", "case.client.domicile": region,
        "case.debtors": [
            {
                "name": "Dongguan Weaving Co", "name_zh": "东莞织造有限公司", "role": "DEBTOR", "kind": "COMPANY",
                "company_form": "LLC", "country_or_region": "CN", "domicile_cn": "YES", "domicile": "Dongguan",
            }
        ],
        "case.title.instrument_type": f"{region}_JUDGMENT", "case.title.origin": region,
        "case.title.body": COURTS[region], "case.title.decided_date": date(2025, 9, 1),
        "case.title.effective_date": date(2025, 9, 29), "case.title.amount": Decimal(5_000_000),
        "case.title.currency": "HKD",
        "case.title.items": [{"kind": "PRINCIPAL", "amount": Decimal(5_000_000), "currency": "HKD"}],
        "case.title.default_judgment": False, "case.title.matter": "GENERAL", "case.title.maritime": "NO",
        "case.title.language": "zh", "case.title.made_in": region,
    }  # fmt: skip


def court_of_domicile(case: Case) -> dict[str, Any]:
    """The debtor is at home in Dongguan."""
    [debtor] = case.ids("debtors")
    return {
        "case.debtors": [{"id": debtor, "assets_cn": "YES", "assets_place": "Dongguan", "domicile_cn": "YES"}],
        "case.recognition.court_level": "INTERMEDIATE", "case.recognition.court": COURT,
    }  # fmt: skip


def ruled(outcome: str) -> Deed:
    """The ruling of the court, as the desk reads it."""
    recognised = "NO" if outcome == "REFUSED" else "YES"
    return Deed(
        "review_ruling",
        lambda case: answers.ruling(outcome, RULED, SERVED, dict.fromkeys(case.ids("title.items"), recognised)),
    )


def ruling(outcome: str) -> Paper:
    """The ruling as it reaches us."""
    return Paper(SERVED, "ruling_served", {"outcome": outcome, "document_date": RULED, "served_date": SERVED})


def classified(region: str) -> dict[str, Any]:
    """A final judgment on a matter that the arrangement covers."""
    return {**answers.foreign_judgment_in_force(), "case.title.instrument_type": f"{region}_JUDGMENT", "case.title.hk_excluded_matter": "NO"}


def pending_at_home() -> Scenario:
    """Return the story of a Hong Kong judgment that the partner lets be filed while its appeal is pending."""
    return judgment("HK").answering(
        Deed(
            "confirm_classification",
            {**classified("HK"), "case.title.final": "NO", "case.title.hk_excluded_matter": "UNKNOWN"},
        ),
        Deed(
            "decide_review",
            {"review_decision": "TREAT_AS_ELIGIBLE", "next_process": "hkmt_judgment_recognition", "reason": "Preserve first"},
        ),
    )  # fmt: skip


def no_ground(region: str) -> dict[str, Any]:
    """The desk finds no ground; of a Hong Kong judgment it is asked about an award on the same dispute too."""
    asked = {"award_same_dispute": "NO"} if region == "HK" else {}
    return {**answers.no_ground_of_refusal(), **asked}


def judgment(region: str, outcome: str = "RECOGNISED") -> Scenario:
    """Return the story of a judgment of HK, MO or TW that the court recognises, refuses or dismisses."""
    return Scenario(
        begins=ASKED,
        client="Kowloon Yarn Ltd",
        papers=[
            Paper(ACCEPTED, "case_accepted", {"event_date": ACCEPTED, "case_no": "(2026)粤19认港1号", "court": COURT}),
            Paper(date(2026, 2, 2), "copy_served", {"served_date": date(2026, 2, 2)}, party=0),
            ruling(outcome),
            Paper(DOCKETED, "enforcement_docketed", {"event_date": DOCKETED, "case_no": "(2026)粤19执1号", "court": COURT}),
        ],
        deeds=[
            Deed("register_case", registered(region)),
            Deed("conflict_and_sanctions_check", answers.cleared(ASKED)),
            Deed("confirm_classification", classified(region)),
            Deed("sign_off_route", answers.signed_off(f"{region}_JUDGMENT")),
            Deed("pre_filing_review", no_ground(region)),
            Deed("assemble_filing", answers.filing(CLAIM)),
            Deed("choose_court", court_of_domicile),
            Deed("sign_off_filing", {"filing_decision": "FILE", "reason": "The certificate follows"}),
            Deed("file_application", answers.filed(FILED, COURT, CLAIM), FILED),
            ruled(outcome),
            Deed("decide_reconsideration", {"file_reconsideration_wanted": False, "reason": "No ground"}),
            Deed("note_precedent", {"library_tags": ["OTHER"], "library_note": "Refused"}),
            Deed(
                "file_enforcement_application",
                ENFORCE,
                date(2026, 7, 1),
            ),
        ],
    )  # fmt: skip


#: The end of the story for those who only follow recognition.
END = date(2026, 9, 1)
NOT_ACCEPTED = {"served_date": ACCEPTED, "ground": "No seal", "ruling_no": "1"}
OBJECTED = {"received_date": date(2026, 2, 9)}
APPEALED = {"filed_date": ACCEPTED, "appeal_court": "High Court", "appeal_paper": PAPER}
