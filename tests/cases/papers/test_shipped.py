"""The templates that come with Writ: each application has one, each can be filled, none says what the case file does not hold."""

import re
from pathlib import Path

import pytest

from tests.cases.papers.test_filling import FACTS
from tests.cases.papers.word import text
from worklist.cases.catalogue import paper_fields, paper_tasks
from worklist.cases.papers import check
from worklist.cases.papers.filling import fill

PAPERS = Path(__file__).resolve().parents[3] / "papers"
SHIPPED = sorted(path.stem for path in PAPERS.glob("*.docx"))
APPLICATIONS = {
    "application_for_recognition", "application_for_enforcement", "joinder", "investigation_order", "reward_notice",
    "restriction_on_consumption", "listing", "renewal_of_freeze", "resumption", "transfer_to_bankruptcy", "criminal_referral",
    "complaint_revocation", "complaint_subrogation", "objection", "reconsideration", "redaction_request", "client_report",
}  # fmt: skip


def shipped(key: str) -> bytes:
    return (PAPERS / f"{key}.docx").read_bytes()


def test_every_application_has_its_template_and_nothing_else_is_shipped():
    assert set(SHIPPED) == APPLICATIONS


@pytest.mark.parametrize("key", SHIPPED)
def test_a_shipped_template_is_taken_and_has_a_name_in_both_languages(key):
    found, problems = check(shipped(key))
    assert problems == ()
    assert re.search("[一-鿿]", found.name_zh)
    assert re.fullmatch("[A-Za-z ,'()]+", found.name)


@pytest.mark.parametrize("key", SHIPPED)
def test_a_filled_paper_is_chinese_names_the_creditor_and_holds_no_tag(key):
    lines = text(fill(shipped(key), FACTS).content)
    assert any("Thames" in line for line in lines)
    assert [line for line in lines if re.search(r"[{}]|[A-Z]{2}_|None", line)] == []


def test_every_thing_that_can_be_asked_for_is_asked_by_a_template():
    used = {asked.name for key in SHIPPED for asked in check(shipped(key))[0].asked}
    assert used == set(paper_fields())


def test_every_template_but_the_report_belongs_to_a_task():
    offered = {key for keys in paper_tasks().values() for key in keys}
    assert offered == APPLICATIONS - {"client_report"}


def test_hong_kong_macau_and_taiwan_instruments_are_recognised_with_their_own_word():
    taiwan = text(fill(shipped("application_for_recognition"), FACTS).content)
    england = text(fill(shipped("application_for_recognition"), FACTS | {"title": {**FACTS["title"], "origin": "GB"}}).content)
    assert any("请求裁定认可" in line for line in taiwan)
    assert any("请求裁定承认" in line for line in england)


#: The articles that the templates name, each from the rules or the catalogue of requirements; anything else is for counsel to add.
ARTICLES = {
    "《中华人民共和国民事诉讼法》（2023年修正）第二百三十六条", "《中华人民共和国民事诉讼法》（2023年修正）第二百六十五条",
    "《关于适用〈中华人民共和国民事诉讼法〉的解释》（2022年修正）第五百一十五条、第五百一十七条", "《中华人民共和国刑法》第三百一十三条",
    "《关于民事执行中财产调查若干问题的规定》第二十一条", "《中华人民共和国民法典》第五百三十五条",
    "《中华人民共和国民法典》第五百三十八条、第五百三十九条、第五百四十一条",
}  # fmt: skip


def test_the_templates_state_no_article_beyond_those_that_were_read():
    article = re.compile(r"《[^《》]*(?:〈[^〈〉]*〉[^《》]*)?》(?:（[^（）]*）)?第[^。；]*条")
    found = {hit for key in SHIPPED for line in text(shipped(key)) for hit in article.findall(line)}
    assert found == ARTICLES
