"""Ask a deployed decision outside a process, and keep what it said."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from db.models import DecisionRun, DefinitionKind
from worklist.engine import deployments
from worklist.engine.history import jsonable
from worklist.errors import BadInput
from worklist.feel import DecisionError, DecisionResult, evaluate_decision, explained


def ask(
    session: Session, decision: str, variables: Mapping[str, Any], *, case_id: str | None, asked_by: str, now: datetime
) -> DecisionResult | None:
    """Evaluate the latest version of a decision and keep it as a decision_run; None where it is not deployed.

    `asked_by`: what asked, as the element of a diagram would. Raises BadInput with the reason a decision has no result.
    """
    definition_id = deployments.latest_id(session, DefinitionKind.DECISION, decision)
    if definition_id is None:
        return None
    try:
        result = evaluate_decision(deployments.decision_of(session, definition_id), decision, variables)
    except DecisionError as error:
        raise BadInput("The decision %(decision)s has no result: %(why)s", decision=decision, why=explained(error)) from error
    session.add(DecisionRun(
        definition_id=definition_id, decision_id=decision, element_id=asked_by, case_id=case_id, at=now, inputs=jsonable(result.inputs),
        matched=jsonable(result.matched), outputs={"rows": jsonable(result.outputs)},
    ))  # fmt: skip
    return result
