"""Deploying: all or nothing, versions, bindings; calls; long automatic work. Source: architecture A2, A26, A28, A39."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from db.models import Candidate, Definition, Instance, Job, Task
from db.session import reading, transaction
from tests.engine.diagrams import boundary, end, error, mapping, node, on, process, script, start, user
from worklist import engine
from worklist.errors import DeploymentRefused, NotFound

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)


def form(text: str) -> bytes:
    field = {"type": "textfield", "id": "f", "key": "answer", "label": text, "properties": {"label_zh": "答复"}}
    return json.dumps({"type": "default", "id": "ask", "schemaVersion": 19, "components": [field]}).encode()


ASKING = process("asking", start(), user("ask", camunda_formRef="ask", camunda_formRefBinding="deployment"), end(), flows=("start > ask > end",))


def deploy(database, alice, files, at=NOW):
    with transaction(database) as session:
        return engine.deploy(session, files, alice, at)


def versions(database) -> dict[str, int]:
    with reading(database) as session:
        found: dict[str, int] = {}
        for key, version in session.exec(select(Definition.key, Definition.version)):
            found[key] = max(version, found.get(key, 0))
        return found


def test_a_deployment_with_one_bad_file_stores_nothing_and_tells_every_problem(database, alice):
    bad = process("bad", start(), node("serviceTask", "x"), node("businessRuleTask", "y"), end(), flows=("start > x > y > end",))
    with pytest.raises(DeploymentRefused) as refused:
        deploy(database, alice, {"asking.bpmn": ASKING, "ask.form": form("A"), "bad.bpmn": bad, "odd.txt": b"?"})
    assert len(refused.value.problems) == 3
    assert all(problem.remedy or "expected" in problem.message for problem in refused.value.problems)
    assert versions(database) == {}


def test_unchanged_files_keep_their_version_and_changed_ones_get_the_next(database, alice):
    files = {"asking.bpmn": ASKING, "ask.form": form("A")}
    deploy(database, alice, files)
    deploy(database, alice, files)
    assert versions(database) == {"asking": 1, "ask": 1}
    deploy(database, alice, {**files, "asking.bpmn": ASKING.replace(b'name="ask"', b'name="Ask again"')})
    assert versions(database) == {"asking": 2, "ask": 1}


def test_a_changed_form_makes_a_new_version_of_the_process_bound_to_it(database, alice):
    deploy(database, alice, {"asking.bpmn": ASKING, "ask.form": form("A")})
    with transaction(database) as session:
        engine.start(session, "asking", None, {}, alice, NOW)
    deploy(database, alice, {"asking.bpmn": ASKING, "ask.form": form("B")}, NOW + timedelta(days=1))
    with transaction(database) as session:
        engine.start(session, "asking", None, {}, alice, NOW + timedelta(days=1))
    with reading(database) as session:
        query = select(Definition.version).join(Task, Task.form_id == Definition.id).order_by(Task.created_at)
        assert session.exec(query).all() == [1, 2]


def test_a_form_that_is_nowhere_is_refused(database, alice):
    with pytest.raises(DeploymentRefused, match="the form 'ask' is not deployed"):
        deploy(database, alice, {"asking.bpmn": ASKING})


def test_an_unknown_process_cannot_be_started(database, alice):
    with pytest.raises(NotFound, match="deploy it first"), transaction(database) as session:
        engine.start(session, "nowhere", None, {}, alice, NOW)


CALLER = process(
    "caller", start(),
    node("callActivity", "call", '<bpmn:extensionElements><camunda:in source="n" target="n"/><camunda:out source="answer" target="answer"/></bpmn:extensionElements>', calledElement="called"),
    boundary("failed", "call", on("error", "err")), user("good"), user("bad"), end(), end("e2"),
    flows=("start > call > good > end", "failed > bad > e2"), roots=error("err", "NO"),
)  # fmt: skip
CALLED = process(
    "called", start(), script("compute", "answer", "n + 1"), user("check"), node("exclusiveGateway", "ok"), end("yes"), end("no", on("error", "err")),
    flows=("start > compute > check > ok", "ok > yes ? ${fine}", "ok > no !"), roots=error("err", "NO"),
)  # fmt: skip


@pytest.fixture
def called(database, alice):
    deploy(database, alice, {"caller.bpmn": CALLER, "called.bpmn": CALLED})
    with transaction(database) as session:
        engine.start(session, "caller", "c1", {"n": 41}, alice, NOW)
    return database


def tasks(database) -> list[str]:
    with reading(database) as session:
        return sorted(session.exec(select(Task.element_id).where(Task.state == "open")))


def complete(database, alice, element: str, **values) -> None:
    with transaction(database) as session:
        task = session.exec(select(Task.id).where(Task.element_id == element, Task.state == "open")).one()
        engine.complete_task(session, task, alice, NOW, values)


def test_a_called_process_is_an_instance_of_its_own_and_hands_back_its_result(called, alice):
    with reading(called) as session:
        child = session.exec(select(Instance).where(Instance.definition_key == "called")).one()
        assert child.parent_instance_id is not None
        assert child.business_key == "c1"
    complete(called, alice, "check", fine=True)
    assert tasks(called) == ["good"]


def test_an_error_of_a_called_process_reaches_the_boundary_of_its_caller(called, alice):
    complete(called, alice, "check", fine=False)
    assert tasks(called) == ["bad"]


def test_cancelling_the_caller_cancels_the_called(called, alice):
    with transaction(called) as session:
        caller = session.exec(select(Instance.id).where(Instance.definition_key == "caller")).one()
        engine.cancel(session, caller, "mistake", alice, NOW)
    with reading(called) as session:
        assert set(session.exec(select(Instance.state))) == {"cancelled"}
    assert tasks(called) == []


ENDLESS = process(
    "endless", start(), node("exclusiveGateway", "again"), script("count", "n", "n + 1"), node("exclusiveGateway", "enough"), user("done"), end(),
    flows=("start > again > count > enough", "enough > again ? ${n < 3000}", "enough > done !", "done > end"),
)  # fmt: skip


def test_long_automatic_work_goes_on_in_a_job(database, alice):
    deploy(database, alice, {"endless.bpmn": ENDLESS})
    with transaction(database) as session:
        engine.start(session, "endless", None, {"n": 0}, alice, NOW)
    assert tasks(database) == []
    rounds = 0
    while engine.run_due_jobs(database, NOW):
        rounds += 1
    assert rounds > 1
    assert tasks(database) == ["done"]
    with reading(database) as session:
        assert session.exec(select(Job)).all() == []


def test_timers_and_tasks_follow_a_deadline_that_moves(database, alice):
    row = {"id": "d1", "raw_day": "2026-03-14", "rolled_day": "2026-03-16", "alarm_day": "2026-03-14", "ladder_day": "2026-03-14"}
    follow = mapping(properties={"writ:deadline": "dl", "writ:at": "limit"})
    due = '<bpmn:timerEventDefinition><bpmn:timeDate xsi:type="bpmn:tFormalExpression">${dl.rolled_day}</bpmn:timeDate></bpmn:timerEventDefinition>'
    source = process(
        "following", start(), user("work", mapping(properties={"writ:deadline": "dl"}), camunda_dueDate="${dl.rolled_day}"),
        boundary("over", "work", due, True, follow), user("lapsed"), end(), end("e2"),
        flows=("start > work > end", "over > lapsed > e2"),
    )  # fmt: skip
    deploy(database, alice, {"f.bpmn": source})
    with transaction(database) as session:
        engine.start(session, "following", None, {"dl": row}, alice, NOW)
    with reading(database) as session:
        assert session.exec(select(Task.due_at)).one() == datetime(2026, 3, 16, 15, 59, 59, tzinfo=UTC)
    later = {**row, "id": "d2", "rolled_day": "2028-03-16"}
    with transaction(database) as session:
        assert engine.move_timers(session, "d1", later, alice, NOW) == 1
    assert engine.fire_due_timers(database, datetime(2026, 4, 1, tzinfo=UTC)) == 0
    with reading(database) as session:
        assert session.exec(select(Task.due_at)).one() == datetime(2028, 3, 16, 15, 59, 59, tzinfo=UTC)
        # … and stand in the lists of their groups where they are due now.
        assert session.exec(select(Candidate.due_at)).one() == datetime(2028, 3, 16, 15, 59, 59, tzinfo=UTC)
    assert engine.fire_due_timers(database, datetime(2028, 3, 16, 15, 59, tzinfo=UTC)) == 0
    assert engine.fire_due_timers(database, datetime(2028, 3, 16, 16, tzinfo=UTC)) == 1
    assert tasks(database) == ["lapsed"]


def test_the_same_process_twice_in_a_deployment_is_refused():
    source = process("twin", start(), end(), flows=("start > end",))
    problems = [str(problem) for problem in engine.check({"a.bpmn": source, "b.bpmn": source}).problems]
    assert problems == ["b.bpmn: twin (twin): error: the process 'twin' is in this deployment twice, also in a.bpmn. Give one of them another id."]
