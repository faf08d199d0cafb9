"""The compiler's frame: one closure per node, made by the module of its family."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from worklist.feel.errors import FeelSyntaxError
from worklist.feel.grammar.lexer import error
from worklist.feel.grammar.tree import Node
from worklist.feel.scope import State
from worklist.feel.types import Types
from worklist.feel.values import kind, printed

#: A compiled node: where it is evaluated in, its value out.
Run = Callable[[State], Any]
#: Highest tree: levels of nodes, several for one level of parentheses.
_MAX_HEIGHT = 200

N = TypeVar("N", bound=Node)
_MAKERS: dict[type[Node], Callable[["Compiler", Any], Run]] = {}


def compiles(kind: type[N]) -> Callable[[Callable[["Compiler", N], Run]], Callable[["Compiler", N], Run]]:
    """Enter the function that makes the closures of one kind of node."""

    def enter(maker: Callable[["Compiler", N], Run]) -> Callable[["Compiler", N], Run]:
        _MAKERS[kind] = maker
        return maker

    return enter


@dataclass(slots=True)
class Notes:
    """What the compiler finds out about a text: the names it reads from outside, and how many nodes it has."""

    names: set[str] = field(default_factory=set)
    nodes: int = 0


@dataclass(frozen=True, slots=True)
class Compiler:
    """Makes closures of nodes. `bound`: names defined inside of the text; `functions`: those defined outside of it."""

    text: str
    notes: Notes
    types: Types = field(default_factory=Types)
    functions: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    height: int = 0

    def run(self, node: Node) -> Run:
        """Return the closure of a node. Raises FeelSyntaxError for what can never have a value."""
        self.notes.nodes += 1
        if self.height > _MAX_HEIGHT:
            raise self.refuse(node, "the expression is nested too deeply")
        return _MAKERS[type(node)](self._deeper(), node)

    def _deeper(self) -> "Compiler":
        return Compiler(self.text, self.notes, self.types, self.functions, self.bound, self.height + 1)

    def binding(self, *names: str) -> "Compiler":
        """Return a compiler for a part that sees more names."""
        return Compiler(self.text, self.notes, self.types, self.functions, self.bound | set(names), self.height)

    def weighed(self, node: Node) -> tuple[Run, int]:
        """Return the closure of a node that will run many times, and the steps one run is worth."""
        before = self.notes.nodes
        run = self.run(node)
        return run, 1 + (self.notes.nodes - before) // 8

    def refuse(self, node: Node, message: str) -> FeelSyntaxError:
        """Return an error at a node."""
        return error(self.text, node.at, message)


def brief(value: Any) -> str:
    """Return a value as messages show it."""
    if isinstance(value, (list, Mapping)):
        return f"a {kind(value)}"
    text = printed(value, quoted=True) if not isinstance(value, str) else f'"{value[:40]}"'
    return text if len(text) <= 60 else text[:60] + "…"
