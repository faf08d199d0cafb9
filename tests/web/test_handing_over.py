"""Handing a task over: only to somebody who may see the case and has a role; who may work on a task at all."""

import re

import pytest
from sqlmodel import Session, select

from db.models import Draft
from tests.web.world import World, wall_off

MINE = "Apply to renew bank-account freeze"
FREE = "File reply to jurisdiction objection"


def path(world: World, name: str = MINE) -> str:
    return f"/tasks/{world.tasks[name]}"


@pytest.mark.parametrize("outside", ["ann", "otto", "root", "charlie", "nobody"])
def test_a_task_behind_a_wall_is_handed_over_to_its_members_only(world: World, outside: str) -> None:
    wall_off(world, MINE, "alice", "bob")
    browser = world.client("alice")
    refused = browser.post(f"{path(world)}/hand-over", {"to": outside}, page=path(world))
    assert refused.status_code == 422
    assert "choose a person of the list" in refused.text
    assert world.task(MINE).assignee == "alice"
    assert browser.post(f"{path(world)}/hand-over", {"to": "bob"}, page=path(world)).status_code == 303
    assert world.task(MINE).assignee == "bob"


def test_nobody_without_a_role_gets_a_task(world: World) -> None:
    answer = world.client("alice").post(f"{path(world)}/hand-over", {"to": "charlie"}, page=path(world))
    assert answer.status_code == 422
    assert world.task(MINE).assignee == "alice"


def test_only_those_who_may_get_a_task_are_offered(world: World) -> None:
    wall_off(world, MINE, "alice", "bob", "charlie")
    listed = re.search(r'<select class="input" id="to".*?</select>', world.client("alice").get(path(world)).text)
    assert listed
    assert re.findall(r'value="(\w+)"', listed[0]) == ["bob"]


def test_whoever_sees_the_case_looks_at_its_tasks_but_types_nothing_into_them(world: World) -> None:
    browser = world.client("dora")
    page = browser.get(path(world, FREE))
    assert page.status_code == 200
    assert "/draft" not in page.text
    assert 'name="_then"' not in page.text
    for act in ("draft", "fields", "draft/discard"):
        assert browser.post(f"{path(world, FREE)}/{act}", {"note": "mine"}, page=path(world, FREE)).status_code == 403, act
    with Session(world.database) as session:
        assert session.exec(select(Draft)).all() == []


def test_a_task_that_somebody_else_holds_takes_no_draft(world: World) -> None:
    assert world.client("ann").post(f"{path(world)}/draft", {"note": "mine"}, page=path(world)).status_code == 409
