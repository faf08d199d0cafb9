"""Put another result in the place of one that a decision gave: the result variable, and what was taken out of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from worklist.engine.bpmn import Node
from worklist.engine.expressions import Text
from worklist.engine.spiff.computing import computed, mapped
from worklist.engine.spiff.host import StepFailed
from worklist.engine.spiff.run import Run
from worklist.engine.spiff.tokens import Token, Variables, keeper
from worklist.feel import Layer

#: The value of a variable that is not set, or that can be computed no longer.
_NONE = object()


@dataclass(frozen=True)
class Result:
    """Where a result was put: the task, the token of the scope, and of a multi-instance the member's place and item."""

    element_id: str
    scope_id: str | None
    loop_index: int | None = None
    item: Any = None


@dataclass(frozen=True)
class Change:
    """A variable with its values before and after. `stays`: a later step changed it, so that it is left as it is."""

    name: str
    before: Any
    after: Any
    stays: bool = False


def changes(run: Run, where: Result, old: Any, new: Any) -> list[Change] | None:
    """Return what another result would change, None where the part of the process that used it is over.

    A variable that holds something else than `old` gave it was changed by a later step, such as a form, and stays. What an
    output parameter takes out of the result is computed anew. Raises StepFailed where that cannot be done.
    """
    scope, node = run.token(where.scope_id or ""), run.spec.elements[where.element_id].node
    if scope is None:
        return None
    name = node.options.get("resultVariable")
    if name is None:
        return []
    after, before = _derived(node, scope, where, name.source, new), _derived_before(node, scope, where, name.source, old)
    found = []
    for name_, value in after.items():
        now = _member(_held(scope, name_), where.loop_index)
        if now != value:
            found.append(Change(name_, None if now is _NONE else now, value, stays=now != before.get(name_, _NONE)))
    return found


def replace(run: Run, where: Result, changed: list[Change]) -> None:
    """Set variables anew where they are held, and what open tasks and sub-processes took from them when they began."""
    scope = run.token(where.scope_id or "")
    values = {change.name: change.after for change in changed if not change.stays}
    if scope is None or not values:
        return
    copies = list(_copies(scope, values))
    for name, value in values.items():
        holder = _holder(scope, name)
        if where.loop_index is None:
            holder.data[name] = value
        else:
            listed = list(holder.data[name])
            listed[where.loop_index] = value
            holder.data[name] = listed
    for token, name, text in copies:
        token.data[name] = _input(token, name, text)


def _derived(node: Node, scope: Token, where: Result, name: str, value: Any) -> dict[str, Any]:
    """Return the variables that a result gives: itself, and the output parameters or output collections that read it."""
    front: dict[str, Any] = {}
    if where.loop_index is not None and node.loop is not None:
        front = {"loopCounter": where.loop_index} | ({node.loop.element: where.item} if node.loop.element else {})
    see = Layer(front, Variables(scope))
    front |= mapped(node.id, "input parameter", node.inputs, see) | {name: value}
    taken = mapped(node.id, "output parameter", _reading(node.outputs, {name}), see)
    if where.loop_index is None or node.loop is None:
        return {name: value} | taken
    front |= taken
    return mapped(node.id, "output element", _reading(node.loop.outputs, {name, *taken}), see)


def _derived_before(node: Node, scope: Token, where: Result, name: str, value: Any) -> dict[str, Any]:
    try:
        return _derived(node, scope, where, name, value)
    except StepFailed:
        return {name: value}


def _reading(texts: Mapping[str, Text], names: set[str]) -> dict[str, Text]:
    return {target: text for target, text in texts.items() if not names.isdisjoint(text.names)}


def _holder(scope: Token, name: str) -> Token:
    """Return the token that holds a variable set in a scope, as `tokens.assign` finds it."""
    holder, last = scope, keeper(scope)
    while name not in holder.data and holder is not last:
        holder = holder.scope
    return holder


def _held(scope: Token, name: str) -> Any:
    return _holder(scope, name).data.get(name, _NONE)


def _member(value: Any, index: int | None) -> Any:
    if index is None:
        return value
    return value[index] if isinstance(value, list) and index < len(value) else _NONE


def _copies(scope: Token, names: Iterable[str]) -> Iterator[tuple[Token, str, Text]]:
    """Yield the input parameters of open tasks and sub-processes below a scope that still say what the variables say."""
    known, waiting = set(names), scope.members()
    while waiting:
        token = waiting.pop(0)
        waiting += token.members()
        if token.element.manual or token.element.node.kind == "subProcess":
            for name, text in _reading(token.element.node.inputs, known).items():
                if name in token.data and token.data[name] == _input(token, name, text):
                    known.add(name)
                    yield token, name, text


def _input(token: Token, name: str, text: Text) -> Any:
    own = {key: value for key, value in token.data.items() if key not in token.element.node.inputs}
    see = Layer(own, Variables(token.scope))
    return computed(token.element.node.id, f"input parameter {name!r}", text, see, may_be_unset=True)
