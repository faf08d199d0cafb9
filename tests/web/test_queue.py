"""Task lists: what is shown to whom, claiming and its races."""

from datetime import timedelta

from tests.web.world import World, wall_off

FREE = "File reply to jurisdiction objection"
MINE = "Apply to renew bank-account freeze"
TAKEN = "Draft joinder application"


def test_my_tasks_show_what_i_hold_and_nothing_else(world: World) -> None:
    page = world.client("alice").get("/tasks").text
    assert MINE in page
    assert FREE not in page
    assert TAKEN not in page


def test_the_team_queue_shows_mine_and_free_tasks_by_urgency(world: World) -> None:
    page = world.client("alice").get("/queue").text
    places = [page.index(word) for word in ("Overdue", FREE, MINE, "Due today", "Next 7 days", "Later", "No date")]
    assert places[1:] == sorted(places[1:])
    assert TAKEN not in page


def test_everybodys_tasks_are_shown_when_asked_for(world: World) -> None:
    assert TAKEN in world.client("alice").get("/queue?holders=all").text


def test_a_user_without_the_group_sees_no_task(world: World) -> None:
    page = world.client("bob").get("/queue?holders=all").text
    assert FREE not in page
    assert "Nothing to do here" in page


def test_a_filter_by_stage_and_court_narrows_the_list(world: World) -> None:
    page = world.client("alice").get("/queue?stage=RECOGNITION&court=Suzhou+IPC").text
    assert FREE in page
    assert MINE not in page


def test_an_unknown_place_in_the_list_is_refused_with_a_sentence(world: World) -> None:
    answer = world.client("alice").get("/queue?after=nowhere")
    assert answer.status_code == 422
    assert "Expected a place in the list" in answer.text


def test_pages_of_a_list_show_every_task_once(world: World) -> None:
    from db.session import reading
    from worklist.cases.queries import seen_by
    from worklist.engine import queries
    from worklist.identity import actor

    with reading(world.database) as session:
        alice, shown, after = actor(session, "alice"), [], None
        while True:
            page = queries.team_tasks(
                session, "alice", alice.groups, holders="all", where=seen_by(alice), after=after, limit=3
            )
            shown += [task.id for task in page.tasks]
            after = queries.Place.read(str(page.after)) if page.after else None
            if after is None:
                break
    assert sorted(shown) == sorted(world.tasks.values())


def test_a_claim_takes_the_task_out_of_the_queue_of_others(world: World) -> None:
    assert world.client("alice").post(f"/tasks/{world.tasks[FREE]}/claim", page="/queue").status_code == 303
    assert world.task(FREE).assignee == "alice"
    assert FREE not in world.client("ann").get("/queue").text


def test_a_second_claim_is_refused_and_names_the_holder(world: World) -> None:
    answer = world.client("ann").post(f"/tasks/{world.tasks[MINE]}/claim", page="/queue")
    assert answer.status_code == 409
    assert "alice" in answer.text
    assert world.task(MINE).assignee == "alice"


def test_a_lost_race_shows_the_row_with_the_winner_to_htmx(world: World) -> None:
    answer = world.client("ann").post(f"/tasks/{world.tasks[MINE]}/claim", page="/queue", HX_Request="true")
    assert answer.status_code == 409
    assert "Li Wei was faster" in answer.text
    assert "<html" not in answer.text


def test_a_task_of_another_group_cannot_be_claimed(world: World) -> None:
    answer = world.client("bob").post(f"/tasks/{world.tasks[FREE]}/claim", page="/queue")
    assert answer.status_code == 403
    assert world.task(FREE).assignee is None


def test_claim_next_opens_the_most_urgent_free_task(world: World) -> None:
    answer = world.client("ann").post("/tasks/claim-next", page="/queue")
    assert answer.headers["Location"] == f"/tasks/{world.tasks[FREE]}"
    assert world.task(FREE).assignee == "ann"


def test_one_task_that_cannot_be_claimed_does_not_stop_the_others(world: World) -> None:
    both = {"task": [world.tasks[TAKEN], world.tasks[FREE]]}
    browser = world.client("alice")
    browser.post("/tasks/claim", both, page="/queue")
    assert world.task(FREE).assignee == "alice"
    assert world.task(TAKEN).assignee == "ann"
    page = browser.get("/queue").text
    assert "1 task claimed." in page
    assert "Skipped:" in page


def test_a_returned_task_is_free_again(world: World) -> None:
    world.client("alice").post(f"/tasks/{world.tasks[MINE]}/return", page="/tasks")
    assert world.task(MINE).assignee is None
    assert MINE in world.client("ann").get("/queue").text


def test_somebody_elses_task_cannot_be_returned(world: World) -> None:
    assert world.client("ann").post(f"/tasks/{world.tasks[MINE]}/return", page="/tasks").status_code == 403
    assert world.task(MINE).assignee == "alice"


def test_a_handed_over_task_belongs_to_the_other(world: World) -> None:
    world.client("alice").post(f"/tasks/{world.tasks[MINE]}/hand-over", {"to": "ann"}, page="/tasks")
    assert world.task(MINE).assignee == "ann"


def test_a_task_is_not_handed_over_to_nobody(world: World) -> None:
    answer = world.client("alice").post(f"/tasks/{world.tasks[MINE]}/hand-over", {"to": "nobody"}, page="/tasks")
    assert answer.status_code == 422
    assert world.task(MINE).assignee == "alice"


def test_an_unchanged_list_answers_204_and_a_changed_one_offers_itself(world: World) -> None:
    browser = world.client("alice")
    address = browser.get("/queue").text.split('id="news" hx-get="')[1].split('"')[0].replace("&amp;", "&")
    assert browser.get(address, HX_Request="true").status_code == 204
    world.client("ann").post(f"/tasks/{world.tasks[FREE]}/claim", page="/queue")
    assert "The list has changed" in browser.get(address, HX_Request="true").text


def test_a_task_behind_a_wall_is_in_no_list_no_count_and_not_claimed_next(world: World) -> None:
    wall_off(world, FREE, "ann")
    browser = world.client("alice")
    assert FREE not in browser.get("/queue?holders=all").text
    assert "8 open" in browser.get("/queue").text
    assert browser.get(f"/tasks/{world.tasks[FREE]}").status_code == 404
    browser.post("/tasks/claim-next", page="/queue")
    assert world.task(FREE).assignee is None
    assert FREE in world.client("ann").get("/queue").text


def test_the_peek_is_a_part_for_htmx_and_the_task_page_without(world: World) -> None:
    browser = world.client("alice")
    part = browser.get(f"/tasks/{world.tasks[FREE]}/peek", HX_Request="true").text
    assert "Claim and open" in part
    assert "<html" not in part
    assert browser.get(f"/tasks/{world.tasks[FREE]}/peek").status_code == 302


def test_an_export_keeps_formulas_from_running(world: World) -> None:
    from worklist.web.queue import _harmless

    lines = world.client("alice").get("/queue.csv").text.splitlines()
    assert any(FREE in line for line in lines)
    assert _harmless("=1+1") == "'=1+1"


def test_a_task_due_yesterday_is_overdue_and_says_so(world: World) -> None:
    page = world.client("alice").get("/tasks").text
    assert "1 day overdue" in page
    world.clock.now += timedelta(minutes=10)
    assert "1 overdue" in world.client("alice").get("/tasks").text
