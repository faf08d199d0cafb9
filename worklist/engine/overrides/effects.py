"""What another result changes in the running instances in which the decision was taken: foreseen and put into effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from db.models import DecisionRun, Instance
from worklist import feel
from worklist.engine import decisions
from worklist.engine.overrides import refusals
from worklist.engine.overrides.places import Rows, rows_in_use, running, shape_of_run, table_rows
from worklist.engine.queries.instances import look
from worklist.engine.spiff import Change, Result, Run, StepFailed
from worklist.engine.spiff.codec import from_bytes
from worklist.engine.spiff.replacing import changes, replace
from worklist.engine.stage import Opened, Stage
from worklist.errors import BadInput


@dataclass(frozen=True)
class Effect:
    """What another result would change in one running instance; `changes` None: the part of it that used it is over."""

    instance: Instance
    changes: list[Change] | None


def preview(session: Session, run: DecisionRun, rows: Rows, now: datetime) -> list[Effect]:
    """Return what rows in the place of those in use would change in each running instance. Raises BadInput, Conflict as `override`."""
    refusals.must_have_place(run)
    refusals.must_fit(session, run, rows)
    refusals.must_differ(session, run, rows)
    found = []
    for one in running(session, run.place):
        instance = session.get_one(Instance, one.instance_id)
        found.append(Effect(instance, changes_in(session, look(session, instance, now), one, rows, now)))
    return found


def preview_back(session: Session, run: DecisionRun, now: datetime) -> list[Effect]:
    """Return what the end of the override in force would change in each running instance."""
    found = []
    for one in running(session, run.place):
        instance = session.get_one(Instance, one.instance_id)
        found.append(Effect(instance, changes_in(session, look(session, instance, now), one, table_rows(session, one), now)))
    return found


def changes_in(session: Session, run: Run, of: DecisionRun, rows: Rows, now: datetime) -> list[Change] | None:
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


def put(stage: Stage, replaced: Sequence[tuple[DecisionRun, list[Change] | None]]) -> None:
    """Give each running instance, by its evaluation, the variables that it changes to."""
    for run, changed in replaced:
        if any(not change.stays for change in changed or ()):
            _step(stage, stage.open(str(run.instance_id)), run, changed or [])


def _step(stage: Stage, opened: Opened, run: DecisionRun, changed: list[Change]) -> None:
    with feel.at_instant(stage.now):
        replace(opened.run, _where(run), changed)
    stage.step(opened)
