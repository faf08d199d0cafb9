"""Activities. Source: BPMN 2.0.2 §10.3, §13.3."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from worklist.engine.bpmn import Loop
from worklist.engine.spiff import compensation
from worklist.engine.spiff.computing import computed, is_true, mapped
from worklist.engine.spiff.elements import Element, keep, write_outputs
from worklist.engine.spiff.events import throw
from worklist.engine.spiff.host import StepFailed
from worklist.engine.spiff.scopes import go_on_failing, listen_inside
from worklist.engine.spiff.subjects import origin_of
from worklist.engine.spiff.tokens import READY, STARTED, WAITING, Token, Variables, assign, setting
from worklist.errors import Phrase

#: Most instances of one multi-instance activity.
MAX_INSTANCES = 1_000


class Activity(Element):
    """A task, sub-process or call: boundary events guard it, parameters are local to it, it may run many times."""

    def enter(self, token: Token) -> None:
        """Begin the activity, or its instances."""
        self.guard(token)
        if self.node.loop is None:
            self.begin(token)
        else:
            self._open_loop(token, self.node.loop)

    def guard(self, token: Token) -> None:
        """Let the boundary events listen."""
        for node in self.spec.source.boundaries(self.node.id):
            if node.event.kind == "compensate":
                continue  # stands on what is over
            listener = Token(token.workflow, self.spec.elements[node.id], token, state=WAITING)
            listener.element.enter(listener)

    def begin(self, token: Token) -> None:
        """Set the local parameters and do what the activity does."""
        variables = Variables(token)
        token.data.update(mapped(self.node.id, "input parameter", self.node.inputs, variables))
        self.activate(token)

    def activate(self, token: Token) -> None:
        """Step when the turn comes."""
        token.workflow.queue(token)

    def leave(self, token: Token) -> None:
        """Hand out the output parameters; then go on, or go on with the loop."""
        write_outputs(self, token, token.scope)
        if self.node.loop is not None and self.node.loop.outputs and token.internal_data.get("role") == "instance":
            collect(token, self.node.loop)
        compensation.remember(token)
        if token.internal_data.get("role") == "instance" and self.node.loop is not None:
            self._next_of_loop(token, self.node.loop)
        else:
            super().leave(token)

    def go_on(self, token: Token) -> None:
        """Send the token on, unless what is done now is all that the ad-hoc sub-process around it needs."""
        around = token.scope.scope if token.scope.element.is_event_gateway else token.scope
        if not around.element.completes(around):
            super().go_on(token)

    # -- loops (§10.3.8) and multi-instance (§10.3.9, §13.3.7) --------------------------

    def _open_loop(self, token: Token, loop: Loop) -> None:
        token._set_state(STARTED)
        if loop.is_standard:
            token.internal_data["loop"] = {"begun": 0, "ended": 0}
            self._again(token, loop, is_first=True)
            return
        items = _items(self, token, loop)
        token.internal_data["loop"] = {"items": items, "begun": 0, "ended": 0}
        token.data |= {"nrOfInstances": len(items), "nrOfCompletedInstances": 0, "nrOfActiveInstances": 0}
        token.data |= {name: [None] * len(items) for name in loop.outputs}
        for _ in range(min(1, len(items)) if loop.sequential else len(items)):
            self._begin_instance(token, loop)
        if not items:
            self._leave_body(token, loop)

    def _leave_body(self, body: Token, loop: Loop) -> None:
        """Hand out the collected outputs, one for each item in the order of the items, and go on."""
        assign(setting(body), {name: body.data[name] for name in loop.outputs})
        self._leave_loop(body)

    def _begin_instance(self, body: Token, loop: Loop) -> None:
        state = body.internal_data["loop"]
        index = state["begun"]
        state["begun"] = index + 1
        instance = Token(body.workflow, self, body, state=READY)
        instance.internal_data["role"] = "instance"
        instance.data["loopCounter"] = index
        if not loop.is_standard:
            instance.internal_data["isolated"] = True
            body.data["nrOfActiveInstances"] = state["begun"] - state["ended"]
        if loop.element:
            instance.data[loop.element] = state["items"][index]
        self.begin(instance)

    def _next_of_loop(self, instance: Token, loop: Loop) -> None:
        body, run = instance.scope, instance.workflow
        state = body.internal_data["loop"]
        state["ended"] += 1
        if loop.is_standard:
            run.remove(instance)
            self._again(body, loop)
            return
        body.data |= {"nrOfCompletedInstances": state["ended"], "nrOfActiveInstances": state["begun"] - state["ended"]}
        done = loop.until is not None and is_true(self.node.id, "completion condition", loop.until, Variables(instance))
        run.remove(instance)
        if done or state["ended"] == len(state["items"]):
            self._leave_body(body, loop)
        elif loop.sequential:
            self._begin_instance(body, loop)

    def _again(self, body: Token, loop: Loop, *, is_first: bool = False) -> None:
        """Begin the next round of a standard loop, or leave it."""
        rounds = body.internal_data["loop"]["begun"]
        body.data["loopCounter"] = rounds
        asked = loop.condition if loop.test_before or not is_first else None
        holds = asked is None or is_true(self.node.id, "loop condition", asked, Variables(body))
        if holds and (loop.maximum is None or rounds < loop.maximum):
            self._begin_instance(body, loop)
        else:
            self._leave_loop(body)

    def _leave_loop(self, body: Token) -> None:
        compensation.hand_up(body)
        super().leave(body)


class PlainTask(Activity):
    """A task without a performer, or a manual task: passes at once. Source: §10.3.3."""


class UserTask(Activity):
    """Waits for a person. Source: §10.3.4.1 (user task). `writ:renews`: docs/diagrams.md."""

    def activate(self, token: Token) -> None:
        """Wait for a person; a task that renews takes the place of the one still open at the same element."""
        if self.node.properties.get("writ:renews") == "true":
            for other in token.scope.members():
                if other.element is self and other is not token:
                    token.workflow.remove(other)
        token._set_state(READY)


class ReceiveTask(Activity):
    """Waits for a message. Source: §10.3.3 (receive task)."""

    def activate(self, token: Token) -> None:
        """Wait for the message."""
        token._set_state(WAITING)

    def trigger(self, token: Token, payload: Mapping[str, Any]) -> None:
        """Take the message."""
        keep(setting(token), payload)
        token.complete()


class SendTask(Activity):
    """Sends a message. Source: §10.3.3 (send task)."""

    def _run_hook(self, token: Token) -> bool:
        throw(self, token)
        return True


class ServiceTask(Activity):
    """Has its topic's worker do the work; what it returns becomes variables. Source: §10.3.3 (service task)."""

    def _run_hook(self, token: Token) -> bool:
        topic = str(self.node.options["topic"](Variables(token)))
        inputs = {name: token.data.get(name) for name in self.node.inputs}
        results = token.workflow.host.work(self.node, topic, inputs, Variables(token))
        assign(setting(token), results)
        return True


