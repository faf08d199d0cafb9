"""The one incident of the demo: a check whose diagram forgot a case, so that its step fails when its timer fires."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from worklist import engine
from worklist.clock import MORNING, at_court, day_of
from worklist.demo.telling import Telling
from worklist.identity import IMPORT

DIAGRAM = Path(__file__).with_name("interest_check.bpmn")


def begin(t: Telling) -> None:
    """Deploy the diagram, and start it so that its timer was due this morning (yesterday's, before eight o'clock)."""
    session = t.teller.session
    engine.deploy(session, {DIAGRAM.name: DIAGRAM.read_bytes()}, IMPORT, t.now, "Interest check", "demo")
    due = at_court(day_of(t.now), MORNING)
    if due > t.now:
        due -= timedelta(days=1)
    engine.start(session, DIAGRAM.stem, t.teller.case_id, {"check_on": due}, IMPORT, due - timedelta(days=1))


def fire(database: Engine, now: datetime) -> None:
    """Fire what is due, as the scheduler does; the check fails and opens its incident."""
    with _unreported():
        engine.fire_due_timers(database, now)


@contextmanager
def _unreported() -> Generator[None]:
    """Keep the report of the failure out of the log: here it is meant to fail."""
    log = logging.getLogger("worklist.engine.timers")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before
