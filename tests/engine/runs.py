"""Run a diagram without a database: a host that notes what it is asked, and a run that is saved after every step."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from worklist.engine.bpmn import Node, read_processes
from worklist.engine.spiff import Origin, Run, build, decode, encode

NOON = datetime(2026, 1, 1, 4, tzinfo=UTC)


class Notes:
    """A host that notes calls, messages and work."""

    def __init__(self, facts: Mapping[str, Any] | None = None) -> None:
        self.now, self._facts = NOON, facts or {}
        self.asked: list[tuple[Any, ...]] = []

    def facts(self) -> Mapping[str, Any]:
        return self._facts

    def work(self, node: Node, topic: str, inputs: Mapping[str, Any], variables: Mapping[str, Any]) -> Mapping[str, Any]:
        self.asked.append(("work", topic, dict(inputs)))
        return {f"done_{node.id}": True}

    def decide(self, node: Node, decision: str, variables: Mapping[str, Any], origin: Origin) -> Any:
        self.asked.append(("decide", decision))
        return {"answer": 42}

    def send(self, name: str, payload: Mapping[str, Any]) -> None:
        self.asked.append(("send", name, dict(payload)))

    def broadcast(self, name: str, payload: Mapping[str, Any]) -> None:
        self.asked.append(("signal", name, dict(payload)))

    def call(self, token_id: str, node: Node, key: str, variables: Mapping[str, Any]) -> None:
        self.asked.append(("call", key, dict(variables), token_id))

    def cancel_call(self, token_id: str) -> None:
        self.asked.append(("cancel_call", token_id))

    def fail_caller(self, code: str) -> bool:
        return False

    def escalate(self, code: str) -> None:
        self.asked.append(("escalate", code))


class Game:
    """A run that is encoded and decoded after every step, as the database would do it."""

    def __init__(self, source: bytes, facts: Mapping[str, Any] | None = None, **variables: Any) -> None:
        processes, problems = read_processes("test.bpmn", source)
        assert not problems, "\n".join(str(problem) for problem in problems)
        self.host = Notes(facts)
        self.spec = build(processes[0])
        self.run = Run(self.spec, self.host)
        self.run.begin(variables)
        self._go_on()

    def _go_on(self) -> "Game":
        self.run.settle()
        if not self.run.ended:
            self.run = decode(encode(self.run), self.spec, self.host)
        return self

    @property
    def tasks(self) -> list[str]:
        """The user tasks that wait, by element id."""
        return sorted(waiting.node.id for waiting in self.run.user_tasks())

    @property
    def ended(self) -> bool:
        """Whether the process has ended."""
        return self.run.ended

    @property
    def ends(self) -> list[str]:
        """The end events reached."""
        return list(self.run.root.internal_data.get("ends", []))

    def variable(self, name: str) -> Any:
        """A variable of the process."""
        return self.run.root.data.get(name)

    def complete(self, element: str, **values: Any) -> "Game":
        """Complete the first task at an element."""
        token = next(waiting.id for waiting in self.run.user_tasks() if waiting.node.id == element)
        self.run.complete(token, values)
        return self._go_on()

    def message(self, name: str, **payload: Any) -> "Game":
        """Deliver a message to everybody who waits for it."""
        for waiting in [w for w in self.run.waiting("message") if name in w.names]:
            self.run.deliver(waiting.id, payload)
        return self._go_on()

    def signal(self, name: str, **payload: Any) -> "Game":
        """Throw a signal from outside."""
        self.run.throw_signal(name, payload)
        return self._go_on()

    def at(self, now: datetime) -> "Game":
        """Let time pass: timers that are due fire."""
        self.host.now = now
        return self._go_on()

    def due(self, element: str) -> datetime | None:
        """When the timer at an element is due."""
        found = next(waiting.timer for waiting in self.run.timers() if waiting.node.id == element)
        return datetime.fromisoformat(found["due"]) if found and found["due"] else None
