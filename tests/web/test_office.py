"""Pages of managers, process owners and administrators."""

from io import BytesIO

import pytest
from sqlmodel import Session, select

from db.models import Deployment, Incident, LoginSession, User
from db.session import transaction
from tests.web.world import FILES, World, wall_off
from worklist import engine

MINE = "Apply to renew bank-account freeze"


def fail(world: World, name: str = MINE) -> None:
    with transaction(world.database) as session:
        task = world.task(name)
        engine.open_incident(
            session, "timer_failed", "The table has no row for this", world.clock.now, instance_id=task.instance_id,
            element_id="wait_renewal",
        )  # fmt: skip


def test_an_incident_is_listed_and_tried_again(world: World) -> None:
    fail(world)
    browser = world.client("helen")
    page = browser.get("/incidents").text
    assert "The table has no row for this" in page
    address = page.split('action="/incidents/')[1].split('"')[0]
    assert browser.post(f"/incidents/{address}", page="/incidents").status_code == 303
    with Session(world.database) as session:
        assert session.exec(select(Incident.state)).one() == "resolved"


def test_an_incident_of_a_forbidden_case_is_neither_listed_nor_retried(world: World) -> None:
    fail(world)
    wall_off(world, MINE, "ann")
    browser = world.client("helen")
    assert "The table has no row" not in browser.get("/incidents").text
    with Session(world.database) as session:
        incident_id = session.exec(select(Incident.id)).one()
    assert browser.post(f"/incidents/{incident_id}/retry", page="/incidents").status_code == 404


def deploy(world: World, *files: tuple[str, bytes]):  # type: ignore[no-untyped-def]
    sent = {"files": [(BytesIO(content), name) for name, content in files], "name": "from a test"}
    return world.client("otto").post("/definitions", sent, page="/definitions")


def test_good_files_are_deployed_as_a_new_version(world: World) -> None:
    form = (FILES / "renew_freeze_form.form").read_bytes().replace(b"The freeze lapses soon", b"The freeze ends soon")
    assert deploy(world, ("renew_freeze_form.form", form)).status_code == 303
    page = world.client("otto").get("/definitions").text
    assert "from a test" in page
    assert '<td class="right num">2</td>' in page


def test_a_malformed_diagram_is_refused_with_every_problem_and_nothing_is_deployed(world: World) -> None:
    answer = deploy(world, ("broken.bpmn", b"<bpmn:definitions"), ("broken.form", b"{"))
    assert answer.status_code == 422
    assert "broken.bpmn" in answer.text
    assert "broken.form" in answer.text
    with Session(world.database) as session:
        assert len(session.exec(select(Deployment)).all()) == 1


def test_an_upload_without_files_is_asked_again(world: World) -> None:
    assert deploy(world).status_code == 422


def test_a_definition_is_sent_byte_for_byte(world: World) -> None:
    browser = world.client("otto")
    page = browser.get("/definitions").text
    address = page.split("renew_freeze</td>")[1].split('href="')[1].split('"')[0]
    sent = browser.get(address)
    assert sent.data == (FILES / "renew_freeze.bpmn").read_bytes()
    assert sent.headers["Content-Disposition"] == "attachment; filename=renew_freeze-1.bpmn"


def test_a_user_is_added_and_can_log_in(world: World) -> None:
    new = {"id": "newbie", "name": "New Bie", "password": "twelve letters", "roles": "clerk", "groups": "intake"}
    assert world.client("root").post("/users", new, page="/users").status_code == 303
    fresh = world.client()
    assert fresh.post("/login", {"user": "newbie", "password": "twelve letters"}, page="/login").status_code == 303


def test_a_short_password_is_refused_with_what_was_typed(world: World) -> None:
    new = {"id": "newbie", "name": "New Bie", "password": "short"}
    answer = world.client("root").post("/users", new, page="/users")
    assert answer.status_code == 422
    assert 'value="New Bie"' in answer.text


def test_a_deactivated_user_is_out_at_once(world: World) -> None:
    browser = world.client("alice")
    world.client("root").post("/users/alice", {"roles": "case_worker", "groups": "intake"}, page="/users")
    assert browser.get("/tasks").status_code == 303
    with Session(world.database) as session:
        assert session.get_one(User, "alice").active is False
        open_logins = select(LoginSession).where(LoginSession.user_id == "alice", LoginSession.ended_at.is_(None))  # type: ignore[union-attr]
        assert session.exec(open_logins).all() == []


def test_an_unknown_role_is_refused(world: World) -> None:
    sent = {"roles": "emperor", "active": "yes"}
    assert world.client("root").post("/users/alice", sent, page="/users").status_code == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""}, {"name": "\u3000"}, {"name": "\u200b"}, {"name": "x" * 5_000, "id": "x" * 5_000}, {"id": ""},
        {"id": "a b"}, {"id": "..."}, {"id": "x" * 61},
    ],
)  # fmt: skip
def test_a_user_without_a_readable_name_or_id_is_refused(world: World, wrong: dict[str, object]) -> None:
    new: dict[str, object] = {"id": "newbie", "name": "New Bie", "password": "twelve letters"}
    assert world.client("root").post("/users", new | wrong, page="/users").status_code == 422
    with Session(world.database) as session:
        assert session.get(User, "newbie") is None


@pytest.mark.parametrize("change", [{"roles": "manager", "active": "yes"}, {"roles": "admin"}])
def test_the_last_administrator_stays_one(world: World, change: dict[str, object]) -> None:
    browser = world.client("root")
    refused = browser.post("/users/root", change, page="/users")
    assert refused.status_code == 409
    assert "another active administrator" in refused.text
    assert browser.get("/users").status_code == 200


def test_an_administrator_who_is_not_the_last_may_go(world: World) -> None:
    browser = world.client("root")
    browser.post("/users/helen", {"roles": ["manager", "admin"], "groups": "manager", "active": "yes"}, page="/users")
    assert browser.post("/users/root", {"roles": "manager", "active": "yes"}, page="/users").status_code == 303
    with Session(world.database) as session:
        assert session.get_one(User, "root").roles == ["manager"]
