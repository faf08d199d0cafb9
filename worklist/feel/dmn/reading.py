"""From XML to boxed expressions. Source: DMN 1.5 §7.3 and §8.3 (their XML: DMN15.xsd)."""

from collections.abc import Callable

from worklist.feel.dmn import boxed
from worklist.feel.dmn.boxed import Boxed
from worklist.feel.dmn.model import Clause, Rule, Table, Variable
from worklist.feel.dmn.table import DecisionTable
from worklist.feel.dmn.xml import Document, Element
from worklist.feel.expression import Expression

_POLICIES = frozenset({"UNIQUE", "FIRST", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER", "PRIORITY"})
_AGGREGATIONS = frozenset({"", "SUM", "MIN", "MAX", "COUNT"})
#: Deepest nesting of boxed expressions.
_MAX_NESTING = 30


class BoxedReader:
    """Reads boxed expressions of a file."""

    def __init__(self, document: Document) -> None:
        self.document, self.nesting = document, 0
        self.makers: dict[str, Callable[[Element], Boxed | None]] = {
            "decisionTable": self._table, "literalExpression": self._literal, "context": self._context, "list": self._list,
            "relation": self._relation, "invocation": self._invocation, "functionDefinition": self.function,
            "conditional": self._conditional, "filter": self._filter, "for": self._iteration, "some": self._iteration,
            "every": self._iteration,
        }  # fmt: skip

    def inside(self, element: Element) -> Boxed | None:
        """Read the boxed expression inside of an element; none is a problem."""
        found = next((child for child in element if self.document.tag(child) in self.makers), None)
        if found is None:
            self.document.refuse(element, "expected a decision table, a literal expression or another boxed expression")
            return None
        return self.read(found)

    def read(self, element: Element) -> Boxed | None:
        """Read a boxed expression."""
        maker = self.makers.get(self.document.tag(element))
        if maker is None or self.nesting >= _MAX_NESTING:
            self.document.refuse(element, f"<{self.document.tag(element)}> is not executed here")
            return None
        self.nesting += 1
        found = maker(element)
        self.nesting -= 1
        return found

    def variable(self, element: Element) -> Variable:
        """Read a variable, a parameter or a column: its name and type."""
        return Variable(str(element.get("id", "")), self.document.name(element), self.document.known_type(element))

    def _literal(self, element: Element) -> Boxed | None:
        if self.document.find(element, "importedValues") is not None:
            self.document.refuse(element, "imported values are not read; write the expression out")
            return None
        expression = self.document.expression(element, self.document.text(element))
        return boxed.Literal(expression) if expression else None

    def _context(self, element: Element) -> Boxed | None:
        entries: list[tuple[Variable, Boxed]] = []
        result: Boxed | None = None
        for entry in self.document.all(element, "contextEntry"):
            variable, value = self.document.find(entry, "variable"), self.inside(entry)
            if value is None:
                continue
            if variable is None:
                result = value
            else:
                entries.append((self.variable(variable), value))
        return boxed.BoxedContext(tuple(entries), result, self.document.types)

    def _list(self, element: Element) -> Boxed | None:
        members = [self.read(child) for child in element if self.document.tag(child) in self.makers]
        return boxed.BoxedList(tuple(member for member in members if member))

    def _relation(self, element: Element) -> Boxed | None:
        columns = tuple(self.document.name(column) for column in self.document.all(element, "column"))
        rows = []
        for row in self.document.all(element, "row"):
            cells = tuple(cell for child in row if self.document.tag(child) in self.makers and (cell := self.read(child)))
            if len(cells) == len(columns):
                rows.append(cells)
            else:
                self.document.refuse(row, f"expected {len(columns)} cells in the row, got {len(cells)}")
        return boxed.Relation(columns, tuple(rows))

    def _invocation(self, element: Element) -> Boxed | None:
        function = self.inside(element)
        bindings: list[tuple[str, Boxed]] = []
        for binding in self.document.all(element, "binding"):
            parameter, value = self.document.find(binding, "parameter"), self.inside(binding)
            if parameter is not None and value is not None:
                bindings.append((self.document.name(parameter), value))
        return boxed.Invocation(function, tuple(bindings)) if function else None

    def function(self, element: Element) -> Boxed | None:
        """Read a function definition; those of Java or PMML are a problem."""
        kind = element.get("kind", "FEEL")
        if kind != "FEEL":
            self.document.refuse(element, f"functions of kind {kind} are not executed; write the function in FEEL")
            return None
        parameters = tuple(self.variable(one) for one in self.document.all(element, "formalParameter"))
        body = self.inside(element)
        return boxed.BoxedFunction(parameters, body, self.document.types) if body else None

    def _part(self, element: Element, tag: str) -> Boxed | None:
        found = self.document.find(element, tag)
        if found is None:
            self.document.refuse(element, f"expected <{tag}>")
            return None
        return self.inside(found)

    def _conditional(self, element: Element) -> Boxed | None:
        condition, yes, no = (self._part(element, tag) for tag in ("if", "then", "else"))
        return boxed.Conditional(condition, yes, no) if condition and yes and no else None

    def _filter(self, element: Element) -> Boxed | None:
        source, condition = self._part(element, "in"), self._part(element, "match")
        return boxed.Filter(source, condition) if source and condition else None

    def _iteration(self, element: Element) -> Boxed | None:
        kind = self.document.tag(element)
        source, body = self._part(element, "in"), self._part(element, "return" if kind == "for" else "satisfies")
        return boxed.Iteration(kind, str(element.get("iteratorVariable", "")), source, body) if source and body else None

    # -- decision tables -----------------------------------------------------------------------

    def _table(self, element: Element) -> Boxed | None:
        policy, aggregation = str(element.get("hitPolicy", "UNIQUE")), str(element.get("aggregation", ""))
        if policy not in _POLICIES:
            self.document.refuse(element, f"the hit policy {policy!r} is not known")
        if aggregation not in _AGGREGATIONS:
            self.document.refuse(element, f"the aggregation {aggregation!r} is not known")
        inputs = tuple(self._input(one) for one in self.document.all(element, "input"))
        outputs = tuple(self._output(one, place) for place, one in enumerate(self.document.all(element, "output"), 1))
        if not outputs:
            self.document.refuse(element, "expected at least one output in the table")
        if aggregation and policy == "COLLECT" and len(outputs) > 1:
            self.document.refuse(element, f"expected one output to collect with {aggregation}, got {len(outputs)}")
        rules = [self._rule(one, inputs, outputs) for one in self.document.all(element, "rule")]
        found = Table(policy, aggregation, inputs, outputs, tuple(rule for rule in rules if rule))
        return DecisionTable(found, self.document.types)

    def _input(self, element: Element) -> Clause:
        inner = self.document.find(element, "inputExpression")
        text = self.document.text(inner)
        expression = None
        if inner is None or not text:
            self.document.refuse(element, "an input without an expression")
        else:
            expression = self.document.expression(inner, text)
        values = self.document.find(element, "inputValues")
        return Clause(
            str(element.get("id", "")),
            str(element.get("label") or text),
            expression,
            allowed=self._values(values),
            admits=self._admits(values),
            type=self.document.known_type(inner),
            variable=self.document.camunda(element, "inputVariable"),
            whole=inner is not None and str(inner.get("typeRef", "")).rpartition(":")[2] in {"integer", "long"},
            line=element.sourceline,
        )

    def _output(self, element: Element, place: int) -> Clause:
        default, values = self.document.find(element, "defaultOutputEntry"), self.document.find(element, "outputValues")
        text = self.document.text(default)
        return Clause(
            str(element.get("id", "")),
            str(element.get("name") or element.get("label") or element.get("id") or f"output{place}"),
            default=self.document.expression(default, text) if default is not None and text else None,
            allowed=self._values(values),
            admits=self._admits(values),
            type=self.document.known_type(element),
            whole=str(element.get("typeRef", "")).rpartition(":")[2] in {"integer", "long"},
            line=element.sourceline,
            label=str(element.get("label") or ""),
        )

    def _values(self, element: Element | None) -> tuple[object, ...]:
        """Return the values a column lists, in order; nothing when they are ranges or conditions."""
        text = self.document.text(element)
        if element is None or not text or self._admits(element) is None:
            return ()
        try:
            listed = self.document.expression(element, f"[{text}]") if self._is_list(text) else None
        except RecursionError:
            return ()
        found = listed({}) if listed else None
        return tuple(found) if isinstance(found, list) else ()

    def _is_list(self, text: str) -> bool:
        return not any(sign in text for sign in ("<", ">", "..", "not("))

    def _admits(self, element: Element | None) -> Expression | None:
        text = self.document.text(element)
        return self.document.cell(element, text) if element is not None and text else None

    def _rule(self, element: Element, inputs: tuple[Clause, ...], outputs: tuple[Clause, ...]) -> Rule | None:
        cells, results = self.document.all(element, "inputEntry"), self.document.all(element, "outputEntry")
        if len(cells) != len(inputs) or len(results) != len(outputs):
            wanted = f"expected {len(inputs)} inputs and {len(outputs)} outputs in the row"
            self.document.refuse(element, f"{wanted}, got {len(cells)} and {len(results)}")
            return None
        before = len(self.document.problems)
        tests = tuple(self._test(cell) for cell in cells)
        found = [self.document.expression(cell, self.document.text(cell) or "null") for cell in results]
        if len(self.document.problems) > before:
            return None
        notes = tuple(self.document.text(note) for note in self.document.all(element, "annotationEntry"))
        return Rule(str(element.get("id", "")), tests, tuple(one for one in found if one), notes, element.sourceline)

    def _test(self, element: Element) -> Expression | None:
        text = self.document.text(element)
        return None if text in {"", "-"} else self.document.cell(element, text)
