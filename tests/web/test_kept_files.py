"""Files that come with a form which is not taken are kept: nobody chooses them twice."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlmodel import select

from db.models import Document, DocumentContent, KeptFile
from db.session import reading, transaction
from tests.web.test_task import GOOD, MINE, path
from tests.web.world import World
from worklist import scheduler
from worklist.cases import uploads

PDF = b"%PDF-1.7 receipt"


def files() -> dict[str, object]:
    return {"receipt": (BytesIO(PDF), "receipt.pdf")}


def key_on(page: str) -> str:
    found = re.search(r'type="checkbox" name="receipt" value="(kept:[^"]+)" checked', page)
    assert found, "the page carries no kept file"
    return found[1]


def kept(world: World) -> list[KeptFile]:
    with reading(world.database) as session:
        return list(session.exec(select(KeptFile)))


def test_a_file_of_a_refused_form_need_not_be_chosen_again(world: World) -> None:
    browser = world.client("alice")
    refused = browser.post(f"{path(world)}/complete", files(), page=path(world))
    assert refused.status_code == 422
    assert "Keep receipt.pdf" in refused.text
    done = browser.post(f"{path(world)}/complete", GOOD | {"receipt": key_on(refused.text)}, page=path(world))
    assert done.status_code == 303
    with reading(world.database) as session:
        document = session.exec(select(Document).where(Document.name == "receipt.pdf")).one()
        assert session.get_one(DocumentContent, document.id).content == PDF
    assert kept(world) == []


@pytest.mark.parametrize("button", [{"_add": "case.debtors"}, {"_remove": "case.debtors[0]"}])
def test_a_file_stays_while_rows_come_and_go(world: World, button: dict[str, str]) -> None:
    browser = world.client("alice")
    shown = browser.post(f"{path(world)}/complete", files() | button, page=path(world))
    again = browser.post(f"{path(world)}/complete", {"receipt": key_on(shown.text)} | button, page=path(world))
    assert key_on(again.text) == key_on(shown.text)
    assert len(kept(world)) == 1


def test_a_new_file_takes_the_place_of_the_one_that_was_kept(world: World) -> None:
    browser = world.client("alice")
    key = key_on(browser.post(f"{path(world)}/complete", files(), page=path(world)).text)
    newer = {"receipt": [key, (BytesIO(PDF + b" second"), "second.pdf")]}
    assert browser.post(f"{path(world)}/complete", GOOD | newer, page=path(world)).status_code == 303
    with reading(world.database) as session:
        names = session.exec(select(Document.name)).all()
    assert "second.pdf" in names
    assert "receipt.pdf" not in names


def test_a_file_that_is_no_good_is_not_kept(world: World) -> None:
    wrong = {"receipt": (BytesIO(b"MZ"), "receipt.exe")}
    refused = world.client("alice").post(f"{path(world)}/complete", wrong, page=path(world))
    assert refused.status_code == 422
    assert "Keep receipt" not in refused.text
    assert kept(world) == []


def test_nobody_takes_the_kept_file_of_another(world: World) -> None:
    alice = world.client("alice")
    key = key_on(alice.post(f"{path(world)}/complete", files(), page=path(world)).text)
    with transaction(world.database) as session:
        session.get_one(KeptFile, key.split(":")[1]).user_id = "bob"
    refused = alice.post(f"{path(world)}/complete", GOOD | {"receipt": key}, page=path(world))
    assert refused.status_code == 422
    assert "receipt.pdf to be kept still, but it is gone; choose it again" in refused.text
    assert 'value="kept:' not in refused.text
    assert world.task(MINE).state == "open"


def test_a_kept_file_is_forgotten_after_a_month(world: World) -> None:
    world.client("alice").post(f"{path(world)}/complete", files(), page=path(world))
    at = kept(world)[0].kept_at
    scheduler.forget_old(world.database, at + uploads.KEPT)
    assert len(kept(world)) == 1
    scheduler.forget_old(world.database, at + uploads.KEPT + timedelta(seconds=1))
    assert kept(world) == []


def test_a_recorded_document_keeps_its_file_while_the_form_is_mended(world: World) -> None:
    browser = world.client("alice")
    page = f"/cases/{world.cases[MINE]}/record?message=ruling_served"
    sent = {"file": (BytesIO(PDF), "ruling.pdf"), "received_date": "never"}
    refused = browser.post(page.partition("?")[0], sent, page=page)
    assert refused.status_code == 422
    assert "Keep ruling.pdf" in refused.text
