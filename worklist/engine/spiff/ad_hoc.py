"""Ad-hoc sub-processes. Source: BPMN 2.0.2 §10.3.5, §13.3.5; docs/diagrams.md."""

from __future__ import annotations

from typing import TYPE_CHECKING

from worklist.engine.bpmn import AdHoc, Node
from worklist.engine.spiff.activities import Activity, SubProcess
from worklist.engine.spiff.computing import is_true
from worklist.engine.spiff.elements import Listener
from worklist.engine.spiff.host import StepFailed
from worklist.engine.spiff.scopes import EventSubprocess, listen_inside
from worklist.engine.spiff.tokens import PAUSED, STARTED, Token, Variables
from worklist.errors import Phrase

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
        """Offer activities until something is begun, or the sub-process ends.

        Raises StepFailed when a whole turn was passed at once and the condition does not hold: it never would.
        """
        offers, passed = self.spec.source.offered(self.node.id), 0
        while passed < len(offers):
            passed += self._offer_next(token, offers)
            if not token.workflow.is_alive(token) or _is_at_work(token):
                return
            if self._is_done(token):
                token.complete()
                return
        raise StepFailed(self.node.id, Phrase("all of it was passed at once, and its completion condition does not hold"))

    def _offer_next(self, token: Token, offers: list[Node]) -> int:
        """Put a token at each activity that is offered now and return how many they are."""
        run, state = token.workflow, token.internal_data
        first = state.get("offered", 0) % len(offers)
        now = offers[first : first + 1] if self._ad_hoc.sequential else offers
        state["offered"] = first + len(now)
        state["offering"] = True  # one that passes at once must not end the scope meanwhile
        for node in now:
            if run.is_alive(token) and not state.get("closing"):
                run.place(self.spec.elements[node.id], token)
        del state["offering"]
        return len(now)

    def _is_done(self, token: Token) -> bool:
        """Return whether nothing more is offered. While its condition does not hold, all is offered anew."""
        state = token.internal_data
        has_more = state["offered"] < len(self.spec.source.offered(self.node.id))
        return bool(state.get("closing")) or not (has_more or self._ad_hoc.until is not None)

    def close(self, token: Token) -> None:
        """Offer what comes next; end where nothing does."""
        if "loop" in token.internal_data or token.internal_data.get("offering"):
            return
        if self._is_done(token):
            token.complete()
        else:
            self._offer(token)

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


def _is_at_work(token: Token) -> bool:
    """Return whether more than listeners is left in a scope."""
    return any(not isinstance(member.element, Listener) for member in token.members())


def _has_begun(member: Token) -> bool:
    """Return whether a token is an activity at work; one before an asynchronous border is not yet."""
    is_work = isinstance(member.element, (Activity, EventSubprocess, Listener))
    return is_work and not (member.is_at(PAUSED) and member.internal_data.get("pause") == "before")
