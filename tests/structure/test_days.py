"""Days that report the past are bounded: a slip of the hand (2062 for 2026) would move a limitation period by decades."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.structure.source import ROOT, where
from worklist.cases.catalogue import messages
from worklist.cases.documents import COMMON_DAYS
from worklist.engine import forms
from worklist.engine.forms import FormErrors
from worklist.web.recording import MAY_LIE_AHEAD

TODAY = date(2026, 11, 23)
#: Days that may lie in the future, by key, each with why.
MAY_BE_AHEAD = {
    "auction_deadline": "the last day to come in at an auction of another court",
    "next_on": "the day on which we ask again",
    "stated_until": "the end of a measure",
    "case.measures[].stated_until": "the end of a measure",
    "case.acts[].receivable_due_date": "the day on which a third party has to pay",
    "case.suspensions[].to": "an obstacle whose end is set",
    "case.title.performance_end_date": "the last day to perform",
    "case.title.instalments[].due_date": "instalments that are not due yet",
    "case.recognition.application_date": "the day on which we mean to apply",
    "case.limitation.settlement_end_date": "the last day to perform a settlement",
    "last_performance_date": "the last day to perform a settlement",
    "next_due": "an instalment of a settlement that is not due yet",
}
FORMS = sorted((ROOT / "forms").glob("*.form"))

Component = dict[str, Any]


def days(components: list[Component], inside: str = "") -> Iterator[tuple[str, Component]]:
    """Yield the fields of days that people fill in, with their full keys."""
    for component in components:
        if component["type"] == "datetime" and not component.get("disabled"):
            yield inside + component["key"], component
        below = f"{component['path']}[]." if component["type"] == "dynamiclist" else inside
        yield from days(component.get("components", []), below)


ASKED = [(where(path), *found) for path in FORMS for found in days(json.loads(path.read_text(encoding="utf-8"))["components"])]


def test_every_day_of_a_form_reports_the_past_or_is_listed_as_one_that_may_lie_ahead() -> None:
    wrong = [
        f"{form}: {key}" for form, key, component in ASKED
        if (component.get("validate", {}).get("max") == "=today") is (key in MAY_BE_AHEAD)
    ]  # fmt: skip
    assert wrong == []


def test_every_day_that_may_lie_ahead_is_asked_by_a_form() -> None:
    assert set(MAY_BE_AHEAD) - {key for _, key, _ in ASKED} == set()


def test_every_day_of_a_message_that_may_lie_ahead_is_in_the_catalogue() -> None:
    named = {field.name for message in messages().values() for field in message.fields if field.type == "date"}
    assert set(MAY_LIE_AHEAD) - named == set()
    assert not MAY_LIE_AHEAD & set(COMMON_DAYS)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("2062-11-20", "must not be after 2026-11-23"), ("2026-11-24", "must not be after 2026-11-23"), ("0206-11-20", "must not be before 1949-01-01")],
)  # fmt: skip
def test_a_day_of_filing_that_is_yet_to_come_or_of_another_age_is_refused(typed: str, said: str) -> None:
    form = forms.load((ROOT / "forms" / "file_claim.form").read_bytes())
    with pytest.raises(FormErrors) as refused:
        form.read({"filed_date": [typed]}, {"case": {}}, TODAY)
    assert said in str(refused.value)


def test_today_is_the_last_day_that_reports_the_past() -> None:
    form = forms.load((ROOT / "forms" / "inform_client.form").read_bytes())
    assert form.read({"informed_date": ["2026-11-23"]}, {"case": {}}, TODAY)["informed_date"] == TODAY


def test_the_day_to_ask_again_may_lie_ahead() -> None:
    form = forms.load((ROOT / "forms" / "chase_court.form").read_bytes())
    with pytest.raises(FormErrors) as refused:
        form.read({"next_on": ["2026-12-24"]}, {"case": {}}, TODAY)
    assert refused.value.of("next_on") is None
