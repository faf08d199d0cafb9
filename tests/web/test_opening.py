"""Begin something: the processes that people begin in a case, from its page."""

import pytest
from sqlmodel import Session, select

from db.models import Instance
from db.session import transaction
from tests.engine.diagrams import end, message, process, start, user
from tests.web.world import World, wall_off
from worklist import engine
from worklist.cases.catalogue import start_messages
from worklist.identity import IMPORT
from worklist.web import opening

NAME = "Draft joinder application"


def begins_with(key: str, name: str) -> bytes:
    """A process that a start message opens."""
    begin = start("begin", f'<bpmn:messageEventDefinition messageRef="m_{name}"/>')
    return process(key, begin, user("decide"), end(), flows=("begin > decide > end",), roots=message(name))


CLOSING, CHANGE = (
    begins_with("case_closing", "start_case_closing"),
    begins_with("party_change", "start_party_change"),
)


@pytest.fixture
def office(world: World) -> World:
    with transaction(world.database) as session:
        engine.deploy(
            session, {"case_closing.bpmn": CLOSING, "party_change.bpmn": CHANGE}, IMPORT, world.clock.now
        )
    return world


def page(office: World, message: str = "", language: str = "en") -> str:
    return f"/cases/{office.cases[NAME]}/begin?lang={language}" + (f"&message={message}" if message else "")


def begun(office: World, key: str) -> list[str]:
    with Session(office.database) as session:
        return list(session.exec(select(Instance.business_key).where(Instance.definition_key == key)))


@pytest.mark.parametrize(
    ("language", "offered", "not_offered"),
    [("en", "Close the case", "Begin a settlement"), ("zh", "启动结案", "启动执行和解")],
)
def test_what_is_deployed_is_offered_in_both_languages(
    office: World, language: str, offered: str, not_offered: str
) -> None:
    text = office.client("alice").get(page(office, language=language)).text
    assert offered in text
    assert not_offered not in text


def test_every_choice_of_every_process_is_told_in_both_languages(office: World) -> None:
    told = [
        (message.name, field.name, value, opening.words_of(message, field.name, value))
        for message in start_messages().values() if message.by_hand
        for field in message.fields for value in field.allowed
    ]  # fmt: skip
    assert len(told) > 20
    assert [(name, field, value) for name, field, value, words in told if not words.zh] == []


def test_a_process_is_begun_once_however_often_its_form_is_sent(office: World) -> None:
    browser = office.client("alice")
    form = page(office, "start_case_closing")
    sent = {"closure_kind": "COMPLETED"}
    first = browser.post(f"/cases/{office.cases[NAME]}/begin", sent, page=form)
    assert first.status_code == 303
    assert begun(office, "case_closing") == [office.cases[NAME]]
    again = browser.post(f"/cases/{office.cases[NAME]}/begin", sent, page=form)
    assert again.status_code == 409
    assert "runs already" in again.text
    assert begun(office, "case_closing") == [office.cases[NAME]]


@pytest.mark.parametrize(("language", "sentence"), [("en", "There is a problem"), ("zh", "提交内容有误")])
def test_what_is_missing_is_told_beside_its_field(office: World, language: str, sentence: str) -> None:
    answer = office.client("alice").post(
        f"/cases/{office.cases[NAME]}/begin?lang={language}",
        {"side": ""},
        page=page(office, "start_party_change"),
    )
    assert answer.status_code == 422
    assert sentence in answer.text
    assert begun(office, "party_change") == []


@pytest.mark.parametrize("message", ["start_intake_triage", "start_settlement", "no_such_message"])
def test_what_is_not_offered_cannot_be_begun(office: World, message: str) -> None:
    browser = office.client("alice")
    assert browser.get(page(office, message)).status_code == 404
    hidden = {"_message": message}
    assert (
        browser.post(
            f"/cases/{office.cases[NAME]}/begin", hidden, page=page(office, "start_case_closing")
        ).status_code
        == 404
    )


def test_a_case_behind_a_wall_is_not_there(office: World) -> None:
    wall_off(office, NAME, "ann")
    assert office.client("alice").get(page(office)).status_code == 404


def test_a_user_without_a_role_begins_nothing(office: World) -> None:
    assert office.client("charlie").get(page(office)).status_code in (403, 404)
