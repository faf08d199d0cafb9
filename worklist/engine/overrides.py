"""Override the result of a decision, confirm the override for other inputs, withdraw it. Source: architecture A34.

The table's own result is kept as it is. The running instances in which the decision was taken get the other result in
the variables that hold this one; steps that are past are not undone, called processes that have begun are not changed.
What an override is for is told by docs/decisions/0008.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select, update

from db.models import DecisionOverride, DecisionRun, Definition, Instance, InstanceState, OverrideState
from worklist import feel
from worklist.engine import decisions, deployments, history
from worklist.engine.history import jsonable
from worklist.engine.lint_decisions import OVERRIDDEN_BY
from worklist.engine.queries.instances import look
from worklist.engine.spiff import Change, Result, Run, StepFailed
from worklist.engine.spiff.codec import from_bytes, to_bytes
from worklist.engine.spiff.replacing import changes, replace
from worklist.engine.stage import Opened, Stage, staged
from worklist.engine.variables import must_be_kept
from worklist.errors import BadInput, Conflict, NotFound
from worklist.feel import Misfit, Shape, shape_of
from worklist.identity import Actor

#: The longest reason that is kept, in characters.
REASON = 500
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Effect:
    """What another result would change in one running instance; `changes` None: the part of it that used it is over."""

    instance: Instance
    changes: list[Change] | None


# -- looking --------------------------------------------------------------------------------


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


def preview(session: Session, run: DecisionRun, rows: Rows, now: datetime) -> list[Effect]:
    """Return what rows in the place of those in use would change in each running instance. Raises BadInput, Conflict as `override`."""
    _must_have_place(run)
    _must_fit(session, run, rows)
    _must_differ(session, run, rows)
    found = []
    for one in _running(session, run.place):
        instance = session.get_one(Instance, one.instance_id)
        found.append(Effect(instance, _changes(session, look(session, instance, now), one, rows, now)))
    return found


def preview_back(session: Session, run: DecisionRun, now: datetime) -> list[Effect]:
    """Return what the end of the override in force would change in each running instance."""
    found = []
    for one in _running(session, run.place):
        instance = session.get_one(Instance, one.instance_id)
        found.append(Effect(instance, _changes(session, look(session, instance, now), one, table_rows(session, one), now)))
    return found


# -- commands -------------------------------------------------------------------------------


def override(
    session: Session, run_id: str, rows: Rows, reason: str, by: Actor, now: datetime, *, shown: str | None
) -> DecisionOverride:
    """Use other rows than those of the table, here and where the same is decided again; return what was kept.

    `shown`: the override that was in force when the person looked, None for none. Raises NotFound; BadInput for rows that
    the table could not give and for no reason; Conflict when the decision was taken again, or overridden by somebody
    else, meanwhile; ProcessFailed where an instance cannot go on with it.
    """
    why = _must_say_why(reason)
    with staged(session, by, now) as stage:
        run = _locked(stage, run_id)
        before = standing(session, run.place)
        must_be_as_shown(session, run, shown)
        _must_fit(session, run, rows)
        _must_differ(session, run, rows)
        replaced = [(one, _changes(session, stage.open(str(one.instance_id)).run, one, rows, now)) for one in _running(session, run.place)]
        if before is not None:
            _end(session, before, OverrideState.REPLACED, None, by, now)
        kept = DecisionOverride(
            place=str(run.place), run_id=run.id, decision_id=run.decision_id, case_id=run.case_id, rows=jsonable(rows),
            packed=to_bytes(rows), reason=why, by=by.id, at=now, confirmed=[run.fingerprint],
        )  # fmt: skip
        session.add(kept)
        session.flush()
        _note(stage, run, "decision_overridden", kept, why)
        _put(stage, replaced)
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
    why = _must_say_why(reason)
    with staged(session, by, now) as stage:
        found = session.get(DecisionOverride, override_id)
        if found is None:
            raise NotFound("Expected an override of a decision, found none with the id '%(override)s'", override=override_id[:80])
        run = _locked(stage, found.run_id)
        back = [
            (one, _changes(session, stage.open(str(one.instance_id)).run, one, table_rows(session, one), now))
            for one in _running(session, found.place)
        ]
        _end(session, found, OverrideState.WITHDRAWN, why, by, now)
        _note(stage, last_at(session, found.place) or run, "override_withdrawn", found, why)
        _put(stage, back)
    session.refresh(found)
    return found


def _locked(stage: Stage, run_id: str) -> DecisionRun:
    """Return an evaluation, with the instances of its place locked in a fixed order, ended ones too; without any the chain."""
    run = must_be_run(stage.session, run_id)
    _must_have_place(run)
    asked = {run.instance_id, *(one.instance_id for one in _running(stage.session, run.place))} - {None}
    for instance_id in sorted(map(str, asked)):
        stage.lock(instance_id)
    if not asked:  # asked for outside a process
        history.lock(stage.session, str(run.case_id))
    return run


def _must_have_place(run: DecisionRun) -> None:
    if run.place is None:
        raise Conflict("Expected a result that can be overridden, but this one was kept before overrides were; take the decision again")


def _running(session: Session, place: str | None) -> list[DecisionRun]:
    """Return the latest evaluation at a place of each running instance."""
    query = (
        select(DecisionRun)
        .join(Instance, col(Instance.id) == col(DecisionRun.instance_id))
        .where(col(DecisionRun.place) == place, col(Instance.state) == InstanceState.RUNNING)
        .order_by(col(DecisionRun.number), col(DecisionRun.id))
    )
    return list({run.instance_id: run for run in session.exec(query)}.values())


def must_be_as_shown(session: Session, run: DecisionRun, shown: str | None) -> None:
    """Raise Conflict unless an evaluation is the latest of its place and `shown` the override in force there, None for none."""
    found = standing(session, run.place)
    if not is_last(session, run):
        raise Conflict("Expected to override the latest result, but the decision was taken again meanwhile; look at the new result first")
    if (found.id if found else None) == shown:
        return
    if found is None:
        raise Conflict("Expected the override that was shown, but it was withdrawn meanwhile; look at the decision again")
    raise Conflict("Expected to be the first, but '%(by)s' overrode this decision meanwhile; look at the other override first", by=found.by)


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


# -- what changes ---------------------------------------------------------------------------


def _changes(session: Session, run: Run, of: DecisionRun, rows: Rows, now: datetime) -> list[Change] | None:
    """Return what rows would change in an instance, where `of` is its latest evaluation. Raises BadInput."""
    node, shape = run.spec.elements[str(of.element_id)].node, shape_of_run(session, of)
    try:
        with feel.at_instant(now):
            before = decisions.mapped(node, shape.result(rows_in_use(session, of)))
            return changes(run, _where(of), before, decisions.mapped(node, shape.result(rows)))
    except StepFailed as error:
        raise BadInput("Expected outputs that the process can use, but %(reason)s; nothing was changed", reason=error.reason) from error


def _where(run: DecisionRun) -> Result:
    item = from_bytes(run.packed)["item"] if run.packed is not None else None
    return Result(str(run.element_id), run.scope_id, run.loop_index, item)


def _put(stage: Stage, replaced: Sequence[tuple[DecisionRun, list[Change] | None]]) -> None:
    for run, changed in replaced:
        if any(not change.stays for change in changed or ()):
            _step(stage, stage.open(str(run.instance_id)), run, changed or [])


def _step(stage: Stage, opened: Opened, run: DecisionRun, changed: list[Change]) -> None:
    with feel.at_instant(stage.now):
        replace(opened.run, _where(run), changed)
    stage.step(opened)


# -- what may be said -----------------------------------------------------------------------


def _must_say_why(reason: str) -> str:
    if not reason.strip() or len(reason) > REASON:
        raise BadInput("Expected a reason of at most %(most)s characters; nothing was changed", most=REASON)
    must_be_kept({"reason": reason})
    return reason.strip()


def _must_fit(session: Session, run: DecisionRun, rows: Rows) -> None:
    must_be_kept({"rows": rows})
    for wrong in shape_of_run(session, run).misfits(rows):
        raise _refusal(run, wrong)


def _must_differ(session: Session, run: DecisionRun, rows: Rows) -> None:
    if rows == rows_in_use(session, run):
        raise BadInput("Expected other outputs than those in use already; nothing was changed")


def _refusal(run: DecisionRun, wrong: Misfit) -> BadInput:
    values: Mapping[str, object] = {"row": wrong.row + 1, "column": wrong.column, "expected": wrong.expected, "decision": run.decision_id}
    if wrong.kind == "rows":
        return BadInput("Expected at most %(expected)s rows from the decision '%(decision)s'; nothing was changed", **values)
    if wrong.kind == "name":
        return BadInput(
            "Expected the outputs %(expected)s in row %(row)s, no more and no less, found '%(column)s' otherwise; nothing was changed", **values
        )
    if wrong.kind == "type":
        return BadInput("Expected a value of the type %(expected)s as '%(column)s' in row %(row)s; nothing was changed", **values)
    return BadInput("Expected one of %(expected)s as '%(column)s' in row %(row)s; nothing was changed", **values)
