"""The printed handbook: everything that is deployed, as drawn and annotated, in both languages."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import lxml.html
import pytest
from lxml import etree
from sqlalchemy import Engine
from sqlmodel import Session

from db.session import reading, transaction
from worklist import engine, handbook, serving
from worklist.cases import calendar, people, reference, wiring
from worklist.errors import NotFound
from worklist.handbook import drawing, model, shapes, writing
from worklist.identity import IMPORT, Actor

ROOT = Path(__file__).resolve().parents[2]


def shipped(session: Session, now) -> None:
    """Deploy what is shipped."""
    wiring.connect()
    people.seed_groups(session)
    engine.deploy(
        session, serving.resources([ROOT / name for name in ("processes", "forms", "papers")]), IMPORT, now
    )


@pytest.fixture
def pages(database: Engine, now) -> Mapping[str, str]:
    with transaction(database) as session:
        shipped(session, now)
    with reading(database) as session:
        return handbook.pages(session, date(2026, 11, 26))


def test_the_handbook_holds_every_process_form_and_decision_in_both_languages(
    pages: Mapping[str, str],
) -> None:
    for html in pages.values():
        assert {path.stem for path in (ROOT / "processes").glob("*.bpmn")} <= set(
            re.findall(r'<h2 id="(\w+)"', html)
        )
        assert html.count("<svg") == len(list((ROOT / "processes").glob("*.bpmn")))
        for decision in (ROOT / "processes").glob("*.dmn"):
            assert decision.stem in html
    assert "执行依据" in pages["zh"]
    assert "Process handbook" in pages["en"]
    assert "to be confirmed by counsel" in pages["en"]
    assert "待律师确认" in pages["zh"]


def test_the_handbook_prints_the_reference_data_of_its_day(database: Engine, now: datetime) -> None:
    with transaction(database) as session:
        shipped(session, now)
        reference.seed(session, now)
        calendar.seed(session, now)
        over = {"name_en": "Basic court", "name_zh": "基层法院", "level": "BASIC"}
        clerk = Actor("sun.qi", "Sun Qi", frozenset({"process_owner"}))
        reference.record(session, reference.Version("courts", "GONE", date(2020, 1, 1), date(2020, 12, 31), over, "a notice", "read"), clerk, now)
    with reading(database) as session:
        then, today = (handbook.pages(session, day) for day in (date(2020, 6, 1), date(2026, 11, 26)))
    assert "<code>GONE</code>" in then["en"]
    assert "<code>GONE</code>" not in today["en"]
    for key in reference.tables():
        assert key == "case_library" or f'id="reference-{key}"' in today["zh"]
    assert re.search(r"<code>FR</code></td><td>France</td>", today["en"])
    assert re.search(r"<code>FR</code></td><td>法国</td>", today["zh"])
    assert "No row is in force on this day" in today["en"], "the seats of the New York Convention are shipped empty"
    assert "尚未发布，日期为暂定" in today["zh"]
    assert re.search(r'">2026</td><td>by its notice</td><td>01-01, .*10-01, ', today["en"])
    assert '">2017</td>' not in today["en"]


def test_a_case_of_the_library_and_the_decisions_it_illustrates_lead_to_each_other(database: Engine, now: datetime) -> None:
    with transaction(database) as session:
        shipped(session, now)
        reference.seed(session, now)
    with reading(database) as session:
        root = lxml.html.fromstring(handbook.pages(session, date(2026, 11, 26))["en"])
    row = root.get_element_by_id("case-UDMURTIA")
    assert row.xpath(".//a/@href") == ["#D05_refusal_screen_judgment"]
    after = root.get_element_by_id("D05_refusal_screen_judgment").xpath("following-sibling::ul[1]//a/@href")
    assert "#case-UDMURTIA" in after
    ids = set(root.xpath("//@id"))
    assert [link for link in root.xpath("//a/@href") if link[0] == "#" and link[1:] not in ids] == []


def test_the_pictures_show_every_shape_and_flow_that_was_drawn() -> None:
    for path in (ROOT / "processes").glob("*.bpmn"):
        root = etree.fromstring(path.read_bytes())
        picture = drawing.svg(root, chinese=False)
        drawn = len(list(root.iter(f"{drawing.DI}BPMNEdge")))
        assert picture.count("<polyline") == drawn
        etree.fromstring(picture)


def test_names_in_a_picture_are_text_and_never_markup() -> None:
    source = (
        (ROOT / "processes" / "case_desk.bpmn")
        .read_bytes()
        .replace(b'name="What to do?"', b'name="&lt;script&gt;alert(1)&lt;/script&gt;"')
    )
    picture = drawing.svg(etree.fromstring(source), chinese=False)
    assert "<script>" not in picture
    assert "&lt;script&gt;" in picture


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Apply for enforcement", 60, ["Apply for", "enforcement"]),
        ("申请强制执行", 34, ["申请强", "制执行"]),
        ("是否报核？", 45, ["是否报", "核？"]),
        ("期限（上限）", 30, ["期限", "（上", "限）"]),
        ("", 50, [""]),
    ],
)
def test_names_are_wrapped_between_words_and_chinese_anywhere(
    text: str, width: float, lines: list[str]
) -> None:
    assert shapes.wrapped(text, width) == lines


def test_what_every_wait_has_is_told_once_and_not_listed() -> None:
    diagram = model.read_diagram("settlement", (ROOT / "processes" / "settlement.bpmn").read_bytes())
    listed = {step.id for step in diagram.steps}
    assert "record_settlement" in listed
    assert not {"wait_performance_chase", "wait_performance_other"} & listed


def test_without_a_browser_printing_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(writing.shutil, "which", lambda name: None)
    with pytest.raises(NotFound, match="print the HTML file from a browser"):
        handbook.to_pdf(tmp_path / "a.html", tmp_path / "a.pdf")


def test_a_page_is_printed_to_pdf(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<h1>Handbook</h1>", encoding="utf-8")
    handbook.to_pdf(page, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
