"""What the court asks for between the filing and its ruling, in each of the three ways to recognition. Rules: DL-X-152, DL-G-08."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection

from tests.processes import kowloon, thames, vista
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import Case
from tests.processes.replay import Deed, Scenario
from tests.processes.team import TEAM
from tests.processes.waits import ACCEPTED

FOREIGN, HKMT, AWARD = "foreign_judgment_recognition", "hkmt_judgment_recognition", "arbitral_award_recognition"
#: Process → its story, the day it is filed, and the day the court accepts it.
STORIES: dict[str, tuple[Scenario, date, date]] = {
    FOREIGN: (thames.SC01, thames.FILED, ACCEPTED),
    HKMT: (kowloon.judgment("HK"), kowloon.FILED, kowloon.ACCEPTED),
    AWARD: (vista.award(), vista.FILED, vista.ACCEPTED),
}
PAID = {"paid_amount": 8_000, "paid_currency": "CNY"}


@pytest.fixture(scope="module")
def come(begin: Begin) -> Callable[[str, bool], Case]:
    """Tells the story of a process until it is filed or accepted, once for all tests of the module."""
    told: dict[tuple[str, bool], Case] = {}

    def tell(process: str, accepted: bool) -> Case:
        if (process, accepted) not in told:
            story, filed, taken = STORIES[process]
            told[process, accepted] = story.told(begin(), taken if accepted else filed)
        return told[process, accepted]

    return tell


@pytest.fixture
def process(request: pytest.FixtureRequest) -> str:
    """A way to recognition."""
    found: str = request.param
    return found


@pytest.fixture
def filed(office: Connection, come: Callable[[str, bool], Case], process: str) -> Iterator[Case]:
    """The application is filed, and not accepted yet; what a test does with it is undone."""
    told = come(process, False)
    with undone(office) as session:
        yield Case(session, TEAM, told.case_id).at(told.now)


@pytest.fixture
def accepted(office: Connection, come: Callable[[str, bool], Case], process: str) -> Iterator[Case]:
    """The court examines the application; what a test does with it is undone."""
    told = come(process, True)
    with undone(office) as session:
        yield Case(session, TEAM, told.case_id).at(told.now)


every = pytest.mark.parametrize("process", STORIES, indirect=True)


@every
def test_a_filing_is_mended_while_the_court_has_not_accepted_it(filed: Case, process: str) -> None:
    day = filed.now.date()
    filed.receives("correction_notice", answer_by=day + timedelta(15), defects="No seal")
    assert filed.task("mend_filing").due_at is not None
    filed.does("mend_filing", mended_date=day)
    assert "mend_filing_done" in filed.passed(process)
    filed.receives("case_accepted", event_date=day, case_no="1", court="Court")
    assert "call_service" in filed.passed(process)


@every
def test_the_fee_of_the_filing_is_paid_in_its_time(filed: Case, process: str) -> None:
    day = filed.now.date()
    filed.receives("fee_notice", served_date=day, amount=8_000, currency="CNY")
    assert [row.trigger_date for row in filed.deadlines("DL-X-152")] == [day]
    filed.does("pay_court_fee", paid_date=day, **PAID)
    assert "pay_court_fee_done" in filed.passed(process)
    assert filed.states("DL-X-152") == ["MET"]


@pytest.mark.parametrize("process", [FOREIGN, HKMT], indirect=True)
def test_a_fee_asked_for_during_the_examination_is_paid(accepted: Case, process: str) -> None:
    day = accepted.now.date()
    accepted.receives("fee_notice", served_date=day, amount=8_000, currency="CNY")
    accepted.does("pay_fee", paid_date=day, **PAID)
    assert "pay_fee_done" in accepted.passed(process)
    assert accepted.states("DL-X-152") == ["MET"]


@every
def test_a_hearing_is_prepared_while_the_ruling_is_awaited(accepted: Case, process: str) -> None:
    day = accepted.now.date()
    accepted.receives("hearing_notice", hearing_date=day + timedelta(20), place="Court room 3")
    accepted.does("prepare_hearing", hearing_plan="Three exhibits")
    assert "prepare_hearing_done" in accepted.passed(process)
    assert accepted.states("DL-G-08") in ([], ["MET"])


@pytest.mark.parametrize("process", [FOREIGN], indirect=True)
def test_a_case_pending_elsewhere_is_decided_on_by_the_partner(accepted: Case, process: str) -> None:
    accepted.receives("parallel_case_pending", event_date=accepted.now.date(), court="Basic court", case_no="1")
    accepted.does("decide_parallel", parallel_decision="GO_ON", pending_court="Basic court", reason="Filed after ours")
    assert "decide_parallel_done" in accepted.passed(process)
    assert accepted.ends(process) == [None]


@every
def test_an_application_that_is_withdrawn_ends_the_examination(accepted: Case, process: str) -> None:
    day = accepted.now.date()
    accepted.receives("application_withdrawn", event_date=day)
    assert "left" in accepted.passed(process)
    assert accepted.ends("service_defence") == [None] or "call_service" in accepted.passed(process)


@every
def test_preservation_runs_beside_the_application(office: Connection, begin: Begin, process: str) -> None:
    story, day, _ = STORIES[process]
    wanted = [
        Deed(deed.element, {**deed.answer, "case.recognition.preservation_wanted": True}, deed.day)
        for deed in story.deeds
        if deed.element == "file_application" and not callable(deed.answer)
    ]
    with undone(office):
        case = story.answering(*wanted).told(begin(), day)
        assert "wait_acceptance" in case.passed(process)
        case.does("check_leads", {"case.assets": [{"description": "An account", "concrete": True}]}, concrete_leads=1)
        case.does("prepare_security", security_kind="CASH", security_amount=100_000)
        case.does(
            "file_preservation", filed_date=day, court="Court", preservation_amount=100_000, asset_ids=case.ids("assets"), urgent=False
        )
        case.does("pay_preservation_fee", paid_date=day, paid_amount=5_000)
        case.receives("preservation_ruling", result="REFUSED", document_date=day, served_date=day)
        case.does("decide_preservation_remedy", file_it=False, reason="The clue is old")
        assert "preservation_done" in case.passed(process)
        assert case.ends(process) == [None]


@pytest.mark.parametrize("process", [FOREIGN], indirect=True)
def test_the_partner_may_stop_before_anything_is_filed(office: Connection, begin: Begin, process: str) -> None:
    story, day, _ = STORIES[process]
    with undone(office):
        case = story.answering(Deed("sign_off_filing", {"filing_decision": "STOP", "reason": "The client has thought better"})).told(begin(), day)
        assert case.ends(process) == ["withdrawn"]
        assert case.was_open("file_application") == []


@pytest.mark.parametrize("process", [HKMT, AWARD], indirect=True)
def test_a_report_upward_is_over_with_its_reply(accepted: Case, process: str) -> None:
    day = accepted.now.date()
    if process == AWARD:  # an award is reported only where the court means to refuse it
        accepted.receives("refusal_intended", event_date=day, ground="Public policy")
    accepted.receives("spc_report_sent", event_date=day, level="HIGH_COURT")
    assert "reporting_over" not in accepted.passed(process)
    accepted.receives("spc_reply", event_date=day, content="Agreed")
    assert accepted.ends("spc_reporting") == ["replied"]
    assert "reporting_over" in accepted.passed(process)


@pytest.mark.parametrize("process", [FOREIGN, HKMT], indirect=True)
def test_the_record_of_a_ruling_is_followed_beside_its_enforcement(office: Connection, begin: Begin, process: str) -> None:
    story, *_ = STORIES[process]
    with undone(office):
        case = story.told(begin(), thames.SERVED if process == FOREIGN else kowloon.SERVED)
        assert "record_over" not in case.passed(process)
        case.receives("record_filed", event_date=case.now.date())
        assert "record_over" in case.passed(process)
        assert case.ends(process) == [None]
