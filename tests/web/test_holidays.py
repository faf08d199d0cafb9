"""A process owner confirms a year's notice on a page: preview, confirmation, change report; rules of another version wait."""

from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session, select

from db.models import CalendarYear, Deadline
from db.session import transaction
from tests.web.world import World, wall_off
from worklist.cases import deadlines, everywhere
from worklist.cases.deadlines import Subject
from worklist.identity import IMPORT
from worklist.law import rules
from worklist.law.periods import Length, Unit

MINE = "Apply to renew bank-account freeze"
PAGE = "/reference/rest-days/2027/notice"
NOTICE = {"days": "day,kind,name\n2027-03-11,REST,A holiday / 某节\n2027-03-13,MAKEUP,\n", "source": "State Council notice of 2027"}


@pytest.fixture
def case_id(world: World) -> str:
    """A case with ten days that end on Thursday 11 March 2027, in a year without a notice."""
    with transaction(world.database) as session:
        deadlines.start(session, world.cases[MINE], "DL-X-31", Subject("case", world.cases[MINE]), date(2027, 3, 1), IMPORT, world.clock.now)
    return world.cases[MINE]


def rows(world: World) -> list[tuple[str, str, str | None]]:
    with Session(world.database) as session:
        found = session.exec(select(Deadline).where(Deadline.rule_id == "DL-X-31").order_by(Deadline.attempt))  # type: ignore[arg-type]
        return [(row.rolled_day.isoformat(), row.status, row.cause) for row in found]


def sealed(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"')[0]


def test_a_notice_is_previewed_then_confirmed_and_reported(world: World, case_id: str) -> None:
    otto = world.client("otto")
    assert "Confirm the notice of this year" in otto.get("/reference/rest-days?year=2027").text
    shown = otto.post(PAGE, {**NOTICE, "decision": "show"}, page=PAGE).text
    assert "12 Mar 2027" in shown
    assert rows(world) == [("2027-03-11", "OPEN", None)]
    answer = otto.post(PAGE, {**NOTICE, "decision": "confirm", "seen": sealed(shown)}, page=PAGE)
    assert answer.status_code == 303
    assert rows(world) == [("2027-03-11", "SUPERSEDED", None), ("2027-03-12", "OPEN", "calendar:2027")]
    report = otto.get(answer.headers["Location"]).text
    assert "11 Mar 2027" in report
    assert "12 Mar 2027" in report


def test_what_was_not_shown_is_not_confirmed(world: World, case_id: str) -> None:
    otto = world.client("otto")
    shown = otto.post(PAGE, {**NOTICE, "decision": "show"}, page=PAGE).text
    other = {**NOTICE, "days": "day,kind,name\n2027-03-11,REST,A\n2027-03-12,REST,B\n"}
    answer = otto.post(PAGE, {**other, "decision": "confirm", "seen": sealed(shown)}, page=PAGE)
    assert "15 Mar 2027" in answer.text
    assert rows(world) == [("2027-03-11", "OPEN", None)]


@pytest.mark.parametrize("wrong", [{"source": ""}, {"days": "a,b\n1,2\n"}, {"days": "day,kind,name\n2028-01-01,REST,x\n"}, {"days": "day,kind,name\n2027-03-10,MAKEUP,x\n"}, {"days": ""}])
def test_a_notice_that_cannot_be_right_is_told_on_the_page(world: World, wrong: dict[str, object]) -> None:
    answer = world.client("otto").post(PAGE, {**NOTICE, **wrong, "decision": "show"}, page=PAGE)
    assert "There is a problem" in answer.text
    with Session(world.database) as session:
        assert session.get_one(CalendarYear, 2027).status == "PROVISIONAL"


def test_a_year_is_confirmed_by_process_owners_only_and_once(world: World, case_id: str) -> None:
    assert world.client("alice").get(PAGE).status_code == 403
    assert world.client("root").get(PAGE).status_code == 200
    otto = world.client("otto")
    sent = {**NOTICE, "decision": "confirm", "seen": sealed(otto.post(PAGE, {**NOTICE, "decision": "show"}, page=PAGE).text)}
    assert [otto.post(PAGE, sent, page=PAGE).status_code for _ in range(2)] == [303, 422]
    assert len(rows(world)) == 2
    assert otto.get("/reference/rest-days/1/notice").status_code == 404


def test_a_walled_case_is_counted_and_not_named(world: World, case_id: str) -> None:
    wall_off(world, MINE)
    shown = world.client("otto").post(PAGE, {**NOTICE, "decision": "show"}, page=PAGE).text
    assert "1 deadline changes in cases you may not see." in shown
    assert case_id not in shown


def test_a_holiday_has_its_name_in_both_languages(world: World) -> None:
    otto = world.client("otto")
    assert "Spring Festival" in otto.get("/reference/rest-days?year=2026").text
    otto.post("/language", {"language": "zh", "next": "/tasks"}, page="/tasks")
    page = otto.get("/reference/rest-days?year=2026").text
    assert "春节" in page
    assert "Spring Festival" not in page


@pytest.fixture
def another_version(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Ship version 2 of DL-X-31 with another length in days."""

    def ship(days: int) -> None:
        changed = tuple(
            replace(rule, version="2", length=Length(days, Unit.DAY)) if rule.rule_id == "DL-X-31" else rule for rule in rules.all_rules()
        )
        monkeypatch.setattr(rules, "all_rules", lambda: changed)
        monkeypatch.setattr(rules, "_by_id", lambda: {rule.rule_id: rule for rule in changed})

    return ship


def test_a_version_that_ends_earlier_is_taken_at_the_start_and_once(world: World, case_id: str, another_version) -> None:  # type: ignore[no-untyped-def]
    another_version(5)
    assert [one.case_id for one in everywhere.take_new_versions(world.database, IMPORT, world.clock.now)] == [case_id]
    assert rows(world) == [("2027-03-11", "SUPERSEDED", None), ("2027-03-08", "OPEN", "rules")]  # the sixth is a Saturday
    assert everywhere.take_new_versions(world.database, IMPORT, world.clock.now) == []
    assert "08 Mar 2027" in world.client("otto").get("/reference/versions").text.replace(">8 Mar", ">08 Mar")


def test_a_version_that_ends_later_waits_for_a_process_owner(world: World, case_id: str, another_version) -> None:  # type: ignore[no-untyped-def]
    another_version(15)
    assert everywhere.take_new_versions(world.database, IMPORT, world.clock.now) == []
    assert rows(world) == [("2027-03-11", "OPEN", None)]
    otto, address = world.client("otto"), "/reference/versions/DL-X-31"
    assert "16 Mar 2027" in otto.get("/reference/versions").text
    assert "Confirm version 2" not in world.client("alice").get("/reference/versions").text
    assert world.client("alice").post(address, page="/reference/versions").status_code == 403
    assert otto.post(address, page="/reference/versions").status_code == 303
    assert rows(world) == [("2027-03-11", "SUPERSEDED", None), ("2027-03-16", "OPEN", "rules")]
