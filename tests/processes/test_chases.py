"""While nothing comes, somebody asks after it; the wait goes on meanwhile, and an open chase holds up no document."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from tests.processes.beside_waits import BESIDE_WAITS
from tests.processes.conftest import Begin, undone
from tests.processes.file_note import Case
from tests.processes.team import TEAM
from tests.processes.test_letters import name
from tests.processes.waits import STAGES, Wait

#: Longer than any of these waits stays silent before somebody asks after it.
SILENCE = timedelta(days=100)


@pytest.fixture(scope="module")
def come(begin: Begin) -> Callable[[str], Case]:
    """Tells a case up to a stage, once for all tests of the module."""
    told: dict[str, Case] = {}
    return lambda stage: told.setdefault(stage, told.get(stage) or STAGES[stage](begin()))


@pytest.fixture(params=BESIDE_WAITS, ids=name)
def wait(request: pytest.FixtureRequest) -> Wait:
    """A wait beside enforcement."""
    found: Wait = request.param
    return found


@pytest.fixture
def case(office: Connection, come: Callable[[str], Case], wait: Wait) -> Iterator[Case]:
    """A case that has waited in vain; what a test does with it is undone."""
    stage = come(wait.stage)
    with undone(office) as session:
        case = Case(session, TEAM, stage.case_id).at(stage.now)
        wait.reached(case)
        yield case.on(case.now.date() + SILENCE)


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
