"""D08: base start and status of the two-year period."""

from datetime import date
from typing import Any

import pytest

from tests.decisions.shipped import Example, decide, rows_without_example, told

DECISION, BASE = "D08_limitation_rule", "D08_base_start"
EFFECT, PERFORMANCE = date(2025, 3, 14), date(2025, 4, 1)
LAST, BREACH = date(2025, 9, 30), date(2025, 6, 2)
INSTALMENTS = [{"due_date": date(2025, 9, 30)}, {"due_date": date(2025, 6, 30)}, {"due_date": None}]
LAW, GUIDE = {"rule_set": "prc_law"}, {"rule_set": "guide"}


def title(kind: str, **dates: Any) -> dict[str, Any]:
    return {"title.instrument_type": kind, **{f"title.{name}": value for name, value in dates.items()}}


def starts(day: date | None, rule: str) -> dict[str, Any]:
    return {"base_start": day, "base_rule": rule}


BASES = [
    Example("5", title("FOREIGN_JUDGMENT", effective_date=EFFECT, performance_end_date=PERFORMANCE), starts(EFFECT, "DL-G-06"), GUIDE),
    Example("6", title("NOTARISED", instalments=INSTALMENTS), starts(date(2025, 6, 30), "DL-X-46"), LAW),
    Example("6", title("NOTARISED", instalments=INSTALMENTS), starts(LAST, "DL-X-46"), {**LAW, "instalment": INSTALMENTS[0]}),
    Example("6a", title("JUDGMENT_CONDUCT", breach_date=BREACH, effective_date=EFFECT), starts(BREACH, "DL-X-10"), LAW),
    Example("7", title("JUDGMENT_MONEY", last_instalment_date=LAST, performance_end_date=PERFORMANCE), starts(LAST, "DL-X-10"), LAW),
    Example("8", title("FOREIGN_JUDGMENT", effective_date=EFFECT, performance_end_date=PERFORMANCE), starts(PERFORMANCE, "DL-X-10"), LAW),
    Example("8", title("AWARD_DOMESTIC", effective_date=EFFECT, performance_end_date=PERFORMANCE), starts(PERFORMANCE, "DL-X-10"), GUIDE),
    Example("8", title("NOTARISED", instalments=[], performance_end_date=PERFORMANCE), starts(PERFORMANCE, "DL-X-10"), LAW),
    Example("9", title("FOREIGN_JUDGMENT", effective_date=EFFECT), starts(EFFECT, "DL-X-10"), LAW),
    Example("9", title("FOREIGN_JUDGMENT"), starts(None, "DL-X-10")),
]  # fmt: skip


@pytest.mark.parametrize("example", BASES, ids=str)
def test_the_period_starts_by_kind_of_title_and_rule_set(example: Example) -> None:
    assert told(DECISION, "D08", example, BASE) == ([example.row], example.expected)


def test_every_row_of_the_base_start_has_an_example() -> None:
    assert rows_without_example(DECISION, "D08", (example.row for example in BASES), BASE) == set()


#: Scenario 1: in force 2025-03-14, no performance period, last day 2027-03-15 (Monday, rolled from 2027-03-14).
READING = {
    "rule_id": "DL-X-10", "start_date": EFFECT, "expiry_raw": date(2027, 3, 14), "expiry_rolled": date(2027, 3, 15),
}  # fmt: skip
SCENARIO_1 = {
    **title("FOREIGN_JUDGMENT", effective_date=EFFECT), "computed.limitation_prc_law": READING,
    "computed.limitation_guide": {**READING, "rule_id": "DL-G-06"},
}  # fmt: skip


def on(day: date, **others: Any) -> dict[str, Any]:
    return {**SCENARIO_1, "today": day, **{name.replace("__", "."): value for name, value in others.items()}}


def obstacle(begin: date, end: date | None = None) -> dict[str, Any]:
    return {"suspensions": [{"from": begin, "to": end, "evidence": "medical report"}]}


FILED = {"limitation__application_filed_date": date(2025, 9, 15)}
ALARM = {"alarm_date": date(2027, 3, 14)}
STATUSES = [
    Example("0", on(date(2025, 9, 20), **FILED), {"status": "MET", "alarm_date": None}, LAW),
    Example("0", on(date(2027, 6, 1), **FILED), {"status": "MET"}, LAW),
    Example("1e", on(date(2025, 12, 1), **FILED, limitation__application_ended_date=date(2025, 11, 1)), {"status": "OK"}, LAW),
    Example("1", on(date(2027, 6, 1), limitation__resumption_after_termination=True), {"status": "NOT_LIMITED", "alarm_date": None}, LAW),
    Example("1a", on(date(2026, 12, 1), **obstacle(date(2026, 11, 1))), {"status": "SUSPENDED"}, LAW),
    Example("1b", on(date(2027, 3, 16)), {"status": "EXPIRED"}, LAW),
    Example("1c", on(date(2027, 3, 15)), {"status": "LAST_DAY", "expiry_rolled": date(2027, 3, 15)}, LAW),
    Example("1d_1", title("FOREIGN_JUDGMENT"), {"status": "WARN", "expiry_raw": None, "alarm_date": None}, LAW),
    Example("1d_2", on(date(2026, 9, 15)), {"status": "WARN", **ALARM}, LAW),
    Example("1d_2", on(date(2027, 3, 14)), {"status": "WARN"}, LAW),
    Example("1e", on(date(2026, 9, 14)), {"status": "OK", **ALARM, "rule_id": "DL-X-10", "start_date": EFFECT}, LAW),
    Example("1e", on(date(2026, 9, 14)), {"status": "OK", "rule_id": "DL-G-06", "base_start": EFFECT}, GUIDE),
    # An obstacle that is over, or that runs before the last six months, suspends nothing now.
    Example("1d_2", on(date(2026, 12, 1), **obstacle(date(2026, 10, 1), date(2026, 11, 1))), {"status": "WARN"}, LAW),
    Example("1e", on(date(2026, 6, 1), **obstacle(date(2026, 5, 1))), {"status": "OK"}, LAW),
    Example("1b", on(date(2027, 5, 1), **obstacle(date(2027, 4, 1))), {"status": "EXPIRED"}, LAW),
]  # fmt: skip


