"""Answers that the team gives in every scenario unless its facts say otherwise."""

from datetime import date
from typing import Any

from tests.processes.file_note import PAPER
from tests.processes.replay import Deed

#: The grounds of refusal that the foreign desk goes through. Source: decisions D05.
GROUNDS = (
    "no_jurisdiction", "exclusive_cn", "exclusive_choice", "not_summoned", "no_defence_chance",
    "incapable_unrepresented", "fraud", "decided_cn", "pending_cn_case", "third_country_judgment", "public_policy",
    "arbitration_agreement",
)  # fmt: skip


def intake(asked: date, registered: dict[str, Any], route: str) -> list[Deed]:
    """From the client's letter to the route that the partner signs; `route`: TREATY or RECIPROCITY."""
    return [
        Deed("register_case", registered),
        Deed("conflict_and_sanctions_check", cleared(asked)),
        Deed("confirm_classification", foreign_judgment_in_force()),
        Deed("sign_off_route", signed_off(route)),
    ]


def cleared(on: date) -> dict[str, Any]:
    """No conflict and no sanctions hit."""
    return {"case.mandate.cleared": "CLEARED", "case.mandate.cleared_on": on, "clearance": "CLEARED"}


def foreign_judgment_in_force() -> dict[str, Any]:
    """A foreign judgment that is final and clear."""
    yes = {
        f"case.title.{name}": "YES"
        for name in ("effective", "final", "operative_part_clear", "civil_commercial")
    }
    return {**yes, "case.title.instrument_type": "FOREIGN_JUDGMENT", "case.title.procedural_kind": "NONE"}


def signed_off(route: str) -> dict[str, Any]:
    """The partner signs off the route and the mandate."""
    return {
        "case.recognition.route": route, "case.rule_set": "prc_law", "case.mandate.fee_terms": "by the hour",
        "case.owner": "foreign_desk_1", "case.partner": "partner_1",
    }  # fmt: skip


def no_ground_of_refusal(**found: Any) -> dict[str, Any]:
    """The foreign desk finds no ground of refusal but those named (fields of case.screen)."""
    screen: dict[str, Any] = dict.fromkeys(GROUNDS, "NO")
    screen |= {"authenticity_ok": "YES", "proper_connection": "YES", "service_informal": False, **found}
    return {f"case.screen.{name}": value for name, value in screen.items()}


def filing(claim: str) -> dict[str, Any]:
    """The papers of the application; `claim`: recognition_and_enforcement or recognition_only."""
    return {
        "case.recognition.application_letter": PAPER, "case.client.power_of_attorney": PAPER,
        "case.recognition.claim_type": claim, "case.recognition.preservation_wanted": False,
    }  # fmt: skip


def filed(on: date, court: str, claim: str) -> dict[str, Any]:
    """The application is handed in."""
    return {
        "case.recognition.filed_date": on, "case.recognition.court": court, "case.recognition.claim_type": claim,
        "case.recognition.preservation_wanted": False, "filed_date": on,
    }  # fmt: skip


def ruling(outcome: str, dated: date, served: date, items: dict[str, str]) -> dict[str, Any]:
    """What the ruling says; `items`: id of the title's item → YES or NO."""
    return {
        "case.recognition.outcome": outcome, "case.recognition.ruling_date": dated,
        "case.recognition.served_date": served, "outcome": outcome,
        "case.title.items": [{"id": item, "recognised": answer} for item, answer in items.items()],
    }  # fmt: skip
