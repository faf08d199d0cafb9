"""Places in a list are addresses that can be read back, whatever the year."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worklist.engine.queries.lists import Place


@pytest.mark.parametrize("year", [1, 206, 999, 1000, 2026, 9999])
def test_a_list_goes_on_behind_a_task_that_is_due_in_any_year(year: int) -> None:
    place = Place(datetime(year, 2, 3, 4, 5, 6, 7, tzinfo=UTC), "t_1")
    assert str(place).startswith(f"{year:04}0203T040506000007_")
    assert Place.read(str(place)) == place


@given(st.datetimes(timezones=st.just(UTC)), st.uuids().map(str))
def test_every_place_is_read_back_as_it_was(due: datetime, task_id: str) -> None:
    assert Place.read(str(Place(due, task_id))) == Place(due, task_id)
