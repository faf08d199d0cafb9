"""Decision tables: reading DMN files and evaluating them. Source: DMN 1.5 §8 (decision table), §6 (requirements)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from lxml import etree

from worklist.feel.compiler import Expression, Layer, compile, compile_tests
from worklist.feel.errors import DecisionError, DmnError, DmnProblem, FeelSyntaxError

#: Largest file, in bytes.
MAX_BYTES = 5_000_000
_NAMESPACES = (
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd", "http://www.omg.org/spec/DMN/20180521/MODEL/",
    "https://www.omg.org/spec/DMN/20191111/MODEL/", "https://www.omg.org/spec/DMN/20211108/MODEL/",
    "https://www.omg.org/spec/DMN/20230324/MODEL/",
)  # fmt: skip
_HIT_POLICIES = {"UNIQUE", "FIRST", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER", "PRIORITY"}


@dataclass(frozen=True)
class Clause:
    """An input or output column. `allowed` of an output gives the order of PRIORITY and OUTPUT ORDER."""

    name: str
    expression: Expression | None = None
    default: Expression | None = None
    allowed: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A row: its tests, its outputs, its annotations."""

    id: str
    tests: tuple[Expression, ...]
    outputs: tuple[Expression, ...]
    notes: tuple[str, ...] = ()


@dataclass
class Decision:
    """A decision: a table, or a literal expression; and the decisions it requires."""

    id: str
    name: str
    policy: str = "UNIQUE"
    aggregation: str = ""
    inputs: list[Clause] = field(default_factory=list)
    outputs: list[Clause] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    literal: Expression | None = None
    variable: str = ""
    requires: list[str] = field(default_factory=list)


@dataclass
class DecisionModel:
    """The decisions of a file, by id."""

    decisions: dict[str, Decision] = field(default_factory=dict)


@dataclass
class DecisionResult:
    """How a decision came out. `outputs`: one context per matched row; `matched`: decision → row numbers and ids."""

    decision: str
    outputs: list[dict[str, Any]]
    inputs: dict[str, Any] = field(default_factory=dict)
    matched: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    required: dict[str, "DecisionResult"] = field(default_factory=dict)

    def single(self) -> dict[str, Any] | None:
        """Return the one row, None for none. Raises DecisionError for several."""
        if len(self.outputs) > 1:
            raise DecisionError(f"expected one result of {self.decision!r}, got {len(self.outputs)}", self.decision)
        return self.outputs[0] if self.outputs else None

    def entries(self, name: str | None = None) -> list[Any]:
        """Return one output of all rows, the first by default."""
        return [row[name] if name else next(iter(row.values())) for row in self.outputs if row]


