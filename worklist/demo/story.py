"""Tell a case in days: who does what when. The demo's cases and the scenario tests are told with it."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from sqlmodel import Session, col, select

from db.models import Candidate, Instance, Task, TaskState, Timer, TimerState
from worklist import engine
from worklist.cases import documents, start
from worklist.cases import tasks as case_tasks
from worklist.clock import COURT_TZ
from worklist.engine import timers
from worklist.identity import Actor

#: Things are done at this hour of their day, at the court, unless the story says otherwise.
OFFICE_HOUR = time(10)


class NoSuchTask(LookupError):
    """The story names a task that is not open; the message lists those that are."""


class Teller:
    """One case and the day it has come to. Every step is done by somebody whose group it is.

    `people`: group → actor. `session` is the caller's: one transaction or many, as it likes.
    """

    def __init__(self, session: Session, people: Mapping[str, Actor], case_id: str = "") -> None:
        self.session, self.people, self.case_id = session, people, case_id
        self.now = datetime.min.replace(tzinfo=UTC)  # the story begins with `on`

    def on(self, day: date, hour: time = OFFICE_HOUR) -> "Teller":
        """Go on to a day; what falls due until then happens first, in its order."""
        return self.at(datetime.combine(day, hour, COURT_TZ).astimezone(UTC))

    def at(self, instant: datetime) -> "Teller":
        """Go on to an instant; what falls due until then happens first, in its order."""
        self.now = instant
        self.let_timers_fire()
        return self

    def let_timers_fire(self) -> None:
        """Fire the timers of the case due by now, each at its own instant, as the scheduler would have done."""
        waiting = select(Timer).join(Instance, col(Instance.id) == col(Timer.instance_id))
        waiting = waiting.where(col(Instance.business_key) == self.case_id, col(Timer.state) == TimerState.WAITING)
        waiting = waiting.where(col(Timer.due_at) <= self.now).order_by(col(Timer.due_at), col(Timer.id)).limit(1)
        while timer := self.session.exec(waiting.execution_options(populate_existing=True)).first():
            timers.fire(self.session, timers.Due(timer.id, timer.instance_id), timer.due_at)

    def open_case(self, **values: Any) -> "Teller":
        """Open a case: the clerk starts its intake."""
        self.case_id = start.start(self.session, values, self.people["intake"], self.now)
        return self

    def task(self, element: str) -> Task:
        """Return the open task at an element, the oldest first. Raises NoSuchTask."""
        query = select(Task).where(col(Task.case_id) == self.case_id, col(Task.state) == TaskState.OPEN)
        waiting = list(self.session.exec(query.order_by(col(Task.created_at), col(Task.id))))
        for task in waiting:
            if task.element_id == element:
                return task
        raise NoSuchTask(f"Expected an open task '{element}', found {sorted(task.element_id for task in waiting)}")

    def open_tasks(self) -> list[str]:
        """Return the element ids of the open tasks, oldest first."""
        query = select(Task.element_id).where(col(Task.case_id) == self.case_id, col(Task.state) == TaskState.OPEN)
        return list(self.session.exec(query.order_by(col(Task.created_at), col(Task.id))))

    def does(self, element: str, values: Mapping[str, Any] | None = None, **variables: Any) -> "Teller":
        """Complete the open task at an element; `values` holds `case.…` paths, `variables` the other fields."""
        task = self.task(element)
        by = self._performer(task)
        case_tasks.complete(self.session, task.id, {**(values or {}), **variables}, by, self.now)
        return self

    def _performer(self, task: Task) -> Actor:
        groups = self.session.exec(select(Candidate.group_id).where(col(Candidate.task_id) == task.id)).all()
        for actor in self.people.values():
            if actor.id == task.assignee or (task.assignee is None and not actor.groups.isdisjoint(groups)):
                return actor
        raise NoSuchTask(f"Expected somebody of {sorted(groups)} for '{task.element_id}', found nobody")

    def receives(self, message: str, keys: Mapping[str, Any] | None = None, **fields: Any) -> documents.Recorded:
        """Record a document that a court or somebody else sent."""
        return documents.record(self.session, self.case_id, message, fields, self.people["intake"], self.now, keys=keys)

    def facts(self) -> Any:
        """Return the case file as expressions see it."""
        return engine.hooks.facts(self.session, self.case_id, self.now)
