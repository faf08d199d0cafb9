"""SC04: a French judgment is filed after its time was over; the respondent objects, and the court refuses."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.processes import answers
from tests.processes.conftest import Begin
from tests.processes.file_note import PAPER, Case, Days
from tests.processes.replay import Deed, Paper, Scenario
from worklist.cases import attachments

COURT = "Shenyang Intermediate People's Court"
ASKED, FILED, SERVED, END = date(2025, 11, 3), date(2025, 11, 18), date(2026, 2, 6), date(2026, 5, 4)
#: The scenario does not say when the court accepted, served the copy and heard the defence.
ACCEPTED, COPIED, DEFENDED = date(2025, 11, 25), date(2025, 12, 8), date(2025, 12, 15)
PROCESS = "foreign_judgment_recognition"

REGISTERED = {
    "case.client.name": "Lumiere Textiles SARL", "case.client.kind": "COMPANY", "case.client.country_or_region": "FR",
    "case.client.domicile_cn": "NO", "case.client.domicile": "Lyon",
    "case.debtors": [
        {
            "name": "Shenyang Weida Garment Co", "name_zh": "沈阳伟达服装有限公司", "role": "DEBTOR", "kind": "COMPANY",
            "company_form": "LLC", "country_or_region": "CN", "domicile_cn": "YES", "domicile": "Shenyang",
        }
    ],
    "case.title.instrument_type": "FOREIGN_JUDGMENT", "case.title.origin": "FR", "case.title.body": "Commercial court, Lyon",
    "case.title.effective_date": date(2022, 5, 31), "case.title.amount": Decimal(900_000), "case.title.currency": "EUR",
    "case.title.items": [{"kind": "PRINCIPAL", "amount": Decimal(900_000), "currency": "EUR"}],
    "case.title.default_judgment": False, "case.title.matter": "GENERAL", "case.title.maritime": "NO",
    "case.title.language": "fr", "case.title.made_in": "FR",
}  # fmt: skip


def court_of_domicile(case: Case) -> dict[str, Any]:
    """The debtor is at home in Shenyang."""
    [debtor] = case.ids("debtors")
    return {
        "case.debtors": [{"id": debtor, "assets_cn": "YES", "assets_place": "Shenyang", "domicile_cn": "YES"}],
        "case.recognition.court_level": "INTERMEDIATE", "case.recognition.court": COURT,
    }  # fmt: skip


SC04 = Scenario(
    begins=ASKED,
    client="Lumiere Textiles SARL",
    papers=[
        Paper(ACCEPTED, "case_accepted", {"event_date": ACCEPTED, "case_no": "(2025)辽01协外认1号", "court": COURT}),
        Paper(COPIED, "copy_served", {"served_date": COPIED}, party=0),
        Paper(DEFENDED, "defence_received", {"received_date": DEFENDED}, party=0),
        Paper(SERVED, "ruling_served", {"outcome": "REFUSED", "document_date": SERVED, "served_date": SERVED}),
    ],
    deeds=[
        *answers.intake(ASKED, REGISTERED, "TREATY"),
        Deed("decide_late_filing", {"late_decision": "FILE_ANYWAY", "reason": "The respondent may not object to time"}),
        Deed("pre_filing_review", answers.no_ground_of_refusal(own_treaty_grounds="NO")),
        Deed("assemble_filing", answers.filing("recognition_and_enforcement")),
        Deed("choose_court", court_of_domicile),
        Deed("sign_off_filing", {"filing_decision": "FILE", "reason": "The client was told of the time limit"}),
        Deed("file_application", answers.filed(FILED, COURT, "recognition_and_enforcement"), FILED),
        Deed("review_defence", {"case.screen.objection_raised": "YES", "defence_summary": "The time is over"}),
        Deed("reply", {"replied_date": DEFENDED}),
        Deed("review_ruling", lambda case: answers.ruling("REFUSED", SERVED, SERVED, dict.fromkeys(case.ids("title.items"), "NO"))),
        Deed("decide_reconsideration", {"file_reconsideration_wanted": False, "reason": "The demand cannot be proven"}),
        Deed("note_precedent", {"library_tags": ["LIMITATION"], "library_note": "The delivery of the demand cannot be proven"}),
    ],
)  # fmt: skip

DEADLINES = {
    "DL-X-10": [Days(date(2024, 5, 31), date(2024, 5, 31))],
    "DL-G-12": [Days(date(2026, 2, 16), date(2026, 2, 24))],  # the last day is in Spring Festival
}


@pytest.fixture(scope="module")
def told(begin: Begin) -> Case:
    """The scenario in date order."""
    return SC04.told(begin(), END)


@pytest.fixture(scope="module")
def late(begin: Begin) -> Case:
    """Every document up to the ruling recorded on the day of the ruling."""
    return SC04.told_late(begin(), SERVED, END)


def test_the_listed_deadlines_exist_with_these_days(told: Case) -> None:
    assert {rule: told.days(rule) for rule in DEADLINES} == DEADLINES


def test_recorded_late_the_deadlines_have_the_same_days(late: Case) -> None:
    assert {rule: late.days(rule) for rule in DEADLINES} == DEADLINES


def test_the_partner_filed_although_the_time_was_over(told: Case) -> None:
    assert told.decided("D02_recognition_route")["route"] == "TREATY"
    assert told.was_open("decide_late_filing")[0].ended_by == "partner_1"


def test_the_partner_signs_knowing_that_the_time_is_over(told: Case) -> None:
    assert [hit["ground"] for hit in told.variables(PROCESS)["hits"]] == ["RF-6a"]


def test_the_objection_makes_time_a_ground_of_refusal(told: Case) -> None:
    assert told.decided("D05_refusal_screen_judgment")["ground"] == "RF-6"


def test_the_refusal_stands(told: Case) -> None:
    assert told.ends(PROCESS) == ["refused_final"]
    assert told.outstanding() == [Decimal(0)]


def test_recorded_late_the_refusal_stands(late: Case) -> None:
    assert late.ends(PROCESS) == ["refused_final"]


def test_no_demand_without_proof_restarts_the_clock(told: Case) -> None:
    assert told.days("DL-X-12") == []


def test_a_ruling_that_dismisses_opens_no_reconsideration(case: Case) -> None:
    dismissed = [
        Paper(paper.arrives, paper.message, {**paper.fields, "outcome": "DISMISSED"} if paper.message == "ruling_served" else paper.fields, paper.party)
        for paper in SC04.papers
    ]
    items = Deed("review_ruling", lambda case: answers.ruling("DISMISSED", SERVED, SERVED, dict.fromkeys(case.ids("title.items"), "NO")))
    Scenario(ASKED, SC04.client, dismissed, SC04.answering(items).deeds).told(case, SERVED)
    assert case.ends("reconsideration") == []
    assert "cure_and_refile" in case.open_tasks()


# -- the variant: the delivery of the demand is proven ---------------------------------------------------

DEMANDED = date(2024, 3, 11)
#: A new two years from the demand: the last day in which the filing of November 2025 falls.
RESTARTED = [Days(date(2026, 3, 11), date(2026, 3, 11))]


def proves_the_demand(case: Case) -> dict[str, Any]:
    """The client finds the courier's receipt before the title is classified."""
    demand = {"case.interruptions": [{"date": DEMANDED, "kind": "DEMAND", "evidence": PAPER}]}
    case.knows(attachments.keep(case.session, case.case_id, demand, case.people["intake"], case.now))
    return answers.foreign_judgment_in_force()


