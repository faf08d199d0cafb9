"""The task page: filled from the case, refused posts, completion, drafts."""

import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from sqlmodel import Session, select

from db.models import CaseParty, Document, History, Party, Title
from tests.web.world import World, hidden_fields, wall_off

MINE = "Apply to renew bank-account freeze"
FREE = "File reply to jurisdiction objection"
GOOD = {"decision": "RENEW", "filed_date": "24 Nov 2026", "case.title.amount": "1280万"}


def path(world: World, name: str = MINE) -> str:
    return f"/tasks/{world.tasks[name]}"


def test_the_form_is_filled_from_the_case(world: World) -> None:
    page = world.client("alice").get(path(world)).text
    assert 'value="12,800,000.00"' in page
    assert 'value="Hengda Trading"' in page
    assert "filled from the preservation ruling" in page


def test_a_completed_task_writes_the_case_and_moves_the_process(world: World) -> None:
    browser = world.client("alice")
    answer = browser.post(f"{path(world)}/complete", GOOD | {"case.title.amount": "1.3亿"}, page=path(world))
    assert answer.status_code == 303
    assert world.task(MINE).state == "completed"
    with Session(world.database) as session:
        title = session.exec(select(Title).where(Title.case_id == world.cases[MINE])).one()
        kinds = session.exec(select(History.kind).where(History.chain == world.cases[MINE])).all()
    assert title.amount == Decimal(130_000_000)
    assert "task_completed" in kinds


def test_complete_and_go_to_next_opens_the_next_task(world: World) -> None:
    answer = world.client("alice").post(f"{path(world)}/complete", GOOD | {"_then": "next"}, page=path(world))
    assert answer.headers["Location"] == path(world, "Decide: apply for reconsideration")


def test_missing_fields_come_back_with_422_and_what_was_typed(world: World) -> None:
    answer = world.client("alice").post(f"{path(world)}/complete", {"note": "called the judge"}, page=path(world))
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert "What are you doing with this freeze: choose one" in answer.text
    assert ">called the judge</textarea>" in answer.text
    assert world.task(MINE).state == "open"


def test_messages_are_in_the_language_of_the_page(world: World) -> None:
    answer = world.client("alice").post(f"{path(world)}/complete?lang=zh", page=path(world))
    assert "对该项冻结如何处理：请选择" in answer.text
    assert "错误：" in answer.text


def test_a_field_the_form_does_not_have_is_refused_and_changes_nothing(world: World) -> None:
    answer = world.client("alice").post(
        f"{path(world)}/complete", GOOD | {"approved_by_judge": "true"}, page=path(world)
    )
    assert answer.status_code == 422
    assert "no field “approved_by_judge”" in answer.text
    assert world.task(MINE).state == "open"


def test_an_option_that_is_not_offered_is_refused(world: World) -> None:
    answer = world.client("alice").post(f"{path(world)}/complete", GOOD | {"decision": "BRIBE"}, page=path(world))
    assert answer.status_code == 422
    assert "choose one of the options shown" in answer.text


def test_a_day_after_the_limit_of_the_form_is_refused(world: World) -> None:
    answer = world.client("alice").post(
        f"{path(world)}/complete", GOOD | {"filed_date": "2026-12-03"}, page=path(world)
    )
    assert answer.status_code == 422
    assert 'value="2026-12-03"' in answer.text
    assert "must not be after 2026-11-25" in answer.text


def test_hidden_questions_are_neither_asked_nor_taken(world: World) -> None:
    sent = {"decision": "LAPSE", "filed_date": "rubbish", "case.title.amount": "1"}
    assert world.client("alice").post(f"{path(world)}/complete", sent, page=path(world)).status_code == 303
    with Session(world.database) as session:
        title = session.exec(select(Title).where(Title.case_id == world.cases[MINE])).one()
    assert title.amount == Decimal(12_800_000)


def test_a_second_completion_is_409_names_who_and_keeps_what_was_typed(world: World) -> None:
    browser = world.client("alice")
    hidden = hidden_fields(browser.get(path(world)).text)
    browser.post(f"{path(world)}/complete", GOOD, page=path(world))
    late = browser.post(f"{path(world)}/complete", hidden | GOOD | {"note": "my words", "_key": "a" * 32})
    assert late.status_code == 409
    assert "Ended by Li Wei" in late.text
    assert ">my words</textarea>" in late.text


def test_the_same_post_sent_twice_is_taken_once(world: World) -> None:
    browser = world.client("alice")
    hidden = hidden_fields(browser.get(path(world)).text)
    first = browser.post(f"{path(world)}/complete", hidden | GOOD)
    again = browser.post(f"{path(world)}/complete", hidden | GOOD)
    assert first.status_code == again.status_code == 303
    assert first.headers["Location"] == again.headers["Location"]


def test_a_page_that_is_out_of_date_is_409_and_keeps_what_was_typed(world: World) -> None:
    browser = world.client("alice")
    hidden = hidden_fields(browser.get(path(world)).text)
    answer = browser.post(f"{path(world)}/complete", hidden | GOOD | {"_revision": "99", "note": "kept"})
    assert answer.status_code == 409
    assert ">kept</textarea>" in answer.text
    assert world.task(MINE).state == "open"


def test_somebody_elses_task_is_not_completed(world: World) -> None:
    answer = world.client("ann").post(f"{path(world)}/complete", GOOD, page=path(world))
    assert answer.status_code == 409
    assert world.task(MINE).state == "open"


def test_a_user_outside_the_group_may_not_complete(world: World) -> None:
    answer = world.client("bob").post(f"{path(world, FREE)}/complete", GOOD, page=path(world, FREE))
    assert answer.status_code == 403
    assert world.task(FREE).state == "open"


