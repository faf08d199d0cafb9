"""SC08: a shareholder who sold her shares with capital unpaid is joined, after her flat was seized."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import Connection

from tests.processes import domestic
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import Case, Days
from tests.processes.team import TEAM
from worklist.cases import file

MATTER = domestic.Matter(
    "Hefei Print Works Co",
    [
        domestic.debtor("Hefei Jingtai Media Ltd"),
        domestic.debtor("Ms Sun", kind="PERSON", company_form=None, role="GUARANTOR"),
        domestic.debtor("Mr Qin", kind="PERSON", company_form=None, role="GUARANTOR"),
    ],
    3_100_000, date(2025, 7, 1), "Hefei Intermediate People's Court",
)  # fmt: skip
JINGTAI, SUN, QIN = range(3)
CAP = Decimal(1_500_000)
SOLD, ASKED, SEIZED, FILED, SERVED = date(2024, 10, 15), date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 20), date(2026, 6, 12)
CHALLENGED = date(2026, 6, 23)

DEADLINES = {
    "DL-X-73": [Days(date(2026, 5, 3), date(2026, 5, 6))],
    "DL-X-70": [Days(date(2026, 6, 19), date(2026, 6, 22))],
    "DL-X-72": [Days(date(2026, 6, 27), date(2026, 6, 29))],
    "DL-X-71": [],
    "DL-X-23": [Days(date(2029, 3, 26), date(2029, 3, 26))],
}


def evidence(case: Case, role: str, **more: object) -> Case:
    """The investigator has the evidence on a target together."""
    return case.does(
        "collect_target_evidence", {"case.findings.debtor_insufficient": "YES"}, target_role=role, company_form="LLC",
        event_kind=["SOLD_SHARES"], share_transfer_date=SOLD, **more,
    )  # fmt: skip


def at_choice(case: Case, target: int) -> Case:
    """Enforcement finds nothing; the partner wants the target joined."""
    domestic.taken_in(case, MATTER, date(2025, 9, 1))
    domestic.enforced(case, MATTER, date(2025, 10, 9), date(2025, 10, 10))
    domestic.deadlocked(case.on(date(2026, 3, 30)).keeps_up(), [], capital_unpaid="YES", debtor_insufficient="YES")
    return domestic.chooses(case, ("JOINDER", case.ids("debtors")[target], None))


@pytest.fixture(scope="module")
def told(begin: Begin) -> Case:
    """The scenario in date order, up to Ms Sun's suit against the joinder."""
    case = at_choice(begin(), SUN)
    sun = case.ids("debtors")[SUN]
    evidence(case, "FORMER_SHAREHOLDER", contribution_due="YES", unpaid_amount=CAP)
    case.on(ASKED).keeps_up().does("choose_basis", joinder_mode="JOIN", scenario="JN-1d", preservation_wanted=True, cap=CAP, challenge_kind="SUIT")
    flat_seized(case, sun)
    case.on(FILED).keeps_up().does(
        "file_joinder", filed_date=FILED, target_name="Ms Sun", scenario="JN-1d", basis="Unpaid contribution", cap=CAP
    )
    case.on(SERVED).keeps_up().receives(
        "joinder_ruling", {"party_id": sun}, granted=True, cap=CAP, challenge_kind="SUIT", document_date=SERVED, served_date=SERVED
    )
    case.on(CHALLENGED).keeps_up().receives("third_party_suit_filed", {"party_id": sun}, event_date=CHALLENGED, kind="OBJECTION_SUIT")
    return case


