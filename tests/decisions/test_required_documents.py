"""D18: the documents an application needs, and how each must be legalised. Source: S3.4-01..06, S4.4-01, T-11."""

from typing import Any

import pytest

from tests.decisions.shipped import decide, rows_without_example

DECISION = "D18_required_documents"
JUDGMENT = {
    "title.instrument_class": "JUDGMENT", "title.instrument_type": "FOREIGN_JUDGMENT", "title.language": "en", "title.made_in": "GB",
    "client.country_or_region": "CN", "recognition.route": "RECIPROCITY",
}  # fmt: skip
AWARD = JUDGMENT | {"title.instrument_class": "AWARD", "title.instrument_type": "FOREIGN_AWARD", "recognition.route": "NYC"}
MEMBER = {"apostille_member": "YES"}


def required(facts: dict[str, Any], variables: dict[str, Any] | None = None) -> dict[str, str]:
    """Return the kinds of document asked for, each with how it is legalised."""
    rows = decide(DECISION, facts, MEMBER if variables is None else variables).outputs
    return {row["required"]: row["legalisation_kind"] for row in rows}


def test_a_foreign_judgment_comes_with_proof_of_effect_and_a_translation() -> None:
    assert required(JUDGMENT) == {
        "LETTER": "NOT_NEEDED", "TITLE_COPY": "APOSTILLE", "EFFECT_PROOF": "APOSTILLE", "TRANSLATION": "NOT_NEEDED",
        "IDENTITY": "NOT_NEEDED", "POWER_OF_ATTORNEY": "NOT_NEEDED",
    }  # fmt: skip


def test_an_award_comes_with_its_agreement_and_a_report_on_assets() -> None:
    found = required(AWARD)
    assert {"AWARD_COPY", "AGREEMENT", "ASSET_REPORT"} <= found.keys()
    assert not {"TITLE_COPY", "EFFECT_PROOF"} & found.keys()


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"title.default_judgment": True}, "SERVICE_PROOF"),
        ({"recognition.preservation_wanted": True}, "SECURITY"),
        ({"recognition.preservation_wanted": True}, "CLUE"),
        ({"title.instrument_type": "NOTARISED"}, "NOTARY_CERTIFICATE"),
        ({"recognition.route": "HK_JUDGMENT"}, "HK_CERTIFICATE"),
    ],
)
def test_a_circumstance_asks_for_its_document(facts: dict[str, Any], kind: str) -> None:
    assert kind in required(JUDGMENT | facts)
    assert kind not in required(JUDGMENT)


def test_a_title_in_chinese_needs_no_translation() -> None:
    assert "TRANSLATION" not in required(JUDGMENT | {"title.language": "zh"})


@pytest.mark.parametrize(
    ("made_in", "member", "kind"),
    [
        ("GB", "YES", "APOSTILLE"), ("AE", "NO", "CONSULAR"), ("GB", "UNKNOWN", "REVIEW"), ("GB", None, "REVIEW"), (None, None, "REVIEW"),
        ("CN", None, "NOT_NEEDED"), ("MO", "YES", "EXEMPT"), ("HK", "YES", "REVIEW"), ("TW", "NO", "REVIEW"),
    ],
)  # fmt: skip
def test_the_place_says_how_a_paper_is_legalised(made_in: str | None, member: str | None, kind: str) -> None:
    facts = JUDGMENT | {"title.made_in": made_in, "client.country_or_region": made_in}
    found = required(facts, {"apostille_member": member, "client_apostille_member": member})
    assert (found["TITLE_COPY"], found["POWER_OF_ATTORNEY"]) == (kind, kind)


def test_every_row_has_an_example() -> None:
    examples = ["1", "2", "3", "4", "5", "6_copy", "6_agreement", "6_assets", "7_security", "7_clue", "8", "9_identity", "9_power", "10"]
    assert rows_without_example(DECISION, "D18", examples) <= {
        f"{part}_{row}" for part in ("title_legalisation", "client_legalisation") for row in ("CN", "MO", "HK_TW", "member", "other", "unknown")
    }
