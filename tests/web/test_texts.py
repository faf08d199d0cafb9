"""Both languages are complete; templates keep to the rules of htmx and of the content policy."""

import re
from datetime import date
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tests.web.world import World
from worklist.cases.papers.saying import in_capitals
from worklist.web import languages

WRIT = Path(__file__).resolve().parents[2] / "worklist"
WEB = WRIT / "web"
CATALOGUE = WEB / "translations" / "zh_Hans" / "LC_MESSAGES"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
#: Where sentences of errors are written that a page may show; finished texts (f-strings) stay English.
SENTENCES = (WRIT / "errors.py", WRIT / "identity.py", WRIT / "law", WRIT / "cases", WRIT / "engine")
ERRORS = ("BadInput", "Conflict", "NotFound", "Phrase", "SentElsewhere")
KEYWORDS = dict.fromkeys(ERRORS) | {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


@cache
@cache
def extracted() -> set[tuple[str | None, str]]:
    found = list(extract_from_dir(WEB, METHODS, keywords=KEYWORDS))
    for place in SENTENCES:
        for file in [place] if place.is_file() else place.rglob("*.py"):
            found += [("", *message) for message in extract_from_file("python", file, keywords=KEYWORDS)]
    return {(context, m[0] if isinstance(m, tuple) else m) for _, _, m, _, context in found}


def translated() -> dict[tuple[str | None, str], str]:
    with (CATALOGUE / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale="zh_Hans")
    found = {}
    for message in catalogue:
        key = message.id[0] if isinstance(message.id, tuple) else message.id
        words = message.string[0] if isinstance(message.string, tuple) else message.string
        found[message.context, str(key)] = str(words)
    return found


def test_every_text_has_its_chinese() -> None:
    known = translated()
    assert sorted(key for key in extracted() if not known.get(key)) == []


def test_the_catalogue_holds_nothing_that_no_page_says() -> None:
    assert sorted(key for key in translated() if key[1] and key not in extracted()) == []


def test_the_compiled_catalogue_is_the_written_one() -> None:
    written = BytesIO()
    with (CATALOGUE / "messages.po").open("rb") as file:
        write_mo(written, read_po(file, locale="zh_Hans"))
    assert (CATALOGUE / "messages.mo").read_bytes() == written.getvalue()


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_a_template_runs_no_script_of_its_own_and_switches_nothing_off(template: Path) -> None:
    text = template.read_text()
    banned = ["hx-on", "js:", "<style", "style=\"", " onclick", "|safe }}", "javascript:", "hx-vals", "http://", "https://"]
    assert [word for word in banned if word in text] == []
    assert not re.search(r"<script(?![^>]* src=)", text)
    assert not re.search(r'hx-trigger="[^"]*\[', text)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_every_form_that_changes_something_carries_the_token(template: Path) -> None:
    for form in re.findall(r'<form[^>]*method="post".*?</form>', template.read_text(), re.S):
        assert "token()" in form


def test_no_page_names_another_host(world: World) -> None:
    page = world.client("alice").get("/queue").text
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//', page) == []


@pytest.mark.parametrize(
    ("amount", "en", "zh"),
    [
        ("12800000", "¥12.8m", "¥1,280 万"), ("210500000", "¥210.5m", "¥2.11 亿"), ("9500", "¥9,500", "¥9,500"),
        ("45000", "¥45k", "¥5 万"), ("0", "¥0", "¥0"),
    ],
)  # fmt: skip
def test_amounts_are_short_in_lists(world: World, amount: str, en: str, zh: str) -> None:
    with world.app.test_request_context("/"):
        assert languages.short_money(Decimal(amount)) == en
        from flask import g

        g.language = "zh"
        assert languages.short_money(Decimal(amount)) == zh


@pytest.mark.parametrize(
    ("amount", "capitals"),
    [
        ("12800000", "壹仟贰佰捌拾万元整"), ("100010001.05", "壹亿零壹万零壹元伍分"), ("10.5", "壹拾元伍角"),
        ("0", "零元整"), ("1002", "壹仟零贰元整"), ("-1", ""),
    ],
)  # fmt: skip
def test_amounts_are_said_in_chinese_capitals(amount: str, capitals: str) -> None:
    assert in_capitals(Decimal(amount)) == capitals


def test_days_are_said_in_both_languages(world: World) -> None:
    from flask import g

    with world.app.test_request_context("/"):
        assert languages.day(date(2026, 11, 27)) == "27 Nov 2026"
        assert languages.weekday(date(2026, 11, 27)) == "Fri"
        g.language = "zh"
        assert languages.day(date(2026, 11, 27)) == "2026年11月27日"
        assert languages.weekday(date(2026, 11, 27)) == "周五"


def test_a_user_changes_the_language_for_good(world: World) -> None:
    browser = world.client("alice")
    browser.post("/language", {"language": "zh", "next": "/queue"}, page="/queue")
    page = browser.get("/queue").text
    assert '<html lang="zh-Hans">' in page
    assert "团队队列" in page
    assert "申请续行冻结银行账户" in page


def test_the_login_page_follows_the_browser(world: World) -> None:
    assert "登录" in world.client().get("/login", Accept_Language="zh-CN").text
    assert "Log in" in world.client().get("/login", Accept_Language="en").text


def test_a_static_file_says_what_it_is(world: World) -> None:
    with world.client().get("/static/vendor/htmx.min.js") as answer:
        assert answer.mimetype == "text/javascript"
        assert answer.content_length == (WEB / "static" / "vendor" / "htmx.min.js").stat().st_size
