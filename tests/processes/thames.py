"""SC01: a judgment of the Commercial Court, London, against a supplier in Ningbo, recognised by reciprocity."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.processes import answers
from tests.processes.file_note import PAPER, Case
from tests.processes.replay import Deed, Paper, Scenario

COURT = "Ningbo Intermediate People's Court"
BOTH, ONLY = "recognition_and_enforcement", "recognition_only"
ASKED, FILED = date(2025, 9, 1), date(2025, 9, 15)
REPLIED = date(2026, 4, 28)
RULED, SERVED, DOCKETED = date(2026, 5, 12), date(2026, 5, 18), date(2026, 6, 8)

REGISTERED = {
    "case.client.name": "Thames Harbour Trading Ltd", "case.client.kind": "COMPANY",
    "case.client.country_or_region": "GB", "case.client.domicile_cn": "NO", "case.client.domicile": "London",
    "case.debtors": [
        {
            "name": "Ningbo Qihang Shipping Parts Co", "name_zh": "宁波启航船舶配件有限公司", "role": "DEBTOR",
            "kind": "COMPANY", "company_form": "LLC", "country_or_region": "CN", "domicile_cn": "YES",
            "domicile": "Ningbo",
        }
    ],
    "case.title.instrument_type": "FOREIGN_JUDGMENT", "case.title.origin": "GB",
    "case.title.body": "Commercial Court, London", "case.title.effective_date": date(2025, 3, 14),
    "case.title.amount": Decimal(2_400_000), "case.title.currency": "GBP",
    "case.title.items": [{"kind": "PRINCIPAL", "amount": Decimal(2_400_000), "currency": "GBP"}],
    "case.title.default_judgment": False, "case.title.matter": "GENERAL", "case.title.maritime": "NO",
    "case.title.language": "en", "case.title.made_in": "GB",
}  # fmt: skip

#: English law permits the recognition of Chinese judgments, and no refusal is recorded.
RECIPROCITY = {
    f"case.recognition.{name}": value
    for name, value in {
        "law_allows": "YES", "consensus": "UNKNOWN", "diplomatic_promise": "NO", "negative_precedent": "NO",
        "later_cn_recognition": "NO",
    }.items()
}  # fmt: skip


def court_of_domicile(case: Case) -> dict[str, Any]:
    """The debtor is at home in Ningbo and has assets there."""
    [debtor] = case.ids("debtors")
    return {
        "case.debtors": [{"id": debtor, "assets_cn": "YES", "assets_place": "Ningbo", "domicile_cn": "YES"}],
        "case.recognition.court_level": "INTERMEDIATE", "case.recognition.court": COURT,
    }  # fmt: skip


def recognised_in_full(case: Case) -> dict[str, Any]:
    """The ruling recognises the whole judgment."""
    return answers.ruling("RECOGNISED", RULED, SERVED, dict.fromkeys(case.ids("title.items"), "YES"))


ENFORCE = {
    "case.enforcement.application_date": date(2026, 6, 1), "case.enforcement.court": COURT,
    "case.enforcement.claims": "GBP 2,400,000", "default_interest": True, "filed_date": date(2026, 6, 1),
}  # fmt: skip

SC01 = Scenario(
    begins=ASKED,
    client="Thames Harbour Trading Ltd",
    papers=[
        Paper(
            date(2025, 9, 22),
            "case_accepted",
            {"event_date": date(2025, 9, 22), "case_no": "(2025)浙02协外认1号", "court": COURT},
        ),
        Paper(date(2025, 10, 9), "copy_served", {"served_date": date(2025, 10, 9)}, party=0),
        Paper(date(2025, 10, 20), "defence_received", {"received_date": date(2025, 10, 20)}, party=0),
        Paper(date(2026, 1, 20), "spc_report_sent", {"event_date": date(2026, 1, 20), "level": "HIGH_COURT"}),
        Paper(REPLIED, "spc_reply", {"event_date": REPLIED, "content": "Agrees with the opinion reported"}),
        Paper(
            SERVED, "ruling_served", {"outcome": "RECOGNISED", "document_date": RULED, "served_date": SERVED}
        ),
        Paper(
            DOCKETED,
            "enforcement_docketed",
            {"event_date": DOCKETED, "case_no": "(2026)浙02执1号", "court": COURT},
        ),
    ],
    deeds=[
        *answers.intake(ASKED, REGISTERED, "RECIPROCITY"),
        Deed("assess_reciprocity", RECIPROCITY),
        Deed("pre_filing_review", answers.no_ground_of_refusal()),
        Deed("assemble_filing", answers.filing(BOTH)),
        Deed("choose_court", court_of_domicile),
        Deed("sign_off_filing", {"filing_decision": "FILE"}),
        Deed("file_application", answers.filed(FILED, COURT, BOTH), FILED),
        Deed("review_defence", {"case.screen.objection_raised": "NO", "defence_summary": "Denies the debt"}),
        Deed("reply", {"replied_date": date(2025, 10, 24), "paper": PAPER}, date(2025, 10, 24)),
        Deed(
            "query_missing_reply",
            {"reply_known": True, "case.spc.reply_date": REPLIED, "query_note": "It is in the pile"},
        ),
        Deed("review_ruling", recognised_in_full),
        Deed("file_enforcement_application", ENFORCE, date(2026, 6, 1)),
    ],
)
