"""Why a deadline ends on its day, told in words: trigger, arithmetic, roll, source, what is not yet certain."""

from dataclasses import dataclass
from datetime import date

from worklist.law.calendar import Calendar
from worklist.law.periods import Length
from worklist.law.rules import ActiveType, Rule, get
from worklist.law.wording import day_en, day_zh, length_en, length_zh, rest_en, rest_zh


@dataclass(frozen=True)
class Reckoning:
    """What a day was computed from.

    `given` True: the day was set by the court, printed or agreed, not computed. `length` None: no period.
    `missing_notice` is the year whose holiday notice is still to come, None when the day is certain.
    Pairs of words are English and Chinese: `trigger_words` tell the trigger more closely than the rule does,
    `moved` why the period does not end on `plain_end`, `remarks` what else there is to say. `later_reading` is a
    second last day with its roll.
    """

    rule: Rule
    applied: tuple[Rule, ...]
    trigger_date: date
    counted_from: date
    raw_day: date
    rolled_day: date
    alarm_day: date
    length: Length | None
    given: bool
    missing_notice: int | None
    trigger_words: tuple[str, str] | None = None
    plain_end: date | None = None
    moved: tuple[str, str] | None = None
    later_reading: tuple[date, date] | None = None
    remarks: tuple[tuple[str, str], ...] = ()

    @property
    def rolls(self) -> dict[date, date]:
        """The last day of each reading, with the day it rolls to."""
        return {self.raw_day: self.rolled_day} | dict([self.later_reading] if self.later_reading else [])

    @property
    def confirmed(self) -> bool:
        """Tell whether one of the rules that agree on the day is read or stands in the guide."""
        return any(rule.confidence.is_firm for rule in self.applied)


def english(reckoning: Reckoning, calendar: Calendar) -> str:
    """Return the explanation in English."""
    parts = [_trigger_en(reckoning), _arithmetic_en(reckoning), reckoning.moved[0] if reckoning.moved else ""]
    parts += [_roll_en(reckoning.rule, raw, last, calendar) for raw, last in reckoning.rolls.items()]
    parts += [_measure_en(reckoning), *(english for english, _ in reckoning.remarks), _sources_en(reckoning)]
    parts += [_doubt_en(reckoning)]
    return " ".join(part for part in parts if part)


def chinese(reckoning: Reckoning, calendar: Calendar) -> str:
    """Return the explanation in Chinese."""
    parts = [_trigger_zh(reckoning), _arithmetic_zh(reckoning), reckoning.moved[1] if reckoning.moved else ""]
    parts += [_roll_zh(reckoning.rule, raw, last, calendar) for raw, last in reckoning.rolls.items()]
    parts += [_measure_zh(reckoning), *(chinese for _, chinese in reckoning.remarks), _sources_zh(reckoning)]
    parts += [_doubt_zh(reckoning)]
    return "".join(parts)


def _trigger_en(reckoning: Reckoning) -> str:
    rule = reckoning.rule
    words = f"{rule.name_en} ({rule.rule_id}, version {rule.version}). "
    if rule.active_type is ActiveType.COURT_SET and reckoning.given:
        return words + "The day is set in the document."
    trigger = reckoning.trigger_words[0] if reckoning.trigger_words else rule.trigger_en
    words += f"Trigger: {trigger}, {day_en(reckoning.trigger_date)}."
    if rule.after:
        first = get(rule.after)
        words += f" Counted from the end of {first.rule_id}, {day_en(reckoning.counted_from)}."
    return words


def _trigger_zh(reckoning: Reckoning) -> str:
    rule = reckoning.rule
    words = f"{rule.name_zh}（{rule.rule_id}，第{rule.version}版）。"
    if rule.active_type is ActiveType.COURT_SET and reckoning.given:
        return words + "期日由文书载明。"
    trigger = reckoning.trigger_words[1] if reckoning.trigger_words else rule.trigger_zh
    words += f"起算事由：{trigger or '-'}，{day_zh(reckoning.trigger_date)}。"
    if rule.after:
        words += f"自{get(rule.after).rule_id}届满之日{day_zh(reckoning.counted_from)}起算。"
    return words


