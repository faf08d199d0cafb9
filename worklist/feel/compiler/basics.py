"""Closures of literals, names, paths, filters, lists and contexts. Source: DMN 1.5 §10.3.2.5, §10.3.2.13 (semantics)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from worklist.feel.builtins import function_value
from worklist.feel.compiler.core import Compiler, Run, compiles
from worklist.feel.compiler.properties import member
from worklist.feel.grammar.tree import Constant, ContextOf, Filter, Index, ListOf, Name, Path
from worklist.feel.scope import Layer, Meter, State
from worklist.feel.values import PLAIN, incoming


@compiles(Constant)
def constant(compiler: Compiler, node: Constant) -> Run:
    """A literal is its value."""
    value = node.value
    return lambda state: value


@compiles(Name)
def name(compiler: Compiler, node: Name) -> Run:
    """A name is looked up in the scope, then among the built-in functions; an unknown one is null."""
    wanted = node.name
    if wanted not in compiler.bound:
        compiler.notes.names.add(wanted)

    def run(state: State) -> Any:
        try:
            value = state.scope[wanted]
        except KeyError:
            function = function_value(wanted)
            if function is None:
                state.meter.miss(f"the name {wanted!r} is not known")
            return function
        return value if type(value) in PLAIN else incoming(value)

    return run


@compiles(Path)
def path(compiler: Compiler, node: Path) -> Run:
    """A member of a context, of every member of a list, or a property of a temporal value or a range."""
    source, wanted = compiler.run(node.source), node.name

    def run(state: State) -> Any:
        owner = source(state)
        if type(owner) is dict and wanted in owner:
            value = owner[wanted]
            return value if type(value) in PLAIN else incoming(value)
        return member(owner, wanted, state.meter)

    return run


@compiles(ListOf)
def list_of(compiler: Compiler, node: ListOf) -> Run:
    """The values of the members."""
    runs = [compiler.run(one) for one in node.members]
    return lambda state: [run(state) for run in runs]


@compiles(ContextOf)
def context_of(compiler: Compiler, node: ContextOf) -> Run:
    """The values of the entries, later ones seeing earlier ones."""
    runs, inner = [], compiler
    for key, value in node.entries:
        runs.append((key, inner.run(value)))
        inner = inner.binding(key)

    def run(state: State) -> dict[str, Any]:
        built: dict[str, Any] = {}
        inside = state.inner(built)
        for key, entry in runs:
            built[key] = entry(inside)
        return built

    return run


@compiles(Filter)
def filter_(compiler: Compiler, node: Filter) -> Run:
    """The members that meet the condition, or the one at a place. A value that is no list is a list of one."""
    source = compiler.run(node.source)
    condition, weight = compiler.binding("item").weighed(node.condition)

    def run(state: State) -> Any:
        value = source(state)
        members = value if isinstance(value, list) else [] if value is None else [value]
        if not members:
            place = condition(State(Layer({"item": None}, state.scope), state.meter))
            return None if isinstance(place, Decimal) else []
        found = []
        for member_ in members:
            one = incoming(member_)
            state.meter.step(weight)
            held = condition(_seeing(one, state))
            if held is True:
                found.append(one)
            elif isinstance(held, Decimal):
                return at_place(members, held, state.meter)
        return found

    return run


def _seeing(member_: Any, state: State) -> State:
    """Return a state that sees a member as `item`, and the entries of a context by their names."""
    scope: Mapping[str, Any] = Layer({"item": member_}, state.scope)
    return State(Layer(member_, scope) if isinstance(member_, Mapping) else scope, state.meter)


def at_place(members: list[Any], place: Decimal, meter: Meter) -> Any:
    """Return the member at a place (from 1, from the end when negative), null, with the reason kept, without one."""
    index = int(place)
    if index == 0 or index != place or abs(index) > len(members):
        meter.fail(f"there is no member {place} in a list of {len(members)}", None)
        return None
    return incoming(members[index - 1 if index > 0 else index])


@compiles(Index)
def index(compiler: Compiler, node: Index) -> Run:
    """`list[0]` and `context["key"]` of the `${…}` dialect."""
    source, key = compiler.run(node.source), compiler.run(node.key)

    def run(state: State) -> Any:
        owner, wanted = source(state), key(state)
        if isinstance(owner, list) and isinstance(wanted, Decimal):
            place = int(wanted)
            return incoming(owner[place]) if wanted == place and 0 <= place < len(owner) else None
        if isinstance(wanted, str):
            return member(owner, wanted, state.meter)
        state.meter.fail("expected list[number] or context['name']", owner, wanted)
        return None

    return run


