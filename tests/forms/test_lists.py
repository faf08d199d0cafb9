"""The lists of the forms that ship: which may stay empty, which rows they show, what a row must hold."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from worklist.engine import forms
from worklist.engine.forms import FormErrors, Part

FORMS = Path(__file__).resolve().parents[2] / "forms"
TODAY = date(2026, 11, 23)
EMPTY: Mapping[str, Any] = {"case": {}}


@cache
def form(name: str) -> forms.Form:
    return forms.load((FORMS / f"{name}.form").read_bytes())


def lists(name: str) -> list[dict[str, Any]]:
    """Return the dynamic lists of a form, as written."""
    found = []

    def visit(components: list[dict[str, Any]]) -> None:
        for component in components:
            found.extend([component] if component["type"] == "dynamiclist" else [])
            visit(component.get("components", []))

    visit(json.loads((FORMS / f"{name}.form").read_text(encoding="utf-8"))["components"])
    return found


#: Every list to which rows can be added: form, path, what is written of it.
GROWING = [
    pytest.param(path.stem, found, id=f"{path.stem}-{found['path']}")
    for path in sorted(FORMS.glob("*.form"))
    for found in lists(path.stem)
    if found["allowAddRemove"]
]


def wrong(name: str, sent: Mapping[str, list[str]], context: Mapping[str, Any] = EMPTY) -> set[str]:
    """Return the names of the fields that a post gets wrong."""
    try:
        form(name).read(sent, context, TODAY)
    except FormErrors as refused:
        return {error.name for error in refused.errors}
    return set()


def shown(name: str, path: str, context: Mapping[str, Any]) -> Part:
    """Return a list as the page shows it."""

    def within(parts: list[Part]) -> list[Part]:
        return [found for part in parts for found in (part, *within(part.parts))]

    return next(part for part in within(form(name).show(context, "en", TODAY)) if part.name == path)


@pytest.mark.parametrize(("name", "written"), GROWING)
def test_a_list_says_what_it_means_to_leave_it_empty_or_that_it_may_not(
    name: str, written: dict[str, Any]
) -> None:
    start = "At least one" if written["properties"].get("fewest_rows") else "Leave empty"
    assert written["description"].startswith(start)


@pytest.mark.parametrize(("name", "written"), GROWING)
def test_a_list_is_taken_empty_unless_a_row_is_needed(name: str, written: dict[str, Any]) -> None:
    path, needed = written["path"], bool(written["properties"].get("fewest_rows"))
    assert (path in wrong(name, {f"{path}[]": [""]})) == needed
    assert len(shown(name, path, EMPTY).rows) == needed


@pytest.mark.parametrize(("name", "written"), GROWING)
def test_a_row_with_nothing_in_it_is_refused(name: str, written: dict[str, Any]) -> None:
    path = written["path"]
    row = {f"{path}[0].{part['key']}": [""] for part in written["components"] if part["type"] != "filepicker"}
    found = wrong(name, {f"{path}[]": [""], f"{path}[0].id": [""], **row})
    assert {error for error in found if error.startswith(f"{path}[0].")}


@pytest.mark.parametrize(
    ("name", "path", "typed", "missing"),
    [
        ("assemble_filing", "case.recognition.documents", {"kind": "TRANSLATION"}, {"file"}),
        ("mend_filing", "case.recognition.documents", {"kind": "TRANSLATION"}, {"file"}),
        ("collect_facts", "case.acts", {"kind": "GIFT", "counterparty": "A cousin"}, {"party_id"}),
        ("choose_remedies", "chosen_remedies", {"remedy": "JOINDER"}, {"target_party_id"}),
        ("review_query", "case.assets", {"class": "CASH", "query_category": "DEPOSIT", "source": "COURT_QUERY"}, {"description", "found_date"}),
        ("recheck_assets", "case.assets", {"query_category": "EQUITY"}, {"description"}),
        ("record_interruption", "case.interruptions", {"kind": "DEMAND"}, {"date"}),
        ("record_interruption", "case.suspensions", {"to": "2026-01-02"}, {"from"}),
    ],
)  # fmt: skip
def test_a_row_that_is_half_filled_in_is_refused(
    name: str, path: str, typed: dict[str, str], missing: set[str]
) -> None:
    row = {f"{path}[0].{key}": [text] for key, text in typed.items()}
    found = wrong(name, {f"{path}[]": [""], f"{path}[0].id": [""], **row})
    assert {error for error in found if error.startswith(path)} == {f"{path}[0].{key}" for key in missing}


def test_other_clients_may_give_an_empty_list() -> None:
    values = form("choose_remedies").read_values(
        {"chosen_remedies": [], "reason": "None is worth it"}, EMPTY, TODAY
    )
    assert values == {"chosen_remedies": [], "reason": "None is worth it"}


BOOKED = {"case": {"ledger": [{"id": "e1", "kind": "RECEIPT", "amount": 5, "currency": "CNY"}]}}


def test_entries_that_are_booked_are_neither_shown_nor_changed_where_new_ones_are_booked() -> None:
    assert [row.id for row in shown("book_receipt", "case.ledger", BOOKED).rows] == [""]
    sent = {"case.ledger[]": [""], "case.ledger[0].id": ["e1"], "case.ledger[0].amount": ["7"]}
    assert "case.ledger[0].id" in wrong("book_receipt", sent, BOOKED)


def test_booking_asks_for_a_new_entry_although_there_are_old_ones() -> None:
    assert "case.ledger" in wrong("book_receipt", {"case.ledger[]": [""]}, BOOKED)


DEBTORS = {"debtors": [{"id": "p1", "name": "Huaxing"}, {"id": "p2", "name": "Li Lei"}]}


@pytest.mark.parametrize(("party", "ids"), [("p2", ["p2"]), ("main", ["p1", "p2"]), (None, ["p1", "p2"])])
def test_a_task_about_one_member_shows_that_member_alone(party: str | None, ids: list[str]) -> None:
    context = {"case": DEBTORS, "party_id": party}
    assert [row.id for row in shown("collect_rank", "case.debtors", context).rows] == ids


def test_a_task_about_one_member_takes_no_other() -> None:
    sent = {"case.debtors[]": [""], "case.debtors[0].id": ["p1"], "case.debtors[0].our_rank": ["1"]}
    found = wrong("collect_rank", sent, {"case": DEBTORS, "party_id": "p2"})
    assert {"case.debtors[0].id", "case.debtors"} <= found


KEPT = {"case": {"recognition": {"documents": [{"id": "d1", "kind": "LETTER", "file": "paper-1"}]}}}


def test_a_paper_that_is_in_the_file_need_not_be_attached_again() -> None:
    path = "case.recognition.documents"
    row = {"id": ["d1"], "kind": ["LETTER"], "file": [""]}
    sent = {f"{path}[]": [""]} | {f"{path}[0].{key}": text for key, text in row.items()}
    assert not {error for error in wrong("assemble_filing", sent, KEPT) if error.startswith(path)}


@pytest.mark.parametrize(
    ("mark", "asked"),
    [(["SANCTIONS_REVIEW", "TREATY_TEXT_CHECK"], True), (["TREATY_TEXT_CHECK"], False), (None, False)],
)
def test_the_sanctions_mark_of_the_route_is_shown_to_compliance(mark: list[str] | None, asked: bool) -> None:
    parts = form("conflict_and_sanctions_check").show({"case": {}, "review_flags": mark}, "en", TODAY)
    assert any("SANCTIONS_REVIEW" in part.help for part in parts) == asked


@pytest.mark.parametrize(("route", "asked"), [("HK_JUDGMENT", True), ("TREATY", False), (None, False)])
def test_an_award_on_the_same_dispute_is_asked_about_for_hong_kong_judgments(
    route: str | None, asked: bool
) -> None:
    found = wrong("pre_filing_review", {}, {"case": {"recognition": {"route": route}}})
    assert ("award_same_dispute" in found) == asked
