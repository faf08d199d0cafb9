"""One command at work: the instances it has open, and what they send to each other.

An instance is loaded, stepped and saved; messages, signals, calls and returns that come of it are delivered
after that, in the order in which they were sent, until nothing is left. All in the caller's transaction.
"""

from collections import deque
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from db import hot
from db.models import Definition, Instance, InstanceState
from db.models.base import new_id
from worklist import feel
from worklist.clock import day_of
from worklist.engine import bindings, decisions, deployments, history, rows, versions
from worklist.engine.bpmn import Node
from worklist.engine.held import Held
from worklist.engine.hooks import Work, hooks
from worklist.engine.spiff import Host, Origin, Run, StepFailed, Token, decode, encode
from worklist.engine.spiff.subjects import origin_of
from worklist.engine.variables import must_be_kept
from worklist.errors import BadInput, Conflict, NotFound, Phrase, ProcessFailed, reason_of
from worklist.identity import Actor

#: Deliveries in one transaction; more is a loop between instances.
MAX_DELIVERIES = 2_000
#: How an instance is over, in words for an error.
_OVER: dict[str, Phrase] = {InstanceState.ENDED: Phrase("completed"), InstanceState.CANCELLED: Phrase("cancelled")}

#: Variables that tell one hand-over from another: the same process is not opened twice for the same.
HANDOVER_KEYS = ("title_id", "measure_id", "objection_id", "subject_id", "party_id", "mode")


def handover_key(payload: Mapping[str, Any]) -> str:
    """Return what tells this start of a process from another one in the same case."""
    return "|".join(f"{name}={payload[name]}" for name in HANDOVER_KEYS if payload.get(name) not in (None, "main"))


def about(opened: "Opened") -> list[Any]:
    """Return what an instance was begun for; of one begun before that was noted, what its hand-over says."""
    noted = opened.run.root.internal_data.get("about")
    if noted is None:
        pairs = (pair.partition("=") for pair in opened.instance.handed_over.split("|") if pair)
        noted = [[name, value] for name, _, value in pairs]
    return list(noted)


_INSTANCES = hot.table(Instance)
_LOCK_INSTANCE = select(_INSTANCES).where(_INSTANCES.c.id == bindparam("which")).with_for_update()
_SAVE_INSTANCE = (
    update(_INSTANCES)
    .where(_INSTANCES.c.id == bindparam("which"), _INSTANCES.c.revision == bindparam("was"))
    .values({name: bindparam(name) for name in ("tokens", "revision", "state", "end_event", "ended_at")})
)


@dataclass
class Opened:
    """An instance that this command holds, locked, with its run."""

    instance: Held
    run: Run
    deployment_id: str
    is_new: bool = False

    @property
    def is_over(self) -> bool:
        """Whether the instance runs no longer."""
        return self.run.ended or self.instance.state != InstanceState.RUNNING


def due_day(token: Token) -> str:
    """Return the legal day a timer is due on, as ISO text. A limit that ends on a day is due on the next."""
    return day_of(datetime.fromisoformat(token.internal_data["timer"]["due"])).isoformat()


