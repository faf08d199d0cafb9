"""Who may see a case; a wall has no window. Source: architecture A30."""

import pytest
from sqlmodel import select

from db.models import CaseFile, CaseMember
from worklist.cases import file, visibility
from worklist.errors import BadInput, NotFound
from worklist.identity import Actor

ADMIN = Actor("root", "Root", frozenset({"admin"}))


@pytest.fixture
def case(session, alice, now) -> str:
    return file.create(session, alice, now).id


def seen(session, actor) -> list[str]:
    return list(session.exec(select(CaseFile.id).where(visibility.visible(actor))))


def test_an_open_case_is_seen_by_all_staff(session, case, charlie):
    assert seen(session, charlie) == [case]


def test_a_team_case_is_seen_by_its_members_only(session, case, alice, charlie, now):
    visibility.set_access(session, case, "team", alice, now)
    assert (seen(session, alice), seen(session, charlie), seen(session, ADMIN)) == ([case], [], [])
    with pytest.raises(NotFound):
        visibility.must_see(session, case, charlie)


def test_a_deny_list_overrides_membership_and_role(session, case, alice, now):
    session.add(CaseMember(case_id=case, user_id="root", denied=True))
    session.flush()
    assert seen(session, ADMIN) == []


def test_a_wall_goes_to_the_rows_of_the_case(session, case, alice, now):
    visibility.set_access(session, case, "walled", alice, now)
    assert visibility.wall_of(session, case) == case
    assert visibility.walls(session, alice) == frozenset({case})


def test_an_unknown_access_is_refused(session, case, alice, now):
    with pytest.raises(BadInput, match="open, team, walled"):
        visibility.set_access(session, case, "secret", alice, now)


def test_a_case_that_is_opened_behind_a_wall_gives_its_tasks_the_wall(session, alice, charlie, now):
    case = file.create(session, alice, now, access="walled")
    assert case.wall_id == case.id
    assert visibility.wall_of(session, case.id) == case.id
    assert seen(session, charlie) == []
