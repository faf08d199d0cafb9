"""Case pages: list and search, tabs, walls, recording documents, opening a case."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from sqlmodel import Session, select

from db.models import Document, Instance, PendingMessage
from db.session import transaction
from tests.web.world import FILES, World, wall_off
from worklist import engine
from worklist.identity import IMPORT

MINE = "Apply to renew bank-account freeze"
FREE = "File reply to jurisdiction objection"
TABS = ("", "/parties", "/money", "/assets", "/deadlines", "/documents", "/flow", "/record")
DONE = {"decision": "LAPSE"}


def case(world: World, name: str = MINE) -> str:
    return f"/cases/{world.cases[name]}"


def test_the_list_shows_cases_newest_first(world: World) -> None:
    page = world.client("alice").get("/cases").text
    assert page.index("Yongtai") < page.index("Ocean Link Shipping")


@pytest.mark.parametrize(("words", "found"), [("ocean", True), ("(2025)沪01执保88号", True), ("恒", False), ("100%", False)])
def test_a_search_finds_numbers_and_names_and_takes_signs_literally(world: World, words: str, found: bool) -> None:
    answer = world.client("alice").client.get("/cases", query_string={"q": words})
    assert ("Ocean Link Shipping" in answer.text) is found


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_has_its_own_address(world: World, tab: str) -> None:
    answer = world.client("alice").get(case(world) + tab)
    assert answer.status_code == 200
    assert "Ocean Link Shipping v Hengda Trading" in answer.text


@pytest.mark.parametrize("tab", [*TABS, "/flow/x.json", "/flow/x.bpmn", "/record?message=measure_renewed"])
def test_a_forbidden_case_does_not_exist_on_any_tab(world: World, tab: str) -> None:
    wall_off(world, MINE, "ann")
    answer = world.client("alice").get(case(world) + tab)
    assert answer.status_code == 404
    assert "Ocean Link" not in answer.text


def test_a_forbidden_case_is_in_no_list_and_no_search(world: World) -> None:
    wall_off(world, MINE, "ann")
    for user in ("alice", "root"):
        browser = world.client(user)
        for page in ("/cases", "/cases?q=ocean", "/deadlines"):
            assert "Ocean Link" not in browser.get(page).text


def test_a_document_of_a_forbidden_case_does_not_exist(world: World) -> None:
    file = (BytesIO(b"%PDF-1.7"), "ruling.pdf")
    record(world, {"event_date": "2026-11-20", "file": file})
    with Session(world.database) as session:
        document_id = session.exec(select(Document.id)).one()
    wall_off(world, MINE, "ann")
    assert world.client("alice").get(f"/documents/{document_id}/file").status_code == 404


def test_deadlines_show_their_arithmetic_and_rule(world: World) -> None:
    page = world.client("alice").get(f"{case(world)}/deadlines").text
    assert "DL-X-20" in page
    assert "28 Nov 2026" in page
    assert "1 year ends on" in page


def test_deadlines_of_all_cases_are_listed_earliest_first(world: World) -> None:
    page = world.client("alice").get("/deadlines").text
    assert page.index("Kunyue Heavy") < page.index("Hengda Trading")
    assert "Nothing runs" in world.client("alice").get("/limitation").text


def test_the_flow_tells_where_the_tokens_are(world: World) -> None:
    browser = world.client("alice")
    page = browser.get(f"{case(world)}/flow").text
    address = page.split('data-tokens="')[1].split('"')[0]
    tokens = browser.get(address).json
    assert tokens["current"] == {"renew_freeze_task": 1}
    assert "begin" in tokens["done"]
    source = browser.get(page.split('data-source="')[1].split('"')[0])
    assert source.data == (FILES / "renew_freeze.bpmn").read_bytes()


def test_an_instance_of_another_case_is_not_shown_here(world: World) -> None:
    with Session(world.database) as session:
        other = session.exec(select(Instance.id).where(Instance.business_key == world.cases[FREE])).one()
    assert world.client("alice").get(f"{case(world)}/flow/{other}.json").status_code == 404


def record(world: World, fields: dict[str, object], message: str = "measure_renewed", user: str = "dora"):  # type: ignore[no-untyped-def]
    page = f"{case(world)}/record?message={message}"
    return world.client(user).post(f"{case(world)}/record", {"measure_id": "main"} | fields, page=page)


def test_a_document_moves_the_step_that_waits_for_it(world: World) -> None:
    world.client("alice").post(
        f"/tasks/{world.tasks[MINE]}/complete", DONE, page=f"/tasks/{world.tasks[MINE]}"
    )
    browser = world.client("dora")
    assert "Measure renewed" in browser.get(f"{case(world)}/record").text.split("Something else")[0]
    assert record(world, {"event_date": "20 Nov 2026"}).status_code == 303
    with Session(world.database) as session:
        instance = session.exec(select(Instance).where(Instance.business_key == world.cases[MINE])).one()
    assert instance.state == "ended"
    assert "1 step went on" in browser.get(f"{case(world)}/documents").text


def test_a_document_nobody_waits_for_is_kept_and_says_so(world: World) -> None:
    assert record(world, {"event_date": "2026-11-20"}).status_code == 303
    assert "recorded, no step waits for it" in world.client("dora").get(f"{case(world)}/documents").text
    with Session(world.database) as session:
        assert session.exec(select(PendingMessage)).one().name == "measure_renewed"


def test_a_document_without_its_day_comes_back_with_what_was_typed(world: World) -> None:
    answer = record(world, {"court_case_no": "(2026)沪01执1号"})
    assert answer.status_code == 422
    assert "Day of the event: enter a value" in answer.text
    assert 'value="(2026)沪01执1号"' in answer.text


def test_an_unknown_message_name_is_refused_and_nothing_is_recorded(world: World) -> None:
    answer = record(world, {"_message": "free_money", "event_date": "2026-11-20"})
    assert answer.status_code == 422
    assert "free_money" in answer.text
    with Session(world.database) as session:
        assert session.exec(select(Document)).all() == []


def test_a_field_the_message_does_not_have_is_refused(world: World) -> None:
    answer = record(world, {"event_date": "2026-11-20", "approved": "yes"})
    assert answer.status_code == 422
    with Session(world.database) as session:
        assert session.exec(select(Document)).all() == []


def test_a_key_that_is_not_of_this_case_is_refused(world: World) -> None:
    answer = record(world, {"event_date": "2026-11-20", "measure_id": "somebody-elses"})
    assert answer.status_code == 422


def test_who_may_not_record_is_refused(world: World) -> None:
    assert record(world, {"event_date": "2026-11-20"}, user="otto").status_code == 403


def test_every_message_of_the_catalogue_has_a_form(world: World) -> None:
    from db.session import reading
    from worklist.cases.catalogue import messages
    from worklist.web import recording

    with world.app.test_request_context(), reading(world.database) as session:
        forms = [recording.form_of(session, world.cases[MINE], message, None) for message in messages().values()]
        labels = {part.label.words for form in forms for part in form.fields}
    assert len(forms) > 100
    assert [words for words in labels if not words.zh] == []


@pytest.fixture
def intake(world: World) -> World:
    """The office with the intake process as it is shipped, and what it refers to."""
    root = Path(__file__).resolve().parents[2]
    begun = (root / "processes" / "intake_triage.bpmn").read_text()
    names = ["processes/intake_triage.bpmn", *(f"processes/{name}.bpmn" for name in set(re.findall(r'calledElement="(\w+)"', begun)))]
    diagrams = "".join((root / name).read_text() for name in names)
    names += [f"forms/{name}.form" for name in set(re.findall(r'camunda:formRef="([a-z_]+)"', diagrams))]
    names += [f"processes/{name}.dmn" for name in set(re.findall(r'camunda:decisionRef="(\w+)"', diagrams))]
    with transaction(world.database) as session:
        files = {Path(name).name: (root / name).read_bytes() for name in names}
        engine.deploy(session, files, IMPORT, world.clock.now, "shipped")
    return world


def test_a_started_case_opens_at_its_first_task(intake: World) -> None:
    browser = intake.client("dora")
    answer = browser.post("/cases/new", {"client_name": "New Client Ltd"}, page="/cases/new")
    assert answer.status_code == 303
    page = browser.get(answer.headers["Location"]).text
    assert 'value="New Client Ltd"' in page
    assert "New Client Ltd" in browser.get("/cases").text


def test_a_case_is_started_once_however_often_the_form_is_sent(intake: World) -> None:
    browser = intake.client("dora")
    from tests.web.world import hidden_fields

    hidden = hidden_fields(browser.get("/cases/new").text) | {"client_name": "Only Once Ltd"}
    first, again = browser.post("/cases/new", hidden), browser.post("/cases/new", hidden)
    assert first.headers["Location"] == again.headers["Location"]
    assert browser.get("/cases?q=only+once").text.count("Only Once Ltd v") <= 1


def test_a_case_without_a_client_is_asked_again(world: World) -> None:
    answer = world.client("dora").post("/cases/new", {"client_name": " "}, page="/cases/new")
    assert answer.status_code == 422
    assert "Enter the client" in answer.text


def test_a_team_case_is_seen_by_its_members_only(intake: World) -> None:
    browser = intake.client("dora")
    browser.post("/cases/new", {"client_name": "Quiet Ltd", "access": "team"}, page="/cases/new")
    assert "Quiet Ltd" in browser.get("/cases").text
    assert "Quiet Ltd" not in intake.client("alice").get("/cases").text


@pytest.mark.parametrize(
    ("wrong", "said", "unsaid"),
    [
        ({"access": "nope"}, "Choose who may see the case.", "Enter the client"),
        ({"client_name": "\u200b\u200b"}, "Enter the client", "Choose who may see"),
        ({"client_name": "one\ntwo"}, "Enter the client", "Choose who may see"),
    ],
)
def test_a_case_that_is_not_opened_says_what_is_wrong(world: World, wrong: dict[str, object], said: str, unsaid: str) -> None:
    answer = world.client("dora").post("/cases/new", {"client_name": "New Client Ltd"} | wrong, page="/cases/new")
    assert answer.status_code == 422
    assert said in answer.text
    assert unsaid not in answer.text
