"""SC07, from enforcement on: a shop is auctioned twice in vain and taken in kind; the rest of the award stays open."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Connection

from tests.processes import answers, domestic, preservation
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import PAPER, Case, Days
from tests.processes.team import TEAM
from worklist.clock import COURT_TZ

AWARDED, OWED, TAKEN_FOR = date(2025, 6, 10), Decimal(31_000_000), Decimal(24_000_000)
MATTER = domestic.Matter(
    "Vista Pacific Finance Ltd", [domestic.debtor("Guangzhou Tianhe Digital Mall Co")], 31_000_000, AWARDED,
    "Guangzhou Intermediate People's Court", instrument="HK_AWARD",
    title={
        "origin": "HK", "made_in": "HK", "body": "HKIAC", "decided_date": AWARDED, "award_received_date": AWARDED, "currency": "HKD",
        "commercial": "YES", "investor_state": "NO", "items": [{"kind": "PRINCIPAL", "amount": OWED, "currency": "HKD"}],
    },
)  # fmt: skip
FILED, SEIZED, DOCKETED = date(2025, 11, 10), date(2025, 11, 14), date(2026, 5, 28)
#: The scenario does not say when the shop was priced.
PRICED = date(2026, 6, 15)
FAILED, FAILED_AGAIN, ANSWER_BY, ACCEPTED = date(2026, 7, 15), date(2026, 9, 9), date(2026, 10, 23), date(2026, 10, 20)
DISPOSAL = "asset_disposal"

DEADLINES = {
    "DL-X-96": [Days(date(2026, 8, 14), date(2026, 8, 14))],
    "DL-X-132": [Days(date(2026, 9, 19), date(2026, 9, 20))],  # a Sunday on which people work
    "DL-X-97": [Days(date(2026, 9, 24), date(2026, 9, 24))],
    "DL-X-23": [Days(date(2028, 11, 6), date(2028, 11, 6))],
    "DL-G-04": [Days(date(2026, 11, 28), date(2026, 11, 28))],  # a Saturday: an expected duration never rolls
}


def taken_in(case: Case) -> Case:
    """The award is registered and classified, and the partner signs the arrangement with Hong Kong."""
    case.on(FILED).open_case(client_name=MATTER.client, source="letter of the client")
    case.does("register_case", MATTER.registered()).does("conflict_and_sanctions_check", answers.cleared(FILED))
    award = {"instrument_type": "HK_AWARD", "binding": "YES", "set_aside": "NO", "arbitration_agreement": "YES"}
    case.does("confirm_classification", answers.foreign_judgment_in_force() | {f"case.title.{name}": value for name, value in award.items()})
    return case.does("sign_off_route", answers.signed_off("HK_AWARD"))


def shop_seized(case: Case) -> Case:
    """The shop is seized in preservation, while recognition is pending: nobody enforces yet."""
    shop = {"class": "REAL_ESTATE", "query_category": "REAL_ESTATE", "owner_party_id": case.ids("debtors")[0], "found_date": FILED}
    case.calls("property_preservation", stage="RECOGNITION", target_party_id=case.ids("debtors")[0])
    case.does("check_leads", {"case.assets": [{"description": "A shop", "concrete": True}]}, concrete_leads=1)
    case.knows({"case.assets": [{"id": case.ids("assets")[0], **shop}]})
    preservation.secured(case).does(
        "file_preservation", filed_date=FILED, court=MATTER.court, preservation_amount=OWED, asset_ids=case.ids("assets"), urgent=False
    )
    case.does("pay_preservation_fee", paid_date=FILED, paid_amount=5_000)
    case.on(SEIZED).receives("preservation_ruling", result="ALLOWED", document_date=SEIZED, served_date=SEIZED)
    case.does("request_system_query", query_wanted=False)
    case.receives("control_measure", event_date=SEIZED, asset_id=case.ids("assets")[0], kind="SEIZE", rank="FIRST")
    preservation.registered(case)
    return case.does("confirm_validity", rank="FIRST", validity_rule="DL-X-22", effective_date=SEIZED)


def measure(case: Case) -> dict[str, str]:
    """The key of the documents about the shop."""
    return {"measure_id": case.facts()["measures"][0]["id"]}


def auctioned(case: Case, on: date, number: int, **fields: object) -> Case:
    """An online auction of the shop fails."""
    case.on(on).keeps_up().receives("auction_result", measure(case), event_date=on, result="FAILED", online=True, round=number, **fields)
    return case


@pytest.fixture(scope="module")
def asked(begin: Begin) -> Case:
    """Two auctions have failed, and the court asks whether the client takes the shop."""
    case = domestic.enforced(shop_seized(taken_in(begin())).keeps_up(), MATTER, DOCKETED, DOCKETED)
    case.on(PRICED).keeps_up().receives("appraisal_report", measure(case), served_date=PRICED, value=Decimal(30_000_000))
    case.does("check_appraisal", object=False, appraised_value=30_000_000)
    return auctioned(auctioned(case, FAILED, 1), FAILED_AGAIN, 2, ask_in_kind=True, answer_by=ANSWER_BY)


@pytest.fixture
def taken(office: Connection, asked: Case) -> Iterator[Case]:
    """The client takes the shop for HKD 24m; what a test does with it is undone."""
    with undone(office) as session:
        case = Case(session, TEAM, asked.case_id).at(asked.now).on(ACCEPTED).keeps_up()
        case.does("decide_in_kind", in_kind_decision="ACCEPT", in_kind_value=TAKEN_FOR, client_consent=PAPER)
        yield case


def test_the_listed_deadlines_exist_with_these_days(asked: Case) -> None:
    assert {rule: asked.days(rule) for rule in DEADLINES} == DEADLINES


def test_the_seizure_keeps_the_day_of_preservation_and_has_two_readings_of_its_end(asked: Case) -> None:
    [row] = asked.deadlines("DL-X-22")
    assert (row.alarm_day, row.rolled_day) == (date(2028, 11, 13), date(2028, 11, 14))


def test_the_shop_seized_in_preservation_is_handed_to_disposal_once(asked: Case) -> None:
    assert asked.ends(DISPOSAL) == [None]
    assert asked.passed("compulsory_enforcement").count("start_seized_disposal") == 1
    assert [one["effective_date"] for one in asked.facts()["measures"]] == [SEIZED]


def test_two_years_run_from_the_award(asked: Case) -> None:
    [row] = asked.deadlines("DL-X-10")
    assert (row.trigger_date, row.raw_day, row.rolled_day, row.provisional) == (AWARDED, date(2027, 6, 10), date(2027, 6, 10), True)


def test_there_is_no_third_online_auction(asked: Case) -> None:
    assert len(asked.deadlines("DL-X-96")) == 1
    assert asked.states("DL-X-96") == ["MET"]


def test_the_answer_to_the_court_is_due_when_it_said(asked: Case) -> None:
    [task] = asked.was_open("decide_in_kind")
    assert task.due_at is not None
    assert task.due_at.astimezone(COURT_TZ).date() == ANSWER_BY


def test_the_shop_is_taken_and_the_rest_stays_open(taken: Case) -> None:
    assert taken.ends(DISPOSAL) == ["sold"]
    assert taken.outstanding() == [OWED - TAKEN_FOR]
    premium, fee, in_kind = taken.facts()["ledger"]
    assert [in_kind[name] for name in ("kind", "amount", "currency", "value_date")] == ["IN_KIND", TAKEN_FOR, "HKD", ACCEPTED]
    assert [(cost["cost_item"], cost["bearer"]) for cost in (premium, fee)] == [
        ("INSURANCE", "APPLICANT"), ("PRESERVATION_FEE", "APPLICANT"),
    ]  # fmt: skip
    assert taken.ends("compulsory_enforcement") == [None]
    assert "review_progress" in taken.open_tasks()


def test_a_declined_shop_is_sold_on_and_nothing_is_booked(office: Connection, asked: Case) -> None:
    with undone(office) as session:
        case = Case(session, TEAM, asked.case_id).at(asked.now).on(ACCEPTED).keeps_up()
        case.does("decide_in_kind", in_kind_decision="DECLINE", in_kind_value=TAKEN_FOR)
        assert (case.outstanding(), case.ends(DISPOSAL)) == ([OWED], [None])


def test_the_court_is_reminded_at_eight_of_the_day_six_months_are_over(taken: Case) -> None:
    assert taken.alarms("compulsory_enforcement", "progress_alarm") == [datetime(2026, 11, 28, 8, tzinfo=COURT_TZ)]


def test_reconsideration_is_never_offered_for_an_award(taken: Case) -> None:
    assert taken.ends("reconsideration") == []
    assert not [element for element in taken.open_tasks() if "reconsideration" in element]
