"""A period whose trigger is not known: the safe earliest day on the pages, what would change it, and the day recorded."""

from datetime import date

import pytest
from sqlmodel import Session, select

from db.models import Deadline, Uncounted
from db.session import transaction
from tests.web.world import World, wall_off
from worklist.cases import deadlines, file
from worklist.cases.deadlines import Subject
from worklist.identity import IMPORT

MINE = "Apply to renew bank-account freeze"
RULING = {"challenge_kind": "ACT_OBJECTION", "result": "REJECTED", "document_id": None}


def begun(world: World, **told: date) -> str:
    """Record an objection ruling whose day of service nobody told; return the case."""
    case_id = world.cases[MINE]
    with transaction(world.database) as session:
        deadlines.start_by_event(session, case_id, "objection_ruling", {**RULING, **told}, IMPORT, world.clock.now)
    return case_id


def rows(world: World) -> list[tuple[str, str, str | None]]:
    with Session(world.database) as session:
        found = session.exec(select(Deadline).where(Deadline.rule_id == "DL-X-31").order_by(Deadline.trigger_date))  # type: ignore[arg-type]
        return [(row.trigger_date.isoformat(), row.status, row.awaits) for row in found]


def one(world: World, table: type[Deadline] | type[Uncounted]) -> str:
    with Session(world.database) as session:
        return session.exec(select(table).where(table.rule_id == "DL-X-31")).one().id  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "sentence"), [("en", "Safe earliest date, because"), ("zh", "安全最早日期")])
def test_the_pages_show_the_earliest_day_and_say_why(world: World, language: str, sentence: str) -> None:
    case_id = begun(world, document_date=date(2026, 11, 16))
    alice = world.client("alice")
    alice.post("/language", {"language": language, "next": "/tasks"}, page="/tasks")
    assert rows(world) == [("2026-11-16", "OPEN", "served_date")]
    for page in (f"/cases/{case_id}/deadlines", f"/cases/{case_id}/deadlines/{one(world, Deadline)}", "/deadlines"):
        assert sentence in alice.get(page).text


def test_the_day_is_previewed_then_recorded_and_the_earlier_row_is_kept(world: World) -> None:
    case_id = begun(world, document_date=date(2026, 11, 16))
    address = f"/cases/{case_id}/deadlines/{one(world, Deadline)}"
    alice = world.client("alice")
    assert "30 Nov 2026" in alice.get(f"{address}?day=2026-11-20").text  # ten days from the 20th
    assert rows(world) == [("2026-11-16", "OPEN", "served_date")]
    assert alice.post(address, {"day": "2026-11-20"}, page=f"{address}?day=2026-11-20").status_code == 303
    assert rows(world) == [("2026-11-16", "SUPERSEDED", "served_date"), ("2026-11-20", "OPEN", None)]
    assert "recorded: day of service" in alice.get(f"/cases/{case_id}/deadlines").text
    assert alice.post(address, {"day": "2026-11-21"}, page=f"/cases/{case_id}/deadlines").status_code in (409, 422)


def title_rows(world: World) -> list[tuple[str, str | None]]:
    with Session(world.database) as session:
        found = session.exec(select(Deadline).where(Deadline.rule_id == "DL-X-10").order_by(Deadline.attempt))  # type: ignore[arg-type]
        return [(row.status, row.awaits) for row in found]


@pytest.mark.parametrize(("language", "button"), [("en", "The title states no period"), ("zh", "文书未载明履行期间")])
def test_the_team_says_that_the_title_states_no_period_for_performance(world: World, language: str, button: str) -> None:
    case_id, effect = world.cases[MINE], date(2025, 3, 20)
    with transaction(world.database) as session:
        file.write(session, case_id, {"case.title.instrument_type": "JUDGMENT_MONEY", "case.title.effective_date": effect}, IMPORT, world.clock.now)
        row = deadlines.start(session, case_id, "DL-X-10", Subject("title", "main"), effect, IMPORT, world.clock.now)
        address = f"/cases/{case_id}/deadlines/{row.id}"
    alice = world.client("alice")
    alice.post("/language", {"language": language, "next": "/tasks"}, page="/tasks")
    assert button in alice.get(address).text
    assert alice.post(address, {"states_none": "yes"}, page=address).status_code == 303
    assert title_rows(world) == [("SUPERSEDED", "case.title.performance_end_date"), ("OPEN", None)]
    assert button not in alice.get(address).text
    assert alice.post(address, {"states_none": "yes"}, page=address).status_code in (409, 422)


def test_only_the_period_of_a_title_can_lack_its_day(world: World) -> None:
    case_id = begun(world, document_date=date(2026, 11, 16))
    address = f"/cases/{case_id}/deadlines/{one(world, Deadline)}"
    alice = world.client("alice")
    assert "The title states no period" not in alice.get(address).text
    assert alice.post(address, {"states_none": "yes"}, page=address).status_code in (409, 422)
    assert rows(world) == [("2026-11-16", "OPEN", "served_date")]


@pytest.mark.parametrize("day", ["2026-11-15", "2027-01-01", "soon", ""])
def test_a_day_that_cannot_be_is_refused_on_the_page(world: World, day: str) -> None:
    case_id = begun(world, document_date=date(2026, 11, 16))
    address = f"/cases/{case_id}/deadlines/{one(world, Deadline)}"
    answer = world.client("alice").post(address, {"day": day}, page=f"{address}?day=2026-11-20")
    assert "There is a problem" in answer.text
    assert rows(world) == [("2026-11-16", "OPEN", "served_date")]


def test_what_nothing_bounds_is_listed_as_needed_until_the_day_comes(world: World) -> None:
    case_id = begun(world)
    alice, which = world.client("alice"), one(world, Uncounted)
    for page in ("/deadlines", f"/cases/{case_id}/deadlines", f"/cases/{case_id}/deadlines/{which}"):
        assert "Cannot be counted" in alice.get(page).text
    assert rows(world) == []
    address = f"/cases/{case_id}/deadlines/{which}"
    assert alice.post(address, {"day": "2026-11-20"}, page=f"{address}?day=2026-11-20").status_code == 303
    assert rows(world) == [("2026-11-20", "OPEN", None)]
    assert "Reconsideration of the objection ruling" not in alice.get("/deadlines").text.split("What ends")[0]


def test_a_wall_hides_what_waits(world: World) -> None:
    case_id = begun(world)
    wall_off(world, MINE)
    which = one(world, Uncounted)
    otto = world.client("otto")
    assert otto.get(f"/cases/{case_id}/deadlines/{which}").status_code == 404
    assert which not in otto.get("/deadlines").text
