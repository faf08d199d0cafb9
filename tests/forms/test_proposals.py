"""What decisions propose while a form is filled in: the class of an asset, the court, the seat; in both languages, to be overruled."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from tests.decisions.shipped import shipped_rows
from worklist import engine
from worklist.engine import asking, forms
from worklist.identity import Actor

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 23)
ROW = "case.assets[0]."


@pytest.fixture
def decisions(session: Session, alice: Actor, now: Any) -> Session:
    """A database with the shipped decisions that forms ask."""
    names = ("D02_recognition_route", "D03_competent_court", "D15c_asset_class")
    engine.deploy(session, {f"{name}.dmn": (ROOT / "processes" / f"{name}.dmn").read_bytes() for name in names}, alice, now)
    return session


def named(session: Session, form: str, context: dict[str, Any], name: str, language: str = "en", texts: Any = None) -> forms.Part:
    """Return the part of a form with a name."""
    shown = forms.load((ROOT / "forms" / f"{form}.form").read_bytes()).show(
        context, language, TODAY, texts=texts, decide=lambda decision, seen: asking.propose(session, decision, seen)
    )
    waiting = list(shown)
    while waiting:
        part = waiting.pop()
        if part.name == name:
            return part
        waiting += [*part.parts, *(inner for row in part.rows for inner in row.parts)]
    raise AssertionError(name)


def asset(session: Session, form: str = "record_clue", language: str = "en", **typed: str) -> forms.Part:
    texts = {"case.assets[]": [""], f"{ROW}id": [""]} | {f"{ROW}{key}": [value] for key, value in typed.items()}
    return named(session, form, {"case": {"assets": []}}, f"{ROW}class", language, texts)


def chosen(part: forms.Part) -> list[str]:
    return [one.value for one in part.choices if one.chosen]


@pytest.mark.parametrize("form", ["record_clue", "review_query"])
@pytest.mark.parametrize(("language", "said"), [("en", "Movables"), ("zh", "动产")])
def test_the_class_follows_from_the_category_with_its_source(decisions: Session, form: str, language: str, said: str) -> None:
    part = asset(decisions, form, language, query_category="VEHICLE")
    assert (chosen(part), part.proposed, part.proposed_by) == (["MOVABLE"], said, "D15c · S1.1-14; S2.2-05")


def test_nothing_is_proposed_before_the_category_is_chosen(decisions: Session) -> None:
    part = asset(decisions)
    assert (chosen(part), part.proposed) == ([], "")


def test_who_left_the_proposal_follows_it_and_who_overruled_it_does_not(decisions: Session) -> None:
    left = {"query_category": "SALARY", "class": "MOVABLE", "class.proposed": "MOVABLE"}
    assert chosen(asset(decisions, **left)) == ["INCOME"]
    overruled = asset(decisions, **(left | {"class": "CASH"}))
    assert (chosen(overruled), overruled.proposed) == (["CASH"], "Income")


def test_an_insurance_is_looked_at_by_the_lawyer(decisions: Session) -> None:
    assert "lawyer" in asset(decisions, query_category="INSURANCE").help
    assert "律师" in asset(decisions, language="zh", query_category="INSURANCE").help
    assert "lawyer" not in asset(decisions, query_category="VEHICLE").help


def test_the_proposal_of_the_page_is_no_unknown_field_and_counts_for_nothing() -> None:
    form = forms.load((ROOT / "forms" / "record_clue.form").read_bytes())
    texts = {"new_clues": ["1"], "case.assets[0].class.proposed": ["MOVABLE"], f"{ROW}id": [""], f"{ROW}class": ["CASH"], "class.proposed": ["x"]}
    with pytest.raises(forms.FormErrors) as refused:
        form.read(texts, {"case": {"assets": []}}, TODAY)
    unknown = [error.message.en for error in refused.value.errors if not error.name]
    assert len(unknown) == 1
    assert "'class.proposed'" in unknown[0] or "class.proposed" in unknown[0]


def court(maritime: str = "NO", place: str = "上海市浦东新区") -> dict[str, Any]:
    debtor = {"id": "d", "domicile_cn": "NO", "assets_cn": "YES", "assets_place": place, "habitual_cn": "NO"}
    title = {"instrument_type": "FOREIGN_JUDGMENT", "maritime": maritime}
    case = {"title": title, "debtors": [debtor], "client": {"domicile_cn": "NO"}, "recognition": {"route": "RECIPROCITY"}, "reference": shipped_rows()}
    return {"route": "RECIPROCITY", "case": case}


def test_the_courts_of_the_level_are_suggested_those_of_the_place_first(decisions: Session) -> None:
    part = named(decisions, "choose_court", court(place="Guangzhou, Tianhe"), "case.recognition.court")
    assert [one.value for one in part.suggestions] == ["广州市中级人民法院", "北京市第一中级人民法院", "北京市第四中级人民法院"]
    assert part.suggestions[0].help == "Guangzhou, a place the case names; T2-08"
    assert "the respondent's assets" in part.help
    assert "S3.4-07" in part.help


def test_a_maritime_matter_goes_to_the_maritime_court_in_chinese_too(decisions: Session) -> None:
    part = named(decisions, "choose_court", court("YES"), "case.recognition.court", "zh")
    assert [(one.value, one.label) for one in part.suggestions] == [("上海海事法院", "上海海事法院")]
    assert "案件所载地点" in part.suggestions[0].help
    level = named(decisions, "choose_court", court("YES"), "case.recognition.court_level", "zh")
    assert (chosen(level), level.proposed) == (["MARITIME"], "海事法院")


def test_a_court_that_is_not_in_force_is_not_suggested(decisions: Session) -> None:
    context = court("YES")
    rows = [row | {"valid_to": date(2026, 11, 22)} for row in shipped_rows()["courts"]]
    context["case"]["reference"] = {"courts": rows}
    assert named(decisions, "choose_court", context, "case.recognition.court").suggestions == []


@pytest.mark.parametrize(("rows", "answer", "said"), [
    ([], [], "check by hand"),
    ([{"contracting": True, "confidence": "read"}], ["YES"], "row SG v1: the status list."),
    ([{"contracting": False, "confidence": "known"}], ["NO"], "(to be confirmed by counsel)"),
])  # fmt: skip
def test_the_table_of_seats_proposes_with_its_source_and_says_when_it_has_no_row(decisions: Session, rows: list[dict[str, Any]], answer: list[str], said: str) -> None:
    always = {"key": "SG", "row": "SG v1", "source": "the status list", "valid_from": date(2020, 1, 1), "valid_to": None}
    case = {"title": {"origin": "SG"}, "today": TODAY, "recognition": {}, "reference": {"nyc_seats": [row | always for row in rows]}}
    part = named(decisions, "check_seat_and_commercial", {"case": case}, "case.title.seat_contracting")
    assert chosen(part) == answer
    assert said in part.help


def test_every_decision_that_a_shipped_form_asks_is_shipped() -> None:
    """A name that nobody deploys would propose nothing and say nothing."""
    asked = {found for path in (ROOT / "forms").glob("*.form") for found in re.findall(r'"decision": "([^"]+)"', path.read_text(encoding="utf-8"))}
    shipped = {found for path in (ROOT / "processes").glob("*.dmn") for found in re.findall(r'<decision id="([^"]+)"', path.read_text(encoding="utf-8"))}
    assert {"D02_nyc_seat", "D03_competent_court", "D15c_asset_class"} <= asked <= shipped


def test_a_decision_that_is_not_deployed_proposes_nothing(session: Session) -> None:
    part = asset(session, query_category="VEHICLE")
    assert (chosen(part), part.proposed) == ([], "")