class _Reader:
    def __init__(self, root: etree._Element) -> None:
        self.root, self.problems = root, list[DmnProblem]()
        self.space = etree.QName(root).namespace or ""

    def refuse(self, element: etree._Element, message: str) -> None:
        owner: etree._Element | None = element
        while owner is not None and not owner.get("id"):
            owner = owner.getparent()
        self.problems.append(DmnProblem(element.sourceline, None if owner is None else owner.get("id"), message))

    def find(self, element: etree._Element, path: str) -> etree._Element | None:
        return element.find("/".join(f"{{{self.space}}}{part}" for part in path.split("/")))

    def all(self, element: etree._Element, tag: str) -> list[etree._Element]:
        return list(element.findall(f"{{{self.space}}}{tag}"))

    def text(self, element: etree._Element | None) -> str:
        inner = None if element is None else self.find(element, "text")
        return "" if inner is None else (inner.text or "").strip()

    def compiled(self, element: etree._Element, text: str, how: Callable[[str], Expression] = compile) -> Expression | None:
        try:
            return how(text)
        except FeelSyntaxError as error:
            self.refuse(element, f"{text!r} cannot be read: {error}")
            return None

    def decision(self, element: etree._Element) -> Decision:
        found = Decision(element.get("id", ""), element.get("name", "") or element.get("id", ""))
        variable = self.find(element, "variable")
        found.variable = "" if variable is None else variable.get("name", "")
        for requirement in self.all(element, "informationRequirement"):
            required = self.find(requirement, "requiredDecision")
            if required is not None:
                found.requires.append(required.get("href", "").lstrip("#"))
        table, literal = self.find(element, "decisionTable"), self.find(element, "literalExpression")
        if table is not None:
            self._table(found, table)
        elif literal is not None:
            found.literal = self.compiled(literal, self.text(literal))
        else:
            self.refuse(element, "expected a decision table or a literal expression")
        return found

    def _table(self, found: Decision, table: etree._Element) -> None:
        found.policy = table.get("hitPolicy", "UNIQUE")
        found.aggregation = table.get("aggregation", "")
        if found.policy not in _HIT_POLICIES:
            self.refuse(table, f"the hit policy {found.policy!r} is not known")
        if found.aggregation not in {"", "SUM", "MIN", "MAX", "COUNT"}:
            self.refuse(table, f"the aggregation {found.aggregation!r} is not known")
        for element in self.all(table, "input"):
            inner = self.find(element, "inputExpression")
            text = self.text(inner)
            if not text:
                self.refuse(element, "an input without an expression")
            expression = self.compiled(element, text) if text else None
            found.inputs.append(Clause(element.get("label") or text, expression))
        for element in self.all(table, "output"):
            found.outputs.append(self._output(element))
        for rule in self.all(table, "rule"):
            self._rule(found, rule)

    def _output(self, element: etree._Element) -> Clause:
        default, allowed = self.find(element, "defaultOutputEntry"), self.find(element, "outputValues")
        values = self.compiled(element, f"[{self.text(allowed)}]") if self.text(allowed) else None
        return Clause(
            element.get("name") or element.get("label") or element.get("id", ""),
            default=self.compiled(element, self.text(default)) if self.text(default) else None,
            allowed=tuple(values({})) if values else (),
        )

    def _rule(self, found: Decision, element: etree._Element) -> None:
        cells = self.all(element, "inputEntry")
        results = self.all(element, "outputEntry")
        if len(cells) != len(found.inputs) or len(results) != len(found.outputs):
            self.refuse(element, f"expected {len(found.inputs)} inputs and {len(found.outputs)} outputs in the row")
            return
        tests = [self.compiled(cell, self.text(cell), compile_tests) for cell in cells]
        outputs = [self.compiled(cell, self.text(cell) or "null") for cell in results]
        if None not in tests and None not in outputs:
            notes = tuple(self.text(note) for note in self.all(element, "annotationEntry"))
            found.rules.append(Rule(element.get("id", ""), tuple(t for t in tests if t), tuple(o for o in outputs if o), notes))


def parse_dmn(source: bytes) -> DecisionModel:
    """Return the decisions of a DMN file (1.1 to 1.5). Raises DmnError with all problems, whatever the bytes are."""
    root = _load(source)
    reader = _Reader(root)
    if etree.QName(root).localname != "definitions" or reader.space not in _NAMESPACES:
        raise DmnError([DmnProblem(root.sourceline, None, "expected DMN definitions; save the file anew in Camunda Modeler")])
    model = DecisionModel()
    for element in reader.all(root, "decision"):
        decision = reader.decision(element)
        model.decisions[decision.id] = decision
    for decision in model.decisions.values():
        for required in decision.requires:
            if required not in model.decisions:
                reader.problems.append(DmnProblem(None, decision.id, f"the required decision {required!r} is not in the file"))
    if not model.decisions:
        reader.problems.append(DmnProblem(None, None, "no decision in the file"))
    if reader.problems:
        raise DmnError(reader.problems)
    return model


def _load(source: bytes) -> etree._Element:
    if len(source) > MAX_BYTES:
        raise DmnError([DmnProblem(None, None, f"expected at most {MAX_BYTES:,} bytes, got {len(source):,}")])
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DmnError([DmnProblem(getattr(error, "lineno", None), None, f"expected well-formed XML: {error}")]) from None
    if root.getroottree().docinfo.doctype:
        raise DmnError([DmnProblem(1, None, "a DOCTYPE is refused; save the file anew in Camunda Modeler")])
    return root


