"""SC12: a notarised loan agreement without the debtor's consent: filed all the same, refused, reconsidered, sued on."""

from datetime import date

from tests.processes import answers, domestic
from tests.processes.file_note import PAPER, Case, Days

COURT = "Hangzhou Intermediate People's Court"
DUE, FILED, REFUSED, RULED = date(2025, 12, 31), date(2026, 2, 9), date(2026, 3, 20), date(2026, 4, 20)
MATTER = domestic.Matter(
    "Zhejiang Minhe Guaranty", [domestic.debtor("Ningbo Minhe Borrower Co")], 2_000_000, date(2025, 6, 30), COURT, instrument="NOTARISED",
    title={"performance_end_date": DUE, "duty_specified": "YES", "debtor_consent_written": "NO", "enforcement_certificate": "YES"},
)  # fmt: skip
DOMESTIC = "domestic_direct_enforcement"


def taken_in(case: Case) -> Case:
    """The table finds the deed ineligible, and the partner has it filed with a reason."""
    case.on(FILED).open_case(client_name=MATTER.client, source="letter of the client")
    case.does("register_case", MATTER.registered()).does("conflict_and_sanctions_check", answers.cleared(FILED))
    case.does("confirm_classification", answers.foreign_judgment_in_force() | {"case.title.instrument_type": "NOTARISED"})
    assert case.decided("D01_instrument_eligibility")["eligibility"] == "INELIGIBLE"
    case.does("decide_ineligible", ineligible_decision="FILE_ANYWAY", reason="The consent may be found in the annex")
    return case


def refused(case: Case) -> Case:
    """The court refuses the deed, and we ask for reconsideration."""
    taken_in(case).does("sign_off_route", answers.signed_off("DIRECT"))
    title = {"effective": "YES", "operative_part_clear": "YES", "enforcement_certificate": "YES"}
    case.does("check_title_package", {f"case.title.{name}": value for name, value in title.items()})
    [debtor] = case.ids("debtors")
    place = {"case.recognition.court": COURT, "case.recognition.court_level": "INTERMEDIATE"}
    case.does("choose_court", place | {"case.debtors": [{"id": debtor, "assets_cn": "YES", "domicile_cn": "YES"}]})
    application = {"application_date": FILED, "court": COURT, "claims": "Pay what the deed says"}
    named = {f"case.enforcement.{name}": value for name, value in application.items()}
    case.does("file_enforcement_application", named, filed_date=FILED, default_interest=True)
    case.on(REFUSED).keeps_up().receives("case_not_accepted", served_date=REFUSED, ground="No consent to enforcement", ruling_no="1")
    case.does("handle_nonacceptance", nonacceptance_decision="RECONSIDERATION", refused_ground="No consent", reason="The annex")
    return case


def test_the_limitation_is_two_years_from_the_day_the_loan_was_due(case: Case) -> None:
    taken_in(case)
    [row] = case.deadlines("DL-X-10")
    assert (row.raw_day, row.rolled_day, row.provisional) == (date(2027, 12, 31), date(2027, 12, 31), True)


def test_the_refusal_is_reconsidered_within_ten_days_and_then_the_debt_is_sued_on(case: Case) -> None:
    refused(case)
    assert case.days("DL-X-47") == [Days(date(2026, 3, 30), date(2026, 3, 30))]
    case.does("file_notarised_reconsideration", filed_date=REFUSED, paper=PAPER)
    keys = {"party_id": "main", "objection_id": "main"}
    case.on(RULED).keeps_up().receives("reconsideration_ruling", keys, result="UPHELD", in_our_favour=False, served_date=RULED)
    assert case.ends(DOMESTIC) == ["sue"]
    assert case.states("DL-X-47") == ["MET"]
