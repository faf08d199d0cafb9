"""How papers say what the case file holds: in Chinese, days, money, codes and blanks."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any, Protocol, runtime_checkable

from babel import Locale

from worklist.cases.catalogue import enum_words

#: What stands where the case file knows nothing.
BLANK = "＿＿＿＿＿＿"
#: What docxtpl makes a new paragraph of.
PARAGRAPH = "\a"
#: Regions as courts write them; Babel's own words differ.
REGIONS = {"HK": "香港特别行政区", "MO": "澳门特别行政区", "TW": "台湾地区", "CN": "中华人民共和国"}
YES_NO = {"YES": "是", "NO": "否", "UNKNOWN": "不明", True: "是", False: "否"}
#: Chinese digits and units for amounts in capitals.
CAPITALS, UNITS, GROUPS = "零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"), ("", "万", "亿", "万亿")


@runtime_checkable
class Part(Protocol):
    """A part of the case file within a template."""

    def below(self, name: str) -> Any:
        """Return what stands under a name."""


@dataclass(frozen=True)
class Said:
    """A value in a template: what it is (None: not known), and its words. True unless it is no, none or not known."""

    path: str
    raw: Any
    words: str

    def __bool__(self) -> bool:
        return self.raw not in (None, False, "", "NO", "UNKNOWN")

    def __eq__(self, other: object) -> bool:
        return bool(self.raw == (other.raw if isinstance(other, Said) else other))

    def __hash__(self) -> int:
        return hash(self.raw)


def said(path: str, type_: str, unit: str, raw: Any, currency: str | None = None) -> Said:
    """Return a value of the case with its words. `currency`: of an amount, where it is known."""
    return Said(path, raw, "" if raw is None else _words(path, type_, unit, raw, currency))


def _words(path: str, type_: str, unit: str, raw: Any, currency: str | None) -> str:
    if isinstance(raw, date):
        return day(raw)
    if type_ == "money":
        return money(raw, currency)
    if type_ == "long":
        return PARAGRAPH.join(str(raw).splitlines())
    if isinstance(raw, Decimal):
        return f"{raw.normalize():,f}"
    if type_ in {"yn", "bool"}:
        return YES_NO.get(raw, str(raw))
    if type_ == "enum":
        return enum_words(raw, path)[1] or enum_words(raw, path)[0]
    if unit.startswith("ISO alpha-2") or unit == "ISO 4217":
        return _code(unit, raw)
    return str(raw)


@cache
def _chinese() -> Locale:
    return Locale.parse("zh_Hans_CN")


def _code(unit: str, code: str) -> str:
    """Return a country, region or currency by its name; what is no code stays as it was written."""
    if unit == "ISO 4217":
        return str(_chinese().currencies.get(code, code))
    return REGIONS.get(code) or str(_chinese().territories.get(code, code))


def day(value: date) -> str:
    """Return a day as courts write it: 2026年3月4日."""
    return f"{value.year}年{value.month}月{value.day}日"


def money(amount: Decimal, currency: str | None) -> str:
    """Return an amount as courts write it: 人民币1,280,000.00元, 4,300,000.00英镑."""
    digits_ = f"{amount:,.2f}"
    if currency == "CNY":
        return f"人民币{digits_}元"
    return digits_ if not currency else digits_ + _code("ISO 4217", currency)


def digits(value: Said) -> Said:
    """Say a number without its currency."""
    return value if value.raw is None else replace(value, words=f"{value.raw:,.2f}" if value.raw != int(value.raw) else f"{int(value.raw):,}")


def capitals(value: Said) -> Said:
    """Say an amount in capitals; one that has no such form as it is."""
    return value if value.raw is None else replace(value, words=in_capitals(value.raw) or value.words)


def percent(value: Said) -> Said:
    """Say a share of 0..1 in percent."""
    return value if value.raw is None else replace(value, words=f"{(value.raw * 100).normalize():f}%")


def in_capitals(amount: Decimal) -> str:
    """Return an amount in Chinese capitals (壹仟贰佰捌拾万元整), empty for what has no such form."""
    if amount < 0 or amount >= Decimal(10) ** 16:
        return ""
    whole, cents = divmod(int((amount * 100).to_integral_value(ROUND_HALF_UP)), 100)
    tail = "".join(CAPITALS[n] + unit for n, unit in ((cents // 10, "角"), (cents % 10, "分")) if n) or "整"
    return f"{_whole_in_capitals(whole) or CAPITALS[0]}元{tail}"


def _whole_in_capitals(whole: int) -> str:
    text, group = "", 0
    while whole:
        whole, part = divmod(whole, 10_000)
        if part:
            gap = CAPITALS[0] if part < 1_000 and whole else ""
            text = gap + _four_digits(part) + GROUPS[group] + text
        group += 1
    return text


def _four_digits(part: int) -> str:
    text, gap = "", False
    for position in range(4):
        digit = part // 10**position % 10
        if digit:
            text = CAPITALS[digit] + UNITS[position] + (CAPITALS[0] if gap and text else "") + text
            gap = False
        else:
            gap = bool(text)
    return text
