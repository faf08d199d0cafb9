"""The two years in which a creditor may apply for enforcement: where they start, restart, stand still and end.

Two rule sets tell the start differently (traps T-01), two texts tell the effect of an obstacle differently
(T-59). All readings are computed; alarms follow the earliest, EXPIRED only the latest of the deciding set.

Source: Civil Procedure Law (2023) art. 250; Civil Code arts. 194, 195; decision D08; rules DL-X-10 to DL-X-17.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from worklist.law.calendar import Calendar
from worklist.law.limitation_facts import Facts, Obstacle, RuleSet, restarts
from worklist.law.periods import add_months, remaining, rolled, within_reach
from worklist.law.unknown import Unknown

#: Length of the period in months (Civil Procedure Law art. 250).
PERIOD = 24
#: Only an obstacle within the last months of the period counts (Civil Code art. 194).
WINDOW = 6
#: Days before the alarm day from which a running period is shown as a warning.
WARNING = timedelta(days=180)

#: Titles for which the guide starts the period on the day of effect and lets the right lapse (traps T-01).
FOREIGN_TYPES = frozenset({"FOREIGN_JUDGMENT", "FOREIGN_CRIMINAL_DAMAGES", "FOREIGN_BANKRUPTCY"})


class LimitationStatus(StrEnum):
    """State of the period on a day, as decision D08 names it."""

    OK = "OK"
    WARN = "WARN"
    LAST_DAY = "LAST_DAY"
    EXPIRED = "EXPIRED"
    MET = "MET"
    NOT_LIMITED = "NOT_LIMITED"
    SUSPENDED = "SUSPENDED"


class Effect(StrEnum):
    """What a late application means: the right is lost, or the debtor must object."""

    LOSS = "LOSS"
    DEFENCE_ONLY_IF_OBJECTED = "DEFENCE_ONLY_IF_OBJECTED"


class Text(StrEnum):
    """Two texts on obstacles: the rest of the period runs on after it, or six months run after it."""

    REST_RUNS_ON = "rest_runs_on"
    SIX_MONTHS_AFTER = "six_months_after"


@dataclass(frozen=True)
class BaseStart:
    """Where the period begins: the rule that says so and the day. `fact` names the field of the title."""

    rule_id: str
    day: date
    fact: str


@dataclass(frozen=True)
class Reading:
    """The period under one rule set.

    `start` is the base start or the latest valid restart, `rule_id` the rule that gave it. `raw_day` and
    `earlier_day` are the last day and its roll under the earlier text on obstacles, `later_day` the roll under
    the later one; all three are None while an obstacle holds the period open.
    """

    rule_set: RuleSet
    rule_id: str
    base: BaseStart
    start: date
    raw_day: date | None
    earlier_day: date | None
    later_raw_day: date | None
    later_day: date | None
    effect: Effect


@dataclass(frozen=True)
class Limitation:
    """The period of a title on a day. `reading` is that of the deciding rule set, `other` that of the other one.

    `alarm_day` is the earliest raw day of all readings; None when there is no start or the period is held open.
    `missing` names the facts of the title that would give or move the start.
    """

    status: LimitationStatus
    reading: Reading | None
    other: Reading | None
    alarm_day: date | None
    missing: tuple[str, ...] = ()


def assess(
    facts: Facts, calendar: Calendar, today: date, deciding: RuleSet = RuleSet.PRC_LAW
) -> tuple[Limitation, ...]:
    """Return the state of the period of a title on `today`; of a notarised title one per instalment.

    Source: decision D08, whose rows are tried in their order.
    """
    starts = instalment_starts(facts) or (None,)
    return tuple(_assess_one(facts, calendar, today, deciding, instalment) for instalment in starts)


def instalment_starts(facts: Facts) -> tuple[BaseStart, ...]:
    """Return a start for each instalment of a notarised title, else nothing. Source: rule DL-X-46."""
    if facts.instrument_type != "NOTARISED":
        return ()
    return tuple(BaseStart("DL-X-46", day, "instalments") for day in sorted(facts.instalments))


def base_start(facts: Facts, rule_set: RuleSet) -> BaseStart | None:
    """Return where the period begins under a rule set, or None while no fact of the title tells it.

    Source: decision D08 rows 5-9; rules DL-X-10, DL-G-06; traps T-01.
    """
    if rule_set is RuleSet.GUIDE and facts.instrument_type in FOREIGN_TYPES and facts.effective_date:
        return BaseStart("DL-G-06", facts.effective_date, "effective_date")
    for fact in ("breach_date", "last_instalment_date", "performance_end_date", "effective_date"):
        day = getattr(facts, fact)
        if day is not None:
            return BaseStart("DL-X-10", day, fact)
    # Nothing takes effect before it is made, so two years from then are safe whatever the day of effect turns out to be.
    if facts.decided_date is not None and facts.in_force is not False:
        return BaseStart("DL-X-10", facts.decided_date, "decided_date")
    return None


#: Start that was taken → the fact that would give the true one. Each lies no earlier than the other.
_BETTER = {"effective_date": "performance_end_date", "decided_date": "effective_date"}


def unknown(facts: Facts, read: Reading) -> Unknown | None:
    """Return which fact the start of a reading waits for; None for one that is certain.

    Without proof of an interruption or an obstacle the period runs as if there had been none, which ends it earlier.
    """
    base = read.base
    if base.fact == "effective_date" and facts.no_performance_period:
        return Unknown("evidence", f"case.title.{base.fact}") if facts.unproven else None
    if read.rule_id == base.rule_id == "DL-X-10" and base.fact in _BETTER:
        return Unknown(f"case.title.{_BETTER[base.fact]}", f"case.title.{base.fact}")
    return Unknown("evidence", f"case.title.{base.fact}") if facts.unproven else None


def last_day(start: date, obstacles: tuple[Obstacle, ...], text: Text, today: date) -> date | None:
    """Return the last day, not rolled, of two years from `start`, or None while an obstacle holds it open.

    Only the part of an obstacle within the last six months counts. One that is not over by `today` holds the
    period open from the day it reaches that window. Source: rule DL-X-11; traps T-59.
    """
    last = add_months(start, PERIOD)
    for obstacle in merged(obstacles):
        window = add_months(last, -WINDOW)
        if obstacle.start > last or (obstacle.end is not None and obstacle.end < window):
            continue
        since = max(obstacle.start, window)
        if obstacle.end is None:
            return None if today >= since else last
        last = max(last, _after_obstacle(since, obstacle.end, last, text))
    return last


def merged(obstacles: tuple[Obstacle, ...]) -> tuple[Obstacle, ...]:
    """Return the proven obstacles in the order of time, those that touch or overlap as one."""
    joined: list[Obstacle] = []
    for obstacle in sorted((one for one in obstacles if one.evidenced), key=lambda one: (one.start, one.end or date.max)):
        before = joined[-1] if joined else None
        if before is None or (before.end is not None and obstacle.start > before.end + timedelta(days=1)):
            joined.append(obstacle)
        elif before.end is not None:
            joined[-1] = Obstacle(before.start, max(before.end, obstacle.end) if obstacle.end else None)
    return tuple(joined)


def reading(
    facts: Facts, calendar: Calendar, today: date, rule_set: RuleSet, base: BaseStart | None = None
) -> Reading | None:
    """Return the period under one rule set, or None while no start is known.

    A restart counts when it came on or before the last day reached so far; one after it revives nothing
    (traps T-58). The latest start wins, so nothing a creditor does shortens the period. Raises DayOutOfReach.
    """
    base = base or base_start(facts, rule_set)
    if base is None:
        return None
    within_reach(base.day, *facts.days)
    first, rule_id = _restarted(facts, calendar, today, base, Text.REST_RUNS_ON)
    second, _ = _restarted(facts, calendar, today, base, Text.SIX_MONTHS_AFTER)
    earlier = last_day(first, facts.obstacles, Text.REST_RUNS_ON, today)
    later = last_day(second, facts.obstacles, Text.SIX_MONTHS_AFTER, today)
    loses = rule_set is RuleSet.GUIDE and facts.instrument_type in FOREIGN_TYPES
    return Reading(
        rule_set=rule_set,
        rule_id=rule_id,
        base=base,
        start=first,
        raw_day=earlier,
        earlier_day=rolled(earlier, calendar) if earlier else None,
        later_raw_day=later,
        later_day=rolled(later, calendar) if later else None,
        effect=Effect.LOSS if loses else Effect.DEFENCE_ONLY_IF_OBJECTED,
    )


def _restarted(facts: Facts, calendar: Calendar, today: date, base: BaseStart, text: Text) -> tuple[date, str]:
    start, rule_id = base.day, base.rule_id
    for restart in restarts(facts):
        last = last_day(start, facts.obstacles, text, today)
        if last is not None and restart.tested_on > rolled(last, calendar):
            break
        if restart.start > start:
            start, rule_id = restart.start, restart.rule_id
    return start, rule_id


def _after_obstacle(since: date, end: date, last: date, text: Text) -> date:
    if text is Text.SIX_MONTHS_AFTER:
        return add_months(end, WINDOW)
    months, days = remaining(since, last)
    return min(add_months(end, months) + timedelta(days=days), add_months(end, WINDOW))


def _assess_one(
    facts: Facts, calendar: Calendar, today: date, deciding: RuleSet, instalment: BaseStart | None
) -> Limitation:
    other_set = RuleSet.GUIDE if deciding is RuleSet.PRC_LAW else RuleSet.PRC_LAW
    main = reading(facts, calendar, today, deciding, instalment)
    other = reading(facts, calendar, today, other_set, instalment)
    known = [one.raw_day for one in (main, other) if one is not None and one.raw_day is not None]
    alarm = min(known) if known and main is not None and main.raw_day is not None else None
    return Limitation(_status(facts, main, alarm, today), main, other, alarm, _missing(facts))


def _status(facts: Facts, main: Reading | None, alarm: date | None, today: date) -> LimitationStatus:
    if facts.application_filed is not None and facts.application_ended is None:
        return LimitationStatus.MET
    if facts.resumed_after_termination:
        return LimitationStatus.NOT_LIMITED
    if main is None:
        # A start nobody knows is looked at, not forgotten.
        return LimitationStatus.WARN
    if main.raw_day is None or main.later_day is None or alarm is None:
        return LimitationStatus.SUSPENDED
    if today > main.later_day:
        return LimitationStatus.EXPIRED
    if today > main.raw_day:
        return LimitationStatus.LAST_DAY
    return LimitationStatus.WARN if today >= alarm - WARNING else LimitationStatus.OK


def _missing(facts: Facts) -> tuple[str, ...]:
    wanted = ("effective_date",) if facts.no_performance_period else ("effective_date", "performance_end_date")
    return tuple(fact for fact in wanted if getattr(facts, fact) is None)
