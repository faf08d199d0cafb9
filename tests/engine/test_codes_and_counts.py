"""Codes of caught errors and escalations, counts of multi-instance. Source: BPMN 2.0.2 §10.5.6, Table 10.28; Camunda 7 manual."""

from tests.engine.diagrams import boundary, each, end, error, on, process, start, sub, user
from tests.engine.runs import Game

ESCALATION = '<bpmn:escalation id="esc" name="n" escalationCode="X"/>'


def caught(definition: str, thrown: str, roots: str) -> bytes:
    inside = sub("work", start("s2"), user("a"), end("bad", thrown))
    return process(
        "caught", start(), inside, boundary("b", "work", definition), user("u"), end(),
        flows=("start > work > end", "b > u > end", "s2 > a > bad"), roots=roots,
    )  # fmt: skip


def test_a_caught_error_leaves_its_code_in_the_variable_that_the_definition_names():
    definition = '<bpmn:errorEventDefinition errorRef="err" camunda:errorCodeVariable="code"/>'
    assert Game(caught(definition, on("error", "err"), error("err", "E1"))).complete("a").variable("code") == "E1"


def test_a_caught_escalation_leaves_its_code_in_the_variable_that_the_definition_names():
    definition = '<bpmn:escalationEventDefinition escalationRef="esc" camunda:escalationCodeVariable="code"/>'
    assert Game(caught(definition, on("escalation", "esc"), ESCALATION)).complete("a").variable("code") == "X"


def test_a_multi_instance_knows_its_counts_before_the_first_instance_has_ended():
    game = Game(process("p", start(), user("ask", each("=[1, 2, 3]", "item")), end(), flows=("start > ask > end",)))
    seen = game.run.user_tasks()[0].variables
    assert [seen.get(f"nrOf{kind}Instances") for kind in ("", "Completed", "Active")] == [3, 0, 3]


def test_an_error_goes_to_the_event_that_names_its_code_before_one_that_takes_all():
    source = process(
        "p", start(), sub("work", start("s2"), end("bad", on("error", "err"))), boundary("any", "work", on("error")),
        boundary("exact", "work", on("error", "err")), user("ua"), user("ue"), end(),
        flows=("start > work > end", "any > ua > end", "exact > ue > end", "s2 > bad"), roots=error("err", "E1"),
    )  # fmt: skip
    assert Game(source).tasks == ["ue"]
