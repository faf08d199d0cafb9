"""A letter that nobody expected is looked at beside the wait: the document that is waited for is never held up."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection

from tests.processes import cascadia
from tests.processes.asset_waits import ASSET_WAITS
from tests.processes.beside_waits import BESIDE_WAITS
from tests.processes.conftest import Begin, undone
from tests.processes.domestic_waits import DOMESTIC_STAGES, DOMESTIC_WAITS
from tests.processes.file_note import Case
from tests.processes.recognition_waits import RECOGNITION_WAITS
from tests.processes.remedy_waits import REMEDY_WAITS
from tests.processes.team import TEAM
from tests.processes.waits import STAGES, WAITS, Wait
from worklist.errors import ProcessFailed

Come = Callable[[str], Case]
EVERY = (*WAITS, *REMEDY_WAITS, *BESIDE_WAITS, *ASSET_WAITS, *RECOGNITION_WAITS, *DOMESTIC_WAITS)
#: Name of a stage → tells a new case up to it.
EVERY_STAGE = {**STAGES, **DOMESTIC_STAGES}
ONCE = [wait for wait in EVERY if not wait.begins_anew]


def name(wait: Wait) -> str:
    """Return a wait as `process.step`."""
    return f"{wait.process}.{wait.id}"


@pytest.fixture(scope="module")
def come(begin: Begin) -> Come:
    """Tells a case up to a stage, once for all tests of the module."""
    told: dict[str, Case] = {}

    def stage(name: str) -> Case:
        if name not in told:
            told[name] = EVERY_STAGE[name](begin())
        return told[name]

    return stage


@pytest.fixture(params=EVERY, ids=name)
def wait(request: pytest.FixtureRequest) -> Wait:
    """A wait."""
    found: Wait = request.param
    return found


@pytest.fixture
def case(office: Connection, come: Come, wait: Wait) -> Iterator[Case]:
    """A case that has come to the wait, to which an odd letter is recorded; what a test does with it is undone."""
    stage = come(wait.stage)
    with undone(office) as session:
        case = Case(session, TEAM, stage.case_id).at(stage.now)
        wait.reached(case)
        day = case.now.date()
        case.receives("other_event", {"step": wait.id}, kind="PHONE", text="Call back", event_date=day)
        yield case


def decides(case: Case, wait: Wait, action: str) -> None:
    """The lawyer decides on the letter."""
    case.does(f"{wait.id}_other", other_action=action, reason="Read")


def test_the_case_moves_on_while_nobody_has_looked_at_the_letter(case: Case, wait: Wait) -> None:
    assert f"{wait.id}_other" in case.open_tasks()
    assert not wait.ends(case).pending
    assert wait.then in case.passed(wait.process)


def test_the_letter_is_still_to_be_looked_at_afterwards(case: Case, wait: Wait) -> None:
    wait.ends(case)
    assert f"{wait.id}_other" in case.open_tasks()


@pytest.mark.parametrize("wait", ONCE, ids=name, indirect=True)
def test_giving_up_a_wait_that_is_over_changes_nothing(case: Case, wait: Wait) -> None:
    wait.ends(case)
    others = set(case.open_tasks()) - {f"{wait.id}_other"}
    decides(case, wait, "GIVE_UP")
    assert f"{wait.id}_given_up" not in case.passed(wait.process)
    assert others <= set(case.open_tasks())
    assert set(case.open_tasks()) - others <= {
        "report_results"
    }  # the remedies are over with their last letter


def test_the_wait_goes_on_after_the_letter_was_looked_at(case: Case, wait: Wait) -> None:
    decides(case, wait, "CONTINUE_WAITING")
    assert not wait.ends(case).pending
    assert wait.then in case.passed(wait.process)


def test_giving_up_ends_the_wait(case: Case, wait: Wait) -> None:
    others = set(case.open_tasks()) - {f"{wait.id}_other"}
    decides(case, wait, "GIVE_UP")
    assert f"{wait.id}_given_up" in case.passed(wait.process)
    assert others <= set(case.open_tasks())
    taken = wait.ends(case).deliveries  # the document may begin a process of its own, but the wait is over
    assert [delivery for delivery in taken if not delivery.started] == []


def test_what_a_letter_is_treated_as_is_taken_by_the_wait_that_goes_on(
    office: Connection, come: Come
) -> None:
    stage = come("accepted")
    with undone(office) as session:
        case = Case(session, TEAM, stage.case_id).at(stage.now)
        day = case.now.date()
        case.receives("other_event", {"step": "wait_report"}, kind="PHONE", text="Reported", event_date=day)
        case.does(
            "wait_report_other", other_action="TREAT_AS_RECEIVED", treat_as="spc_report_sent", event_date=day,
            reason="The clerk says so",
        )  # fmt: skip
        assert "wait_report_spc_report_sent" in case.passed("spc_reporting")
        assert case.untaken() == []


@pytest.mark.parametrize(
    ("message", "stated"),
    [
        ("appeal_ruling", "'Decision on an appeal'.*states result"),
        ("ruling_served", "'Ruling served on us'.*states outcome"),
        ("reconsideration_ruling", "'Ruling on reconsideration'.*states result, in_our_favour"),
        ("criminal_judgment", "'Criminal judgment'.*states convicted"),
    ],
)
def test_a_letter_is_not_treated_as_a_document_that_states_a_result(
    office: Connection, come: Come, message: str, stated: str
) -> None:
    stage = come("filed")
    with undone(office) as session:
        case = Case(session, TEAM, stage.case_id).at(stage.now)
        day = case.now.date()
        case.receives("other_event", {"step": "wait_acceptance"}, kind="PHONE", text="Ruled", event_date=day)
        with pytest.raises(ProcessFailed, match=stated):
            case.does(
                "wait_acceptance_other", other_action="TREAT_AS_RECEIVED", treat_as=message, event_date=day,
                reason="The clerk says so",
            )  # fmt: skip


def test_giving_up_one_respondent_leaves_the_other(office: Connection, begin: Begin) -> None:
    with undone(office):
        case = cascadia.SC03.told(begin(), cascadia.ACCEPTED)
        day = case.now.date()
        case.receives(
            "other_event", {"step": "wait_service"}, kind="PHONE", text="Moved away", event_date=day
        )
        case.does("wait_service_other", other_action="GIVE_UP", reason="He cannot be found")
        assert case.passed("service_defence").count("wait_service_given_up") == 1
        served = [
            case.receives("copy_served", {"party_id": one}, served_date=day) for one in case.ids("debtors")
        ]
        assert sorted(document.pending for document in served) == [False, True]
