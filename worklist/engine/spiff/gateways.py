"""Gateways. Source: BPMN 2.0.2 §10.6, §13.4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worklist.engine.bpmn import Flow, Node
from worklist.engine.spiff.elements import NO_WAY, Element, holds
from worklist.engine.spiff.host import StepFailed
from worklist.engine.spiff.tokens import PAUSED, STARTED, WAITING, Token, Variables

if TYPE_CHECKING:
    from worklist.engine.spiff.spec import Spec


class ExclusiveGateway(Element):
    """Passes every token on; takes the first flow whose condition holds. Source: §13.4.2."""

    def choose(self, token: Token) -> list[tuple[Flow, Element]]:
        """Return the one flow taken. Raises StepFailed when no condition holds and there is no default."""
        variables = Variables(token)
        for way in self.flows:
            flow = way[0]
            if flow.id != self.node.default and holds(flow, variables):
                return [way]
        return _default(self)


class ParallelGateway(Element):
    """Waits for a token on every incoming flow; sends one along every outgoing flow. Source: §13.4.1."""

    def enter(self, token: Token) -> None:
        """Wait until every incoming flow has a token here, then go on as one."""
        if len(self.node.incoming) < 2:
            token.workflow.queue(token)
            return
        token._set_state(WAITING)
        arrived: dict[str, Token] = {}
        for other in token.scope.members():
            if other.element is self and other.is_at(WAITING):
                arrived.setdefault(other.internal_data["flow"], other)
        if len(arrived) == len(self.node.incoming):
            _merge(token, list(arrived.values()))

    def choose(self, token: Token) -> list[tuple[Flow, Element]]:
        """Return all flows."""
        return self.flows


class InclusiveGateway(Element):
    """Waits for the tokens that may still come; takes every flow whose condition holds. Source: §13.4.3."""

    #: For each node of the scope: the incoming flows here that a token there can reach without passing here.
    reach: dict[str, frozenset[str]]

    def __init__(self, spec: Spec, node: Node) -> None:
        super().__init__(spec, node)
        self.reach = {}

    def enter(self, token: Token) -> None:
        """Wait where flows join; the run asks again when nothing else can step."""
        if len(self.node.incoming) < 2:
            token.workflow.queue(token)
        else:
            token._set_state(WAITING)

    def join(self, token: Token) -> bool:
        """Go on as one if no token can reach an incoming flow that has none yet; return whether it did.

        A token that can reach a flow which has its token already does not hold the gateway up.
        """
        here: dict[str, Token] = {}
        for other in token.scope.members():
            if other.element is self and other.is_at(WAITING):
                here.setdefault(other.internal_data["flow"], other)
        empty = frozenset(self.node.incoming) - here.keys()
        for other in token.scope.members():
            if other.element is self and other.is_at(PAUSED):
                return False
            reached = self.reach.get(other.element.node.id, frozenset())
            if other.element is not self and reached & empty and not reached & here.keys():
                return False
        _merge(token, list(here.values()))
        return True

    def choose(self, token: Token) -> list[tuple[Flow, Element]]:
        """Return the flows whose condition holds, else the default. Raises StepFailed when there is neither."""
        variables = Variables(token)
        held = [way for way in self.flows if way[0].id != self.node.default and holds(way[0], variables)]
        return held or _default(self)


class AllEventsGateway(Element):
    """Begins a process that needs each of its events. Source: §10.6.6 (parallel event-based gateway)."""

    def _on_complete_hook(self, token: Token) -> None:
        token.workflow.move(token, self.flows)


class EventGateway(Element):
    """Waits for the first of several events. Source: §13.4.4 (event-based gateway)."""

    is_event_gateway = True

    def enter(self, token: Token) -> None:
        """Listen for every event behind the gateway at once."""
        token._set_state(STARTED)
        for _, element in self.flows:
            element.enter(Token(token.workflow, element, token, state=WAITING))


def _merge(token: Token, arrived: list[Token]) -> None:
    for other in arrived[1:]:
        token.workflow.remove(other)
    token.workflow.queue(arrived[0])


def _default(gateway: Element) -> list[tuple[Flow, Element]]:
    for way in gateway.flows:
        if way[0].id == gateway.node.default:
            return [way]
    raise StepFailed(gateway.node.id, NO_WAY)
