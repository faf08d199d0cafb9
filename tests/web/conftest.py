"""Fixtures of page tests: an office on both databases."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from tests.web.world import World, build
from worklist.clock import COURT_TZ


@pytest.fixture
def world(database: Engine) -> World:
    """An office on Wednesday 25 November 2026, 09:00 at the court."""
    return build(database, datetime(2026, 11, 25, 9, 0, tzinfo=COURT_TZ))
