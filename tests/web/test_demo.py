"""The clock of a demo."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.web.world import World, build
from worklist import clock
from worklist.app import create_app
from worklist.demo import DemoClock
from worklist.errors import BadInput


@pytest.fixture
def demo(database: Engine, tmp_path: Path) -> World:
    """An office in demo mode that lives by a clock that can be moved on."""
    world = build(database, clock.now(), demo=True)
    settings = world.app.extensions["writ"].settings
    world.app = create_app(settings, database, DemoClock(tmp_path / "days"))
    return world


def test_moving_the_clock_on_moves_the_day_of_every_page_and_keeps_the_login(demo: World, tmp_path: Path) -> None:
    browser = demo.client("alice")
    answer = browser.post("/demo/clock", {"days": "30"}, page="/demo/clock")
    assert answer.status_code == 303
    later = clock.day_of(clock.now() + timedelta(days=30))
    assert f"Today is {later.day} " in browser.get(answer.headers["Location"]).text
    assert DemoClock(tmp_path / "days").days == 30


@pytest.mark.parametrize("days", ["0", "-1", "367", "x", "", "9" * 30])
def test_a_nonsense_number_of_days_moves_nothing(demo: World, tmp_path: Path, days: str) -> None:
    assert demo.client("alice").post("/demo/clock", {"days": days}, page="/demo/clock").status_code == 422
    assert DemoClock(tmp_path / "days").days == 0


def test_the_clock_of_an_installation_cannot_be_moved(world: World) -> None:
    assert world.client("root").get("/demo/clock").status_code == 404
    assert "Demo clock" not in world.client("root").get("/tasks").text


def test_the_demo_never_runs_more_than_ten_years_ahead(tmp_path: Path) -> None:
    (tmp_path / "days").write_text("3600")
    with pytest.raises(BadInput, match="at most 3,660 in all"):
        DemoClock(tmp_path / "days").move_on(90)
