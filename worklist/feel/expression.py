"""Compiled texts: `compile(text)(context)`. Each text is read once and kept."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from worklist.feel.compiler import Compiler, Notes, Run
from worklist.feel.errors import FeelError, FeelSyntaxError
from worklist.feel.grammar.feel import Feel
from worklist.feel.grammar.juel import Juel
from worklist.feel.grammar.tree import Constant, Node
from worklist.feel.scope import Meter, State, checked_size
from worklist.feel.types import Types

_NO_TYPES = Types()


class Judged(NamedTuple):
    """A value; where it is null, the `faults` of the expression or its values, and what is `unknown`: names, entries.

    Both are empty where null comes of null: a comparison with null, an entry of null. Source: DMN 1.5 §10.3.2.13.
    """

    value: Any
    faults: Sequence[str] = ()
    unknown: Sequence[str] = ()


class Expression:
    """A compiled text. `names`: the names it reads from outside; `tree`: its nodes; `constant`: whether it is a literal."""

    __slots__ = ("names", "run", "text", "tree")

    def __init__(self, text: str, tree: Node, run: Run, names: frozenset[str]) -> None:
        self.text, self.tree, self.run, self.names = text, tree, run, names

    def __call__(self, context: Mapping[str, Any]) -> Any:
        """Return the value, null where it has none."""
        return self.metered(context, Meter())

    def with_errors(self, context: Mapping[str, Any]) -> tuple[Any, list[str]]:
        """Return the value and what went wrong on the way."""
        meter = Meter()
        return self.metered(context, meter), meter.errors

    def judged(self, context: Mapping[str, Any]) -> Judged:
        """Return the value and, where it is null, why that is wrong."""
        meter = Meter()
        value = self.metered(context, meter)
        return Judged(value) if value is not None else Judged(None, meter.faults, meter.unknown)

    def errors(self, context: Mapping[str, Any]) -> list[str]:
        """Return what goes wrong when the text is evaluated."""
        return self.with_errors(context)[1]

    @property
    def constant(self) -> bool:
        """Whether the text is a literal."""
        return isinstance(self.tree, Constant)

    def metered(self, context: Mapping[str, Any], meter: Meter) -> Any:
        """Return the value, spending from a meter shared with other texts."""
        try:
            return checked_size(self.run(State(context, meter)))
        except FeelError as problem:
            meter.stop(str(problem))
        except RecursionError:
            meter.stop("the evaluation is nested too deeply")
        except (ArithmeticError, ValueError) as problem:
            meter.stop(f"a value is out of range ({type(problem).__name__})")
        return None


@lru_cache(maxsize=8192)
def compile(text: str, dialect: str = "feel", names: frozenset[str] = frozenset()) -> Expression:
    """Compile a FEEL text, or one of the `${…}` dialect (`juel`, without its braces).

    `names`: names of the context that hold signs or words of the language, such as `profit-loss`. Raises
    FeelSyntaxError. Source: DMN 1.5 §10.3.
    """
    return compile_expression(text, dialect, names)


@lru_cache(maxsize=8192)
def compile_tests(text: str, names: frozenset[str] = frozenset()) -> Expression:
    """Compile the cell of a decision table; `?` is the input. Raises FeelSyntaxError. Source: DMN 1.5 §8.3.3."""
    return compile_cell(text, names)


def compile_expression(
    text: str,
    dialect: str = "feel",
    names: frozenset[str] = frozenset(),
    functions: frozenset[str] = frozenset(),
    types: Types = _NO_TYPES,
) -> Expression:
    """Compile a text that may call the functions and name the types of a model. Raises FeelSyntaxError."""
    if dialect not in {"feel", "juel"}:
        raise ValueError(f"expected the dialect feel or juel, got {dialect!r}")

    def read() -> Node:
        reading = Juel(text) if dialect == "juel" else Feel(text, names)
        return reading.whole(reading.expression())

    return _compiled(text, read, functions, types)


def compile_cell(
    text: str,
    names: frozenset[str] = frozenset(),
    functions: frozenset[str] = frozenset(),
    types: Types = _NO_TYPES,
) -> Expression:
    """Compile a cell that may call the functions and name the types of a model. Raises FeelSyntaxError."""
    return _compiled(text, lambda: Feel(text, names).cell(), functions, types)


def _compiled(text: str, read: Any, functions: frozenset[str], types: Types) -> Expression:
    notes = Notes()
    try:
        tree = read()
        run = Compiler(text, notes, types, functions).run(tree)
    except RecursionError:
        raise FeelSyntaxError("the expression is nested too deeply", 1, 1) from None
    return Expression(text, tree, run, frozenset(notes.names - {"?"}))


def unusual_names(context: Mapping[str, Any], depth: int = 3) -> frozenset[str]:
    """Return the names of a context, down to its third level, that could be read as something else than one name."""
    found = {name for name in context if isinstance(name, str) and not name.isidentifier()}
    if depth > 1 and type(context) is dict:
        for value in context.values():
            if type(value) is dict:
                found |= unusual_names(value, depth - 1)
    return frozenset(found)
