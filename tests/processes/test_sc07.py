"""SC07, whole: an award is recognised after an objection to jurisdiction; a shop seized meanwhile is auctioned twice in vain and taken in kind."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Connection

from tests.processes import answers, vista
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import PAPER, Case, Days
from tests.processes.replay import Deed, Paper, Scenario, found_behind
from tests.processes.team import TEAM
from worklist.clock import COURT_TZ

AWARDED, OWED, TAKEN_FOR = vista.AWARDED, Decimal(31_000_000), Decimal(24_000_000)
FILED, SEIZED, RULED, DOCKETED = vista.FILED, date(2025, 11, 14), vista.RULED, vista.DOCKETED
#: The scenario does not say when the shop was priced.
PRICED = date(2026, 6, 15)
FAILED, FAILED_AGAIN, ANSWER_BY, ACCEPTED = date(2026, 7, 15), date(2026, 9, 9), date(2026, 10, 23), date(2026, 10, 20)
DISPOSAL = "asset_disposal"

DEADLINES = {
    "DL-X-10": [Days(date(2027, 6, 10), date(2027, 6, 10), provisional=True)],
    "DL-G-32": [Days(date(2025, 12, 16), date(2025, 12, 16))],
    "DL-X-54": [Days(date(2025, 12, 16), date(2025, 12, 16))],
    "DL-X-96": [Days(date(2026, 8, 14), date(2026, 8, 14))],
    "DL-X-132": [Days(date(2026, 9, 19), date(2026, 9, 20))],  # a Sunday on which people work
    "DL-X-97": [Days(date(2026, 9, 24), date(2026, 9, 24))],
    "DL-X-23": [Days(date(2028, 11, 6), date(2028, 11, 6))],
    "DL-G-04": [Days(date(2026, 11, 28), date(2026, 11, 28))],  # a Saturday: an expected duration never rolls
}


def seized(case: Case) -> dict[str, object]:
    """The notice of the seizure names the shop that we told the court of."""
    return {"event_date": SEIZED, "asset_id": case.ids("assets")[0], "kind": "SEIZE", "rank": "FIRST"}


def asks_to_preserve(case: Case) -> dict[str, object]:
    """We ask the court to preserve the shop: what it is, whose, and what we are owed."""
    shop = {"class": "REAL_ESTATE", "query_category": "REAL_ESTATE", "owner_party_id": case.ids("debtors")[0], "found_date": FILED}
    case.knows({"case.assets": [{"id": case.ids("assets")[0], **shop}]})
    return {"filed_date": FILED, "court": vista.COURT, "preservation_amount": OWED, "asset_ids": case.ids("assets"), "urgent": False}


def entered(case: Case) -> dict[str, object]:
    """The lawyer checks the entry of the measure."""
    [measure] = case.facts()["measures"]
    names = ("id", "asset_id", "kind", "rank", "effective_date", "stated_until")
    return {"case.measures": [{name: measure[name] for name in names}], "more_expected": False}


def whole() -> Scenario:
    """Return the award that is preserved while its recognition is asked for, until its enforcement is open."""
    story = vista.award()
    [filing] = [deed for deed in story.deeds if deed.element == "file_application"]
    file = {"court": vista.COURT, "case_no": "(2026)粤01执1号", "docketed_date": DOCKETED}
    preserved = [
        Deed("file_application", {**answers.filed(FILED, vista.COURT, vista.CLAIM), "case.recognition.preservation_wanted": True}, filing.day),
        Deed("check_leads", {"case.assets": [{"description": "A shop", "concrete": True}], "concrete_leads": 1}),
        Deed("prepare_security", {"security_kind": "INSURANCE", "security_amount": 900_000, "premium": 1_800}),
        Deed("file_preservation", asks_to_preserve),
        Deed("pay_preservation_fee", {"paid_date": FILED, "paid_amount": 5_000}),
        Deed("request_system_query", {"query_wanted": False}),
        Deed("register_measure", entered),
        Deed("confirm_validity", {"rank": "FIRST", "validity_rule": "DL-X-22", "effective_date": SEIZED}),
        Deed("open_enforcement_file", {f"case.enforcement.{name}": value for name, value in file.items()}),
    ]  # fmt: skip
    papers = [
        Paper(SEIZED, "preservation_ruling", {"result": "ALLOWED", "document_date": SEIZED, "served_date": SEIZED}),
        Paper(SEIZED, "control_measure", seized),
        *story.papers,
    ]
    return Scenario(story.begins, story.client, papers, story.answering(*preserved).deeds)


def measure(case: Case) -> dict[str, str]:
    """The key of the documents about the shop."""
    return {"measure_id": case.facts()["measures"][0]["id"]}


def auctioned(case: Case, on: date, number: int, **fields: object) -> Case:
    """An online auction of the shop fails."""
    case.on(on).keeps_up().receives("auction_result", measure(case), event_date=on, result="FAILED", online=True, round=number, **fields)
    return case


#: How the documents up to the ruling are recorded: each on its day, or all on the day of the ruling, in some order.
PILES = {
    "in order": None, "late": list, "late, reversed": lambda papers: list(reversed(papers)),
    "late, unsorted": lambda papers: found_behind(sorted(papers, key=lambda paper: paper.message != "case_accepted"), seed=7),
}  # fmt: skip


@pytest.fixture(scope="module", params=PILES)
def recognised(request: pytest.FixtureRequest, begin: Begin) -> Case:
    """The award is recognised, the shop is seized, and the enforcement is open."""
    story, pile = whole(), PILES[request.param]
    return story.told(begin(), DOCKETED) if pile is None else story.told_late(begin(), RULED, DOCKETED, pile(story.papers))


@pytest.fixture(scope="module")
def asked(recognised: Case) -> Case:
    """Two auctions have failed, and the court asks whether the client takes the shop."""
    case = recognised.keeps_up()
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


def test_recognition_came_after_the_objection_to_jurisdiction(asked: Case) -> None:
    process = "arbitral_award_recognition"
    assert {"jurisdiction_settled", "recognised", "preservation_done"} <= set(asked.passed(process))
    assert asked.states("DL-G-22") == ["MET"]
    assert asked.untaken() == []


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