def recognised() -> Scenario:
    """Return the variant: the same case, with the proof, which the court recognises."""
    papers = [
        Paper(paper.arrives, paper.message, {**paper.fields, "outcome": "RECOGNISED"} if paper.message == "ruling_served" else paper.fields, paper.party)
        for paper in SC04.papers
    ]
    review = Deed("review_ruling", lambda case: answers.ruling("RECOGNISED", SERVED, SERVED, dict.fromkeys(case.ids("title.items"), "YES")))
    deeds = SC04.answering(Deed("confirm_classification", proves_the_demand), review).deeds
    return Scenario(ASKED, SC04.client, papers, deeds)


@pytest.fixture(scope="module", params=["in order", "late"])
def proven(request: pytest.FixtureRequest, begin: Begin) -> Case:
    """The variant in date order, and with every document up to the ruling recorded on its day."""
    case, variant = begin(), recognised()
    return variant.told(case, SERVED) if request.param == "in order" else variant.told_late(case, SERVED, SERVED)


def test_a_proven_demand_restarts_the_clock_and_supersedes_the_old_row(proven: Case) -> None:
    assert proven.days("DL-X-12")[:1] == RESTARTED
    assert proven.days("DL-X-10")[:1] in ([], DEADLINES["DL-X-10"])
    assert "OPEN" not in proven.states("DL-X-10")[:1]


def test_a_filing_in_time_is_nobodys_question(proven: Case) -> None:
    assert proven.was_open("decide_late_filing") == []
    assert "urgency" in proven.passed("intake_triage")


def test_the_objection_to_time_is_no_ground_and_the_case_goes_to_substance(proven: Case) -> None:
    assert proven.variables(PROCESS)["hits"] == []
    assert proven.facts()["screen"]["objection_raised"] == ("YES" if proven.was_open("review_defence") else None)
    assert proven.facts()["recognition"]["outcome"] == "RECOGNISED"
    assert "refused_final" not in proven.passed(PROCESS)
    assert "file_enforcement_application" in proven.open_tasks()


def test_without_the_proof_the_same_demand_leaves_the_time_over(case: Case) -> None:
    def recalls(case: Case) -> dict[str, Any]:
        case.knows({"case.interruptions": [{"date": DEMANDED, "kind": "DEMAND"}]})
        return answers.foreign_judgment_in_force()

    SC04.answering(Deed("confirm_classification", recalls)).told(case, FILED)
    assert len(case.was_open("decide_late_filing")) == 1
    assert case.days("DL-X-12") == []
    assert [hit["ground"] for hit in case.variables(PROCESS)["hits"]] == ["RF-6a"]
