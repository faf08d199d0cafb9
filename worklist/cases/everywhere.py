"""All cases recomputed, each in a transaction of its own: after a holiday notice, and after an upgrade that brought rules."""

import logging
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, and_, col, not_, or_, select

from db.models import CaseFile, Deadline
from db.session import reading, transaction
from worklist.cases import deadlines, recomputing
from worklist.cases.recomputing import Move, Report
from worklist.cases.visibility import visible
from worklist.errors import WritError
from worklist.identity import Actor
from worklist.law import calendar as law
from worklist.law import rules

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recomputed:
    """What came of one case; `refused`: why it was left as it is."""

    case_id: str
    report: Report
    refused: Exception | None = None


def recompute(
    database: Engine, by: Actor, now: datetime, *, cause: str = "recomputed", confirmed: Collection[str] = (), only: Collection[str] | None = None
) -> Iterator[Recomputed]:
    """Recompute every case with an open row, or `only` some, and yield what changed. One broken case does not stop the others."""
    with reading(database) as session:
        case_ids = recomputing.cases_with_periods(session)
    for case_id in case_ids:
        if only is not None and case_id not in only:
            continue
        try:
            with transaction(database) as session:
                report = recomputing.recompute(session, case_id, by, now, cause=cause, confirmed=confirmed)
        except (WritError, DBAPIError) as error:
            yield Recomputed(case_id, Report([]), error)
        else:
            yield Recomputed(case_id, report)


@dataclass(frozen=True)
class Foreseen:
    """What would change: the moves in cases the actor may see, and how many more there are in cases the actor may not."""

    moves: list[tuple[CaseFile, Move]]
    unseen: int


def foresee(session: Session, actor: Actor, now: datetime, days: law.Calendar | None = None, *, only: Collection[str] | None = None) -> Foreseen:
    """Return what recomputing all cases on a calendar would change. Nothing is written."""
    seen, unseen = [], 0
    for case_id in recomputing.cases_with_periods(session):
        if only is not None and case_id not in only:
            continue
        moves = recomputing.moves_of(session, case_id, now, days)
        case = session.exec(select(CaseFile).where(col(CaseFile.id) == case_id, visible(actor))).first()
        if case is None:
            unseen += len(moves)
        else:
            seen += [(case, move) for move in moves]
    return Foreseen(sorted(seen, key=lambda one: (one[1].computed.rolled_day, one[0].number)), unseen)


def of_other_versions(session: Session) -> set[str]:
    """Return the cases with an open row of another version of its rule than today's."""
    current = or_(*(and_(col(Deadline.rule_id) == rule.rule_id, col(Deadline.rule_version) == rule.version) for rule in rules.all_rules()))
    query = select(Deadline.case_id).where(col(Deadline.status) == deadlines.OPEN, not_(current)).distinct()
    return set(session.exec(query))


def take_new_versions(database: Engine, by: Actor, now: datetime) -> list[Recomputed]:
    """Recompute the open rows of older versions of a rule where the end comes no later; what would end later waits for a person.

    Called at every start; a second call finds nothing to do.
    """
    with reading(database) as session:
        waiting = of_other_versions(session)
    found = [one for one in recompute(database, by, now, cause="rules", only=waiting) if one.report.changed or one.refused] if waiting else []
    for one in found:
        said = f"not counted anew on the rules of an upgrade: {one.refused}" if one.refused else "counted anew on the rules of an upgrade"
        log.log(logging.WARNING if one.refused else logging.INFO, said, extra={"case_id": one.case_id})
    return found


def held(session: Session, actor: Actor, now: datetime) -> Foreseen:
    """Return the moves that wait for somebody to confirm another version of a rule."""
    found = foresee(session, actor, now, only=of_other_versions(session))
    return Foreseen([(case, move) for case, move in found.moves if move.is_held], found.unseen)


def by_cause(session: Session, actor: Actor, cause: str) -> list[tuple[CaseFile, Deadline, Deadline]]:
    """Return the change report of a cause, old and new row, for the cases an actor may see."""
    query = select(CaseFile, Deadline).join(Deadline, col(Deadline.case_id) == col(CaseFile.id))
    rows = session.exec(query.where(col(Deadline.cause) == cause, visible(actor)).order_by(col(Deadline.rolled_day), col(Deadline.id))).all()
    olds = session.exec(select(Deadline).where(col(Deadline.superseded_by).in_([new.id for _, new in rows]))).all()
    by_new = {old.superseded_by: old for old in olds}
    return [(case, by_new[new.id], new) for case, new in rows if new.id in by_new]