def _arithmetic_en(reckoning: Reckoning) -> str:
    day = day_en(reckoning.plain_end or reckoning.raw_day)
    if reckoning.rule.active_type is ActiveType.ORDERING:
        return "An order of steps without a period: only its age is shown."
    if reckoning.given or reckoning.length is None:
        return f"Day set: {day}."
    if reckoning.rule.backward:
        return f"{length_en(reckoning.length)} counted back from that day: {day}."
    verb = "ends" if reckoning.length.count == 1 else "end"
    return f"The day itself is not counted; {length_en(reckoning.length)} {verb} on {day}."


def _arithmetic_zh(reckoning: Reckoning) -> str:
    day = day_zh(reckoning.plain_end or reckoning.raw_day)
    if reckoning.rule.active_type is ActiveType.ORDERING:
        return "仅为先后顺序，无期间，只显示已历时日。"
    if reckoning.given or reckoning.length is None:
        return f"载明期日：{day}。"
    if reckoning.rule.backward:
        return f"自该日倒推{length_zh(reckoning.length)}：{day}。"
    return f"起算日不计入；{length_zh(reckoning.length)}届满于{day}。"


def _roll_en(rule: Rule, raw: date, last: date, calendar: Calendar) -> str:
    if last != raw:
        makeup = ", a make-up working day" if calendar.is_makeup(last) else ""
        return (
            f"{raw.isoformat()} is a rest day ({rest_en(raw, calendar)}), so the period ends on the first working "
            f"day after it, {day_en(last)}{makeup}."
        )
    if not rule.rolls and calendar.is_rest_day(raw):
        return "This day does not move over rest days."
    return "This is a make-up working day, so it does not move." if calendar.is_makeup(raw) else ""


def _roll_zh(rule: Rule, raw: date, last: date, calendar: Calendar) -> str:
    if last != raw:
        makeup = "（调休上班日）" if calendar.is_makeup(last) else ""
        return (
            f"{raw.month}月{raw.day}日为法定休假日（{rest_zh(raw, calendar)}），"
            f"顺延至其后第一个工作日{day_zh(last)}{makeup}。"
        )
    if not rule.rolls and calendar.is_rest_day(raw):
        return "此日遇法定休假日不顺延。"
    return "该日为调休上班日，不顺延。" if calendar.is_makeup(raw) else ""


def _measure_en(reckoning: Reckoning) -> str:
    if reckoning.rule.active_type is not ActiveType.MEASURE_VALIDITY:
        return ""
    if reckoning.given:
        return "The end stated in the notice wins over the computed day."
    return (
        f"Whether the measure ends on the corresponding day or the day before is open: alarms count from "
        f"{day_en(reckoning.alarm_day)}, the outer reading is {day_en(reckoning.raw_day)}."
    )


def _measure_zh(reckoning: Reckoning) -> str:
    if reckoning.rule.active_type is not ActiveType.MEASURE_VALIDITY:
        return ""
    if reckoning.given:
        return "以通知载明的届满日为准。"
    return (
        f"届满于对应日或其前一日尚有不同理解：预警以{day_zh(reckoning.alarm_day)}为准，"
        f"较晚理解为{day_zh(reckoning.raw_day)}。"
    )


def _sources_en(reckoning: Reckoning) -> str:
    sources = dict.fromkeys(filter(None, (rule.cited() for rule in reckoning.applied)))
    return f"Source: {'; '.join(sources)}." if sources else ""


def _sources_zh(reckoning: Reckoning) -> str:
    sources = dict.fromkeys(filter(None, (rule.cited(chinese=True) for rule in reckoning.applied)))
    return f"依据：{'；'.join(sources)}。" if sources else ""


def _doubt_en(reckoning: Reckoning) -> str:
    parts = []
    if reckoning.missing_notice is not None:
        parts.append(f"Provisional: no holiday notice for {reckoning.missing_notice}.")
    notes = dict.fromkeys(rule.confidence_note for rule in reckoning.applied if rule.confidence_note)
    parts += [f"Note: {note}." for note in notes if note != "to be confirmed by counsel"]
    if not reckoning.confirmed:
        parts.append("To be confirmed by counsel.")
    return " ".join(parts)


def _doubt_zh(reckoning: Reckoning) -> str:
    parts = []
    if reckoning.missing_notice is not None:
        parts.append(f"暂定：{reckoning.missing_notice}年放假通知尚未公布。")
    notes = dict.fromkeys(rule.confidence_note_zh for rule in reckoning.applied if rule.confidence_note_zh)
    parts += [f"说明：{note}。" for note in notes if note != "待律师确认"]
    if not reckoning.confirmed:
        parts.append("待律师确认。")
    return "".join(parts)