def evaluate_decision(model: DecisionModel, decision_id: str, context: Mapping[str, Any]) -> DecisionResult:
    """Evaluate a decision and those it requires. Raises DecisionError for a violated hit policy or an unknown id."""
    return _evaluate(model, decision_id, context, ())


def _evaluate(model: DecisionModel, decision_id: str, context: Mapping[str, Any], above: tuple[str, ...]) -> DecisionResult:
    decision = model.decisions.get(decision_id)
    if decision is None or decision_id in above:
        raise DecisionError(f"the decision {decision_id!r} is {'a circle' if decision else 'not known'}", decision_id)
    result = DecisionResult(decision_id, [])
    seen: dict[str, Any] = {}
    for required in decision.requires:
        inner = _evaluate(model, required, context, (*above, decision_id))
        result.required[required] = inner
        result.matched |= inner.matched
        value = _value(model.decisions[required], inner)
        for name in {required, model.decisions[required].name, model.decisions[required].variable} - {""}:
            seen[name] = value
    variables = Layer(seen, context)
    if decision.literal is not None:
        result.outputs = [{decision.variable or decision.name: decision.literal(variables)}]
        return result
    result.inputs = {clause.name: clause.expression(variables) if clause.expression else None for clause in decision.inputs}
    _apply(decision, result, variables)
    return result


def _value(decision: Decision, result: DecisionResult) -> Any:
    rows = result.outputs
    many = decision.policy in {"COLLECT", "RULE ORDER", "OUTPUT ORDER"} and not decision.aggregation and decision.literal is None
    one_column = len(decision.outputs) <= 1
    values = [next(iter(row.values())) if one_column and row else row for row in rows]
    return values if many else values[0] if values else None


def _apply(decision: Decision, result: DecisionResult, variables: Mapping[str, Any]) -> None:
    values = list(result.inputs.values())
    hits = []
    for number, rule in enumerate(decision.rules, 1):
        if all(test(Layer({"?": value}, variables)) is True for test, value in zip(rule.tests, values, strict=True)):
            hits.append((number, rule))
            if decision.policy == "FIRST":
                break
    rows = [{c.name: o(variables) for c, o in zip(decision.outputs, rule.outputs, strict=True)} for _, rule in hits]
    if not hits and any(clause.default for clause in decision.outputs):
        rows = [{c.name: c.default(variables) if c.default else None for c in decision.outputs}]
    numbers = [number for number, _ in hits]
    if decision.policy == "UNIQUE" and len(hits) > 1:
        raise DecisionError(f"{decision.id}: rows {numbers} match, expected one (UNIQUE)", decision.id, numbers, result.inputs)
    if decision.policy == "ANY" and any(row != rows[0] for row in rows):
        raise DecisionError(f"{decision.id}: rows {numbers} differ, expected the same (ANY)", decision.id, numbers, result.inputs)
    result.matched[decision.id] = [{"row": n, "id": rule.id, "notes": list(rule.notes)} for n, rule in hits]
    result.outputs = _ordered(decision, rows)


def _ordered(decision: Decision, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if decision.policy == "ANY":
        return rows[:1]
    if decision.policy in {"PRIORITY", "OUTPUT ORDER"}:
        ranked = sorted(rows, key=lambda row: [_rank(clause, row[clause.name]) for clause in decision.outputs])
        return ranked[:1] if decision.policy == "PRIORITY" else ranked
    if decision.policy == "COLLECT" and decision.aggregation:
        name = decision.outputs[0].name
        return [{name: _aggregated(decision.aggregation, [row[name] for row in rows])}]
    return rows


def _rank(clause: Clause, value: Any) -> int:
    return clause.allowed.index(value) if value in clause.allowed else len(clause.allowed)


def _aggregated(kind: str, values: list[Any]) -> Any:
    if kind == "COUNT":
        return Decimal(len(values))
    if not values:
        return None
    return sum(values, Decimal(0)) if kind == "SUM" else min(values) if kind == "MIN" else max(values)
