"""Work as people do it: by keys and htmx, and without any script."""

from tests.browser.conftest import Office, ready, shoot

MINE = "Apply to renew bank-account freeze"
FREE = "File reply to jurisdiction objection"
NEXT = "Decide: apply for reconsideration"


def test_keys_move_claim_and_open(office: Office) -> None:
    page = office.person("alice")
    page.goto("/queue")
    ready(page)
    first = page.locator("tr[aria-selected=true]").get_attribute("data-row")
    page.keyboard.press("j")
    second = page.locator("tr[aria-selected=true]").get_attribute("data-row")
    assert first != second
    page.wait_for_selector(f"#peek h2:has-text('{MINE}')")
    page.keyboard.press("k")
    page.wait_for_selector(f"#peek h2:has-text('{FREE}')")
    page.keyboard.press("c")
    page.wait_for_selector(f"#row-{office.world.tasks[FREE]} .face")
    assert office.world.task(FREE).assignee == "alice"
    page.keyboard.press("e")
    page.wait_for_url(f"**/tasks/{office.world.tasks[FREE]}")


def test_n_claims_the_most_urgent_task(office: Office) -> None:
    page = office.person("ann")
    page.goto("/queue")
    ready(page).keyboard.press("n")
    page.wait_for_url(f"**/tasks/{office.world.tasks[FREE]}")
    assert office.world.task(FREE).assignee == "ann"


def test_keys_sleep_while_somebody_types_and_can_be_turned_off(office: Office) -> None:
    page = office.person("alice")
    page.goto("/queue")
    ready(page).keyboard.press("/")
    page.keyboard.type("nn")
    assert page.input_value("#jump") == "nn"
    assert page.url.endswith("/queue")
    page.locator("#jump").blur()
    page.keyboard.press("?")
    page.click("[data-keys-off]")
    before = page.locator("tr[aria-selected=true]").get_attribute("data-row")
    page.keyboard.press("j")
    assert page.locator("tr[aria-selected=true]").get_attribute("data-row") == before


def test_a_lost_race_shows_the_winner_in_the_row(office: Office) -> None:
    alice, ann = office.person("alice"), office.person("ann")
    for page in (alice, ann):
        page.goto("/queue")
        ready(page)
    row = f"#row-{office.world.tasks[FREE]}"
    alice.click(f"{row} [data-claim]")
    alice.wait_for_selector(f"{row} .face")
    ann.click(f"{row} [data-claim]")
    ann.wait_for_selector(f"{row}:has-text('Li Wei was faster')")
    assert office.world.task(FREE).assignee == "alice"


def test_a_form_opens_questions_saves_a_draft_and_completes(office: Office) -> None:
    page = office.person("alice")
    page.goto(f"/tasks/{office.world.tasks[MINE]}")
    ready(page)
    page.fill("#f-note", "Called the registry.")
    page.wait_for_selector("#saved:has-text('Draft saved')", timeout=8_000)
    page.check("[value=LAPSE]")
    page.wait_for_selector("#f-filed_date", state="detached")
    assert page.input_value("#f-note") == "Called the registry."
    page.check("[value=PAID]")
    page.wait_for_selector("#f-filed_date")
    page.click("[data-today]")
    page.wait_for_selector("text=Wed, working day")
    shoot(page, "task-filled-en")
    page.focus("#f-note")
    page.keyboard.press("Control+Enter")
    page.wait_for_url(f"**/tasks/{office.world.tasks[NEXT]}")
    assert office.world.task(MINE).state == "completed"


def test_two_who_complete_the_same_task_lose_no_words(office: Office) -> None:
    one, other = office.person("alice"), office.person("alice")
    for page in (one, other):
        page.goto(f"/tasks/{office.world.tasks[MINE]}")
        ready(page)
        page.check("[value=LAPSE]")
        page.wait_for_selector("#f-filed_date", state="detached")
        page.fill("#f-note", "My own words")
    one.click("button[data-main]")
    one.wait_for_url(f"**/tasks/{office.world.tasks[NEXT]}")
    other.click("button[data-main]")
    other.wait_for_selector(".summary")
    assert "Ended by Li Wei" in other.inner_text(".summary")
    assert other.input_value("#f-note") == "My own words"


def test_a_row_is_added_with_scripts_and_keeps_what_was_typed(office: Office) -> None:
    page = office.person("alice")
    page.goto(f"/tasks/{office.world.tasks[MINE]}")
    ready(page).fill("#f-note", "kept")
    page.click("button[name=_add]")
    page.wait_for_selector("[name='case.debtors[1].name']")
    assert page.input_value("#f-note") == "kept"


def test_everything_works_without_scripts(office: Office) -> None:
    page = office.person("alice", scripts=False)
    page.goto("/queue")
    page.click(f"#row-{office.world.tasks[FREE]} [data-claim]")
    assert office.world.task(FREE).assignee == "alice"
    page.goto(f"/tasks/{office.world.tasks[MINE]}")
    page.check("[value=RENEW]")
    page.fill("#f-filed_date", "11月24日")
    page.click("button[data-main]")
    assert page.url.endswith(f"/tasks/{office.world.tasks[FREE]}")
    assert office.world.task(MINE).state == "completed"
    page.goto(f"/cases/{office.world.cases[MINE]}/record?message=measure_renewed")
    page.fill("#f-event_date", "2026-11-24")
    page.click("text=Record it")
    assert "1 step went on" in page.inner_text("main")


def test_the_diagram_shows_where_the_case_is_and_keeps_the_watermark(office: Office) -> None:
    page = office.person("alice")
    page.goto(f"/cases/{office.world.cases[MINE]}/flow")
    page.wait_for_selector("#diagram[data-drawn]")
    assert page.locator(".is-here[data-element-id=renew_freeze_task]").count() == 1
    assert page.locator(".is-done[data-element-id=begin]").count() >= 1
    assert page.locator(".token-count").inner_text() == "1"
    assert page.locator(".bjs-powered-by").is_visible()
    assert MINE in page.inner_text("table.mini")


def test_a_demo_is_entered_by_one_click_on_a_card(office: Office) -> None:
    page = office.visitor()
    page.goto("/login")
    shoot(page, "login-en")
    page.click(".demo-card:has-text('Li Wei')")
    page.wait_for_url("**/tasks")
    assert "Li Wei" in page.inner_text(".me")
