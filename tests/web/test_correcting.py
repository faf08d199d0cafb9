"""Correcting a trigger on the pages: preview, ask, a partner confirms; walls hold; both languages."""

import re
from datetime import date

import pytest
from sqlmodel import Session, select

from db.models import Correction, Deadline
from db.session import transaction
from tests.web.world import Browser, World, wall_off
from worklist.cases import deadlines
from worklist.cases.deadlines import Subject
from worklist.identity import IMPORT

MINE = "Apply to renew bank-account freeze"


@pytest.fixture
def address(world: World) -> str:
    """The page that corrects ten days to ask for reconsideration, counted from 20 November 2026."""
    case_id = world.cases[MINE]
    with transaction(world.database) as session:
        row = deadlines.start(session, case_id, "DL-X-31", Subject("case", case_id), date(2026, 11, 20), IMPORT, world.clock.now)
    return f"/cases/{case_id}/deadlines/{row.id}/correct"


def asked(world: World, address: str, user: str = "alice", day: str = "2026-11-19") -> str:
    """Ask for a correction; return the address of it."""
    browser = world.client(user)
    answer = browser.post(address, {"day": day, "reason": "The receipt says so"}, page=f"{address}?day={day}")
    assert answer.status_code == 303
    page = browser.get(answer.headers["Location"]).text
    return re.findall(r'href="([^"]+/corrections/[^"]+)"', page)[0]


def decides(browser: Browser, correction: str, decision: str):  # type: ignore[no-untyped-def]
    return browser.post(correction, {"decision": decision}, page=correction)


def states(world: World) -> list[str]:
    with Session(world.database) as session:
        rows = session.exec(select(Deadline).where(Deadline.rule_id == "DL-X-31").order_by(Deadline.trigger_date))  # type: ignore[arg-type]
        return [f"{row.trigger_date.isoformat()} {row.status}" for row in rows]


def test_a_preview_shows_the_days_before_and_after_and_changes_nothing(world: World, address: str) -> None:
    page = world.client("alice").get(f"{address}?day=17 Nov 2026").text
    assert "30 Nov 2026" in page  # ten days from the 20th
    assert "27 Nov 2026" in page  # ten days from the 17th
    assert "Ask a partner to confirm" in page
    assert states(world) == ["2026-11-20 OPEN"]


def test_a_partner_applies_and_the_old_row_stays(world: World, address: str) -> None:
    correction = asked(world, address)
    assert states(world) == ["2026-11-20 OPEN"]
    assert decides(world.client("bob"), correction, "apply").status_code == 303
    assert states(world) == ["2026-11-19 OPEN", "2026-11-20 SUPERSEDED"]


def test_a_partner_refuses_and_nothing_changes(world: World, address: str) -> None:
    assert decides(world.client("bob"), asked(world, address), "refuse").status_code == 303
    assert states(world) == ["2026-11-20 OPEN"]


def test_who_asked_cannot_confirm(world: World, address: str) -> None:
    correction = asked(world, address, "bob")
    assert "Apply the correction" not in world.client("bob").get(correction).text
    assert decides(world.client("bob"), correction, "apply").status_code == 403
    assert decides(world.client("alice"), correction, "apply").status_code == 403
    assert states(world) == ["2026-11-20 OPEN"]


@pytest.mark.parametrize(("fields", "sentence"), [({"day": "soon"}, "Enter a day"), ({"day": "2026-11-19", "reason": ""}, "reason")])
def test_what_cannot_be_used_is_told_on_the_page(world: World, address: str, fields: dict[str, object], sentence: str) -> None:
    answer = world.client("alice").post(address, fields, page=f"{address}?day=2026-11-19")
    assert sentence in answer.text
    with Session(world.database) as session:
        assert session.exec(select(Correction)).all() == []


def test_a_form_sent_twice_asks_once(world: World, address: str) -> None:
    browser = world.client("alice")
    fields: dict[str, object] = {"day": "2026-11-19", "reason": "why", "_key": "a" * 32}
    for _ in range(2):
        browser.post(address, fields, page=f"{address}?day=2026-11-19")
    with Session(world.database) as session:
        assert len(session.exec(select(Correction)).all()) == 1


def test_the_deadline_of_a_forbidden_case_does_not_exist(world: World, address: str) -> None:
    correction = asked(world, address)
    wall_off(world, MINE, "ann")
    assert world.client("alice").get(address).status_code == 404
    assert world.client("bob").get(correction).status_code == 404


def test_the_pages_speak_chinese(world: World, address: str) -> None:
    correction = asked(world, address)
    browser = world.client("bob")
    browser.post("/language", {"language": "zh", "next": "/tasks"}, page="/tasks")
    assert "更正起算日" in browser.get(f"{address}?day=2026-11-19").text
    page = browser.get(correction).text
    assert "确认更正" in page
    assert "起算日不计入" in page
