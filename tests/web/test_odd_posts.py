"""Posts that no page of Writ makes: control characters, keys of other forms, no revision, thousands of fields."""

from io import BytesIO

import pytest
from sqlmodel import Session, select

from db.models import Document, Title
from tests.web.world import World, hidden_fields

MINE = "Apply to renew bank-account freeze"
OTHER = "Decide: apply for reconsideration"
GOOD: dict[str, object] = {"decision": "RENEW", "filed_date": "24 Nov 2026", "case.title.amount": "1280万"}


def path(world: World, name: str = MINE) -> str:
    return f"/tasks/{world.tasks[name]}"


@pytest.mark.parametrize(
    "address",
    [
        "/cases?q=%00", "/cases/%00", "/tasks/%00", "/queue?court=%00", "/queue?after=20260101T000000000000_%00",
        "/cases?after=%00", "/documents/%00/file", "/queue?%00=x", "/cases?q=%E2%80%AE", "/cases?q=%C2%85",
    ],
)  # fmt: skip
def test_control_characters_in_an_address_are_refused(world: World, address: str) -> None:
    answer = world.client("alice").get(address)
    assert answer.status_code == 422
    assert "control characters" in answer.text


def test_a_definition_and_a_search_with_control_characters_do_not_exist(world: World) -> None:
    assert world.client("otto").get("/definitions/%00/source").status_code == 422


@pytest.mark.parametrize(
    ("user", "address", "fields", "page"),
    [
        ("alice", "/tasks/{task}/hand-over", {"to": "\0"}, "/tasks"),
        ("alice", "/tasks/{task}/hand-over", {"to": "ann", "reason": "a\0b"}, "/tasks"),
        ("alice", "/tasks/claim", {"task": "\0"}, "/queue"),
        ("root", "/users", {"id": "newbie", "name": "a\0b"}, "/users"),
        ("dora", "/cases/new", {"client_name": "\0"}, "/cases/new"),
        (None, "/login", {"user": "\0", "password": "x"}, "/login"),
        ("alice", "/language", {"language": "zh", "x\0": "y"}, "/tasks"),
    ],
)  # fmt: skip
def test_control_characters_in_a_post_are_refused(
    world: World, user: str | None, address: str, fields: dict[str, object], page: str
) -> None:
    assert world.client(user).post(address.format(task=world.tasks[MINE]), fields, page=page).status_code == 422


@pytest.mark.parametrize("note", ["a\0b", "\x1b[2J", "\u202egnp.exe", "a\x85b"])
def test_a_control_character_in_a_form_is_an_error_of_its_field(world: World, note: str) -> None:
    answer = world.client("alice").post(f"{path(world)}/complete", GOOD | {"note": note}, page=path(world))
    assert answer.status_code == 422
    assert "Note for the file: holds a character that cannot be kept" in answer.text
    assert world.task(MINE).state == "open"


def test_several_lines_and_tabs_are_text(world: World) -> None:
    fields = GOOD | {"note": "one\r\n\ttwo"}
    assert world.client("alice").post(f"{path(world)}/complete", fields, page=path(world)).status_code == 303


def test_a_control_character_in_a_document_is_an_error_of_its_field(world: World) -> None:
    page = f"/cases/{world.cases[MINE]}/record?message=measure_renewed"
    fields: dict[str, object] = {"measure_id": "main", "event_date": "2026-11-20", "court_case_no": "a\0b"}
    answer = world.client("dora").post(f"/cases/{world.cases[MINE]}/record", fields, page=page)
    assert answer.status_code == 422
    assert "holds a character that cannot be kept" in answer.text


def test_a_draft_with_control_characters_is_not_kept(world: World) -> None:
    browser = world.client("alice")
    saved = browser.post(f"{path(world)}/draft", {"note": "a\0b"}, page=path(world), HX_Request="true")
    assert "could not be saved" in saved.text


@pytest.mark.parametrize("address", ["/language", "/login", "/tasks/{task}/return"])
def test_a_line_break_in_the_way_back_leads_nowhere(world: World, address: str) -> None:
    fields: dict[str, object] = {"language": "zh", "next": "/x\r\nX-Evil: 1"}
    user, page = (None, "/login") if address == "/login" else ("alice", "/tasks")
    fields |= {"user": "alice", "password": "correct horse battery"}
    answer = world.client(user).post(address.format(task=world.tasks[MINE]), fields, page=page)
    assert answer.status_code == 303
    assert "X-Evil" not in answer.headers["Location"]


