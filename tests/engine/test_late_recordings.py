"""What happened first counts first, however late it was recorded. Source: architecture A24, domain conventions."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from db.models import PendingMessage, Task
from db.session import reading, transaction
from tests.engine.diagrams import end, message, node, on, process, start, timer, user
from worklist import engine

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)

CALLED = process(
    "called", start(), node("intermediateCatchEvent", "old", on("message", "m_older")),
    node("intermediateCatchEvent", "mid", on("message", "m_middle")), end(),
    flows=("start > old > mid > end",), roots=message("older") + message("middle"),
)  # fmt: skip
CALLER = process(
    "caller", start(), node("parallelGateway", "both"), node("callActivity", "call", calledElement="called"), end("gone"),
    node("intermediateCatchEvent", "new", on("message", "m_newer")), end("over", on("terminate")),
    flows=("start > both > call > gone", "both > new > over"), roots=message("newer"),
)  # fmt: skip
GATE = process(
    "gate", start(), node("eventBasedGateway", "wait"), node("intermediateCatchEvent", "came", on("message", "m_defence")),
    user("defended"), node("intermediateCatchEvent", "limit", timer("Date", "2026-02-25")), user("undefended"), end(), end("e2"),
    flows=("start > wait > came > defended > end", "wait > limit > undefended > e2"), roots=message("defence"),
)  # fmt: skip


@pytest.fixture
def deployed(database, alice):
    with transaction(database) as session:
        engine.deploy(session, {"c.bpmn": CALLED, "p.bpmn": CALLER, "g.bpmn": GATE}, alice, NOW)
    return database


def send(database, alice, name: str, when: str) -> None:
    with transaction(database) as session:
        engine.correlate(session, name, "c1", {}, {}, alice, NOW, document_date=when)


def begin(database, alice, key: str) -> None:
    with transaction(database) as session:
        engine.start(session, key, "c1", {}, alice, NOW)


def left(database) -> tuple[list[str], list[str]]:
    with reading(database) as session:
        tasks = session.exec(select(Task.element_id)).all()
        return sorted(tasks), [pending.name for pending in session.exec(select(PendingMessage))]


def test_the_older_document_is_taken_first_even_by_a_called_process(deployed, alice):
    for name, when in (("newer", "2026-02-20"), ("middle", "2026-02-15"), ("older", "2026-02-10")):
        send(deployed, alice, name, when)
    begin(deployed, alice, "caller")
    assert left(deployed) == ([], [])


def test_a_document_from_before_a_limit_counts_though_both_are_over(deployed, alice):
    send(deployed, alice, "defence", "2026-02-20")
    begin(deployed, alice, "gate")
    assert left(deployed) == (["defended"], [])


def test_a_document_from_after_a_limit_comes_too_late(deployed, alice):
    send(deployed, alice, "defence", "2026-02-26")
    begin(deployed, alice, "gate")
    assert left(deployed) == (["undefended"], ["defence"])
