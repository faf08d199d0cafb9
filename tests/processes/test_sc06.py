"""SC06: a domestic judgment, from the application to the last payment: deposits, vehicles, a workshop sold at the second auction."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.decisions.shipped import decide
from tests.processes import domestic
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import PAPER, Case, Days
from tests.processes.team import TEAM
from worklist.clock import COURT_TZ

COURT = "Suzhou Intermediate People's Court"
EFFECTIVE, PERFORMED_BY, APPLIED = date(2025, 11, 13), date(2025, 11, 28), date(2026, 1, 12)
FROZEN, SEIZED, LISTED, PRICED = date(2026, 1, 29), date(2026, 2, 5), date(2026, 3, 2), date(2026, 4, 1)
FAILED, ASKED_ABOUT, SOLD, PAID = date(2026, 5, 20), date(2026, 7, 13), date(2026, 7, 14), date(2026, 9, 8)
OWED, DEPOSITS, PRICE = Decimal(5_800_000), Decimal(900_000), Decimal(4_600_000)
#: Neither the fee that the court keeps back nor the days of its transfers are in the facts; the last payment is what is left.
FEE, TRANSFERRED, PAID_OUT = Decimal(60_000), date(2026, 2, 12), date(2026, 7, 24)
MATTER = domestic.Matter(
    "Anhui Ruifeng Steel", [domestic.debtor("Kunshan Delta Moulds Co")], 5_800_000, EFFECTIVE, COURT, title={"performance_end_date": PERFORMED_BY}
)
ENFORCEMENT, DISPOSAL, WATCH = "compulsory_enforcement", "asset_disposal", "freeze_renewal_watch"
#: How each asset is called, classed and held, and the rule of its term.
ASSETS = (
    ("CASH", "DEPOSIT", "Deposits", "FREEZE", "DL-X-20"),
    ("MOVABLE", "VEHICLE", "Two vehicles", "SEIZE", "DL-X-21"),
    ("REAL_ESTATE", "REAL_ESTATE", "A workshop", "SEIZE", "DL-X-22"),
)

DEADLINES = {
    "DL-X-04": [Days(date(2026, 1, 22), date(2026, 1, 22))],
    "DL-G-04": [Days(date(2026, 7, 12), date(2026, 7, 12))],  # a Sunday: an expected duration never rolls
    "DL-X-23": [Days(day, day) for day in (date(2027, 1, 21), date(2028, 1, 28), date(2029, 1, 28))],
    "DL-X-43": [Days(date(2026, 4, 6), date(2026, 4, 7))],  # Qingming
    "DL-X-96": [Days(date(2026, 6, 19), date(2026, 6, 22))],  # Dragon Boat
}


def opened(case: Case) -> Case:
    """The client asks on the day it applies; the court dockets, and the lawyer opens the file."""
    domestic.taken_in(case, MATTER, APPLIED)
    case.does("check_title_package", {"case.title.effective": "YES", "case.title.operative_part_clear": "YES"})
    [debtor] = case.ids("debtors")
    place = {"case.recognition.court": COURT, "case.recognition.court_level": "INTERMEDIATE"}
    case.does("choose_court", place | {"case.debtors": [{"id": debtor, "assets_cn": "YES", "domicile_cn": "YES"}]})
    application = {"application_date": APPLIED, "court": COURT, "claims": "Pay what the title says"}
    named = {f"case.enforcement.{name}": value for name, value in application.items()}
    case.does("file_enforcement_application", named, filed_date=APPLIED, default_interest=True)
    case.receives("enforcement_docketed", event_date=APPLIED, case_no="(2026)苏05执1号", court=COURT)
    file = {"court": COURT, "case_no": "(2026)苏05执1号", "docketed_date": APPLIED}
    return case.does("open_enforcement_file", {f"case.enforcement.{name}": value for name, value in file.items()})


def found(case: Case) -> Case:
    """The court's query finds the deposits, the vehicles and the workshop."""
    [debtor] = case.ids("debtors")
    listed = [
        {"class": kind, "query_category": category, "description": words, "currency": "CNY", "source": "COURT_QUERY", "found_date": FROZEN}
        for kind, category, words, _, _ in ASSETS
    ]
    case.on(FROZEN).receives("system_query_result", result="DATA", query_date=FROZEN)
    case.does("review_query", {"case.assets": listed}, query_channel="HEAD_TO_HEAD")
    case.knows({"case.assets": [{"id": asset, "owner_party_id": debtor} for asset in case.ids("assets")]})
    return case


