"""Regions, widths and colours are those of the pictures that the pages were designed by."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Office, ready, shoot

MINE = "Apply to renew bank-account freeze"
FREE = "File reply to jurisdiction objection"


def style(page: Page, selector: str, name: str) -> str:
    found: str = page.eval_on_selector(selector, "(node, name) => getComputedStyle(node).getPropertyValue(name)", name)
    return found


def box(page: Page, selector: str) -> dict[str, float]:
    found = page.locator(selector).first.bounding_box()
    assert found is not None, selector
    return dict(found)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_queue_has_rail_bar_filters_list_preview_and_hints_in_their_places(office: Office, language: str) -> None:
    page = office.person("alice", language=language)
    page.goto(f"/queue?sel={office.world.tasks[FREE]}")
    ready(page)
    rail, bar, tools = box(page, ".rail"), box(page, ".bar"), box(page, ".tools")
    listed, peek, hints = box(page, ".list"), box(page, ".peek"), box(page, ".hints")
    assert (rail["x"], rail["width"], rail["height"]) == (0, 228, 900)
    assert (peek["width"], peek["x"] + peek["width"]) == (368, 1440)
    assert rail["x"] + rail["width"] == listed["x"]
    assert bar["y"] < tools["y"] < listed["y"] < hints["y"]
    assert box(page, "tr[data-row]")["height"] >= 44
    assert box(page, "#claim-next .button")["height"] == 32
    assert box(page, ".chip")["height"] == 28


def test_the_queue_wears_the_colours_of_the_design(office: Office) -> None:
    page = office.person("alice")
    page.goto(f"/queue?sel={office.world.tasks[FREE]}")
    ready(page)
    expected = {
        (".rail", "background-color"): "rgb(15, 27, 45)",
        (".seal", "background-color"): "rgb(179, 38, 30)",
        (".rail a[aria-current]", "background-color"): "rgb(34, 52, 79)",
        ("body", "background-color"): "rgb(246, 247, 249)",
        ("tr[aria-selected=true]", "background-color"): "rgb(234, 241, 253)",
        ("#claim-next .button", "background-color"): "rgb(29, 78, 216)",
        (".due.crit b", "color"): "rgb(179, 38, 30)",
        (".due.warn b", "color"): "rgb(138, 75, 0)",
        (".clock.crit", "background-color"): "rgb(253, 236, 234)",
        ("body", "font-size"): "13px",
        ("h1", "font-size"): "18px",
        (".clock .big", "font-size"): "22px",
        (".num", "font-variant-numeric"): "tabular-nums",
    }
    assert {place: style(page, *place) for place in expected} == expected
    assert style(page, "body", "font-family").startswith("Inter")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_task_has_its_form_left_and_its_case_right(office: Office, language: str) -> None:
    page = office.person("alice", language=language)
    page.goto(f"/tasks/{office.world.tasks[MINE]}")
    ready(page)
    work, context = box(page, ".work"), box(page, ".context")
    assert (context["width"], context["x"] + context["width"]) == (400, 1440)
    assert work["x"] + work["width"] == context["x"]
    assert box(page, "#fields .options")["width"] <= 780
    assert box(page, "#f-filed_date")["height"] == 38
    assert box(page, "button[data-main]")["height"] == 38
    assert style(page, ".task-title", "font-size") == "22px"
    cards = [box(page, f".context > :nth-child({n})")["y"] for n in (1, 2, 3, 4)]
    assert cards == sorted(cards)
    assert style(page, ".actions", "position") == "sticky"


def test_only_the_wrong_field_is_marked(office: Office) -> None:
    page = office.person("alice")
    page.goto(f"/tasks/{office.world.tasks[MINE]}")
    page.check("[value=RENEW]")
    page.fill("#f-filed_date", "2026-12-03")
    page.click("button[data-main]")
    page.wait_for_selector(".summary")
    assert page.title().startswith("Error: ")
    assert page.locator(".wrong").count() == 1
    assert style(page, ".wrong", "border-left-color") == "rgb(179, 38, 30)"
    assert page.locator("#f-filed_date").get_attribute("aria-invalid") == "true"
    assert page.evaluate("document.activeElement.className") == "summary"
    page.click(".summary a")
    assert page.evaluate("document.activeElement.id") == "f-filed_date"


def test_the_narrow_queue_keeps_title_day_and_owner(office: Office) -> None:
    page = office.person("alice", width=390, height=844, language="zh")
    page.goto("/queue")
    shoot(ready(page), "queue-mobile")
    assert page.locator(".peek").is_hidden()
    assert page.locator("td.extra").first.is_hidden()
    assert page.locator(".due").first.is_visible()
    page.goto(f"/tasks/{office.world.tasks[MINE]}")
    shoot(ready(page), "task-mobile", whole=True)


def test_a_first_visit_is_light(office: Office) -> None:
    page = office.person("alice")
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))
    page.goto("/queue", wait_until="networkidle")
    ready(page)
    html = next(size for url, size in sizes.items() if url.endswith("/queue"))
    scripts = sum(size for url, size in sizes.items() if ".js" in url)
    assert html < 60_000
    assert scripts < 60_000
    assert len(sizes) <= 12
