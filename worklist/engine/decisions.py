"""Evaluate decisions for business rule tasks and keep how each came about; an override in force is used instead.

What an override is for, a place, is told by docs/decisions/0008.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from db import hot
from db.models import DecisionOverride, DecisionRun, OverrideState
from db.models.base import ordered_id
from worklist.engine import bindings, deployments, versions
from worklist.engine.bpmn import Node
from worklist.engine.history import jsonable
from worklist.engine.hooks import hooks
from worklist.engine.spiff import Origin, StepFailed
from worklist.engine.spiff.codec import from_bytes, to_bytes
from worklist.errors import NotFound
from worklist.feel import (
    DecisionError,
    DecisionModel,
    DecisionResult,
    Shape,
    evaluate_decision,
    explained,
    shape_of,
)

#: What a process instance was begun for, and an event sub-process too. Source: docs/decisions/0008.
SUBJECT_KEYS = (
    "title_id", "measure_id", "objection_id", "subject_id", "party_id", "mode", "suit_id", "step", "asset_id", "debtor_id", "item_id",
)  # fmt: skip

_RUNS, _OVERRIDES = hot.table(DecisionRun), hot.table(DecisionOverride)
_COUNT = select(func.max(_RUNS.c.number)).where(_RUNS.c.place == bindparam("which"))
_STANDING = select(_OVERRIDES).where(_OVERRIDES.c.place == bindparam("which"), _OVERRIDES.c.state == OverrideState.IN_FORCE)


@dataclass(frozen=True)
class Asker:
    """Who asks for a decision: an instance of a process and what it was begun for; without one something outside a process."""

    process: str
    deployment_id: str
    instance_id: str | None
    case_id: str | None
    subject: Sequence[Any] = ()


def decide(
    session: Session, node: Node, decision: str, variables: Mapping[str, Any], origin: Origin, asker: Asker, now: datetime
) -> Any:
    """Evaluate a decision for a business rule task and return its mapped result, or that of the override in force.

    Keeps inputs, matched rows, outputs, errors and version as a decision_run. Where an override is used for inputs that
    nobody has confirmed it for, its case is told. Raises StepFailed for an unknown decision, a violated hit policy and a
    missing input, naming decision, rows and inputs. Source: DMN 1.5 §8.2.11; Camunda 7 manual, DMN result mapping.
    """
    try:
        definition_id = versions.bound_id(session, bindings.DECISION, node, decision, asker.deployment_id)
        model = deployments.decision_of(session, definition_id)
        result = evaluate_decision(model, decision, variables)
    except NotFound as error:
        raise StepFailed(node.id, str(error)) from error
    except DecisionError as error:
        raise StepFailed(node.id, explained(error)) from error
    is_member = origin.loop_index is not None and node.loop is not None and bool(node.loop.outputs)
    where = {
        "definition_id": definition_id, "element_id": node.id, "subject": subject_of(origin, asker.subject),
        "scope_id": origin.scope_id, "loop_index": origin.loop_index,
    }  # fmt: skip
    return mapped(node, keep(session, result, model, asker, where, now, item=origin.items[-1][1] if is_member else None))


def keep(
    session: Session, result: DecisionResult, model: DecisionModel, asker: Asker, where: Mapping[str, Any], now: datetime, *, item: Any = None
) -> DecisionResult:
    """Keep an evaluation as a decision_run and return what is used: the result, or that of the override in force at its place.

    `where`: definition_id, element_id (or what asked outside a process), subject, scope_id and loop_index.
    """
    decision = result.decision
    place = place_of(asker, where["element_id"], decision, where["subject"])
    standing = hot.run(session, _STANDING, {"which": place}).first()
    shape = shape_of(model, decision)
    run = {
        "id": ordered_id(), "decision_id": decision, "instance_id": asker.instance_id, "case_id": asker.case_id, "at": now,
        "matched": jsonable(result.matched), "outputs": _outcome(result), "packed": _packed(result, shape, item), "place": place,
        "number": (hot.run(session, _COUNT, {"which": place}).scalar() or 0) + 1,
        "override_id": standing.id if standing is not None else None, **where, **_asked(result),
    }  # fmt: skip
    hot.insert(session, DecisionRun, [run])
    if standing is None or shape is None:
        return result
    if run["fingerprint"] not in standing.confirmed:
        hooks.to_confirm(session, asker.case_id, run, now)
    return shape.result(from_bytes(standing.packed))


def _asked(result: DecisionResult) -> dict[str, Any]:
    """Return the inputs, those of required decisions too, and the fingerprint of all that went in and came out."""
    asked = {one.decision: jsonable(one.inputs) for one in result.all()}
    inputs = {name: value for one in reversed(list(asked.values())) for name, value in one.items()}
    return {"inputs": inputs, "fingerprint": _digest([asked, {one.decision: jsonable(one.value) for one in result.all()}])}


def _packed(result: DecisionResult, shape: Shape | None, item: Any) -> bytes | None:
    """Return the rows as the process gets them; None where they hold what no variable can, such as a range."""
    try:
        return None if shape is None else to_bytes({"rows": shape.rows(result), "item": item})
    except TypeError:
        return None


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


# -- what a decision is about ---------------------------------------------------------------


def begun_for(variables: Mapping[str, Any]) -> list[Any]:
    """Return what variables say a process is about: `[name, id]` of each key that names something else than the main one."""
    return [[name, jsonable(variables[name])] for name in SUBJECT_KEYS if variables.get(name) not in (None, "", "main")]


def subject_of(origin: Origin, begun: Sequence[Any]) -> list[Any]:
    """Return what a decision is about: what its instance was begun for, what an event brought, which items it stands at."""
    own = [pair for variables in origin.own for pair in begun_for(variables)]
    return [*begun, *own, *([element, identity(item)] for element, item in origin.items)]


def identity(item: Any) -> Any:
    """Return what tells an item of a multi-instance from the others: its id, else the item itself."""
    if isinstance(item, Mapping) and item.get("id") is not None:
        return str(item["id"])
    return jsonable(item)


def place_of(asker: Asker, element_id: str, decision: str, subject: Sequence[Any]) -> str:
    """Return the key of a place: the case (without one the instance), the process, the element, the decision, the subject."""
    return _digest([asker.case_id or asker.instance_id, asker.process, element_id, decision, list(subject)])


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
