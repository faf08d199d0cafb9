"""Small things that a hurried clerk stumbles over: narrow columns, two chosen rows, drafts, the account on a phone."""

import pytest

from tests.browser.conftest import Office, ready

MINE = "Apply to renew bank-account freeze"
FREE = "File reply to jurisdiction objection"
LATER = "Bid strategy for second auction"


@pytest.mark.parametrize("width", [1440, 1200, 1024, 390])
def test_the_task_keeps_its_room_beside_the_other_columns(office: Office, width: int) -> None:
    page = office.person("alice", width=width, height=800)
    page.goto("/queue")
    ready(page)
    box = page.locator("td.what").first.bounding_box()
    assert box is not None
    assert box["width"] >= (140 if width == 390 else 180)
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_claimed_row_is_the_one_that_is_chosen_and_shown(office: Office) -> None:
    page = office.person("alice")
    page.goto(f"/queue?sel={office.world.tasks[FREE]}")
    ready(page)
    row = f"#row-{office.world.tasks[LATER]}"
    page.click(f"{row} [data-claim]")
    page.wait_for_selector(f"#peek h2:has-text('{LATER}')")
    assert page.locator("tr[aria-selected=true]").get_attribute("data-row") == office.world.tasks[LATER]
    assert page.locator("#peek button").count() == 0


def test_a_draft_can_be_thrown_away(office: Office) -> None:
    page = office.person("alice")
    page.goto(f"/tasks/{office.world.tasks[MINE]}")
    ready(page).fill("#f-note", "Not this.")
    page.wait_for_selector("#saved button", timeout=8_000)
    page.reload()
    assert page.input_value("#f-note") == "Not this."
    page.click("#saved button")
    page.wait_for_selector("#saved:empty", state="attached")
    assert page.input_value("#f-note") == ""


def test_the_account_is_reached_on_a_phone(office: Office) -> None:
    page = office.person("alice", width=390, height=844)
    page.goto("/tasks")
    ready(page).click(".me a")
    page.wait_for_url("**/account")
    assert page.locator("button:has-text('Log out')").first.is_visible()


def test_a_diagram_is_made_larger_by_a_button_and_named_in_chinese(office: Office) -> None:
    page = office.person("alice", language="zh")
    page.goto(f"/cases/{office.world.cases[MINE]}/flow")
    page.wait_for_selector("[data-drawn]")
    page.wait_for_selector("#diagram text:has-text('冻结')")
    viewport = page.locator("#diagram .viewport")
    before = viewport.get_attribute("transform")
    page.click("[data-zoom=in]")
    assert viewport.get_attribute("transform") != before


def test_without_scripts_the_flow_is_told_in_words(office: Office) -> None:
    page = office.person("alice", scripts=False)
    page.goto(f"/cases/{office.world.cases[MINE]}/flow")
    assert page.locator("#diagram p").is_visible()
    assert page.locator("#diagram-zoom").is_hidden()
    box = page.locator("#diagram").bounding_box()
    assert box is not None
    assert box["height"] < 120
