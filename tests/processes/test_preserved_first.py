"""Preservation is applied for with the recognition, and nobody waits for it."""

import pytest

from tests.processes import kowloon, thames, vista
from tests.processes.file_note import Case
from tests.processes.replay import Deed, Scenario


@pytest.mark.parametrize(
    ("process", "story"),
    [
        ("foreign_judgment_recognition", thames.SC01),
        ("hkmt_judgment_recognition", kowloon.judgment("HK")),
        ("arbitral_award_recognition", vista.award()),
    ],
)
def test_preservation_is_begun_beside_the_wait_for_acceptance(case: Case, process: str, story: Scenario) -> None:
    [filing] = [deed for deed in story.deeds if deed.element == "file_application"]
    assert isinstance(filing.answer, dict)
    wanted = Deed("file_application", {**filing.answer, "case.recognition.preservation_wanted": True}, filing.day)
    story.answering(wanted).told(case, filing.day)
    assert "call_preservation" in case.passed(process)
    assert "wait_acceptance" in case.passed(process)
    assert "check_leads" in case.open_tasks()


def test_preservation_alone_is_begun_from_intake(case: Case) -> None:
    alone = Deed("decide_review", {"review_decision": "TREAT_AS_ELIGIBLE", "next_process": "property_preservation", "reason": "The suit is pending"})
    kowloon.pending_at_home().answering(alone).told(case, kowloon.ASKED)
    assert "start_preservation_only" in case.passed("intake_triage")
    assert "check_leads" in case.open_tasks()
