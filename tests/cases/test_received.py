"""A received document tells the case file what it says of the case itself."""

from datetime import date

import pytest

from worklist.cases import received
from worklist.cases.catalogue import case_paths, messages


def test_an_acceptance_gives_the_case_its_court_number() -> None:
    payload = {"case_no": "(2026)浙02协外认7号", "event_date": date(2026, 3, 4), "court": "Ningbo"}
    assert received.facts("case_accepted", {"suit_id": "main"}, payload) == {
        "case.recognition.case_no": "(2026)浙02协外认7号",
        "case.recognition.accepted_date": date(2026, 3, 4),
    }


def test_the_acceptance_of_a_suit_beside_the_case_changes_nothing_in_the_file() -> None:
    payload = {"case_no": "(2026)浙0203民初99号", "event_date": date(2026, 3, 4)}
    assert received.facts("case_accepted", {"suit_id": "a suit"}, payload) == {}


def test_what_a_document_leaves_open_is_left_as_it_was() -> None:
    ruling = {"document_date": date(2026, 5, 12), "served_date": None}
    assert received.facts("ruling_served", {}, ruling) == {"case.recognition.ruling_date": date(2026, 5, 12)}


@pytest.mark.parametrize("message", received.FACTS)
def test_every_fact_named_is_a_path_of_the_file_and_a_field_of_the_message(message: str) -> None:
    fields = {field.name for field in messages()[message].fields}
    assert all(path in case_paths() and field in fields | {"document_date"} for path, field in received.FACTS[message].items())
