"""Business rule tasks: which decision is asked, what its result becomes, what stays behind. Source: DMN 1.5 §8.2.11."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from db.models import DecisionRun, Definition, Incident, Instance
from db.session import reading, transaction
from tests.engine.diagrams import end, mapping, node, process, start, user
from tests.feel import models
from worklist import engine
from worklist.engine import deployments
from worklist.engine.spiff import decode
from worklist.errors import DeploymentRefused, ProcessFailed
from worklist.identity import Actor

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
BANDS = ["< 10 | \"SMALL\"", "[10..100) | \"MIDDLE\"", ">= 100 | \"LARGE\""]


def banding(rows: list[str], policy: str = "UNIQUE", outputs: tuple[str, ...] = ("band",), *parts: str) -> bytes:
    """Return a file with the decision `band` over the variable `amount`."""
    return models.definitions(*parts, models.decision("band", models.table(["amount"], outputs, rows, policy)))


def asking(inner: str = "", **options: str) -> bytes:
    """Return a process that asks for `band` and then waits for a person."""
    asked = {"camunda_decisionRef": "band", "camunda_resultVariable": "found", **options}
    return process(
        "asking", start(), node("businessRuleTask", "ask", inner, **asked), user("read"), end(),
        flows=("start > ask > read > end",),
    )  # fmt: skip


def deploy(database: Engine, by: Actor, *, at: datetime = NOW, **files: bytes) -> engine.Deployed:
    named = {name.replace("_", "."): source for name, source in files.items()}
    with transaction(database) as session:
        return engine.deploy(session, named, by, at)


def begin(database: Engine, by: Actor, **variables: Any) -> str:
    with engine.command(database, NOW) as session:
        return engine.start(session, "asking", None, variables, by, NOW)


def found(database: Engine, instance_id: str, name: str = "found") -> Any:
    """Return a variable of an instance."""
    with reading(database) as session:
        instance = session.get_one(Instance, instance_id)
        return decode(instance.tokens, deployments.spec_of(session, instance.definition_id), None).root.data[name]


def run(database: Engine) -> DecisionRun:
    with reading(database) as session:
        return session.exec(select(DecisionRun)).one()


@pytest.mark.parametrize(
    ("mapping_", "policy", "result"),
    [
        ("singleEntry", "UNIQUE", "MIDDLE"), ("singleResult", "UNIQUE", {"band": "MIDDLE"}),
        ("collectEntries", "COLLECT", ["MIDDLE"]), ("resultList", "COLLECT", [{"band": "MIDDLE"}]),
    ],
)  # fmt: skip
def test_the_result_is_mapped_as_the_task_says(database, alice, mapping_, policy, result):
    deploy(database, alice, band_dmn=banding(BANDS, policy), asking_bpmn=asking(camunda_mapDecisionResult=mapping_))
    assert found(database, begin(database, alice, amount=12)) == result


def test_without_a_mapping_the_result_is_a_list_of_rows_and_an_output_parameter_may_take_it_apart(database, alice):
    source = asking(mapping(outputs={"band": "=found[1].band"}))
    deploy(database, alice, band_dmn=banding(BANDS), asking_bpmn=source)
    instance = begin(database, alice, amount=5)
    assert (found(database, instance), found(database, instance, "band")) == ([{"band": "SMALL"}], "SMALL")


@pytest.mark.parametrize("mapping_", ["singleEntry", "collectEntries"])
def test_one_output_cannot_be_taken_from_a_table_with_two(database, alice, mapping_):
    source = banding(["- | 1 | 2"], "UNIQUE", ("low", "high"))
    deploy(database, alice, band_dmn=source, asking_bpmn=asking(camunda_mapDecisionResult=mapping_))
    with pytest.raises(ProcessFailed, match="expected one output, got low, high"):
        begin(database, alice, amount=5)


def test_an_evaluation_is_kept_with_inputs_rows_outputs_and_version(database, alice):
    deployed = deploy(database, alice, band_dmn=banding(BANDS), asking_bpmn=asking())
    instance = begin(database, alice, amount=12)
    kept = run(database)
    assert (kept.instance_id, kept.element_id, kept.decision_id) == (instance, "ask", "band")
    assert kept.definition_id in {definition.id for definition in deployed.definitions}
    assert (kept.inputs, kept.matched) == ({"amount": "12"}, {"band": [{"row": 2, "id": "r2", "notes": ["note 2"], "asked": ["amount"]}]})
    assert kept.outputs == {"rows": [{"band": "MIDDLE"}]}


def test_what_went_wrong_on_the_way_is_kept_by_decision(database, alice):
    base = models.decision("base", models.literal("1 + text"))
    table = models.table(["amount", "base"], ["band"], ["< 10 | null | 1"])
    source = models.definitions(base, models.decision("band", table, ["base"]))
    deploy(database, alice, band_dmn=source, asking_bpmn=asking())
    begin(database, alice, amount=5, text="A")
    kept = run(database).outputs
    assert (kept["rows"], list(kept["errors"])) == ([{"band": "1"}], ["base"])


def test_overlapping_rows_that_only_the_variables_decide_are_an_incident_with_decision_rows_and_inputs(database, alice):
    rows = ["< limit | 1", "> 2 | 2"]
    deploy(database, alice, band_dmn=banding(rows), asking_bpmn=asking())
    with pytest.raises(ProcessFailed):
        begin(database, alice, amount=5, limit=10)
    with reading(database) as session:
        incident = session.exec(select(Incident)).one()
        assert session.exec(select(DecisionRun)).all() == []
    assert incident.message == "band: rows 1 and 2 match, but only one may (hit policy UNIQUE); its inputs: amount = 5"
    assert incident.element_id == "ask"


def test_rows_that_differ_under_any_are_an_incident(database, alice):
    deploy(database, alice, band_dmn=banding(["< limit | 1", "> 2 | 2"], "ANY"), asking_bpmn=asking())
    with pytest.raises(ProcessFailed, match="rows 1 and 2 match and differ in their outputs"):
        begin(database, alice, amount=5, limit=10)


def test_several_results_where_one_is_asked_for_are_an_incident_with_their_rows(database, alice):
    source = banding(["< 10 | 1", "< 20 | 2", "< 30 | 3"], "COLLECT")
    deploy(database, alice, band_dmn=source, asking_bpmn=asking(camunda_mapDecisionResult="singleResult"))
    with pytest.raises(ProcessFailed, match=r"got 2 \(rows 2 and 3 match\); its inputs: amount = 15"):
        begin(database, alice, amount=15)


def test_a_missing_input_that_the_model_draws_is_an_incident(database, alice):
    table = models.table(["amount"], ["band"], BANDS)
    drawn = models.definitions('<inputData id="amount" name="amount"/>', models.decision("band", table, ["i:amount"]))
    deploy(database, alice, band_dmn=drawn, asking_bpmn=asking())
    with pytest.raises(ProcessFailed, match="band: the input 'amount' is missing"):
        begin(database, alice)


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        ({}, "NEW"), ({"camunda_decisionRefBinding": "latest"}, "NEW"), ({"camunda_decisionRefBinding": "deployment"}, "OLD"),
        ({"camunda_decisionRefBinding": "version", "camunda_decisionRefVersion": "1"}, "OLD"),
    ],
)  # fmt: skip
def test_a_task_asks_the_version_it_is_bound_to(database, alice, options, answer):
    asked = asking(camunda_mapDecisionResult="singleEntry", **options)
    deploy(database, alice, band_dmn=banding(['- | "OLD"']), asking_bpmn=asked)
    deploy(database, alice, at=NOW + timedelta(days=1), band_dmn=banding(['- | "NEW"']))
    assert found(database, begin(database, alice, amount=1)) == answer


def test_a_decision_that_came_unchanged_with_its_process_is_still_the_one_of_the_deployment(database, alice):
    asked = asking(camunda_mapDecisionResult="singleEntry", camunda_decisionRefBinding="deployment")
    deploy(database, alice, band_dmn=banding(['- | "OLD"']))
    deploy(database, alice, at=NOW + timedelta(days=1), band_dmn=banding(['- | "OLD"']), asking_bpmn=asked)
    assert found(database, begin(database, alice, amount=1)) == "OLD"


def test_a_changed_decision_makes_a_new_version_of_the_process_bound_to_it(database, alice):
    asked = asking(camunda_decisionRefBinding="deployment")
    deploy(database, alice, band_dmn=banding(['- | "OLD"']), asking_bpmn=asked)
    deploy(database, alice, at=NOW + timedelta(days=1), band_dmn=banding(['- | "NEW"']), asking_bpmn=asked)
    with reading(database) as session:
        query = select(Definition.version).where(col(Definition.key) == "asking")
        assert sorted(session.exec(query)) == [1, 2]


def test_a_version_that_is_not_deployed_is_an_incident(database, alice):
    asked = asking(camunda_decisionRefBinding="version", camunda_decisionRefVersion="7")
    deploy(database, alice, band_dmn=banding(BANDS), asking_bpmn=asked)
    with pytest.raises(ProcessFailed, match="the decision 'band' is not deployed in version 7"):
        begin(database, alice, amount=1)


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ({"camunda_decisionRefBinding": "versionTag"}, "the binding 'versionTag' is not executed"),
        ({"camunda_mapDecisionResult": "first"}, "the result mapping 'first' is not known"),
        ({"camunda_decisionRefBinding": "version"}, "the version '' of its decision is no whole number"),
    ],
)
def test_a_task_that_asks_in_an_unknown_way_is_refused(database, alice, options, refusal):
    with pytest.raises(DeploymentRefused, match=refusal):
        deploy(database, alice, band_dmn=banding(BANDS), asking_bpmn=asking(**options))
