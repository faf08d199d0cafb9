"""The Parties page of a case: roles over time, links, known parties behind walls, both languages, forms sent twice."""

from datetime import date

import pytest
from sqlmodel import Session, select

from db.models import Party, PartyLink, PartyRole
from db.session import transaction
from tests.web.world import World, hidden_fields, wall_off
from worklist.cases import file
from worklist.cases.parties import roles
from worklist.cases.parties.roles import Span
from worklist.identity import IMPORT

MINE = "Apply to renew bank-account freeze"
OTHER = "Assess bankruptcy transfer consent"


@pytest.fixture
def page(world: World) -> str:
    """The parties of a case with a company that was once a guarantor and has a shareholder."""
    case_id = world.cases[MINE]
    with transaction(world.database) as session:
        debtors = [{"name": "Target Ltd", "name_zh": "目标公司", "role": "DEBTOR", "kind": "COMPANY", "id_number": "9131X"}]
        file.write(session, case_id, {"case.debtors": debtors}, IMPORT, world.clock.now)
        party = session.exec(select(Party).where(Party.name == "Target Ltd")).one()
        roles.begin(session, case_id, party.id, "GUARANTOR", Span(date(2020, 1, 1), date(2021, 1, 1), None, "Released"), IMPORT, world.clock.now)
        member = next(row for row in file.store.members(session, case_id, "debtors") if row.party_id == party.id)
        link = {"name": "Holding", "kind": "SOLE_SHAREHOLDER", "party_id": member.id, "subscribed": 100, "paid_in": 40, "confidence": "REGISTER", "share": 1}
        file.write(session, case_id, {"case.links": [link]}, IMPORT, world.clock.now)
    return f"/cases/{case_id}/parties"


def rows(world: World, table: type) -> list:  # type: ignore[type-arg]
    with Session(world.database) as session:
        return list(session.exec(select(table)))


@pytest.mark.parametrize(("language", "words"), [
    ("en", ("Target Ltd", "Guarantor", "1 Jan 2021", "Released", "Earlier", "Who stands behind the debtor", "JN-4", "S2.2-22", "¥60", "100%", "Public register")),
    ("zh", ("目标公司", "担保人", "2021年1月1日", "历史地位", "被执行人背后的人员", "一人公司股东", "公示登记", "未缴")),
])  # fmt: skip
def test_the_page_tells_roles_of_now_and_before_and_who_stands_behind(world: World, page: str, language: str, words: tuple[str, ...]) -> None:
    browser = world.client("alice")
    browser.post("/language", {"language": language, "next": "/tasks"}, page="/tasks")
    found = browser.get(page).text
    assert [word for word in words if word not in found] == []
    assert "9131X" not in found


def test_a_party_is_entered_with_its_role_and_once_though_the_form_comes_twice(world: World, page: str) -> None:
    browser = world.client("alice")
    form = hidden_fields(browser.get(f"{page}/new").text) | {"name": "Wang", "role": "SPOUSE", "since": "2020-05-01"}
    assert [browser.post(f"{page}/new", form).status_code for _ in range(2)] == [303, 303]
    (wang,) = [party for party in rows(world, Party) if party.name == "Wang"]
    assert [(row.role, row.since) for row in rows(world, PartyRole) if row.party_id == wang.id] == [("SPOUSE", date(2020, 5, 1))]


def test_a_known_party_is_searched_and_chosen_rather_than_entered_again(world: World, page: str) -> None:
    browser, other = world.client("alice"), f"/cases/{world.cases[OTHER]}/parties"
    party = next(row.id for row in rows(world, Party) if row.name == "Target Ltd")
    assert f"party={party}" in browser.get(f"{other}/new?q=9131X").text
    refused = browser.post(f"{other}/new", {"name": "Target Ltd", "role": "GUARANTOR"}, page=f"{other}/new")
    assert (refused.status_code, "choose that party" in refused.text) == (422, True)
    assert browser.post(f"{other}/new?party={party}", {"role": "GUARANTOR"}, page=f"{other}/new?party={party}").status_code == 303
    assert [row.name for row in rows(world, Party)].count("Target Ltd") == 1
    assert "Target Ltd" in browser.get(other).text


