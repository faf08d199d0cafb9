"""Evaluate decisions for business rule tasks and keep how each came about."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from db.models import DecisionRun, Definition, DefinitionKind
from db.models.base import new_id
from worklist.engine import deployments
from worklist.engine.bpmn import Node
from worklist.engine.history import jsonable
from worklist.engine.spiff import StepFailed
from worklist.feel import DecisionError, DecisionResult, evaluate_decision


def decide(
    session: Session, node: Node, decision: str, variables: Mapping[str, Any], *,
    deployment_id: str, instance_id: str, case_id: str | None, now: datetime,
) -> Any:  # fmt: skip
    """Evaluate a decision for a business rule task and return its mapped result.

    Keeps inputs, matched rows, outputs and version as a decision_run. Raises StepFailed for an unknown decision
    and for a violated hit policy. Source: DMN 1.5 §8.2.8; Camunda 7 manual, DMN result mapping.
    """
    definition_id = _bound(session, node, decision, deployment_id)
    if definition_id is None:
        raise StepFailed(node.id, f"the decision {decision!r} is not deployed")
    try:
        result = evaluate_decision(deployments.decision_of(session, definition_id), decision, variables)
    except DecisionError as error:
        raise StepFailed(node.id, str(error)) from error
    run = {
        "id": new_id(), "definition_id": definition_id, "decision_id": decision, "instance_id": instance_id,
        "element_id": node.id, "case_id": case_id, "at": now, "inputs": jsonable(result.inputs),
        "matched": jsonable(result.matched), "outputs": {"rows": jsonable(result.outputs)}, "override": {},
    }  # fmt: skip
    session.execute(insert(DecisionRun), [run])
    return mapped(node, result)


def mapped(node: Node, result: DecisionResult) -> Any:
    """Return a decision's result as mapDecisionResult asks (default resultList)."""
    kind = node.options["mapDecisionResult"].source if "mapDecisionResult" in node.options else "resultList"
    rows = [dict(row) for row in result.outputs]
    try:
        if kind == "singleResult":
            return result.single()
        if kind == "singleEntry":
            single = result.single()
            return next(iter(single.values())) if isinstance(single, dict) and single else single
        if kind == "collectEntries":
            return [next(iter(row.values())) for row in rows if row]
    except DecisionError as error:
        raise StepFailed(node.id, str(error)) from error
    return rows


def _bound(session: Session, node: Node, decision: str, deployment_id: str) -> str | None:
    binding = node.options["decisionRefBinding"].source if "decisionRefBinding" in node.options else "latest"
    kind, key = DefinitionKind.DECISION, decision
    if binding == "latest":
        return deployments.latest_id(session, kind, key)
    query = select(Definition.id).where(col(Definition.kind) == kind, col(Definition.key) == key)
    if binding == "deployment":
        return session.exec(query.where(col(Definition.deployment_id) == deployment_id)).first()
    version = int(node.options["decisionRefVersion"].source)
    return session.exec(query.where(col(Definition.version) == version)).first()