@pytest.mark.parametrize("example", STATUSES, ids=str)
def test_the_period_has_the_status_of_the_day(example: Example) -> None:
    assert told(DECISION, "D08", example) == ([example.row], example.expected)


def test_every_row_of_the_status_has_an_example() -> None:
    assert rows_without_example(DECISION, "D08", (example.row for example in STATUSES)) == set()


def limitation(facts: dict[str, Any], **variables: Any) -> dict[str, Any]:
    return decide(DECISION, facts, variables).outputs[0]


def test_a_restart_found_by_the_law_moves_start_and_last_days() -> None:
    """Scenario 4, variant: a proven demand of 2024-03-11 restarts the period of a judgment of 2022-05-31."""
    restarted = {
        "rule_id": "DL-X-12",
        "start_date": date(2024, 3, 11),
        "expiry_raw": date(2026, 3, 11),
        "expiry_rolled": date(2026, 3, 11),
    }
    facts = {
        **title("FOREIGN_JUDGMENT", effective_date=date(2022, 5, 31)),
        "computed.limitation_prc_law": restarted,
        "today": date(2025, 9, 1),
    }
    said = limitation(facts, rule_set="prc_law")
    assert (said["status"], said["rule_id"], said["base_start"], said["expiry_raw"]) == (
        "OK", "DL-X-12", date(2022, 5, 31), date(2026, 3, 11),
    )  # fmt: skip


def test_scenario_4_is_late_in_november_2025() -> None:
    last = date(2024, 5, 31)
    reading = {
        "rule_id": "DL-X-10",
        "start_date": date(2022, 5, 31),
        "expiry_raw": last,
        "expiry_rolled": last,
    }
    facts = {
        **title("FOREIGN_JUDGMENT", effective_date=date(2022, 5, 31)),
        "computed.limitation_prc_law": reading,
        "today": date(2025, 11, 3),
    }
    assert limitation(facts, rule_set="prc_law")["status"] == "EXPIRED"


def test_alarms_follow_the_earlier_of_both_rule_sets() -> None:
    earlier = {**READING, "rule_id": "DL-G-06", "expiry_raw": date(2027, 1, 10)}
    assert limitation({**SCENARIO_1, "computed.limitation_guide": earlier}, rule_set="prc_law")[
        "alarm_date"
    ] == date(2027, 1, 10)


@pytest.mark.parametrize(
    ("begin", "raw"), [(EFFECT, date(2027, 3, 14)), (date(2024, 2, 29), date(2026, 2, 28))]
)
def test_before_the_law_has_run_two_years_count_from_the_base_start(begin: date, raw: date) -> None:
    said = limitation(title("FOREIGN_JUDGMENT", effective_date=begin), rule_set="prc_law")
    assert (said["expiry_raw"], said["expiry_rolled"], said["alarm_date"]) == (raw, None, raw)


@pytest.mark.parametrize(("kind", "rule_set", "effect"), [
    ("FOREIGN_JUDGMENT", "guide", "LOSS"), ("FOREIGN_JUDGMENT", "prc_law", "DEFENCE_ONLY_IF_OBJECTED"),
    ("FOREIGN_AWARD", "guide", "DEFENCE_ONLY_IF_OBJECTED"), ("JUDGMENT_MONEY", "guide", "DEFENCE_ONLY_IF_OBJECTED"),
])  # fmt: skip
def test_only_the_guide_lets_a_late_foreign_judgment_lose_the_right(
    kind: str, rule_set: str, effect: str
) -> None:
    assert limitation(title(kind, effective_date=EFFECT), rule_set=rule_set)["effect"] == effect


@pytest.mark.parametrize(("facts", "variables", "rule"), [
    ({}, {}, "DL-X-10"), ({"rule_set": "guide"}, {}, "DL-G-06"), ({"rule_set": "guide"}, LAW, "DL-X-10"),
])  # fmt: skip
def test_the_rule_set_of_the_evaluation_comes_before_that_of_the_case(
    facts: dict[str, Any], variables: dict[str, Any], rule: str
) -> None:
    said = limitation({**title("FOREIGN_JUDGMENT", effective_date=EFFECT), **facts}, **variables)
    assert said["rule_id"] == rule
