"""What a respondent raises in its defence is screened by the table of its kind of title, and shown to who replies. Source: D05, D06, D07."""

from datetime import date
from typing import Any

import pytest

from tests.processes.file_note import Case

SERVED, DEFENDED = date(2026, 3, 2), date(2026, 3, 10)
JUDGMENT, AWARD, DOMESTIC = "D05_refusal_screen_judgment", "D06_refusal_screen_award_foreign_hkmt", "D07_domestic_award_defence"


def defends(case: Case, kind: str, instrument: str, **answers: str) -> Case:
    """The only respondent is served and defends."""
    case.on(SERVED).open_case(client_name="Vista Lotus", source="letter of the client")
    respondent = {"name": "Ningbo Qihang", "role": "DEBTOR", "kind": "COMPANY", "domicile_cn": "YES"}
    case.knows({"case.debtors": [respondent], "case.title.instrument_type": instrument, "case.title.commercial": "YES"})
    [party] = case.ids("debtors")
    case.calls("service_defence", case_kind=kind, route="NYC" if kind == "AWARD" else "RECIPROCITY", title_id=case.facts()["title"]["id"])
    case.receives("copy_served", {"party_id": party}, served_date=SERVED)
    case.on(DEFENDED).receives("defence_received", {"party_id": party}, received_date=DEFENDED)
    raised = {f"case.screen.{name}": answer for name, answer in ({"objection_raised": "NO"} | answers).items()}
    return case.does("review_defence", raised, defence_summary="It was not heard")


def grounds(said: Any) -> set[str]:
    return {row["ground"] for row in (said if isinstance(said, list) else [said])} - {"UNK"}


@pytest.mark.parametrize(("kind", "instrument", "answers", "table", "found"), [
    ("FOREIGN_JUDGMENT", "FOREIGN_JUDGMENT", {"not_summoned": "YES"}, JUDGMENT, {"RF-2a"}),
    ("AWARD", "FOREIGN_AWARD", {"notice_missing": "YES", "beyond_scope": "YES"}, AWARD, {"AR-2", "AR-3a"}),
    ("AWARD", "AWARD_DOMESTIC", {"forged_evidence": "YES"}, DOMESTIC, {"DR-4"}),
])  # fmt: skip
def test_the_table_of_the_title_screens_what_the_defence_says(
    case: Case, kind: str, instrument: str, answers: dict[str, str], table: str, found: set[str]
) -> None:
    defends(case, kind, instrument, **answers)
    assert found <= grounds(case.decided(table))
    assert [other for other in {JUDGMENT, AWARD, DOMESTIC} - {table} if case.decided(other) != []] == []
    assert "reply" in case.open_tasks()
