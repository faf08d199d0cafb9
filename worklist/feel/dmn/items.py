"""Item definitions: the types of a model, and the values they allow. Source: DMN 1.5 §7.3.2, §7.3.3."""

from typing import Any

from worklist.feel.dmn.xml import Document, Element
from worklist.feel.expression import Expression
from worklist.feel.grammar.cells import INPUT
from worklist.feel.grammar.tree import Type
from worklist.feel.scope import Meter
from worklist.feel.types import ANY, Admits, Types

#: Deepest nesting of item definitions.
_MAX_NESTING = 20


def read_types(document: Document) -> Types:
    """Return the types of a file; one that nobody defines is a problem."""
    reader = _Reader(document)
    elements = document.all(document.root, "itemDefinition")
    for element in elements:
        name = document.name(element)
        reader.defined[name] = reader.type_of(element, name, 0)
    document.types = Types(reader.defined, reader.admits)
    for element in elements:
        defined = reader.defined[document.name(element)]
        if not document.types.knows(defined):
            document.refuse(element, f"{defined} has a type that is not known")
    reader.read_constraints()
    return document.types


class _Reader:
    """Reads item definitions. A part that allows some values only becomes a type with a name of its own."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.defined: dict[str, Type] = {}
        self.admits: dict[str, Admits] = {}
        self.constraints: list[tuple[str, Element]] = []

    def type_of(self, element: Element, path: str, depth: int) -> Type:
        """Return the type of a definition or a component, under a path such as `person.address`."""
        if depth > _MAX_NESTING:
            self.document.refuse(element, f"expected at most {_MAX_NESTING} levels of item definitions")
            return ANY
        components = self.document.all(element, "itemComponent")
        names = tuple(self.document.name(component) for component in components)
        parts = (self.type_of(one, f"{path}.{name}", depth + 1) for one, name in zip(components, names, strict=True))
        found = Type("context", tuple(parts), names) if components else self.document.type_of(element) or ANY
        if element.get("isCollection") != "true":
            return self._constrained(element, found, path, depth, "allowedValues", "typeConstraint")
        members = self._constrained(element, found, f"{path}[]", 1, "allowedValues")
        return self._constrained(element, Type("list", (members,)), path, depth, "typeConstraint")

    def _constrained(self, element: Element, found: Type, path: str, depth: int, *tags: str) -> Type:
        constraints = [one for one in self.document.all(element, *tags) if self.document.text(one)]
        self.constraints += [(path, one) for one in constraints]
        if not constraints or depth == 0:  # a definition has its name already
            return found
        self.defined[path] = found
        return Type(path)

    def read_constraints(self) -> None:
        """Read the tests of the values, which may name any type of the file."""
        for path, element in self.constraints:
            tests = self.document.cell(element, self.document.text(element))
            if tests is not None:
                before = self.admits.get(path)
                self.admits[path] = _passing(tests) if before is None else _both(before, _passing(tests))


def _passing(tests: Expression) -> Admits:
    def admits(value: Any, meter: Meter) -> bool:
        return value is None or tests.metered({INPUT: value}, meter) is True

    return admits


def _both(first: Admits, second: Admits) -> Admits:
    return lambda value, meter: first(value, meter) and second(value, meter)
