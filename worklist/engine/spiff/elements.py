"""What all elements have in common: how a token comes, steps and leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.specs.base import TaskSpec

from worklist.engine.bpmn import Event, Flow, Node
from worklist.engine.spiff import timing
from worklist.engine.spiff.computing import is_true, mapped
from worklist.engine.spiff.host import StepFailed
from worklist.engine.spiff.tokens import WAITING, Token, Variables, assign, keeper
from worklist.errors import Phrase

if TYPE_CHECKING:
    from worklist.engine.spiff.run import Run
    from worklist.engine.spiff.spec import Spec


#: Why a token cannot go on.
NO_WAY = Phrase("no condition of its flows holds and there is no default flow")


class Element(TaskSpec):
    """A BPMN flow node as a task spec. Nothing is predicted: the tree holds tokens, not guesses."""

    manual: bool
    takes_any_key = False
    is_event_gateway = False
    #: Whether a completed activity, or what was completed inside it, can be undone; then its scope remembers it.
    can_be_undone = False
    #: The id of the compensation activity or event sub-process that undoes it as a whole.
    handler: str | None = None

    def __init__(self, spec: Spec, node: Node, *, manual: bool = False) -> None:
        super().__init__(spec, node.id, manual=manual)
        self.spec, self.node = spec, node
        self.flows: list[tuple[Flow, Element]] = []

    def test(self) -> None:
        """Do nothing: the parser has checked the graph."""

    def _predict_hook(self, token: Token) -> None:
        """Predict nothing."""

    def _update_hook(self, token: Token) -> bool:
        return False

    @property
    def row_kind(self) -> str:
        """Return what row a waiting token of this element has: task, timer or subscription."""
        return "task" if self.manual else "timer" if self.event.kind == "timer" else "subscription"

    @property
    def event(self) -> Event:
        """The event this element catches or throws."""
        return self.node.event

    def enter(self, token: Token) -> None:
        """Take in a token: by default it steps when its turn comes."""
        token.workflow.queue(token)

    def _on_complete_hook(self, token: Token) -> None:
        self.leave(token)

    def leave(self, token: Token) -> None:
        """Send the token on, or have it wait for a job of its own."""
        if self.node.async_after:
            token.workflow.pause(token, "after")
        else:
            self.go_on(token)

    def go_on(self, token: Token) -> None:
        """Send the token on along the flows it takes; behind an event gateway the other events are dropped."""
        run: Run = token.workflow
        ways = self.choose(token)
        if token.scope.element.is_event_gateway:
            if self.event.kind != "timer":
                withdraw_reminders(token.scope)
            run.move(token.scope, ways)
        else:
            run.move(token, ways)

    def choose(self, token: Token) -> list[tuple[Flow, Element]]:
        """Return the flows taken: unconditional ones, those whose condition holds, else the default.

        Source: BPMN 2.0.2 §13.3.1 (several outgoing flows of an activity are an implicit fork). Raises StepFailed when
        every flow has a condition, none holds and there is no default: the token would be lost without a word.
        """
        variables = Variables(token)
        free = [way for way in self.flows if way[0].condition is None and way[0].id != self.node.default]
        held = [way for way in self.flows if way[0].condition is not None and holds(way[0], variables)]
        asked = any(way[0].condition is not None for way in self.flows)
        default = [way for way in self.flows if way[0].id == self.node.default]
        chosen = free + (held or (default if asked or not free else []))
        if not chosen and self.flows:
            raise StepFailed(self.node.id, NO_WAY)
        return chosen

    def trigger(self, token: Token, payload: Mapping[str, Any]) -> None:
        """Take what the token waits for."""
        raise StepFailed(self.node.id, Phrase("nothing can be delivered here"))

    def returned(self, token: Token, results: Mapping[str, Any]) -> None:
        """Take the result of a called process."""
        raise StepFailed(self.node.id, Phrase("no process was called here"))

    def completes(self, scope: Token) -> bool:
        """Return whether a scope ends because an activity in it is done: an ad-hoc sub-process may."""
        return False

    def close(self, token: Token) -> None:
        """End the scope that this token opened."""
        raise StepFailed(self.node.id, Phrase("this is no scope"))

    def can_be_moved(self, token: Token) -> bool:
        """Return whether something from outside may move the token on."""
        return self.manual or (self.event.kind != "none" and token.is_at(WAITING))

    def where(self, token: Token) -> str:
        """Return the id of the drawn element a token stands at."""
        return self.node.id

    def on_removed(self, token: Token) -> None:
        """Let go of what the token holds outside the tree."""


def holds(flow: Flow, variables: Variables) -> bool:
    """Return whether a flow may be taken; null does not hold. Raises StepFailed for no truth value."""
    return flow.condition is None or is_true(flow.source, f"condition of its flow {flow.id!r}", flow.condition, variables)


class Catching(Element):
    """An element whose token waits for an event."""

    def enter(self, token: Token) -> None:
        """Wait."""
        self.listen(token)

    def listen(self, token: Token) -> None:
        """Note local parameters and the due day, then wait."""
        token._set_state(WAITING)
        if self.node.inputs:
            variables = Variables(token)
            token.data.update(mapped(self.node.id, "input parameter", self.node.inputs, variables))
        if self.event.kind == "timer":
            timing.arm(token, token.workflow.host.now)


class Listener(Catching):
    """A catching element that stands beside the work: it does not keep its scope open."""


def withdraw_reminders(gateway: Token) -> None:
    """Take back the tasks that a timer of this event gateway opened beside the wait (`writ:renews`), now it is over."""
    waiting = gateway.scope.members()
    for _, catch in gateway.element.flows:
        for target in _behind(catch) if catch.event.kind == "timer" else ():
            if target.node.properties.get("writ:renews") == "true":
                for other in waiting:
                    if other.element is target and gateway.workflow.is_alive(other):
                        gateway.workflow.remove(other)


def _behind(element: Element) -> Iterator[Element]:
    """Yield what the flows of an element lead to, also where a flow goes on at the other end of a link."""
    for _, target in element.flows:
        if target.event.kind == "link" and not target.flows:
            yield from _behind(target.spec.link_target(target.node))
        else:
            yield target


def keep(token: Token, payload: Mapping[str, Any]) -> None:
    """Make a payload variables of the scope that waited for it."""
    keeper(token).data.update(payload)


def write_outputs(element: Element, token: Token, scope: Token) -> None:
    """Evaluate output parameters where the token stands and set them outside it."""
    if element.node.outputs:
        variables = Variables(token)
        assign(scope, mapped(element.node.id, "output parameter", element.node.outputs, variables))