def taken(case: Case, number: int, on: date) -> None:
    """The notice of a measure comes; the lawyer checks it and confirms the term that the class of the asset has."""
    *_, kind, rule = ASSETS[number]
    asset = case.ids("assets")[number]
    case.on(on).receives("control_measure", event_date=on, asset_id=asset, kind=kind, rank="FIRST")
    [entered] = [measure for measure in case.facts()["measures"] if measure["asset_id"] == asset]
    fields = ("id", "asset_id", "kind", "rank", "effective_date", "stated_until")
    case.does("register_measure", {"case.measures": [{name: entered[name] for name in fields}]})
    proposed = case.decided("D15_measures_by_asset")["validity_rule"]
    assert proposed == rule
    case.does("confirm_validity", rank="FIRST", validity_rule=proposed, effective_date=on)


def workshop(case: Case) -> dict[str, str]:
    """The key of the documents about the workshop."""
    asset = case.ids("assets")[2]
    return {"measure_id": next(measure["id"] for measure in case.facts()["measures"] if measure["asset_id"] == asset)}


def books(case: Case, element: str, on: date, amount: Decimal, fee: Decimal = Decimal(0)) -> None:
    """Finance books money on the title."""
    [item] = case.ids("title.items")
    entry = {"kind": "RECEIPT", "amount": amount, "currency": "CNY", "value_date": on, "item_id": item}
    case.does(element, {"case.ledger": [entry]}, fee_deducted=fee)


def receives_money(case: Case, on: date, amount: Decimal, fee: Decimal = Decimal(0)) -> None:
    """The court pays out, the fee kept back, and finance books it on the title."""
    case.on(on).keeps_up().receives("distribution_received", event_date=on, amount=amount, currency="CNY", fee_deducted=fee)
    books(case, "book_receipt", on, amount, fee)


def auctioned(case: Case, on: date, number: int, result: str, **more: Any) -> None:
    case.on(on).keeps_up().receives("auction_result", workshop(case), event_date=on, result=result, online=True, round=number, **more)


def priced(case: Case) -> Case:
    """Everything is held, the debtor is listed, the deposits are paid out, and the workshop is priced."""
    found(opened(case))
    taken(case, 0, FROZEN)
    taken(case, 1, SEIZED)
    taken(case, 2, SEIZED)
    receives_money(case, TRANSFERRED, DEPOSITS)
    [debtor] = case.ids("debtors")
    case.on(LISTED)
    for kind in ("HIGH_CONSUMPTION", "DISHONEST_LIST"):
        case.receives("restriction_imposed", event_date=LISTED, served_date=LISTED, kind=kind, party_id=debtor)
    case.on(PRICED).receives("appraisal_report", workshop(case), served_date=PRICED, document_date=PRICED, value=PRICE)
    return case.does("check_appraisal", object=False, appraised_value=PRICE)


@pytest.fixture(scope="module")
def failed(begin: Begin) -> Case:
    """The first auction has failed."""
    case = priced(begin())
    auctioned(case, FAILED, 1, "FAILED")
    return case


@pytest.fixture(scope="module")
def sold(begin: Begin, failed: Case) -> Case:
    """The second auction has brought CNY 4.6m, and the court has paid out."""
    failed.on(ASKED_ABOUT).keeps_up().does("consider_higher_court", higher_decision="WAIT", reason="The second auction is under way")
    auctioned(failed, SOLD, 2, "SOLD", price=PRICE)
    receives_money(failed, PAID_OUT, PRICE - FEE, FEE)
    return failed


@pytest.fixture
def completed(office: Connection, sold: Case) -> Iterator[Case]:
    """The debtor has paid what was left, and the lawyer has seen that nothing is; what a test does with it is undone."""
    with undone(office) as session:
        case = Case(session, TEAM, sold.case_id).at(sold.now).on(PAID).keeps_up()
        [owed] = case.outstanding()
        case.receives("payment_reported", event_date=PAID, amount=owed, currency="CNY", direct=True, all_paid=True)
        books(case, "book_direct_payment", PAID, owed)
        findings = {"search_exhausted": False, "restrictions_done": True, "debtor_insufficient": "NO"}
        case.does("review_progress", {f"case.findings.{name}": value for name, value in findings.items()}, progress="GOING_ON")
        yield case


def test_the_listed_deadlines_exist_with_these_days(sold: Case) -> None:
    assert {rule: sold.days(rule) for rule in DEADLINES} == DEADLINES


