"""Events. Source: BPMN 2.0.2 §10.5, §13.5."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from worklist.engine.spiff import compensation
from worklist.engine.spiff.computing import mapped
from worklist.engine.spiff.elements import Catching, Element, Listener, keep, write_outputs
from worklist.engine.spiff.host import StepFailed
from worklist.engine.spiff.scopes import EventSubprocess, propagate
from worklist.engine.spiff.tokens import Token, Variables
from worklist.errors import Phrase


class StartEvent(Element):
    """Lets the first token of a scope in."""


class CatchEvent(Catching):
    """Waits for a message, signal, day or condition, alone or behind an event gateway. Also a receive task."""

    def trigger(self, token: Token, payload: Mapping[str, Any]) -> None:
        """Take the event and go on."""
        keep(token.scope, payload)
        write_outputs(self, token, token.scope)
        token.workflow.trail.append(self.node.id)
        self.leave(token)

    def _on_complete_hook(self, token: Token) -> None:
        raise StepFailed(self.node.id, Phrase("a catch event is not completed by hand"))


class LinkCatch(Element):
    """Goes on where the link event of the same name stopped."""


class LinkThrow(Element):
    """Goes on at the link event of the same name. Source: §10.5.5 (link)."""

    def leave(self, token: Token) -> None:
        """Put the token at the partner."""
        run, scope = token.workflow, token.scope
        partner = self.spec.link_target(self.node)
        run.remove(token)
        run.place(partner, scope)


class BoundaryEvent(Listener):
    """Stands on an activity and takes its way out when the event comes. Source: §13.5.3 (boundary)."""

    def trigger(self, token: Token, payload: Mapping[str, Any]) -> None:
        """Leave by the event's flows; an interrupting event ends the activity first."""
        run, host = token.workflow, token.scope
        scope = host.scope
        keep(scope, payload)
        ways = self.choose(token)
        run.trail.append(self.node.id)
        if self.node.interrupting:
            run.remove(host)
        elif token.internal_data.get("timer", {}).get("used"):
            run.remove(token)
        run.send_along(scope, ways)


class SubprocessStart(Listener):
    """The start event of an event sub-process, listening while its scope lives. Source: §13.5.4."""

    takes_any_key = True

    def trigger(self, token: Token, payload: Mapping[str, Any]) -> None:
        """Open the event sub-process with the payload as its own variables; interrupting ends all else first."""
        run, scope = token.workflow, token.scope
        subprocess = self.spec.elements[str(self.node.scope)]
        if not isinstance(subprocess, EventSubprocess):
            raise StepFailed(self.node.id, Phrase("it starts no event sub-process"))
        run.trail.append(self.node.id)
        if self.node.interrupting:
            for member in scope.members():
                if not isinstance(member.element, BoundaryEvent):
                    run.remove(member)
        elif token.internal_data.get("timer", {}).get("used"):
            run.remove(token)
        subprocess.start(scope, self, payload)


class ThrowEvent(Element):
    """Throws a message, signal or escalation and goes on; or just marks a point. A compensation is waited for."""

    def _run_hook(self, token: Token) -> bool | None:
        if self.event.kind == "compensate" and compensation.throw(token):
            return None
        throw(self, token)
        return True if token.workflow.is_alive(token) else None

    def close(self, token: Token) -> None:
        """Go on when what was to be undone is undone."""
        token.complete()

    def _on_complete_hook(self, token: Token) -> None:
        self.leave(token)


class EndEvent(Element):
    """Ends its token after throwing what it throws. Source: §10.5.3."""

    def _run_hook(self, token: Token) -> bool | None:
        run = token.workflow
        run.reached(self.node)
        kind = self.event.kind
        if kind == "error":
            code = _code(self, token)
            if not propagate(token, "error", code):
                raise StepFailed(self.node.id, Phrase("nothing catches the error '%(code)s'", code=code))
            return None
        if kind == "cancel":
            compensation.cancel(token)
            return None
        if kind == "compensate" and compensation.throw(token):
            return None
        throw(self, token)
        if kind == "terminate" and run.is_alive(token):
            for member in token.scope.members():
                if member is not token:
                    run.remove(member)
        return True if run.is_alive(token) else None

    def close(self, token: Token) -> None:
        """End when what was to be undone is undone."""
        token.complete()

    def _on_complete_hook(self, token: Token) -> None:
        token.workflow.move(token, [])


def throw(element: Element, token: Token) -> None:
    """Throw the message, signal or escalation of an event; input parameters are its payload."""
    run, kind = token.workflow, element.event.kind
    variables = Variables(token)
    payload = mapped(element.node.id, "input parameter", element.node.inputs, variables)
    if kind == "escalation":
        propagate(token, "escalation", _code(element, token))
        return
    if kind not in {"message", "signal"}:
        return
    name = element.event.name(variables) if element.event.name else None
    if not name:
        raise StepFailed(element.node.id, Phrase("the name of its %(kind)s is empty", kind=kind))
    if kind == "message":
        run.host.send(str(name), payload)
        return
    run.throw_signal(str(name), payload)
    run.host.broadcast(str(name), payload)


def _code(element: Element, token: Token) -> str:
    return str(element.event.name(Variables(token))) if element.event.name else ""