class ScriptTask(Activity):
    """Evaluates a FEEL expression into a variable. Source: §10.3.3 (script task)."""

    def _run_hook(self, token: Token) -> bool:
        value = computed(self.node.id, "script", self.node.options["script"], Variables(token))
        assign(setting(token), {self.node.options["resultVariable"].source: value})
        return True


class BusinessRuleTask(Activity):
    """Evaluates a decision. Source: §10.3.3 (business rule task); Camunda 7 manual, DMN result mapping."""

    def _run_hook(self, token: Token) -> bool:
        variables = Variables(token)
        decision = str(self.node.options["decisionRef"](variables))
        result = token.workflow.host.decide(self.node, decision, variables, origin_of(token))
        name = self.node.options.get("resultVariable")
        if name is not None:
            assign(setting(token), {name.source: result})
        return True


class CallActivity(Activity):
    """Starts another process and waits for its end. Source: §10.3.6 (call activity)."""

    def activate(self, token: Token) -> None:
        """Have the called process started with what the mappings pass on."""
        token._set_state(STARTED)
        variables = Variables(token)
        everything = {name: variables[name] for name in variables if name != "case"} if self.node.call_all[0] else {}
        passed = everything | mapped(self.node.id, "in mapping", self.node.call_in, variables)
        passed |= {name: token.data[name] for name in self.node.inputs}
        key = self.node.options["calledElement"](variables)
        if not isinstance(key, str) or not key:
            raise StepFailed(self.node.id, Phrase("expected the id of a process to call, got %(found)s", found=repr(key)))
        token.workflow.host.call(token.id, self.node, key, passed)

    def can_be_moved(self, token: Token) -> bool:
        """Return whether a called process may return."""
        return token.is_at(STARTED)

    def returned(self, token: Token, results: Mapping[str, Any]) -> None:
        """Take what the mappings hand back."""
        values = dict(results) if self.node.call_all[1] else {}
        values |= mapped(self.node.id, "out mapping", self.node.call_out, results)
        assign(setting(token), values)
        token.complete()

    def on_removed(self, token: Token) -> None:
        """Cancel the called process if it still runs."""
        if token.is_at(STARTED) and token.internal_data.get("role") != "body" and "loop" not in token.internal_data:
            token.workflow.host.cancel_call(token.id)


