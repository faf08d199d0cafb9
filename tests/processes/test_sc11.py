"""SC11: a creditor without a freeze has the debtor transferred into bankruptcy, and shares in proportion."""

from datetime import date
from decimal import Decimal

import pytest

from tests.processes import domestic
from tests.processes.conftest import Begin
from tests.processes.file_note import PAPER, Case, Days

MATTER = domestic.Matter(
    "Qingdao Beihai Logistics", [domestic.debtor("Laizhou Aote Machinery")], 4_000_000, date(2025, 8, 1), "Yantai Intermediate People's Court"
)
ASKED, RECEIVED, ACCEPTED = date(2026, 4, 15), date(2026, 5, 11), date(2026, 6, 8)
ANNOUNCED, FILED, CLAIM_BY, PAID = date(2026, 6, 22), date(2026, 7, 10), date(2026, 8, 31), date(2027, 3, 15)
DIVIDEND = Decimal(984_000)

DEADLINES = {
    "DL-X-79": [Days(date(2026, 6, 10), date(2026, 6, 10))],
    "DL-X-121": [Days(date(2026, 7, 22), date(2026, 7, 22))],
    "DL-X-80": [Days(CLAIM_BY, CLAIM_BY)],
}


def applied(case: Case) -> Case:
    """Enforcement is open but three banks froze everything first; we ask for the transfer."""
    domestic.taken_in(case, MATTER, date(2025, 10, 9))
    domestic.enforced(case, MATTER, date(2025, 11, 3), date(2025, 11, 4))
    domestic.deadlocked(case.on(date(2026, 4, 7)).keeps_up(), [], cannot_pay="YES", debtor_insufficient="YES")
    [aote] = case.ids("debtors")
    domestic.chooses(case, ("BANKRUPTCY", aote, None))
    rank = {"id": aote, "our_rank": 4, "freeze_cover_ratio": 0, "insolvent": "YES", "several_creditors": "YES"}
    case.does(
        "collect_rank", {"case.debtors": [rank], "case.findings.cannot_pay": "YES"}, debts=Decimal(60_000_000),
        assets_value=Decimal(18_000_000), applied_by_other=False,
    )  # fmt: skip
    return case


@pytest.fixture(scope="module")
def told(begin: Begin) -> Case:
    """The scenario in date order, up to the dividend of 24 %."""
    case = applied(begin())
    party = {"party_id": case.ids("debtors")[0]}
    case.does(
        "advise_transfer", transfer_choice="APPLY", expected_by_rank=0, expected_pro_rata=DIVIDEND,
        reason="Three banks are before us, nothing is left by rank",
    )  # fmt: skip
    case.on(ASKED).keeps_up().does("apply_transfer", filed_date=ASKED, paper=PAPER)
    case.on(RECEIVED).keeps_up().receives("transfer_decision", party, result="SENT", event_date=RECEIVED)
    case.on(ACCEPTED).keeps_up().receives("bankruptcy_decision", party, decision="ACCEPTED", event_date=ACCEPTED)
    case.on(ANNOUNCED).keeps_up().receives("claims_notice", party, event_date=ANNOUNCED, claim_by=CLAIM_BY, administrator="Two Oaks LLP")
    case.on(FILED).keeps_up().does("file_claim", filed_date=FILED, claim_amount=Decimal(4_100_000), claim_basis=PAPER)
    case.on(date(2026, 9, 21)).keeps_up()
    case.receives("claim_review_result", party, claim_accepted=True, amount=Decimal(4_100_000), event_date=date(2026, 9, 21))
    case.on(PAID).keeps_up().receives("dividend", party, event_date=PAID, amount=DIVIDEND, currency="CNY")
    entry = {"amount": DIVIDEND, "currency": "CNY", "value_date": PAID, "item_id": case.ids("title.items")[0]}
    case.does("book_dividend", {"case.ledger": [entry]})
    case.receives("bankruptcy_ended", party, event_date=PAID, ended_by="DISTRIBUTION")
    return case


def test_the_listed_deadlines_exist_with_these_days(told: Case) -> None:
    assert {rule: told.days(rule) for rule in DEADLINES} == DEADLINES


def test_the_table_tells_a_creditor_behind_the_banks_to_apply(told: Case) -> None:
    found = told.decided("D12_bankruptcy_transfer_screen")
    assert (found["proposal"], found["reason"]) == ("APPLY", "CONSENT_OF_ONE_CREDITOR")


def test_the_claim_was_filed_within_the_day_the_court_set(told: Case) -> None:
    assert told.states("DL-X-80") == ["MET"]
    assert told.states("DL-X-79") == ["MET"]


def test_enforcement_against_the_debtor_is_stayed_and_limitation_is_not(told: Case) -> None:
    [stay] = told.facts()["stays"]
    assert (stay["event"], stay["scope_kind"], stay["scope_id"]) == ("ST-14", "debtor", told.ids("debtors")[0])
    assert told.ends("limitation_watch") == [None]


def test_the_dividend_is_booked_and_the_distribution_ends_it(told: Case) -> None:
    assert told.ends("bankruptcy_transfer") == ["distribution_pari_passu"]
    assert told.outstanding() == [Decimal(4_000_000) - DIVIDEND]