def test_two_years_run_from_the_last_day_to_perform(sold: Case) -> None:
    [row] = sold.deadlines("DL-X-10")
    assert (row.raw_day, row.rolled_day, row.provisional) == (date(2027, 11, 28), date(2027, 11, 29), True)


@pytest.mark.parametrize(
    ("rule", "alarm", "outer"),
    [
        ("DL-X-20", date(2027, 1, 28), date(2027, 1, 29)),
        ("DL-X-21", date(2028, 2, 4), date(2028, 2, 5)),
        ("DL-X-22", date(2029, 2, 4), date(2029, 2, 5)),
    ],
)
def test_each_measure_has_two_readings_of_its_end(sold: Case, rule: str, alarm: date, outer: date) -> None:
    assert [(row.alarm_day, row.rolled_day) for row in sold.deadlines(rule)] == [(alarm, outer)]


def test_the_second_auction_is_watched_for_until_it_comes(sold: Case) -> None:
    [row] = sold.deadlines("DL-X-96")
    assert (row.alarm_day, row.status) == (date(2026, 6, 22), "MET")
    asked_after = [at.date() for at in sold.created_at("wait_auction_chase")]
    assert [day for day in asked_after if FAILED < day <= row.rolled_day] == []  # nobody is asked while the court may still act
    assert row.rolled_day + timedelta(days=1) in asked_after


def test_after_six_months_the_partner_is_asked_at_eight_of_a_sunday(sold: Case) -> None:
    assert sold.created_at("consider_higher_court") == [datetime.combine(date(2026, 7, 12), time(8), COURT_TZ)]


def test_the_deposits_are_not_sold_and_the_fee_is_advanced_by_nobody(sold: Case) -> None:
    assert len(sold.ends(DISPOSAL)) == 2
    fee = decide("D14_fee_responsibility", {"rule_set": "prc_law"}, {"cost_item": "ENFORCEMENT_FEE"}).outputs[0]
    assert (fee["bearer"], fee["advanced_by"], fee["deducted"]) == ("DEBTOR", "NOBODY", True)


def test_the_fee_is_the_debtors_and_never_counts_as_recovered(sold: Case) -> None:
    assert sold.outstanding() == [OWED - DEPOSITS - (PRICE - FEE)]
    assert [(entry["kind"], entry["amount"]) for entry in sold.facts()["ledger"]] == [
        ("RECEIPT", DEPOSITS), ("RECEIPT", PRICE - FEE), ("FEE", FEE),
    ]  # fmt: skip
    assert [sold.facts()["ledger"][2][name] for name in ("cost_item", "bearer", "advanced_by")] == ["ENFORCEMENT_FEE", "DEBTOR", "NOBODY"]


def test_the_sold_workshop_is_disposed_of_and_the_vehicles_are_not(sold: Case) -> None:
    assert sorted(str(end) for end in sold.ends(DISPOSAL)) == ["None", "sold"]
    assert [asset["status"] for asset in sold.facts()["assets"]][2] == "DISPOSED"


def test_the_listing_ends_after_two_years_and_three_working_days_after_payment(completed: Case) -> None:
    assert [row.raw for row in completed.days("DL-X-86")] == [date(2028, 3, 2)]
    assert completed.days("DL-X-124") == [Days(date(2026, 9, 11), date(2026, 9, 11))]


def test_the_last_payment_completes_the_case(completed: Case) -> None:
    assert completed.outstanding() == [0]
    assert completed.decided("D20_closure_kind")["closure_kind"] == "COMPLETED"
    assert "closed" in completed.passed(ENFORCEMENT)
    assert completed.states("DL-G-04") == ["MET"]


def test_a_completed_case_is_closed_with_measures_lifted_and_lists_cleared(completed: Case) -> None:
    completed.does("decide_withdrawal", closing_decision="CLOSE", reason="Everything is paid")
    lifted = [{"id": measure, "status": "LIFTED"} for measure in completed.ids("measures")]
    completed.does("lift_measures", {"case.measures": lifted}).does("clear_lists", lists_cleared=True)
    completed.does("final_statement", statement=PAPER, recovered_total=OWED)
    facts = completed.facts()
    assert (facts["status"], facts["closure_kind"]) == ("CLOSED", "COMPLETED")
    assert {measure["status"] for measure in facts["measures"]} == {"LIFTED"}
    assert set(completed.ends(WATCH)) | set(completed.ends(ENFORCEMENT)) == {"case_closed"}
    assert completed.open_tasks() == []
