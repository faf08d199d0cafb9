"""The page of the claim on a day: arithmetic in words, both languages, lines entered, paused and withdrawn."""

import re
from decimal import Decimal

import pytest
from sqlmodel import Session, select

from db.models import Claim
from db.session import transaction
from tests.web.world import World, wall_off
from worklist.cases import file, store
from worklist.identity import IMPORT

MINE = "Apply to renew bank-account freeze"


@pytest.fixture
def page(world: World) -> str:
    case_id = world.cases[MINE]
    with transaction(world.database) as session:
        items = [{"kind": "PRINCIPAL", "amount": Decimal(1_000_000), "currency": "CNY"}, {"kind": "PRINCIPAL", "amount": Decimal(50), "currency": "GBP"}]
        file.write(session, case_id, {"case.title.items": items}, IMPORT, world.clock.now)
    return f"/cases/{case_id}/claim"


def items(world: World) -> list[str]:
    with Session(world.database) as session:
        return [row.id for row in store.members(session, world.cases[MINE], "title.items")][-2:]


def enters(world: World, page: str, user: str = "alice", **fields: str):  # type: ignore[no-untyped-def]
    form = {"item_id": items(world)[0], "kind": "DEFAULT_INTEREST", "since": "2026-01-01", **fields}
    return world.client(user).post(f"{page}/new", form, page=f"{page}/new")


@pytest.mark.parametrize(("language", "words"), [
    ("en", ("Claim on 11 Jan 2026", "¥1,000,000 × 0.0175% × 10 days", "¥1,750", "Default interest for late performance", "Total by currency", "£50")),
    ("zh", ("截至2026年1月11日的债权", "¥1,000,000 × 0.0175% × 10 日", "¥1,750", "迟延履行利息", "按币种合计")),
])  # fmt: skip
def test_each_line_is_told_with_its_arithmetic(world: World, page: str, language: str, words: tuple[str, ...]) -> None:
    assert enters(world, page).status_code == 303
    browser = world.client("alice")
    browser.post("/language", {"language": language, "next": "/tasks"}, page="/tasks")
    found = re.sub(r"<[^>]+>", "", browser.get(f"{page}?on=2026-01-11").text)
    assert [word for word in words if word not in found] == []


def test_a_rate_is_typed_in_percent_and_what_no_rule_states_is_marked(world: World, page: str) -> None:
    pound = items(world)[1]
    refused = enters(world, page, item_id=pound)
    assert (refused.status_code, "to be confirmed by counsel" in refused.text) == (422, True)
    assert enters(world, page, item_id=pound, rate="8", basis="ACTUAL_365", source="Judgments Act").status_code == 303
    found = world.client("alice").get(f"{page}?on=2027-01-01").text
    assert "£4.00" in found or "£4<" in found
    assert "To be confirmed by counsel" in found


def test_a_line_is_paused_and_withdrawn(world: World, page: str) -> None:
    browser = world.client("alice")
    enters(world, page)
    with Session(world.database) as session:
        line = session.exec(select(Claim.id)).one()
    pause = {"first": "2026-01-03", "last": "2026-01-04", "reason": "Stay on retrial"}
    assert browser.post(f"{page}/{line}/pause", pause, page=f"{page}/{line}/pause").status_code == 303
    assert "2 days are left out" in browser.get(f"{page}?on=2026-01-11").text
    withdrawal = {"reason": "Settled"}
    assert browser.post(f"{page}/{line}/withdraw", withdrawal, page=f"{page}/{line}/withdraw").status_code == 303
    assert "Settled" in browser.get(page).text
    assert browser.post(f"{page}/{line}/withdraw", withdrawal, page=f"{page}/{line}/withdraw").status_code == 409
    assert browser.get(f"{page}/nothing/withdraw").status_code == 404


def test_two_lines_for_the_same_days_are_told(world: World, page: str) -> None:
    assert [enters(world, page).status_code for _ in range(2)] == [303, 409]


@pytest.mark.parametrize(("text", "status"), [("tomorrow-ish", 422), ("2026-02-30", 422), ("", 200), ("1 Jan 2026", 200), ("9999-12-31", 200)])
def test_a_day_that_is_none_is_told_and_the_page_shows_today(world: World, page: str, text: str, status: int) -> None:
    enters(world, page)
    assert world.client("alice").get(f"{page}?on={text}").status_code == status


def test_walls_and_roles_hold(world: World, page: str) -> None:
    assert world.client("otto").get(f"{page}/new").status_code == 403
    wall_off(world, MINE, "alice")
    assert world.client("ann").get(page).status_code == enters(world, page, "ann").status_code == 404
    assert page in world.client("alice").get(page.replace("claim", "money")).text
