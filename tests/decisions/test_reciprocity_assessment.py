"""D19: the kind of reciprocity with the state of origin."""

from typing import Any

import pytest

from tests.decisions.shipped import Example, rows_without_example, told

DECISION = "D19_reciprocity_assessment"
HISTORY = ["NEGATIVE_HISTORY"]


def answers(**given: str | None) -> dict[str, Any]:
    """Return the answers of the assessment, NO unless given."""
    asked = dict.fromkeys(
        ("law_allows", "consensus", "diplomatic_promise", "negative_precedent", "later_cn_recognition"), "NO"
    )
    return {f"recognition.{name}": answer for name, answer in {**asked, **given}.items()}


def says(kind: str, flags: list[str] | None = None) -> dict[str, Any]:
    return {"reciprocity": kind, "flags": flags or []}


REFUSED_ONCE = {"negative_precedent": "YES", "later_cn_recognition": "YES"}
EXAMPLES = [
    Example("0_1", answers(negative_precedent="UNKNOWN", law_allows="YES"), says("REVIEW")),
    Example("0_1", answers(negative_precedent=None, consensus="YES"), says("REVIEW")),
    Example("0_2", answers(consensus="UNKNOWN"), says("REVIEW")),
    Example("0_3", answers(diplomatic_promise=None), says("REVIEW")),
    Example("0_4", answers(law_allows="UNKNOWN"), says("REVIEW")),
    Example("1", answers(negative_precedent="YES", diplomatic_promise="YES"), says("MANUAL_REVIEW")),
    Example("1", answers(negative_precedent="YES", later_cn_recognition="UNKNOWN", law_allows="YES"), says("MANUAL_REVIEW")),
    Example("1", answers(negative_precedent="YES", later_cn_recognition=None, consensus="YES"), says("MANUAL_REVIEW")),
    Example("2", answers(consensus="YES", law_allows="UNKNOWN"), says("CONSENSUS")),
    Example("2", answers(consensus="YES", **REFUSED_ONCE), says("CONSENSUS", HISTORY)),
    Example("3", answers(diplomatic_promise="YES"), says("DIPLOMATIC")),
    # Scenarios 1 and 3: English and United States law permit recognition; no refusal known.
    Example("4", answers(law_allows="YES"), says("DE_JURE")),
    # Germany: Aachen recognised here, Saarbruecken refused in 2022.
    Example("4", answers(law_allows="YES", **REFUSED_ONCE), says("DE_JURE", HISTORY)),
    Example("4", answers(law_allows="YES", diplomatic_promise="YES", **REFUSED_ONCE), says("DE_JURE", HISTORY)),
    Example("5", answers(), says("NONE")),
    Example("5", answers(diplomatic_promise="YES", **REFUSED_ONCE), says("NONE", HISTORY)),
    Example("0_1", {}, says("REVIEW")),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_reciprocity_is_rated_from_the_answers(example: Example) -> None:
    assert told(DECISION, "D19", example) == ([example.row], example.expected)


def test_every_row_has_an_example() -> None:
    assert rows_without_example(DECISION, "D19", (example.row for example in EXAMPLES)) == set()
