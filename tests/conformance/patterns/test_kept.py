"""Patterns 22 and 24: what needs more than one run or a memory between runs, so these run on both databases."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from db.models import Instance, Task
from db.session import reading, transaction
from tests.engine.diagrams import end, message, node, on, process, start, user
from worklist import engine
from worklist.identity import Actor

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)

CALL = (
    '<bpmn:extensionElements><camunda:in sourceExpression="${depth - 1}" target="depth"/>'
    '<camunda:out sourceExpression="${leaves + 1}" target="leaves"/></bpmn:extensionElements>'
)
RECURSIVE = process(
    "recursive", start(), node("exclusiveGateway", "deep"), node("callActivity", "call", CALL, calledElement="recursive"), user("leaf"), end(),
    flows=("start > deep", "deep > call ? ${depth > 0}", "deep > leaf !", "call > end", "leaf > end"),
)  # fmt: skip
PATIENT = process(
    "patient", start(), user("before"), node("intermediateCatchEvent", "wait", on("message", "m_answer")), user("after"), end(),
    flows=("start > before > wait > after > end",), roots=message("answer"),
)  # fmt: skip


def begin(database: Engine, by: Actor, key: str, source: bytes, **variables: Any) -> None:
    with transaction(database) as session:
        engine.deploy(session, {f"{key}.bpmn": source}, by, NOW)
        engine.start(session, key, "c1", variables, by, NOW)


def tasks(database: Engine) -> list[str]:
    with reading(database) as session:
        return sorted(session.exec(select(Task.element_id).where(Task.state == "open")))


def complete(database: Engine, by: Actor, element: str, values: Mapping[str, Any]) -> None:
    with transaction(database) as session:
        task = session.exec(select(Task.id).where(Task.element_id == element, Task.state == "open")).one()
        engine.complete_task(session, task, by, NOW, values)


def test_wcp_22_recursion_calls_itself_and_hands_the_result_back_up(database, alice):
    begin(database, alice, "recursive", RECURSIVE, depth=3)
    assert tasks(database) == ["leaf"]
    complete(database, alice, "leaf", {"leaves": 0})
    with reading(database) as session:
        instances = session.exec(select(Instance)).all()
        assert [(one.state, one.end_event) for one in instances] == [("ended", "end")] * 4


def test_wcp_24_persistent_trigger_is_kept_until_somebody_waits_for_it(database, alice):
    begin(database, alice, "patient", PATIENT)
    with transaction(database) as session:
        assert engine.correlate(session, "answer", "c1", {}, {"n": 7}, alice, NOW) == []
    complete(database, alice, "before", {})
    assert tasks(database) == ["after"]
