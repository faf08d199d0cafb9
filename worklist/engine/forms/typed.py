"""From what people type to typed values: days, times, amounts. Pure."""

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation

from worklist.clock import COURT_TZ

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－／：　", "0123456789.,-/: ")
_DAY_FORMS = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?"),
    re.compile(r"(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?"),
)
_DAY_IN_WORDS = re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)? (?P<month>[a-z]{3,9})\.?,?(?: (?P<y>\d{4}))?")
_TODAY = {"today", "今天", "今日"}
#: Multiples that stand behind a number in Chinese and in English.
_MULTIPLES = {"亿": 10**8, "万": 10**4, "千": 10**3, "m": 10**6, "million": 10**6, "k": 10**3}
_AMOUNT = re.compile(r"(?P<sign>-?)(?P<digits>\d[\d,]*(?:\.\d+)?|\.\d+)\s*(?P<multiple>亿|万|千|million|m|k)?(?:元|整)?", re.I)
_CURRENCY = re.compile(r"^(?:¥|￥|\$|€|£|cny|rmb|usd|eur|人民币)\s*", re.I)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+")
#: Longest text that is looked at as a number or a day.
_LONGEST = 40


def read_date(text: str, today: date) -> date | None:
    """Return the day a text names, None when it names none; a day without a year is of `today`'s year."""
    plain = " ".join(text.translate(_FULL_WIDTH).lower().split())
    if len(plain) > _LONGEST:
        return None
    if plain in _TODAY:
        return today
    for form in _DAY_FORMS:
        if match := form.fullmatch(plain):
            parts = match.groupdict()
            return _day(int(parts.get("y") or today.year), int(parts["m"]), int(parts["d"]))
    if (match := _DAY_IN_WORDS.fullmatch(plain)) and match["month"][:3] in _MONTHS:
        return _day(int(match["y"] or today.year), _MONTHS.index(match["month"][:3]) + 1, int(match["d"]))
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_time(text: str) -> time | None:
    """Return the time of day a text names (09:30, 9:30), None when it names none."""
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", text.translate(_FULL_WIDTH).strip())
    if match is None or int(match[1]) > 23 or int(match[2]) > 59:
        return None
    return time(int(match[1]), int(match[2]))


def read_instant(text: str, today: date) -> datetime | None:
    """Return the instant at the court of a day followed by a time, None when the text names none."""
    day_text, _, time_text = text.replace("T", " ").strip().rpartition(" ")
    day, hour = read_date(day_text, today), read_time(time_text)
    return None if day is None or hour is None else datetime.combine(day, hour, COURT_TZ)


def read_number(text: str) -> Decimal | None:
    """Return the number a text names (12,800,000 · 1280万 · 1.28亿 · ¥300), None when it names none."""
    plain = _CURRENCY.sub("", text.translate(_FULL_WIDTH).strip())
    match = _AMOUNT.fullmatch(plain) if len(plain) <= _LONGEST else None
    if match is None or not _GROUPED.fullmatch(match["digits"]):
        return None
    try:
        number = Decimal(match["digits"].replace(",", "")) * _MULTIPLES.get((match["multiple"] or "").lower(), 1)
    except InvalidOperation:
        return None
    return -number if match["sign"] else number


def decimals_of(number: Decimal) -> int:
    """Return how many decimals a number has; trailing zeros do not count."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