def test_a_task_of_a_forbidden_case_does_not_exist(world: World) -> None:
    wall_off(world, FREE, "ann")
    browser = world.client("alice")
    for address in ("", "/peek"):
        assert browser.get(path(world, FREE) + address).status_code == 404
    for act in ("claim", "complete", "draft", "fields", "return", "hand-over"):
        answer = browser.post(f"{path(world, FREE)}/{act}", {"_key": "a" * 32, "to": "ann"}, page="/queue")
        assert answer.status_code == 404, act


def test_rows_are_added_and_taken_away_without_scripts(world: World) -> None:
    browser = world.client("alice")
    sent = {"case.debtors[]": "", "case.debtors[0].id": "", "case.debtors[0].name": "Old"}
    added = browser.post(f"{path(world)}/complete", sent | {"_add": "case.debtors"}, page=path(world))
    assert added.status_code == 200
    assert 'name="case.debtors[1].name"' in added.text
    assert re.findall(r'aria-label="[^"]* (\d)" tabindex="-1" autofocus', added.text) == ["2"], "the page opens at the new row"
    gone = browser.post(f"{path(world)}/complete", sent | {"_remove": "case.debtors[0]"}, page=path(world))
    assert 'value="Old"' not in gone.text


def test_a_new_row_becomes_a_party_and_an_old_one_is_matched_by_its_id(world: World) -> None:
    browser = world.client("alice")
    old = re.search(r'name="case.debtors\[0\].id" value="([^"]+)"', browser.get(path(world)).text)
    assert old
    rows = {
        "case.debtors[]": "", "case.debtors[0].id": old[1], "case.debtors[0].name": "Hengda (renamed)",
        "case.debtors[1].id": "", "case.debtors[1].name": "Guarantor Ltd", "case.debtors[1].role": "GUARANTOR",
    }  # fmt: skip
    assert browser.post(f"{path(world)}/complete", GOOD | rows, page=path(world)).status_code == 303
    with Session(world.database) as session:
        query = select(Party.name).join(CaseParty).where(CaseParty.case_id == world.cases[MINE])
        assert sorted(session.exec(query)) == ["Guarantor Ltd", "Hengda (renamed)"]


def test_a_row_of_another_case_is_refused(world: World) -> None:
    with Session(world.database) as session:
        foreign = session.exec(select(CaseParty.id).where(CaseParty.case_id == world.cases[FREE])).one()
    rows = {"case.debtors[]": "", "case.debtors[0].id": foreign, "case.debtors[0].name": "Mine now"}
    answer = world.client("alice").post(f"{path(world)}/complete", GOOD | rows, page=path(world))
    assert answer.status_code == 422
    assert "names a row that this list does not have" in answer.text


def test_an_uploaded_receipt_becomes_a_document_of_the_case(world: World) -> None:
    receipt = (BytesIO(b"%PDF-1.7 receipt"), "../../receipt.pdf")
    browser = world.client("alice")
    assert browser.post(f"{path(world)}/complete", GOOD | {"receipt": receipt}, page=path(world)).status_code == 303
    with Session(world.database) as session:
        document = session.exec(select(Document).where(Document.case_id == world.cases[MINE])).one()
    assert document.name == "receipt.pdf"
    sent = browser.get(f"/documents/{document.id}/file")
    assert sent.data == b"%PDF-1.7 receipt"
    assert sent.headers["Content-Disposition"].startswith("attachment")


def test_a_file_that_is_not_what_its_name_says_is_refused(world: World) -> None:
    fake = (BytesIO(b"MZ\x90 not a pdf"), "receipt.pdf")
    answer = world.client("alice").post(f"{path(world)}/complete", GOOD | {"receipt": fake}, page=path(world))
    assert answer.status_code == 422
    assert "does not contain what its name says" in answer.text


def test_a_draft_is_kept_for_its_user_and_gone_after_completion(world: World) -> None:
    browser = world.client("alice")
    saved = browser.post(f"{path(world)}/draft", {"note": "half a sentence"}, page=path(world), HX_Request="true")
    assert "Draft saved 09:00:00" in saved.text
    assert ">half a sentence</textarea>" in browser.get(path(world)).text
    assert "half a sentence" not in world.client("ann").get(path(world)).text
    browser.post(f"{path(world)}/complete", GOOD, page=path(world))
    assert "half a sentence" not in browser.get(path(world)).text


def test_a_draft_survives_the_end_of_the_login(world: World) -> None:
    browser = world.client("alice")
    browser.post(f"{path(world)}/draft", {"note": "still here"}, page=path(world))
    world.clock.now += timedelta(hours=2)
    assert browser.get(path(world)).status_code == 303
    assert ">still here</textarea>" in world.client("alice").get(path(world)).text


def test_an_answer_opens_and_closes_questions_for_htmx(world: World) -> None:
    browser = world.client("alice")
    part = browser.post(f"{path(world)}/fields", {"decision": "LAPSE"}, page=path(world), HX_Request="true").text
    assert 'name="filed_date"' not in part
    part = browser.post(f"{path(world)}/fields", {"decision": "RENEW"}, page=path(world), HX_Request="true").text
    assert 'name="filed_date"' in part


def test_a_completed_task_is_shown_without_a_form(world: World) -> None:
    browser = world.client("alice")
    browser.post(f"{path(world)}/complete", GOOD, page=path(world))
    page = browser.get(path(world)).text
    assert "Ended by Li Wei" in page
    assert "data-task" not in page


def test_names_and_labels_are_never_markup(world: World) -> None:
    browser = world.client("alice")
    evil = "<script>alert(1)</script>"
    browser.post(f"{path(world)}/draft", {"note": evil}, page=path(world))
    page = browser.get(path(world)).text
    assert evil not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
