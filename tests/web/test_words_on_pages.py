"""What pages call things: days of other years, large sums, processes, steps, errors, the line of the rail."""

import re
from datetime import date
from decimal import Decimal

import pytest
from flask import g

from db.session import transaction
from tests.web.world import Browser, World
from worklist import engine, identity
from worklist.cases.catalogue import messages
from worklist.web import deadline, languages, process_words
from worklist.web.document import in_order

MINE = "Apply to renew bank-account freeze"


def in_chinese(world: World, user: str) -> Browser:
    browser = world.client(user)
    browser.post("/language", {"language": "zh", "next": "/tasks"}, page="/tasks")
    return browser


def current_lines(page: str) -> list[str]:
    return re.findall(r'<a href="([^"]*)" aria-current="page"><svg', page)


def test_a_day_of_another_year_is_said_with_its_year(world: World) -> None:
    with world.app.test_request_context("/"):
        assert languages.short_day(date(2026, 2, 21)) == "21 Feb"
        assert languages.short_day(date(2028, 2, 21)) == "21 Feb 2028"
        g.language = "zh"
        assert languages.short_day(date(2028, 2, 21)) == "2028年2月21日"


def test_thousands_of_millions_are_said_as_billions(world: World) -> None:
    with world.app.test_request_context("/"):
        assert languages.short_money(Decimal(1_900_000_000), "KRW") == "1.9bn KRW"


def test_a_country_is_said_by_name_and_what_is_no_code_as_written(world: World) -> None:
    with world.app.test_request_context("/?lang=zh"):
        assert languages.country("XX?") == "XX?"
        assert languages.country("DE") in {"Germany", "德国"}
        assert languages.country(None) == ""


def test_a_process_is_called_by_its_name(world: World) -> None:
    with world.app.test_request_context("/"):
        assert process_words.of("renew_freeze") == "Renew a freeze"
        assert process_words.of("never_deployed") == "Never deployed"


def test_the_flow_names_the_process_and_says_no_scope_of_a_signal(world: World) -> None:
    page = world.client("alice").get(f"/cases/{world.cases[MINE]}/flow").text
    assert '<h2 id="diagram-title" class="grow">Renew a freeze</h2>' in page
    assert world.cases[MINE] not in re.sub(r"<[^>]*>", "", page)


def test_a_diagram_gets_its_chinese_names(world: World) -> None:
    browser = in_chinese(world, "alice")
    page = browser.get(f"/cases/{world.cases[MINE]}/flow").text
    tokens = browser.get(page.split('data-tokens="')[1].split('"')[0]).json
    assert tokens["names"]["begin"] == "冻结即将届满"
    assert tokens["looks_at"] == "renew_freeze_task"


def test_a_page_that_is_not_there_is_explained_in_the_readers_language(world: World) -> None:
    page = in_chinese(world, "alice").get("/nothere")
    assert page.status_code == 404
    assert "网址可能有误" in page.text
    assert "requested URL" not in page.text


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("/queue", "/queue"), ("/queue?show=overdue", "/queue?show=overdue"), ("/queue?stage=INTAKE", "/queue"),
        ("/deadlines?kind=court_watch", "/deadlines?kind=court_watch"), ("/cases/{case}", "/cases"),
        ("/cases/{case}/documents", "/cases"), ("/tasks/{task}", "/tasks"),
    ],
)  # fmt: skip
def test_one_line_of_the_rail_is_the_page(world: World, address: str, line: str) -> None:
    asked = address.format(case=world.cases[MINE], task=world.tasks[MINE])
    assert current_lines(world.client("alice").get(asked).text) == [line]


def test_documents_to_record_stand_in_the_order_of_their_chinese_sound(world: World) -> None:
    page = in_chinese(world, "dora").get(f"/cases/{world.cases[MINE]}/record").text
    shown = re.findall(r"<option value=\"\w+\">([^<]+)</option>", page)
    assert len(shown) > len(messages()) / 2
    assert shown == sorted(shown, key=in_order)
    assert sorted(["裁定", "案款"], key=in_order) == ["案款", "裁定"]


def test_an_incident_says_what_kind_it_is_and_at_which_step(world: World) -> None:
    with transaction(world.database) as session:
        instance = engine.of_case(session, world.cases[MINE])[0]
        engine.open_incident(
            session, "timer", "It failed", world.clock.now, instance_id=instance.id, element_id="wait_renewal"
        )
    page = in_chinese(world, "otto").get("/incidents").text
    assert '<span class="tag crit">定时器</span>' in page
    assert "续行措施通知" in page


def test_an_empty_list_says_why(world: World) -> None:
    narrowed = world.client("alice").get("/tasks?stage=BANKRUPTCY&court=Nowhere").text
    assert "No task matches what is chosen above." in narrowed
    assert "You hold no task, and none waits in your groups." in world.client("helen").get("/tasks").text
    with transaction(world.database) as session:
        engine.unclaim(session, world.tasks["Draft joinder application"], identity.actor(session, "ann"), world.clock.now)
    assert "wait unclaimed in your groups" in world.client("ann").get("/tasks").text


def test_a_case_that_is_not_opened_keeps_what_was_typed(world: World) -> None:
    page = world.client("dora").post("/cases/new", {"source": "A friend", "access": "walled"}, page="/cases/new").text
    assert 'value="A friend"' in page
    assert 'value="walled" checked' in page
    assert 'aria-invalid="true"' in page


def test_a_claim_without_scripts_returns_to_the_list_as_it_was_narrowed(world: World) -> None:
    page = world.client("alice").get("/queue?stage=ENFORCEMENT&holders=free").text
    assert page.count('name="next" value="/queue?holders=free&amp;stage=ENFORCEMENT"') > 1


def test_periods_beyond_the_first_hundred_are_offered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "PAGE", 2)
    browser = world.client("alice")
    first = browser.get("/deadlines").text
    assert '<span class="muted num">2+</span>' in first
    assert "/deadlines?kind=&amp;rows=4#period-2" in first
    assert 'id="period-3"' in browser.get("/deadlines?rows=4").text
