"""What a run asks of the world around it. The engine's runtime answers; tests answer with a few lines."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from worklist.engine.bpmn import Node
from worklist.errors import WritError, reason_of

if TYPE_CHECKING:
    from worklist.engine.spiff.subjects import Origin


class StepFailed(Exception):
    """A step could not be taken; the transaction must be rolled back."""

    def __init__(self, element_id: str, reason: str) -> None:
        super().__init__(f"{element_id}: {reason}")
        self.element_id, self.reason = element_id, reason


@contextmanager
def blamed_on(element_id: str) -> Generator[None]:
    """Say of an unexpected error at which element it came up. Raises StepFailed."""
    try:
        yield
    except StepFailed:
        raise
    except Exception as error:
        said = reason_of(error) if isinstance(error, WritError) else f"{type(error).__name__}: {error}"
        raise StepFailed(element_id, said) from error


class Host(Protocol):
    """Everything outside the tokens."""

    now: datetime

    def facts(self) -> Mapping[str, Any]:
        """Return the read-only facts known as `case`."""

    def work(self, node: Node, topic: str, inputs: Mapping[str, Any], variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """Do a service task and return variables."""

    def decide(self, node: Node, decision: str, variables: Mapping[str, Any], origin: Origin) -> Any:
        """Evaluate a decision and return its mapped result, or that of the override in force for what it is about."""

    def send(self, name: str, payload: Mapping[str, Any]) -> None:
        """Send a message to whoever waits for it, after this run is saved."""

    def broadcast(self, name: str, payload: Mapping[str, Any]) -> None:
        """Throw a signal to all other instances, after this run is saved."""

    def call(self, token_id: str, node: Node, key: str, variables: Mapping[str, Any]) -> None:
        """Start a called process, after this run is saved."""

    def cancel_call(self, token_id: str) -> None:
        """Cancel the process that a token called."""

    def fail_caller(self, code: str) -> bool:
        """Hand an error to the calling instance; False when nobody called."""

    def escalate(self, code: str) -> None:
        """Hand an escalation to the calling instance, if there is one."""
