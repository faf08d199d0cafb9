"""Evaluate decisions for business rule tasks and keep how each came about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from db.models import DecisionRun
from db.models.base import ordered_id
from worklist.engine import bindings, deployments, versions
from worklist.engine.bpmn import Node
from worklist.engine.history import jsonable
from worklist.engine.spiff import StepFailed
from worklist.errors import NotFound
from worklist.feel import DecisionError, DecisionResult, evaluate_decision, explained


def decide(
    session: Session, node: Node, decision: str, variables: Mapping[str, Any], *,
    deployment_id: str, instance_id: str, case_id: str | None, now: datetime,
) -> Any:  # fmt: skip
    """Evaluate a decision for a business rule task and return its mapped result.

    Keeps inputs, matched rows, outputs, errors and version as a decision_run. Raises StepFailed for an unknown
    decision, a violated hit policy and a missing input, naming decision, rows and inputs. Source: DMN 1.5 §8.2.11;
    Camunda 7 manual, DMN result mapping.
    """
    try:
        definition_id = versions.bound_id(session, bindings.DECISION, node, decision, deployment_id)
        result = evaluate_decision(deployments.decision_of(session, definition_id), decision, variables)
    except NotFound as error:
        raise StepFailed(node.id, str(error)) from error
    except DecisionError as error:
        raise StepFailed(node.id, explained(error)) from error
    run = {
        "id": ordered_id(), "definition_id": definition_id, "decision_id": decision, "instance_id": instance_id,
        "element_id": node.id, "case_id": case_id, "at": now, "inputs": jsonable(result.inputs),
        "matched": jsonable(result.matched), "outputs": _outcome(result), "override": {},
    }  # fmt: skip
    session.execute(insert(DecisionRun), [run])
    return mapped(node, result)


def _outcome(result: DecisionResult) -> dict[str, Any]:
    """Return what came out: `rows`; and where parts of it had no value, `errors` by decision."""
    errors = {one.decision: list(dict.fromkeys(one.errors)) for one in result.all() if one.errors}
    return {"rows": jsonable(result.outputs)} | ({"errors": errors} if errors else {})


def mapped(node: Node, result: DecisionResult) -> Any:
    """Return a decision's result as mapDecisionResult asks (default resultList). Raises StepFailed for too many results.

    `value` is what zeebe:calledDecision hands over: the value of the one output, a context of several, a list of rows
    where the hit policy makes one.
    """
    kind = node.options["mapDecisionResult"].source if "mapDecisionResult" in node.options else "resultList"
    try:
        if kind == "value":
            return result.value
        if kind == "singleResult":
            return result.single()
        if kind == "singleEntry":
            return result.entry()
        return result.entries() if kind == "collectEntries" else result.list()
    except DecisionError as error:
        raise StepFailed(node.id, explained(error)) from error
