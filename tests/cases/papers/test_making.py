"""A paper is a document of its case: kept byte for byte with its hash, in the history, behind the wall of the case."""

import hashlib
from pathlib import Path

import pytest
from sqlmodel import select

from db.models import Document, History
from tests.cases.papers.word import template, text
from tests.engine.diagrams import end, process, start, user
from worklist import engine
from worklist.cases import documents, file, papers, visibility, wiring
from worklist.engine import deployments, history
from worklist.errors import BadInput, DeploymentRefused, NotFound, ProcessFailed

HELLO = template("{{ case.number }}：{{ case.client.name }}诉{{ party.name }}，{{ measure.kind }}{{ asset.description }}，{{ fields.grounds }}")


@pytest.fixture
def case(session, alice, now):
    wiring.connect()
    engine.deploy(session, {"hello.docx": HELLO}, alice, now)
    made = file.create(session, alice, now)
    facts = {
        "case.client.name": "Thames", "case.debtors": [{"name": "甲", "role": "DEBTOR"}], "case.assets": [{"description": "厂房"}],
    }  # fmt: skip
    changes = file.write(session, made.id, facts, alice, now)
    asset = next(change.member for change in changes if change.path.startswith("case.assets"))
    file.write(session, made.id, {"case.measures": [{"kind": "FREEZE", "asset_id": asset}]}, alice, now)
    return made


def member(session, case, list_path):
    from worklist.cases import store

    return store.members(session, case.id, list_path)[0].id


def test_a_paper_is_kept_with_its_hash_and_told_in_the_history(session, case, alice, now):
    chosen = {"party": member(session, case, "debtors"), "measure": member(session, case, "measures")}
    made = papers.make(session, case.id, "hello", alice, now, chosen=chosen, fields={"grounds": "欠款未还"})
    kept = documents.content(session, made.document.id, alice)
    assert text(kept.content)[0] == f"{case.number}：Thames诉甲，冻结厂房，欠款未还"
    assert (kept.name, made.missing) == (f"申请书 {case.number}.docx", [])
    assert made.document.sha256 == hashlib.sha256(kept.content).hexdigest()
    assert (made.document.kind, made.document.payload["template"], made.document.payload["version"]) == ("PAPER", "hello", 1)
    told = session.exec(select(History).where(History.kind == "paper_made")).one()
    assert (told.chain, told.facts["sha256"], told.by) == (case.id, made.document.sha256, "alice")
    assert history.verify(session, case.id) == []


def test_what_the_case_does_not_hold_is_told(session, case, alice, now):
    made = papers.make(session, case.id, "hello", alice, now)
    assert made.missing == ["case.debtors[].name", "case.measures[].kind", "case.assets[].description", "fields.grounds"]


def test_the_newest_version_is_used_and_the_older_ones_stay(session, case, alice, now):
    assert engine.deploy(session, {"hello.docx": HELLO}, alice, now).definitions[0].version == 1
    engine.deploy(session, {"hello.docx": template("新{{ case.number }}")}, alice, now)
    made = papers.make(session, case.id, "hello", alice, now)
    assert made.document.payload["version"] == 2
    assert text(documents.content(session, made.document.id, alice).content)[0] == f"新{case.number}"
    first = papers.make(session, case.id, "hello", alice, now).document.payload["definition_id"]
    assert deployments.latest_id(session, "template", "hello") == first


def test_nobody_makes_a_paper_of_a_case_that_is_walled_off(session, case, alice, bob, now):
    visibility.set_access(session, case.id, "walled", alice, now)
    with pytest.raises(NotFound):
        papers.make(session, case.id, "hello", bob, now)
    made = papers.make(session, case.id, "hello", alice, now)
    assert made.document.wall_id == case.id
    with pytest.raises(NotFound):
        documents.content(session, made.document.id, bob)


def test_a_member_of_another_case_is_refused_and_nothing_is_kept(session, case, alice, now):
    with pytest.raises(BadInput, match="member of this case"):
        papers.make(session, case.id, "hello", alice, now, chosen={"party": "somebody else"})
    with pytest.raises(NotFound, match="template called 'nothing'"):
        papers.make(session, case.id, "nothing", alice, now)
    assert session.exec(select(Document)).all() == []


def test_a_template_with_a_problem_is_not_deployed_and_nothing_beside_it(session, case, alice, now):
    with pytest.raises(DeploymentRefused, match=r"bad.docx: error: 'case.nubmer' is not in the case file; did you mean 'case.number'\?"):
        engine.deploy(session, {"bad.docx": template("{{ case.nubmer }}"), "good.docx": template("a")}, alice, now)
    assert deployments.keys(session, "template") == ["hello"]


PAPER = (
    '<bpmn:serviceTask id="paper" name="paper" camunda:type="external" camunda:topic="paper.generate"><bpmn:extensionElements><camunda:inputOutput>'
    '<camunda:inputParameter name="template">%s</camunda:inputParameter><camunda:inputParameter name="fields">=["grounds"]</camunda:inputParameter>'
    "</camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask>"
)


def diagram(key: str, name: str = "drafting") -> bytes:
    return process(name, start(), PAPER % key, user("check"), end(), flows=("start > paper > check > end",))


def test_a_diagram_makes_a_paper_from_its_variables(session, case, alice, now):
    engine.deploy(session, {"drafting.bpmn": diagram("hello")}, alice, now)
    variables = {"grounds": "欠款未还", "party_id": "main", "debtor_id": member(session, case, "debtors"), "measure_id": member(session, case, "measures")}
    instance_id = engine.start(session, "drafting", case.id, variables, alice, now)
    made = session.exec(select(Document).where(Document.kind == "PAPER")).one()
    assert text(documents.content(session, made.id, alice).content)[0] == f"{case.number}：Thames诉甲，冻结厂房，欠款未还"
    assert engine.of_case(session, case.id)[0].id == instance_id


def test_a_diagram_that_names_no_template_or_another_language_stops_with_the_reason(session, case, alice, now):
    for key, reason in (("${name}", "template called 'nothing'"), ('hello</camunda:inputParameter><camunda:inputParameter name="language">en', "templates are Chinese")):
        engine.deploy(session, {"drafting.bpmn": diagram(key)}, alice, now)
        with pytest.raises(ProcessFailed, match=reason):
            engine.start(session, "drafting", case.id, {"name": "nothing"}, alice, now)


def test_a_diagram_is_not_deployed_without_the_template_it_names(session, case, alice, now):
    with pytest.raises(DeploymentRefused, match="the template 'gone' is not deployed and not in this deployment"):
        engine.deploy(session, {"drafting.bpmn": diagram("gone")}, alice, now)
    with pytest.raises(DeploymentRefused, match="no template is named"):
        engine.deploy(session, {"drafting.bpmn": diagram("hello").replace(b'name="template"', b'name="paper"')}, alice, now)
    engine.deploy(session, {"drafting.bpmn": diagram("gone"), "gone.docx": template("a")}, alice, now)


def test_every_shipped_template_is_deployed_with_the_command_that_deploys_diagrams(session, alice, now):
    from worklist import serving

    wiring.connect()
    folder = Path(__file__).resolve().parents[3] / "papers"
    deployed = engine.deploy(session, serving.resources([folder]), alice, now)
    assert {definition.kind for definition in deployed.definitions} == {"template"}
    assert len(deployed.definitions) == len(list(folder.glob("*.docx")))
