"""D16: what a challenge does to enforcement, how far it reaches, and what pauses. Source: domain/decisions D16, T-61."""

from typing import Any

import pytest

from tests.decisions.shipped import Example, decide, rows_without_example, told

DECISION = "D16_stay_decision"
LAW, GUIDE = {"rule_set": "prc_law"}, {"rule_set": "guide"}


def example(row: str, kind: str | None, effect: str, scope: str, facts: dict[str, str] = LAW, **variables: Any) -> Example:
    return Example(row, facts, {"effect": effect, "scope_kind": scope}, {"challenge_kind": kind, **variables})


EXAMPLES = [
    example("ST_1_guide", "THIRD_PARTY_OBJECTION", "STAY", "asset", GUIDE),
    example("ST_1", "THIRD_PARTY_OBJECTION", "NO_DISPOSAL", "asset"),
    example("ST_2_wages", "RETRIAL", "NO_STAY", "title", alimony_or_wages=True),
    example("ST_2", "RETRIAL", "STAY", "title", alimony_or_wages=False),
    example("ST_2", "RETRIAL", "STAY", "title", GUIDE, alimony_or_wages=True),
    example("ST_3_no_security", "SET_ASIDE", "MAY", "title", GUIDE),
    example("ST_3", "SET_ASIDE", "STAY", "title", GUIDE, set_aside_security=True),
    example("ST_3", "SET_ASIDE", "STAY", "title"),
    example("ST_4", "ACT_OBJECTION", "MAY", "act"),
    example("ST_5", "REVOCATION_ACTION", "MAY", "title", security=True),
    example("ST_5_no_security", "REVOCATION_ACTION", "NO_STAY", "title"),
    example("ST_6_counter", "AWARD_REFUSAL", "MAY", "title", security=True, counter_security=True),
    example("ST_6", "AWARD_REFUSAL", "STAY", "title", security=True),
    example("ST_6_no_security", "AWARD_REFUSAL", "NO_STAY", "title", security=None),
    example("ST_7", "NOTARISED_REFUSAL", "NO_STAY", "title"),
    example("ST_8", "JURISDICTION", "NO_STAY", "title"),
    example("ST_9", "JOINED_PARTY_REMEDY", "NO_DISPOSAL", "party"),
    example("ST_10_counter", "THIRD_PARTY_SUIT", "MAY", "asset", counter_security=True),
    example("ST_10", "THIRD_PARTY_SUIT", "NO_DISPOSAL", "asset"),
    example("ST_11", "CREDITOR_WAITS", "STAY", "title"),
    example("ST_12", "DEFERRAL", "DEFER", "title"),
    example("ST_13", "SUCCESSION", "STAY", "party"),
    example("ST_14_guide", "BANKRUPTCY", "STAY", "debtor", GUIDE),
    example("ST_14", "BANKRUPTCY", "STAY", "debtor"),
    example("ST_15_home", "HOME_REMEDY", "STAY", "title"),
    example("ST_0", None, "MAY", "title"),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_a_challenge_has_the_effect_of_its_row(example: Example) -> None:
    assert told(DECISION, "D16", example) == ([example.row], example.expected)


def test_every_row_has_an_example() -> None:
    assert rows_without_example(DECISION, "D16", (example.row for example in EXAMPLES)) == set()


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_what_pauses_is_disposal_and_progress_and_never_a_clock(example: Example) -> None:
    outputs = decide(DECISION, example.facts, example.variables).outputs[0]
    pauses = {"STAY": ["PROGRESS_ALARM", "DISPOSAL"], "DEFER": ["PROGRESS_ALARM", "DISPOSAL"], "NO_DISPOSAL": ["DISPOSAL"]}
    assert outputs["pause"] == pauses.get(outputs["effect"], [])


@pytest.mark.parametrize("security", [False, None])
def test_a_security_that_is_not_known_is_not_given(security: bool | None) -> None:
    assert decide(DECISION, LAW, {"challenge_kind": "AWARD_REFUSAL", "security": security}).outputs[0]["effect"] == "NO_STAY"


@pytest.mark.parametrize(("facts", "measures"), [(LAW, "LIFT"), (GUIDE, "KEEP")])
def test_only_bankruptcy_lifts_measures(facts: dict[str, str], measures: str) -> None:
    assert decide(DECISION, facts, {"challenge_kind": "BANKRUPTCY"}).outputs[0]["measures"] == measures


def test_rows_the_guide_does_not_have_are_flagged_for_it() -> None:
    asked = {"challenge_kind": "DEFERRAL"}
    assert [decide(DECISION, facts, asked).outputs[0]["flagged"] for facts in (GUIDE, LAW)] == [True, False]
