"""Check decision files, and the tasks that ask for decisions. Source: DMN 1.5 §8.2; Camunda 7 manual, DMN result mapping."""

from collections.abc import Iterator

from worklist.engine.bpmn import Node
from worklist.engine.hooks import hooks
from worklist.errors import Problem
from worklist.feel import DecisionModel, DmnError, Finding, analyse, parse_dmn

#: Names that every decision may read, whatever its process.
EVERYWHERE = frozenset({"case"})
#: The extension property of a decision that names the role that may override it.
OVERRIDDEN_BY = "writ:overridden_by"
RESULTS = ("singleEntry", "singleResult", "collectEntries", "resultList", "value")


def read(file: str, source: bytes) -> tuple[DecisionModel | None, list[Problem]]:
    """Return the decisions of a file, None when it cannot be read, and what is wrong with it; never raises."""
    try:
        model = parse_dmn(source)
    except DmnError as error:
        return None, [Problem(file, one.line, one.element_id, None, one.message) for one in error.problems]
    return model, [*(problem(file, finding) for finding in findings(model)), *_roles(file, model)]


def _roles(file: str, model: DecisionModel) -> Iterator[Problem]:
    """Yield what is wrong with the roles that may override decisions; nobody could, were there no such role."""
    for decision in model.decisions.values():
        role = decision.properties.get(OVERRIDDEN_BY)
        if role is not None and hooks.roles and role not in hooks.roles:
            message = f"nobody could override the decision {decision.id!r}: the role {role!r} of {OVERRIDDEN_BY} does not exist"
            yield Problem(file, decision.line, decision.id, decision.name, message, f"Choose one of {', '.join(sorted(hooks.roles))}.")


def findings(model: DecisionModel) -> list[Finding]:
    """Return what there is to say about a file; a file that draws its input data is held to the names drawn."""
    return analyse(model, EVERYWHERE if model.inputs else None)


def problem(file: str, finding: Finding) -> Problem:
    """Return a finding as a problem of a deployment."""
    message = f"decision {finding.decision!r}, {finding.sentence}"
    return Problem(file, finding.line, finding.element_id, None, message, finding.remedy, finding.level)


def options(node: Node) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with what a business rule task makes of its result, and the way out."""
    if node.kind != "businessRuleTask":
        return
    result = _option(node, "mapDecisionResult") or "resultList"
    if result not in RESULTS:
        yield f"the result mapping {result!r} is not known", f"Choose one of {', '.join(RESULTS[:4])}."


def _option(node: Node, name: str) -> str:
    return node.options[name].source if name in node.options else ""