def flat_seized(case: Case, sun: str) -> None:
    """Her flat is preserved before the application: asked for on 2 April, seized on the 3rd; the term of the measure is confirmed."""
    flat = {"class": "REAL_ESTATE", "query_category": "REAL_ESTATE", "description": "A flat", "found_date": ASKED, "owner_party_id": sun}
    file.write(case.session, case.case_id, {"case.assets": [flat]}, case.people["intake"], case.now)
    case.session.commit()
    [known] = case.ids("assets")
    case.does("check_leads", {"case.assets": [{"id": known, "description": "A flat", "concrete": True}]}, concrete_leads=1)
    case.does("prepare_security", security_kind="LETTER", security_amount=CAP, premium=0)
    case.does(
        "file_preservation", filed_date=ASKED, court=MATTER.court, preservation_amount=CAP, asset_ids=[known], urgent=False
    )
    case.does("pay_preservation_fee", paid_date=ASKED, paid_amount=5_000)
    case.on(SEIZED).receives("preservation_ruling", result="ALLOWED", document_date=SEIZED, served_date=SEIZED)
    case.does("request_system_query", query_wanted=False)
    case.receives("control_measure", event_date=SEIZED, asset_id=known, kind="SEIZE", rank="FIRST")
    while "register_measure" in case.open_tasks():  # enforcement heard of the same measure
        [measure] = case.facts()["measures"]
        entered = {name: measure[name] for name in ("id", "asset_id", "kind", "rank", "effective_date")}
        case.does("register_measure", {"case.measures": [entered]}, more_expected=False)
    case.does("confirm_validity", rank="FIRST", validity_rule="DL-X-22", effective_date=SEIZED)


def test_the_listed_deadlines_exist_with_these_days(told: Case) -> None:
    assert {rule: told.days(rule) for rule in DEADLINES} == DEADLINES


def test_the_seizure_of_the_flat_ends_the_day_before_its_corresponding_day(told: Case) -> None:
    [row] = told.deadlines("DL-X-22")
    assert (row.alarm_day, row.rolled_day) == (date(2029, 4, 2), date(2029, 4, 3))


def test_the_table_proposes_the_joinder_up_to_what_was_due(told: Case) -> None:
    found = told.decided("D09_joinder_basis")["joinder_basis"]
    assert [(case["scenario"], case["cap"], case["challenge_kind"]) for case in found] == [("JN-1d", "1500000", "SUIT")]


def test_the_application_followed_the_seizure_in_time(told: Case) -> None:
    assert (told.states("DL-X-73"), told.states("DL-X-70")) == (["MET"], ["MET"])


def test_the_shareholder_is_joined_and_her_suit_is_answered_before_anything_is_sold(told: Case) -> None:
    sun = next(debtor for debtor in told.facts()["debtors"] if debtor["name"] == "Ms Sun")
    assert (sun["role"], sun["liability_cap"]) == ("JOINED", CAP)
    assert "defend_challenge" in told.open_tasks()
    assert told.ends("joinder") == [None]


def test_nothing_of_hers_is_sold_while_her_suit_is_pending(told: Case) -> None:
    sun = told.ids("debtors")[SUN]
    stays = [stay for stay in told.facts()["stays"] if stay["scope_id"] == sun]
    assert [(stay["event"], stay["effect"], stay.get("to")) for stay in stays] == [("ST-9", "NO_DISPOSAL", None)]
    assert told.decided("D16_stay_decision")["pause"] == ["DISPOSAL"]
    assert told.ends("challenges_stays") == ["left_to_joinder"]


def test_her_suit_is_followed_by_the_joinder_alone(told: Case) -> None:
    assert told.ends("challenges_stays") == ["left_to_joinder"]


@pytest.mark.parametrize(("outcome", "end"), [("WON", "joined"), ("LOST", "rejected")])
def test_the_end_of_her_suit_lifts_the_stay(office: Connection, told: Case, outcome: str, end: str) -> None:
    with undone(office) as session:
        case = Case(session, TEAM, told.case_id).at(told.now)
        case.does("defend_challenge", answer_date=CHALLENGED, suit_id="main", answer="The contribution was due")
        case.receives("suit_judgment", outcome=outcome, document_date=CHALLENGED, served_date=CHALLENGED)
        assert case.ends("joinder") == [end]
        assert [stay["to"] for stay in case.facts()["stays"] if stay["event"] == "ST-9"] == [CHALLENGED]


def test_the_buyer_is_for_the_partner_to_review(begin: Begin) -> None:
    case = at_choice(begin(), QIN)
    evidence(case, "TRANSFEREE")
    found = case.decided("D09_joinder_basis")["joinder_basis"]
    assert [(one["scenario"], one["joinder_mode"]) for one in found] == [("JN-X", "REVIEW")]
    assert "choose_basis" in case.open_tasks()
