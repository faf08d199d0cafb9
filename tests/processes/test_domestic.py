"""A domestic title goes straight to enforcement: payment order, notarised instrument, award, judgment. Rules: DL-G-01, DL-X-47, DL-X-103."""

from datetime import date, datetime
from typing import Any

import pytest

from tests.processes.file_note import PAPER, Case, Days
from worklist.clock import COURT_TZ

DOMESTIC = "domestic_direct_enforcement"
COURT = "Suzhou IPC"
INSTRUCTED, FILED, DOCKETED, REFUSED = date(2026, 1, 5), date(2026, 2, 9), date(2026, 2, 13), date(2026, 3, 20)


def instructed(case: Case, kind: str, on: date = INSTRUCTED, eligibility: str = "ELIGIBLE", **title: Any) -> Case:
    """A title of this kind is in the file; the process is begun by hand."""
    case.on(on).open_case(client_name="Zhejiang Minhe Guaranty", source="letter of the client")
    known = {"instrument_type": kind, "origin": "CN", "effective": "YES", **title}
    facts = {f"case.title.{name}": value for name, value in known.items()} | {"case.client.domicile_cn": "YES"}
    case.knows(facts | {"case.debtors": [{"name": "Wenzhou Baida Leather Co", "kind": "COMPANY"}]})
    case.begins("start_domestic_direct_enforcement", eligibility=eligibility)
    return case


def checked(case: Case, **title: Any) -> Case:
    values = {"effective": "YES", "operative_part_clear": "YES", **title}
    case.does("check_title_package", {f"case.title.{name}": value for name, value in values.items()})
    return case


def filed(case: Case, on: date = FILED) -> Case:
    if "choose_court" in case.open_tasks():
        [debtor] = case.ids("debtors")
        chosen = {"case.recognition.court": COURT, "case.recognition.court_level": "INTERMEDIATE"}
        case.does("choose_court", chosen | {"case.debtors": [{"id": debtor, "assets_cn": "YES", "domicile_cn": "YES"}]})
    application = {"application_date": on, "court": COURT, "claims": "Pay what the title says"}
    case.on(on).does(
        "file_enforcement_application", {f"case.enforcement.{name}": value for name, value in application.items()},
        filed_date=on, default_interest=True,
    )  # fmt: skip
    return case


def docketed(case: Case) -> Case:
    case.on(DOCKETED).receives("enforcement_docketed", event_date=DOCKETED, case_no="(2026)苏05执88号", court=COURT)
    return case


def refused(case: Case, decision: str, ground: str = "No consent to enforcement") -> Case:
    case.on(REFUSED).receives("case_not_accepted", served_date=REFUSED, ground=ground, ruling_no="1")
    case.does("handle_nonacceptance", nonacceptance_decision=decision, refused_ground=ground, reason="Considered")
    return case


def order(case: Case, **title: Any) -> Case:
    """A payment order that is not enforceable yet."""
    return checked(instructed(case, "PAYMENT_ORDER", eligibility="NOT_YET", effective="NO", **title), effective="NO")


def served(case: Case) -> Case:
    """SC12: the debtor receives the order on 30 January 2026."""
    order(case).on(date(2026, 1, 30)).receives("payment_order_served", served_date=date(2026, 1, 30))
    return case


def objects(case: Case, sent: date, recorded: date) -> Case:
    case.on(recorded).receives("payment_order_objection", sent_date=sent, received_date=recorded, written=True)
    return case


def test_a_judgment_is_filed_docketed_and_handed_to_enforcement(case: Case) -> None:
    docketed(filed(checked(instructed(case, "JUDGMENT_MONEY"))))
    assert case.ends(DOMESTIC) == ["enforcement_opened"]
    assert case.ends("compulsory_enforcement") == [None]
    assert case.states("DL-X-03") == ["MET"]


def test_the_fifteen_days_of_a_payment_order_end_on_a_working_saturday(case: Case) -> None:
    served(case)
    assert case.days("DL-G-01") == [Days(date(2026, 2, 14), date(2026, 2, 14))]
    assert case.alarms(DOMESTIC, "payment_order_gate_limit") == [datetime(2026, 2, 15, tzinfo=COURT_TZ)]
    case.on(date(2026, 2, 14))
    assert "choose_court" not in case.open_tasks()


def test_an_objection_posted_after_the_fifteen_days_changes_nothing(case: Case) -> None:
    objects(served(case), date(2026, 2, 16), date(2026, 2, 24))
    docketed(filed(case, date(2026, 2, 25)))
    assert case.ends(DOMESTIC) == ["enforcement_opened"]


def test_an_objection_posted_on_the_last_day_defeats_the_order(case: Case) -> None:
    objects(served(case), date(2026, 2, 14), date(2026, 2, 14))
    assert case.ends(DOMESTIC) == ["order_objected"]


def test_an_objection_in_time_that_is_recorded_late_still_defeats_it(case: Case) -> None:
    objects(served(case), date(2026, 2, 13), date(2026, 2, 24))
    assert case.ends(DOMESTIC) == ["order_void_sue"]
    assert "choose_court" not in case.open_tasks()


