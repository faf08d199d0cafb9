"""The case file: typed paths, lists matched by id, old and new values kept, erasable ones beside the chain."""

from datetime import date
from decimal import Decimal

import pytest
from sqlmodel import select

from db.models import Erasable, History
from worklist.cases import catalogue, facts, file, ledger, store, wiring
from worklist.engine import history
from worklist.errors import BadInput, NotFound


@pytest.fixture
def case(session, alice, now) -> str:
    wiring.connect()
    return file.create(session, alice, now).id


def read(session, case, now):
    return facts.facts(session, case, now)


def test_numbers_of_cases_follow_each_other_within_the_year(session, alice, now):
    first, second = (file.create(session, alice, now).number for _ in range(2))
    assert int(second[-4:]) == int(first[-4:]) + 1


def test_what_is_written_is_read_back_in_its_type(session, case, alice, now):
    file.write(
        session, case,
        {
            "case.client.name": "Thames Harbour", "case.title.amount": Decimal("2400000.50"), "case.title.currency": "GBP",
            "case.title.effective_date": date(2025, 3, 14), "case.title.default_judgment": False, "case.stage": "RECOGNITION",
            "case.screen.fraud": "NO", "case.recognition.filed_date": date(2025, 9, 15),
        },
        alice, now,
    )  # fmt: skip
    session.expire_all()
    found = read(session, case, now)
    assert found["client"]["name"] == "Thames Harbour"
    assert (found["title"]["amount"], found["title"]["effective_date"]) == (Decimal("2400000.50"), date(2025, 3, 14))
    assert (found["title"]["default_judgment"], found["stage"], found["screen"]["fraud"]) == (False, "RECOGNITION", "NO")
    assert found["recognition"]["filed_date"] == date(2025, 9, 15)


def test_members_of_a_list_are_matched_by_id_and_others_stay(session, case, alice, now):
    file.write(session, case, {"case.debtors": [{"name": "A", "role": "DEBTOR"}, {"name": "B", "role": "GUARANTOR"}]}, alice, now)
    first, _ = read(session, case, now)["debtors"]
    file.write(session, case, {"case.debtors": [{"id": first["id"], "name_zh": "甲"}]}, alice, now)
    assert [(d["name"], d["name_zh"]) for d in read(session, case, now)["debtors"]] == [("A", "甲"), ("B", None)]


@pytest.mark.parametrize("list_path", sorted(set(catalogue.lists()) - store.COMPUTED_LISTS - {"ledger"}))
def test_every_list_of_the_file_keeps_every_field(session, case, alice, now, list_path):
    fields = {name: path for name, path in catalogue.lists()[list_path].items() if name != "id" and not path.computed}
    samples = {
        "text": "x", "long": "y", "date": date(2026, 1, 2), "int": Decimal(3), "number": Decimal("0.5"),
        "money": Decimal("12.3"), "bool": True, "yn": "UNKNOWN", "file": "doc", "list": ["a"],
    }  # fmt: skip
    member = {name: path.allowed[0] if path.type == "enum" else samples[path.type] for name, path in fields.items()}
    if list_path == "measures":
        member["asset_id"] = None
    if list_path == "links":  # they name parties of the case: tests/cases/test_parties.py
        member = {name: value for name, value in member.items() if name not in ("party_id", "person_id")}
    file.write(session, case, {f"case.{list_path}": [member]}, alice, now)
    found = read(session, case, now)
    for part in list_path.split("."):
        found = found[part]
    assert {name: found[0][name] for name in member} == member


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("case.nonsense", 1, "a path of the case file"),
        ("case.stage", "ELSEWHERE", "one of INTAKE, RECOGNITION"),
        ("case.title.effective_date", "yesterday", "a day such as"),
        ("case.title.amount", "much", "an amount"),
        ("case.debtors", "A", "a list that can be written"),
        ("case.deadlines", [], "a list that can be written"),
    ],
)
def test_what_cannot_be_is_refused_with_what_was_expected(session, case, alice, now, path, value, said):
    with pytest.raises(BadInput, match=said):
        file.write(session, case, {path: value}, alice, now)


def test_a_form_may_not_write_what_no_task_writes(session, case, alice, now):
    with pytest.raises(BadInput, match="a form may write"):
        file.write(session, case, {"case.status": "OPEN"}, alice, now, by_form=True)


def test_a_member_of_another_case_cannot_be_changed(session, case, alice, now):
    other = file.create(session, alice, now).id
    file.write(session, other, {"case.debtors": [{"name": "A"}]}, alice, now)
    stranger = read(session, other, now)["debtors"][0]["id"]
    with pytest.raises(NotFound):
        file.write(session, case, {"case.debtors": [{"id": stranger, "name": "B"}]}, alice, now)


def test_old_and_new_values_are_kept_and_personal_ones_can_be_erased(session, case, alice, now):
    file.write(session, case, {"case.debtors": [{"name": "A", "id_number": "secret-1"}], "case.stage": "ENFORCEMENT"}, alice, now)
    row = session.exec(select(History).where(History.kind == "case_changed")).one()
    assert {"path": "case.stage", "member": None, "old": "INTAKE", "new": "ENFORCEMENT"} in row.facts["changes"]
    assert "secret-1" not in str(row.facts)
    kept = session.get_one(Erasable, row.values_id)
    assert "secret-1" in str(kept.content)
    kept.content, kept.erased_at = {}, now
    session.flush()
    assert history.verify(session, case) == []


def book(**fields) -> ledger.Entry:
    return ledger.Entry.of({"kind": "RECEIPT", "currency": "USD", "value_date": date(2026, 1, 2), **fields})


@pytest.fixture
def item(session, case, alice, now) -> str:
    file.write(session, case, {"case.title.items": [{"kind": "PRINCIPAL", "amount": Decimal(100), "currency": "USD"}]}, alice, now)
    return str(read(session, case, now)["title"]["items"][0]["id"])


def test_a_receipt_reduces_what_is_outstanding(session, case, item, alice, now):
    ledger.post(session, case, book(amount=Decimal(40), item_id=item), alice, now)
    assert read(session, case, now)["outstanding"][0]["amount"] == Decimal(60)
    assert read(session, case, now)["outstanding_zero"] is False


def test_nothing_is_recovered_twice(session, case, item, alice, now):
    with pytest.raises(BadInput, match="nothing was booked"):
        ledger.post(session, case, book(amount=Decimal(101), item_id=item), alice, now)


def test_another_currency_needs_a_rate_and_its_source(session, case, item, alice, now):
    with pytest.raises(BadInput, match="a rate and its source"):
        ledger.post(session, case, book(amount=Decimal(70), currency="CNY", item_id=item), alice, now)
    entry = book(amount=Decimal(70), currency="CNY", item_id=item, rate=Decimal("0.14"), rate_source="PBC")
    ledger.post(session, case, entry, alice, now)
    assert read(session, case, now)["outstanding"][0]["amount"] == Decimal("90.2")


def test_nothing_is_outstanding_on_a_refused_item_and_a_file_without_items_is_not_paid(session, case, alice, now):
    assert read(session, case, now)["outstanding_zero"] is False
    file.write(
        session, case, {"case.title.items": [{"kind": "PUNITIVE", "amount": Decimal(9), "currency": "USD", "recognised": "NO"}]}, alice, now
    )
    assert read(session, case, now)["outstanding"][0]["amount"] == 0
