"""Who gets in: policies of routes, logins, CSRF, where a post comes from."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from db.models import LoginSession
from tests.web.world import PASSWORD, World, hidden_fields
from worklist.web import policy
from worklist.web.security import last_flashes, own_path

MINE = "Apply to renew bank-account freeze"


def test_every_route_declares_who_may_use_it(world: World) -> None:
    with world.app.app_context():
        naked = [str(rule) for rule in world.app.url_map.iter_rules() if policy.of(rule.endpoint) is None]
    assert naked == []


def test_only_the_front_matter_is_public(world: World) -> None:
    with world.app.app_context():
        rules = list(world.app.url_map.iter_rules())
        public = {str(rule) for rule in rules if (found := policy.of(rule.endpoint)) and found.public}
    assert public == {"/static/<path:filename>", "/healthz", "/login", "/login/demo/<user_id>"}


def test_a_route_without_a_policy_answers_nobody(world: World) -> None:
    world.app._got_first_request = False
    world.app.add_url_rule("/forgotten", view_func=lambda: "secret", endpoint="forgotten")
    answer = world.client("root").get("/forgotten")
    assert answer.status_code == 403
    assert "secret" not in answer.text


def test_a_stranger_is_sent_to_the_login_page_and_back(world: World) -> None:
    browser = world.client()
    answer = browser.get("/queue?team=intake")
    assert answer.headers["Location"] == "/login?next=/queue?team%3Dintake"
    page = browser.get(answer.headers["Location"]).text
    assert 'name="next" value="/queue?team=intake"' in page


@pytest.mark.parametrize("path", ["/tasks", "/queue", "/cases", "/deadlines", "/incidents", "/definitions", "/users"])
def test_a_user_without_a_role_is_refused_every_page_of_work(world: World, path: str) -> None:
    assert world.client("charlie").get(path).status_code == 403


@pytest.mark.parametrize(
    ("user", "path", "status"),
    [
        ("alice", "/users", 403), ("alice", "/incidents", 403), ("alice", "/definitions", 403),
        ("dora", "/cases/new", 200), ("otto", "/cases/new", 403), ("otto", "/definitions", 200),
        ("helen", "/incidents", 200), ("helen", "/users", 403), ("root", "/users", 200), ("root", "/incidents", 200),
    ],
)  # fmt: skip
def test_a_role_opens_its_pages_and_no_others(world: World, user: str, path: str, status: int) -> None:
    assert world.client(user).get(path).status_code == status


def test_a_manager_sees_definitions_but_does_not_deploy(world: World) -> None:
    assert world.client("helen").post("/definitions", page="/definitions").status_code == 403


def test_a_wrong_password_and_an_unknown_user_get_the_same_answer(world: World) -> None:
    browser = world.client()
    wrong = browser.post("/login", {"user": "alice", "password": "not the password"}, page="/login")
    unknown = browser.post("/login", {"user": "mallory", "password": "not the password"}, page="/login")
    assert wrong.status_code == unknown.status_code == 422
    sentence = "User name and password do not belong together."
    assert sentence in wrong.text
    assert sentence in unknown.text


def test_guessing_is_slowed_down_and_waiting_helps(world: World) -> None:
    browser = world.client()
    for _ in range(5):
        browser.post("/login", {"user": "alice", "password": "guess"}, page="/login")
    refused = browser.post("/login", {"user": "alice", "password": PASSWORD}, page="/login")
    assert refused.status_code == 429
    world.clock.now += timedelta(seconds=30)
    assert browser.post("/login", {"user": "alice", "password": PASSWORD}, page="/login").status_code == 303


def test_the_cookie_is_for_this_host_and_no_script(world: World) -> None:
    answer = world.client().post("/login", {"user": "alice", "password": PASSWORD}, page="/login")
    cookie = next(value for name, value in answer.headers if name == "Set-Cookie" and value.startswith("writ="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    with Session(world.database) as session:
        row = session.exec(select(LoginSession)).one()
    assert row.token_hash not in cookie


def test_a_login_ends_when_idle_and_when_old(world: World) -> None:
    browser = world.client("alice")
    world.clock.now += timedelta(minutes=29)
    assert browser.get("/tasks").status_code == 200
    world.clock.now += timedelta(minutes=31)
    assert browser.get("/tasks").status_code == 303
    browser = world.client("alice")
    for _ in range(25):
        world.clock.now += timedelta(minutes=29)
        last = browser.get("/tasks").status_code
    assert last == 303


def test_logging_out_ends_the_login_even_for_a_kept_cookie(world: World) -> None:
    browser = world.client("alice")
    kept = browser.client.get_cookie("writ")
    assert kept
    browser.post("/logout", page="/account")
    browser.client.set_cookie("writ", kept.value)
    assert browser.get("/tasks").status_code == 303


def test_logging_out_everywhere_ends_all_logins(world: World) -> None:
    one, other = world.client("alice"), world.client("alice")
    one.post("/logout/everywhere", page="/account")
    assert other.get("/tasks").status_code == 303


def test_a_new_login_gets_a_new_token(world: World) -> None:
    browser = world.client("alice")
    first = browser.client.get_cookie("writ")
    browser.post("/logout", page="/account")
    browser.post("/login", {"user": "alice", "password": PASSWORD}, page="/login")
    second = browser.client.get_cookie("writ")
    assert first
    assert second
    assert first.value != second.value


def test_a_changed_password_ends_all_logins(world: World) -> None:
    browser, other = world.client("alice"), world.client("alice")
    sent = {"old": PASSWORD, "new": "a new and longer password"}
    browser.post("/account/password", sent, page="/account")
    assert other.get("/tasks").status_code == 303
    fresh = world.client()
    assert fresh.post("/login", {"user": "alice", "password": sent["new"]}, page="/login").status_code == 303


def test_a_post_without_the_token_of_a_page_is_refused(world: World) -> None:
    browser = world.client("alice")
    answer = browser.post(f"/tasks/{world.tasks[MINE]}/return")
    assert answer.status_code == 400
    assert "Load the page again" in answer.text
    assert world.task(MINE).assignee == "alice"


def test_a_token_of_somebody_elses_login_is_refused(world: World) -> None:
    foreign = hidden_fields(world.client("ann").get("/tasks").text)
    assert world.client("alice").post(f"/tasks/{world.tasks[MINE]}/return", foreign).status_code == 400


def test_a_post_from_another_site_is_refused(world: World) -> None:
    browser = world.client("alice")
    address = f"/tasks/{world.tasks[MINE]}/return"
    assert browser.post(address, page="/tasks", Origin="https://evil.example").status_code == 403
    assert world.task(MINE).assignee == "alice"


def test_the_way_back_never_leads_to_another_site() -> None:
    outside = ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "", None]
    assert [own_path(target) for target in outside] == [None] * len(outside)
    assert own_path("/queue?team=intake") == "/queue?team=intake"


def test_every_answer_carries_the_content_policy(world: World) -> None:
    headers = world.client("alice").get("/tasks").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"


def test_static_files_are_kept_by_browsers_under_an_address_with_their_digest(world: World) -> None:
    browser = world.client()
    address = browser.get("/login").text.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "?v=" in address
    with browser.get(address) as sheet:
        assert "max-age=31536000" in sheet.headers["Cache-Control"]


def test_login_cards_exist_in_a_demo_only(world: World) -> None:
    browser = world.client()
    assert "Try Writ as" not in browser.get("/login").text
    assert browser.post("/login/demo/alice", page="/login").status_code == 404


def test_a_program_gets_errors_as_json(world: World) -> None:
    answer = world.client("alice").get("/tasks/nothing", Accept="application/json")
    assert answer.status_code == 404
    assert answer.json["code"] == "not_found"


def test_a_bug_shows_nothing_of_its_inside(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the secret is 42")

    monkeypatch.setattr("worklist.cases.queries.cases", broken)
    answer = world.client("alice").get("/cases")
    assert answer.status_code == 500
    assert "42" not in answer.text


def test_the_health_check_needs_no_login(world: World) -> None:
    assert world.client().get("/healthz").json == {"status": "ok", "scheduler_seconds_ago": None}


def test_sentences_that_wait_for_a_page_never_outgrow_the_cookie(world: World) -> None:
    browser = world.client("ann")
    ticked: dict[str, object] = {"task": ["no-such-task-with-a-long-name"] * 40}
    for _ in range(3):
        browser.post("/tasks/claim", ticked, page="/queue")
    cookie = browser.client.get_cookie("writ_visit")
    assert cookie is not None
    assert len(cookie.value) < 4_000
    assert "Skipped:" in browser.get("/queue").text


def test_the_newest_sentences_are_kept_and_one_in_any_case() -> None:
    assert last_flashes([("m", "long" * 1_000)]) == [("m", "long" * 1_000)]
    assert last_flashes([("m", "x" * 1_400), ("m", "first"), ("m", "second"), ("m", "y" * 200)])[0] == ("m", "first")
