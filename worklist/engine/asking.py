"""Ask a deployed decision outside a process, and keep what it said."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from db.models import DefinitionKind
from worklist.engine import decisions, deployments
from worklist.errors import BadInput
from worklist.feel import DecisionError, DecisionResult, evaluate_decision, explained


def ask(
    session: Session, decision: str, variables: Mapping[str, Any], *, case_id: str | None, asked_by: str, now: datetime,
    subject: Sequence[Any] = (),
) -> DecisionResult | None:  # fmt: skip
    """Evaluate the latest version of a decision and keep it as a decision_run; None where it is not deployed.

    `asked_by`: what asked, as the element of a diagram would; `subject`: what it is about, as pairs of name and id. Where an
    override is in force for the same, its result is returned. Raises BadInput with the reason a decision has no result.
    """
    definition_id = deployments.latest_id(session, DefinitionKind.DECISION, decision)
    if definition_id is None:
        return None
    model = deployments.decision_of(session, definition_id)
    try:
        result = evaluate_decision(model, decision, variables)
    except DecisionError as error:
        raise BadInput("The decision %(decision)s has no result: %(why)s", decision=decision, why=explained(error)) from error
    where = {"definition_id": definition_id, "element_id": asked_by, "subject": list(subject), "scope_id": None, "loop_index": None}
    return decisions.keep(session, result, model, decisions.Asker("", "", None, case_id), where, now)


def propose(session: Session, decision: str, context: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return what the latest version of a decision says in a context, its first row with `source`; None for nothing. Nothing is kept.

    What is typed so far may be too little to decide on: then it proposes nothing.
    """
    definition_id = deployments.latest_id(session, DefinitionKind.DECISION, decision)
    if definition_id is None:
        return None
    try:
        result = evaluate_decision(deployments.decision_of(session, definition_id), decision, context)
    except DecisionError:
        return None
    hit = next(iter(result.matched.get(decision, [])), None)
    outputs = result.value if isinstance(result.value, Mapping) else next(iter(result.outputs), None)
    return None if not outputs else {"source": hit["notes"][0] if hit and hit["notes"] else None, **outputs}
