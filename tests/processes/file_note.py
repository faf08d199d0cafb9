"""The file note of a case: what people do in it, and what the file says afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from db.models import Deadline, DecisionRun, History, Instance, Task, Timer, TimerState
from worklist.cases import attachments, deadlines, documents, store
from worklist.cases import tasks as case_tasks
from worklist.clock import COURT_TZ, day_of
from worklist.demo.story import Teller
from worklist.engine import queries
from worklist.engine.forms import Upload

#: A paper that somebody attaches to a form.
PAPER = Upload("paper.pdf", b"%PDF-1.7\n")


@dataclass(frozen=True)
class Row:
    """A deadline as the file shows it. `provisional`: the calendar of its last year is not announced yet."""

    raw: date
    rolled: date
    provisional: bool = False
    status: str = "OPEN"


class Case(Teller):
    """One case. Every step is a transaction of its own, and every form is filled in as on its page."""

    # -- what happens ---------------------------------------------------------------------------------

    def at(self, instant: datetime) -> "Case":
        """Go on to an instant; what falls due until then happens first, in its order."""
        super().at(instant)
        self._ends_transaction()
        return self

    def on(self, day: date, *arguments: Any) -> "Case":
        """Go on to office hours of a day; what falls due until then happens first, in its order."""
        super().on(day, *arguments)
        return self

    def open_case(self, **values: Any) -> "Case":
        """Open the case: the clerk starts its intake."""
        super().open_case(**values)
        self._ends_transaction()
        return self

    def does(self, element: str, values: Mapping[str, Any] | None = None, **variables: Any) -> "Case":
        """Fill in the form of an open task as its page would, and complete it. Raises NoSuchTask, FormErrors."""
        task = self.task(element)
        by, given = self._performer(task), self._filled_in(task, {**(values or {}), **variables})
        kept = attachments.keep(self.session, self.case_id, given, by, self.now)
        case_tasks.complete(self.session, task.id, kept, by, self.now)
        self._ends_transaction()
        return self

    def _filled_in(self, task: Task, values: Mapping[str, Any]) -> Mapping[str, Any]:
        form = queries.form_of(self.session, task)
        if form is None:
            return values
        return form.read_values(values, queries.variables_of(self.session, task, self.now), day_of(self.now))

    def receives(self, message: str, keys: Mapping[str, Any] | None = None, **fields: Any) -> documents.Recorded:
        """Record a document that a court or somebody else sent."""
        recorded = super().receives(message, keys, **fields)
        self._ends_transaction()
        return recorded

    def chases(self) -> "Case":
        """Ask after everything that a task says is overdue from somebody else."""
        while late := [element for element in self.open_tasks() if element.endswith("_chase") or element == "chase_progress"]:
            self.does(late[0], chase_result="CHASED")
        return self

    def _ends_transaction(self) -> None:
        self.session.commit()
        self.session.expunge_all()  # the next step begins with a session that knows nothing, as on the pages

    # -- what the file says ---------------------------------------------------------------------------

    def rows(self, rule: str) -> list[Row]:
        """Return the deadlines of a rule, the oldest trigger first, as they stand today."""
        query = select(Deadline).where(col(Deadline.case_id) == self.case_id, col(Deadline.rule_id) == rule)
        query = query.order_by(col(Deadline.trigger_date), col(Deadline.rolled_day), col(Deadline.attempt))
        found = self.session.exec(query.execution_options(populate_existing=True)).all()
        today = day_of(self.now)
        return [Row(d.raw_day, d.rolled_day, d.provisional, deadlines.status_on(d, today)) for d in found]

    def rules(self) -> set[str]:
        """Return the rules that any deadline of the case stands on."""
        return set(self.session.exec(select(Deadline.rule_id).where(col(Deadline.case_id) == self.case_id)))

    def ends(self, process: str) -> list[str | None]:
        """Return where the instances of a process ended, in the order they began; None for one that goes on."""
        query = select(Instance).where(col(Instance.business_key) == self.case_id, col(Instance.definition_key) == process)
        query = query.order_by(col(Instance.started_at), col(Instance.id)).execution_options(populate_existing=True)
        return [instance.end_event for instance in self.session.exec(query)]

    def passed(self, process: str) -> list[str]:
        """Return the elements that the instances of a process passed, in order."""
        query = select(History.facts).join(Instance, col(Instance.id) == col(History.instance_id))
        query = query.where(col(Instance.business_key) == self.case_id, col(Instance.definition_key) == process)
        query = query.where(col(History.kind) == "path").order_by(col(History.id))
        return [element for facts in self.session.exec(query) for element in facts["path"]]

    def decided(self, decision: str) -> Any:
        """Return what a decision said when it was asked last: its outputs as recorded."""
        query = select(DecisionRun.outputs).where(
            col(DecisionRun.case_id) == self.case_id, col(DecisionRun.decision_id) == decision
        )
        return self.session.exec(query.order_by(col(DecisionRun.at).desc())).first()

    def was_open(self, element: str) -> list[Task]:
        """Return every task there ever was at an element, the oldest first."""
        query = select(Task).where(col(Task.case_id) == self.case_id, col(Task.element_id) == element)
        return list(self.session.exec(query.order_by(col(Task.created_at)).execution_options(populate_existing=True)))

    def created_at(self, element: str) -> list[datetime]:
        """Return when the tasks at an element came up, in court time."""
        return [task.created_at.astimezone(COURT_TZ) for task in self.was_open(element)]

    def alarms(self, element: str) -> list[datetime]:
        """Return when the timers waiting at an element are due, in court time."""
        query = select(Timer).join(Instance, col(Instance.id) == col(Timer.instance_id))
        query = query.where(col(Instance.business_key) == self.case_id, col(Timer.element_id) == element)
        query = query.where(col(Timer.state) == TimerState.WAITING).order_by(col(Timer.due_at))
        found = self.session.exec(query.execution_options(populate_existing=True)).all()
        return [timer.due_at.astimezone(COURT_TZ) for timer in found]

    def untaken(self) -> list[str]:
        """Return the messages that were recorded and that no step has taken, the oldest document first."""
        return [message.name for message in documents.pending(self.session, self.case_id)]

    def ids(self, list_path: str) -> list[str]:
        """Return the ids of the members of a list of the case file, in their order."""
        return [row.id for row in store.members(self.session, self.case_id, list_path)]

    def outstanding(self) -> list[Any]:
        """Return what is outstanding of each item of the title."""
        return [item["amount"] for item in self.facts()["outstanding"]]
