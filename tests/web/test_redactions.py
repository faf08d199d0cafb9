"""A document's own page: its days, hash and copies in both languages; a copy recorded once; damaged bytes told."""

from io import BytesIO
from pathlib import Path

import pytest
from sqlmodel import select

from db.models import Document, DocumentContent, RedactedCopy
from db.session import reading, transaction
from tests.web.world import World, forms_that_lose_files, wall_off
from worklist import engine
from worklist.cases import documents, file
from worklist.identity import IMPORT

MINE = "Apply to renew bank-account freeze"
ID = "310101198001011234"
D21 = Path(__file__).parents[2] / "processes" / "D21_redaction.dmn"


@pytest.fixture
def page(world: World) -> str:
    return recorded(world)


def recorded(world: World) -> str:
    """Record a judgment that names a person; return the address of its page."""
    case_id, now = world.cases[MINE], world.clock.now
    with transaction(world.database) as session:
        engine.deploy(session, {D21.name: D21.read_bytes()}, IMPORT, now, "D21")
        debtors = [{"name": "Zhang San", "kind": "PERSON", "id_number": ID, "role": "DEBTOR"}]
        file.write(session, case_id, {"case.debtors": debtors}, IMPORT, now)
        sent = documents.File("judgment.txt", "text/plain", f"Zhang San {ID}".encode())
        made = documents.record(session, case_id, "publication_notice", {"received_date": "2026-01-05"}, IMPORT, now, file=sent)
        return f"/documents/{made.document.id}"


def records(world: World, page: str, content: bytes = b"Zhang San ***", user: str = "alice", **fields: object):  # type: ignore[no-untyped-def]
    form = {
        "purpose": "FOR_PUBLICATION", "maker": "MADE_BY_US", "request": "NONE", "removed": ["ID_NUMBER"], "reason": "S2.7-05",
        "file": (BytesIO(content), "copy.txt"), **fields,
    }  # fmt: skip
    return world.client(user).post(f"{page}/redact", form, page=f"{page}/redact")


def in_language(world: World, page: str, language: str) -> str:
    browser = world.client("alice")
    browser.post("/language", {"language": language, "next": "/tasks"}, page="/tasks")
    return str(browser.get(page).text)


@pytest.mark.parametrize(("language", "words"), [
    ("en", ("Received on", "unchanged since it was recorded", "For publication", "Identity number", "still in the copy", "Zhang San", "RD-1")),
    ("zh", ("收到日期", "自登记以来未变", "供公开", "身份证件号码", "副本中仍有", "删除", "未隐去")),
])  # fmt: skip
def test_the_page_tells_the_original_and_what_still_stands_in_a_copy(world: World, page: str, language: str, words: tuple[str, ...]) -> None:
    assert records(world, page, f"still {ID}".encode()).status_code == 303
    told = in_language(world, page, language)
    assert [word for word in words if word not in told] == []
    assert ID not in told


def test_a_copy_without_a_file_keeps_what_was_typed(world: World, page: str) -> None:
    refused = records(world, page, file=(BytesIO(b""), ""))
    assert (refused.status_code, "S2.7-05" in refused.text) == (422, True)


def test_the_original_itself_is_no_copy(world: World, page: str) -> None:
    refused = records(world, page, f"Zhang San {ID}".encode())
    assert (refused.status_code, "byte for byte" in refused.text) == (422, True)
    with reading(world.database) as session:
        assert session.exec(select(RedactedCopy)).all() == []


def test_the_page_of_a_copy_leads_to_its_original(world: World, page: str) -> None:
    records(world, page)
    with reading(world.database) as session:
        copy = session.exec(select(Document).where(Document.kind == "REDACTED_COPY")).one()
    told = world.client("alice").get(f"/documents/{copy.id}").text
    assert (f'href="{page}"' in told, "/redact" in told) == (True, False)
    assert world.client("alice").get(f"/documents/{copy.id}/file").data == b"Zhang San ***"


def test_behind_a_wall_a_document_and_its_form_are_not_there(world: World, page: str) -> None:
    assert world.client("ann").get(page).status_code == 200
    wall_off(world, MINE, "alice")
    assert world.client("alice").get(page).status_code == 200
    assert [world.client("ann").get(path).status_code for path in (page, f"{page}/redact", f"{page}/file")] == [404] * 3


def test_damaged_bytes_are_told_and_not_served(world: World, page: str) -> None:
    with transaction(world.database) as session:
        session.get(DocumentContent, page.rpartition("/")[2]).content = b"forged bytes"  # type: ignore[union-attr]
    told = world.client("alice").get(page)
    assert (told.status_code, "The file is damaged" in told.text, "unchanged since" in told.text) == (200, True, False)
    answer = world.client("alice").get(f"{page}/file")
    assert (answer.status_code, b"forged bytes" in answer.data) == (500, False)


def test_a_form_that_would_lose_a_chosen_file_is_found() -> None:
    """The client of these tests always sends files; a browser only does where the form says so."""
    asked = '<form method="post"{}><input class="input" type="file" name="file"></form><form method="post"></form>'
    assert len(forms_that_lose_files(asked.format(""))) == 1
    assert forms_that_lose_files(asked.format(' enctype="multipart/form-data"')) == []
