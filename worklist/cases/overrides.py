"""The lawyer's override of a decision in a case: who may, who is told. Source: architecture A34."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from db.models import CaseFile, DecisionOverride, DecisionRun, OverrideState
from worklist.cases import notices, visibility
from worklist.engine import overrides
from worklist.errors import NotFound, NotPermitted, Phrase
from worklist.identity import Actor


def must_be_of_case(session: Session, case_id: str, run_id: str, actor: Actor) -> DecisionRun:
    """Return an evaluation in a case that the actor may see. Raises NotFound."""
    visibility.must_see(session, case_id, actor)
    run = overrides.must_be_run(session, run_id)
    if run.case_id != case_id:
        raise NotFound("Expected a decision that was taken, found none with the id '%(run)s'", run=run_id[:80])
    return run


def may_override(session: Session, run: DecisionRun, actor: Actor) -> bool:
    """Return whether an actor has the role that the decision names; the partner where it names none."""
    return overrides.role_of(session, run) in actor.roles


def must_be_allowed(session: Session, case_id: str, run_id: str, actor: Actor) -> DecisionRun:
    """Return an evaluation that the actor may override. Raises NotFound, NotPermitted."""
    run = must_be_of_case(session, case_id, run_id, actor)
    if not may_override(session, run, actor):
        needed = Phrase("role %(roles)s", roles=(overrides.role_of(session, run),))
        raise NotPermitted(actor.name, Phrase("override this decision"), needed)
    return run


def override(
    session: Session, case_id: str, run_id: str, rows: list[dict[str, Any]], reason: str, by: Actor, now: datetime, *, shown: str | None
) -> DecisionOverride:
    """Override a decision of a case. Raises NotFound, NotPermitted, and as `engine.overrides.override` does."""
    must_be_allowed(session, case_id, run_id, by)
    return overrides.override(session, run_id, rows, reason, by, now, shown=shown)


def confirm(session: Session, case_id: str, run_id: str, override_id: str, by: Actor, now: datetime) -> None:
    """Let an override go on for the inputs of an evaluation. Raises NotFound, NotPermitted, Conflict."""
    must_be_allowed(session, case_id, run_id, by)
    overrides.confirm(session, override_id, run_id, by, now)


def withdraw(session: Session, case_id: str, run_id: str, override_id: str, reason: str, by: Actor, now: datetime) -> None:
    """End an override of a case. Raises NotFound, NotPermitted, BadInput, Conflict."""
    run = must_be_allowed(session, case_id, run_id, by)
    found = session.get(DecisionOverride, override_id)
    if found is None or found.place != run.place:
        raise NotFound("Expected an override of a decision, found none with the id '%(override)s'", override=override_id[:80])
    overrides.withdraw(session, override_id, reason, by, now)


def waiting(session: Session, case_id: str) -> list[DecisionRun]:
    """Return the latest evaluations of a case whose override was made for other inputs, oldest first."""
    query = select(DecisionOverride).where(
        col(DecisionOverride.case_id) == case_id, col(DecisionOverride.state) == OverrideState.IN_FORCE
    )
    last = [(kept, overrides.last_at(session, kept.place)) for kept in session.exec(query)]
    found = [run for kept, run in last if run is not None and not overrides.is_confirmed(kept, run)]
    return sorted(found, key=lambda run: (run.at, run.id))


def tell(session: Session, case_id: str | None, run: Mapping[str, Any], now: datetime) -> None:
    """Ask the partner of a case to confirm or withdraw an override, once until that is done."""
    case = session.get(CaseFile, case_id) if case_id else None
    if case is None or _waited(session, run):
        return
    notices.tell(session, case, ["partner"], "override_to_confirm", now, page=f"/cases/{case.id}/decisions#{run['id']}")


def _waited(session: Session, run: Mapping[str, Any]) -> bool:
    """Return whether the evaluation before waited for the same already."""
    query = select(DecisionRun).where(
        col(DecisionRun.place) == run["place"], col(DecisionRun.number) < run["number"],
        col(DecisionRun.override_id) == run["override_id"],
    )  # fmt: skip
    before = session.exec(query.order_by(col(DecisionRun.number).desc()).limit(1)).first()
    kept = overrides.standing(session, run["place"])
    return before is not None and kept is not None and not overrides.is_confirmed(kept, before)