class SubProcess(Activity):
    """An embedded sub-process. Source: §10.3.5."""

    def activate(self, token: Token) -> None:
        """Open the scope and let the first token in."""
        token._set_state(STARTED)
        (start,) = self.spec.source.starts(self.node.id)
        listen_inside(self.spec, self.node.id, token)
        token.workflow.place(self.spec.elements[start.id], token)

    def close(self, token: Token) -> None:
        """End the sub-process when nothing is left inside, or one of its instances; one that failed or was cancelled is left."""
        if "error" in token.internal_data:
            go_on_failing(token)
        elif "cancelled" in token.internal_data:
            compensation.leave_cancelled(token)
        elif "loop" not in token.internal_data:
            token.complete()


def collect(instance: Token, loop: Loop) -> None:
    """Put what a member gives into the lists of the multi-instance, at the place of its item; null where none is given.

    Source: Camunda 8 docs, multi-instance (output collection).
    """
    variables = Variables(instance)
    for name, text in loop.outputs.items():
        value = computed(instance.element.node.id, "output element", text, variables, may_be_unset=True)
        instance.scope.data[name][instance.data["loopCounter"]] = value


def _items(activity: Activity, token: Token, loop: Loop) -> list[Any]:
    variables = Variables(token)
    if loop.collection is not None:
        items = computed(activity.node.id, "collection", loop.collection, variables)
        if not isinstance(items, list):
            raise StepFailed(activity.node.id, Phrase("expected a list as collection, got %(found)s", found=repr(items)))
    else:
        count = computed(activity.node.id, "cardinality", loop.cardinality, variables) if loop.cardinality else None
        items = list(range(_count(activity, count)))
    if len(items) > MAX_INSTANCES:
        many = Phrase("expected at most %(most)s instances, got %(found)s", most=f"{MAX_INSTANCES:,}", found=f"{len(items):,}")
        raise StepFailed(activity.node.id, many)
    return items


def _count(activity: Activity, count: Any) -> int:
    is_number = isinstance(count, int | Decimal) and not isinstance(count, bool)
    if not is_number or not 0 <= count <= MAX_INSTANCES or count != int(count):
        message = Phrase("expected a whole number of instances from 0 to %(most)s, got %(found)s", most=f"{MAX_INSTANCES:,}", found=count)
        raise StepFailed(activity.node.id, message)
    return int(count)
