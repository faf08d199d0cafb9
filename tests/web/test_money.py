"""The money page of a case: who paid and up to what, fees with who bears them, accounts that balance, in both languages."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select

from db.models import LedgerEntry, Posting
from db.session import transaction
from tests.web.world import World
from worklist.cases import file, ledger, store
from worklist.identity import IMPORT

MINE = "Apply to renew bank-account freeze"


def booked(world: World) -> str:
    """Book money of a joined party and a fee; return the address of the page."""
    case_id = world.cases[MINE]
    with transaction(world.database) as session:
        items = [{"kind": "PRINCIPAL", "amount": Decimal(1000), "currency": "CNY"}]
        debtors = [{"name": "Target Ltd", "name_zh": "目标公司", "role": "JOINED", "liability_cap": Decimal(300)}]
        file.write(session, case_id, {"case.title.items": items, "case.debtors": debtors}, IMPORT, world.clock.now)
        item, party = store.members(session, case_id, "title.items")[-1].id, store.members(session, case_id, "debtors")[-1].id

        def book(kind: str, amount: int, **fields: Any) -> None:
            values = {"kind": kind, "amount": Decimal(amount), "currency": "CNY", "value_date": date(2026, 1, 2), **fields}
            ledger.post(session, case_id, ledger.Entry.of(values), IMPORT, world.clock.now)

        book("RECEIPT", 120, item_id=item, party_id=party)
        book("FEE", 50, bearer="DEBTOR", advanced_by="APPLICANT")
        book("COST", 7)
    return f"/cases/{case_id}/money"


@pytest.mark.parametrize(("language", "words"), [
    ("en", ("Target Ltd", "Still within the cap", "¥180", "Laid out by the applicant", "Borne by the debtor", "Not settled yet", "Debits and credits balance")),
    ("zh", ("目标公司", "限额内余额", "¥180", "申请人垫付", "被执行人负担", "待定", "借贷平衡")),
])  # fmt: skip
def test_the_money_page_shows_caps_fees_and_accounts(world: World, language: str, words: tuple[str, ...]) -> None:
    browser = world.client("alice")
    browser.post("/language", {"language": language, "next": "/tasks"}, page="/tasks")
    page = browser.get(booked(world)).text
    assert [word for word in words if word not in page] == []


def test_books_that_do_not_balance_say_so(world: World) -> None:
    address = booked(world)
    with transaction(world.database) as session:
        session.delete(session.exec(select(Posting)).first())
    assert "Debits and credits do not balance" in world.client("alice").get(address).text


def settles(world: World, user: str, **form: str):  # type: ignore[no-untyped-def]
    """Open the page of a fee of the case as somebody, and say who bears it."""
    money = booked(world)
    with transaction(world.database) as session:
        [entry] = session.exec(select(LedgerEntry).where(LedgerEntry.kind == "FEE")).all()
    page = f"{money}/{entry.id}/bearer"
    browser = world.client(user)
    return browser, browser.post(page, form, page=page), money


def test_a_partner_says_who_bears_a_cost_and_the_page_tells_by_what(world: World) -> None:
    browser, answer, money = settles(world, "bob", bearer="CREDITOR", reason="Judgment (2026) 12")
    assert answer.status_code == 303
    page = browser.get(money).text
    assert [word for word in ("Judgment (2026) 12", "Creditor", "Borne by somebody else") if word not in page] == []


def test_without_a_reason_nothing_is_booked_and_the_page_says_so(world: World) -> None:
    browser, answer, money = settles(world, "bob", bearer="CREDITOR", reason="")
    assert (answer.status_code, "Ruling or agreement that says so" in answer.text, "There is a problem" in answer.text) == (422, True, True)
    assert "Borne by somebody else" not in browser.get(money).text


def test_who_may_not_settle_is_not_offered_it_and_is_refused(world: World) -> None:
    money = booked(world)
    assert "Say who bears it" not in world.client("alice").get(money).text
    assert "Say who bears it" in world.client("bob").get(money).text
    with transaction(world.database) as session:
        entry = session.exec(select(LedgerEntry).where(LedgerEntry.kind == "FEE")).one()
    assert world.client("alice").get(f"{money}/{entry.id}/bearer").status_code == 403
    assert world.client("bob").get(f"{money}/nothing/bearer").status_code == 404
