"""From a timer's value to an instant."""

from datetime import UTC, datetime

import pytest

from worklist.engine import due

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("cycle", ["PT1S", "PT7M", "PT36H", "P1D", "P1M"])
def test_the_next_tick_after_a_long_silence_is_found_without_counting_them_all(cycle):
    at = due.next_of_cycle(cycle, LONG_AGO, NOW)
    assert NOW < at <= due.add(NOW, cycle)


def test_a_jump_over_missed_ticks_stays_on_the_beat_of_the_cycle():
    assert due.next_of_cycle("PT7M", datetime(2025, 12, 31, 23, 50, tzinfo=UTC), NOW) == datetime(2026, 1, 1, 0, 4, tzinfo=UTC)


@pytest.mark.parametrize("value", ["R0/P1D", "R-1/PT1S", "Rx/P1D", "R/", "R", "R/P0D", "P99999999D", "P9999Y", "PT", "soon", 5])
def test_what_is_no_timer_value_is_refused_with_a_sentence(value):
    with pytest.raises(ValueError, match="expected"):
        due.of_value(value, NOW)
