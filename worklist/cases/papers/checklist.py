"""The documents an application needs, and which of them are on file. Source: decision D18."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from db.models import DefinitionKind
from worklist.cases import facts
from worklist.engine import deployments
from worklist.feel import evaluate_decision

DECISION = "D18_required_documents"
#: What only a person can say; the table answers REVIEW without it.
UNANSWERED = ("route", "apostille_member", "client_apostille_member")


@dataclass(frozen=True)
class Needed:
    """A document that the application needs: kind, how it must be legalised, what the table says of it, whether it is on file."""

    kind: str
    legalisation: str
    note_zh: str
    source: str
    held: bool


def needed(session: Session, case_id: str, now: datetime) -> list[Needed]:
    """Return what the application of a case needs, in the order of the table.

    Empty while the title is not classified, and once the court has accepted the application.
    """
    known = facts.facts(session, case_id, now)
    definition_id = deployments.latest_id(session, DefinitionKind.DECISION, DECISION)
    if definition_id is None or not known["title"]["instrument_class"] or known["recognition"]["accepted_date"]:
        return []
    variables = {"case": known, **dict.fromkeys(UNANSWERED)}
    result = evaluate_decision(deployments.decision_of(session, definition_id), DECISION, variables)
    held = {row["kind"] for row in known["recognition"]["documents"] if row.get("file")}
    found: dict[str, Needed] = {}
    for row, matched in zip(result.outputs, result.matched.get(DECISION, ()), strict=True):
        found.setdefault(row["required"], _needed(row, matched.get("notes") or (), held))
    return list(found.values())


def _needed(row: Mapping[str, Any], notes: Sequence[str], held: set[Any]) -> Needed:
    source, note_zh = (*notes, "", "")[:2]  # the annotation columns of the table
    return Needed(row["required"], row["legalisation_kind"], note_zh, source, row["required"] in held)
