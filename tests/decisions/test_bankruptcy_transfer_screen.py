"""D12: whether to ask for the transfer of a debtor into bankruptcy."""

from decimal import Decimal
from typing import Any

import pytest

from tests.decisions.shipped import decide, hits, rows_without_example

DECISION = "D12_bankruptcy_transfer_screen"
FIRST, LAST = {"our_rank": Decimal(1)}, {"our_rank": Decimal(4)}
NONE, PART, FULL = ({"freeze_cover_ratio": Decimal(share)} for share in ("0", "0.4", "1"))


def screened(cannot_pay: str | None = "YES", by_other: bool | None = False, **debtor: Any) -> tuple[list[str], str]:
    """Return the row hit and the proposal, for a company that cannot pay its several creditors."""
    company = {"id": "d", "kind": "COMPANY", "several_creditors": "YES", "insolvent": "NO", **debtor}
    facts = {"findings.cannot_pay": cannot_pay, "debtors": [{"id": "c", "kind": "PERSON"}, company]}
    result = decide(DECISION, facts, {"debtor_id": "d", "applied_by_other": by_other})
    return hits(result, "D12"), result.outputs[0]["proposal"]


#: Facts → row and proposal.
EXAMPLES: list[tuple[dict[str, Any], str, str]] = [
    ({"kind": "PERSON"}, "1", "NO"), ({"kind": "UNINCORPORATED", "by_other": True}, "1", "NO"),
    ({"by_other": True, **FIRST, **FULL}, "2", "FOLLOW"), ({**FIRST, **FULL}, "3", "NO"),
    ({**FIRST, **PART}, "4", "COMPARE"), ({**LAST, **FULL}, "4", "COMPARE"), ({**LAST, **NONE}, "5", "APPLY"), (LAST, "5", "APPLY"),
    ({"cannot_pay": "NO", "insolvent": "YES", **NONE}, "5", "APPLY"), ({"cannot_pay": "NO", **NONE}, "6", "MONITOR"),
    ({"several_creditors": "NO", **NONE}, "6", "MONITOR"),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "row", "proposal"), EXAMPLES)
def test_rank_and_insolvency_lead_to_a_proposal(facts: dict[str, Any], row: str, proposal: str) -> None:
    assert screened(**facts) == ([row], proposal)


@pytest.mark.parametrize("unknown", ["UNKNOWN", None])
def test_what_is_not_known_is_never_a_reason_to_apply(unknown: str | None) -> None:
    assert screened(cannot_pay=unknown, insolvent=unknown, **LAST)[1] == "MONITOR"
    assert screened(several_creditors=unknown, insolvent=unknown, **LAST)[1] == "MONITOR"


def test_every_row_has_an_example() -> None:
    assert rows_without_example(DECISION, "D12", {row for _, row, _ in EXAMPLES}) == set()


def test_scenario_11_a_creditor_behind_three_banks_applies() -> None:
    assert screened(our_rank=Decimal(4), freeze_cover_ratio=Decimal(0), insolvent="YES") == (["5"], "APPLY")
