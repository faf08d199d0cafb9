"""Decisions behind a task: those whose result its form reads."""

import re

from sqlmodel import Session, col, select

from db.models import DecisionRun, Definition, Instance, Task
from worklist.engine import deployments
from worklist.engine.bpmn import Node

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def decided_for(session: Session, task: Task) -> list[DecisionRun]:
    """Return the latest decisions of a task's instance whose result, or what was taken out of it, its form names; oldest first."""
    form = session.get(Definition, task.form_id) if task.form_id else None
    instance = session.get(Instance, task.instance_id)
    if form is None or instance is None:
        return []
    query = select(DecisionRun).where(col(DecisionRun.instance_id) == instance.id, col(DecisionRun.place).is_not(None))
    runs = {run.place: run for run in session.exec(query.order_by(col(DecisionRun.at), col(DecisionRun.number)))}
    named = set(_WORD.findall(form.source.decode()))
    elements = deployments.spec_of(session, instance.definition_id).elements
    return [run for run in runs.values() if run.element_id in elements and not _given(elements[run.element_id].node).isdisjoint(named)]


def _given(node: Node) -> set[str]:
    """Return the variables that a business rule task sets from its result."""
    name = node.options.get("resultVariable")
    if name is None:
        return set()
    return {name.source, *(target for target, text in node.outputs.items() if name.source in text.names)}
