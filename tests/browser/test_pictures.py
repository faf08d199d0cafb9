"""Pictures of the main pages in both languages, for a person to look at."""

import pytest

from tests.browser.conftest import Office, ready, shoot

MINE = "Apply to renew bank-account freeze"
FREE = "File reply to jurisdiction objection"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_queue_task_and_case_are_pictured(office: Office, language: str) -> None:
    page = office.person("alice", language=language)
    page.goto(f"/queue?holders=all&sel={office.world.tasks[FREE]}")
    shoot(ready(page), f"queue-{language}")
    page.set_viewport_size({"width": 1440, "height": 960})
    page.goto(f"/tasks/{office.world.tasks[MINE]}")
    shoot(ready(page), f"task-{language}", whole=True)
    page.click("button[data-main]")
    page.wait_for_selector(".summary")
    shoot(page, f"task-error-{language}", whole=True)
    page.goto(f"/cases/{office.world.cases[MINE]}")
    shoot(ready(page), f"case-{language}")
    page.goto(f"/cases/{office.world.cases[MINE]}/flow")
    page.wait_for_selector("#diagram[data-drawn]")
    shoot(page, f"flow-{language}")
    assert page.locator(".token-count").inner_text() == "1"
