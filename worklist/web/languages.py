"""English and Chinese: which one a page is in, and how days, money and codes are said."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from flask import Flask, g, request
from flask_babel import Babel, get_locale, gettext, ngettext

from worklist.cases import catalogue
from worklist.clock import COURT_TZ, day_of
from worklist.engine.forms import Words
from worklist.web import current

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = Words("Mon Tue Wed Thu Fri Sat Sun", "周一 周二 周三 周四 周五 周六 周日")
#: How currencies are written before an amount; others by their code.
SIGNS = {"CNY": "¥", "USD": "US$", "EUR": "€", "GBP": "£", "HKD": "HK$", "JPY": "JP¥"}


def install(app: Flask) -> None:
    """Give an app its languages and its templates their words."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "web/translations"
    Babel(app, locale_selector=lambda: "zh_Hans" if is_chinese() else "en", timezone_selector=lambda: str(COURT_TZ))
    app.jinja_env.filters |= {
        "day": day, "short_day": short_day, "weekday": weekday, "instant": instant, "money": money,
        "short_money": short_money, "said": said, "label": label, "file_size": file_size, "country": country,
    }  # fmt: skip
    app.jinja_env.globals |= {"_": gettext, "ngettext": ngettext}


def choose() -> None:
    """Set the language of this request: asked for in the address, the user's own, the browser's."""
    asked, actor = request.args.get("lang"), g.get("actor")
    if asked in {"en", "zh"}:
        g.language = asked
    elif actor is not None:
        g.language = "zh" if actor.language.startswith("zh") else "en"
    else:
        g.language = request.accept_languages.best_match(["en", "zh"]) or "en"


def is_chinese() -> bool:
    """Return whether this request is answered in Chinese."""
    return getattr(g, "language", "en") == "zh"


def said(thing: Any, name: str = "name") -> str:
    """Return the name of a row in the language of the request (`name` or `name_zh`)."""
    zh = getattr(thing, f"{name}_zh", None)
    return str(zh) if is_chinese() and zh else str(getattr(thing, name) or "")


def label(code: Any, field: str = "") -> str:
    """Return a code of the case file (a stage, a role, a kind) in words, those of its field where it has its own."""
    if code in (None, ""):
        return ""
    en, zh = catalogue.enum_words(str(code), field)
    return zh if is_chinese() and zh else en


def country(code: str | None) -> str:
    """Return a country or region by its name; what is no two-letter code stays as it was written."""
    locale = get_locale()
    return str(locale.territories.get(code, code)) if code and locale else code or ""


def day(value: date | None) -> str:
    """Return a day with its year: 27 Nov 2026, 2026年11月27日."""
    if value is None:
        return ""
    value = _as_day(value)
    if is_chinese():
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def short_day(value: date | None) -> str:
    """Return a day as lists show it: 27 Nov, 11月27日; with its year when that is another one."""
    if value is None:
        return ""
    value = _as_day(value)
    if value.year != current.today().year:
        return day(value)
    return f"{value.month}月{value.day}日" if is_chinese() else f"{value.day} {MONTHS[value.month - 1]}"


def weekday(value: date | None) -> str:
    """Return the day of the week: Fri, 周五."""
    return "" if value is None else WEEKDAYS.said("zh" if is_chinese() else "en").split()[_as_day(value).weekday()]


def _as_day(value: date) -> date:
    return day_of(value) if isinstance(value, datetime) else value


def instant(value: datetime | None) -> str:
    """Return day and time at the court."""
    return "" if value is None else f"{day(value)} {value.astimezone(COURT_TZ):%H:%M}"


def money(amount: Decimal | None, currency: str | None = "CNY") -> str:
    """Return an amount in full digits: ¥12,800,000.00, without cents where there are none."""
    if amount is None:
        return "—"
    digits = f"{amount:,.2f}" if amount != amount.to_integral_value() else f"{amount:,.0f}"
    return _with_sign(digits, currency)


def short_money(amount: Decimal | None, currency: str | None = "CNY") -> str:
    """Return an amount as lists show it: ¥12.8m, ¥1.9bn, ¥1,280 万, ¥2.10 亿."""
    if amount is None:
        return "—"
    if is_chinese():
        return _with_sign(_short_chinese(amount), currency)
    if abs(amount) >= 1_000_000_000:
        return _with_sign(f"{_rounded(amount / 1_000_000_000, 1):,}bn", currency)
    if abs(amount) >= 1_000_000:
        return _with_sign(f"{_rounded(amount / 1_000_000, 1):,}m", currency)
    return _with_sign(f"{_rounded(amount / 1_000, 0):,}k" if abs(amount) >= 10_000 else f"{amount:,.0f}", currency)


def _short_chinese(amount: Decimal) -> str:
    if abs(amount) >= 10**8:
        return f"{_rounded(amount / 10**8, 2):,} 亿"
    return f"{_rounded(amount / 10**4, 0):,} 万" if abs(amount) >= 10**4 else f"{amount:,.0f}"


def _rounded(amount: Decimal, decimals: int) -> Decimal:
    return amount.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _with_sign(digits: str, currency: str | None) -> str:
    return f"{SIGNS[currency]}{digits}" if currency in SIGNS else f"{digits} {currency or ''}".strip()


def file_size(count: int) -> str:
    """Return a number of bytes as people read it."""
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, count // 1000)} KB"


def in_language(texts: Mapping[str, Any], otherwise: str = "") -> str:
    """Return the text of a mapping with `en` and `zh`."""
    return str(texts.get("zh" if is_chinese() else "en") or texts.get("en") or otherwise)
