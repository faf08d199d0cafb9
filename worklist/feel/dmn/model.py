"""A decision model: decisions, what they require, what they are made of."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from worklist.feel.expression import Expression
from worklist.feel.grammar.tree import Type
from worklist.feel.types import Types

if TYPE_CHECKING:
    from worklist.feel.dmn.boxed import Boxed


@dataclass(frozen=True)
class Clause:
    """An input or output column.

    `allowed` of an output is the order of PRIORITY and OUTPUT ORDER; `admits` tests a value against the allowed ones;
    `variable` is Camunda's name for the input inside of its cells; `whole`: its numbers are whole ones; `label`: what
    people call an output.
    """

    id: str
    name: str
    expression: Expression | None = None
    default: Expression | None = None
    allowed: tuple[Any, ...] = ()
    admits: Expression | None = None
    type: Type | None = None
    variable: str = ""
    whole: bool = False
    line: int | None = None
    label: str = ""


@dataclass(frozen=True)
class Rule:
    """A row: its tests (None: any value), its outputs, its annotations, the line it stands on."""

    id: str
    tests: tuple[Expression | None, ...]
    outputs: tuple[Expression, ...]
    notes: tuple[str, ...] = ()
    line: int | None = None


@dataclass(frozen=True)
class Table:
    """A decision table. `aggregation`: SUM, MIN, MAX, COUNT or nothing."""

    policy: str = "UNIQUE"
    aggregation: str = ""
    inputs: tuple[Clause, ...] = ()
    outputs: tuple[Clause, ...] = ()
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class Variable:
    """A named value of a type: an input, the result of a decision, a parameter."""

    id: str
    name: str
    type: Type | None = None


@dataclass
class Requirements:
    """What an element requires, by id: decisions, inputs, knowledge (functions and services)."""

    decisions: list[str] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    knowledge: list[str] = field(default_factory=list)


@dataclass
class Decision:
    """A decision: its name, the variable of its result, what it requires, what it is made of, and its extension properties."""

    id: str
    name: str
    variable: Variable
    requires: Requirements
    logic: "Boxed | None" = None
    line: int | None = None
    properties: dict[str, str] = field(default_factory=dict)


@dataclass
class Knowledge:
    """A business knowledge model: a function of the model."""

    id: str
    name: str
    parameters: tuple[Variable, ...]
    requires: Requirements
    logic: "Boxed | None" = None


@dataclass
class Service:
    """A decision service: decisions that are called like a function. Source: DMN 1.5 §6.2.1.4."""

    id: str
    name: str
    outputs: list[str]
    inputs: list[str]
    input_decisions: list[str]


@dataclass
class DecisionModel:
    """What a file defines, by id. `types`: its item definitions."""

    decisions: dict[str, Decision] = field(default_factory=dict)
    inputs: dict[str, Variable] = field(default_factory=dict)
    knowledge: dict[str, Knowledge] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)
    types: Types = field(default_factory=Types)
    name: str = ""
