"""Compensation: undo what was completed, what was completed last first. Source: BPMN 2.0.2 §10.5.6, §13.5.5.

The token of a scope keeps under `done` a record of each completed activity that can be undone, in the order in which
they were completed. Undoing one takes its record away, so nothing is undone twice; a diagram without compensation
handlers keeps nothing. A record is a list, as MessagePack gives it back:

- the id of the activity;
- the id of the compensation activity or event sub-process that undoes it; None: what is inside it is undone;
- the variables that were local to it when it ended, None for none;
- of a sub-process: the records inside it, None where its compensation activity undoes it as a whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from worklist.engine.spiff.elements import Element, Listener
from worklist.engine.spiff.tokens import STARTED, Token

if TYPE_CHECKING:
    from worklist.engine.spiff.scopes import EventSubprocess

Record = list[Any]


class Undoing(Element):
    """A compensation that runs: its token carries what is left to `undo`, the current one (`begun`) included.

    One handler runs at a time, inside the token, which stands in the scope of what is undone. `then`: the id of the
    token that waits for it. The standard lets independent handlers run at once; one by one is in keeping with it.
    """

    def _run_hook(self, token: Token) -> bool | None:
        state = token.internal_data
        while state["undo"]:
            if state.pop("begun", None):
                state["undo"].pop()
                continue
            state["begun"] = True
            self._begin(token, state["undo"][-1])
            if token.members() or not token.workflow.is_alive(token):
                return None
        return True

    def _begin(self, token: Token, record: Record) -> None:
        """Start the handler of a completed activity, or begin to undo what is inside it."""
        activity, handler, data, inside = record
        run, elements = token.workflow, self.spec.elements
        run.undone.append(activity)
        if inside is None:
            run.place(elements[handler], token, data=data)
            return
        scope = Token(run, self, token, state=STARTED)
        scope.data.update(data or {})
        if is_isolated(elements[activity]):
            scope.internal_data["isolated"] = True
        if handler is None:
            scope.internal_data["undo"] = list(inside)
            run.queue(scope)
            return
        scope.internal_data |= {"undo": [], "done": list(inside)}
        (start,) = self.spec.source.starts(handler)
        cast("EventSubprocess", elements[handler]).start(scope, elements[start.id], {})

    def where(self, token: Token) -> str:
        """Return the activity that is undone, else where the compensation was asked for."""
        left = token.internal_data["undo"]
        return str(left[-1][0]) if left else token.scope.element.where(token.scope)

    def close(self, token: Token) -> None:
        """Take the next turn when a handler has ended."""
        if token.is_at(STARTED):
            token.workflow.queue(token)

    def on_removed(self, token: Token) -> None:
        """Give back what is not undone, so that it may be later; a handler that has not ended counts as not begun."""
        scope, left = token.scope.internal_data, token.internal_data["undo"]
        waiting = token.workflow.token(token.internal_data["then"]) if left and "then" in token.internal_data else None
        if waiting is not None and waiting.element is self:
            token.workflow.remove(waiting)
        if not isinstance(token.scope.element, Undoing):
            if left:
                scope["done"] = left + scope.get("done", [])
        elif scope.get("begun"):
            scope["undo"][-1][-1] = token.internal_data.get("done", left)

    def _on_complete_hook(self, token: Token) -> None:
        run, scope = token.workflow, token.scope
        then = token.internal_data.get("then")
        waiting = run.token(then) if then else None
        run.remove(token)
        if waiting is not None:
            waiting.element.close(waiting)
        if waiting is None or waiting.element is self:
            run.close_if_empty(scope)


def is_isolated(element: Element) -> bool:
    """Return whether variables set inside an activity stay inside it. Source: docs/decisions/0004."""
    loop = element.node.loop
    return element.node.event_subprocess or (loop is not None and not loop.is_standard)


# -- remembering ---------------------------------------------------------------------------


def remember(token: Token) -> None:
    """Keep a record of an activity that ends here, if it can be undone."""
    element, done = token.element, token.internal_data.pop("done", [])
    if not element.can_be_undone or isinstance(token.scope.element, Undoing):
        return
    handler = element.spec.elements[element.handler] if element.handler else None
    if handler is None and not done:
        return
    inside = None if handler is not None and handler.node.for_compensation else done
    _keep(token.scope, [[element.node.id, element.handler, dict(token.data) or None, inside]])


def hand_up(body: Token) -> None:
    """Give the records of the instances of a loop or multi-instance, which ends here, to its scope."""
    done = body.internal_data.pop("done", [])
    if done and not isinstance(body.scope.element, Undoing):
        _keep(body.scope, done)


def _keep(scope: Token, records: list[Record]) -> None:
    scope.internal_data.setdefault("done", []).extend(records)


# -- throwing ------------------------------------------------------------------------------


def throw(token: Token) -> bool:
    """Begin to undo what the throwing event at a token names; return whether the token must wait for it.

    Without an activity: all that is completed in the scope of the event and, out of an event sub-process, in the scope
    around it. Source: §10.5.5 (compensation: visible activities).
    """
    event, first = token.element.event, None
    then = token.id if event.waits else None
    for scope in reversed(list(_visible(token))):
        records = _take(scope, event.activity)
        if records:
            first = _undo(scope, records, str(then) if then else None)
            then = first.id
    if first is not None:
        first.workflow.queue(first)
    return first is not None and event.waits


def _visible(token: Token) -> Iterator[Token]:
    scope = token.scope
    yield scope
    while scope.element.node.event_subprocess:
        scope = scope.scope
        yield scope


def _take(scope: Token, activity: str | None) -> list[Record]:
    """Take the records of an activity (None: of all) out of a scope."""
    done = scope.internal_data.pop("done", [])
    left = [record for record in done if activity not in {None, record[0]}]
    if left:
        scope.internal_data["done"] = left
    return [record for record in done if activity in {None, record[0]}]


def _undo(scope: Token, records: list[Record], then: str | None = None) -> Token:
    token = Token(scope.workflow, scope.workflow.spec.undoing, scope, state=STARTED)
    token.internal_data["undo"] = records
    if then is not None:
        token.internal_data["then"] = then
    return token


# -- cancelling ----------------------------------------------------------------------------


def cancel(token: Token) -> None:
    """End all else in the transaction around a token, undo what was done in it, then leave it. Source: §10.2.5, §13.4."""
    transaction = token.scope
    while not transaction.element.node.is_transaction:
        transaction = transaction.scope
    transaction.internal_data["cancelled"] = True
    _undo_all(transaction)


def leave_cancelled(transaction: Token) -> None:
    """Leave a transaction in which all is undone by its cancel event."""
    listener = next(member for member in transaction.members() if member.element.event.kind == "cancel")
    listener.element.trigger(listener, {})


def _undo_all(scope: Token) -> None:
    """End what runs in a scope and undo what was done in it, in scopes that are still open too.

    Only errors, and the way out, are still listened for: the activity itself is over. Source: §13.5.5 (cancellation of
    an active sub-process undoes the completed portions of it).
    """
    run = scope.workflow
    _stop_undoing(scope)
    records = [*scope.internal_data.pop("done", []), *_unfinished(scope)]
    for member in scope.members():
        if not (isinstance(member.element, Listener) and member.element.event.kind in {"cancel", "error"}
                and member.element.node.kind == "boundaryEvent"):  # fmt: skip
            run.remove(member)
    run.queue(_undo(scope, records))


# -- failing -------------------------------------------------------------------------------


def abort(token: Token, listener: Token, code: str) -> bool:
    """Undo first what was completed in a sub-process that an error leaves; return whether there is anything.

    The error goes on to the listener when it is undone. An error that leaves a transaction undoes nothing in it (hazard).
    Source: §10.5.6 (relationship between error handling and compensation: presumed abort), §10.2.5.
    """
    left = _left_by(token, listener)
    if left is None:
        return False
    _stop_undoing(left)
    if not (left.internal_data.get("done") or _unfinished(left)):
        return False
    left.internal_data["error"] = code
    _undo_all(left)
    return True


def _left_by(token: Token, listener: Token) -> Token | None:
    """Return the outermost sub-process that an error leaves; what failed inside it is taken away, not to be undone."""
    place, failed, left = token, None, None
    path = [token]
    while place is not listener.scope:
        place = place.scope
        path.append(place)
    if listener.element.node.kind != "boundaryEvent":
        path.pop()
    for inner, place in pairwise([token, *path]):
        if isinstance(place.element, Undoing) and place.internal_data["undo"] and not _undoes(inner):
            place.internal_data["undo"].pop()
            place.internal_data.pop("begun", None)
            failed = inner
        elif place.element.node.is_transaction:
            failed, left = place, None
        elif place.element.node.is_subprocess:
            left = place
    if left is not None and failed is not None:
        left.workflow.remove(failed)
    return left


def _undoes(token: Token) -> bool:
    """Return whether a token undoes step by step, and is no handler or scope of one."""
    return isinstance(token.element, Undoing) and bool(token.internal_data["undo"])


# -- what is left --------------------------------------------------------------------------


def _stop_undoing(scope: Token) -> None:
    """End the compensations that run in a scope; they give back what they have not undone."""
    for member in scope.members():
        if isinstance(member.element, Undoing):
            scope.workflow.remove(member)
        else:
            _stop_undoing(member)


def _unfinished(scope: Token) -> list[Record]:
    """Return records of what was completed inside the open activities of a scope."""
    found: list[Record] = []
    for member in scope.members():
        inside = [*member.internal_data.get("done", []), *_unfinished(member)]
        if "loop" in member.internal_data:
            found += inside
        elif inside:
            found.append([member.element.node.id, None, dict(member.data) or None, inside])
    return found
