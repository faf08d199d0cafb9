"""The dates of the twelve worked scenarios of the field: rule, trigger, last day before and after the roll."""

from datetime import date
from typing import NamedTuple

import pytest

from tests.law.courts import CALENDAR
from worklist.law.deadlines import Computed, NoPeriod, compute, renewal_limit
from worklist.law.ladder import Status, status_on
from worklist.law.rules import get


class Row(NamedTuple):
    """One line of a scenario. `raw` None: the day did not roll."""

    scenario: str
    what: str
    rule: str
    trigger: date
    last: date
    raw: date | None = None
    provisional: bool = False


def day(text: str) -> date:
    return date.fromisoformat(text)


def row(scenario: str, what: str, rule: str, trigger: str, last: str, raw: str = "", later: bool = False) -> Row:
    return Row(scenario, what, rule, day(trigger), day(last), day(raw) if raw else None, later)


PROVISIONAL = True

ROWS = [
    row("SC01", "limitation to file", "DL-X-10", "2025-03-14", "2027-03-15", "2027-03-14", PROVISIONAL),
    row("SC01", "court panel", "DL-G-08", "2025-09-22", "2025-10-09", "2025-10-07"),
    row("SC01", "defence", "DL-G-09", "2025-10-09", "2025-10-24"),
    row("SC01", "record with the SPC", "DL-G-16", "2026-05-12", "2026-05-27"),
    row("SC01", "reconsideration", "DL-G-12", "2026-05-18", "2026-05-28"),
    row("SC01", "court completion", "DL-G-04", "2026-06-08", "2026-12-08"),
    row("SC01", "recognition only: new period", "DL-X-14", "2026-05-18", "2028-05-18", later=PROVISIONAL),
    row("SC02", "limitation to file", "DL-X-10", "2025-07-28", "2027-07-28", later=PROVISIONAL),
    row("SC02", "earliest lawful hearing", "DL-G-18", "2025-02-10", "2025-08-10"),
    row("SC02", "defence", "DL-G-09", "2026-02-09", "2026-02-24"),
    row("SC02", "record with the SPC", "DL-G-16", "2026-06-08", "2026-06-23"),
    row("SC02", "reconsideration", "DL-G-12", "2026-06-11", "2026-06-22", "2026-06-21"),
    row("SC02", "higher court decides", "DL-G-13", "2026-06-18", "2026-07-20", "2026-07-18"),
    row("SC03", "limitation to file", "DL-X-10", "2024-10-04", "2026-10-08", "2026-10-04"),
    row("SC03", "defence of the company", "DL-G-09", "2026-02-24", "2026-03-11"),
    row("SC03", "defence of the director abroad", "DL-G-10", "2026-03-16", "2026-04-15"),
    row("SC03", "record with the SPC", "DL-G-16", "2026-09-10", "2026-09-28", "2026-09-25"),
    row("SC03", "reconsideration", "DL-G-12", "2026-09-16", "2026-09-28", "2026-09-26"),
    row("SC04", "limitation ended", "DL-X-10", "2022-05-31", "2024-05-31"),
    row("SC04", "demand proven", "DL-X-12", "2024-03-11", "2026-03-11"),
    row("SC04", "reconsideration", "DL-G-12", "2026-02-06", "2026-02-24", "2026-02-16"),
    row("SC05", "limitation to enforce", "DL-X-10", "2025-05-20", "2027-05-20", later=PROVISIONAL),
    row("SC05", "revocation, one year", "DL-G-19", "2025-12-08", "2026-12-08"),
    row("SC05", "revocation, five years", "DL-G-20", "2025-06-20", "2030-06-20", later=PROVISIONAL),
    row("SC05", "police decision", "DL-X-77", "2026-01-26", "2026-02-02"),
    row("SC05", "police decision if complex", "DL-X-138", "2026-01-26", "2026-02-25"),
    row("SC06", "limitation", "DL-X-10", "2025-11-28", "2027-11-29", "2027-11-28", PROVISIONAL),
    row("SC06", "enforcement notice", "DL-X-04", "2026-01-12", "2026-01-22"),
    row("SC06", "court completion, on a Sunday", "DL-G-04", "2026-01-12", "2026-07-12"),
    row("SC06", "appraisal objection", "DL-X-43", "2026-04-01", "2026-04-07", "2026-04-06"),
    row("SC06", "second online auction", "DL-X-96", "2026-05-20", "2026-06-22", "2026-06-19"),
    row("SC07", "limitation to apply", "DL-X-10", "2025-06-10", "2027-06-10", later=PROVISIONAL),
    row("SC07", "defence by analogy", "DL-G-32", "2025-12-01", "2025-12-16"),
    row("SC07", "jurisdiction objection", "DL-X-54", "2025-12-01", "2025-12-16"),
    row("SC07", "second online auction", "DL-X-96", "2026-07-15", "2026-08-14"),
    row("SC07", "acceptance in kind, make-up Sunday", "DL-X-132", "2026-09-09", "2026-09-20", "2026-09-19"),
    row("SC07", "online sale notice", "DL-X-97", "2026-09-09", "2026-09-24"),
    row("SC07", "court completion", "DL-G-04", "2026-05-28", "2026-11-28"),
    row("SC08", "joinder to follow preservation", "DL-X-73", "2026-04-03", "2026-05-06", "2026-05-03"),
    row("SC08", "joinder ruling", "DL-X-70", "2026-04-20", "2026-06-22", "2026-06-19"),
    row("SC08", "objection suit", "DL-X-72", "2026-06-12", "2026-06-29", "2026-06-27"),
    row("SC08", "reconsideration not offered", "DL-X-71", "2026-06-12", "2026-06-22"),
    row("SC09", "team target for an objection", "DL-X-151", "2025-08-14", "2025-10-13"),
    row("SC09", "first re-check, on a make-up Saturday", "DL-X-85", "2025-08-14", "2026-02-14"),
    row("SC09", "end of the five-year cycle", "DL-X-123", "2025-08-14", "2030-08-14"),
    row("SC10", "act A, one year", "DL-G-19", "2025-11-24", "2026-11-24"),
    row("SC10", "act A, five years", "DL-G-20", "2021-09-30", "2026-09-30"),
    row("SC10", "act B, one year", "DL-G-19", "2026-03-02", "2027-03-02", later=PROVISIONAL),
    row("SC10", "act B, five years", "DL-G-20", "2021-12-15", "2026-12-15"),
    row("SC10", "act C, one year", "DL-G-19", "2025-11-21", "2026-11-23", "2026-11-21"),
    row("SC10", "act C, five years", "DL-G-20", "2024-06-03", "2029-06-04", "2029-06-03", PROVISIONAL),
    row("SC11", "court decides the transfer", "DL-X-79", "2026-05-11", "2026-06-10"),
    row("SC11", "shortest claim window", "DL-X-121", "2026-06-22", "2026-07-22"),
    row("SC11", "claim filing, set by the court", "DL-X-80", "2026-08-31", "2026-08-31"),
    row("SC12", "objection to a payment order, make-up Saturday", "DL-G-01", "2026-01-30", "2026-02-14"),
    row("SC12", "limitation", "DL-X-10", "2025-12-31", "2027-12-31", later=PROVISIONAL),
    row("SC12", "reconsideration, notarised", "DL-X-47", "2026-03-20", "2026-03-30"),
]