def test_an_objection_too_late_before_anything_was_noticed_leaves_the_wait(case: Case) -> None:
    served(case).receives("payment_order_objection", sent_date=date(2026, 2, 16), received_date=date(2026, 2, 16), written=True)
    assert case.ends(DOMESTIC) == [None]


def test_the_day_of_receipt_told_at_intake_counts_as_served(case: Case) -> None:
    order(case, order_received_date=date(2026, 1, 4))
    assert [row.trigger_date for row in case.deadlines("DL-G-01")] == [date(2026, 1, 4)]


def test_a_notarised_instrument_needs_its_certificate(case: Case) -> None:
    checked(instructed(case, "NOTARISED"), enforcement_certificate="NO")
    case.does("apply_notary_certificate", filed_date=INSTRUCTED, notary="Hangzhou Notary Office")
    case.on(date(2026, 1, 20)).receives("notary_certificate_issued", result="ISSUED", certificate_date=date(2026, 1, 19))
    docketed(filed(case))
    assert case.ends(DOMESTIC) == ["enforcement_opened"]


def test_without_a_certificate_the_debt_is_sued_on(case: Case) -> None:
    checked(instructed(case, "NOTARISED"), enforcement_certificate="NO")
    case.does("apply_notary_certificate", filed_date=INSTRUCTED, notary="Hangzhou Notary Office")
    case.on(date(2026, 1, 20)).receives("notary_certificate_issued", result="REFUSED", certificate_date=date(2026, 1, 19))
    assert case.ends(DOMESTIC) == ["certificate_refused"]


def notarised_refused(case: Case) -> Case:
    """SC12: the court refuses a deed without the debtor's consent, and we ask for reconsideration."""
    refused(filed(checked(instructed(case, "NOTARISED"), enforcement_certificate="YES")), "RECONSIDERATION")
    assert case.days("DL-X-47") == [Days(date(2026, 3, 30), date(2026, 3, 30))]
    case.does("file_notarised_reconsideration", filed_date=REFUSED, paper=PAPER)
    assert case.states("DL-X-47") == ["MET"]
    return case


@pytest.mark.parametrize(("ours", "end"), [(False, "sue"), (True, None)])
def test_a_refused_notarised_instrument_is_reconsidered_then_sued_on(case: Case, ours: bool, end: str | None) -> None:
    keys = {"party_id": "main", "objection_id": "main"}
    notarised_refused(case).on(date(2026, 4, 20)).receives(
        "reconsideration_ruling", keys, result="CHANGED" if ours else "UPHELD", in_our_favour=ours, served_date=date(2026, 4, 20)
    )
    assert case.ends(DOMESTIC) == [end]


def test_the_period_runs_anew_from_a_refusal_that_stands(case: Case) -> None:
    refused(filed(checked(instructed(case, "JUDGMENT_MONEY", effective_date=date(2025, 12, 1)))), "STOP")
    assert case.ends(DOMESTIC) == ["refused"]
    assert case.facts()["limitation"]["application_ended_date"] == REFUSED
    assert case.states("DL-X-100") == ["CANCELLED"]


def test_a_refusal_may_be_mended_and_filed_again(case: Case) -> None:
    refused(filed(checked(instructed(case, "JUDGMENT_MONEY"))), "CURE_AND_REFILE")
    assert "check_title_package" in case.open_tasks()


def test_a_correction_leads_back_to_the_title(case: Case) -> None:
    filed(checked(instructed(case, "JUDGMENT_MONEY"))).on(DOCKETED).receives("correction_notice", answer_by=date(2026, 2, 27), defects="No seal")
    assert "check_title_package" in case.open_tasks()


@pytest.mark.parametrize(("result", "end"), [("UPHELD", "refused"), ("REVERSED", None)])
def test_a_refused_judgment_is_appealed(case: Case, result: str, end: str | None) -> None:
    refused(filed(checked(instructed(case, "JUDGMENT_MONEY"))), "APPEAL")
    case.does("file_appeal", filed_date=REFUSED, appeal_court="High Court", appeal_paper=PAPER)
    assert case.states("DL-X-100") == ["MET"]
    case.on(date(2026, 5, 6)).receives("appeal_ruling", result=result, document_date=date(2026, 5, 6))
    assert case.ends(DOMESTIC) == [end]


def test_a_vague_award_is_reconsidered(case: Case) -> None:
    filed(checked(instructed(case, "AWARD_DOMESTIC")))
    assert case.decided("D07_domestic_award_defence")
    refused(case, "RECONSIDERATION", ground="vague")
    assert [row.raw_day for row in case.deadlines("DL-X-103")] == [date(2026, 3, 30)]
    case.does("file_vague_award_reconsideration", filed_date=REFUSED, paper=PAPER)
    assert case.states("DL-X-103") == ["MET"]


def test_the_filing_ends_with_the_case(case: Case) -> None:
    checked(instructed(case, "JUDGMENT_MONEY")).hears(f"case_closed-{case.case_id}")
    assert case.ends(DOMESTIC) == ["case_closed"]
