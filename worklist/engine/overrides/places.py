"""What is decided at a place: evaluations, the override in force, the rows that the process uses. Nothing is changed here."""

from typing import Any

from sqlmodel import Session, col, select

from db.models import DecisionOverride, DecisionRun, Instance, InstanceState, OverrideState
from worklist.engine import deployments
from worklist.engine.lint_decisions import OVERRIDDEN_BY
from worklist.engine.spiff.codec import from_bytes
from worklist.errors import NotFound
from worklist.feel import Shape, shape_of

Rows = list[dict[str, Any]]


def must_be_run(session: Session, run_id: str) -> DecisionRun:
    """Return an evaluation of a decision. Raises NotFound."""
    run = session.get(DecisionRun, run_id)
    if run is None:
        raise NotFound("Expected a decision that was taken, found none with the id '%(run)s'", run=run_id[:80])
    return run


def shape_of_run(session: Session, run: DecisionRun) -> Shape:
    """Return what the decision of an evaluation may give, as the version of its table says. Raises NotFound."""
    shape = shape_of(deployments.decision_of(session, run.definition_id), run.decision_id)
    if shape is None:
        raise NotFound("Expected the decision '%(decision)s' in its version, found none", decision=run.decision_id)
    return shape


def role_of(session: Session, run: DecisionRun) -> str:
    """Return the role that may override a decision: what its extension property names, without one the partner."""
    decision = deployments.decision_of(session, run.definition_id).decisions.get(run.decision_id)
    return (decision.properties.get(OVERRIDDEN_BY) if decision else None) or "partner"


def standing(session: Session, place: str | None) -> DecisionOverride | None:
    """Return the override in force at a place, read anew; None where there is none."""
    query = select(DecisionOverride).where(
        col(DecisionOverride.place) == place, col(DecisionOverride.state) == OverrideState.IN_FORCE
    )
    return session.exec(query.execution_options(populate_existing=True)).first()


def last_at(session: Session, place: str | None) -> DecisionRun | None:
    """Return the latest evaluation at a place, None where there is none."""
    query = select(DecisionRun).where(col(DecisionRun.place) == place)
    return session.exec(query.order_by(col(DecisionRun.number).desc(), col(DecisionRun.id).desc()).limit(1)).first()


def is_last(session: Session, run: DecisionRun) -> bool:
    """Return whether the decision was not taken again since, about the same."""
    last = last_at(session, run.place)
    return last is not None and last.id == run.id


def running(session: Session, place: str | None) -> list[DecisionRun]:
    """Return the latest evaluation at a place of each running instance."""
    query = (
        select(DecisionRun)
        .join(Instance, col(Instance.id) == col(DecisionRun.instance_id))
        .where(col(DecisionRun.place) == place, col(Instance.state) == InstanceState.RUNNING)
        .order_by(col(DecisionRun.number), col(DecisionRun.id))
    )
    return list({run.instance_id: run for run in session.exec(query)}.values())


def rows_in_use(session: Session, run: DecisionRun) -> Rows:
    """Return the rows that the process uses at the place of an evaluation: those of the override in force, else the table's."""
    used = standing(session, run.place)
    return given_rows(used) if used is not None else table_rows(session, run)


def table_rows(session: Session, run: DecisionRun) -> Rows:
    """Return the rows that the table gave, as the process gets them."""
    if run.packed is not None:
        rows: Rows = from_bytes(run.packed)["rows"]
        return rows
    return [dict(row) for row in run.outputs["rows"]]


def given_rows(override: DecisionOverride) -> Rows:
    """Return the rows of an override, as the process gets them."""
    rows: Rows = from_bytes(override.packed)
    return rows


def is_confirmed(override: DecisionOverride, run: DecisionRun) -> bool:
    """Return whether an override was made, or confirmed, for the inputs of an evaluation."""
    return run.fingerprint in override.confirmed
