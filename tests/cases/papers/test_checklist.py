"""What an application needs is listed from the table D18, with what is on file already."""

from datetime import date
from pathlib import Path

import pytest

from worklist import engine
from worklist.cases import file, wiring
from worklist.cases.papers import needed

D18 = Path(__file__).resolve().parents[3] / "processes" / "D18_required_documents.dmn"


@pytest.fixture
def case(session, alice, now) -> str:
    wiring.connect()
    return file.create(session, alice, now).id


def deploy(session, alice, now):
    engine.deploy(session, {D18.name: D18.read_bytes()}, alice, now)


def test_nothing_is_listed_without_the_table_or_before_the_title_is_classified(session, case, alice, now):
    file.write(session, case, {"case.title.instrument_type": "FOREIGN_AWARD"}, alice, now)
    assert needed(session, case, now) == []
    deploy(session, alice, now)
    assert needed(session, case, now) != []
    assert needed(session, file.create(session, alice, now).id, now) == []


def test_a_foreign_judgment_needs_what_the_table_says_and_shows_what_is_there(session, case, alice, now):
    deploy(session, alice, now)
    facts = {
        "case.title.instrument_type": "FOREIGN_JUDGMENT", "case.title.language": "en", "case.title.made_in": "GB", "case.title.default_judgment": True,
        "case.recognition.documents": [{"kind": "TITLE_COPY", "file": "a document"}, {"kind": "TRANSLATION"}],
    }  # fmt: skip
    file.write(session, case, facts, alice, now)
    found = {one.kind: one for one in needed(session, case, now)}
    assert {"LETTER", "TITLE_COPY", "EFFECT_PROOF", "SERVICE_PROOF", "TRANSLATION", "IDENTITY", "POWER_OF_ATTORNEY"} == found.keys()
    assert [kind for kind, one in found.items() if one.held] == ["TITLE_COPY"]
    assert (found["TITLE_COPY"].legalisation, found["TITLE_COPY"].source) == ("REVIEW", "S3.4-02")
    assert found["TITLE_COPY"].note_zh
    file.write(session, case, {"case.recognition.accepted_date": date(2026, 3, 1)}, alice, now)
    assert needed(session, case, now) == []


def test_a_title_of_the_mainland_needs_no_legalisation(session, case, alice, now):
    deploy(session, alice, now)
    file.write(session, case, {"case.title.instrument_type": "JUDGMENT_MONEY", "case.title.made_in": "CN", "case.title.language": "zh"}, alice, now)
    found = {one.kind: one.legalisation for one in needed(session, case, now)}
    assert found["TITLE_COPY"] == "NOT_NEEDED"
    assert "TRANSLATION" not in found
