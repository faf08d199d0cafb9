"""Requests against the publication of a text, as its process keeps them: what for, filed, decided. Source: S2.7-09, decisions D13, D21."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from db.models import Document, Erasable, History, Instance
from worklist.clock import day_of

PROCESS = "publication_redaction"


@dataclass(frozen=True)
class Publication:
    """One text and what was asked about it. `answers`: the fields of the forms filled in so far; `papers`: message → document id."""

    instance_id: str
    told: date
    text_no: str
    answers: Mapping[str, Any]
    papers: Mapping[str, str]
    ended: str | None

    def day(self, name: str) -> date | None:
        """Return an answer that is a day."""
        value = self.answers.get(name)
        return date.fromisoformat(value) if isinstance(value, str) and value else None


def publications(session: Session, case_id: str) -> list[Publication]:
    """Return the texts whose publication was looked at in a case, the newest first."""
    query = select(Instance).where(col(Instance.business_key) == case_id, col(Instance.definition_key) == PROCESS)
    instances = session.exec(query.order_by(col(Instance.started_at).desc())).all()
    if not instances:
        return []
    answers, documents = _answers(session, [one.id for one in instances]), _documents(session, case_id)
    return [_told(one, answers.get(one.id, {}), documents.get(one.id, [])) for one in instances]


def _told(instance: Instance, answers: Mapping[str, Any], documents: list[Document]) -> Publication:
    text_no = next((row.payload["text_no"] for row in documents if row.payload.get("text_no")), "")
    papers = {str(row.message): row.id for row in documents}
    return Publication(instance.id, day_of(instance.started_at), text_no, answers, papers, instance.end_event)


def _answers(session: Session, instance_ids: list[str]) -> dict[str, dict[str, Any]]:
    """Return what was filled in, by instance; values that were erased are not there."""
    query = select(History.instance_id, Erasable.content).join(Erasable, col(Erasable.id) == col(History.values_id))
    query = query.where(col(History.instance_id).in_(instance_ids), col(History.kind) == "task_completed").order_by(col(History.id))
    found: dict[str, dict[str, Any]] = {}
    for instance_id, content in session.exec(query):
        found.setdefault(str(instance_id), {}).update(content or {})
    return found


def _documents(session: Session, case_id: str) -> dict[str, list[Document]]:
    found: dict[str, list[Document]] = {}
    for row in session.exec(select(Document).where(col(Document.case_id) == case_id).order_by(col(Document.recorded_at))):
        for delivery in row.deliveries:
            found.setdefault(delivery["instance"], []).append(row)
    return found
