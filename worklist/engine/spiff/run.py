"""A run: the tokens of one instance and the loop that moves them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from SpiffWorkflow.workflow import Workflow

from worklist.engine.bpmn import Event, Flow, Node
from worklist.engine.spiff import timing
from worklist.engine.spiff.elements import Element, Listener
from worklist.engine.spiff.gateways import InclusiveGateway
from worklist.engine.spiff.host import Host, StepFailed, blamed_on
from worklist.engine.spiff.scopes import propagate
from worklist.engine.spiff.spec import Spec
from worklist.engine.spiff.tokens import PAUSED, READY, WAITING, Token, Variables, assign, setting
from worklist.errors import Phrase

#: Automatic steps in one transaction; the rest is done by a job.
MAX_STEPS = 2_000
#: End events remembered on an instance.
MAX_ENDS = 50


@dataclass(frozen=True)
class Waiting:
    """A token that waits for something outside: a person, a message, a signal or a day."""

    id: str
    node: Node
    variables: Variables
    names: tuple[str, ...] = ()
    takes_any_key: bool = False
    timer: dict[str, Any] | None = None


class Run(Workflow):
    """The tokens of an instance. Call `begin`, or decode one, then `complete`, `deliver`, `fire`, …, then `settle`."""

    spec: Spec
    tasks: dict[str, Token]
    task_tree: Token

    def __init__(self, spec: Spec, host: Host) -> None:
        super().__init__(spec, deserializing=True)
        self.host = host
        self.ready: deque[Token] = deque()
        self.trail: list[str] = []
        self.unfinished = False
        self.pausing: list[Token] = []
        self.late: datetime | None = None
        self.ended = False
        self.gone: list[tuple[str, str]] = []
        #: Activities of which the compensation began, by element id.
        self.undone: list[str] = []

    # -- the tree ----------------------------------------------------------------

    @property
    def root(self) -> Token:
        """The token of the process itself; its data are the variables of the instance."""
        return self.task_tree

    def begin(self, variables: Mapping[str, Any], start: str | None = None, about: Sequence[Any] = ()) -> None:
        """Put the first token at a start event (default: the one without a trigger, else the first).

        `about`: what the instance is begun for (docs/decisions/0008).
        """
        self.task_tree = Token(self, self.spec.process, None, state=READY)
        self.root.data.update(variables)
        if about:
            self.root.internal_data["about"] = list(about)
        self.spec.process.open(self.root, start)

    def place(
        self, element: Element, scope: Token, flow: str | None = None, data: Mapping[str, Any] | None = None
    ) -> Token:
        """Put a token at an element, with variables local to it."""
        token = Token(self, element, scope, state=READY)
        token.data.update(data or {})
        if flow is not None:
            token.internal_data["flow"] = flow
        if element.node.async_before:
            self.pause(token, "before")
        else:
            self._enter(token)
        return token

    def _enter(self, token: Token) -> None:
        self.trail.append(token.element.node.id)
        with blamed_on(token.element.node.id):
            token.element.enter(token)

    def pause(self, token: Token, when: str) -> None:
        """Let a token wait, `before` or `after` its element, until a job resumes it; what is before is saved then."""
        for listener in token.members():
            self.remove(listener)
        token.internal_data["pause"] = when
        token._set_state(PAUSED)
        self.pausing.append(token)

    def paused(self) -> list[Token]:
        """Return the tokens that wait for a job."""
        return [token for token in self.tasks.values() if token.is_at(PAUSED)]

    def resume(self) -> None:
        """Let the tokens go on that wait for a job."""
        for token in self.paused():
            self.queue(token)

    def queue(self, token: Token) -> None:
        """Let an automatic token take its step when its turn comes."""
        token._set_state(READY)
        self.ready.append(token)

    def move(self, token: Token, flows: Iterable[tuple[Flow, Element]]) -> None:
        """Take a token away and put one at the end of each flow."""
        scope = token.scope
        self.remove(token)
        self.send_along(scope, flows)

    def send_along(self, scope: Token, flows: Iterable[tuple[Flow, Element]]) -> None:
        """Put a token at the end of each flow, or end the scope when nothing is left in it.

        In an ad-hoc sub-process whose condition held nothing new begins.
        """
        for flow, element in flows if not scope.internal_data.get("closing") else ():
            self.place(element, scope, flow.id)
        self.close_if_empty(scope)

    def remove(self, token: Token) -> None:
        """Take a token and all inside it out of the tree; called processes are cancelled."""
        for member in token.members():
            self.remove(member)
        token.element.on_removed(token)
        if "row" in token.internal_data:
            self.gone.append((token.id, token.element.row_kind))
        self.tasks.pop(token.id, None)
        if token._parent is not None and token._parent in self.tasks:
            self.tasks[token._parent]._children.remove(token.id)

    def is_alive(self, token: Token) -> bool:
        """Return whether the token is still in the tree."""
        return token.id in self.tasks

    def close_if_empty(self, scope: Token) -> None:
        """End a scope in which only listeners are left."""
        if self.is_alive(scope) and all(isinstance(member.element, Listener) for member in scope.members()):
            scope.element.close(scope)

    def reached(self, node: Node) -> None:
        """Remember an end event."""
        ends = self.root.internal_data.setdefault("ends", [])
        ends.append(node.id)
        del ends[:-MAX_ENDS]

    # -- the loop ----------------------------------------------------------------

    def settle(self, limit: int = MAX_STEPS, *, overdue: bool = True) -> int:
        """Take automatic steps until all tokens wait; return how many. Sets `unfinished` at the limit, and
        where tokens wait for a job.

        A thrown event is delivered before the next step. `overdue` False leaves timers whose day has passed to the
        caller, who may have older documents to deliver. Raises StepFailed.
        """
        steps = 0
        self.unfinished = False
        while not self.ended:
            while self.ready:
                if steps >= limit:
                    self.unfinished = True
                    return steps
                self._step(self.ready.popleft())
                steps += 1
            if not (self._conditions() or self._join() or (overdue and self._overdue())):
                break
        self.unfinished = bool(self.pausing)
        return steps

    def _step(self, token: Token) -> None:
        if not self.is_alive(token) or not token.is_at(READY):
            return
        pause = token.internal_data.pop("pause", None)
        if pause == "before":
            self._enter(token)
            return
        with blamed_on(token.element.where(token)):
            if pause == "after":
                token.element.go_on(token)
            else:
                token.run()

    def _task_completed_notify(self, task: Token) -> None:
        """Do nothing: the library would look at every task after every step."""

    def _join(self) -> bool:
        for token in list(self.tasks.values()):
            if isinstance(token.element, InclusiveGateway) and token.is_at(WAITING) and token.element.join(token):
                return True
        return False

    def _conditions(self) -> bool:
        for token in self._listening("conditional"):
            value = token.element.event.value
            holds = value is not None and value(Variables(token)) is True
            rises = holds and not token.internal_data.get("held")
            token.internal_data["held"] = holds
            if rises:
                token.element.trigger(token, {})
                return True
        return False

    def _overdue(self) -> bool:
        token = self.next_overdue()
        if token is None:
            return False
        self.fire_token(token)
        return True

    def next_overdue(self) -> Token | None:
        """Return the waiting timer whose day passed first, None when none has."""
        return timing.next_overdue(self._listening("timer"), self.host.now)

    def _listening(self, kind: str) -> list[Token]:
        return [t for t in self.tasks.values() if t.is_at(WAITING) and t.element.event.kind == kind]

    def can_be_moved(self) -> bool:
        """Return whether some token waits for something that may come: a person, an event, a called process."""
        return any(token.is_at(PAUSED) or token.element.can_be_moved(token) for token in self.tasks.values())

    # -- what comes from outside ---------------------------------------------------

    def token(self, token_id: str) -> Token | None:
        """Return a token by id, None when it is gone."""
        return self.tasks.get(token_id)

    def complete(self, token_id: str, values: Mapping[str, Any]) -> None:
        """End a user task with the values its form gave. Raises KeyError when it is not waiting for a person."""
        token = self.token(token_id)
        if token is None or not token.element.manual or not token.is_at(READY):
            raise KeyError(token_id)
        assign(setting(token), values)
        token.complete()

    def deliver(self, token_id: str, payload: Mapping[str, Any]) -> bool:
        """Give a waiting token its message or signal; False when it waits no longer."""
        token = self.token(token_id)
        if token is None or not token.is_at(WAITING):
            return False
        token.element.trigger(token, payload)
        return True

    def throw_signal(self, name: str, payload: Mapping[str, Any]) -> None:
        """Give a signal to every token of this run that waits for it."""
        for waiting in [w for w in self.waiting("signal") if name in w.names]:
            self.deliver(waiting.id, payload)

    def fire(self, token_id: str) -> bool:
        """Fire a timer; False when the token waits no longer."""
        token = self.token(token_id)
        if token is None or not token.is_at(WAITING):
            return False
        self.fire_token(token)
        return True

    def fire_token(self, token: Token) -> None:
        """Fire a timer whose day has come, remembering how late that is."""
        due = token.internal_data.get("timer", {}).get("due")
        self.late = datetime.fromisoformat(due) if due else None
        timing.advance(token, self.host.now)
        token.element.trigger(token, {})

    def move_timer(self, token_id: str, timer: Mapping[str, Any]) -> None:
        """Give a waiting timer another day."""
        token = self.token(token_id)
        if token is not None and "timer" in token.internal_data:
            token.internal_data["timer"].update(timer)

    def return_call(self, token_id: str, results: Mapping[str, Any]) -> bool:
        """End a call activity with the variables of the called process; False when it waits no longer."""
        token = self.token(token_id)
        if token is None:
            return False
        token.element.returned(token, results)
        return True

    def fail_call(self, token_id: str, code: str, kind: str = "error") -> bool:
        """Hand an error or escalation of a called process to the boundary events here."""
        token = self.token(token_id)
        return token is not None and propagate(token, kind, code)

    # -- what it waits for -----------------------------------------------------------

    def user_tasks(self, *, without_row: bool = False) -> list[Waiting]:
        """Return the tokens that wait for a person; with `without_row` those that no row was written for yet."""
        return [
            Waiting(token.id, token.element.node, Variables(token))
            for token in self.tasks.values()
            if token.task_spec.manual and token.is_at(READY) and "pause" not in token.internal_data
            and not (without_row and "row" in token.internal_data)
        ]

    def waiting(self, kind: str) -> list[Waiting]:
        """Return the tokens that wait for a message or signal, with the names they answer to."""
        return [
            Waiting(t.id, t.element.node, Variables(t), names(t.element.event, t), t.element.takes_any_key)
            for t in self._listening(kind)
        ]

    def timers(self) -> list[Waiting]:
        """Return the tokens that wait for a day; `timer["due"]` None: the period has not begun."""
        found = []
        for token in self._listening("timer"):
            if token.internal_data["timer"].get("due") is None:
                timing.arm(token, self.host.now)
            timer = token.internal_data["timer"]
            found.append(Waiting(token.id, token.element.node, Variables(token), timer=timer))
        return found


def names(event: Event, token: Token) -> tuple[str, ...]:
    """Return the message or signal names a token answers to: one, or one per member of a list in the name.

    Raises StepFailed for a name that is not known: nothing could ever arrive.
    """
    value = event.name(Variables(token)) if event.name else None
    if value is None:
        raise StepFailed(token.element.node.id, Phrase("the name of its %(kind)s is empty", kind=event.kind))
    return tuple(str(name) for name in (value if isinstance(value, list) else [value]) if name is not None)
