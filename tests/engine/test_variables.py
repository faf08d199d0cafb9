"""What cannot be kept as a variable is refused with a sentence, however it comes in, and the instance stays as it was."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from db.models import History, Instance, PendingMessage, Task
from db.session import reading, transaction
from tests.engine.diagrams import end, message, node, on, process, script, service, signal, start, user
from worklist import engine
from worklist.engine.queries.instances import look
from worklist.errors import BadInput, ProcessFailed

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)

DIAGRAM = process(
    "kept", start(), node("parallelGateway", "fork"), user("work"), end("e1"),
    node("intermediateCatchEvent", "wait", on("message", "m_answer")), end("e2"),
    node("intermediateCatchEvent", "hear", on("signal", "s")), end("e3"),
    flows=("start > fork > work > e1", "fork > wait > e2", "fork > hear > e3"), roots=message("answer") + signal("s", "called"),
)  # fmt: skip


def nested(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value]
    return value


def round_trip() -> Any:
    value: dict[str, Any] = {}
    value["me"] = value
    return value


BAD = {
    "ten megabytes": ({"v": "x" * 10_000_000}, "at most 1,000,000 characters in all values together, 'v' goes beyond"),
    "many small texts": ({f"v{n}": "x" * 1_000 for n in range(1_001)}, "at most 1,000,000 characters in all"),
    "many members": ({"v": [0] * 50_001}, "at most 50,000 members in all lists and mappings together, 'v' goes beyond"),
    "deep nesting": ({"v": nested(51)}, "nested at most 50 deep as 'v'"),
    "deeper than Python goes": ({"v": nested(100_000)}, "nested at most 50 deep as 'v'"),
    "a mapping in itself": ({"v": round_trip()}, "nested at most 50 deep as 'v'"),
    "the case": ({"case": {"stage": "ENDED"}}, "another name than 'case', which Writ sets itself"),
    "another case": ({"case_id": "other"}, "another name than 'case_id'"),
    "a place in a loop": ({"loopCounter": 7}, "another name than 'loopCounter'"),
    "no name": ({"": 1}, "name of 1 to 200 characters, got ''"),
    "a long name": ({"n" * 201: 1}, "name of 1 to 200 characters, got 'nnn"),
    "a name of two lines": ({"a\nb": 1}, "name of 1 to 200 characters"),
    "a number as name": ({3: 1}, "name of 1 to 200 characters, got '3'"),
    "an object": ({"v": object()}, "a mapping as 'v', got object"),
    "a set": ({"v": {1}}, "a mapping as 'v', got set"),
    "bytes": ({"v": b"x"}, "a mapping as 'v', got bytes"),
    "a time of day": ({"v": time(1, 2)}, "a mapping as 'v', got time"),
    "a duration": ({"v": timedelta(1)}, "a mapping as 'v', got timedelta"),
    "not a number": ({"v": float("nan")}, "a mapping as 'v', got nan"),
    "infinity": ({"v": [1, {"w": float("inf")}]}, "a mapping as 'v', got inf"),
    "a decimal that is none": ({"v": Decimal("sNaN")}, "a mapping as 'v', got sNaN"),
    "a number without end": ({"v": 10**400}, "a mapping as 'v', got int"),
    "a mapping with numbers as names": ({"v": {1: object()}}, "a mapping as 'v', got object"),
    "half a character": ({"v": "\ud800"}, "without control characters as 'v'"),
    "the character NUL": ({"v": ["a\x00b"]}, "without control characters as 'v'"),
}

Way = Callable[[Session, Any, dict[str, Any]], object]
WAYS: dict[str, Way] = {
    "start": lambda session, alice, values: engine.start(session, "kept", "c1", values, alice, NOW),
    "complete": lambda session, alice, values: engine.complete_task(session, _task(session), alice, NOW, values),
    "message": lambda session, alice, values: engine.correlate(session, "answer", "c1", {}, values, alice, NOW),
    "key": lambda session, alice, values: engine.correlate(session, "answer", "c1", values, {}, alice, NOW),
    "signal": lambda session, alice, values: engine.signal(session, "called", values, alice, NOW),
}


def _task(session: Session) -> str:
    return session.exec(select(Task.id).where(Task.state == "open")).one()


def everything(database: Engine) -> list[Any]:
    """Return what a refused command must not have changed."""
    with reading(database) as session:
        found = [session.exec(select(column)).all() for column in (Instance.tokens, Instance.revision, Task.state, History.digest)]
        return [*found, session.exec(select(PendingMessage.id)).all()]


@pytest.fixture
def running(database: Engine, alice: Any) -> Engine:
    with transaction(database) as session:
        engine.deploy(session, {"kept.bpmn": DIAGRAM}, alice, NOW)
        engine.start(session, "kept", "c1", {"fine": "yes"}, alice, NOW)
    return database


@pytest.mark.parametrize("way", WAYS)
def test_values_that_cannot_be_kept_are_refused_and_change_nothing(running: Engine, alice: Any, way: str) -> None:
    before = everything(running)
    for what, (values, sentence) in BAD.items():
        with pytest.raises(BadInput) as refused, transaction(running) as session:
            WAYS[way](session, alice, values)
        assert sentence in str(refused.value), what
        assert str(refused.value).endswith("nothing was changed")
    assert everything(running) == before


def test_values_that_can_be_kept_come_back_as_they_were(running: Engine, alice: Any) -> None:
    values = {
        "text": "标的 ✓\n", "number": Decimal("12800000.005"), "whole": -(2**63) + 1, "day": NOW.date(), "instant": NOW,
        "list": [1, [True, None]], "mapping": {"a b": {"甲": 0.5}}, "deep": nested(50),
    }  # fmt: skip
    with transaction(running) as session:
        engine.complete_task(session, _task(session), alice, NOW, values)
        (instance,) = session.exec(select(Instance)).all()
        run = look(session, instance, NOW)
    assert {name: run.root.data[name] for name in values} == values


def test_what_a_worker_gives_is_looked_at_as_well(database: Engine, alice: Any) -> None:
    engine.hooks.workers = {"much": lambda work: {"v": object()}}
    source = process("p", start(), service("ask", "much"), user("work"), end(), flows=("start > ask > work > end",))
    with transaction(database) as session:
        engine.deploy(session, {"p.bpmn": source}, alice, NOW)
    with pytest.raises(ProcessFailed, match=r"what the topic 'much' gave cannot be kept: .* got object"), transaction(database) as session:
        engine.start(session, "p", "c1", {}, alice, NOW)


def test_variables_that_grow_too_large_stop_the_step(database: Engine, alice: Any) -> None:
    """Each value may be small enough; what they come to together is bounded too."""
    source = process(
        "p", start(), node("exclusiveGateway", "again"), user("work"), script("add", "all", "concatenate(all, [text])"),
        node("exclusiveGateway", "more"), end(),
        flows=("start > again > work > add > more", "more > again ? ${text != 'over'}", "more > end !"),
    )  # fmt: skip
    with transaction(database) as session:
        engine.deploy(session, {"p.bpmn": source}, alice, NOW)
        engine.start(session, "p", "c1", {"all": []}, alice, NOW)
    def add(number: int) -> None:
        with transaction(database) as session:
            engine.complete_task(session, _task(session), alice, NOW, {"text": str(number) * 900_000})

    for number in range(3):
        add(number)
    with pytest.raises(ProcessFailed, match=r"at most 4,000,000 bytes in all, found .*; keep long texts as documents"):
        add(4)
    with reading(database) as session:
        assert _task(session)
