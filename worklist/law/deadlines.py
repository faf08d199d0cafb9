"""The days a rule gives for a trigger date, with their reasons in words."""

from dataclasses import dataclass, replace
from datetime import date

from worklist.errors import BadInput, Phrase
from worklist.law import explanations
from worklist.law.calendar import ONE_DAY, Calendar
from worklist.law.explanations import Reckoning
from worklist.law.periods import Length, counted_back, last_day, rolled, within_reach
from worklist.law.rules import ActiveType, Ladder, Rule, get
from worklist.law.unknown import Unknown, remark, trigger_words

RENEWAL_RULE = "DL-X-23"


class NoPeriod(BadInput):
    """The rule has no length and no day was given: it is counted in hours, or only shown."""

    code = "no_period"

    def __init__(self, rule: Rule) -> None:
        if rule.length_note:
            noted = Phrase("Expected a rule with a length or a day set by the court, but %(rule)s has none (%(note)s)")
            super().__init__(noted, rule=rule.rule_id, note=rule.length_note)
        else:
            plain = Phrase("Expected a rule with a length or a day set by the court, but %(rule)s has none")
            super().__init__(plain, rule=rule.rule_id)


@dataclass(frozen=True)
class Computed:
    """The days of one deadline row.

    `raw_day` is the last day before the roll, `rolled_day` the last day on which the act is still in time,
    `alarm_day` the day alarms count from. A measure without a stated end has the corresponding day as its outer
    reading (`raw_day`, `rolled_day`) and its alarm day one day before. An ordering has no length: all three are
    the trigger date, and only its age is shown. `confirmed` False: to be confirmed by counsel. `unknown`: the trigger
    date is a lower bound of a day that is not known, and the days are the earliest there can be.
    """

    rule_id: str
    rule_version: str
    active_type: ActiveType
    ladder: Ladder
    trigger_date: date
    raw_day: date
    rolled_day: date
    alarm_day: date
    provisional: bool
    confirmed: bool
    explanation_en: str
    explanation_zh: str
    unknown: Unknown | None = None


def compute(
    rule: Rule,
    trigger_date: date,
    calendar: Calendar,
    *,
    override_date: date | None = None,
    stated_until: date | None = None,
    applied: tuple[Rule, ...] = (),
    ours: bool = True,
    cycle: int = 1,
    unknown: Unknown | None = None,
) -> Computed:
    """Return the days of `rule` from `trigger_date`, the day that is not counted.

    `override_date` is a day set by the court or agreed, instead of the arithmetic. `stated_until` is the end
    printed in the notice of a measure; it wins. `applied` are the rules cited (see `rules.folded`), `ours` tells
    whether our client is bound, `cycle` gives the nth day of a repeated period. `unknown`: the trigger date is only a
    lower bound. Raises NoPeriod, DayOutOfReach.

    Source: Civil Procedure Law (2023) art. 85; Civil Code arts. 201-203; traps T-44, T-60.
    """
    within_reach(trigger_date, override_date, stated_until)
    began = _begin(rule, trigger_date, calendar)
    set_day = stated_until or override_date
    raw = set_day or _raw_day(rule, began, calendar, cycle)
    rolled_day = rolled(raw, calendar) if rule.rolls else raw
    ladder = Ladder.COURT if rule.ladder is Ladder.OWN and not ours else rule.ladder
    reckoning = Reckoning(
        rule=rule,
        applied=applied or (rule,),
        trigger_date=trigger_date,
        counted_from=began,
        raw_day=raw,
        rolled_day=rolled_day,
        alarm_day=_alarm_day(rule, raw, rolled_day, ladder, stated=set_day is not None),
        length=_times(rule.length, cycle),
        given=set_day is not None or rule.active_type is ActiveType.COURT_SET,
        missing_notice=_missing_notice(rule, raw, rolled_day, calendar),
        trigger_words=trigger_words(rule, unknown) if unknown else None,
        remarks=(remark(unknown),) if unknown else (),
    )
    return replace(of_reckoning(reckoning, ladder, calendar), unknown=unknown)


def of_reckoning(reckoning: Reckoning, ladder: Ladder, calendar: Calendar) -> Computed:
    """Return the days of a reckoning with their explanation."""
    return Computed(
        rule_id=reckoning.rule.rule_id,
        rule_version=reckoning.rule.version,
        active_type=reckoning.rule.active_type,
        ladder=ladder,
        trigger_date=reckoning.trigger_date,
        raw_day=reckoning.raw_day,
        rolled_day=reckoning.rolled_day,
        alarm_day=reckoning.alarm_day,
        provisional=reckoning.missing_notice is not None,
        confirmed=reckoning.confirmed,
        explanation_en=explanations.english(reckoning, calendar),
        explanation_zh=explanations.chinese(reckoning, calendar),
    )


def renewal_limit(measure: Computed, calendar: Calendar) -> Computed:
    """Return the last day to ask for the renewal of a measure, counted back from its alarm day.

    Source: SPC Property Preservation Provisions art. 18 (rule DL-X-23).
    """
    return compute(get(RENEWAL_RULE), measure.alarm_day, calendar)


def _begin(rule: Rule, trigger_date: date, calendar: Calendar) -> date:
    if rule.after is None:
        return trigger_date
    return compute(get(rule.after), trigger_date, calendar).rolled_day


def _raw_day(rule: Rule, began: date, calendar: Calendar, cycle: int) -> date:
    if rule.active_type in (ActiveType.COURT_SET, ActiveType.ORDERING):
        return began
    length = _times(rule.length, cycle)
    if length is None:
        raise NoPeriod(rule)
    return counted_back(began, length, calendar) if rule.backward else last_day(began, length, calendar)


def _times(length: Length | None, cycle: int) -> Length | None:
    return replace(length, count=length.count * cycle) if length else None


def _alarm_day(rule: Rule, raw: date, rolled_day: date, ladder: Ladder, stated: bool) -> date:
    if rule.active_type is ActiveType.MEASURE_VALIDITY and not stated:
        return raw - ONE_DAY
    # Nothing of ours is lost while a court or an opponent may still act in time, so they are asked no earlier.
    return rolled_day if ladder is Ladder.COURT else raw


def _missing_notice(rule: Rule, raw: date, rolled_day: date, calendar: Calendar) -> int | None:
    if not rule.rolls:
        return None
    return calendar.missing_notice(raw) or calendar.missing_notice(rolled_day)
