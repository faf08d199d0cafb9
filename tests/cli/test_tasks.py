"""`writ task`: complete and hand over by the same rules as the page."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlmodel import Session, select

from db.models import CaseMember, Instance, Task
from db.session import open_database, transaction
from tests.cases.test_handing_over import DIAGRAM
from tests.databases import SQLite
from worklist import clock, engine, identity
from worklist.cases import file, people, visibility, wiring
from worklist.cli import main
from worklist.identity import IMPORT

FORM = {
    "type": "default", "id": "ask", "schemaVersion": 19,
    "components": [
        {"type": "textfield", "id": "note", "key": "note", "label": "Note"},
        {"type": "dynamiclist", "id": "debtors", "path": "case.debtors", "label": "Debtors",
         "components": [{"type": "textfield", "id": "name", "key": "name", "label": "Name"}]},
    ],
}  # fmt: skip


def writ(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.fixture
def office(sqlite: SQLite, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Three people and a walled case of dora and bob; dora holds a task without a form. Returns the database."""
    url = sqlite.create()
    monkeypatch.setenv("WRIT_DATABASE_URL", url)
    wiring.connect()
    return url


def task(url: str, *, with_form: bool = False) -> str:
    database, now = open_database(url), clock.now()
    with transaction(database) as session:
        people.seed_groups(session)
        for user in ("alice", "bob", "dora"):
            people.add(session, user, user.title(), now, roles=["case_worker"], groups=["intake"])
        diagram = DIAGRAM.replace(b"candidateGroups", b'formRef="ask" camunda:candidateGroups') if with_form else DIAGRAM
        files = {"one.bpmn": diagram} | ({"ask.form": json.dumps(FORM).encode()} if with_form else {})
        engine.deploy(session, files, IMPORT, now, "Test")
        dora = identity.actor(session, "dora")
        case = file.create(session, dora, now)
        session.add(CaseMember(case_id=case.id, user_id="bob"))
        session.flush()
        visibility.set_access(session, case.id, "walled", IMPORT, now)
        engine.start(session, "one_task", case.id, {}, IMPORT, now)
        held = session.exec(select(Task)).one()
        engine.claim(session, held.id, dora, now)
        task_id = held.id
    database.dispose()
    return task_id


def holder(url: str) -> str | None:
    database = open_database(url)
    with Session(database) as session:
        found = session.exec(select(Task.assignee)).one()
    database.dispose()
    return found


def test_a_task_is_handed_over_to_those_who_may_see_its_case(office: str) -> None:
    task_id = task(office)
    refused = writ("task", "hand-over", "--as", "dora", task_id, "--to", "alice")
    assert (refused.exit_code, holder(office)) == (1, "dora")
    assert "may see this case" in refused.stderr
    assert writ("task", "hand-over", "--as", "dora", task_id, "--to", "bob", "--reason", "on leave").exit_code == 0
    assert holder(office) == "bob"


def test_a_task_without_a_form_takes_no_values(office: str) -> None:
    task_id = task(office)
    refused = writ("task", "complete", "--as", "dora", task_id, "--values", '{"boss": "bob"}')
    assert refused.exit_code == 1
    assert "no field “boss”" in refused.stderr
    assert writ("task", "complete", "--as", "dora", task_id).exit_code == 0
    database = open_database(office)
    with Session(database) as session:
        assert session.exec(select(Instance.state)).one() == "ended"
    database.dispose()


@pytest.mark.parametrize("values", ["{}", '{"forged": 1}'])
def test_a_task_behind_a_wall_does_not_exist_for_outsiders(office: str, values: str) -> None:
    task_id = task(office, with_form=True)
    refused = writ("task", "complete", "--as", "alice", task_id, "--values", values)
    assert refused.stderr == f"writ: Expected task '{task_id}', found none\n"


def test_rows_that_are_no_rows_are_refused(office: str) -> None:
    task_id = task(office, with_form=True)
    refused = writ("task", "complete", "--as", "dora", task_id, "--values", '{"case.debtors": [1, 2]}')
    assert refused.exit_code == 1
    assert "Debtors: expects rows" in refused.stderr


def test_half_a_character_is_an_error_of_its_field(office: str) -> None:
    task_id = task(office, with_form=True)
    refused = writ("task", "complete", "--as", "dora", task_id, "--values", r'{"note": "\ud800"}')
    assert refused.exit_code == 1
    assert "holds a character that cannot be kept" in refused.stderr
