"""The pictures of docs/processes are those of the diagrams as they are now."""

from pathlib import Path

import pytest
from lxml import etree

from tools import process_pictures as pictures


def test_every_picture_is_the_one_of_its_diagram_today() -> None:
    assert pictures.stale() == [], "write them anew: python -m tools.process_pictures --write"


def test_a_diagram_that_was_changed_makes_its_pictures_stale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = (pictures.PROCESSES / "case_desk.bpmn").read_bytes()
    monkeypatch.setattr(pictures, "PROCESSES", tmp_path)
    monkeypatch.setattr(pictures, "FOLDER", tmp_path)
    (tmp_path / "case_desk.bpmn").write_bytes(source)
    for path, text in pictures.files().items():
        path.write_text(text, encoding="utf-8")
    assert pictures.stale() == []
    (tmp_path / "case_desk.bpmn").write_bytes(source.replace(b'name="What to do?"', b'name="What now?"'))
    assert pictures.stale() == ["README.md", "case_desk.en.svg"]
    (tmp_path / "gone.en.svg").write_text("", encoding="utf-8")
    assert pictures.stale() == ["README.md", "case_desk.en.svg", "gone.en.svg"]


def test_a_review_counts_for_the_drawing_that_was_looked_at() -> None:
    source = (pictures.PROCESSES / "case_desk.bpmn").read_bytes()
    seen = {"reviewed_on": "2026-11-26", "print": pictures.trace(source), "result": "reads well"}
    assert "to be looked at" not in pictures._looked_at(source, seen)
    moved = source.replace(b'x="', b'x="1', 1)
    assert moved != source
    assert "to be looked at" in pictures._looked_at(moved, seen)


def test_pictures_stand_alone_and_are_small() -> None:
    made = list(pictures.FOLDER.glob("*.svg"))
    assert sum(path.stat().st_size for path in made) < 5_000_000
    for path in made:
        assert etree.parse(path).getroot().tag == "{http://www.w3.org/2000/svg}svg"
