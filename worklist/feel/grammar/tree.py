"""The nodes of an expression. Every node knows where it stands in the text (`at`, a position from 0)."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    """Any part of an expression."""

    at: int


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """A literal: a number, a text, true, null, `@"…"`."""

    value: Any


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A name, resolved when the expression is evaluated."""

    name: str


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`source.name`."""

    source: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`source[condition]`, by condition or by place (from 1, from the end when negative)."""

    source: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Index(Node):
    """`source[key]` of the `${…}` dialect: a member by its place from 0, or by its name."""

    source: Node
    key: Node


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    """`[a, b]`."""

    members: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    """`{a: 1, b: a + 1}`: later entries see earlier ones."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class RangeOf(Node):
    """`[low..high]`, `(low..high)` and `(< high)`; None: no end on that side."""

    low_included: bool
    low: Node | None
    high: Node | None
    high_included: bool


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if condition then yes else no`, `condition ? yes : no`."""

    condition: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """`a and b and c`, `a or b or c`."""

    conjunction: bool
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    """`!a` of the `${…}` dialect: true unless a is true."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Empty(Node):
    """`empty a` of the `${…}` dialect: null, an empty text, list or context."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """`first + a - b`: operators of one level, from left to right; each step is sign, position, operand."""

    first: Node
    steps: tuple[tuple[str, int, Node], ...]


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """`-a`."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """`left sign right`."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`, both ends included."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """`value in tests`."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`value instance of type`."""

    value: Node
    type: "Type"


@dataclass(frozen=True, slots=True)
class Test(Node):
    """A test of the input `?`: `< 5`, `[1..3]`, a value, or a condition. `sign` is None without an operator."""

    sign: str | None
    operand: Node


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """The tests of a cell: passed when one is, or, `negated`, when none is. No tests: `-`, always passed."""

    tests: tuple[Node, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Loop(Node):
    """`for` (a list), `some`, `every` (three-valued): variables with what they walk over, and the body."""

    kind: str
    sources: tuple[tuple[str, Node], ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Steps(Node):
    """`low..high` behind `for x in`: numbers or days, forwards or backwards."""

    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`function(arguments)`; `names` are those of named arguments, else empty."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FunctionOf(Node):
    """`function(a, b: number) body`."""

    parameters: tuple[str, ...]
    types: tuple["Type | None", ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Type:
    """A type: its name, and what it is made of (`list<number>`; `context<a: string>`; `function<number>->string`)."""

    name: str
    members: tuple["Type", ...] = ()
    fields: tuple[str, ...] = ()
    result: "Type | None" = None

    def __str__(self) -> str:
        if not self.members and self.result is None:
            return self.name
        inner = [f"{f}: {m}" for f, m in zip(self.fields, self.members, strict=True)] if self.fields else map(str, self.members)
        return f"{self.name}<{', '.join(inner)}>" + (f"->{self.result}" if self.result else "")


def reads(node: Any, name: str) -> bool:
    """Return whether an expression reads a name."""
    if isinstance(node, tuple):
        return any(reads(part, name) for part in node)
    if isinstance(node, Name):
        return node.name == name
    return isinstance(node, Node) and any(reads(getattr(node, part), name) for part in type(node).__dataclass_fields__)
