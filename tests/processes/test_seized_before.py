"""What was seized before enforcement is sold in it, once, and only what is to be sold. Source: S2.2-10, D15."""

from datetime import date
from typing import Any

import pytest

from tests.processes import domestic
from tests.processes.file_note import Case

MATTER = domestic.Matter("Wuhan Steel Traders", [domestic.debtor("Changsha Crane Works")], 900_000, date(2025, 7, 1), "Changsha Intermediate People's Court")
ASKED, SEIZED, DOCKETED = date(2025, 9, 1), date(2025, 10, 9), date(2026, 1, 12)
DISPOSAL = "asset_disposal"


def enforced(case: Case, stage: str | None = None, **measure: Any) -> Case:
    """An asset was seized before the enforcement was docketed. `measure`: what differs from an active seizure of a crane."""
    domestic.taken_in(case, MATTER, ASKED)
    kind = measure.pop("asset_class", "MOVABLE")
    case.on(SEIZED).knows({"case.assets": [{"class": kind, "query_category": "OTHER", "description": "What it has", "found_date": SEIZED}]})
    seizure = {"asset_id": case.ids("assets")[0], "kind": "SEIZE", "rank": "FIRST", "status": "ACTIVE", "effective_date": SEIZED}
    case.knows({"case.measures": [{**seizure, **measure}], **({"case.stage": stage} if stage else {})})
    return domestic.enforced(case, MATTER, DOCKETED, DOCKETED)


@pytest.mark.parametrize("kind", ["MOVABLE", "INVESTMENT", "REAL_ESTATE", "OTHER"])
def test_what_is_to_be_sold_is_handed_to_disposal(case: Case, kind: str) -> None:
    assert enforced(case, asset_class=kind).ends(DISPOSAL) == [None]
    assert case.variables(DISPOSAL)["debtor_id"] == case.ids("debtors")[0]


@pytest.mark.parametrize("kind", ["CASH", "INCOME"])
def test_money_is_not_sold(case: Case, kind: str) -> None:
    assert enforced(case, asset_class=kind).ends(DISPOSAL) == []


@pytest.mark.parametrize("status", ["LAPSED", "LIFTED"])
def test_what_is_no_longer_seized_is_not_sold(case: Case, status: str) -> None:
    assert enforced(case, status=status).ends(DISPOSAL) == []


def test_an_asset_whose_renewal_is_filed_is_still_seized(case: Case) -> None:
    assert enforced(case, status="RENEWAL_FILED").ends(DISPOSAL) == [None]


def test_after_recommencement_nothing_is_handed_over_again(case: Case) -> None:
    assert enforced(case, stage="TERMINATED").ends(DISPOSAL) == []


def test_nothing_seized_holds_up_nothing(case: Case) -> None:
    domestic.taken_in(case, MATTER, ASKED)
    domestic.enforced(case, MATTER, DOCKETED, DOCKETED)
    assert "seized_over" in case.passed("compulsory_enforcement")
    assert case.ends(DISPOSAL) == []
