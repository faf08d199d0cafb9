"""Every statement of the guide is realised somewhere that says so, and nothing names a statement that there is not."""

from collections import defaultdict

import pytest

from tools import coverage

#: Statements that nothing realises yet, each with why. One that gets a realisation must leave this list.
OPEN: dict[str, str] = {}
#: Most statements that one place may name to count as near to each of them.
MOST = 12


def test_the_page_says_what_the_annotations_say() -> None:
    assert coverage.PAGE.read_text(encoding="utf-8") == coverage.page(), "write it anew: python -m tools.coverage --write"


def test_every_statement_is_realised_or_listed_as_open() -> None:
    realised = coverage.realised()
    assert {identity for identity in coverage.statements() if not realised.get(identity)} == set(OPEN)


def test_every_statement_has_a_place_that_names_few_others() -> None:
    """A list of a whole section at the start of a process says nothing about what realises each of its statements."""
    named: dict[str, set[str]] = defaultdict(set)
    for identity, place in coverage.annotations():
        named[place].add(identity)
    near = {identity for found in named.values() if len(found) <= MOST for identity in found}
    assert sorted(set(coverage.statements()) - near - set(OPEN)) == []
    assert any(len(found) > MOST for found in named.values()), "nothing is too wide any more: lower MOST"


def test_no_annotation_names_a_statement_that_there_is_not() -> None:
    assert sorted(set(coverage.realised()) - set(coverage.statements())) == []


def test_the_guide_has_its_statements() -> None:
    statements = coverage.statements()
    assert len(statements) == 321
    assert all(row["kind"] and row["statement"] for row in statements.values())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ref: S2.2-04", ["S2.2-04"]),
        ("Ref: S2.2-18..20, T4.3-01", ["S2.2-18", "S2.2-19", "S2.2-20", "T4.3-01"]),
        ("S2.6-01,-02; S3.1-C34..35", ["S2.6-01", "S2.6-02", "S3.1-C34", "S3.1-C35"]),
        ("DL-X-22, D05, T-61", []),
    ],
)
def test_an_annotation_may_name_one_several_or_a_range(text: str, found: list[str]) -> None:
    assert list(coverage.cited(text)) == found


def test_the_documentation_of_a_whole_process_realises_nothing() -> None:
    assert not [place for places in coverage.realised().values() for place in places if place == "`intake_triage.intake_triage`"]


def test_a_statement_without_any_annotation_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = [(identity, place) for identity, place in coverage.annotations() if identity != "S2.2-04"]
    monkeypatch.setattr(coverage, "annotations", lambda: iter(kept))
    assert "S2.2-04" in set(coverage.statements()) - set(coverage.realised())
