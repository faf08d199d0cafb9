"""Redacted copies: beside an original that stays as it is, with what D21 hides and what still stands in them."""

import hashlib
from pathlib import Path

import pytest
from sqlmodel import select

from db.models import DecisionRun, DocumentContent, History
from tests.cases.papers.pdfs import changed, pdf
from tests.cases.papers.word import cut_up, template
from worklist import engine
from worklist.cases import documents, file, redactions, store, visibility, wiring
from worklist.cases.papers import reading
from worklist.engine import history
from worklist.errors import BadInput, DocumentDamaged, NotFound

ID = "310101198001011234"
D21 = Path(__file__).parents[2] / "processes" / "D21_redaction.dmn"


@pytest.fixture
def judgment(session, alice, now):
    wiring.connect()
    engine.deploy(session, {D21.name: D21.read_bytes()}, alice, now)
    case = file.create(session, alice, now)
    debtors = [
        {"name": "Zhang San", "kind": "PERSON", "id_number": ID, "role": "DEBTOR"},
        {"name": "Hengda Trading", "kind": "COMPANY", "id_number": "91310000MA1FL0XXXX", "role": "DEBTOR"},
    ]  # fmt: skip
    file.write(session, case.id, {"case.debtors": debtors}, alice, now)
    told = documents.File("judgment.txt", "text/plain", f"Zhang San, {ID}".encode())
    return documents.record(session, case.id, "publication_notice", {}, alice, now, file=told).document


def copy(content, name="copy.txt", request="NONE", removed=("ID_NUMBER", "ADDRESS"), reason="S2.7-05"):
    return redactions.NewCopy("FOR_PUBLICATION", "MADE_BY_US", request, removed, reason, documents.File(name, "text/plain", content))


def found(session, judgment, new, alice, now):
    row = redactions.record(session, judgment.id, new, alice, now)
    return row, {(one["field_class"], one["part"]) for one in row.found}


def test_a_copy_stands_beside_an_original_that_keeps_its_bytes(session, judgment, alice, now):
    before = documents.content(session, judgment.id, alice).content
    row, left = found(session, judgment, copy(b"Zhang San, ***"), alice, now)
    kept = documents.content(session, row.document_id, alice)
    assert (kept.content, documents.content(session, judgment.id, alice).content) == (b"Zhang San, ***", before)
    assert (left, row.is_read) == (set(), True)
    told = session.exec(select(History).where(History.kind == "copy_redacted")).one()
    assert (told.facts["original_id"], told.facts["sha256"]) == (judgment.id, hashlib.sha256(kept.content).hexdigest())
    assert history.verify(session, judgment.case_id) == []


def test_d21_says_what_is_hidden_of_whom_and_its_answers_are_kept(session, judgment, alice, now):
    row, _ = found(session, judgment, copy(b"x"), alice, now)
    said = {(rule["field_class"], rule["party_kind"], rule["basis"]) for rule in row.rules}
    assert {("ID_NUMBER", "PERSON", "RD-1"), ("ACCOUNT", "COMPANY", "RD-2"), ("TRADE_SECRET", "COMPANY", "RD-3")} <= said
    assert ("ID_NUMBER", "COMPANY", "RD-1") not in said
    assert not [rule for rule in row.rules if rule["field_class"] == "NAME"]
    assert redactions.not_removed(row) == ["CONTACT", "ACCOUNT", "PLATE", "TRADE_SECRET", "PRIVATE_MATTER"]
    runs = session.exec(select(DecisionRun).where(DecisionRun.decision_id == "D21_redaction")).all()
    assert (len(runs), {run.case_id for run in runs}) == (16, {judgment.case_id})


@pytest.mark.parametrize(("name", "content", "left"), [
    ("copy.txt", f"身份证 {ID[:6]} {ID[6:]}".encode("gb18030"), {("ID_NUMBER", "")}),
    ("copy.docx", template("the rest", footer=f"ID {ID}"), {("ID_NUMBER", "word/footer1.xml")}),
    ("copy.docx", cut_up(ID[:5], ID[5:]), {("ID_NUMBER", "word/document.xml")}),
    ("copy.docx", template("91310000MA1FL0XXXX of a company"), set()),
    ("copy.docx", template("Zhang San"), set()),
])  # fmt: skip
def test_an_identity_number_that_still_stands_in_a_copy_is_found(session, judgment, alice, now, name, content, left):
    row, seen = found(session, judgment, copy(content, name), alice, now)
    assert (seen, row.is_read) == (left, True)
    assert ID not in str(row.found)


def test_a_name_is_looked_for_where_anonymity_was_asked_for(session, judgment, alice, now):
    _, seen = found(session, judgment, copy(b"ZHANG  SAN and others", request="ANONYMISE"), alice, now)
    assert seen == {("NAME", "")}


def test_a_file_that_cannot_be_read_is_said_to_be_unread(session, judgment, alice, now):
    row, seen = found(session, judgment, copy(ID.encode(), "copy.pdf"), alice, now)
    assert (seen, row.is_read) == (set(), False)


