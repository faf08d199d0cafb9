"""SC05: a claim of CNY 400,000 waived after the judgment leads to a conviction, and the claim is ordered back."""

from datetime import date
from decimal import Decimal

import pytest

from tests.processes import domestic
from tests.processes.conftest import Begin
from tests.processes.file_note import Case, Days
from tests.processes.impasse import days_later

MATTER = domestic.Matter(
    "Jiangxi Heyuan Feed Co", [domestic.debtor("Mr Luo", kind="PERSON", company_form=None)], 620_000, date(2025, 4, 30),
    "Ji'an Intermediate People's Court", title={"performance_end_date": date(2025, 5, 20)},
)  # fmt: skip
WAIVED, LEARNT = date(2025, 6, 20), date(2025, 12, 8)
REPORTED, RECEIVED, OPENED, JUDGED = date(2026, 1, 12), date(2026, 1, 26), date(2026, 2, 2), date(2026, 7, 21)
RECOVERED = date(2026, 9, 1)

DEADLINES = {
    "DL-X-10": [Days(date(2027, 5, 20), date(2027, 5, 20), provisional=True)],
    "DL-G-19": [Days(date(2026, 12, 8), date(2026, 12, 8))],
    "DL-G-20": [Days(date(2030, 6, 20), date(2030, 6, 20), provisional=True)],
    "DL-X-77": [Days(date(2026, 2, 2), date(2026, 2, 2))],
    "DL-X-138": [Days(date(2026, 2, 25), date(2026, 2, 25))],
}


def convicted(case: Case) -> Case:
    """Tell the scenario up to the day on which the claim is paid in."""
    domestic.taken_in(case, MATTER, date(2025, 9, 1))
    domestic.enforced(case, MATTER, date(2025, 10, 9), date(2025, 10, 9))
    waiver = {"kind": "WAIVER", "act_date": WAIVED, "known_date": LEARNT, "amount": Decimal(400_000), "counterparty": "His cousin's firm"}
    domestic.deadlocked(case.on(date(2025, 12, 10)).keeps_up(), [waiver], hidden_assets="YES", debtor_insufficient="YES")
    [luo], [act] = case.ids("debtors"), case.ids("acts")
    domestic.chooses(case, ("CRIMINAL", luo, act))
    case.does(
        "build_evidence_pack", actor_role="JUDGMENT_DEBTOR", is_entity=False, title_kind="JUDGMENT", conduct_kind="CR_1",
        conduct_date=WAIVED, refusing_after_effect=True, sanctions_before=False, ability_evidence=True, complaint_proof=False,
    )  # fmt: skip
    assert case.variables("criminal_referral")["referral"] == "REFER_TO_ENFORCEMENT_COURT"
    case.does("confirm_screening", referral="REFER_TO_ENFORCEMENT_COURT", reason="The claim was waived after the judgment")
    case.on(RECEIVED).keeps_up().does("report_to_enforcement_court", filed_date=REPORTED, police_received_date=RECEIVED)
    case.does("file_complaint_with_police", filed_date=RECEIVED, police="Ji'an police", complaint_proof=True)
    case.on(OPENED).keeps_up().receives("police_decision", {"suit_id": act}, police_outcome="OPENED", document_date=OPENED)
    day = days_later(case, 60)
    case.receives("procurator_decision", {"suit_id": act}, result="PROSECUTED", document_date=day)
    amount = Decimal(400_000)
    case.on(JUDGED).keeps_up().receives("criminal_judgment", {"suit_id": act}, convicted=True, recoverable_amount=amount, document_date=JUDGED)
    case.does("record_criminal_outcome", convicted=True, person_months=8, recoverable_amount=amount, judgment_date=JUDGED)
    return case.does("request_asset_return", filed_date=JUDGED, amount_asked=amount)


@pytest.fixture(scope="module")
def told(begin: Begin) -> Case:
    """The scenario in date order."""
    case = convicted(begin())
    case.on(RECOVERED).keeps_up().receives("distribution_received", event_date=RECOVERED, amount=Decimal(400_000), currency="CNY")
    [item] = case.ids("title.items")
    entry = {"kind": "RECEIPT", "amount": Decimal(400_000), "currency": "CNY", "value_date": RECOVERED, "item_id": item}
    return case.does("book_receipt", {"case.ledger": [entry]})


def test_the_listed_deadlines_exist_with_these_days(told: Case) -> None:
    assert {rule: told.days(rule) for rule in DEADLINES} == DEADLINES


def test_the_table_refers_the_waiver_as_serious_conduct_after_effect(told: Case) -> None:
    found = told.decided("D11_criminal_referral_screen")
    assert found["referral"] == "REFER_TO_ENFORCEMENT_COURT"
    assert [ground["row_result"] for ground in found["grounds"]] == ["IN", "SERIOUS"]


def test_the_revocation_clock_is_superseded_and_not_missed(told: Case) -> None:
    assert (told.states("DL-G-19"), told.states("DL-G-20")) == (["SUPERSEDED"], ["SUPERSEDED"])


def test_the_debtor_is_convicted_and_no_revocation_suit_is_brought(told: Case) -> None:
    assert told.ends("criminal_referral") == ["convicted"]
    assert told.ends("revocation_suit") == []


def test_what_came_back_is_booked_and_enforcement_of_the_rest_goes_on(told: Case) -> None:
    assert told.outstanding() == [Decimal(220_000)]
    assert told.ends("compulsory_enforcement") == [None]
