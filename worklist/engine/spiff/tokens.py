"""Tokens: SpiffWorkflow tasks that are alive, and the variables they see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from SpiffWorkflow.task import Task as SpiffTask
from SpiffWorkflow.util.task import TaskState

if TYPE_CHECKING:
    from worklist.engine.spiff.elements import Element
    from worklist.engine.spiff.run import Run

READY, WAITING, STARTED = TaskState.READY, TaskState.WAITING, TaskState.STARTED
#: Waits for a job of its own; `pause` in its internal data says whether before or after its element.
PAUSED = TaskState.FUTURE


class Token(SpiffTask):
    """A token at an element. Its parent is the token of its scope, its `data` the variables local to it.

    `internal_data`: flow (by which it came, at joins) · role (body, instance) and loop (multi-instance) ·
    isolated (True: variables set inside stay inside) · timer (due, follows, at, cycle) · done (of a scope: records of
    completed activities that can be undone) · undo, begun, then (of a compensation that runs) · cancelled, error (of a
    sub-process that is left when all in it is undone): compensation.py · about (of the process): what it was begun for.
    """

    id: str  # the UUID of its row: text is hashed once, a UUID each time it is looked up
    workflow: Run
    data: dict[str, Any]
    internal_data: dict[str, Any]

    def __init__(self, run: Run, element: Element, scope: Token | None, state: int) -> None:
        super().__init__(run, element, scope, state, id=str(uuid4()))

    def _set_state(self, value: int) -> None:
        self._state = value  # without the library's logging: a third of the cost of a step

    @property
    def element(self) -> Element:
        """The element the token stands at."""
        return cast("Element", self.task_spec)

    @property
    def scope(self) -> Token:
        """The token of the scope this one is in."""
        return cast("Token", self.parent)

    def members(self) -> list[Token]:
        """Return the tokens directly inside this one."""
        tasks = self.workflow.tasks
        return [tasks[child] for child in self._children]

    def is_at(self, state: int) -> bool:
        """Return whether the token is in exactly this state."""
        return bool(self._state == state)


class Variables(Mapping[str, Any]):
    """The variables a token sees: its own, its scopes' from inside out, and `case`."""

    def __init__(self, token: Token) -> None:
        self._token = token

    def __getitem__(self, name: str) -> Any:
        if name == "case":
            return self._token.workflow.host.facts()
        token: Token | None = self._token
        while token is not None:
            if name in token.data:
                return token.data[name]
            token = cast("Token | None", token.parent)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        seen = {"case"}
        token: Token | None = self._token
        while token is not None:
            seen.update(token.data)
            token = cast("Token | None", token.parent)
        return iter(seen)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def keeper(token: Token) -> Token:
    """Return the token that keeps variables set at `token`: the nearest isolated scope, else the process."""
    while not token.internal_data.get("isolated") and token.parent is not None:
        token = token.scope
    return token


def setting(token: Token) -> Token:
    """Return where what an activity sets is set: in itself for a member of a multi-instance, else in its scope."""
    return token if token.internal_data.get("isolated") else token.scope


def assign(token: Token, values: Mapping[str, Any]) -> None:
    """Set variables from a place in the process: where the name is known up to the keeper, else at the keeper."""
    last = keeper(token)
    for name, value in values.items():
        holder = token
        while name not in holder.data and holder is not last:
            holder = holder.scope
        holder.data[name] = value
