"""Ad-hoc sub-processes. Source: BPMN 2.0.2 §10.3.5, §13.3.5; docs/diagrams.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worklist.engine.bpmn import AdHoc, Node
from worklist.engine.spiff.activities import Activity, SubProcess
from worklist.engine.spiff.computing import is_true
from worklist.engine.spiff.elements import Listener
from worklist.engine.spiff.scopes import EventSubprocess, listen_inside
from worklist.engine.spiff.tokens import PAUSED, STARTED, Token, Variables

if TYPE_CHECKING:
    from worklist.engine.spiff.spec import Spec


class AdHocSubProcess(SubProcess):
    """Offers its activities, all at once or one after the other, until its condition holds or all are done.

    `offered` in the internal data of its token counts the activities offered so far, `closing` says that the condition
    held and only what had begun is still done.
    """

    def __init__(self, spec: Spec, node: Node) -> None:
        super().__init__(spec, node)
        self._ad_hoc = node.ad_hoc or AdHoc()

    def activate(self, token: Token) -> None:
        """Open the scope and offer what may be done first."""
        token._set_state(STARTED)
        listen_inside(self.spec, self.node.id, token)
        self._offer(token)

    def _offer(self, token: Token) -> None:
        """Put a token at each activity that is offered now; one that passes at once must not end the scope meanwhile."""
        run, state = token.workflow, token.internal_data
        offers = self.spec.source.offered(self.node.id)
        first = state.get("offered", 0) % len(offers)
        now = offers[first : first + 1] if self._ad_hoc.sequential else offers
        state["offered"] = first + len(now)
        state["offering"] = True
        for node in now:
            if run.is_alive(token) and not state.get("closing"):
                run.place(self.spec.elements[node.id], token)
        del state["offering"]
        run.close_if_empty(token)

    def close(self, token: Token) -> None:
        """Offer what comes next; end where nothing does. While its condition does not hold, all is offered anew."""
        state = token.internal_data
        if "loop" in state or state.get("offering"):
            return
        has_more = state["offered"] < len(self.spec.source.offered(self.node.id))
        if not state.get("closing") and (has_more or self._ad_hoc.until is not None):
            self._offer(token)
        else:
            token.complete()

    def completes(self, scope: Token) -> bool:
        """Ask the condition, once an activity inside is done; where it holds, end now or when what has begun is done."""
        until = self._ad_hoc.until
        if until is None or scope.internal_data.get("closing"):
            return False
        if not is_true(self.node.id, "completion condition", until, Variables(scope)):
            return False
        if self._ad_hoc.cancels or self._ad_hoc.sequential:
            scope.complete()
            return True
        scope.internal_data["closing"] = True
        for member in scope.members():
            if not _has_begun(member):
                scope.workflow.remove(member)
        return False


def _has_begun(member: Token) -> bool:
    """Return whether a token is an activity at work; one before an asynchronous border is not yet."""
    is_work = isinstance(member.element, (Activity, EventSubprocess, Listener))
    return is_work and not (member.is_at(PAUSED) and member.internal_data.get("pause") == "before")
