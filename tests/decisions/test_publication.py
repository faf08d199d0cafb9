"""D13: whether a text is published; D21: what is hidden in it."""

from typing import Any

import pytest

from tests.decisions.shipped import decide, hits, rows_without_example

JUDGMENT = {"title.instrument_type": "JUDGMENT_MONEY", "title.instrument_class": "JUDGMENT", "title.origin": "CN"}
#: Changes of the title and the reason against publication → row, publication.
PUBLISHED: list[tuple[dict[str, Any], str | None, str, str]] = [
    ({}, "NONE", "5", "YES"), ({"title.instrument_type": "MEDIATION"}, "STATE_SECRET", "1", "NO"),
    ({}, "STATE_SECRET", "2", "NO"), ({}, "FAMILY", "3", "NO"), ({"title.divorce": True}, "NONE", "3_title", "NO"),
    ({"title.family": True}, None, "3_title", "NO"), ({}, "COURT_FOUND_UNSUITABLE", "4", "NO"),
    ({"title.instrument_class": "AWARD"}, "NONE", "6", "NO"), ({"title.origin": "GB"}, "NONE", "6", "NO"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "reason", "row", "publication"), PUBLISHED)
def test_a_text_is_published_unless_a_reason_stands_against_it(
    changes: dict[str, Any], reason: str | None, row: str, publication: str
) -> None:
    result = decide("D13_publication", JUDGMENT | changes, {"publication_reason": reason})
    assert (hits(result, "D13"), result.outputs[0]["publication"]) == ([row], publication)


#: Field, kind of party, request → row, mask.
HIDDEN: list[tuple[str, str | None, str, str, str]] = [
    ("ADDRESS", "PERSON", "NONE", "1", "REMOVE"), ("ID_NUMBER", None, "NONE", "1", "REMOVE"),
    ("ACCOUNT", "COMPANY", "NONE", "2", "REMOVE"), ("PLATE", None, "PARTIAL", "2", "REMOVE"),
    ("TRADE_SECRET", "COMPANY", "NONE", "3", "REMOVE"), ("PRIVATE_MATTER", "PERSON", "NONE", "4", "REMOVE"),
    ("NAME", "PERSON", "ANONYMISE", "5", "SURNAME_XX"), ("NAME", "PERSON", "NONE", "6_name", "KEEP"),
    ("ACCOUNT", "PERSON", "NONE", "6_person", "KEEP"), ("CONTACT", "COMPANY", "NONE", "6_entity", "KEEP"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "party", "request_kind", "row", "mask"), HIDDEN)
def test_a_field_is_hidden_by_its_class_and_whose_it_is(field: str, party: str | None, request_kind: str, row: str, mask: str) -> None:
    result = decide("D21_redaction", {}, {"field_class": field, "party_kind": party, "request_kind": request_kind})
    assert (hits(result, "D21"), [found["mask"] for found in result.outputs]) == ([row], [mask])


def test_every_row_of_both_has_an_example() -> None:
    assert rows_without_example("D13_publication", "D13", {row for *_, row, _ in PUBLISHED}) == set()
    assert rows_without_example("D21_redaction", "D21", {row for *_, row, _ in HIDDEN}) == set()
