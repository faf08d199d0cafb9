"""A reference table as a CSV file: round trip, preview, keeping once, what somebody changed meanwhile, bad rows, both languages."""

import csv
import io
import re
from datetime import date
from io import BytesIO

import pytest
from sqlmodel import Session, func, select
from werkzeug.test import TestResponse

from db.models import ReferenceRow
from db.session import transaction
from tests.web.world import Browser, World
from worklist.cases import reference
from worklist.cases.reference import Version
from worklist.identity import IMPORT

FILE = "/reference/chase/file"
ROWS = "key,valid_from,valid_to,name_en,name_zh,days,source,confidence\n"
CHANGED = (ROWS + "COURT,2015-01-01,,Court,法院,31,office,office\nSPC,2015-01-01,2026-12-31,SPC,最高人民法院,60,conventions of this office,office\nBANK,2026-01-01,,Bank,银行,10,office,office\n").encode()


@pytest.fixture
def office(world: World) -> World:
    """The office with the shipped reference data."""
    with transaction(world.database) as session:
        reference.seed(session, world.clock.now)
    return world


def shown(browser: Browser, content: bytes, file: str = FILE) -> TestResponse:
    return browser.post(file, {"file": (BytesIO(content), "any name.csv")}, page="/reference/chase")


def kept(browser: Browser, page: TestResponse) -> TestResponse:
    hidden = dict(re.findall(r'<input type="hidden" name="(_csrf|_key|file|shown)" value="([^"]*)"', page.text))
    return browser.post(f"{FILE}/keep", {name: value.replace("&#34;", '"') for name, value in hidden.items()})


def number(office: World) -> int:
    with Session(office.database) as session:
        return session.exec(select(func.count()).select_from(ReferenceRow)).one()


@pytest.mark.parametrize("table", list(reference.tables()))
def test_a_table_comes_as_a_file_that_sent_back_changes_nothing(office: World, table: str) -> None:
    browser = office.client("otto")
    file = browser.get(f"/reference/{table}/file").data
    assert "there is nothing to change" in shown(browser, file, f"/reference/{table}/file").text


def test_what_a_spreadsheet_would_run_comes_as_text_and_goes_back_as_it_was(office: World) -> None:
    values = {"name_en": "=cmd|' /C calc'!A0", "name_zh": "'+86", "days": 3}
    with transaction(office.database) as session:
        reference.record(session, Version("chase", "ODD", date(2026, 1, 1), None, values, "@source, with a comma", "office"), IMPORT, office.clock.now)
    browser = office.client("otto")
    file = browser.get(FILE).data
    row = next(row for row in csv.DictReader(io.StringIO(file.decode("utf-8-sig"))) if row["key"] == "ODD")
    assert (row["name_en"], row["name_zh"], row["source"]) == ("'=cmd|' /C calc'!A0", "''+86", "'@source, with a comma")
    assert "there is nothing to change" in shown(browser, file).text


def test_changes_are_shown_before_they_are_kept_and_kept_once(office: World) -> None:
    browser, before = office.client("otto"), number(office)
    page = shown(browser, CHANGED)
    assert re.findall(r'<span class="tag">(new|changed|ended)</span>', page.text) == ["changed", "ended", "new"]
    assert "30 → 31" in page.text
    assert number(office) == before
    assert kept(browser, page).status_code == 303
    assert kept(browser, page).status_code == 303
    assert number(office) == before + 3
    assert "there is nothing to change" in shown(browser, CHANGED).text


def test_what_somebody_changed_meanwhile_is_told_and_shown_anew(office: World) -> None:
    browser = office.client("otto")
    page, before = shown(browser, CHANGED), number(office)
    with transaction(office.database) as session:
        values = {"name_en": "Court", "name_zh": "法院", "days": 40}
        reference.record(session, Version("chase", "COURT", date(2015, 1, 1), None, values, "office", "office"), IMPORT, office.clock.now)
    refused = kept(browser, page)
    assert refused.status_code == 409
    assert "changed meanwhile" in refused.text
    assert "40 → 31" in refused.text
    assert number(office) == before + 1
    assert kept(browser, refused).status_code == 303


def test_bad_rows_are_named_with_line_and_column_in_both_languages(office: World) -> None:
    browser, before = office.client("otto"), number(office)
    bad = (ROWS + "COURT,2015-01-01,,Court,法院,soon,office,office\nPOST,June,,Post,邮政,3,office,office\n").encode()
    page = shown(browser, bad)
    assert page.status_code == 422
    assert "Expected a whole number for days, got soon" in page.text
    assert "Keep these changes" not in page.text
    chinese = shown(browser, bad, f"{FILE}?lang=zh").text
    assert "不能采用的行" in chinese
    assert "Expected" not in chinese
    assert number(office) == before


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"no,such,columns\n1,2,3\n"])
def test_what_is_no_such_file_is_refused(office: World, content: bytes) -> None:
    assert shown(office.client("otto"), content).status_code == 422


def test_a_file_that_is_too_large_is_refused(office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("worklist.web.reference_files.LARGEST", 10)
    assert "Expected a CSV file of at most 10 bytes" in shown(office.client("otto"), CHANGED).text


def test_only_process_owners_may_send_a_file_and_nobody_keeps_that_of_another(office: World) -> None:
    alice = office.client("alice")
    assert alice.get(FILE).status_code == 200
    assert "Upload a CSV file" not in alice.get("/reference/chase").text
    assert alice.post(FILE, {"file": (BytesIO(CHANGED), "chase.csv")}, page="/tasks").status_code == 403
    assert alice.post(f"{FILE}/keep", {}, page="/tasks").status_code == 403
    assert office.client("charlie").get(FILE).status_code == 403


def test_the_page_of_seats_says_where_the_list_comes_from(office: World) -> None:
    assert "UNCITRAL" in office.client("otto").get("/reference/nyc_seats").text
    assert "贸易法委员会" in office.client("otto").get("/reference/nyc_seats?lang=zh").text
