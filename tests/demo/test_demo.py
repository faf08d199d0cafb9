"""The demo keeps its promises, on both databases, whatever the day."""

from datetime import datetime

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from db.models import CaseFile, Draft, IdempotencyKey, PendingMessage, Task, TaskState, User
from db.session import reading
from tests.demo import promises
from tests.demo.conftest import undone
from worklist import clock, demo
from worklist.cases import people
from worklist.cases.accounts import users
from worklist.cases.queries import Urgency
from worklist.demo import people as team
from worklist.demo.matters import matters
from worklist.demo.plot import Plot
from worklist.demo.scenes import intake
from worklist.demo.seeding import perform
from worklist.demo.stories import Story
from worklist.demo.telling import Telling

#: A day that is not in every year, the first day of a year, one within each long holiday; and hours at the ends of a day.
DAYS = {
    "29 February": "2028-02-29T11:00:00+08:00",
    "1 January, just begun": "2027-01-01T00:10:00+08:00",
    "Spring Festival": "2026-02-19T07:30:00+08:00",
    "National Day holiday, just over": "2026-10-04T23:50:00+08:00",
}


def test_there_is_always_something_overdue_and_something_due_today(seeded: Engine) -> None:
    with reading(seeded) as session:
        due = promises.urgencies(session, clock.now())
    assert due[Urgency.OVERDUE] >= 3
    assert due[Urgency.TODAY] >= 2


def test_a_limitation_period_ends_within_thirty_days(seeded: Engine) -> None:
    with reading(seeded) as session:
        assert promises.limitation_near(session, clock.now()) >= 2


def test_there_is_exactly_one_incident(seeded: Engine) -> None:
    with reading(seeded) as session:
        assert [incident.element_id for incident in promises.incidents(session)] == ["check_day"]


def test_there_is_a_login_card_for_each_role_and_no_password(seeded: Engine) -> None:
    with reading(seeded) as session:
        cards = users.one_per_role(session)
        assert {role for user in cards for role in user.roles} == set(people.ROLES)
        assert session.exec(select(User.id).where(col(User.password_hash).is_not(None))).all() == []


def test_tasks_are_claimed_by_different_people(seeded: Engine) -> None:
    claimed = select(Task.assignee).where(col(Task.state) == TaskState.OPEN, col(Task.assignee).is_not(None))
    with reading(seeded) as session:
        assert {"li.wei", "wang.jing", "xu.ning"} <= set(session.exec(claimed))


def test_a_hearing_notice_waits_for_the_step_that_takes_it(seeded: Engine) -> None:
    with reading(seeded) as session:
        assert session.exec(select(PendingMessage.name)).all() == ["hearing_notice"]


def test_somebody_has_left_a_draft(seeded: Engine) -> None:
    with reading(seeded) as session:
        (draft,) = session.exec(select(Draft)).all()
        task = session.get_one(Task, draft.task_id)
    assert (task.element_id, task.assignee) == ("review_defence", draft.user_id)


def test_nothing_of_the_demo_lies_in_the_future(seeded: Engine) -> None:
    with reading(seeded) as session:
        assert max(session.exec(select(Task.created_at)).all()) <= clock.now()


def test_told_stories_are_not_missing(seeded: Engine) -> None:
    still = {story.key for story in demo.missing(seeded)}
    assert still == {story.key for story in demo.stories()} - set(promises.SHORT)


@pytest.mark.parametrize("story", demo.stories(), ids=lambda story: story.key)
def test_every_story_reaches_what_it_says(office: Engine, story: Story) -> None:
    with undone(office) as session:
        team.seed(session, clock.now())
        told = perform(session, story, clock.now())
        reached = promises.places(session, told.case_id)
    assert set(story.reaches) <= reached


@pytest.mark.parametrize("instant", DAYS.values(), ids=DAYS)
def test_the_promises_hold_on_any_day(fresh: Engine, instant: str) -> None:
    now = datetime.fromisoformat(instant)
    promises.short(fresh, now, promises.DATED)
    with reading(fresh) as session:
        due, near = promises.urgencies(session, now), promises.limitation_near(session, now)
        assert min(due[Urgency.OVERDUE], due[Urgency.TODAY], near, len(promises.incidents(session))) >= 1


def test_a_story_is_kept_whole_or_not_at_all(office: Engine) -> None:
    def breaks_off(_: Telling) -> None:
        raise RuntimeError("the story breaks off here")

    story = Story("walnut", Plot().then(0, intake.registers, breaks_off), 1, ())
    with pytest.raises(RuntimeError, match="breaks off"):
        demo.tell(office, story)
    with reading(office) as session:
        assert (_all(session, CaseFile.id), _all(session, IdempotencyKey.key), _all(session, User.id)) == ([], [], [])


def _all(session: Session, column: object) -> list[object]:
    return list(session.exec(select(column)))  # type: ignore[call-overload]


def test_every_matter_has_one_story() -> None:
    assert sorted(story.key for story in demo.stories()) == sorted(matters())


def test_there_are_about_sixty_cases() -> None:
    assert 55 <= len(demo.stories()) <= 70
