"""What the demo promises, and where it is looked up."""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from db.models import Deadline, Incident, Instance, Subscription, Task, TaskState, Timer, TimerState
from db.session import open_database, transaction
from worklist import clock, demo, engine, serving
from worklist.cases import calendar, people, queries, wiring
from worklist.identity import IMPORT

ROOT = Path(__file__).parents[2]
#: The stories that keep the promises, and one of every other kind that is quickly told.
SHORT = (
    "coral_tours", "walnut", "silk_bazaar", "lumiere_lin", "north_star", "baobab", "amber_coast", "andes_pulp",
    "mapleleaf", "pacific_leasing", "ibis_hotels", "ocean_link", "finch_lane", "finale",
)  # fmt: skip
#: Those that keep the promises about days.
DATED = ("seville_cork", "amber_coast", "andes_pulp", "mapleleaf", "fjord_salmon", "ibis_hotels", "ocean_link")


def install(url: str) -> Engine:
    """Return an opened database with calendar, groups and the shipped processes."""
    database = open_database(url)
    wiring.connect()
    with transaction(database) as session:
        calendar.seed(session, clock.now())
        people.seed_groups(session)
        files = serving.resources([ROOT / "processes", ROOT / "forms", ROOT / "papers"])
        engine.deploy(session, files, IMPORT, clock.now())
    return database


def named(*keys: str) -> list[demo.Story]:
    """Return stories by their keys."""
    return [story for story in demo.stories() if story.key in keys]


def short(database: Engine, now: datetime | None = None, keys: tuple[str, ...] = SHORT) -> None:
    """Tell a part of the stories."""
    for story in named(*keys):
        demo.tell(database, story, now)


def urgencies(session: Session, now: datetime) -> Counter[queries.Urgency]:
    """Return how many open tasks are overdue, due today, and so on."""
    tasks = session.exec(select(Task).where(col(Task.state) == TaskState.OPEN)).all()
    return Counter(row.due.urgency for row in queries.rows(session, tasks, now))


def limitation_near(session: Session, now: datetime) -> int:
    """Return how many limitation periods end within thirty days."""
    today = clock.day_of(now)
    query = select(Deadline).where(col(Deadline.status) == "OPEN", col(Deadline.active_type) == "limitation")
    ends = [row.raw_day for row in session.exec(query)]
    return sum(today <= day <= today + timedelta(days=30) for day in ends)


def incidents(session: Session) -> list[Incident]:
    """Return the open incidents."""
    return list(session.exec(select(Incident).where(col(Incident.state) == "open")))


def places(session: Session, case_id: str) -> set[str]:
    """Return the elements at which a case stands: open tasks, awaited messages, waiting timers, ends reached."""
    tasks = select(Task.element_id).where(col(Task.case_id) == case_id, col(Task.state) == TaskState.OPEN)
    awaited = select(Subscription.element_id).where(col(Subscription.business_key) == case_id)
    ends = select(Instance.end_event).where(col(Instance.business_key) == case_id)
    timers = select(Timer.element_id).join(Instance, col(Instance.id) == col(Timer.instance_id))
    timers = timers.where(col(Instance.business_key) == case_id, col(Timer.state) == TimerState.WAITING)
    return {place for query in (tasks, awaited, ends, timers) for place in session.exec(query).all() if place}
