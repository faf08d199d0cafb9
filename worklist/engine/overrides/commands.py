"""Override the result of a decision, confirm the override for other inputs, withdraw it."""

from datetime import datetime

from sqlmodel import Session, col, update

from db.models import DecisionOverride, DecisionRun, Definition, OverrideState
from worklist.engine import history
from worklist.engine.history import jsonable
from worklist.engine.overrides import effects, refusals
from worklist.engine.overrides.places import (
    Rows,
    is_confirmed,
    is_last,
    last_at,
    must_be_run,
    running,
    standing,
    table_rows,
)
from worklist.engine.spiff.codec import to_bytes
from worklist.engine.stage import Stage, staged
from worklist.errors import Conflict, NotFound
from worklist.identity import Actor


def override(
    session: Session, run_id: str, rows: Rows, reason: str, by: Actor, now: datetime, *, shown: str | None
) -> DecisionOverride:
    """Use other rows than those of the table, here and where the same is decided again; return what was kept.

    `shown`: the override that was in force when the person looked, None for none. Raises NotFound; BadInput for rows that
    the table could not give and for no reason; Conflict when the decision was taken again, or overridden by somebody
    else, meanwhile; ProcessFailed where an instance cannot go on with it.
    """
    why = refusals.must_say_why(reason)
    with staged(session, by, now) as stage:
        run = _locked(stage, run_id)
        before = standing(session, run.place)
        refusals.must_be_as_shown(session, run, shown)
        refusals.must_fit(session, run, rows)
        refusals.must_differ(session, run, rows)
        replaced = [(one, effects.changes_in(session, stage.open(str(one.instance_id)).run, one, rows, now)) for one in running(session, run.place)]
        if before is not None:
            _end(session, before, OverrideState.REPLACED, None, by, now)
        kept = DecisionOverride(
            place=str(run.place), run_id=run.id, decision_id=run.decision_id, case_id=run.case_id, rows=jsonable(rows),
            packed=to_bytes(rows), reason=why, by=by.id, at=now, confirmed=[run.fingerprint],
        )  # fmt: skip
        session.add(kept)
        session.flush()
        _note(stage, run, "decision_overridden", kept, why)
        effects.put(stage, replaced)
    return kept


def confirm(session: Session, override_id: str, run_id: str, by: Actor, now: datetime) -> DecisionOverride:
    """Let an override go on for the inputs of the latest evaluation too.

    Raises NotFound, Conflict where it is in force no longer, the decision was taken again, or nothing waits.
    """
    with staged(session, by, now) as stage:
        run = _locked(stage, run_id)
        found = standing(session, run.place)
        if found is None or found.id != override_id or not is_last(session, run):
            raise Conflict("Expected the override and the inputs that were shown, but they changed meanwhile; look at them again")
        if is_confirmed(found, run):
            raise Conflict("Expected an override that waits to be confirmed, but it is confirmed for these inputs already")
        found.confirmed, found.confirmed_by, found.confirmed_at = [*found.confirmed, run.fingerprint], by.id, now
        session.add(found)
        session.flush()
        _note(stage, run, "override_confirmed", found, None)
    return found


def withdraw(session: Session, override_id: str, reason: str, by: Actor, now: datetime) -> DecisionOverride:
    """End an override: from here on the table's latest result is used again, also in the variables.

    Raises NotFound, BadInput for no reason, Conflict where it is in force no longer, ProcessFailed.
    """
    why = refusals.must_say_why(reason)
    with staged(session, by, now) as stage:
        found = session.get(DecisionOverride, override_id)
        if found is None:
            raise NotFound("Expected an override of a decision, found none with the id '%(override)s'", override=override_id[:80])
        run = _locked(stage, found.run_id)
        back = [
            (one, effects.changes_in(session, stage.open(str(one.instance_id)).run, one, table_rows(session, one), now))
            for one in running(session, found.place)
        ]
        _end(session, found, OverrideState.WITHDRAWN, why, by, now)
        _note(stage, last_at(session, found.place) or run, "override_withdrawn", found, why)
        effects.put(stage, back)
    session.refresh(found)
    return found


def _locked(stage: Stage, run_id: str) -> DecisionRun:
    """Return an evaluation, with the instances of its place locked in a fixed order, ended ones too; without any the chain."""
    run = must_be_run(stage.session, run_id)
    refusals.must_have_place(run)
    asked = {run.instance_id, *(one.instance_id for one in running(stage.session, run.place))} - {None}
    for instance_id in sorted(map(str, asked)):
        stage.lock(instance_id)
    if not asked:  # asked for outside a process
        history.lock(stage.session, str(run.case_id))
    return run


def _end(
    session: Session, found: DecisionOverride, state: OverrideState, reason: str | None, by: Actor, now: datetime
) -> None:
    ended = update(DecisionOverride).where(
        col(DecisionOverride.id) == found.id, col(DecisionOverride.state) == OverrideState.IN_FORCE
    )
    if session.exec(ended.values(state=state, ended_by=by.id, ended_at=now, ended_reason=reason)).rowcount != 1:
        raise Conflict("Expected an override in force, but it was ended already")


def _note(stage: Stage, run: DecisionRun, kind: str, kept: DecisionOverride, reason: str | None) -> None:
    """Note in the chain what the table said and, as values that can be erased, what a person said."""
    definition = stage.session.get_one(Definition, run.definition_id)
    name, _, name_zh = definition.name.partition(" / ")
    facts = {
        "decision": run.decision_id, "name": name, "name_zh": name_zh, "version": definition.version, "run": run.id, "override": kept.id,
        "table": run.outputs.get("rows"),
    }  # fmt: skip
    values = {"override": kept.rows} | ({"reason": reason} if reason else {})
    chain = str(run.case_id or run.instance_id)
    stage.events.append(history.Event(kind, chain, run.instance_id, run.element_id, None, facts, values))
