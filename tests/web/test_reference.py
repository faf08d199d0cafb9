"""Pages of reference data: looking, a new version, refusals in both languages, and cases on the page of a decision."""

from io import BytesIO

import pytest

from db.session import transaction
from tests.feel.models import decision, definitions, table
from tests.web.world import World
from worklist.cases import reference

FRANCE = "/reference/country_table/rows/FR"
SENT = {
    "key": "FR", "seen": "1", "name_en": "France", "name_zh": "法国", "treaty_in_force_from": "1988-02-08", "sanctions_review": "no", "valid_from": "2026-11-25",
    "source": "the text of the treaty", "confidence": "read",
}  # fmt: skip


@pytest.fixture
def office(world: World) -> World:
    """The office with the shipped reference data."""
    with transaction(world.database) as session:
        reference.seed(session, world.clock.now)
    return world


@pytest.mark.parametrize(
    "path", ["/reference", "/reference/country_table", "/reference/periods", "/reference/rest-days?year=2025", FRANCE, "/reference/nyc_seats"]
)
def test_everybody_on_the_staff_may_look_and_nobody_else(office: World, path: str) -> None:
    assert office.client("alice").get(path).status_code == 200
    assert office.client("charlie").get(path).status_code == 403


def test_a_day_that_nobody_knows_is_marked_in_the_list(office: World) -> None:
    page = office.client("alice").get("/reference/country_table").text
    assert page.count("counsel to confirm") == 35


def test_a_process_owner_keeps_a_new_version_and_the_old_one_stays_to_be_seen(office: World) -> None:
    browser = office.client("otto")
    assert browser.post("/reference/country_table", SENT, page=FRANCE).status_code == 303
    page = browser.get(FRANCE).text
    assert "FR is version 2 now." in page
    assert "1988-02-08" in page
    assert "S3.1-C01" in page
    assert "Sun Qi" in page
    assert "counsel to confirm" not in page.partition("History")[0]
    assert "1988-02-08" not in browser.get("/reference/country_table?on=2026-11-24").text


def test_a_row_is_added_under_a_key_of_its_own(office: World) -> None:
    browser, sent = office.client("otto"), {"key": "FR-PARIS", "name_en": "Paris", "name_zh": "巴黎", "contracting": "yes"}
    sent |= {"valid_from": "2026-01-01", "source": "confirmed by the partner", "confidence": "office"}
    assert browser.post("/reference/nyc_seats", sent, page="/reference/nyc_seats/new").status_code == 303
    assert "Paris" in browser.get("/reference/nyc_seats").text
    assert browser.post("/reference/nyc_seats", sent, page="/reference/nyc_seats/new").status_code == 409


@pytest.mark.parametrize("user", ["alice", "helen"])
def test_others_neither_see_the_form_nor_may_send_it(office: World, user: str) -> None:
    browser = office.client(user)
    assert 'name="valid_from"' not in browser.get(FRANCE).text
    assert browser.post("/reference/country_table", SENT, page="/tasks").status_code == 403
    assert browser.get("/reference/country_table/new").status_code == 403


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"treaty_in_force_from": "soon"}, "Expected a day as YYYY-MM-DD for treaty_in_force_from, got soon"), ({"source": ""}, "Expected a source for FR"),
        ({"valid_from": ""}, "Expected a first day"), ({"valid_to": "2026-01-01"}, "Expected the last day not before the first"),
        ({"confidence": "sure"}, "Expected a confidence"), ({"name_en": ""}, "Expected a value for name_en"),
    ],
)  # fmt: skip
def test_a_wrong_row_is_refused_with_a_sentence_and_what_was_typed_is_still_there(office: World, wrong: dict[str, object], sentence: str) -> None:
    answer = office.client("otto").post("/reference/country_table", SENT | {"name_zh": "法兰西"} | wrong, page=FRANCE)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "法兰西" in answer.text


def test_a_page_that_another_editor_has_overtaken_is_refused(office: World) -> None:
    browser = office.client("otto")
    assert browser.post("/reference/country_table", SENT, page=FRANCE).status_code == 303
    assert browser.post("/reference/country_table", SENT, page=FRANCE).status_code == 409


@pytest.mark.parametrize("path", ["/reference/prices", "/reference/country_table/rows/XX"])
def test_what_there_is_not_is_not_found(office: World, path: str) -> None:
    assert office.client("otto").get(path).status_code == 404


def test_the_pages_speak_chinese(office: World) -> None:
    page = office.client("otto").get(FRANCE + "?lang=zh").text
    assert "条约生效日" in page
    assert "指引所述" in page
    assert "待律师确认" in page


def test_a_decision_shows_the_cases_that_illustrate_it(office: World) -> None:
    browser = office.client("otto")
    model = definitions(decision("D05_refusal", table(["n"], ["out"], ["- | 1"])), decision("D99_other", table(["n"], ["out"], ["- | 1"])))
    assert browser.post("/definitions", {"files": [(BytesIO(model), "grounds.dmn")], "name": "x"}, page="/definitions").status_code == 303
    links = {part.partition("</a>")[0].partition(">")[2]: part.partition('"')[0] for part in browser.get("/definitions").text.split('href="')[1:]}
    assert "(2019)粤01协外认22号" in browser.get(links["D05_refusal"]).text
    assert "No case of the library illustrates it yet." in browser.get(links["D99_other"]).text
