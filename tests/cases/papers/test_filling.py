"""Papers say what the case holds as courts write it, and leave a blank where it holds nothing."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document

from tests.cases.papers.word import template, text
from worklist.cases.papers.filling import fill
from worklist.cases.papers.saying import BLANK

FACTS = {
    "number": "W2026-0001", "owner": "alice", "today": date(2026, 3, 4), "stage": "ENFORCEMENT",
    "client": {"name": "Thames", "country_or_region": "GB", "domicile_cn": "NO"},
    "title": {
        "amount": Decimal("4300000.5"), "currency": "GBP", "divorce": False, "origin": "TW", "instrument_type": "FOREIGN_JUDGMENT",
        "items": [{"id": "1", "kind": "PRINCIPAL", "amount": Decimal(100), "currency": "USD"}, {"id": "2", "kind": "COSTS"}],
    },
    "debtors": [{"id": "d1", "name": "甲", "role": "DEBTOR"}, {"id": "d2", "name": "乙", "role": "GUARANTOR", "liability_cap": Decimal(5000)}],
    "assets": [{"id": "a1", "description": "厂房", "currency": "EUR"}],
    "measures": [{"id": "m1", "asset_id": "a1", "kind": "FREEZE", "amount": Decimal(70)}],
    "acts": [], "deadlines": [{"id": "1", "rule_id": "DL-X-23", "rolled_day": date(2026, 5, 1)}, {"id": "2", "rule_id": "gone"}],
}  # fmt: skip


def said(*paragraphs, **arguments) -> list[str]:
    return [line for line in text(fill(template(*paragraphs), FACTS, **arguments).content) if line]


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("{{ case.today }}", "2026年3月4日"), ("{{ case.stage }}", "执行"), ("{{ case.client.country_or_region }}", "英国"),
        ("{{ case.title.origin }}", "台湾地区"), ("{{ case.title.currency }}", "英镑"), ("{{ case.client.domicile_cn }}", "否"),
        ("{{ case.title.divorce }}", "否"), ("{{ case.title.amount }}", "4,300,000.50英镑"), ("{{ case.title.amount|digits }}", "4,300,000.50"),
        ("{{ case.title.amount|capitals }}", "肆佰叁拾万元伍角"), ("{{ case.number }}", "W2026-0001"),
        ("{{ case.client.domicile }}", BLANK), ("{{ case.client.domicile or case.client.name }}", "Thames"),
        ("{% if case.client.domicile_cn %}境内{% else %}境外{% endif %}", "境外"), ("{% if not case.title.final %}未知{% endif %}", "未知"),
        ("{% if case.stage in ['ENFORCEMENT', 'INTAKE'] and case.title.amount %}是{% endif %}", "是"),
        ("{% for d in case.debtors %}{{ loop.index }}{{ d.name }}{% if not loop.last %}、{% endif %}{% endfor %}", "1甲、2乙"),
        ("{% for d in case.debtors if d.role == 'GUARANTOR' %}{{ d.liability_cap }}{% endfor %}", "人民币5,000.00元"),
        ("{% for item in case.title.items %}{{ item.amount }};{% endfor %}", f"100.00美元;{BLANK};"),
    ],
)  # fmt: skip
def test_values_are_said_as_courts_write_them(tag, words):
    assert said(tag) == [words]


def test_a_deadline_is_said_by_the_name_of_its_rule():
    assert said("{% for one in case.deadlines %}{{ one.rule_id }} {{ one.rolled_day }};{% endfor %}") == [f"申请续行保全 2026年5月1日;gone {BLANK};"]


def test_the_owner_is_said_by_name():
    assert said("{{ case.owner }}", person={"alice": "周律师"}.__getitem__) == ["周律师"]


def test_a_paper_is_about_the_members_that_were_chosen():
    about = "{{ party.name }} {{ measure.kind }} {{ measure.amount }} {{ asset.description }}"
    assert said(about, chosen={"party": "d2", "measure": "m1", "asset": "a1"}) == ["乙 冻结 70.00欧元 厂房"]
    assert said(about) == [" ".join([BLANK] * 4)]


def test_what_was_asked_for_is_said_in_paragraphs():
    filled = said("理由：{{ fields.grounds }}。", "{{ fields.reward_rate|percent }}", fields={"grounds": "一\r\n二", "reward_rate": Decimal("0.05")})
    assert filled == ["理由：一", "二。", "5%"]


def test_what_is_missing_is_told_once_in_the_order_of_the_paper():
    filled = fill(template("{{ case.client.domicile }}{{ case.title.number }}", "{{ case.client.domicile }}{{ fields.basis }}"), FACTS)
    assert filled.missing == ["case.client.domicile", "case.title.number", "fields.basis"]
    assert fill(template("{{ case.number }}"), FACTS).missing == []


def test_rows_of_a_table_and_paragraphs_are_repeated_whole():
    table = [("种类", "金额"), ("{%tr for item in case.title.items %}", ""), ("{{ item.kind }}", "{{ item.amount }}"), ("{%tr endfor %}", "")]
    filled = said("{%p for d in case.debtors %}", "被执行人：{{ d.name }}", "{%p endfor %}", "{%p if case.title.divorce %}", "离婚", "{%p endif %}")
    assert filled == ["被执行人：甲", "被执行人：乙"]
    rows = text(fill(template("清单", table=table), FACTS).content)
    assert rows[:7] == ["清单", "种类", "金额", "本金", "100.00美元", "诉讼（仲裁）费用", BLANK]


def test_a_paper_carries_its_own_name_and_author_and_not_those_of_the_template():
    filled = fill(template("{{ case.number }}"), FACTS, title="申请书", author="Alice Zhou")
    about = Document(BytesIO(filled.content)).core_properties
    assert (about.title, about.author, about.comments) == ("申请书", "Alice Zhou", "")
