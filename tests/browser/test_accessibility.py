"""axe finds nothing on any page, in either language, wide and narrow."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from db.session import transaction
from tests.browser.conftest import Office, ready
from tests.cases.papers.word import template
from tests.web.test_decisions import screened
from tests.web.test_office import fail
from worklist import engine
from worklist.identity import IMPORT

MINE = "Apply to renew bank-account freeze"
OF_PARTIES = ("/parties/new", "/parties/new?q=a", "/links/new", "/claim", "/claim/new")
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{page.url} {rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_case_workers_pages_have_no_violation(office: Office, language: str) -> None:
    page = office.person("alice", language=language)
    case, task = f"/cases/{office.world.cases[MINE]}", f"/tasks/{office.world.tasks[MINE]}"
    tabs = [f"{case}{tab}" for tab in ("", "/parties", "/money", "/assets", "/deadlines", "/documents", "/flow", "/record", *OF_PARTIES)]
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


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_pages_of_papers_have_no_violation(office: Office, language: str) -> None:
    wanted = template("{{ asset.value }}{{ fields.cap }}{{ fields.grounds }}{{ fields.renewal_until }}", title="申请书")
    with transaction(office.world.database) as session:
        engine.deploy(session, {"joinder.docx": wanted}, IMPORT, office.world.clock.now)
        engine.deploy(session, {"joinder.docx": template("a")}, IMPORT, office.world.clock.now)
        engine.deploy(session, {"listing.docx": wanted}, IMPORT, office.world.clock.now)
    case, found = f"/cases/{office.world.cases[MINE]}", []
    for user, path in (("otto", "/templates"), ("otto", "/templates/names"), ("alice", f"{case}/paper"), ("alice", f"{case}/paper?template=listing")):
        page = office.person(user, language=language)
        page.goto(path)
        found += faults(ready(page))
    page.click("form[method=post] button.main")
    page.wait_for_selector(".papers")
    found += faults(page)
    page = office.person("otto", language=language)
    page.goto("/templates")
    page.set_input_files("#file", {"name": "a.docx", "mimeType": "application/octet-stream", "buffer": template("{{ case.nubmer }}")})
    page.click("form[method=post] button.main")
    page.wait_for_selector(".summary")
    assert "\n".join(found + faults(page)) == ""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_pages_of_decisions_have_no_violation_and_do_not_scroll_sideways(office: Office, language: str) -> None:
    address = screened(office.world, MINE)
    found = []
    for width in (1440, 390):
        page = office.person("bob", language=language, width=width, height=844)
        for path in (f"/cases/{office.world.cases[MINE]}/decisions", address):
            page.goto(path)
            for fold in page.locator("details").all():
                fold.evaluate("fold => fold.open = true")
            found += faults(ready(page))
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("textarea").last.fill("why")
        page.locator("[name='rows[0].drop'][type=checkbox]").check()
        page.click("button[value=preview]:not(.spoken)")
        page.wait_for_selector("button[value=apply]")
        found += faults(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert "\n".join(found) == ""


def test_the_narrow_pages_have_no_violation_and_do_not_scroll_sideways(office: Office) -> None:
    page = office.person("alice", width=390, height=844)
    found = []
    for path in ("/queue", f"/tasks/{office.world.tasks[MINE]}", f"/cases/{office.world.cases[MINE]}"):
        page.goto(path)
        found += faults(ready(page))
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert found == []
