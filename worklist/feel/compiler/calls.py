"""Closures of calls and of defined functions. Source: DMN 1.5 §10.3.2.13, §10.3.2.15 (invocation)."""

from collections.abc import Mapping
from typing import Any

from worklist.feel.builtins import BUILT_INS, described, invoke
from worklist.feel.compiler.core import Compiler, Run, brief, compiles
from worklist.feel.errors import FeelError, LimitExceeded
from worklist.feel.grammar.tree import Call, FunctionOf, Name, Type
from worklist.feel.scope import Layer, Meter, State, size_of
from worklist.feel.types import Types
from worklist.feel.values import Function

#: Functions that ask whether their first argument has a value.
FORGIVING = frozenset({"is defined", "get or else"})


@compiles(Call)
def call(compiler: Compiler, node: Call) -> Run:
    """A call of a built-in function, of one defined in the text, or of one of the model."""
    if isinstance(node.function, Name):
        name = node.function.name
        if name not in compiler.bound and name not in compiler.functions:
            return _built_in(compiler, node, name)
    return _defined(compiler, node)


def _built_in(compiler: Compiler, node: Call, name: str) -> Run:
    if name not in BUILT_INS:
        raise compiler.refuse(node.function, f"the function {name!r} is not known")
    candidates = []
    for overload in BUILT_INS[name]:
        order = overload.order(len(node.arguments), node.names)
        if order is not None:
            candidates.append((overload, order))
    if not candidates:
        raise compiler.refuse(node.function, f"expected {described(name)}")
    runs = [compiler.run(argument) for argument in node.arguments]
    if name in FORGIVING:
        asked, others = runs[0], runs[1:]

        def forgiving(state: State) -> Any:
            values = [state.meter.forgiving(asked, state), *(argument(state) for argument in others)]
            return invoke(name, candidates, values, state.meter)

        return forgiving

    def run(state: State) -> Any:
        return invoke(name, candidates, [argument(state) for argument in runs], state.meter)

    return run


def _defined(compiler: Compiler, node: Call) -> Run:
    function, names = compiler.run(node.function), node.names
    runs = [compiler.run(argument) for argument in node.arguments]

    def run(state: State) -> Any:
        called, values = function(state), [argument(state) for argument in runs]
        if not isinstance(called, Function):
            state.meter.fail(f"{brief(called)} is no function", called)
            return None
        return call_function(called, values, names, state.meter)

    return run


def call_function(function: Function, values: list[Any], names: tuple[str, ...], meter: Meter) -> Any:
    """Call a function with values in order, or by name. Null, with the reason kept, when they do not fit."""
    wanted = function.parameters
    if names:
        if set(names) != set(wanted):
            meter.fail(f"expected the arguments {', '.join(wanted)}, got {', '.join(names)}")
            return None
        values = [values[names.index(name)] for name in wanted]
    try:
        return function.call(meter, values)
    except LimitExceeded:
        raise
    except FeelError as problem:
        meter.fail(str(problem))
        return None


@compiles(FunctionOf)
def function_of(compiler: Compiler, node: FunctionOf) -> Run:
    """A function that sees the names of the place where it is defined."""
    for type_ in node.types:
        if type_ is not None and not compiler.types.knows(type_):
            raise compiler.refuse(node, f"the type {type_} is not known")
    before = compiler.notes.nodes
    body = compiler.binding(*node.parameters).run(node.body)
    levels = 2 + (compiler.notes.nodes - before).bit_length()

    def run(state: State) -> Function:
        return closure(node.parameters, node.types, body, state.scope, compiler.types, levels)

    return run


def closure(
    parameters: tuple[str, ...], wanted: tuple[Type | None, ...], body: Run, scope: Mapping[str, Any], types: Types, levels: int
) -> Function:
    """Return a function of a compiled body. `levels`: how deep one call goes."""

    def call_(meter: Meter, values: list[Any]) -> Any:
        if len(values) != len(parameters):
            raise FeelError(f"expected {len(parameters)} arguments, got {len(values)}")
        seen = {}
        for name, type_, value in zip(parameters, wanted, values, strict=True):
            meter.step(size_of(value) // 4 if type_ is not None else 0)
            fits, seen[name] = types.coerced(value, type_, meter)
            if not fits:
                raise FeelError(f"expected {name} as {type_}, got {brief(value)}")
        meter.enter(levels)
        try:
            return body(State(Layer(seen, scope), meter))
        finally:
            meter.depth -= levels

    return Function(parameters, call_, wanted)
