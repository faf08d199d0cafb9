"""How a day of the law is told in words, in English and Chinese."""

from datetime import date

from worklist.law.calendar import Calendar
from worklist.law.periods import Length, Unit

WEEKDAYS_ZH = "一二三四五六日"
#: English names are written out so that the words do not follow the locale of the machine.
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

FESTIVALS_ZH = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利七十周年纪念日",
}

_FESTIVALS_EN = {chinese: english for english, chinese in FESTIVALS_ZH.items()}

UNITS_ZH = {Unit.DAY: "日", Unit.WORKING_DAY: "个工作日", Unit.MONTH: "个月", Unit.YEAR: "年"}


def day_en(day: date) -> str:
    """Return `2026-06-22 (Monday)`."""
    return f"{day.isoformat()} ({WEEKDAYS_EN[day.weekday()]})"


def day_zh(day: date) -> str:
    """Return `2026年6月22日（星期一）`."""
    return f"{day.year}年{day.month}月{day.day}日（星期{WEEKDAYS_ZH[day.weekday()]}）"


def festival_words(name: str) -> tuple[str, str]:
    """Return a holiday in English and Chinese, from either name, or from both as a notice is entered: `Spring Festival / 春节`."""
    english, divided, chinese = (part.strip() for part in name.partition(" / "))
    if divided:
        return english, chinese
    return _FESTIVALS_EN.get(name, name), FESTIVALS_ZH.get(name, name)


def length_en(length: Length) -> str:
    """Return `15 days`, `1 year`, `3 working days`."""
    unit = length.unit.value.replace("_", " ")
    return f"{length.count} {unit}" if length.count == 1 else f"{length.count} {unit}s"


def length_zh(length: Length) -> str:
    """Return `15日`, `2年`, `3个工作日`."""
    return f"{length.count}{UNITS_ZH[length.unit]}"


def rest_en(day: date, calendar: Calendar) -> str:
    """Return why `day` is a rest day: the festival, else the day of the week."""
    festival = calendar.festival(day)
    return festival_words(festival)[0] if festival else WEEKDAYS_EN[day.weekday()]


def rest_zh(day: date, calendar: Calendar) -> str:
    """Return why `day` is a rest day, in Chinese."""
    festival = calendar.festival(day)
    return festival_words(festival)[1] if festival else f"星期{WEEKDAYS_ZH[day.weekday()]}"
