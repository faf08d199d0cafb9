"""Which version a call, a form or a decision means, and who began an instance. Source: Camunda 7 manual, call activity, forms."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from db.models import Definition, Instance, Task
from db.session import reading, transaction
from tests.engine.diagrams import end, message, node, on, process, script, start, sub, user
from worklist import engine
from worklist.engine import deployments
from worklist.engine.bpmn import read_processes
from worklist.engine.spiff import decode
from worklist.errors import DeploymentRefused, ProcessFailed

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)


def calling(key: str = "calling", **attributes: str) -> bytes:
    """Return a process that calls `called` and waits then."""
    call = node("callActivity", "call", calledElement="called", **attributes)
    return process(key, start(), call, end(), flows=("start > call > end",))


def called(task: str, tag: str = "") -> bytes:
    """Return a version of the called process: its one task tells which."""
    source = process("called", start(), user(task), end(), flows=(f"start > {task} > end",))
    return source.replace(b'isExecutable="true"', f'isExecutable="true" camunda:versionTag="{tag}"'.encode()) if tag else source


def asking(**attributes: str) -> bytes:
    return process("asking", start(), user("ask", camunda_formRef="ask", **attributes), end(), flows=("start > ask > end",))


def form(label: str) -> bytes:
    field = {"type": "textfield", "id": "f", "key": "answer", "label": label, "properties": {"label_zh": "答复"}}
    return json.dumps({"type": "default", "id": "ask", "schemaVersion": 19, "components": [field]}).encode()


class World:
    """Deployments, one a minute, and what runs."""

    def __init__(self, database, alice) -> None:
        self.database, self.alice, self.now = database, alice, NOW

    def deploy(self, **files: bytes) -> engine.Deployed:
        self.now += timedelta(minutes=1)
        with transaction(self.database) as session:
            return engine.deploy(session, {name.replace("_", "."): source for name, source in files.items()}, self.alice, self.now)

    def start(self, key: str = "calling", **variables) -> str:
        with transaction(self.database) as session:
            return engine.start(session, key, None, variables, self.alice, self.now)

    def tasks(self) -> list[str]:
        with reading(self.database) as session:
            return sorted(session.exec(select(Task.element_id).where(Task.state == "open")))

    def variable(self, name: str, instance_id: str):
        with reading(self.database) as session:
            found = session.get_one(Instance, instance_id)
            return decode(found.tokens, deployments.spec_of(session, found.definition_id), None).root.data.get(name)


@pytest.fixture
def world(database, alice) -> World:
    return World(database, alice)


@pytest.mark.parametrize(
    ("attributes", "task"),
    [
        ({}, "third"), ({"camunda_calledElementBinding": "latest"}, "third"), ({"camunda_calledElementBinding": "deployment"}, "second"),
        ({"camunda_calledElementBinding": "version", "camunda_calledElementVersion": "1"}, "first"),
        ({"camunda_calledElementBinding": "versionTag", "camunda_calledElementVersionTag": "spring"}, "first"),
    ],
)  # fmt: skip
def test_a_call_means_the_version_it_is_bound_to(world, attributes, task):
    world.deploy(called_bpmn=called("first", "spring"))
    world.deploy(called_bpmn=called("second", "summer"), calling_bpmn=calling(**attributes))
    world.deploy(called_bpmn=called("third", "autumn"))
    world.start()
    assert world.tasks() == [task]


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ({"camunda_calledElementBinding": "version", "camunda_calledElementVersion": "7"}, "the process 'called' is not deployed in version 7"),
        ({"camunda_calledElementBinding": "versionTag", "camunda_calledElementVersionTag": "winter"}, "0 times with the version tag 'winter', expected once"),
        ({"camunda_calledElementBinding": "versionTag", "camunda_calledElementVersionTag": "spring"}, "2 times with the version tag 'spring', expected once"),
    ],
)  # fmt: skip
def test_a_version_that_is_not_there_or_not_one_fails_the_call(world, attributes, said):
    world.deploy(called_bpmn=called("first", "spring"))
    world.deploy(called_bpmn=called("second", "spring"), calling_bpmn=calling(**attributes))
    with pytest.raises(ProcessFailed, match=said):
        world.start()


@pytest.mark.parametrize(
    ("attributes", "said"),
    [
        ({"camunda_calledElementBinding": "newest"}, "the binding 'newest' is not executed.*latest, deployment, version, versionTag"),
        ({"camunda_calledElementBinding": "version", "camunda_calledElementVersion": "${n}"}, "the version '\\${n}' of its process is no whole number"),
        ({"camunda_calledElementBinding": "versionTag"}, "the version tag of its process is missing"),
    ],
)  # fmt: skip
def test_a_binding_that_says_nothing_is_refused(world, attributes, said):
    with pytest.raises(DeploymentRefused, match=said):
        world.deploy(called_bpmn=called("first"), calling_bpmn=calling(**attributes))


def test_a_changed_process_makes_a_new_version_of_the_one_that_calls_it_in_its_deployment(world):
    bound = {"camunda_calledElementBinding": "deployment"}
    caller = calling("outer", **bound).replace(b'calledElement="called"', b'calledElement="calling"')
    files = {"outer_bpmn": caller, "calling_bpmn": calling(**bound)}
    world.deploy(called_bpmn=called("first"), **files)
    world.start("outer")
    world.deploy(called_bpmn=called("second"), **files)
    world.start("outer")
    assert world.tasks() == ["first", "second"]


def test_processes_that_call_each_other_in_their_deployment_can_be_deployed(world):
    bound = {"camunda_calledElementBinding": "deployment"}
    back = calling("called", **bound).replace(b'calledElement="called"', b'calledElement="calling"')
    deployed = world.deploy(calling_bpmn=calling(**bound), called_bpmn=back)
    assert {(definition.key, definition.version) for definition in deployed.definitions} == {("calling", 1), ("called", 1)}


@pytest.mark.parametrize(
    ("attributes", "label"),
    [
        ({}, "B"), ({"camunda_formRefBinding": "deployment"}, "B"), ({"camunda_formRefBinding": "latest"}, "C"),
        ({"camunda_formRefBinding": "version", "camunda_formRefVersion": "1"}, "A"),
    ],
)  # fmt: skip
def test_a_task_shows_the_form_it_is_bound_to(world, attributes, label):
    world.deploy(ask_form=form("A"))
    world.deploy(ask_form=form("B"), asking_bpmn=asking(**attributes))
    world.deploy(ask_form=form("C"))
    world.start("asking")
    with reading(world.database) as session:
        shown = session.get_one(Definition, session.exec(select(Task.form_id)).one())
        assert json.loads(shown.source)["components"][0]["label"] == label


def test_a_form_version_that_is_not_there_fails_the_step(world):
    world.deploy(ask_form=form("A"), asking_bpmn=asking(camunda_formRefBinding="version", camunda_formRefVersion="2"))
    with pytest.raises(ProcessFailed, match="the form 'ask' is not deployed in version 2"):
        world.start("asking")


def test_a_form_at_a_start_event_is_refused(world):
    source = asking().replace(b'id="start"', b'id="start" camunda:formRef="ask" camunda:formRefBinding="latest"')
    with pytest.raises(DeploymentRefused, match=r"formRef is not executed on a startEvent.*Put a user task"):
        world.deploy(ask_form=form("A"), asking_bpmn=source)


def initiated(*, trigger: str = "") -> bytes:
    return process(
        "initiated", start("start", trigger, camunda_initiator="who"), user("wait"), end(), flows=("start > wait > end",), roots=message("letter")
    )


def test_the_initiator_is_who_began_the_instance(world):
    world.deploy(initiated_bpmn=initiated())
    assert world.variable("who", world.start("initiated", who="somebody else")) == world.alice.id


def test_the_initiator_of_a_message_start_is_who_recorded_the_message(world):
    world.deploy(initiated_bpmn=initiated(trigger=on("message", "m_letter")))
    with transaction(world.database) as session:
        (delivery,) = engine.correlate(session, "letter", None, {}, {}, world.alice, world.now)
    assert world.variable("who", delivery.instance_id) == world.alice.id


@pytest.mark.parametrize(
    ("name", "said"), [("${x}", "the name of the initiator's variable is computed"), ("case", "it sets the reserved name 'case'")]
)
def test_an_initiator_has_a_plain_name_of_its_own(name, said):
    source = initiated().replace(b'initiator="who"', f'initiator="{name}"'.encode())
    assert any(said in str(problem) for problem in read_processes("d.bpmn", source)[1])


def test_an_initiator_inside_a_sub_process_is_refused():
    inner = sub("inner", start("s", camunda_initiator="who"), script("set", "x", "1"), end("e"))
    source = process("p", start(), inner, end(), flows=("start > inner > end", "s > set > e"))
    assert any("only executed where the process itself starts" in str(problem) for problem in read_processes("d.bpmn", source)[1])
