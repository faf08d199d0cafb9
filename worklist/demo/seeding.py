"""Put the demo's cases into a database: each story in one transaction, marked as told."""

from datetime import datetime, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from db.models import IdempotencyKey, Task, TaskState
from db.session import reading, transaction
from worklist import clock, engine
from worklist.demo import breakage, people
from worklist.demo.scenes.waiting import answers_chases, keeps_up
from worklist.demo.stories import Story, stories
from worklist.demo.story import Teller
from worklist.demo.telling import Telling
from worklist.identity import IMPORT, actor

#: The monthly search and the monthly report of a case are done by now, unless they came up in these last days.
UNDONE_DAYS = 10
#: Begins the key under which a told story is marked.
TOLD = "demo:"


def missing(database: Engine) -> list[Story]:
    """Return the stories whose cases are not in the database, the one that began first at the head."""
    with reading(database) as session:
        told = set(session.exec(select(IdempotencyKey.key).where(col(IdempotencyKey.key).startswith(TOLD))))
    return [story for story in stories() if TOLD + story.key not in told]


def tell(database: Engine, story: Story, now: datetime | None = None) -> None:
    """Tell one story as seen from `now`: its case, its people and the mark that it was told, in one transaction.

    The processes must be deployed. Raises what the steps raise; nothing of the story is kept then.
    """
    now = now or clock.now()
    with transaction(database) as session:
        people.seed(session, now)
        perform(session, story, now)
        session.add(IdempotencyKey(key=TOLD + story.key, user_id=IMPORT.id, used_at=now))
    if story.breaks:
        breakage.fire(database, now)


def perform(session: Session, story: Story, now: datetime) -> Teller:
    """Play the scenes of a story on their days, let the time until `now` pass, and hand out its tasks."""
    teller = Teller(session, people.cast(story.owner))
    first = clock.day_of(now) - timedelta(days=story.began)
    telling = Telling(teller, story.matter, now, story.owner, first, story.limitation_left)
    for days, scenes in story.plot.days():
        telling.comes_to(first + timedelta(days=days))
        answers_chases(telling)
        keeps_up(telling)
        for scene in scenes:
            scene(telling)
    lately = telling.today - timedelta(days=UNDONE_DAYS)
    if lately > telling.day:
        telling.comes_to(lately)
        keeps_up(telling)
    teller.at(now)
    _claim(session, story, teller)
    if story.breaks:
        breakage.begin(telling)
    return teller


def _claim(session: Session, story: Story, teller: Teller) -> None:
    query = select(Task).where(col(Task.case_id) == teller.case_id, col(Task.state) == TaskState.OPEN)
    query = query.where(col(Task.assignee).is_(None))
    for task in session.exec(query).all():
        holder = story.held.get(task.element_id)
        if holder is not None:
            engine.claim(session, task.id, actor(session, holder), teller.now)
