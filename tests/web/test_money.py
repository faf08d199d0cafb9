"""The money page of a case: who paid and up to what, fees with who bears them, accounts that balance, in both languages."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select

from db.models import Posting
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
