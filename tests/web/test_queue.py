"""Task lists: what is shown to whom, claiming and its races."""

from tests.web.world import World

FREE = "File reply to jurisdiction objection"
MINE = "Apply to renew bank-account freeze"
TAKEN = "Draft joinder application"


def test_my_tasks_show_what_i_hold_and_nothing_else(world: World) -> None:
    page = world.client("alice").get("/tasks").text
    assert MINE in page
    assert FREE not in page
    assert TAKEN not in page
