"""Check decision files, and the tasks that ask for decisions. Source: DMN 1.5 §8.2; Camunda 7 manual, DMN binding."""

from collections.abc import Iterable, Iterator

from worklist.engine.bpmn import Node
from worklist.errors import Problem
from worklist.feel import DecisionModel, DmnError, Finding, analyse, parse_dmn

#: Names that every decision may read, whatever its process.
EVERYWHERE = frozenset({"case"})
BINDINGS = ("latest", "deployment", "version")
RESULTS = ("singleEntry", "singleResult", "collectEntries", "resultList", "value")


def read(file: str, source: bytes) -> tuple[DecisionModel | None, list[Problem]]:
    """Return the decisions of a file, None when it cannot be read, and what is wrong with it; never raises."""
    try:
        model = parse_dmn(source)
    except DmnError as error:
        return None, [Problem(file, one.line, one.element_id, None, one.message) for one in error.problems]
    return model, [problem(file, finding) for finding in findings(model)]


def findings(model: DecisionModel) -> list[Finding]:
    """Return what there is to say about a file; a file that draws its input data is held to the names drawn."""
    return analyse(model, EVERYWHERE if model.inputs else None)


def problem(file: str, finding: Finding) -> Problem:
    """Return a finding as a problem of a deployment."""
    message = f"decision {finding.decision!r}, {finding.sentence}"
    return Problem(file, finding.line, finding.element_id, None, message, finding.remedy, finding.level)


def pinned(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield the decisions that tasks take from the deployment of their process."""
    for node in nodes:
        reference = node.options.get("decisionRef")
        if reference is not None and reference.constant and _option(node, "decisionRefBinding") == "deployment":
            yield reference.source


def options(node: Node) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the way a business rule task asks for its decision, and the way out."""
    if node.kind != "businessRuleTask":
        return
    binding, result = _option(node, "decisionRefBinding") or "latest", _option(node, "mapDecisionResult") or "resultList"
    if binding not in BINDINGS:
        yield f"the binding {binding!r} is not executed", f"Choose one of {', '.join(BINDINGS)}."
    if result not in RESULTS:
        yield f"the result mapping {result!r} is not known", f"Choose one of {', '.join(RESULTS[:4])}."
    version = _option(node, "decisionRefVersion")
    if binding == "version" and not (version.isdecimal() and int(version) > 0):
        yield f"the version {version!r} of its decision is no whole number", "Write the number of a deployed version."


def _option(node: Node, name: str) -> str:
    return node.options[name].source if name in node.options else ""
