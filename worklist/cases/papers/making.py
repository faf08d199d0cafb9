"""Make a paper: a template filled from a case, kept as a document of the case with its hash. Source: domain/messages (topics)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from db.models import Definition, DefinitionKind, Document, DocumentContent, User
from worklist.cases import facts, visibility
from worklist.cases.papers.checking import CLAIM_DAY, Template, check
from worklist.cases.papers.filling import Filled, fill
from worklist.cases.papers.names import SUBJECTS
from worklist.engine import deployments, history
from worklist.errors import BadInput, NotFound, TemplateRefused
from worklist.identity import Actor

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Made:
    """A paper that was made, and the names of the case file that it leaves blank."""

    document: Document
    missing: list[str]


def must_be_deployed(session: Session, key: str) -> tuple[Definition, Template]:
    """Return the newest version of a template and what it needs. Raises NotFound, TemplateRefused."""
    definition = deployments.latest(session, DefinitionKind.TEMPLATE, key)
    if definition is None:
        raise NotFound("Expected a template called '%(template)s', found none; a process owner can upload it", template=key[:80])
    template, problems = check(definition.source)
    if template is None:  # the case file has changed since it was uploaded
        raise TemplateRefused(problems)
    return definition, template


def make(
    session: Session, case_id: str, key: str, by: Actor, now: datetime, *,
    chosen: Mapping[str, str] | None = None, fields: Mapping[str, Any] | None = None,
) -> Made:  # fmt: skip
    """Make a paper from the newest version of a template and keep it as a document of the case.

    `chosen`: ids of the party, asset, measure and act it is about; `fields`: what the template asks for, typed.
    Raises NotFound, BadInput, TemplateRefused; nothing is kept then.
    """
    case = visibility.must_see(session, case_id, by)
    definition, template = must_be_deployed(session, key)
    known = facts.facts(session, case_id, now, claim_day=_claim_day(fields or {}))
    about = _about(known, chosen or {}, template)
    filled = fill(
        definition.source, known, chosen=about, fields=fields, person=lambda user_id: _called(session, user_id),
        title=template.name_zh, author="" if by.is_system else by.name,
    )  # fmt: skip
    document = Document(
        case_id=case_id, wall_id=case.wall_id, kind="PAPER", name=f"{template.name_zh} {case.number}.docx", media_type=DOCX,
        sha256=hashlib.sha256(filled.content).hexdigest(), recorded_at=now, recorded_by=by.id,
        payload={"template": key, "version": definition.version, "definition_id": definition.id, "about": about, "missing": filled.missing},
    )  # fmt: skip
    _keep(session, document, filled, by, now)
    return Made(document, filled.missing)


def _claim_day(fields: Mapping[str, Any]) -> date | None:
    """Return the day to which the claim is counted, None for today. Raises BadInput for what is no day."""
    value = fields.get(CLAIM_DAY)
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else value or None
    except ValueError:
        raise BadInput("Expected a day to count the claim to, such as 2026-11-23, got '%(found)s'", found=str(value)[:40]) from None


def _keep(session: Session, document: Document, filled: Filled, by: Actor, now: datetime) -> None:
    session.add(document)
    session.flush()
    session.add(DocumentContent(document_id=document.id, content=filled.content))
    told = {"document_id": document.id, "sha256": document.sha256, "name": document.name}
    told |= {name: document.payload[name] for name in ("template", "version")}
    history.append(session, [history.Event("paper_made", str(document.case_id), facts=told)], by.id, now)


def _about(known: Mapping[str, Any], chosen: Mapping[str, str], template: Template) -> dict[str, str]:
    """Return the ids of what a paper is about; the asset is that of the measure where nobody says another."""
    about: dict[str, str] = {}
    for name in template.subjects:
        rows = {row["id"]: row for row in known[SUBJECTS[name]]}
        if wanted := chosen.get(name):
            if wanted not in rows:
                raise BadInput("Expected a member of this case for '%(name)s', found none with this id", name=name)
            about[name] = wanted
    measure = next((row for row in known["measures"] if row["id"] == chosen.get("measure")), None)
    if "asset" in template.subjects and "asset" not in about and measure and measure.get("asset_id"):
        about["asset"] = measure["asset_id"]
    return about


def _called(session: Session, user_id: str) -> str:
    user = session.get(User, user_id)
    return user_id if user is None else user.name_zh or user.name
