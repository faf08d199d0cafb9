"""Days of a document that is recorded: none that reports the past lies ahead, days that a court sets do."""

import pytest

from tests.web.test_cases import record
from tests.web.world import World


@pytest.mark.parametrize("field", ["event_date", "document_date", "received_date"])
def test_a_document_that_reports_a_day_to_come_is_refused(world: World, field: str) -> None:
    answer = record(world, {"event_date": "2026-11-20"} | {field: "2062-11-20"})
    assert answer.status_code == 422
    assert "must not be after 2026-11-25" in answer.text


def test_a_document_received_before_it_was_written_is_refused(world: World) -> None:
    days = {"event_date": "2026-11-20", "document_date": "2026-11-20"}
    answer = record(world, days | {"received_date": "2026-11-19"})
    assert answer.status_code == 422
    assert "Received by us on: must not be before 2026-11-20" in answer.text
    assert record(world, days | {"received_date": "2026-11-20"}).status_code == 303


@pytest.mark.parametrize("typed", ["0001-01-01", "9999-12-31"])
def test_a_day_of_another_age_is_refused(world: World, typed: str) -> None:
    assert record(world, {"event_date": typed}).status_code == 422


def test_the_end_of_a_measure_may_lie_ahead(world: World) -> None:
    assert record(world, {"event_date": "2026-11-20", "stated_until": "2027-11-19"}).status_code == 303