def test_no_copy_of_a_copy_of_nothing_or_of_the_very_bytes(session, judgment, alice, now, clerk):
    row, _ = found(session, judgment, copy(b"x"), alice, now)
    with pytest.raises(BadInput, match="redacted copy itself"):
        redactions.record(session, row.document_id, copy(b"y"), alice, now)
    with pytest.raises(BadInput, match="byte for byte"):
        redactions.record(session, judgment.id, copy(documents.content(session, judgment.id, alice).content), alice, now)
    with pytest.raises(BadInput, match="reason"):
        redactions.record(session, judgment.id, copy(b"z", reason=" "), alice, now)
    with pytest.raises(BadInput, match="as the page offers"):
        redactions.record(session, judgment.id, copy(b"z", removed=("SHOE_SIZE",)), alice, now)
    bare = documents.record(session, judgment.case_id, "publication_notice", {}, alice, now).document
    with pytest.raises(BadInput, match="without one"):
        redactions.record(session, bare.id, copy(b"z"), alice, now)


def test_a_document_behind_a_wall_has_no_copies_for_others(session, judgment, alice, charlie, now):
    visibility.set_access(session, judgment.case_id, "team", alice, now)
    with pytest.raises(NotFound):
        redactions.record(session, judgment.id, copy(b"x"), charlie, now)


def test_damaged_bytes_are_told_and_never_served(session, judgment, alice):
    assert documents.content(session, judgment.id, alice).name == "judgment.txt"
    session.get(DocumentContent, judgment.id).content = b"something else"
    session.flush()
    with pytest.raises(DocumentDamaged, match="hash"):
        documents.content(session, judgment.id, alice)


PDFS = {
    "of one page": (pdf("Zhang San", f"No. {ID[:6]} {ID[6:]}"), {("ID_NUMBER", "2")}, ""),
    "across two pages": (pdf(ID[:9], ID[9:]), {("ID_NUMBER", "")}, ""),
    "in Chinese with wide digits": (pdf("身份证号：" + "".join(chr(ord(digit) + 0xFEE0) for digit in ID)), {("ID_NUMBER", "1")}, ""),
    "in its properties": (changed(pdf("clean"), author=f"by {ID}"), {("ID_NUMBER", "properties")}, ""),
    "clean": (pdf("Zhang San", "310101********1234"), set(), ""),
    "a scan": (pdf("x", scanned=(1,)), set(), "SCANNED"),
    "half a scan": (pdf(ID, "x", scanned=(2,)), {("ID_NUMBER", "1")}, "SCANNED"),
    "locked": (changed(pdf(ID), password=ID), set(), "LOCKED"),
    "with a file within": (changed(pdf("clean"), attached=ID), set(), "EMBEDDED"),
    "cut off": (pdf(ID)[:40], set(), "BROKEN"),
    "no PDF": (ID.encode(), set(), "BROKEN"),
    "too many pages": (pdf(*["x"] * 2001), set(), "HUGE"),
}  # fmt: skip


@pytest.mark.parametrize("which", sorted(PDFS))
def test_a_pdf_is_searched_and_what_cannot_be_searched_is_said(session, judgment, alice, now, which):
    content, left, unread = PDFS[which]
    row, seen = found(session, judgment, copy(content, "copy.pdf"), alice, now)
    assert (seen, row.unread, row.is_read) == (left, unread, not unread)


def test_a_pdf_that_never_ends_is_given_up(session, judgment, alice, now, monkeypatch):
    monkeypatch.setattr("worklist.cases.papers.pdf.MOST_SECONDS", 0.01)
    row, seen = found(session, judgment, copy(pdf(ID), "copy.pdf"), alice, now)
    assert (seen, row.unread) == (set(), "HUGE")


def test_a_pdf_under_another_name_is_read_as_a_pdf():
    assert reading.read("scan.jpg", pdf("Zhang San")).parts[1] == ("1", "zhangsan")
    assert reading.read("scan.jpg", b"\xff\xd8").unread == "KIND"


ADDRESS, ACCOUNT = "上海市浦东新区世纪大道100号", "6222 0212 3456 7890 123"


@pytest.mark.parametrize(("text", "left"), [
    ("住上海市浦东新区世纪大道100号（2楼）", {("ADDRESS", "Zhang San")}),
    ("6222021234567890123", set()),  # D21 hides accounts of companies only
    ("3100123456789012", {("ACCOUNT", "Hengda Trading")}), ("3100-1234-5678-9012", {("ACCOUNT", "Hengda Trading")}),
    ("3100 1234 5678 9012", {("ACCOUNT", "Hengda Trading")}), ("开户行账号 990012345678", {("ACCOUNT", None)}),
    ("住上海市浦东新区，账号 6222********0123", set()), ("北京市朝阳区建国路1号", set()),
])  # fmt: skip
def test_addresses_and_accounts_are_found_by_person(session, judgment, alice, now, text, left):
    zhang, hengda = store.members(session, judgment.case_id, "debtors")
    assets = [
        {"class": "CASH", "description": f"工商银行账户 {ACCOUNT}", "owner_party_id": zhang.party_id},
        {"class": "CASH", "description": "账户 3100123456789012", "owner_party_id": hengda.party_id},
        {"class": "CASH", "description": "账户 990012345678"},
    ]  # fmt: skip
    debtors = [{"id": zhang.id, "domicile": ADDRESS}, {"id": hengda.id, "domicile": "北京市朝阳区建国路1号"}]
    file.write(session, judgment.case_id, {"case.debtors": debtors, "case.assets": assets}, alice, now)
    row, _ = found(session, judgment, copy(pdf(text), "copy.pdf"), alice, now)
    names = {party.id: party.name for party in redactions.parties(session, judgment.case_id)}
    assert {(one["field_class"], names.get(one["party_id"])) for one in row.found} == left
