"""Templates and papers on their pages: uploaded and refused in both languages, made with a button, kept with the case."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from sqlmodel import Session, select

from db.models import Document, Task
from db.session import transaction
from tests.cases.papers.word import template, text
from tests.engine.diagrams import end, process, start, user
from tests.web.world import World, wall_off
from worklist import engine
from worklist.cases import file, store
from worklist.identity import IMPORT

D18 = Path(__file__).resolve().parents[2] / "processes" / "D18_required_documents.dmn"
CASE = "Draft joinder application"
JOINDER = template("{{ case.client.name }}申请追加{{ party.name }}，限额{{ fields.cap }}：{{ fields.grounds }}{{ case.title.number }}", title="追加申请书")


def upload(world: World, content: bytes, name: str = "joinder.docx", user: str = "otto", **fields: str):
    sent = {"file": (BytesIO(content), name), **fields}
    return world.client(user).post("/templates", sent, page="/templates")


@pytest.fixture
def office(world: World) -> World:
    assert upload(world, JOINDER).status_code == 303
    return world


def documents(world: World) -> list[Document]:
    with Session(world.database) as session:
        return list(session.exec(select(Document).where(Document.kind == "PAPER")))


def test_an_uploaded_template_is_listed_with_its_versions_and_comes_back_as_it_was(office: World) -> None:
    assert upload(office, template("新", title="追加申请书"), "最终稿(3).docx", template="joinder").status_code == 303
    page = office.client("otto").get("/templates?lang=zh").text
    assert "追加申请书" in page
    assert "第1版" in page
    links = re.findall(r'href="(/definitions/[^"]+/source)"', page)
    answers = [office.client("otto").get(link) for link in links]
    assert [answer.data == JOINDER for answer in answers] == [False, True]
    assert "joinder-2.docx" in answers[0].headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "&#39;case.client.nmae&#39; is not in the case file; did you mean &#39;case.client.name&#39;?"), ("zh", "案卷中没有“case.client.nmae”；是否应为“case.client.name”？")],
)  # fmt: skip
def test_a_wrong_name_is_told_in_the_language_of_the_reader_and_nothing_is_kept(world: World, language: str, sentence: str) -> None:
    browser = world.client("otto")
    sent = {"file": (BytesIO(template("{{ case.client.nmae }}")), "joinder.docx")}
    answer = browser.post(f"/templates?lang={language}", sent, page="/templates")
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "joinder" not in browser.get("/templates").text


@pytest.mark.parametrize(("content", "name"), [(b"PK", "joinder.docx"), (JOINDER, "joinder.docm"), (JOINDER, "../申请书.docx"), (b"", "")])
def test_what_is_no_template_is_refused_with_a_sentence(world: World, content: bytes, name: str) -> None:
    answer = upload(world, content, name)
    assert answer.status_code == 422
    assert 'class="problems"' in answer.text


def test_only_process_owners_upload_and_only_they_and_managers_look(world: World) -> None:
    assert world.client("helen").get("/templates").status_code == 200
    assert 'action="/templates"' not in world.client("helen").get("/templates").text
    assert upload(world, JOINDER, user="helen").status_code == 403
    assert world.client("alice").get("/templates").status_code == 403
    assert world.client("otto").get("/templates/names").status_code == 200


def test_the_page_of_names_lists_every_kind_in_words(world: World) -> None:
    page = world.client("otto").get("/templates/names?lang=zh").text
    assert "<code>case.debtors[].liability_cap</code>" in page
    assert "<code>fields.grounds</code>" in page
    assert "案件标识" in page


def test_a_case_worker_makes_a_paper_with_what_the_page_asks(office: World) -> None:
    case_id, browser = office.cases[CASE], office.client("alice")
    assert "Application" in browser.get(f"/cases/{case_id}/paper").text
    address = f"/cases/{case_id}/paper?template=joinder"
    page = browser.get(address).text
    party = re.search(r'<option value="([0-9a-f-]{36})" selected>', page)
    assert party
    assert "Mingsheng" in page
    answer = browser.post(address, {"party": party[1], "cap": "500万", "grounds": "未出资\r\n已催告"}, page=address)
    assert answer.headers["Location"] == f"/cases/{case_id}/documents"
    (made,) = documents(office)
    download = browser.get(f"/documents/{made.id}/file")
    assert text(download.data)[:2] == ["Haitong Factoring申请追加Mingsheng，限额人民币5,000,000.00元：未出资", "已催告＿＿＿＿＿＿"]
    listed = browser.get(f"/cases/{case_id}/documents").text
    assert "It leaves blank: Number of the title." in listed
    assert "1 blank" in listed
    assert "Paper made" in browser.get(f"/cases/{case_id}").text


def test_a_form_that_was_sent_twice_makes_one_paper(office: World) -> None:
    address, browser = f"/cases/{office.cases[CASE]}/paper?template=joinder", office.client("alice")
    page = browser.get(address).text
    key = re.search(r'name="_key" value="([^"]+)"', page)
    assert key
    for _ in range(2):
        assert browser.post(address, {"_key": key[1]}, page=address).status_code == 303
    assert len(documents(office)) == 1


def test_what_was_typed_wrongly_is_shown_again(office: World) -> None:
    address = f"/cases/{office.cases[CASE]}/paper?template=joinder"
    answer = office.client("alice").post(address, {"cap": "many", "grounds": "未出资"}, page=address)
    assert answer.status_code == 422
    assert "未出资" in answer.text
    assert documents(office) == []


def test_a_day_typed_into_a_paper_is_shown_again_with_what_day_it_is(world: World) -> None:
    dated = template("{{ case.client.name }}申请续行至{{ fields.renewal_until }}，限额{{ fields.cap }}", title="续行申请书")
    assert upload(world, dated, "renewal.docx").status_code == 303
    address = f"/cases/{world.cases[CASE]}/paper?template=renewal"
    answer = world.client("alice").post(address, {"cap": "many", "renewal_until": "2027-01-05"}, page=address)
    assert answer.status_code == 422
    assert "working day" in answer.text


def test_a_case_behind_a_wall_has_no_papers_for_others(office: World) -> None:
    wall_off(office, CASE, "ann")
    address = f"/cases/{office.cases[CASE]}/paper?template=joinder"
    assert office.client("alice").get(address).status_code == 404
    assert office.client("alice").post(address, page="/cases/new").status_code == 404
    assert office.client("otto").get(f"/cases/{office.cases['Decide: apply for reconsideration']}/paper").status_code == 403
    assert documents(office) == []


def test_a_template_that_is_not_there_is_said_to_be_not_there(office: World) -> None:
    assert office.client("alice").get(f"/cases/{office.cases[CASE]}/paper?template=nothing").status_code == 404


def test_the_page_of_a_task_offers_its_papers_with_what_they_are_about(world: World) -> None:
    with transaction(world.database) as session:
        case_id = world.cases[CASE]
        file.write(session, case_id, {"case.assets": [{"description": "厂房"}, {"description": "船舶"}]}, IMPORT, world.clock.now)
        asset = store.members(session, case_id, "assets")[1].id
        about = template("{{ asset.description }}", title="续封申请书")
        source = process("renewing", start(), user("apply_renewal"), end(), flows=("start > apply_renewal > end",))
        engine.deploy(session, {"renewing.bpmn": source, "renewal_of_freeze.docx": about}, IMPORT, world.clock.now)
        engine.start(session, "renewing", case_id, {"asset_id": asset, "measure_id": "main"}, IMPORT, world.clock.now)
        task = session.exec(select(Task).where(Task.element_id == "apply_renewal", Task.case_id == case_id)).one()
    browser = world.client("alice")
    link = re.search(r'href="([^"]+template=renewal_of_freeze[^"]*)"', browser.get(f"/tasks/{task.id}?lang=zh").text)
    assert link
    assert f"asset={asset}" in link[1]
    assert "measure" not in link[1]
    assert re.search(f'<option value="{asset}" selected>', browser.get(link[1].replace("&amp;", "&")).text)


def test_the_documents_page_lists_what_the_application_needs_until_enforcement(world: World) -> None:
    case_id = world.cases["File reply to jurisdiction objection"]
    with transaction(world.database) as session:
        engine.deploy(session, {D18.name: D18.read_bytes()}, IMPORT, world.clock.now)
        held = {"case.title.instrument_type": "FOREIGN_AWARD", "case.recognition.documents": [{"kind": "AWARD_COPY", "file": "x"}]}
        file.write(session, case_id, held, IMPORT, world.clock.now)
    browser = world.client("alice")
    page = browser.get(f"/cases/{case_id}/documents").text
    assert "What the application needs" in page
    assert re.search(r"1 of \d+ on file", page)
    with transaction(world.database) as session:
        file.write(session, case_id, {"case.stage": "ENFORCEMENT"}, IMPORT, world.clock.now)
    assert "What the application needs" not in browser.get(f"/cases/{case_id}/documents").text
