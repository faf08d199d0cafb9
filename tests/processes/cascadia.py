"""SC03: a judgment of a federal court in Oregon with punitive damages, against two respondents, recognised in part."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.processes import answers
from tests.processes.file_note import Case
from tests.processes.replay import Deed, Paper, Scenario

COURT = "Shenzhen Intermediate People's Court"
CLAIM = "recognition_and_enforcement"
ASKED, FILED = date(2026, 1, 5), date(2026, 2, 2)
#: The scenario does not say when the court accepted; a week later is as good as any day.
ACCEPTED = date(2026, 2, 9)
REPORTED, REPLIED = date(2026, 6, 15), date(2026, 8, 28)
RULED, SERVED = date(2026, 9, 10), date(2026, 9, 16)
#: Nor is the day of docketing given.
DOCKETED = date(2026, 10, 19)
COMPENSATION, PUNITIVE = Decimal(1_200_000), Decimal(3_600_000)

REGISTERED = {
    "case.client.name": "Cascadia Tooling Inc", "case.client.kind": "COMPANY",
    "case.client.country_or_region": "US", "case.client.domicile_cn": "NO", "case.client.domicile": "Oregon",
    "case.debtors": [
        {
            "name": "Shenzhen Lianhe Tools Ltd", "name_zh": "深圳联和工具有限公司", "role": "DEBTOR", "kind": "COMPANY",
            "company_form": "LLC", "country_or_region": "CN", "domicile_cn": "YES", "domicile": "Shenzhen",
        },
        {
            "name": "Director of Lianhe", "role": "DEBTOR", "kind": "PERSON", "country_or_region": "CN",
            "domicile_cn": "NO", "domicile": "Vancouver",
        },
    ],
    "case.title.instrument_type": "FOREIGN_JUDGMENT", "case.title.origin": "US",
    "case.title.body": "Federal court, Oregon", "case.title.effective_date": date(2024, 10, 4),
    "case.title.amount": COMPENSATION + PUNITIVE, "case.title.currency": "USD",
    "case.title.items": [
        {"kind": "PRINCIPAL", "amount": COMPENSATION, "currency": "USD"},
        {"kind": "PUNITIVE", "amount": PUNITIVE, "currency": "USD"},
    ],
    "case.title.default_judgment": False, "case.title.matter": "GENERAL", "case.title.maritime": "NO",
    "case.title.language": "en", "case.title.made_in": "US",
}  # fmt: skip

#: US courts have recognised Chinese judgments.
RECIPROCITY = {
    f"case.recognition.{name}": value
    for name, value in {
        "law_allows": "YES", "consensus": "UNKNOWN", "diplomatic_promise": "NO", "negative_precedent": "NO",
        "later_cn_recognition": "NO",
    }.items()
}  # fmt: skip


def court_of_domicile(case: Case) -> dict[str, Any]:
    """The company is at home in Shenzhen; the director has nothing here."""
    company, director = case.ids("debtors")
    return {
        "case.debtors": [
            {"id": company, "assets_cn": "YES", "assets_place": "Shenzhen", "domicile_cn": "YES"},
            {"id": director, "assets_cn": "NO", "domicile_cn": "NO"},
        ],
        "case.recognition.court_level": "INTERMEDIATE", "case.recognition.court": COURT,
    }  # fmt: skip


def recognised_in_part(case: Case) -> dict[str, Any]:
    """The ruling recognises the compensation and refuses the punitive part."""
    compensation, punitive = case.ids("title.items")
    return answers.ruling("PARTIAL", RULED, SERVED, {compensation: "YES", punitive: "NO"})


SC03 = Scenario(
    begins=ASKED,
    client="Cascadia Tooling Inc",
    papers=[
        Paper(ACCEPTED, "case_accepted", {"event_date": ACCEPTED, "case_no": "(2026)粤03协外认1号", "court": COURT}),
        Paper(date(2026, 2, 24), "copy_served", {"served_date": date(2026, 2, 24)}, party=0),
        Paper(date(2026, 3, 16), "copy_served", {"served_date": date(2026, 3, 16)}, party=1),
        Paper(REPORTED, "spc_report_sent", {"event_date": REPORTED, "level": "HIGH_COURT"}),
        Paper(REPLIED, "spc_reply", {"event_date": REPLIED, "content": "Agrees with the opinion reported"}),
        Paper(SERVED, "ruling_served", {"outcome": "PARTIAL", "document_date": RULED, "served_date": SERVED}),
        Paper(DOCKETED, "enforcement_docketed", {"event_date": DOCKETED, "case_no": "(2026)粤03执1号", "court": COURT}),
    ],
    deeds=[
        *answers.intake(ASKED, REGISTERED, "RECIPROCITY"),
        Deed("assess_reciprocity", RECIPROCITY),
        Deed(
            "pre_filing_review",
            answers.no_ground_of_refusal(damages_awarded=COMPENSATION + PUNITIVE, actual_loss=COMPENSATION),
        ),
        Deed("assemble_filing", answers.filing(CLAIM)),
        Deed("choose_court", court_of_domicile),
        Deed("sign_off_filing", {"filing_decision": "FILE", "reason": "The compensation stands by itself"}),
        Deed("file_application", answers.filed(FILED, COURT, CLAIM), FILED),
        Deed("review_ruling", recognised_in_part),
        Deed(
            "file_enforcement_application",
            {
                "case.enforcement.application_date": date(2026, 10, 12), "case.enforcement.court": COURT,
                "case.enforcement.claims": "USD 1,200,000", "default_interest": False,
                "filed_date": date(2026, 10, 12),
            },
            date(2026, 10, 12),
        ),
    ],
)  # fmt: skip