@pytest.mark.parametrize("line", ROWS, ids=lambda line: f"{line.scenario} {line.what}")
def test_a_scenario_has_its_dates(line: Row) -> None:
    computed = compute(get(line.rule), line.trigger, CALENDAR)
    found = (computed.raw_day, computed.rolled_day, computed.provisional)
    assert found == (line.raw or line.last, line.last, line.provisional)


@pytest.mark.parametrize(
    ("scenario", "rule", "effect", "alarm", "outer", "renewal"),
    [
        ("SC06 deposit", "DL-X-20", "2026-01-29", "2027-01-28", "2027-01-29", "2027-01-21"),
        ("SC06 vehicles", "DL-X-21", "2026-02-05", "2028-02-04", "2028-02-05", "2028-01-28"),
        ("SC06 workshop", "DL-X-22", "2026-02-05", "2029-02-04", "2029-02-05", "2029-01-28"),
        ("SC07 shop", "DL-X-22", "2025-11-14", "2028-11-13", "2028-11-14", "2028-11-06"),
        ("SC08 flat", "DL-X-22", "2026-04-03", "2029-04-02", "2029-04-03", "2029-03-26"),
        ("SC09 shares", "DL-X-22", "2024-12-20", "2027-12-19", "2027-12-20", "2027-12-12"),
    ],
)
def test_a_measure_has_alarm_day_outer_reading_and_renewal_limit(
    scenario: str, rule: str, effect: str, alarm: str, outer: str, renewal: str
) -> None:
    """Measures never roll and are never provisional. Source: rules DL-X-20 to DL-X-23; traps T-60."""
    measure = compute(get(rule), day(effect), CALENDAR)
    limit = renewal_limit(measure, CALENDAR)
    assert (measure.alarm_day, measure.rolled_day, limit.raw_day) == (day(alarm), day(outer), day(renewal))
    assert not measure.provisional
    assert not limit.provisional


def test_the_second_own_re_check_of_scenario_9_keeps_the_corresponding_day() -> None:
    assert compute(get("DL-X-85"), day("2025-08-14"), CALENDAR, cycle=2).rolled_day == day("2026-08-14")


def test_recommencement_has_no_limit() -> None:
    """Scenario 9. Source: rule DL-G-26."""
    with pytest.raises(NoPeriod):
        compute(get("DL-G-26"), day("2026-06-03"), CALENDAR)


def revocation(act: str, learnt: str) -> tuple[Computed, Computed]:
    return compute(get("DL-G-19"), day(learnt), CALENDAR), compute(get("DL-G-20"), day(act), CALENDAR)


@pytest.mark.parametrize(
    ("act", "learnt", "status"),
    [
        ("2021-09-30", "2025-11-24", Status.EXPIRED),
        ("2021-12-15", "2026-03-02", Status.RUNNING),
        ("2024-06-03", "2025-11-21", Status.LAST_DAY),
    ],
)
def test_the_earlier_of_two_revocation_clocks_decides(act: str, learnt: str, status: Status) -> None:
    """Scenario 10, today 2026-11-22 (Sunday)."""
    decisive = min(revocation(act, learnt), key=lambda clock: clock.rolled_day)
    assert status_on(decisive, day("2026-11-22")) is status
