"""Who may be given a task: the users who could open it, and nobody else."""

import pytest
from sqlmodel import Session

from db.models import CaseMember, Task
from worklist import engine, identity
from worklist.cases import file, people, tasks, visibility
from worklist.errors import BadInput, NotFound
from worklist.identity import IMPORT

DIAGRAM = b"""<?xml version="1.0"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
  targetNamespace="t"><bpmn:process id="one_task" isExecutable="true"><bpmn:startEvent id="begin"/>
  <bpmn:sequenceFlow id="a" sourceRef="begin" targetRef="work"/><bpmn:userTask id="work" name="Work" camunda:candidateGroups="intake"/>
  <bpmn:sequenceFlow id="b" sourceRef="work" targetRef="done"/><bpmn:endEvent id="done"/></bpmn:process></bpmn:definitions>"""
PEOPLE = {"alice": ["case_worker"], "bob": ["partner"], "charlie": [], "dora": ["clerk"], "root": ["admin"]}


@pytest.fixture
def task(session: Session, now) -> Task:
    """A task that dora holds, of a case that everybody sees but bob, who is kept out."""
    people.seed_groups(session)
    for user, roles in PEOPLE.items():
        people.add(session, user, user.title(), now, roles=roles, groups=["intake"])
    engine.deploy(session, {"one.bpmn": DIAGRAM}, IMPORT, now, "Test")
    case = file.create(session, identity.actor(session, "dora"), now)
    session.add(CaseMember(case_id=case.id, user_id="bob", denied=True))
    engine.start(session, "one_task", case.id, {}, IMPORT, now)
    return engine.claim_next(session, identity.actor(session, "dora"), now)


@pytest.mark.parametrize("access", visibility.ACCESS)
def test_those_who_may_get_a_task_are_those_who_may_see_its_case_and_have_a_role(session, task, now, access):
    session.add(CaseMember(case_id=task.case_id, user_id="alice"))
    session.flush()
    visibility.set_access(session, task.case_id, access, IMPORT, now)

    def sees(user: str) -> bool:
        try:
            return bool(visibility.must_see(session, task.case_id, identity.actor(session, user)))
        except NotFound:
            return False

    offered = {user.id for user in tasks.receivers(session, task)}
    assert offered == {user for user, roles in PEOPLE.items() if roles and sees(user)}
    assert "bob" not in offered


@pytest.mark.parametrize("to", ["bob", "charlie", "nobody", "\0"])
def test_a_task_goes_to_nobody_who_could_not_open_it(session, task, now, to):
    with pytest.raises(BadInput, match="may see this case"):
        tasks.hand_over(session, task.id, to, identity.actor(session, "dora"), now)
    assert task.assignee == "dora"


def test_a_task_goes_to_somebody_who_may_see_it_with_the_reason(session, task, now):
    assert tasks.hand_over(session, task.id, "alice", identity.actor(session, "dora"), now, "on leave").assignee == "alice"


def test_a_reason_with_control_characters_is_refused(session, task, now):
    with pytest.raises(BadInput, match="control characters"):
        tasks.hand_over(session, task.id, "alice", identity.actor(session, "dora"), now, "a\0b")


def test_whoever_may_not_see_the_case_hands_nothing_over(session, task, now):
    with pytest.raises(NotFound):
        tasks.hand_over(session, task.id, "alice", identity.actor(session, "bob"), now)
