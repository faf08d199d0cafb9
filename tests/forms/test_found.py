"""What a decision table found stands in the form that confirms it, in both languages."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.decisions.shipped import DMN, PROCESSES, decide
from worklist.engine import forms

FORMS = Path(__file__).resolve().parents[2] / "forms"
TODAY = date(2026, 11, 23)
JOINDER: dict[str, Any] = {"target_role": "SHAREHOLDER", "event_kind": ["UNPAID", "WITHDRAWN"], "contribution_due": "NO", "unpaid_amount": 5, "withdrawn_amount": 7}
CRIME: dict[str, Any] = {
    "actor_role": "JUDGMENT_DEBTOR", "title_kind": "JUDGMENT", "ability_evidence": False, "conduct_kind": "CR_1",
    "conduct_date": date(2025, 6, 20), "litigation_notice_date": date(2025, 1, 10), "refusing_after_effect": True,
}  # fmt: skip


def said(form: str, language: str, **variables: Any) -> str:
    """Return what the table found, as the form says it."""
    parts = forms.load((FORMS / f"{form}.form").read_bytes()).show(variables, language, TODAY)
    begun = ("The table finds", "The table proposes", "决策表结果", "决策表建议")
    [text] = [part.help for part in parts if part.type == "text" and part.help.startswith(begun)]
    return text


def joinder_found() -> list[dict[str, Any]]:
    result = decide("D09_joinder_basis", {"findings.debtor_insufficient": "YES", "rule_set": "prc_law"}, JOINDER)
    found: list[dict[str, Any]] = result.outputs[0]["joinder_basis"]
    return found


@pytest.mark.parametrize(("language", "words"), [
    ("en", ["JN-1b: ask the court (Company Law art. 54)", "JN-1c: join (SPC Joinder Provisions art. 18)"]),
    ("zh_Hans", ["JN-1b：征询法院", "JN-1c：追加"]),
])  # fmt: skip
def test_the_cases_of_joinder_are_listed_with_their_way(language: str, words: list[str]) -> None:
    text = said("choose_basis", language, hits=joinder_found())
    assert [word for word in words if word not in text] == []


@pytest.mark.parametrize(("language", "words"), [
    ("en", ["ability not proved (not ready)", "after effect (within the time)", "listed conduct (serious)"]),
    ("zh_Hans", ["履行能力未证明（证据不足）", "生效之后（在期间内）", "所列行为（情节严重）"]),
])  # fmt: skip
def test_the_grounds_of_the_criminal_screen_are_listed(language: str, words: list[str]) -> None:
    result = decide("D11_criminal_referral_screen", {"title.effective_date": date(2025, 4, 30)}, CRIME)
    text = said("confirm_screening", language, grounds=result.outputs[0]["grounds"])
    assert [word for word in words if word not in text] == []


def test_every_ground_of_the_criminal_screen_has_its_words_in_chinese() -> None:
    table = etree.parse(PROCESSES / "D11_criminal_referral_screen.dmn").find(f"{DMN}decision[@id='D11_grounds']")
    assert table is not None
    grounds = [rule.findall(f"{DMN}outputEntry")[1].findtext(f"{DMN}text", "").strip('"') for rule in table.iter(f"{DMN}rule")]
    text = said("confirm_screening", "zh_Hans", grounds=[{"ground": ground, "row_result": "IN"} for ground in grounds])
    assert text.count("（在期间内）") == len(grounds)
    assert "；（" not in text


@pytest.mark.parametrize(("language", "words"), [("en", "apply (our application is the consent"), ("zh_Hans", "申请（我方申请")])
def test_the_proposal_of_a_transfer_is_told_with_its_reason(language: str, words: str) -> None:
    assert words in said("advise_transfer", language, proposal="APPLY", proposal_reason="CONSENT_OF_ONE_CREDITOR")


@pytest.mark.parametrize(("language", "suits", "words"), [
    ("en", [], "no cause"), ("zh_Hans", [], "无案由"),
    ("en", [{"cause": "SL-6", "basis": "Company Law art. 192", "review": True}], "SL-6 (Company Law art. 192, to be reviewed)"),
    ("zh_Hans", [{"cause": "SL-3", "basis": "Company Law art. 23", "review": False}], "SL-3（Company Law art. 23）"),
])  # fmt: skip
def test_the_causes_of_a_suit_are_listed(language: str, suits: list[dict[str, Any]], words: str) -> None:
    assert words in said("choose_cause", language, suits=suits)
