"""Conditions for lists of the engine: what an actor may see. Source: architecture A30."""

from functools import lru_cache

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import col

from db.models import CaseFile, Incident, Task
from worklist.cases.visibility import visible
from worklist.identity import Actor


@lru_cache(maxsize=512)
def seen_by(actor: Actor, *, stage: str = "", court: str = "") -> ColumnElement[bool]:
    """Return the condition on tasks of cases that an actor may see, in a stage or before a court."""
    conditions = [col(CaseFile.id) == col(Task.case_id), visible(actor)]
    if stage:
        conditions.append(col(CaseFile.stage) == stage)
    if court:
        conditions.append(col(CaseFile.court) == court)
    of_case = exists().where(and_(*conditions)).correlate(Task)
    return of_case if stage or court else or_(col(Task.case_id).is_(None), of_case)


def incidents_seen_by(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on incidents of cases that an actor may see."""
    of_case = exists().where(and_(col(CaseFile.id) == col(Incident.case_id), visible(actor))).correlate(Incident)
    return or_(col(Incident.case_id).is_(None), of_case)
