"""Receive tasks and event gateways that begin a process. Source: BPMN 2.0.2 §10.3.3, §10.6.6, §13.2."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from db.models import Instance, Task
from db.session import reading, transaction
from tests.engine.diagrams import boundary, end, message, node, on, process, timer, user
from tests.engine.runs import Game
from worklist import engine
from worklist.engine import hooks, soundness
from worklist.engine.bpmn import read_processes

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
ROOTS = message("letter") + message("ruling")
RECEIVING = process(
    "receiving", node("receiveTask", "receive", messageRef="m_letter", instantiate="true"), user("read"), end(),
    flows=("receive > read > end",), roots=ROOTS,
)  # fmt: skip


def gateway(*events: str, **attributes: str) -> bytes:
    """Return a process that a letter or a ruling begins; `{event}_done` follows each."""
    caught = events or (
        node("intermediateCatchEvent", "letter", on("message", "m_letter")), node("receiveTask", "ruling", messageRef="m_ruling"),
    )  # fmt: skip
    return process(
        "gated", node("eventBasedGateway", "first", instantiate="true", **attributes), *caught, user("letter_done"), user("ruling_done"),
        end("e1"), end("e2"), flows=("first > letter > letter_done > e1", "first > ruling > ruling_done > e2"), roots=ROOTS,
    )  # fmt: skip


def deploy(database, alice, source: bytes) -> None:
    hooks.keys = ("party_id",)
    with transaction(database) as session:
        engine.deploy(session, {"d.bpmn": source}, alice, NOW)


def send(database, alice, name: str, case: str | None = "c1", keys=None, **payload):
    with transaction(database) as session:
        return engine.correlate(session, name, case, keys or {}, payload, alice, NOW)


def tasks(database) -> list[str]:
    with reading(database) as session:
        return sorted(session.exec(select(Task.element_id).where(Task.state == "open")))


def instances(database) -> int:
    with reading(database) as session:
        return len(session.exec(select(Instance)).all())


def refusals(source: bytes) -> str:
    return "\n".join(str(problem) for problem in read_processes("d.bpmn", source)[1])


def test_a_message_begins_the_process_at_its_receive_task(database, alice):
    deploy(database, alice, RECEIVING)
    (delivery,) = send(database, alice, "letter")
    assert (delivery.element_id, delivery.started) == ("receive", True)
    assert tasks(database) == ["read"]


def test_any_message_of_an_exclusive_gateway_begins_the_process_and_the_others_are_not_waited_for(database, alice):
    deploy(database, alice, gateway())
    send(database, alice, "ruling")
    assert tasks(database) == ["ruling_done"]
    send(database, alice, "letter", case="c2")
    assert tasks(database) == ["letter_done", "ruling_done"]
    assert instances(database) == 2


@pytest.mark.parametrize("case", ["c1", None])
def test_a_parallel_gateway_waits_in_the_instance_for_all_its_messages(database, alice, case):
    deploy(database, alice, gateway(eventGatewayType="Parallel"))
    send(database, alice, "letter", case)
    assert tasks(database) == ["letter_done"]
    (delivery,) = send(database, alice, "ruling", case)
    assert (delivery.element_id, delivery.started) == ("ruling", False)
    assert tasks(database) == ["letter_done", "ruling_done"]
    assert instances(database) == 1


def test_messages_with_other_keys_begin_an_instance_of_their_own(database, alice):
    deploy(database, alice, gateway(eventGatewayType="Parallel"))
    send(database, alice, "letter", keys={"party_id": "p1"})
    send(database, alice, "ruling", keys={"party_id": "p2"})
    assert instances(database) == 2
    send(database, alice, "ruling", keys={"party_id": "p1"})
    assert tasks(database) == ["letter_done", "ruling_done", "ruling_done"]


def test_the_payload_is_known_to_what_follows(database, alice):
    source = RECEIVING.replace(b'name="read"', b'name="Read ${subject}"')
    deploy(database, alice, source)
    send(database, alice, "letter", subject="the fees")
    with reading(database) as session:
        assert session.exec(select(Task.name)).one() == "Read the fees"


def test_begun_by_hand_it_waits_for_its_message():
    game = Game(RECEIVING)
    assert game.tasks == []
    assert game.message("letter").tasks == ["read"]
    game = Game(gateway())
    assert game.message("ruling").tasks == ["ruling_done"]
    assert game.run.waiting("message") == []
    game = Game(gateway(eventGatewayType="Parallel")).message("ruling")
    assert game.message("letter").tasks == ["letter_done", "ruling_done"]


def test_boundary_events_of_a_receive_task_that_begins_the_process_stand_while_it_waits():
    source = process(
        "p", node("receiveTask", "receive", messageRef="m_letter", instantiate="true"), boundary("late", "receive", timer("Duration", "P1D")),
        user("read"), user("ask"), end(), end("e2"), flows=("receive > read > end", "late > ask > e2"), roots=ROOTS,
    )  # fmt: skip
    assert Game(source).at(NOW).tasks == ["ask"]
    (read,), _ = read_processes("d.bpmn", source)
    assert soundness.check(read) == []


@pytest.mark.parametrize("source", [RECEIVING, gateway(), gateway(eventGatewayType="Parallel")])
def test_such_a_process_is_sound(source):
    (read,), _ = read_processes("d.bpmn", source)
    assert soundness.check(read) == []


def test_branches_of_an_exclusive_gateway_that_are_joined_in_parallel_stand_still():
    source = process(
        "p", node("eventBasedGateway", "first", instantiate="true"), node("intermediateCatchEvent", "letter", on("message", "m_letter")),
        node("intermediateCatchEvent", "ruling", on("message", "m_ruling")), node("parallelGateway", "join"), end(),
        flows=("first > letter > join > end", "first > ruling > join"), roots=ROOTS,
    )  # fmt: skip
    (read,), _ = read_processes("d.bpmn", source)
    assert ("deadlock", "join") in {(finding.kind, finding.element_id) for finding in soundness.check(read)}
    parallel, _ = read_processes("d.bpmn", source.replace(b'instantiate="true"', b'instantiate="true" eventGatewayType="Parallel"'))
    assert soundness.check(parallel[0]) == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (gateway(node("intermediateCatchEvent", "letter", timer("Duration", "P1D")), node("receiveTask", "ruling", messageRef="m_ruling")),
         "'letter' behind the gateway cannot begin the process"),
        (gateway(node("receiveTask", "letter", messageRef="m_letter"), node("receiveTask", "ruling", messageRef="m_letter")),
         "a second start event with the same trigger"),
        (gateway(camunda_asyncBefore="true"), "asyncBefore is not executed here"),
        (gateway().replace(b' instantiate="true"', b' eventGatewayType="Parallel"'), "waits for all its events only at the begin"),
        (RECEIVING.replace(b' instantiate="true"', b""), "no start event"),
    ],
)  # fmt: skip
def test_what_cannot_begin_a_process_is_refused(source, said):
    assert said in refusals(source)
