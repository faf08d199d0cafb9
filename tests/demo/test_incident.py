"""The incident of the demo is real: it comes again until somebody mends its cause."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from db.models import Instance
from db.session import reading, transaction
from tests.demo import promises
from worklist import clock, demo, engine
from worklist.cases import file
from worklist.demo.people import HE_MIN


@pytest.fixture
def broken(fresh: Engine) -> Engine:
    """A demo that holds nothing but the case with the incident."""
    (story,) = (story for story in demo.stories() if story.breaks)
    demo.tell(fresh, story)
    return fresh


def retried(database: Engine, now: datetime) -> int:
    """Let the manager try again, and the scheduler look; return how many incidents are open then."""
    with transaction(database) as session:
        (incident,) = promises.incidents(session)
        engine.retry(session, incident.id, HE_MIN.actor, now)
    engine.fire_due_timers(database, now)
    with reading(database) as session:
        return len(promises.incidents(session))


def test_trying_again_fails_again(broken: Engine, caplog: pytest.LogCaptureFixture) -> None:
    assert retried(broken, clock.now() + timedelta(minutes=1)) == 1
    assert "timer did not fire" in caplog.text


def test_trying_again_succeeds_once_the_file_is_mended(broken: Engine) -> None:
    now = clock.now() + timedelta(minutes=1)
    with transaction(broken) as session:
        (incident,) = promises.incidents(session)
        yesterday = clock.day_of(now) - timedelta(days=1)
        file.write(session, str(incident.case_id), {"case.title.performance_end_date": yesterday}, HE_MIN.actor, now)
    assert retried(broken, now) == 0
    with reading(broken) as session:
        check = session.exec(select(Instance).where(col(Instance.definition_key) == "interest_check")).one()
    assert check.end_event == "told"


def test_the_failure_is_not_reported_where_the_demo_is_made(fresh: Engine, caplog: pytest.LogCaptureFixture) -> None:
    promises.short(fresh, None, ("ibis_hotels",))
    assert "timer did not fire" not in caplog.text
