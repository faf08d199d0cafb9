"""Correlation, pending messages, hand-overs and scoped signals. Source: architecture A23, A24, A25, A27."""

from datetime import UTC, date, datetime
from threading import Event, Thread

import pytest
from sqlmodel import select

from db.models import Instance, PendingMessage, Subscription, Task
from db.session import reading, transaction
from tests.engine.diagrams import end, mapping, message, node, on, process, signal, start, sub, user
from worklist import engine
from worklist.engine import hooks
from worklist.errors import Conflict, UnknownMessage

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)

WAITING = process(
    "waiting", start(), user("before"), node("intermediateCatchEvent", "wait", on("message", "m_reply")), user("after"), end(),
    flows=("start > before > wait > after > end",), roots=message("reply"),
)  # fmt: skip
HANDING = process(
    "handing", start(), user("work"), node("intermediateThrowEvent", "hand", mapping({"title_id": "=title_id", "note": "=note"}) + on("message", "m_start_taking")), end(),
    flows=("start > work > hand > end",), roots=message("start_taking"),
)  # fmt: skip
TAKING = process(
    "taking", start("begin", on("message", "m_start_taking")), user("take"), end(), flows=("begin > take > end",),
    roots=message("start_taking"),
)  # fmt: skip
LISTENING = process(
    "listening", start(), user("listen"), end(),
    sub("over", start("heard", on("signal", "s")), end("closed"), event=True),
    flows=("start > listen > end", "heard > closed"), roots=signal("s", "case_closed-${case_id}"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def keyed(alone: None) -> None:
    """Let two keys correlate messages."""
    hooks.keys = ("party_id", "suit_id")


@pytest.fixture
def deployed(database, alice):
    with transaction(database) as session:
        files = {f"{name}.bpmn": source for name, source in (("w", WAITING), ("h", HANDING), ("t", TAKING), ("l", LISTENING))}
        engine.deploy(session, files, alice, NOW)
    return database


def begin(database, alice, key="waiting", case="c1", **variables) -> str:
    with transaction(database) as session:
        return engine.start(session, key, case, variables, alice, NOW)


def tasks(database) -> list[str]:
    with reading(database) as session:
        return sorted(session.exec(select(Task.element_id).where(Task.state == "open")))


def complete(database, alice, element: str, **values) -> None:
    with transaction(database) as session:
        task = session.exec(select(Task.id).where(Task.element_id == element, Task.state == "open")).first()
        engine.complete_task(session, str(task), alice, NOW, values)


def send(database, alice, name="reply", case="c1", keys=None, when="2026-03-01", **payload):
    with transaction(database) as session:
        return engine.correlate(session, name, case, keys or {}, payload, alice, NOW, document_date=when)


def test_a_message_reaches_the_step_that_waits_with_its_payload(deployed, alice):
    begin(deployed, alice)
    complete(deployed, alice, "before")
    (delivery,) = send(deployed, alice, served_date=date(2026, 2, 27))
    assert delivery.element_id == "wait"
    assert tasks(deployed) == ["after"]


def test_a_message_of_another_case_or_another_key_does_not_match(deployed, alice):
    begin(deployed, alice, party_id="p1")
    complete(deployed, alice, "before")
    assert send(deployed, alice, case="c2") == []
    assert send(deployed, alice, keys={"party_id": "p2"}) == []
    assert tasks(deployed) == []
    assert len(send(deployed, alice, keys={"party_id": "p1"})) == 1


def test_keys_are_main_unless_somebody_says_otherwise(deployed, alice):
    begin(deployed, alice)
    complete(deployed, alice, "before")
    assert len(send(deployed, alice, keys={"party_id": "main", "suit_id": "main"})) == 1


def test_one_message_reaches_all_that_wait_for_it(deployed, alice):
    for _ in range(2):
        begin(deployed, alice)
        complete(deployed, alice, "before")
    assert len(send(deployed, alice)) == 2
    assert tasks(deployed) == ["after", "after"]


def test_a_document_nobody_waits_for_yet_is_taken_when_the_step_opens_the_oldest_first(deployed, alice):
    begin(deployed, alice)
    assert send(deployed, alice, when="2026-02-20", n=2) == []
    assert send(deployed, alice, when="2026-02-10", n=1) == []
    complete(deployed, alice, "before")
    assert tasks(deployed) == ["after"]
    with reading(deployed) as session:
        (left,) = session.exec(select(PendingMessage)).all()
        assert left.document_date == "2026-02-20"


def test_an_unknown_message_name_is_refused_and_nothing_is_kept(deployed, alice):
    hooks.messages = frozenset({"reply"})
    with pytest.raises(UnknownMessage, match="'nonsense'"):
        send(deployed, alice, name="nonsense")
    with reading(deployed) as session:
        assert session.exec(select(PendingMessage)).all() == []


def test_a_thrown_start_message_opens_an_instance_of_the_same_case_once(deployed, alice):
    begin(deployed, alice, "handing", title_id="t1")
    complete(deployed, alice, "work", note="first")
    begin(deployed, alice, "handing", title_id="t1")
    complete(deployed, alice, "work", note="second")
    with reading(deployed) as session:
        taken = session.exec(select(Instance).where(Instance.definition_key == "taking")).all()
        assert [(one.business_key, one.state) for one in taken] == [("c1", "running")]
        senders = session.exec(select(Instance.id).where(Instance.definition_key == "handing")).all()
        assert taken[0].started_by_instance_id in senders


def test_another_title_is_another_hand_over(deployed, alice):
    for title in ("t1", "t2"):
        begin(deployed, alice, "handing", title_id=title)
        complete(deployed, alice, "work")
    assert tasks(deployed) == ["take", "take"]


def test_a_signal_reaches_the_case_in_its_name_only(deployed, alice):
    begin(deployed, alice, "listening", "c1")
    begin(deployed, alice, "listening", "c2")
    with transaction(deployed) as session:
        assert engine.signal(session, "case_closed-c1", {}, alice, NOW) == 1
    with reading(deployed) as session:
        ends = {one.business_key: one.end_event for one in session.exec(select(Instance))}
        assert ends == {"c1": "closed", "c2": None}


def test_subscriptions_follow_the_variables_they_match_on(deployed, alice):
    begin(deployed, alice)
    complete(deployed, alice, "before", party_id="p9")
    with reading(deployed) as session:
        assert session.exec(select(Subscription.keys)).one()["party_id"] == "p9"



def test_two_transactions_at_once_hand_over_once(deployed, alice):
    begin(deployed, alice, "handing", title_id="t1")
    waits, refused = Event(), []

    def second() -> None:
        waits.wait(10)
        try:
            with transaction(deployed) as session:
                engine.open_by_message(session, "start_taking", "c1", {"title_id": "t1"}, alice, NOW)
        except Conflict as error:
            refused.append(str(error))

    other = Thread(target=second)
    other.start()
    with transaction(deployed) as session:
        engine.open_by_message(session, "start_taking", "c1", {"title_id": "t1"}, alice, NOW)
        waits.set()
        other.join(1)  # the other has looked by now, where nothing held it up
    other.join(30)
    assert (tasks(deployed).count("take"), len(refused)) == (1, 1)


TWICE = process(
    "twice", start(), user("work"), node("parallelGateway", "both"),
    node("intermediateThrowEvent", "one", mapping({"title_id": "=title_id"}) + on("message", "m_start_taking")),
    node("intermediateThrowEvent", "two", mapping({"title_id": "=other"}) + on("message", "m_start_taking")), end(), end("e2"),
    flows=("start > work > both", "both > one > end", "both > two > e2"), roots=message("start_taking"),
)  # fmt: skip


@pytest.mark.parametrize(("other", "begun"), [("t1", 1), ("t2", 2)])
def test_two_branches_of_one_step_hand_over_once_for_the_same_title(deployed, alice, other: str, begun: int) -> None:
    with transaction(deployed) as session:
        engine.deploy(session, {"twice.bpmn": TWICE}, alice, NOW)
    begin(deployed, alice, "twice", title_id="t1", other=other)
    complete(deployed, alice, "work")
    assert len([task for task in tasks(deployed) if task == "take"]) == begun
