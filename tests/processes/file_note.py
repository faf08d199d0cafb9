"""The file note of a case: what people do in it, and what the file says afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import col, select

from db.models import Deadline, DecisionRun, History, Instance, Outbox, Task, Timer, TimerState
from worklist import engine
from worklist.cases import attachments, deadlines, documents, openings, store
from worklist.cases import file as case_file
from worklist.cases import tasks as case_tasks
from worklist.clock import COURT_TZ, day_of
from worklist.demo.story import Teller
from worklist.engine import queries
from worklist.engine.forms import Upload

#: A paper that somebody attaches to a form.
PAPER = Upload("paper.pdf", b"%PDF-1.7\n")
#: Somebody asked after what is overdue.
CHASED = {"chase_result": "CHASED"}
#: What comes back every month and is no part of a story: the standing search finds nothing, and the report goes out.
ROUTINE: Mapping[str, Mapping[str, Any]] = {
    "chase_progress": CHASED, "choose_searches": {"searches": ["PLATFORMS"]}, "search_company_platforms": {},
    "record_clue": {"new_clues": 0}, "approve_report": {"approved": True},
}  # fmt: skip


@dataclass(frozen=True)
class Days:
    """The days of a deadline. `provisional`: the holidays of its last year are not announced yet."""

    raw: date
    rolled: date
    provisional: bool = False


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

    def receives(
        self, message: str, keys: Mapping[str, Any] | None = None, **fields: Any
    ) -> documents.Recorded:
        """Record a document that a court or somebody else sent."""
        recorded = super().receives(message, keys, **fields)
        self._ends_transaction()
        return recorded

    def knows(self, values: Mapping[str, Any]) -> "Case":
        """Write what is known into the file."""
        case_file.write(self.session, self.case_id, values, self.people["intake"], self.now)
        self._ends_transaction()
        return self

    def begins(self, message: str, **fields: Any) -> list[engine.Delivery]:
        """Begin a process by hand."""
        begun = openings.begin(self.session, self.case_id, message, fields, self.people["intake"], self.now)
        self._ends_transaction()
        return begun

    def calls(self, process: str, **variables: Any) -> "Case":
        """Begin a process that other processes call, as if one of them had."""
        engine.start(self.session, process, self.case_id, variables, self.people["intake"], self.now)
        self._ends_transaction()
        return self

    def hears(self, signal: str, **payload: Any) -> int:
        """Throw a signal to all that listen for it in any case; return how many do."""
        heard = engine.signal(self.session, signal, payload, self.people["intake"], self.now)
        self._ends_transaction()
        return heard

    def keeps_up(self) -> "Case":
        """Do what the office does beside the story: ask after what is overdue, search again, and report to the client."""
        while due := [element for element in self.open_tasks() if element in ROUTINE or element.endswith("_chase")]:
            self.does(due[0], ROUTINE.get(due[0], CHASED))
        return self

    def _ends_transaction(self) -> None:
        self.session.commit()
        self.session.expunge_all()  # the next step begins with a session that knows nothing, as on the pages

    # -- what the file says ---------------------------------------------------------------------------

    def deadlines(self, rule: str, party: str | None = None) -> list[Deadline]:
        """Return the rows of a rule, the oldest trigger first; of one party where given."""
        query = select(Deadline).where(col(Deadline.case_id) == self.case_id, col(Deadline.rule_id) == rule)
        if party is not None:
            query = query.where(col(Deadline.subject_id) == party)
        query = query.order_by(col(Deadline.trigger_date), col(Deadline.attempt), col(Deadline.started_at))
        return list(self.session.exec(query.execution_options(populate_existing=True)))

    def days(self, rule: str, party: str | None = None) -> list[Days]:
        """Return the days of the rows of a rule, the oldest trigger first."""
        return [Days(row.raw_day, row.rolled_day, row.provisional) for row in self.deadlines(rule, party)]

    def states(self, rule: str) -> list[str]:
        """Return how the rows of a rule stand today: OPEN, LAST_DAY, EXPIRED, MET, CANCELLED or SUPERSEDED."""
        return [deadlines.status_on(row, day_of(self.now)) for row in self.deadlines(rule)]

    def variables(self, process: str) -> Mapping[str, Any]:
        """Return the variables of the newest instance of a process."""
        query = select(Instance).where(
            col(Instance.business_key) == self.case_id, col(Instance.definition_key) == process
        )
        instance = self.session.exec(query.order_by(col(Instance.started_at).desc()).limit(1)).one()
        found: Mapping[str, Any] = queries.look(self.session, instance, self.now).root.data
        return found

    def ends(self, process: str) -> list[str | None]:
        """Return where the instances of a process ended, in the order they began; None for one that goes on."""
        query = select(Instance).where(
            col(Instance.business_key) == self.case_id, col(Instance.definition_key) == process
        )
        query = query.order_by(col(Instance.started_at), col(Instance.id)).execution_options(
            populate_existing=True
        )
        return [instance.end_event for instance in self.session.exec(query)]

    def passed(self, process: str) -> list[str]:
        """Return the elements that the instances of a process passed, in order."""
        query = select(History.facts).join(Instance, col(Instance.id) == col(History.instance_id))
        query = query.where(
            col(Instance.business_key) == self.case_id, col(Instance.definition_key) == process
        )
        query = query.where(col(History.kind) == "path").order_by(col(History.id))
        return [element for facts in self.session.exec(query) for element in facts["path"]]

    def decided(self, decision: str, element: str | None = None) -> Any:
        """Return what a decision said when it was asked last (by an element): the outputs of its row, of several rows a list."""
        query = select(DecisionRun.outputs).where(
            col(DecisionRun.case_id) == self.case_id, col(DecisionRun.decision_id) == decision
        )
        if element is not None:
            query = query.where(col(DecisionRun.element_id) == element)
        outputs = self.session.exec(query.order_by(col(DecisionRun.at).desc(), col(DecisionRun.id).desc())).first()
        rows = [] if outputs is None else outputs["rows"]
        return rows[0] if len(rows) == 1 else rows

    def was_open(self, element: str) -> list[Task]:
        """Return every task there ever was at an element, the oldest first."""
        query = select(Task).where(col(Task.case_id) == self.case_id, col(Task.element_id) == element)
        return list(
            self.session.exec(query.order_by(col(Task.created_at)).execution_options(populate_existing=True))
        )

    def created_at(self, element: str) -> list[datetime]:
        """Return when the tasks at an element came up, in court time."""
        return [task.created_at.astimezone(COURT_TZ) for task in self.was_open(element)]

    def alarms(self, process: str, element: str) -> list[datetime]:
        """Return when the timers waiting at an element of a process are due, in court time."""
        query = select(Timer).join(Instance, col(Instance.id) == col(Timer.instance_id))
        query = query.where(
            col(Instance.business_key) == self.case_id, col(Instance.definition_key) == process
        )
        query = query.where(col(Timer.element_id) == element)
        query = query.where(col(Timer.state) == TimerState.WAITING).order_by(col(Timer.due_at))
        found = self.session.exec(query.execution_options(populate_existing=True)).all()
        return [timer.due_at.astimezone(COURT_TZ) for timer in found]

    def notices(self, about: str) -> list[list[str]]:
        """Return whom the notices told whose subject speaks of something, the oldest notice first."""
        query = (
            select(Outbox)
            .where(col(Outbox.case_id) == self.case_id)
            .order_by(col(Outbox.created_at), col(Outbox.id))
        )
        told = [notice.payload for notice in self.session.exec(query) if about in notice.payload["subject"]]
        return [[*notice["users"], *notice["groups"]] for notice in told]

    def untaken(self) -> list[str]:
        """Return the messages that were recorded and that no step has taken, the oldest document first."""
        return [message.name for message in documents.pending(self.session, self.case_id)]

    def ids(self, list_path: str) -> list[str]:
        """Return the ids of the members of a list of the case file, in their order."""
        return [row.id for row in store.members(self.session, self.case_id, list_path)]

    def outstanding(self) -> list[Any]:
        """Return what is outstanding of each item of the title."""
        return [item["amount"] for item in self.facts()["outstanding"]]
