"""Papers state the claim on a day with its arithmetic; without one they leave a blank."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cases.papers.word import template, text
from tests.cases.test_claims import case as case
from tests.cases.test_claims import claims, item, pays
from worklist import engine
from worklist.cases import documents, facts, papers
from worklist.cases.claims import statement
from worklist.cases.papers.saying import BLANK
from worklist.errors import BadInput

PAPERS = Path(__file__).resolve().parents[3] / "papers"
STATING = (
    "application_for_enforcement", "application_for_recognition", "joinder", "transfer_to_bankruptcy", "complaint_revocation",
    "complaint_subrogation", "resumption",
)  # fmt: skip
DAY = date(2026, 1, 11)


def made(session, case, key, alice, now, **fields) -> list[str]:
    paper = papers.make(session, case, key, alice, now, fields=fields)
    return text(documents.content(session, paper.document.id, alice).content)


@pytest.fixture
def claimed(session, case, alice, now) -> str:
    engine.deploy(session, {f"{key}.docx": (PAPERS / f"{key}.docx").read_bytes() for key in STATING}, alice, now)
    claims(session, case, alice, now)
    claims(session, case, alice, now, at=2, kind="INTEREST", rate=Decimal("0.073"), basis="ACTUAL_365", source="判决第二项")
    pays(session, case, alice, now, 1000, date(2026, 1, 6), at=2, currency="GBP")
    pays(session, case, alice, now, 9000, date(2026, 1, 11), at=2, rate=Decimal("0.11"), rate_source="中国银行")
    return case


@pytest.mark.parametrize("key", STATING)
def test_a_paper_that_asks_for_a_sum_states_the_claim_on_its_day(session, claimed, alice, now, key):
    lines = made(session, claimed, key, alice, now, claim_day=DAY)
    told = next(line for line in lines if "合计：" in line)
    assert "人民币1,002,550.00元" in told
    assert "（计至2026年1月11日）" in told
    assert "迟延履行利息：人民币1,750.00元。" in told
    assert "人民币1,000,000.00元×0.0175%×10日（2026年1月1日之次日起至2026年1月11日）（依据：" in "".join(lines)
    assert "2,000.00英镑×7.3%÷365×5日" in "".join(lines)
    assert "减：1,000.00英镑" in lines
    assert [line for line in lines if "9,000.00元" in line] == ["2026年1月11日入账：人民币9,000.00元，汇率0.11（中国银行）"]
    assert not [line for line in lines if "DL-X" in line or "{" in line]


def test_the_parts_of_the_claim_add_up_to_its_total(session, claimed, alice, now):
    for total in facts.facts(session, claimed, now, claim_day=DAY)["claim"]["totals"]:
        assert sum(total[name] for name in ("principal", "interest", "default_interest", "costs", "other")) == total["claimed"]
        assert total["claimed"] == next(one.claimed for one in statement.on(session, claimed, DAY).totals if one.currency == total["currency"])


def test_another_day_is_another_sum_and_no_day_is_today(session, claimed, alice, now):
    earlier = made(session, claimed, "joinder", alice, now, claim_day="2026-01-02")
    assert any("迟延履行利息：人民币175.00元" in line for line in earlier)
    assert facts.facts(session, claimed, now)["claim"]["day"] == facts.facts(session, claimed, now)["today"]
    with pytest.raises(BadInput, match="day to count"):
        made(session, claimed, "joinder", alice, now, claim_day="soon")


def test_a_paper_without_a_claim_has_a_blank_and_says_so(session, alice, now):
    from worklist.cases import file, wiring

    wiring.connect()
    engine.deploy(session, {"joinder.docx": (PAPERS / "joinder.docx").read_bytes()}, alice, now)
    case_id = file.create(session, alice, now).id
    paper = papers.make(session, case_id, "joinder", alice, now)
    lines = text(documents.content(session, paper.document.id, alice).content)
    assert "case.claim.total" in paper.missing
    assert any(line.startswith(f"申请人的债权：{BLANK}（本金") for line in lines)
    assert "合计" not in "".join(lines)


def test_a_day_is_asked_for_by_every_template_that_states_the_claim():
    for key in STATING:
        assert "claim_day" in [asked.name for asked in papers.check((PAPERS / f"{key}.docx").read_bytes())[0].asked]
    assert [asked.name for asked in papers.check(template("{{ case.number }}"))[0].asked] == []


def test_nothing_is_claimed_on_an_item_that_is_refused(session, claimed, alice, now):
    from worklist.cases import file

    file.write(session, claimed, {"case.title.items": [{"id": item(session, claimed, 1).id, "recognised": "NO"}]}, alice, now)
    told = facts.facts(session, claimed, now, claim_day=DAY)["claim"]
    assert [one for one in told["lines"] if one["kind"] == "PUNITIVE"] == []
