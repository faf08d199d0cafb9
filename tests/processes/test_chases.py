"""While nothing comes, somebody asks after it; the wait goes on meanwhile, and an open chase holds up no document."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from tests.processes.conftest import Begin, undone
from tests.processes.file_note import Case
from tests.processes.installation import INSTALLED_ON
from tests.processes.team import TEAM
from tests.processes.test_letters import EVERY, EVERY_STAGE, name
from tests.processes.waits import Wait
from worklist.cases import reference
from worklist.identity import COMMAND_LINE

#: Longer than any wait stays silent before somebody asks after it.
SILENCE = timedelta(days=100)
#: These run out before the office asks after them, unless it asks earlier than what is shipped.
LIMITED = {
    "service_defence.wait_defence", "compulsory_enforcement.wait_third_party", "criminal_referral.wait_police",
    "joinder.wait_challenge",
}  # fmt: skip
#: Nobody asks after the clock itself, a remedy of the other side, or a record that is told to be missing when its time is over.
UNASKED = {"limitation_watch.wait_event", "reconsideration.opponent_gate", "spc_reporting.wait_record"}
#: An office that asks after everything soon.
SOON = 4


@pytest.fixture(scope="module")
def come(begin: Begin) -> Callable[[str], Case]:
    """Tells a case up to a stage, once for all tests of the module."""
    told: dict[str, Case] = {}
    return lambda stage: told.setdefault(stage, told.get(stage) or EVERY_STAGE[stage](begin()))


@pytest.fixture(params=[wait for wait in EVERY if name(wait) not in LIMITED | UNASKED], ids=name)
def wait(request: pytest.FixtureRequest) -> Wait:
    """A wait after which somebody asks."""
    found: Wait = request.param
    return found


@pytest.fixture
def waiting(office: Connection, come: Callable[[str], Case], wait: Wait) -> Iterator[Case]:
    """A case before the wait; what a test does with it is undone."""
    stage = come(wait.stage)
    with undone(office) as session:
        yield Case(session, TEAM, stage.case_id).at(stage.now)


@pytest.fixture
def case(waiting: Case, wait: Wait) -> Case:
    """A case that has waited in vain."""
    wait.reached(waiting)
    return waiting.on(waiting.now.date() + SILENCE)


def asks_soon(case: Case) -> None:
    """The office sets how long it waits before it asks: four days, whoever it asks."""
    day = case.now.date()
    for key in reference.chase(case.session, day):
        values = {"name_en": key, "name_zh": key, "days": SOON}
        version = reference.Version("chase", key, day, None, values, "office", "office")
        reference.record(case.session, version, COMMAND_LINE, INSTALLED_ON)
    case.session.commit()


def test_silence_is_asked_after_and_the_wait_goes_on(case: Case, wait: Wait) -> None:
    case.does(f"{wait.id}_chase", chase_result="CHASED")
    assert f"{wait.id}_chased" in case.passed(wait.process)
    assert wait.then not in case.passed(wait.process)
    wait.ends(case)
    assert wait.then in case.passed(wait.process)


def test_a_document_is_taken_while_somebody_asks_after_it(case: Case, wait: Wait) -> None:
    assert case.open_tasks().count(f"{wait.id}_chase") == 1
    assert not wait.ends(case).pending
    assert wait.then in case.passed(wait.process)
    assert f"{wait.id}_chase" not in case.open_tasks()


@pytest.mark.parametrize("wait", [wait for wait in EVERY if name(wait) in LIMITED], ids=name, indirect=True)
def test_an_office_may_ask_before_a_limit_ends_the_wait(waiting: Case, wait: Wait) -> None:
    asks_soon(waiting)
    wait.reached(waiting)
    waiting.on(waiting.now.date() + timedelta(SOON)).does(f"{wait.id}_chase", chase_result="CHASED")
    assert f"{wait.id}_chased" in waiting.passed(wait.process)
    wait.ends(waiting)
    assert wait.then in waiting.passed(wait.process)
