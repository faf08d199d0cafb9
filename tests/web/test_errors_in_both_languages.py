"""What went wrong in normal work is said in the language of the page, and in English to programs and logs."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from db.session import transaction
from tests.web.test_words_on_pages import in_chinese
from tests.web.world import World
from worklist import engine, identity
from worklist.engine import attributes, due
from worklist.errors import (
    AlreadyClaimed,
    BadInput,
    Named,
    NotFound,
    NotPermitted,
    Phrase,
    ProcessFailed,
    TaskNotOpen,
    WritError,
    reason_of,
)
from worklist.web import answers

MINE = "Apply to renew bank-account freeze"
FREE = "File reply to jurisdiction objection"
GOOD: dict[str, object] = {"decision": "RENEW", "filed_date": "24 Nov 2026", "case.title.amount": "1280万"}

SENTENCES = [
    (AlreadyClaimed("t1", "ann"), "'ann' holds it", "任务“t1”已由“ann”领取"),
    (TaskNotOpen("t1", "completed", "ann", "2026-11-25 09:00"), "it is completed by ann at 2026-11-25 09:00", "已由“ann”于2026-11-25 09:00结束（已完成）"),
    (TaskNotOpen("t1", "cancelled"), "it is cancelled; nothing", "任务“t1”已取消，未作任何更改"),
    (NotFound("Expected case '%(case)s', found none", case="c1"), "case 'c1'", "没有案件“c1”"),
    (NotFound("Expected wombat 'w1', found none"), "wombat", "网址可能有误"),
    (NotPermitted("ann", Phrase("claim the task"), Phrase("a member of one of its groups")), "Expected a member of one of its groups to claim the task, but 'ann'", "“ann”不能领取该任务：须为其候选组成员"),
    (NotPermitted("ann", Phrase("open this page"), Phrase("role %(roles)s", roles=("clerk", "partner"))), "Expected role clerk or partner to open", "内勤或合伙人"),
    (ProcessFailed("i1", "wait", "no row matched"), "could not go on at 'wait': no row matched", "流程在“wait”处无法继续：no row matched"),
    (ProcessFailed("i1", None, "no row matched"), "could not go on: no row", "流程无法继续：no row"),
    (ProcessFailed("i1", "book", reason_of(BadInput("Expected at most %(left)s %(currency)s on this item, got %(found)s; nothing was booked", left="5", currency="CNY", found="6"))), "at 'book': Expected at most 5 CNY", "流程在“book”处无法继续：该判项至多还可入账 5 CNY"),
    (NotFound("the %(kind)s '%(key)s' %(which)s", kind=Phrase("form"), key="f1", which=Phrase("is not deployed in version %(version)s", version=2)), "the form 'f1' is not deployed in version 2", "表单“f1”未部署第2版"),
    (BadInput("Expected %(expected)s for %(path)s (%(label)s), got %(found)s", expected=Phrase("true or false"), path="case.x", label=Named("Short", "短"), found="3"), "for case.x (Short), got 3", "短（case.x）应为true 或 false，现为 3"),
    (BadInput("Expected 100% of it"), "Expected 100% of it", "Expected 100% of it"),
]  # fmt: skip


@pytest.mark.parametrize(("error", "en", "zh"), SENTENCES, ids=lambda value: type(value).__name__)
def test_an_error_is_said_in_english_and_in_chinese(world: World, error: WritError, en: str, zh: str) -> None:
    from flask import g

    with world.app.test_request_context("/"):
        assert en in str(error)
        g.language = "zh"
        assert zh in answers.told(error)


@pytest.mark.parametrize(
    ("read", "value", "en", "zh"),
    [
        (attributes.priority, "abc", "a whole number from 0 to 100 as priority, got 'abc'", "优先级应为 0 至 100 的整数，现为 &#39;abc&#39;"),
        (attributes.instant, "soon", "an instant, got 'soon'", "的日期或时刻，现为 &#39;soon&#39;"),
        (attributes.instant, 5, "a day or an instant, got 5", "应为日期或时刻，现为 5"),
        (attributes.holder, 5, "one user as assignee, got 5", "经办人应为一名用户的名称，现为 5"),
        (lambda value: due.of_value(value, datetime(2026, 1, 1, tzinfo=UTC)), "PX", "got 'PX'", "现为 &#39;PX&#39;"),
    ],
)
def test_what_a_diagram_computed_wrongly_is_said_in_both_languages(world: World, read: Callable[[Any], Any], value: Any, en: str, zh: str) -> None:
    from flask import g

    with pytest.raises(ValueError) as wrong:
        read(value)
    error = ProcessFailed("i1", "task", reason_of(wrong.value))
    with world.app.test_request_context("/"):
        assert en in str(error)
        g.language = "zh"
        told = answers.told(error)
        assert zh.replace("&#39;", "'") in told
        assert "expected" not in told


def test_tasks_that_were_skipped_are_told_in_chinese(world: World) -> None:
    browser = in_chinese(world, "ann")
    browser.post("/tasks/claim", {"task": [world.tasks[MINE]]}, page="/queue")
    page = browser.get("/queue").text
    assert "已由“alice”领取" in page
    assert "Expected" not in page


def test_a_stale_page_is_told_in_chinese_and_keeps_what_was_typed(world: World) -> None:
    address = f"/tasks/{world.tasks[MINE]}"
    sent = GOOD | {"_revision": "99", "note": "my words"}
    answer = in_chinese(world, "alice").post(f"{address}/complete", sent, page=address)
    assert answer.status_code == 409
    assert "在您打开页面后已有变动" in answer.text
    assert ">my words</textarea>" in answer.text


def test_a_race_that_was_lost_is_told_in_chinese(world: World) -> None:
    browser = in_chinese(world, "ann")
    with transaction(world.database) as session:
        engine.claim(session, world.tasks[FREE], identity.actor(session, "alice"), world.clock.now)
    answer = browser.post(f"/tasks/{world.tasks[FREE]}/claim", page="/queue")
    assert answer.status_code == 409
    assert "已由“alice”领取" in answer.text


def test_a_page_of_other_roles_names_them_in_chinese(world: World) -> None:
    page = in_chinese(world, "alice").get("/incidents").text
    assert "不能打开此页面" in page
    assert "case_worker" not in page


def test_a_program_is_told_in_english_whatever_the_user_reads(world: World) -> None:
    answer = in_chinese(world, "alice").get("/incidents", Accept="application/json")
    assert answer.json["message"].startswith("Expected role manager or process_owner to open this page")


def test_guessing_is_slowed_down_in_chinese(world: World) -> None:
    browser = world.client()
    for _ in range(5):
        browser.post("/login", {"user": "alice", "password": "guess"}, page="/login")
    answer = browser.post("/login", {"user": "alice", "password": "x"}, page="/login", Accept_Language="zh-CN")
    assert answer.status_code == 429
    assert "登录失败次数过多" in answer.text