def test_the_key_of_a_form_that_was_taken_is_good_for_no_other_task(world: World) -> None:
    browser = world.client("alice")
    first = hidden_fields(browser.get(path(world)).text)
    assert browser.post(f"{path(world)}/complete", first | GOOD).status_code == 303
    other = hidden_fields(browser.get(path(world, OTHER)).text) | {"_key": first["_key"]}
    refused = browser.post(f"{path(world, OTHER)}/complete", other | GOOD | {"note": "my words"})
    assert refused.status_code == 409
    assert "it was sent for something else" in refused.text
    assert ">my words</textarea>" in refused.text
    assert world.task(OTHER).state == "open"
    again = hidden_fields(refused.text)
    assert again["_key"] != first["_key"]
    assert browser.post(f"{path(world, OTHER)}/complete", again | GOOD).status_code == 303


def test_the_key_of_a_task_is_good_for_no_document(world: World) -> None:
    browser = world.client("alice")
    first = hidden_fields(browser.get(path(world)).text)
    browser.post(f"{path(world)}/complete", first | GOOD)
    fields: dict[str, object] = {"measure_id": "main", "event_date": "2026-11-20", "_message": "measure_renewed"}
    refused = browser.post(f"/cases/{world.cases[MINE]}/record", first | fields)
    assert refused.status_code == 409
    with Session(world.database) as session:
        assert session.exec(select(Document)).all() == []


@pytest.mark.parametrize("shown", ["", "-1", "²", "9999999999", "99999999999"])
def test_a_form_without_a_readable_revision_is_loaded_again(world: World, shown: str) -> None:
    browser = world.client("alice")
    answer = browser.post(f"{path(world)}/complete", GOOD | {"_revision": shown}, page=path(world))
    assert answer.status_code == 409
    assert "load the page again" in answer.text
    assert world.task(MINE).state == "open"


def test_thousands_of_fields_are_refused_in_one_sentence(world: World) -> None:
    many: dict[str, object] = {f"f{number}": "x" for number in range(6_000)}
    browser = world.client("alice")
    token = hidden_fields(browser.get(path(world)).text)
    body = "&".join(f"{name}={value}" for name, value in (token | many).items())
    answer = browser.client.post(
        f"{path(world)}/complete", data=body, content_type="application/x-www-form-urlencoded",
        headers={"Origin": "http://localhost"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "Expected at most 5000 fields" in answer.text


def test_the_first_names_that_a_form_does_not_have_are_listed_and_the_rest_counted(world: World) -> None:
    many: dict[str, object] = {f"forged{number}": "x" for number in range(50)}
    answer = world.client("alice").post(f"{path(world)}/complete", GOOD | many, page=path(world))
    assert answer.text.count("this form has no field") + answer.text.count("This form has no field") == 20
    assert "30 more fields" in answer.text


@pytest.mark.parametrize("name", ["receipt.txt", "receipt.csv", "receipt.pdf"])
def test_an_empty_file_is_refused(world: World, name: str) -> None:
    empty: dict[str, object] = {"receipt": (BytesIO(b""), name)}
    answer = world.client("alice").post(f"{path(world)}/complete", GOOD | empty, page=path(world))
    assert answer.status_code == 422
    assert "is empty" in answer.text


@pytest.mark.parametrize("amount", ["100000000000000", "99999999999999999999999", "99999999亿"])
def test_an_amount_too_large_to_keep_is_an_error_of_its_field(world: World, amount: str) -> None:
    fields = GOOD | {"case.title.amount": amount}
    answer = world.client("alice").post(f"{path(world)}/complete", fields, page=path(world))
    assert answer.status_code == 422
    assert "Amount to keep frozen: must be at most 99,999,999,999,999.99" in answer.text
    assert world.task(MINE).state == "open"


def test_the_largest_amount_is_kept(world: World) -> None:
    fields = GOOD | {"case.title.amount": "99,999,999,999,999.99"}
    assert world.client("alice").post(f"{path(world)}/complete", fields, page=path(world)).status_code == 303
    with Session(world.database) as session:
        title = session.exec(select(Title).where(Title.case_id == world.cases[MINE])).one()
    assert f"{title.amount:,.2f}" == "99,999,999,999,999.99"


@pytest.mark.parametrize("number", ["²", "9999999999", "999999999999999999999999999999", "-1"])
@pytest.mark.parametrize(
    "address",
    ["/cases/{case}?before={number}", "/deadlines?rows={number}", "/limitation?rows={number}", "/queue/news?since={number}&stamp=x"],
)
def test_a_number_that_cannot_be_one_counts_as_not_given(world: World, address: str, number: str) -> None:
    assert world.client("alice").get(address.format(case=world.cases[MINE], number=number)).status_code == 200


@pytest.mark.parametrize("days", ["²", "٣", "-1", ""])
def test_days_of_the_demo_clock_are_ascii_digits(world: World, days: str) -> None:
    assert world.client("alice").post("/demo/clock", {"days": days}, page="/tasks").status_code == 422