@dataclass
class Stage:
    """The instances one command has open. Use `staged`, or call `finish` at the end."""

    session: Session
    by: Actor
    now: datetime
    opened: dict[str, Opened] = field(default_factory=dict)
    deliveries: deque[Callable[[], None]] = field(default_factory=deque)
    #: Pending messages that a step which opened now may take: id → day of the document.
    offered: dict[str, str] = field(default_factory=dict)
    events: list[history.Event] = field(default_factory=list)
    facts_of: dict[str | None, Mapping[str, Any]] = field(default_factory=dict)
    started: list[str] = field(default_factory=list)
    #: Tasks and timers whose rows were ended already by who completed or fired them.
    closed: set[str] = field(default_factory=set)

    # -- opening and saving -----------------------------------------------------------

    def open(self, instance_id: str) -> Opened:
        """Lock and load a running instance. Raises NotFound, Conflict for one that has ended."""
        found = self.lock(instance_id)
        if found.instance.state != InstanceState.RUNNING:
            raise Conflict(
                "Expected running instance '%(instance)s', but it is %(state)s",
                instance=instance_id, state=_OVER.get(found.instance.state, found.instance.state),
            )  # fmt: skip
        return found

    def lock(self, instance_id: str) -> Opened:
        """Lock and load an instance. Locks are taken on the instance before its tasks and timers. Raises NotFound."""
        if instance_id not in self.opened:
            row = hot.run(self.session, _LOCK_INSTANCE, {"which": instance_id}).first()
            if row is None:
                raise NotFound("Expected instance '%(instance)s', found none", instance=instance_id)
            instance = Held(**row._mapping)
            spec = deployments.spec_of(self.session, instance.definition_id)
            host = StageHost(self, instance)
            run = decode(instance.tokens, spec, host)
            self.opened[instance_id] = Opened(instance, run, self._deployment(instance.definition_id))
        return self.opened[instance_id]

    def begin(
        self, key: str, business_key: str | None, variables: Mapping[str, Any], *,
        start: str | None = None, parent: tuple[str, str] | None = None, started_by: str | None = None,
        definition_id: str | None = None, around: Sequence[Any] = (),
    ) -> Opened:  # fmt: skip
        """Start an instance of a process, the newest version when none is given, and step it. Raises NotFound.

        `around`: what the caller's token is about, for a called process.
        """
        definition = deployments.must_be_latest(self.session, "process", key)
        if definition_id not in (None, definition.id):
            definition = self.session.get_one(Definition, definition_id)
        instance = Held(
            id=new_id(), definition_id=definition.id, definition_key=key, business_key=business_key,
            wall_id=hooks.wall(self.session, business_key), started_at=self.now,
            parent_instance_id=parent[0] if parent else None, parent_token_id=parent[1] if parent else None,
            started_by_instance_id=started_by, handed_over=handover_key(variables),
        )  # fmt: skip
        run = Run(deployments.spec_of(self.session, definition.id), StageHost(self, instance))
        opened = Opened(instance, run, definition.deployment_id, is_new=True)
        self.opened[instance.id] = opened
        self.started.append(instance.id)
        self.log("instance_started", instance, facts={"definition": key, "version": definition.version})
        own = {"case_id": business_key} if business_key else {}
        initiator = run.spec.process.entry(start).options.get("initiator")
        who = {initiator.source: self.by.id} if initiator else {}
        try:
            with feel.at_instant(self.now):
                run.begin(
                    dict.fromkeys(hooks.keys, "main") | own | dict(variables) | who, start, about=[*around, *(pair for pair in decisions.begun_for(variables) if pair not in around)]
                )
        except StepFailed as error:
            raise ProcessFailed(instance.id, error.element_id, error.reason) from error
        self.step(opened)
        return opened

    def step(self, opened: Opened) -> None:
        """Let a run settle and save it. Raises ProcessFailed; the caller's transaction must be rolled back."""
        self.facts_of.clear()
        try:
            with feel.at_instant(self.now):
                opened.run.settle(overdue=False)
            self.save(opened)
        except StepFailed as error:
            raise ProcessFailed(opened.instance.id, error.element_id, error.reason) from error

    def save(self, opened: Opened) -> None:
        """Write the run and what it waits for. Raises Conflict when somebody else changed the instance."""
        instance, run = opened.instance, opened.run
        if run.ended:
            instance.state, instance.ended_at = InstanceState.ENDED, self.now
            ends = run.root.internal_data.get("ends", [])
            instance.end_event = ends[-1] if ends else None
        if opened.is_new:
            # The row must stand before the rows that refer to it; its tokens are known after they are written.
            hot.insert(self.session, Instance, [vars(instance)])
            opened.is_new = False
        rows.project(self, opened)
        if not (opened.is_over or run.unfinished or run.can_be_moved()):
            where = ", ".join(sorted({token.element.where(token) for token in run.root.members()}))
            raise StepFailed(where, Phrase("nothing is left that could move the process on from here"))
        if run.unfinished and not run.ended:
            rows.continue_later(self, opened)
        else:
            run.root.internal_data.pop("rounds", None)
            run.root.internal_data.pop("pauses", None)
        self._write_instance(opened)
        if run.trail:
            facts = {"path": run.trail[:200], "ends": run.root.internal_data.get("ends", [])[-5:]}
            self.log("path", instance, facts=facts)
            run.trail = []
        for element in run.undone:
            node = run.spec.elements[element].node
            self.log("compensated", instance, element_id=element, facts={"name": node.name, "name_zh": node.name_zh})
        run.undone = []
        if run.ended:
            self._after_end(opened)

    def _write_instance(self, opened: Opened) -> None:
        instance = opened.instance
        was = instance.revision
        written = {
            "which": instance.id, "was": was, "tokens": _encoded(opened.run), "revision": was + 1,
            "state": instance.state, "end_event": instance.end_event, "ended_at": instance.ended_at,
        }  # fmt: skip
        if hot.run(self.session, _SAVE_INSTANCE, written).rowcount != 1:
            raise Conflict(
                "Expected revision %(revision)s of instance '%(instance)s'; somebody changed it, try again", revision=was, instance=instance.id
            )
        instance.revision = was + 1

    def _after_end(self, opened: Opened) -> None:
        instance = opened.instance
        self.log("instance_ended", instance, facts={"end_event": instance.end_event})
        if instance.parent_instance_id and instance.parent_token_id:
            parent, token, results = instance.parent_instance_id, instance.parent_token_id, opened.run.root.data
            self.deliveries.append(lambda: self._return(parent, token, results))

    def _deployment(self, definition_id: str) -> str:
        return deployments.deployment_of(self.session, definition_id)

    # -- finishing ----------------------------------------------------------------------

    def finish(self) -> None:
        """Deliver all that was sent, then what had waited for the steps that opened; write the history.

        Pending documents and timers whose day has passed come one by one in the order of their days, each with all
        that follows from it: what happened first counts first, however late it was recorded. Raises ProcessFailed.
        """
        count = 0
        while self.deliveries or self._take_oldest():
            count += 1
            if count > MAX_DELIVERIES:
                raise ProcessFailed(None, None, Phrase("more than %(most)s messages in one step", most=f"{MAX_DELIVERIES:,}"))
            if self.deliveries:
                self.deliveries.popleft()()
        history.append(self.session, self.events, self.by.id, self.now)
        self.events.clear()

    def log(
        self, kind: str, instance: Held | Instance, *, element_id: str | None = None, task_id: str | None = None,
        facts: Mapping[str, Any] | None = None, values: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """Note an event for the history of the instance's case."""
        chain = instance.business_key or instance.id
        self.events.append(history.Event(kind, chain, instance.id, element_id, task_id, facts or {}, values))

    def _take_oldest(self) -> bool:
        """Take the oldest of the offered documents and the overdue timers; a limit ends after its last day."""
        from worklist.engine import messages

        timers = [(opened, opened.run.next_overdue()) for opened in self.opened.values() if not opened.is_over]
        overdue = [(due_day(token), opened, token) for opened, token in timers if token is not None]
        first_due = min(overdue, key=lambda found: found[0], default=None)
        first_document = min(((day, pending) for pending, day in self.offered.items()), default=None)
        if first_document is not None and (first_due is None or first_document[0] < first_due[0]):
            del self.offered[first_document[1]]
            messages.try_pending(self, first_document[1])
            return True
        if first_due is None:
            return False
        _, opened, token = first_due
        self._guard(opened, lambda: opened.run.fire(token.id))
        self.step(opened)
        return True

    # -- deliveries -----------------------------------------------------------------------

    def deliver(self, instance_id: str, token_id: str, payload: Mapping[str, Any]) -> bool:
        """Give a waiting token its message or signal and step on; False when it waits no longer."""
        opened = self._running(instance_id)
        if opened is None or not self._guard(opened, lambda: opened.run.deliver(token_id, payload)):
            return False
        self.step(opened)
        return True

    def _running(self, instance_id: str) -> Opened | None:
        try:
            return self.open(instance_id)
        except (NotFound, Conflict):
            return None

    def _guard(self, opened: Opened, act: Callable[[], bool]) -> bool:
        self.facts_of.clear()
        try:
            with feel.at_instant(self.now):
                return act()
        except StepFailed as error:
            raise ProcessFailed(opened.instance.id, error.element_id, error.reason) from error

    def _return(self, instance_id: str, token_id: str, results: Mapping[str, Any]) -> None:
        opened = self._running(instance_id)
        if opened is not None and self._guard(opened, lambda: opened.run.return_call(token_id, results)):
            self.step(opened)

    def fail_call(self, instance_id: str, token_id: str, code: str, kind: str) -> None:
        """Hand an error or escalation of a called process to its caller."""
        opened = self._running(instance_id)
        if opened is None:
            return
        caught = self._guard(opened, lambda: opened.run.fail_call(token_id, code, kind))
        if not caught and kind == "error":
            raise ProcessFailed(instance_id, None, Phrase("nothing catches the error '%(code)s' of a called process", code=code))
        self.step(opened)

    def cancel(self, instance_id: str, reason: str) -> None:
        """Cancel a running instance and all it called."""
        opened = self._running(instance_id)
        if opened is None:
            return
        for token in opened.run.root.members():
            opened.run.remove(token)
        opened.run.ready.clear()
        opened.instance.state, opened.instance.ended_at = InstanceState.CANCELLED, self.now
        self.save(opened)
        self.log("instance_cancelled", opened.instance, facts={"reason": reason})


def _encoded(run: Run) -> bytes:
    """Return the state of a run. Raises StepFailed at the last element for variables that cannot be kept."""
    try:
        return encode(run)
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        last = run.trail[-1] if run.trail else run.root.element.node.id
        raise StepFailed(last, Phrase("its variables cannot be kept: %(reason)s", reason=reason_of(error))) from error


@contextmanager
def staged(session: Session, by: Actor, now: datetime) -> Generator[Stage]:
    """Yield a stage and finish it when the block ends without an error."""
    stage = Stage(session, by, now)
    yield stage
    stage.finish()


class StageHost(Host):
    """What one run asks of the world, answered within the command's transaction."""

    def __init__(self, stage: Stage, instance: Held | Instance) -> None:
        self.stage, self.instance, self.now = stage, instance, stage.now

    def facts(self) -> Mapping[str, Any]:
        """Return the facts of the instance's case, built once per step."""
        key = self.instance.business_key
        if key not in self.stage.facts_of:
            self.stage.facts_of[key] = hooks.facts(self.stage.session, key, self.now)
        return self.stage.facts_of[key]

    def work(self, node: Node, topic: str, inputs: Mapping[str, Any], variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """Have the topic's worker do the task; facts may have changed after it."""
        worker = hooks.workers.get(topic)
        if worker is None:
            raise StepFailed(node.id, Phrase("nobody works on the topic '%(topic)s'", topic=topic))
        stage = self.stage
        work = Work(
            stage.session, topic, node.id, self.instance.id, self.instance.business_key, inputs, variables,
            stage.by, stage.now,
        )  # fmt: skip
        results = worker(work)
        try:
            must_be_kept(results)
        except BadInput as error:
            kept = Phrase("what the topic '%(topic)s' gave cannot be kept: %(reason)s", topic=topic, reason=reason_of(error))
            raise StepFailed(node.id, kept) from error
        stage.offered.update(work.kept)
        stage.facts_of.clear()
        return results

    def decide(self, node: Node, decision: str, variables: Mapping[str, Any], origin: Origin) -> Any:
        """Evaluate a decision and keep the evaluation."""
        opened, instance = self.stage.opened[self.instance.id], self.instance
        asker = decisions.Asker(
            instance.definition_key, opened.deployment_id, instance.id, instance.business_key, about(opened)
        )
        return decisions.decide(self.stage.session, node, decision, variables, origin, asker, self.now)

    def send(self, name: str, payload: Mapping[str, Any]) -> None:
        """Send a message within the same case."""
        from worklist.engine import messages

        stage, instance = self.stage, self.instance
        stage.deliveries.append(lambda: messages.send_inside(stage, instance, name, payload))

    def broadcast(self, name: str, payload: Mapping[str, Any]) -> None:
        """Throw a signal to all other instances."""
        from worklist.engine import messages

        stage, instance = self.stage, self.instance

        def throw() -> None:
            messages.broadcast(stage, name, payload, instance.id)

        stage.deliveries.append(throw)

    def call(self, token_id: str, node: Node, key: str, variables: Mapping[str, Any]) -> None:
        """Start the called process as an instance of its own."""
        stage, instance = self.stage, self.instance
        passed = {name: value for name, value in variables.items() if name != "case_id"}

        def start() -> None:
            opened = stage._running(instance.id)
            token = opened.run.token(token_id) if opened is not None else None
            if opened is not None and token is not None:
                try:
                    called = versions.bound_id(stage.session, bindings.PROCESS, node, key, opened.deployment_id)
                    items = decisions.subject_of(origin_of(token), about(opened))
                    stage.begin(
                        key, instance.business_key, passed, parent=(instance.id, token_id), definition_id=called, around=items
                    )
                except NotFound as error:
                    raise ProcessFailed(instance.id, node.id, reason_of(error)) from error

        stage.deliveries.append(start)

    def cancel_call(self, token_id: str) -> None:
        """Cancel the process that a token called."""
        stage, parent = self.stage, self.instance.id

        def stop() -> None:
            query = select_rows(Instance.id).where(
                col(Instance.parent_instance_id) == parent, col(Instance.parent_token_id) == token_id,
                col(Instance.state) == InstanceState.RUNNING,
            )  # fmt: skip
            for child in stage.session.exec(query).all():
                stage.cancel(child, "the caller went on without it")

        stage.deliveries.append(stop)

    def fail_caller(self, code: str) -> bool:
        """Hand an error to the calling instance."""
        return self._tell_caller(code, "error")

    def escalate(self, code: str) -> None:
        """Hand an escalation to the calling instance."""
        self._tell_caller(code, "escalation")

    def _tell_caller(self, code: str, kind: str) -> bool:
        parent, token, stage = self.instance.parent_instance_id, self.instance.parent_token_id, self.stage
        if not parent or not token:
            return False
        if kind == "error":
            # The error takes the place of a normal return.
            self.instance.parent_token_id = None
        stage.deliveries.append(lambda: stage.fail_call(parent, token, code, kind))
        return True
