"""Deadlines computed anew: a trigger corrected by two people, or a calendar or rule that changed.

A row is never moved: a new one takes its place, and timers follow it. Source: domain/processes (received documents,
limitation_watch); architecture A22.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast

from sqlmodel import Session, col, func, select, update

from db.models import CaseFile, Correction, Deadline
from worklist import engine, notify
from worklist.cases import calendar, deadlines, limitation, notices, unknown
from worklist.errors import BadInput, Conflict, NotFound, NotPermitted
from worklist.identity import Actor
from worklist.law import deadlines as law
from worklist.law import rules
from worklist.law.calendar import Calendar
from worklist.law.deadlines import Computed

#: The longest reason that is kept.
REASON = 500


@dataclass(frozen=True)
class Move:
    """A row with the days it would have: computed anew, nothing written yet."""

    row: Deadline
    computed: Computed

    @property
    def changes(self) -> bool:
        """Whether a day, how certain it is, what it waits for, or the version of its rule would be another."""
        new, old = self.computed, self.row
        return (*_days(new), new.provisional, new.rule_version, new.unknown) != (
            *_days(old), old.provisional, old.rule_version, unknown.of_row(old)
        )  # fmt: skip

    @property
    def is_held(self) -> bool:
        """Whether another version of the rule would end the period later: a person confirms that first.

        A version may hold for triggers after its beginning only, which the row does not tell; the earlier day is safe.
        """
        later = any(new > old for new, old in zip(_days(self.computed), _days(self.row), strict=True))
        return later and self.computed.rule_version != self.row.rule_version


def _days(of: Deadline | Computed) -> tuple[date, ...]:
    return (of.trigger_date, of.alarm_day, of.raw_day, of.rolled_day)


def preview(session: Session, row: Deadline, trigger_date: date, now: datetime) -> list[Move]:
    """Return what a corrected trigger would do to a row and to every open row that depends on it, the row first.

    Those depend that the same document started on the same day, and the last day to renew a measure on its end. Raises
    BadInput for a period of the title itself: its days are read from the file, and corrected there.
    """
    if row.rule_id in limitation.TITLE_RULES:
        raise BadInput(
            "Expected a period with a trigger of its own, but %(rule)s is read from the title: correct its days in the file", rule=row.rule_id
        )
    if row.awaits:
        raise BadInput("Expected a period whose trigger is known; record the day that it waits for instead")
    days = calendar.load(session)
    moves = [Move(one, _anew(session, one, trigger_date, now, days)) for one in _of_one_trigger(session, row)]
    moves = _with_renewals(session, moves, now, days)
    return sorted(moves, key=lambda move: move.row.id != row.id)


def propose(session: Session, row: Deadline, trigger_date: date, reason: str, by: Actor, now: datetime) -> Correction:
    """Ask that the trigger of an open row be corrected; a partner who is somebody else confirms. Raises BadInput, Conflict."""
    if row.status != deadlines.OPEN:
        raise Conflict("Expected an open period to correct, but this one is closed")
    if not reason.strip() or len(reason) > REASON:
        raise BadInput("Expected a reason of at most %(most)s characters for the correction", most=REASON)
    if trigger_date == row.trigger_date:
        raise BadInput("Expected another day than %(day)s, from which the period counts already", day=trigger_date.isoformat())
    preview(session, row, trigger_date, now)
    asked = Correction(
        case_id=row.case_id, deadline_id=row.id, trigger_date=trigger_date, reason=reason.strip(), proposed_by=by.id, proposed_at=now
    )
    session.add(asked)
    session.flush()
    case = session.get_one(CaseFile, row.case_id)
    notices.tell(session, case, ["partner"], "trigger_correction", now, deadline=row)
    return asked


def open_corrections(session: Session, case_id: str) -> list[Correction]:
    """Return the corrections of a case that wait for a partner."""
    query = select(Correction).where(col(Correction.case_id) == case_id, col(Correction.state) == "proposed")
    return list(session.exec(query.order_by(col(Correction.proposed_at))))


def confirm(session: Session, correction_id: str, by: Actor, now: datetime) -> list[Deadline]:
    """Apply a correction: each dependent row is superseded by a new one. Return the new rows.

    Raises NotFound, NotPermitted for whoever asked for it or is no partner, Conflict once decided or the row is over.
    """
    asked = _decide(session, correction_id, "applied", by, now)
    row = session.get_one(Deadline, asked.deadline_id)
    if row.status != deadlines.OPEN:
        raise Conflict("Expected an open period to correct, but this one is closed; refuse the correction")
    moves = [move for move in preview(session, row, asked.trigger_date, now) if move.changes]
    return [replace(session, move, by, now, f"correction:{asked.id}") for move in moves]


def refuse(session: Session, correction_id: str, by: Actor, now: datetime) -> None:
    """Leave everything as it is. Raises as `confirm` does."""
    _decide(session, correction_id, "refused", by, now)


def _decide(session: Session, correction_id: str, state: str, by: Actor, now: datetime) -> Correction:
    asked = session.get(Correction, correction_id)
    if asked is None:
        raise NotFound("Expected a correction of a deadline, found none with id '%(correction)s'", correction=correction_id[:80])
    if "partner" not in by.roles or by.id == asked.proposed_by:
        raise NotPermitted(by.name, "confirm this correction", "a partner other than who asked for it")
    won = session.exec(
        update(Correction).where(col(Correction.id) == correction_id, col(Correction.state) == "proposed")
        .values(state=state, decided_by=by.id, decided_at=now)
    ).rowcount  # fmt: skip
    if won != 1:
        raise Conflict("Expected a correction that waits for a partner, but this one is decided already")
    return asked


def replace(session: Session, move: Move, by: Actor, now: datetime, cause: str) -> Deadline:
    """Let a new row with the days of a move take the place of the old one, which is kept. `cause`: why (Deadline.cause)."""
    old, days = move.row, move.computed
    attempts = select(func.max(Deadline.attempt)).where(
        col(Deadline.case_id) == old.case_id, col(Deadline.rule_id) == old.rule_id,
        col(Deadline.subject_id) == old.subject_id, col(Deadline.trigger_date) == days.trigger_date,
    )  # fmt: skip
    kept = old.model_dump(exclude={"id", "superseded_by", "reminded", "met_on", "met_by"})
    kept |= {
        "trigger_date": days.trigger_date, "raw_day": days.raw_day, "rolled_day": days.rolled_day, "alarm_day": days.alarm_day,
        "provisional": days.provisional, "to_be_confirmed": not days.confirmed, "rule_version": days.rule_version,
        "explanation": {"en": days.explanation_en, "zh": days.explanation_zh}, "started_at": now,
        "awaits": days.unknown.fact if days.unknown else None, "bound_by": days.unknown.bound if days.unknown else None, "cause": cause,
        "attempt": (session.exec(attempts).one() or 0) + 1, "given_day": _given(old, days.trigger_date),
    }  # fmt: skip
    new = Deadline(**kept)
    session.add(new)
    session.flush()
    deadlines.supersede(session, old, new, by, now)
    deadlines.note_start(session, new, by, now)
    return new


@dataclass(frozen=True)
class Report:
    """What a recomputation changed: the old row and the new one. `held`: what waits for a person to confirm a version."""

    changed: list[tuple[Deadline, Deadline]]
    held: list[Move] = field(default_factory=list)


def moves_of(session: Session, case_id: str, now: datetime, days: Calendar | None = None) -> list[Move]:
    """Return what today's rules and facts would change in a case, on its calendar or the one given. Nothing is written.

    Raises NotFound for a row of a rule that there is no more.
    """
    query = select(Deadline).where(col(Deadline.case_id) == case_id, col(Deadline.status) == deadlines.OPEN)
    rows, on = list(session.exec(query.order_by(col(Deadline.id)))), days or calendar.load(session)
    moves = [Move(row, _anew(session, row, row.trigger_date, now, on)) for row in rows]
    return [move for move in _with_renewals(session, moves, now, on) if move.changes]


def take_turns(session: Session, case_id: str) -> None:
    """Let one at a time replace rows of a case, so that none is replaced twice."""
    session.exec(select(CaseFile.id).where(col(CaseFile.id) == case_id).with_for_update()).one()


def recompute(
    session: Session, case_id: str, by: Actor, now: datetime, *, cause: str = "recomputed", confirmed: Collection[str] = ()
) -> Report:
    """Compute every open row of a case anew on today's rules, calendar and facts; with unchanged facts nothing changes.

    Another version of a rule that would end a period later is held until the rule is among the `confirmed`. What
    changed is told to the manager, and to the case by the signal `rules_changed-${case_id}`.
    """
    take_turns(session, case_id)
    moves = moves_of(session, case_id, now)
    held = [move for move in moves if move.is_held and move.row.rule_id not in confirmed]
    changed = [(move.row, replace(session, move, by, now, cause)) for move in moves if move not in held]
    if changed:
        _tell_manager(session, session.get_one(CaseFile, case_id), changed, now)
        session.flush()
        engine.signal(session, f"rules_changed-{case_id}", {}, by, now)
    return Report(changed, held)


def cases_with_periods(session: Session) -> list[str]:
    """Return the cases with an open row, in a fixed order: each is recomputed in a transaction of its own."""
    query = select(Deadline.case_id).where(col(Deadline.status) == deadlines.OPEN).distinct()
    return list(session.exec(query.order_by(col(Deadline.case_id))))


def _tell_manager(session: Session, case: CaseFile, changed: Iterable[tuple[Deadline, Deadline]], now: datetime) -> None:
    lines = [f"{old.rule_id}: {old.rolled_day.isoformat()} → {new.rolled_day.isoformat()}" for old, new in changed]
    subject = f"{case.number}: deadlines changed with the rules or the calendar / 规则或日历变更，期限已重算"
    notify.post(session, notify.Notice(subject, "\n".join([case.number, *lines]), (), ("manager",)), now, case.id)


def _of_one_trigger(session: Session, row: Deadline) -> list[Deadline]:
    if row.trigger_document is None:
        return [row]
    query = select(Deadline).where(
        col(Deadline.case_id) == row.case_id, col(Deadline.status) == deadlines.OPEN,
        col(Deadline.trigger_document) == row.trigger_document, col(Deadline.trigger_date) == row.trigger_date,
        col(Deadline.rule_id).not_in(limitation.TITLE_RULES),
    )  # fmt: skip
    return list(session.exec(query))


def _renewals(session: Session, row: Deadline) -> list[Deadline]:
    if row.active_type != rules.ActiveType.MEASURE_VALIDITY:
        return []
    query = select(Deadline).where(
        col(Deadline.case_id) == row.case_id, col(Deadline.status) == deadlines.OPEN, col(Deadline.subject_id) == row.subject_id,
        col(Deadline.rule_id) == law.RENEWAL_RULE, col(Deadline.trigger_date) == row.alarm_day,
    )  # fmt: skip
    return list(session.exec(query))


def _given(row: Deadline, trigger_date: date) -> date | None:
    """Return the day that was set instead of computed; a day set by the court is its own trigger."""
    return trigger_date if row.active_type == rules.ActiveType.COURT_SET else row.given_day


def _with_renewals(session: Session, moves: list[Move], now: datetime, days: Calendar) -> list[Move]:
    """Return the moves with those of the last days to renew a measure, which follow its end. Source: rule DL-X-23."""
    found = {move.row.id: move for move in moves}
    for move in moves:
        for row in _renewals(session, move.row):
            found[row.id] = Move(row, _anew(session, row, move.computed.alarm_day, now, days))
    return list(found.values())


def anew(session: Session, row: Deadline, trigger_date: date, now: datetime) -> Move:
    """Return what a row would be from another trigger, which is then known. Nothing is written."""
    return Move(row, _anew(session, row, trigger_date, now, calendar.load(session), waits=False))


def _anew(session: Session, row: Deadline, trigger_date: date, now: datetime, days: Calendar, *, waits: bool = True) -> Computed:
    facts = engine.hooks.facts(session, row.case_id, now)
    read = limitation.row(session, facts, row.rule_id, trigger_date, days)
    if read is not None:
        return read
    rule, given = rules.get(row.rule_id), _given(row, trigger_date)
    is_measure = rule.active_type is rules.ActiveType.MEASURE_VALIDITY
    return law.compute(
        rule, trigger_date, days, override_date=None if is_measure else given,
        stated_until=given if is_measure else None, ours=deadlines.is_ours(row.bound_party), unknown=unknown.of_row(row) if waits else None,
        applied=tuple(rules.get(cast(str, name)) for name in row.applied) or (rule,),
    )  # fmt: skip