def test_another_of_the_same_name_is_entered_when_it_is_said_so(world: World, page: str) -> None:
    form = {"name": "Target Ltd", "role": "GUARANTOR", "is_other": "true"}
    assert world.client("alice").post(f"{page}/new", form, page=f"{page}/new").status_code == 303
    assert [row.name for row in rows(world, Party)].count("Target Ltd") == 2


def test_who_is_behind_a_wall_is_neither_found_nor_chosen(world: World, page: str) -> None:
    party = next(row.id for row in rows(world, Party) if row.name == "Target Ltd")
    wall_off(world, MINE, "alice")
    other, browser = f"/cases/{world.cases[OTHER]}/parties/new", world.client("ann")
    assert "Target Ltd" not in browser.get(f"{other}?q=Target").text
    assert browser.get(f"{other}?party={party}").status_code == 422
    assert browser.get(page).status_code == browser.get(f"{page}/new").status_code == 404
    assert browser.post(f"{page}/new", {"name": "X", "role": "SPOUSE"}, page="/tasks").status_code == 404


def test_a_role_ends_with_a_reason_and_then_no_more(world: World, page: str) -> None:
    browser = world.client("alice")
    role = next(row for row in rows(world, PartyRole) if row.role == "DEBTOR" and row.until is None and row.since == world.clock.now.date())
    address = page.replace("parties", f"roles/{role.id}/end")
    form = {"until": world.clock.now.date().isoformat(), "reason": "Merged into Holding"}
    assert browser.post(address, form | {"reason": ""}, page=address).status_code == 422
    assert browser.post(address, form, page=address).status_code == 303
    assert "Merged into Holding" in browser.get(page).text
    assert browser.post(address, form, page=address).status_code == 409


def test_a_future_end_without_a_document_is_told_in_chinese(world: World, page: str) -> None:
    browser = world.client("alice")
    browser.post("/language", {"language": "zh", "next": "/tasks"}, page="/tasks")
    role = rows(world, PartyRole)[0]
    address = page.replace("parties", f"roles/{role.id}/end")
    with Session(world.database) as session:
        address = f"/cases/{role.case_id}/roles/{session.get_one(PartyRole, role.id).id}/end"
    answer = browser.post(address, {"until": "2099-01-01", "reason": "x"}, page=address)
    assert (answer.status_code, "日期不得晚于今日" in answer.text) == (422, True)


def test_a_role_is_corrected_and_one_of_another_case_is_not_there(world: World, page: str) -> None:
    browser = world.client("alice")
    role = next(row for row in rows(world, PartyRole) if row.role == "GUARANTOR")
    address = page.replace("parties", f"roles/{role.id}/correct")
    assert browser.post(address, {"since": "2019-01-01", "until": "2021-01-01", "reason": "Deed"}, page=address).status_code == 303
    assert next(row.since for row in rows(world, PartyRole) if row.id == role.id) == date(2019, 1, 1)
    assert browser.get(address.replace(world.cases[MINE], world.cases[OTHER])).status_code == 404


def test_a_link_is_entered_behind_one_that_is_linked_and_ends(world: World, page: str) -> None:
    browser, address = world.client("alice"), page.replace("parties", "links/new")
    holding = next(row.id for row in rows(world, Party) if row.name == "Holding")
    form = {"name": "Owner", "kind": "CONTROLLER", "party_id": holding, "source": "Annual report", "confidence": "SUSPECTED"}
    assert browser.post(address, form, page=address).status_code == 303
    assert "Annual report" in browser.get(page).text
    link = next(row for row in rows(world, PartyLink) if row.kind == "CONTROLLER")
    end = page.replace("parties", f"links/{link.id}/end")
    assert browser.post(end, {"until": "2026-01-31", "source": "Register"}, page=end).status_code == 303
    assert next(row.until for row in rows(world, PartyRole) if row.role == "CONTROLLER") is not None
    refused = browser.post(address, form | {"name": "Holding"}, page=address)
    assert (refused.status_code, "the party itself" in refused.text) == (422, True)


def test_who_only_reads_cases_is_offered_nothing_to_change(world: World, page: str) -> None:
    browser = world.client("otto")
    assert "/parties/new" not in browser.get(page).text
    assert browser.get(f"{page}/new").status_code == 403
