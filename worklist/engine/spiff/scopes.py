"""Scopes: the process, sub-processes, event sub-processes, and how errors climb out of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from worklist.engine.bpmn import Node
from worklist.engine.spiff import compensation
from worklist.engine.spiff.computing import mapped
from worklist.engine.spiff.elements import Element, Listener
from worklist.engine.spiff.host import StepFailed
from worklist.engine.spiff.tokens import STARTED, WAITING, Token, Variables
from worklist.errors import Phrase

if TYPE_CHECKING:
    from worklist.engine.spiff.spec import Spec


class ProcessScope(Element):
    """The process itself; its token is the root of the tree."""

    def open(self, token: Token, start: str | None) -> None:
        """Listen for the event sub-processes of the process, then let the first token in.

        `start`: the start event, or what took the message that begins the process. None: the start event without a
        trigger, else the first entry; a receive task or event gateway waits there for its message.
        """
        token._set_state(STARTED)
        listen_inside(self.spec, None, token)
        entry = self.entry(start)
        if start == entry.id and entry.kind != "startEvent":
            self._take_first(token, entry)
        else:
            token.workflow.place(self.spec.elements[entry.id], token)

    def entry(self, start: str | None) -> Node:
        """Return where a run begins: at what is asked for, else at the start event without a trigger, else the first entry."""
        source = self.spec.source
        plain = [node for node in source.starts(None) if node.event.kind == "none"]
        return next((node for node in source.triggers() if node.id == start), None) or (plain or source.entries())[0]

    def _take_first(self, token: Token, trigger: Node) -> None:
        """Begin at a receive task or catch event that has its message; a parallel gateway waits for the other ones."""
        run = token.workflow
        gateway = next((n for n in self.spec.source.entries() if trigger in self.spec.source.behind(n)), None)
        waits = self.spec.source.behind(gateway) if gateway is not None and gateway.all_events else [trigger]
        if gateway is not None:
            run.trail.append(gateway.id)
        placed = {node.id: run.place(self.spec.elements[node.id], token) for node in waits}
        placed[trigger.id].element.trigger(placed[trigger.id], {})

    def close(self, token: Token) -> None:
        """End the instance."""
        run = token.workflow
        for member in token.members():
            run.remove(member)
        run.ready.clear()
        run.ended = True


class EventSubprocess(Element):
    """A sub-process started by an event. Source: BPMN 2.0.2 §10.3.5, §13.5.4."""

    def start(self, scope: Token, start: Element, payload: Mapping[str, Any]) -> None:
        """Open one run of it inside `scope`; its variables stay inside."""
        run = scope.workflow
        token = Token(run, self, scope, state=STARTED)
        token.internal_data["isolated"] = True
        token.data.update(payload)
        variables = Variables(token)
        token.data.update(mapped(self.node.id, "input parameter", self.node.inputs, variables))
        run.trail.append(self.node.id)
        listen_inside(self.spec, self.node.id, token)
        run.send_along(token, start.choose(token))

    def close(self, token: Token) -> None:
        """End this run of it."""
        if "error" in token.internal_data:
            go_on_failing(token)
            return
        run, scope = token.workflow, token.scope
        compensation.remember(token)
        run.remove(token)
        run.close_if_empty(scope)


def listen_inside(spec: Spec, scope_id: str | None, token: Token) -> None:
    """Put a listener in a scope for each event sub-process that stands in it."""
    for node in spec.source.inside(scope_id):
        if node.event_subprocess:
            (start,) = spec.source.starts(node.id)
            if start.event.kind == "compensate":
                continue  # waits for the end of its scope, and is started from outside
            listener = Token(token.workflow, spec.elements[start.id], token, state=WAITING)
            listener.element.enter(listener)


def propagate(token: Token, kind: str, code: str) -> bool:
    """Let an error or escalation climb from `token` to whoever catches it; return whether somebody did.

    First the event sub-processes of each scope, then the boundary events of the activity that is the scope,
    then the calling process. Source: BPMN 2.0.2 §10.5.7 (error, escalation), §13.5.4.
    """
    run, listener = token.workflow, _catcher(token, kind, code)
    if listener is not None:
        if kind != "error" or not compensation.abort(token, listener, code):
            listener.element.trigger(listener, _payload(listener.element.node, code))
        return True
    if kind == "escalation":
        run.host.escalate(code)
        return False
    if run.host.fail_caller(code):
        run.root.element.close(run.root)
        return True
    return False


def go_on_failing(token: Token) -> None:
    """Let the error that a sub-process failed with go on, now that what was completed in it is undone."""
    code = token.internal_data.pop("error")
    if not propagate(token, "error", code):
        raise StepFailed(token.element.node.id, Phrase("nothing catches the error '%(code)s'", code=code))


def _catcher(token: Token, kind: str, code: str) -> Token | None:
    place: Token | None = token
    while place is not None:
        for listener in sorted(place.members(), key=_rank):
            if _catches(listener, kind, code):
                return listener
        place = place.scope if place.parent is not None else None
    return None


def _rank(listener: Token) -> tuple[bool, bool]:
    """Event sub-processes before boundary events, and what names a code before what takes them all."""
    return listener.element.node.kind == "boundaryEvent", listener.element.event.name is None


def _catches(token: Token, kind: str, code: str) -> bool:
    event = token.element.event
    if not isinstance(token.element, Listener) or event.kind != kind or not token.is_at(WAITING):
        return False
    return event.name is None or event.name(Variables(token)) == code


def _payload(node: Node, code: str) -> dict[str, Any]:
    variable = node.options.get("errorCodeVariable") or node.options.get("escalationCodeVariable")
    return {variable.source: code} if variable else {}

