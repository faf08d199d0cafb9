"""Closures of conditions: three-valued logic and comparison. Source: DMN 1.5 tables 47 to 51."""

from collections.abc import Mapping

from worklist.feel.comparing import compare, holds
from worklist.feel.compiler.core import Compiler, Run, brief, compiles
from worklist.feel.grammar.tree import Between, Compare, Constant, Empty, If, InstanceOf, Logic, Not
from worklist.feel.scope import State, size_of
from worklist.feel.values import Range


@compiles(If)
def if_(compiler: Compiler, node: If) -> Run:
    """The first branch when the condition is true, the second for false, null and anything else."""
    condition, yes, no = compiler.run(node.condition), compiler.run(node.yes), compiler.run(node.no)
    return lambda state: yes(state) if condition(state) is True else no(state)


@compiles(Logic)
def logic(compiler: Compiler, node: Logic) -> Run:
    """`and`, `or`: decided by the first operand that can; null when none does and one is no boolean."""
    runs = [compiler.run(operand) for operand in node.operands]
    deciding = not node.conjunction

    def run(state: State) -> bool | None:
        unknown = False
        for operand in runs:
            value = operand(state)
            if isinstance(value, bool):
                if value is deciding:
                    return value
                continue
            unknown = True
            if value is not None:
                state.meter.fail(f"expected true or false, got {brief(value)}")
        return None if unknown else not deciding

    return run


@compiles(Not)
def not_(compiler: Compiler, node: Not) -> Run:
    """`!a`: in `${…}` a missing value counts as false, as in Camunda."""
    operand = compiler.run(node.operand)
    return lambda state: operand(state) is not True


@compiles(Empty)
def empty(compiler: Compiler, node: Empty) -> Run:
    """`empty a`."""
    operand = compiler.run(node.operand)

    def run(state: State) -> bool:
        value = operand(state)
        return value is None or (isinstance(value, (str, list, Mapping)) and len(value) == 0)

    return run


@compiles(Compare)
def compare_(compiler: Compiler, node: Compare) -> Run:
    """`=`, `!=`, `<`, `<=`, `>`, `>=`; null when the values cannot be compared."""
    sign, left, right = node.sign, compiler.run(node.left), compiler.run(node.right)
    asks = sign in {"=", "!="} and any(isinstance(side, Constant) and side.value is None for side in (node.left, node.right))

    def run(state: State) -> bool | None:
        meter = state.meter
        first, second = (meter.forgiving(left, state), meter.forgiving(right, state)) if asks else (left(state), right(state))
        held = compare(sign, first, second, meter.step)
        if held is None:
            meter.fail(f"{brief(first)} {sign} {brief(second)} cannot be compared", first, second)
        return held

    return run


@compiles(Between)
def between(compiler: Compiler, node: Between) -> Run:
    """Whether a value lies between two others, both included."""
    value, low, high = compiler.run(node.value), compiler.run(node.low), compiler.run(node.high)
    return lambda state: holds(Range(True, low(state), high(state), True), value(state))


@compiles(InstanceOf)
def instance_of(compiler: Compiler, node: InstanceOf) -> Run:
    """Whether a value is of a type."""
    if not compiler.types.knows(node.type):
        raise compiler.refuse(node, f"the type {node.type} is not known")
    value, wanted, types = compiler.run(node.value), node.type, compiler.types

    def run(state: State) -> bool:
        found = value(state)
        state.meter.step(size_of(found) // 4)
        return types.is_instance(found, wanted, state.meter)

    return run


