"""An asset is priced, sold, or taken in kind; a stay of it is told and stops nothing else. Rules: DL-X-43, DL-X-45, DL-X-96."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.processes import impasse
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import PAPER, Case, Days
from tests.processes.team import TEAM
from worklist.cases.queries import lives

DISPOSAL = "asset_disposal"
FOUND, SEIZED, PRICED = date(2026, 6, 24), date(2026, 6, 29), date(2026, 8, 3)
FAILED, FAILED_AGAIN = date(2026, 9, 2), date(2026, 10, 12)


def seized(case: Case) -> Case:
    """A workshop was found and seized: its disposal is handed over."""
    workshop = {
        "class": "REAL_ESTATE", "query_category": "REAL_ESTATE", "description": "A workshop", "value": Decimal(900_000),
        "currency": "CNY", "source": "COURT_QUERY", "found_date": FOUND,
    }  # fmt: skip
    case.on(FOUND).receives("system_query_result", result="DATA", query_date=FOUND)
    case.does("review_query", {"case.assets": [workshop]})
    case.on(SEIZED).receives("control_measure", event_date=SEIZED, asset_id=case.ids("assets")[0], kind="SEIZE", rank="FIRST")
    [measure] = case.facts()["measures"]
    entered = {name: measure[name] for name in ("id", "asset_id", "kind", "rank", "effective_date", "stated_until")}
    case.does("register_measure", {"case.measures": [entered]})
    return case


@pytest.fixture(scope="module")
def workshop(begin: Begin) -> Case:
    return seized(impasse.opened(begin()))


@pytest.fixture
def case(office: Connection, workshop: Case) -> Iterator[Case]:
    with undone(office) as session:
        yield Case(session, TEAM, workshop.case_id).at(workshop.now)


def measure(case: Case) -> dict[str, str]:
    """The key of the documents about the workshop."""
    return {"measure_id": case.facts()["measures"][0]["id"]}


def priced(case: Case) -> Case:
    case.on(PRICED).receives("appraisal_report", measure(case), served_date=PRICED, value=Decimal(880_000))
    return case


def result(case: Case, on: date, said: str, **fields: Any) -> Case:
    case.on(on).receives("auction_result", measure(case), event_date=on, result=said, **{"online": True, "round": 1, **fields})
    return case


def status(case: Case) -> Any:
    return case.facts()["assets"][0]["status"]


def asked_in_kind(case: Case, decision: str) -> Case:
    """Two auctions fail, the court asks, and the partner answers."""
    priced(case).does("check_appraisal", object=False, appraised_value=880_000)
    result(result(case, FAILED, "FAILED"), FAILED_AGAIN, "FAILED", round=2, ask_in_kind=True, answer_by=date(2026, 10, 30))
    case.does("decide_in_kind", in_kind_decision=decision, in_kind_value=Decimal(600_000), client_consent=PAPER)
    return case


def test_an_appraisal_may_be_objected_to_within_five_days(case: Case) -> None:
    priced(case)
    assert case.days("DL-X-43") == [Days(date(2026, 8, 8), date(2026, 8, 10))]  # a Saturday: Monday
    case.does("check_appraisal", object=True, appraised_value=880_000)
    case.does("object_to_appraisal", filed_date=PRICED, paper=PAPER)
    assert case.states("DL-X-43") == ["MET"]
    result(case, FAILED, "SOLD", price=Decimal(870_000))
    assert case.ends(DISPOSAL) == ["sold"]
    assert status(case) == "DISPOSED"


def test_a_second_auction_is_watched_for(case: Case) -> None:
    priced(case).does("check_appraisal", object=False, appraised_value=880_000)
    result(case, FAILED, "FAILED")
    assert case.days("DL-X-96") == [Days(date(2026, 10, 2), date(2026, 10, 8))]  # National Day
    assert case.ends(DISPOSAL) == [None]


def test_a_first_result_counts_though_no_price_was_ever_told(case: Case) -> None:
    result(case, FAILED, "SOLD", price=Decimal(870_000))
    assert case.ends(DISPOSAL) == ["sold"]


def test_a_debtor_may_sell_by_itself_and_the_wait_goes_on(case: Case) -> None:
    case.on(PRICED).receives("self_sale_permitted", measure(case), event_date=PRICED)
    assert case.ends(DISPOSAL) == [None]
    result(case, FAILED, "SOLD", price=Decimal(870_000))
    assert case.ends(DISPOSAL) == ["sold"]


def test_an_asset_taken_in_kind_counts_as_recovered_once(case: Case) -> None:
    [owed] = case.outstanding()
    asked_in_kind(case, "ACCEPT")
    assert case.ends(DISPOSAL) == ["sold"]
    assert case.outstanding() == [owed - 600_000]
    assert [(entry["kind"], entry["party_id"]) for entry in case.facts()["ledger"]] == [("IN_KIND", None)]
    assert case.states("DL-X-45") == ["MET"]


def test_an_asset_of_a_debtor_taken_in_kind_is_paid_by_its_owner(case: Case) -> None:
    [debtor, *_], [asset] = case.ids("debtors"), case.ids("assets")
    case.knows({"case.assets": [{"id": asset, "owner_party_id": debtor}]})
    asked_in_kind(case, "ACCEPT")
    assert [(entry["kind"], entry["party_id"]) for entry in case.facts()["ledger"]] == [("IN_KIND", debtor)]


def test_more_than_is_owed_is_never_booked(case: Case) -> None:
    taken_for(case, 99_000_000)
    assert case.outstanding() == [0]


def taken_for(case: Case, value: int) -> Case:
    """The court asks, and the asset is taken in kind at this value."""
    priced(case).does("check_appraisal", object=False, appraised_value=880_000)
    result(case, FAILED_AGAIN, "FAILED", round=2, ask_in_kind=True, answer_by=date(2026, 10, 30))
    return case.does("decide_in_kind", in_kind_decision="ACCEPT", in_kind_value=Decimal(value), client_consent=PAPER)


def test_what_exceeds_one_item_is_booked_on_the_next_of_its_currency(case: Case) -> None:
    [owed] = case.outstanding()
    more = [{"kind": "COSTS", "amount": Decimal(50_000), "currency": "CNY"}, {"kind": "INTEREST", "amount": Decimal(700_000), "currency": "GBP"}]
    case.knows({"case.title.items": more})
    taken_for(case, int(owed) + 100_000)
    assert case.outstanding() == [0, 50_000, 600_000]
    assert [entry["amount"] for entry in case.facts()["ledger"]] == [owed, 100_000]


def settled_in_full(case: Case) -> Case:
    """The debtor has paid all that is owed."""
    [item] = case.facts()["outstanding"]
    case.receives("distribution_received", event_date=SEIZED, amount=item["amount"], currency=item["currency"])
    entry = {"kind": "RECEIPT", "amount": item["amount"], "currency": item["currency"], "value_date": SEIZED, "item_id": item["item_id"]}
    return case.does("book_receipt", {"case.ledger": [entry]})


def test_nothing_is_booked_where_nothing_is_outstanding(case: Case) -> None:
    taken_for(settled_in_full(case), 600_000)
    assert case.ends(DISPOSAL) == ["sold"]
    assert [entry["kind"] for entry in case.facts()["ledger"]] == ["RECEIPT"]


def test_an_asset_that_is_declined_is_sold_on(case: Case) -> None:
    asked_in_kind(case, "DECLINE")
    assert case.ends(DISPOSAL) == [None]
    result(case, date(2026, 11, 20), "RETURNED", round=3)
    assert case.ends(DISPOSAL) == ["returned"]
    assert status(case) == "RELEASED"


@pytest.mark.parametrize("scope", ["asset", "owner"])
def test_a_stay_is_told_to_the_owner_of_the_case_and_stops_nothing_else(case: Case, scope: str) -> None:
    [debtor] = case.ids("debtors")
    named = case.ids("assets")[0] if scope == "asset" else debtor
    assert case.hears(f"case_stayed-{named}") == 1
    assert case.hears(f"case_resumed-{named}") >= 1
    assert (len(case.notices("Disposal is stayed")), len(case.notices("Disposal goes on"))) == (1, 1)
    result(case, FAILED, "SOLD", price=Decimal(870_000))
    assert case.ends(DISPOSAL) == ["sold"]


def test_the_asset_of_a_bankrupt_is_given_back(case: Case) -> None:
    [debtor] = case.ids("debtors")
    case.hears(f"bankruptcy_accepted-{debtor}", debtor_id=debtor)
    assert case.ends(DISPOSAL) == ["owner_bankrupt_returned"]
    assert status(case) == "RELEASED"


def test_the_disposal_ends_when_the_measure_is_lifted(case: Case) -> None:
    case.on(PRICED).receives("measure_lifted", measure(case), event_date=PRICED, reason="Paid")
    assert case.ends(DISPOSAL) == ["lifted_returned"]


def test_the_disposal_ends_with_the_case(case: Case) -> None:
    case.hears(f"case_closed-{case.case_id}")
    assert case.ends(DISPOSAL) == ["case_closed"]


def test_what_happened_to_the_asset_can_be_read_from_its_page(case: Case) -> None:
    [debtor, *_], [asset] = case.ids("debtors"), case.ids("assets")
    case.knows({"case.assets": [{"id": asset, "owner_party_id": debtor}]})
    asked_in_kind(case, "ACCEPT")
    told = lives(case.session, case.case_id)[asset]
    assert [(passage.day, passage.message) for passage in told if passage.message] == [
        (SEIZED, "control_measure"), (PRICED, "appraisal_report"), (FAILED, "auction_result"), (FAILED_AGAIN, "auction_result"),
    ]  # fmt: skip
    said = {(one.field, one.before, one.value) for passage in told for one in passage.said}
    assert said >= {
        ("appraisal_report.value", None, Decimal(880_000)), ("auction_result.result", None, "FAILED"), ("auction_result.round", None, 2),
        ("case.assets[].status", "CLUE", "DISPOSED"), ("case.assets[].owner_party_id", None, debtor),
    }  # fmt: skip
    assert [passage.day for passage in told] == sorted(passage.day for passage in told)
