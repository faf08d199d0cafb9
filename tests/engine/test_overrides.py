"""Overriding decisions: what the process uses from then on, what stays, what is asked. Source: architecture A34."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from db.models import DecisionOverride, DecisionRun, History, Instance, Task
from db.session import reading, transaction
from tests.engine.diagrams import end, mapping, node, process, start, user
from tests.feel import models
from worklist import engine
from worklist.engine import deployments, history, hooks, overrides
from worklist.engine.spiff import decode
from worklist.errors import BadInput, Conflict, DeploymentRefused
from worklist.identity import Actor

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
#: Amount → band, and the day until which somebody waits.
BANDS = models.definitions(
    models.decision(
        "band", models.table(["amount : number"], ['band : "SMALL","LARGE"', "wait"], ['< 10 | "SMALL" | null', '>= 10 | "LARGE" | date("2026-05-01")'])
    )
)
RULE = node(
    "businessRuleTask", "ask", mapping(outputs={"band": "=found.band", "copy": "=kept"}),
    camunda_decisionRef="band", camunda_resultVariable="found", camunda_mapDecisionResult="singleResult",
)  # fmt: skip
#: Ask, look at it, go one of two ways, ask again.
WAYS = process(
    "ways", start(), RULE, user("look", mapping(inputs={"seen": "=found.band"})), node("exclusiveGateway", "which"),
    user("small"), user("large"), node("exclusiveGateway", "both"), end(),
    flows=(
        "start > ask > look > which", 'which > small ? =band = "SMALL"', "which > large !", "small > both", "large > both",
        'both > ask ? =again = true', "both > end !",
    ),
)  # fmt: skip
OVER = [{"band": "SMALL", "wait": date(2026, 4, 1)}]


@pytest.fixture
def told() -> list[str]:
    """The cases that were told of an override to be confirmed."""
    found: list[str] = []
    hooks.to_confirm = lambda session, case, run, now: found.append(f"{case} {run['number']}")
    return found


def begin(database: Engine, by: Actor, case: str | None = "case-1", **variables: Any) -> str:
    with transaction(database) as session:
        if deployments.latest(session, "process", "ways") is None:
            engine.deploy(session, {"band.dmn": BANDS, "ways.bpmn": WAYS}, by, NOW)
        return engine.start(session, "ways", case, {"amount": 50, "kept": 1, "again": False} | variables, by, NOW)


def complete(database: Engine, by: Actor, element: str, instance: str | None = None, **values: Any) -> None:
    with transaction(database) as session:
        query = select(Task).where(Task.element_id == element, Task.state == "open")
        task = session.exec(query.where(Task.instance_id == instance) if instance else query).one()
        engine.claim(session, task.id, by, NOW)
        engine.complete_task(session, task.id, by, NOW, values)


def runs(database: Engine) -> list[DecisionRun]:
    with reading(database) as session:
        return list(session.exec(select(DecisionRun).order_by(col(DecisionRun.number), col(DecisionRun.at))))


def overriding(
    database: Engine, by: Actor, rows: Any = None, run: DecisionRun | None = None, shown: str | None = None, why: str = "the file says so"
) -> DecisionOverride:
    with transaction(database) as session:
        return overrides.override(session, (run or runs(database)[-1]).id, OVER if rows is None else rows, why, by, NOW, shown=shown)


def variables(database: Engine, instance_id: str) -> dict[str, Any]:
    with reading(database) as session:
        instance = session.get_one(Instance, instance_id)
        return dict(decode(instance.tokens, deployments.spec_of(session, instance.definition_id), None).root.data)


def waiting(database: Engine) -> list[str]:
    with reading(database) as session:
        return sorted(session.exec(select(Task.element_id).where(Task.state == "open")))


def test_without_an_override_the_gateway_goes_where_the_table_says(database, alice):
    begin(database, alice)
    complete(database, alice, "look")
    assert waiting(database) == ["large"]


def test_a_gateway_behind_an_override_goes_where_the_override_says_and_the_table_is_kept(database, alice, bob):
    instance = begin(database, alice)
    overriding(database, bob)
    held = variables(database, instance)
    assert (held["found"], held["band"], held["copy"]) == (OVER[0], "SMALL", 1)
    assert runs(database)[0].outputs["rows"] == [{"band": "LARGE", "wait": "2026-05-01"}]
    complete(database, alice, "look")
    assert waiting(database) == ["small"]


def test_an_open_task_sees_the_override_in_what_it_took_over_when_it_began(database, alice, bob):
    begin(database, alice)
    overriding(database, bob)
    with reading(database) as session:
        task = session.exec(select(Task)).one()
        instance = session.get_one(Instance, task.instance_id)
        run = decode(instance.tokens, deployments.spec_of(session, instance.definition_id), None)
    assert run.token(task.id).data["seen"] == "SMALL"


def test_what_a_later_step_changed_stays_and_the_preview_says_so(database, alice, bob):
    instance = begin(database, alice)
    complete(database, alice, "look", band="LARGE BY HAND")
    with reading(database) as session:
        (effect,) = overrides.preview(session, runs(database)[0], OVER, NOW)
    assert {change.name: change.stays for change in effect.changes or ()} == {"found": False, "band": True}
    overriding(database, bob)
    assert (variables(database, instance)["band"], variables(database, instance)["found"]) == ("LARGE BY HAND", OVER[0])
    assert waiting(database) == ["large"]  # what is past is not undone


def test_a_preview_changes_nothing(database, alice):
    instance = begin(database, alice)
    with reading(database) as session:
        (effect,) = overrides.preview(session, runs(database)[0], OVER, NOW)
    assert [(change.name, change.after) for change in effect.changes or ()] == [("found", OVER[0]), ("band", "SMALL")]
    assert variables(database, instance)["band"] == "LARGE"


def test_an_equal_evaluation_uses_the_override_and_asks_nobody(database, alice, bob, told):
    instance = begin(database, alice)
    kept = overriding(database, bob)
    complete(database, alice, "look")
    complete(database, alice, "small", again=True)
    assert [run.override_id for run in runs(database)] == [None, kept.id]
    assert (variables(database, instance)["band"], told) == ("SMALL", [])


def test_another_instance_of_the_case_uses_it_and_another_case_does_not(database, alice, bob, told):
    begin(database, alice)
    overriding(database, bob)
    same, other = begin(database, alice), begin(database, alice, case="case-2")
    assert (variables(database, same)["band"], variables(database, other)["band"]) == ("SMALL", "LARGE")


def test_without_a_case_an_override_is_for_its_instance_alone(database, alice, bob):
    begin(database, alice, case=None)
    overriding(database, bob)
    assert variables(database, begin(database, alice, case=None))["band"] == "LARGE"


def test_what_a_process_was_begun_for_tells_subjects_apart(database, alice, bob):
    first = begin(database, alice, asset_id="a1")
    overriding(database, bob)
    assert variables(database, first)["band"] == "SMALL"
    assert variables(database, begin(database, alice, asset_id="a2"))["band"] == "LARGE"
    assert variables(database, begin(database, alice, asset_id="a1"))["band"] == "SMALL"


def changed(database: Engine, alice: Actor, bob: Actor, amount: int = 70) -> tuple[str, DecisionOverride]:
    """Override, then ask again with another amount."""
    instance = begin(database, alice)
    kept = overriding(database, bob)
    complete(database, alice, "look")
    complete(database, alice, "small", again=True, amount=amount)
    return instance, kept


def test_changed_inputs_never_overwrite_the_override_and_ask_to_confirm_it(database, alice, bob, told):
    instance, kept = changed(database, alice, bob)
    last = runs(database)[-1]
    assert (variables(database, instance)["band"], told, last.override_id) == ("SMALL", ["case-1 2"], kept.id)
    assert last.outputs["rows"] == [{"band": "LARGE", "wait": "2026-05-01"}]
    with reading(database) as session:
        assert not overrides.is_confirmed(overrides.standing(session, last.place), last)


def test_a_confirmed_override_asks_no_more_for_these_inputs_nor_for_the_first_ones(database, alice, bob, told):
    _, kept = changed(database, alice, bob)
    with transaction(database) as session:
        overrides.confirm(session, kept.id, runs(database)[-1].id, bob, NOW)
    for amount in (70, 50):
        complete(database, alice, "look")
        complete(database, alice, "small", again=True, amount=amount)
    assert told == ["case-1 2"]
    with transaction(database) as session, pytest.raises(Conflict, match="confirmed for these inputs already"):
        overrides.confirm(session, kept.id, runs(database)[-1].id, bob, NOW)


def test_a_withdrawal_brings_back_the_latest_result_of_the_table(database, alice, bob):
    instance, kept = changed(database, alice, bob, amount=5)
    with transaction(database) as session:
        overrides.withdraw(session, kept.id, "I was wrong", bob, NOW)
    assert variables(database, instance)["found"] == {"band": "SMALL", "wait": None}
    with transaction(database) as session, pytest.raises(Conflict, match="ended already"):
        overrides.withdraw(session, kept.id, "again", bob, NOW)
    complete(database, alice, "look")
    complete(database, alice, "small", again=True, amount=50)
    assert (runs(database)[-1].override_id, variables(database, instance)["band"]) == (None, "LARGE")


def test_a_withdrawal_brings_back_days_as_days(database, alice, bob):
    instance = begin(database, alice)
    kept = overriding(database, bob)
    with transaction(database) as session:
        overrides.withdraw(session, kept.id, "I was wrong", bob, NOW)
    assert variables(database, instance)["found"] == {"band": "LARGE", "wait": date(2026, 5, 1)}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([{"band": "HUGE", "wait": None}], "Expected one of SMALL, LARGE as 'band' in row 1"),
        ([{"band": 7, "wait": None}], "'band' in row 1"),
        ([{"band": "SMALL"}], "found 'wait' otherwise"),
        ([{"band": "SMALL", "wait": None, "more": 1}], "found 'more' otherwise"),
        ([*OVER, *OVER], "Expected at most 1 rows"),
        ([{"band": "LARGE", "wait": date(2026, 5, 1)}], "Expected other outputs than those in use"),
        ([{"band": "SMALL", "wait": float("inf")}], "a finite number"),
    ],
)  # fmt: skip
def test_what_the_table_could_not_give_is_refused(database, alice, bob, rows, sentence):
    instance = begin(database, alice)
    with pytest.raises(BadInput, match=sentence):
        overriding(database, bob, rows)
    assert variables(database, instance)["band"] == "LARGE"


@pytest.mark.parametrize("why", ["", "  ", "x" * 501])
def test_an_override_says_why(database, alice, bob, why):
    begin(database, alice)
    with pytest.raises(BadInput, match="Expected a reason"):
        overriding(database, bob, why=why)


def test_an_override_is_changed_by_another_one_which_a_withdrawal_does_not_bring_back(database, alice, bob):
    instance = begin(database, alice)
    first = overriding(database, bob)
    second = overriding(database, bob, [{"band": "SMALL", "wait": None}], shown=first.id)
    assert variables(database, instance)["found"] == {"band": "SMALL", "wait": None}
    with transaction(database) as session:
        overrides.withdraw(session, second.id, "wrong", bob, NOW)
    assert variables(database, instance)["band"] == "LARGE"
    with reading(database) as session:
        assert sorted(session.exec(select(DecisionOverride.state))) == ["replaced", "withdrawn"]


def test_who_did_not_see_the_other_override_is_refused(database, alice, bob):
    begin(database, alice)
    overriding(database, alice)
    with pytest.raises(Conflict, match="'alice' overrode this decision meanwhile"):
        overriding(database, bob, [{"band": "SMALL", "wait": None}])


def test_who_did_not_see_the_latest_result_is_refused(database, alice, bob):
    begin(database, alice)
    complete(database, alice, "look")
    complete(database, alice, "large", again=True, amount=60)
    with pytest.raises(Conflict, match="taken again meanwhile"):
        overriding(database, bob, run=runs(database)[0])


def test_of_two_people_at_once_one_overrides_and_the_other_is_told(database, alice, bob):
    begin(database, alice)
    meet = Barrier(2)

    def try_it(who: Actor) -> str:
        meet.wait()
        try:
            overriding(database, who)
        except Conflict as error:
            return str(error)
        return "done"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(try_it, [alice, bob]), key=len)
    assert said[0] == "done"
    assert "overrode this decision meanwhile" in said[1]
    with reading(database) as session:
        assert len(session.exec(select(DecisionOverride)).all()) == 1


def test_the_chain_says_what_the_table_and_what_the_person_said_and_holds(database, alice, bob):
    _, kept = changed(database, alice, bob)
    with transaction(database) as session:
        overrides.confirm(session, kept.id, runs(database)[-1].id, bob, NOW)
        overrides.withdraw(session, kept.id, "I was wrong", bob, NOW)
    with reading(database) as session:
        events = session.exec(select(History).where(col(History.kind).contains("overr")).order_by(col(History.number))).all()
        assert [(event.kind, event.by) for event in events] == [
            ("decision_overridden", "bob"), ("override_confirmed", "bob"), ("override_withdrawn", "bob"),
        ]  # fmt: skip
        assert events[0].facts["table"] == [{"band": "LARGE", "wait": "2026-05-01"}]
        assert all(event.values_id for event in events)
        assert history.verify(session, "case-1") == []


def test_an_ended_process_keeps_its_end_and_the_next_one_uses_the_override(database, alice, bob):
    begin(database, alice)
    complete(database, alice, "look")
    complete(database, alice, "large")
    with reading(database) as session:
        assert overrides.preview(session, runs(database)[0], OVER, NOW) == []
    overriding(database, bob)
    assert variables(database, begin(database, alice))["band"] == "SMALL"


# -- many rows, many members, expressions, calls ---------------------------------------------

GROUNDS = models.definitions(
    models.decision("grounds", models.table(["amount"], ["ground", "share"], ['> 1 | "A" | 0.5', '> 2 | "B" | null'], "COLLECT"))
)
LISTED = process(
    "listed", start(), node("businessRuleTask", "ask", mapping(outputs={"count": "=count(hits)"}), camunda_decisionRef="grounds", camunda_resultVariable="hits"),
    user("look"), end(), flows=("start > ask > look > end",),
)  # fmt: skip


def test_of_many_rows_one_is_dropped_one_changed_and_one_added(database, alice, bob):
    with transaction(database) as session:
        engine.deploy(session, {"grounds.dmn": GROUNDS, "listed.bpmn": LISTED}, alice, NOW)
        instance = engine.start(session, "listed", "case-1", {"amount": 5}, alice, NOW)
    rows = [{"ground": "A", "share": Decimal("0.75")}, {"ground": "C", "share": None}, {"ground": "D", "share": Decimal(1)}]
    overriding(database, bob, rows)
    assert (variables(database, instance)["hits"], variables(database, instance)["count"]) == (rows, 3)
    overriding(database, bob, [], shown=_standing(database))
    assert variables(database, instance)["hits"] == []


def _standing(database: Engine) -> str:
    with reading(database) as session:
        return session.exec(select(DecisionOverride.id).where(DecisionOverride.state == "in_force")).one()


CASES = models.definitions(
    models.decision("cases", models.table(["amount"], ["way", "cap"], ['> 1 | "JOIN" | 0.5'], "COLLECT")),
    models.decision("basis", models.literal('if count(cases) > 0 then cases else [{way: "SUE", cap: null}]'), ["cases"]),
)
PASSED_ON = process(
    "passed", start(), node("businessRuleTask", "ask", camunda_decisionRef="basis", camunda_resultVariable="hits", camunda_mapDecisionResult="singleEntry"),
    user("look"), end(), flows=("start > ask > look > end",),
)  # fmt: skip


def test_the_rows_that_an_expression_passes_on_are_overridden_as_rows(database, alice, bob):
    with transaction(database) as session:
        engine.deploy(session, {"cases.dmn": CASES, "passed.bpmn": PASSED_ON}, alice, NOW)
        instance = engine.start(session, "passed", "case-1", {"amount": 0}, alice, NOW)
    assert variables(database, instance)["hits"] == [{"way": "SUE", "cap": None}]
    overriding(database, bob, [{"way": "JOIN", "cap": Decimal(3)}, {"way": "SUE", "cap": None}])
    assert variables(database, instance)["hits"] == [{"way": "JOIN", "cap": Decimal(3)}, {"way": "SUE", "cap": None}]


EACH = process(
    "each", start(),
    node(
        "subProcess", "all",
        '<bpmn:multiInstanceLoopCharacteristics camunda:collection="${items}" camunda:elementVariable="item"/>'
        + start("in") + node("businessRuleTask", "ask", mapping(inputs={"amount": "=item.amount"}), camunda_decisionRef="band", camunda_resultVariable="found", camunda_mapDecisionResult="singleResult")
        + user("look") + end("out"),
    ),
    end(), flows=("start > all > end", "in > ask > look > out"),
)  # fmt: skip


def test_an_override_is_for_its_own_member_of_a_multi_instance_alone(database, alice, bob):
    items = [{"id": "one", "amount": 50}, {"id": "two", "amount": 50}]
    with transaction(database) as session:
        engine.deploy(session, {"band.dmn": BANDS, "each.bpmn": EACH}, alice, NOW)
        first = engine.start(session, "each", "case-1", {"items": items}, alice, NOW)
    (one,) = [run for run in runs(database) if run.subject == [["all", "one"]]]
    overriding(database, bob, run=one)
    assert _bands(database, first) == {"one": "SMALL", "two": "LARGE"}
    with transaction(database) as session:  # the other way round: the id tells, not the place
        again = engine.start(session, "each", "case-1", {"items": items[::-1]}, alice, NOW)
    assert _bands(database, again) == {"one": "SMALL", "two": "LARGE"}


def _bands(database: Engine, instance_id: str) -> dict[str, str]:
    with reading(database) as session:
        instance = session.get_one(Instance, instance_id)
        run = decode(instance.tokens, deployments.spec_of(session, instance.definition_id), None)
        members = [token for token in run.tasks.values() if "found" in token.data]
        return {token.data["item"]["id"]: token.data["found"]["band"] for token in members}


COLLECTING = process(
    "collecting", start(),
    node(
        "businessRuleTask", "ask",
        '<bpmn:multiInstanceLoopCharacteristics isSequential="false"><bpmn:extensionElements>'
        '<zeebe:loopCharacteristics xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" inputCollection="=amounts" inputElement="amount" '
        'outputCollection="bands" outputElement="=string(amount) + found.band"/></bpmn:extensionElements></bpmn:multiInstanceLoopCharacteristics>',
        camunda_decisionRef="band", camunda_resultVariable="found", camunda_mapDecisionResult="singleResult",
    ),
    user("look"), end(), flows=("start > ask > look > end",),
)  # fmt: skip


def test_in_the_list_of_a_multi_instance_the_place_of_its_member_changes(database, alice, bob):
    with transaction(database) as session:
        engine.deploy(session, {"band.dmn": BANDS, "collecting.bpmn": COLLECTING}, alice, NOW)
        instance = engine.start(session, "collecting", "case-1", {"amounts": [5, 50]}, alice, NOW)
    assert variables(database, instance)["bands"] == ["5SMALL", "50LARGE"]
    (large,) = [run for run in runs(database) if run.loop_index == 1]
    overriding(database, bob, run=large)
    assert variables(database, instance)["bands"] == ["5SMALL", "50SMALL"]


CALLER = process(
    "caller", start(), RULE, user("look"), node("callActivity", "call", '<bpmn:extensionElements><camunda:in source="band" target="band"/></bpmn:extensionElements>', calledElement="called"),
    end(), flows=("start > ask > look > call > end",),
)  # fmt: skip
CALLED = process("called", start(), user("inside"), end(), flows=("start > inside > end",))


def test_a_process_called_later_gets_the_override(database, alice, bob):
    with transaction(database) as session:
        engine.deploy(session, {"band.dmn": BANDS, "caller.bpmn": CALLER, "called.bpmn": CALLED}, alice, NOW)
        engine.start(session, "caller", "case-1", {"amount": 50, "kept": 1}, alice, NOW)
    overriding(database, bob)
    complete(database, alice, "look")
    with reading(database) as session:
        called = session.exec(select(Instance).where(Instance.definition_key == "called")).one()
    assert variables(database, called.id)["band"] == "SMALL"


def test_a_condition_that_waits_hears_of_the_override(database, alice, bob):
    catch = node("intermediateCatchEvent", "until", "<bpmn:conditionalEventDefinition><bpmn:condition xsi:type=\"bpmn:tFormalExpression\">=band = \"SMALL\"</bpmn:condition></bpmn:conditionalEventDefinition>")
    source = process("waits", start(), RULE, catch, user("look"), end(), flows=("start > ask > until > look > end",))
    with transaction(database) as session:
        engine.deploy(session, {"band.dmn": BANDS, "waits.bpmn": source}, alice, NOW)
        engine.start(session, "waits", "case-1", {"amount": 50, "kept": 1}, alice, NOW)
    assert waiting(database) == []
    overriding(database, bob)
    assert waiting(database) == ["look"]


def test_a_decision_names_the_role_that_may_override_it(database, alice):
    named = '<extensionElements><camunda:properties><camunda:property name="writ:overridden_by" value="manager"/></camunda:properties></extensionElements>'
    source = BANDS.replace(b"<decisionTable", named.encode() + b"<decisionTable", 1)
    with transaction(database) as session:
        engine.deploy(session, {"band.dmn": source, "ways.bpmn": WAYS}, alice, NOW)
        engine.start(session, "ways", "case-1", {"amount": 50, "kept": 1, "again": False}, alice, NOW)
    with reading(database) as session:
        assert overrides.role_of(session, runs(database)[0]) == "manager"


def test_a_role_that_nobody_can_have_is_refused_at_deployment(database, alice):
    hooks.roles = frozenset({"partner", "manager"})
    named = '<extensionElements><camunda:properties><camunda:property name="writ:overridden_by" value="{}"/></camunda:properties></extensionElements>'
    with transaction(database) as session:
        engine.deploy(session, {"band.dmn": BANDS.replace(b"<decisionTable", named.format("manager").encode() + b"<decisionTable", 1)}, alice, NOW)
        with pytest.raises(DeploymentRefused, match="the role 'queen' of writ:overridden_by does not exist"):
            engine.deploy(session, {"band.dmn": BANDS.replace(b"<decisionTable", named.format("queen").encode() + b"<decisionTable", 1)}, alice, NOW)
