"""axe finds nothing on any page, in either language, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import Office, ready
from tests.web.test_office import fail

MINE = "Apply to renew bank-account freeze"
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{page.url} {rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_case_workers_pages_have_no_violation(office: Office, language: str) -> None:
    page = office.person("alice", language=language)
    case, task = f"/cases/{office.world.cases[MINE]}", f"/tasks/{office.world.tasks[MINE]}"
    tabs = [f"{case}{tab}" for tab in ("", "/parties", "/money", "/assets", "/deadlines", "/documents", "/flow", "/record")]
    found = []
    for path in ["/tasks", "/queue?holders=all", "/cases", "/cases/new", "/deadlines", "/limitation", "/account", task,
                 *tabs, f"{case}/record?message=measure_renewed"]:
        page.goto(path)
        found += faults(ready(page))
    page.goto(task)
    page.click("button[data-main]")
    page.wait_for_selector(".summary")
    found += faults(page)
    page.goto("/tasks/nothing")
    assert "\n".join(found + faults(page)) == ""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_offices_other_pages_have_no_violation(office: Office, language: str) -> None:
    fail(office.world)
    found = []
    for user, path in (("helen", "/incidents"), ("otto", "/definitions"), ("root", "/users")):
        page = office.person(user, language=language)
        page.goto(path)
        found += faults(ready(page))
    page = office.visitor(language=language)
    page.goto("/login")
    assert "\n".join(found + faults(page)) == ""


def test_the_narrow_pages_have_no_violation_and_do_not_scroll_sideways(office: Office) -> None:
    page = office.person("alice", width=390, height=844)
    found = []
    for path in ("/queue", f"/tasks/{office.world.tasks[MINE]}", f"/cases/{office.world.cases[MINE]}"):
        page.goto(path)
        found += faults(ready(page))
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert found == []
