"""D10: causes of action outside enforcement, for one act or for a target that cannot be joined."""

from datetime import date
from typing import Any

import pytest

from tests.decisions.shipped import TODAY, decide, hits, rows_without_example

DECISION = "D10_separate_litigation_basis"
UNANSWERED: dict[str, Any] = dict.fromkeys(
    ("personal_right", "director_conduct", "controller_instruction", "joinder_scenario", "joinder_mode", "clock")
)


def suits(act: dict[str, Any] | None = None, **variables: Any) -> tuple[list[str], list[dict[str, Any]]]:
    """Return the rows hit and the causes for an act."""
    acts = [{"id": "other", "kind": "GIFT"}, *([{"id": "a", **act}] if act else [])]
    facts = {"acts": acts, "rule_set": variables.pop("rule_set", "prc_law")}
    result = decide(DECISION, facts, UNANSWERED | {"act_id": "a"} | variables)
    return hits(result, "D10"), result.outputs


def kind(name: str, **more: Any) -> dict[str, Any]:
    return {"kind": name, **more}


DIRECTOR = kind("DIRECTOR_ACT")
NOT_TOLD = {"controller_instruction": "NO"}
#: Act and variables → the rows hit, and for each its cause, liability and whether a lawyer looks at it.
EXAMPLES: list[tuple[dict[str, Any] | None, dict[str, Any], list[str], list[tuple[str, str, bool]]]] = [
    (kind("GIFT"), {}, ["SL_1a"], [("SL-1a", "RETURN", False)]),
    (kind("WAIVER"), {}, ["SL_1a"], [("SL-1a", "RETURN", False)]),
    (kind("LOW_SALE", counterparty_knowledge="YES"), {}, ["SL_1b"], [("SL-1b", "RETURN", False)]),
    (kind("GUARANTEE", counterparty_knowledge="UNKNOWN"), {}, ["SL_1b_unknown"], [("SL-1b", "RETURN", True)]),
    (kind("HIGH_PURCHASE"), {}, ["SL_1b_unknown"], [("SL-1b", "RETURN", True)]),
    (kind("LOW_SALE", counterparty_knowledge="NO"), {}, [], []),
    (kind("IDLE_CLAIM"), {"personal_right": "NO"}, ["SL_2"], [("SL-2", "COLLECT", False)]),
    (kind("IDLE_CLAIM"), {}, ["SL_2_unknown"], [("SL-2", "COLLECT", True)]),
    (kind("IDLE_CLAIM"), {"personal_right": "YES"}, [], []),
    (kind("GROUP_ABUSE"), {}, ["SL_3"], [("SL-3", "JOINT", False)]),
    (DIRECTOR, {"director_conduct": ["ILLEGAL_DIVIDEND"], **NOT_TOLD}, ["SL_4"], [("SL-4", "COMPENSATION", False)]),
    (DIRECTOR, {"director_conduct": ["NO_CALL"], "rule_set": "guide", **NOT_TOLD}, ["SL_4"], [("SL-4", "JOINT", False)]),
    (DIRECTOR, {"director_conduct": ["LATE_LIQUIDATION"], **NOT_TOLD}, ["SL_5"], [("SL-5", "COMPENSATION", False)]),
    (DIRECTOR, {"director_conduct": ["FINANCIAL_AID", "GROSS_FAULT"], "controller_instruction": "YES"}, ["SL_4", "SL_5", "SL_6"],
     [("SL-4", "COMPENSATION", False), ("SL-5", "COMPENSATION", False), ("SL-6", "JOINT", True)]),
    (DIRECTOR, {}, ["SL_4_unknown", "SL_5_unknown", "SL_6_unknown"],
     [("SL-4", "COMPENSATION", True), ("SL-5", "COMPENSATION", True), ("SL-6", "JOINT", True)]),
    (DIRECTOR, {"director_conduct": [], **NOT_TOLD}, ["SL_4_unknown", "SL_5_unknown"],
     [("SL-4", "COMPENSATION", True), ("SL-5", "COMPENSATION", True)]),
    (None, {"joinder_scenario": "JN-1e", "joinder_mode": "SUE"}, ["SL_7"], [("SL-7", "COMPENSATION", True)]),
    (None, {"joinder_scenario": "JN-1b", "joinder_mode": "SUE"}, ["SL_7"], [("SL-7", "COMPENSATION", True)]),
    (None, {"joinder_scenario": "JN-1b", "joinder_mode": "ASK_COURT"}, [], []),
    (None, {"joinder_scenario": "none", "joinder_mode": "SUE"}, [], []),
    (kind("DEREGISTERED", dissolution_date=date(2024, 6, 30)), {}, ["SL_8"], [("SL-8", "JOINT", False)]),
    (kind("DEREGISTERED", dissolution_date=date(2024, 7, 1)), {}, [], []),
    (kind("DEREGISTERED"), {}, ["SL_8_unknown"], [("SL-8", "JOINT", True)]),
    (kind("HIDDEN"), {}, [], []),
    (None, {}, [], []),
]  # fmt: skip


@pytest.mark.parametrize(("act", "variables", "rows", "causes"), EXAMPLES)
def test_an_act_gives_the_causes_that_fit_it(
    act: dict[str, Any] | None, variables: dict[str, Any], rows: list[str], causes: list[tuple[str, str, bool]]
) -> None:
    hit, outputs = suits(act, **variables)
    assert hit == rows
    assert [(row["cause"], row["liability_type"], row["review"]) for row in outputs] == causes


def test_every_row_has_an_example() -> None:
    assert rows_without_example(DECISION, "D10", {row for *_, rows, _ in EXAMPLES for row in rows}) == set()


def test_a_controllers_instruction_always_goes_to_a_lawyer() -> None:
    for answer in ("YES", "UNKNOWN", None):
        assert suits(DIRECTOR, controller_instruction=answer)[1][-1]["review"] is True


def test_each_cause_names_its_clocks() -> None:
    [gift], [claim], [abuse] = (suits(kind(name), personal_right="NO")[1] for name in ("GIFT", "IDLE_CLAIM", "GROUP_ABUSE"))
    assert (gift["rules"], claim["rules"], abuse["rules"]) == (
        ["DL-G-19", "DL-G-20"], ["DL-X-76"], ["DL-X-75", "DL-X-142"],
    )  # fmt: skip


#: Scenario 10 on 2026-11-22: the earlier clock of each act → its status.
CLOCKS = [
    ((date(2026, 9, 30), date(2026, 9, 30)), "EXPIRED"), ((date(2026, 12, 15), date(2026, 12, 15)), "OPEN"),
    ((date(2026, 11, 21), date(2026, 11, 23)), "LAST_DAY"), ((TODAY, TODAY), "OPEN"),
]  # fmt: skip


@pytest.mark.parametrize(("days", "status"), CLOCKS)
def test_the_earlier_clock_of_the_act_decides(days: tuple[date, date], status: str) -> None:
    [suit] = suits(kind("GIFT"), clock={"raw_day": days[0], "rolled_day": days[1]})[1]
    assert suit["status"] == status


def test_an_act_without_a_clock_has_no_status() -> None:
    assert suits(kind("GIFT"))[1][0]["status"] is None


def test_when_revocation_is_too_late_other_ways_are_proposed() -> None:
    over = {"raw_day": date(2026, 9, 30), "rolled_day": date(2026, 9, 30)}
    assert suits(kind("GIFT"), clock=over)[1][0]["instead"] == ["SL-2", "D11", "D12"]
    assert suits(kind("GIFT"))[1][0]["instead"] == []
