"""The deadline row of an enforcement limitation period, with all its readings told under "why"."""

from dataclasses import replace
from datetime import date

from worklist.law.calendar import Calendar
from worklist.law.deadlines import Computed, of_reckoning
from worklist.law.explanations import Reckoning
from worklist.law.limitation import PERIOD, Limitation, LimitationStatus, Reading, unknown
from worklist.law.limitation_facts import Facts, RuleSet
from worklist.law.periods import Length, Unit, add_months
from worklist.law.rules import Rule, agreeing, get
from worklist.law.wording import day_en, day_zh

TWO_YEARS = Length(2, Unit.YEAR)

#: Why the period starts where it does, by the fact or rule that gave the start.
STARTS: dict[str, tuple[str, str]] = {
    "breach_date": ("day of the breach of a duty not to act", "违反不作为义务之日"),
    "last_instalment_date": ("last day of the last instalment", "最后一期履行期间届满日"),
    "performance_end_date": ("last day of the period for performance", "履行期间届满日"),
    "effective_date": ("day the title took effect", "执行依据生效日"),
    "decided_date": ("day the title was made, which its effect cannot lie before", "执行依据作出日（生效不早于该日）"),
    "instalments": ("day the instalment was due", "该期到期日"),
    "DL-X-12": ("interruption, or end of the procedure that interrupted", "时效中断，或中断程序终结之日"),
    "DL-X-13": ("last day to perform under the settlement", "和解协议最后履行日"),
    "DL-X-14": ("recognition ruling took effect", "承认（认可）裁定生效日"),
}

SETS: dict[RuleSet, tuple[str, str]] = {RuleSet.GUIDE: ("the guide", "指引"), RuleSet.PRC_LAW: ("the law", "法律")}


def row(limitation: Limitation, facts: Facts, calendar: Calendar, proven: Reading | None = None) -> Computed | None:
    """Return the deadline row of a period, or None where nothing runs: filed, not limited, held open, no start.

    `raw_day` is the earlier and `rolled_day` the later reading of the deciding rule set; `alarm_day` is the
    earliest day of all readings (A32). `proven` is the reading there would be if everything told were proven.
    """
    reading = limitation.reading
    quiet = (LimitationStatus.MET, LimitationStatus.NOT_LIMITED, LimitationStatus.SUSPENDED)
    if limitation.status in quiet or reading is None or limitation.alarm_day is None:
        return None
    if reading.raw_day is None or reading.earlier_day is None or reading.later_day is None:
        return None
    rule = get(reading.rule_id)
    reckoning = Reckoning(
        rule=rule,
        applied=_applied(rule, facts),
        trigger_date=reading.start,
        counted_from=reading.start,
        raw_day=reading.raw_day,
        rolled_day=reading.earlier_day,
        alarm_day=limitation.alarm_day,
        length=TWO_YEARS,
        given=False,
        missing_notice=calendar.missing_notice(reading.raw_day) or calendar.missing_notice(reading.later_day),
        trigger_words=STARTS[reading.base.fact if reading.rule_id == reading.base.rule_id else reading.rule_id],
        plain_end=add_months(reading.start, PERIOD),
        moved=_moved(reading, reading.raw_day),
        later_reading=(reading.later_raw_day, reading.later_day) if reading.later_raw_day else None,
        remarks=_remarks(limitation, reading.raw_day, proven),
    )
    computed = of_reckoning(reckoning, rule.ladder, calendar)
    return replace(computed, rolled_day=reading.later_day, unknown=unknown(facts, reading))


def _applied(rule: Rule, facts: Facts) -> tuple[Rule, ...]:
    """Return the rules that give this start for this kind of title; the guide tells it twice."""
    award = "AWARD" in facts.instrument_type
    abroad = facts.instrument_type.startswith(("FOREIGN_", "HK_", "MO_", "TW_"))
    unfit = {"DL-G-05"} if award or abroad else set()
    unfit |= set() if award else {"DL-G-07"}
    unfit |= {"DL-X-17"}
    return tuple(other for other in agreeing(rule) if other.rule_id not in unfit)


def _moved(reading: Reading, raw: date) -> tuple[str, str] | None:
    """Return how an obstacle in the last six months moves the end, in both readings where they differ."""
    later = reading.later_raw_day
    if later is None or later == add_months(reading.start, PERIOD):
        return None
    if later == raw:
        return (
            f"An obstacle in the last six months moves the end to {day_en(raw)}.",
            f"最后六个月内的障碍使届满日延至{day_zh(raw)}。",
        )
    return (
        f"An obstacle in the last six months has two readings: the rest of the period runs on after it, until "
        f"{day_en(raw)}; or six months run after it, until {day_en(later)}. Alarms follow the earlier.",
        f"最后六个月内的障碍有两种理解：障碍消除后继续计算剩余期间，至{day_zh(raw)}；"
        f"或自障碍消除之日起满六个月，至{day_zh(later)}。预警以较早者为准。",
    )


def _remarks(limitation: Limitation, raw: date, proven: Reading | None) -> tuple[tuple[str, str], ...]:
    found = [_other_set(limitation, raw), _missing(limitation), _unproven(raw, proven)]
    return tuple(remark for remark in found if remark is not None)


def _other_set(limitation: Limitation, raw: date) -> tuple[str, str] | None:
    other = limitation.other
    if other is None or other.raw_day is None or other.raw_day == raw:
        return None
    name, name_zh = SETS[other.rule_set]
    return (
        f"Under the other rule set, {name}, it starts on {day_en(other.start)} and ends on {day_en(other.raw_day)}.",
        f"依另一规则（{name_zh}），自{day_zh(other.start)}起算，至{day_zh(other.raw_day)}届满。",
    )


def _missing(limitation: Limitation) -> tuple[str, str] | None:
    reading = limitation.reading
    if reading is None or reading.rule_id != "DL-X-10":
        return None
    if reading.base.fact == "decided_date":
        return (
            "Safe earliest date, because the day the title took effect is not known; it cannot lie before the day the title "
            "was made. A later day moves the end later: record it to fix it. To be confirmed by counsel.",
            "安全最早日期：执行依据生效日尚不明确，但不会早于其作出日。生效日较晚的，届满日相应顺延；请登记生效日以确定期限。待律师确认。",
        )
    if reading.base.fact != "effective_date":
        return None
    if "performance_end_date" not in limitation.missing:
        return (
            "The title states no period for performance; the two years run from the day it took effect.",
            "执行依据未载明履行期间，二年自其生效之日起算。",
        )
    return (
        "Safe earliest date, for the last day to perform is not known. No period for performance is recorded; if the title states one, the two years start later, on its last day.",
        "安全最早日期：履行期间届满日尚不明确。未登记履行期间；如执行依据载有履行期间，则自其届满日起算。",
    )


def _unproven(raw: date, proven: Reading | None) -> tuple[str, str] | None:
    if proven is None or proven.raw_day == raw:
        return None
    if proven.raw_day is None:
        return (
            "An obstacle is told without proof and is not counted; if it is proven, the period stands still.",
            "所载障碍事由尚无证据，未予计入；如获证明，期间中止。",
        )
    return (
        f"An interruption or obstacle is told without proof and is not counted; if it is proven, the last day is "
        f"{day_en(proven.raw_day)}. Record the proof to fix it.",
        f"所载中断或障碍事由尚无证据，未予计入；如获证明，届满日为{day_zh(proven.raw_day)}。请登记证据以确定期限。",
    )
