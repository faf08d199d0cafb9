"""Multi-instance: how many, what each gives, when it is enough. Source: BPMN 2.0.2 §10.3.9, §13.3.7; Camunda 7 and 8 manuals."""

import pytest

from tests.engine.diagrams import each, end, message, node, process, script, service, start, sub, user
from tests.engine.runs import Game
from worklist.engine.bpmn import read_processes
from worklist.engine.spiff import StepFailed

ZEEBE = b'<bpmn:definitions xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '


def members(inner: str = "", *, sequential: bool = False, **zeebe: str) -> str:
    """Return multi-instance characteristics; keywords are those of zeebe:loopCharacteristics."""
    written = " ".join(f'{name}="{value}"' for name, value in zeebe.items())
    extension = f"<bpmn:extensionElements><zeebe:loopCharacteristics {written}/></bpmn:extensionElements>" if zeebe else ""
    order = str(sequential).lower()
    return f'<bpmn:multiInstanceLoopCharacteristics isSequential="{order}">{extension}{inner}</bpmn:multiInstanceLoopCharacteristics>'


def cardinality(text: str, until: str = "") -> str:
    inner = f'<bpmn:loopCardinality xsi:type="bpmn:tFormalExpression">{text}</bpmn:loopCardinality>'
    return inner + (f'<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">{until}</bpmn:completionCondition>' if until else "")


def around(activity: str, *, flows: tuple[str, ...] = ()) -> bytes:
    """Return a process with the activity `ask` between its start and the task `after`."""
    source = process("p", start(), activity, user("after"), end(), flows=("start > ask > after > end", *flows), roots=message("reply"))
    return source.replace(b"<bpmn:definitions ", ZEEBE)


COLLECTING = {"inputCollection": "= items", "inputElement": "item", "outputCollection": "answers", "outputElement": "=answer"}


def refusals(source: bytes) -> str:
    return "\n".join(str(problem) for problem in read_processes("d.bpmn", source)[1])


def answer(game: Game, item: str, **values) -> Game:
    """Complete the instance of `ask` for an item."""
    token = next(w.id for w in game.run.user_tasks() if w.node.id == "ask" and w.variables["item"] == item)
    game.run.complete(token, values)
    return game._go_on()


def test_answers_stand_in_the_order_of_the_items_whoever_answers_first():
    game = Game(around(user("ask", members(**COLLECTING))), items=["a", "b", "c"])
    answer(game, "c", answer=3)
    answer(game, "a", answer=1)
    assert game.variable("answers") is None
    answer(game, "b", answer=2)
    assert (game.tasks, game.variable("answers"), game.variable("answer")) == (["after"], [1, 2, 3], None)


def test_in_sequence_answers_are_collected_too():
    game = Game(around(user("ask", members(sequential=True, **COLLECTING))), items=["a", "b"])
    game.complete("ask", answer=1).complete("ask", answer=2)
    assert game.variable("answers") == [1, 2]


def test_nothing_to_ask_gives_an_empty_list():
    assert Game(around(user("ask", members(**COLLECTING))), items=[]).variable("answers") == []


def test_an_item_that_is_not_asked_any_more_has_null_in_its_place():
    inner = '<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">=answer = "no"</bpmn:completionCondition>'
    game = Game(around(user("ask", members(inner, **COLLECTING))), items=["a", "b", "c"])
    answer(game, "b", answer="no")
    assert (game.tasks, game.variable("answers")) == (["after"], [None, "no", None])


def test_what_was_collected_may_be_asked_for_by_the_condition():
    inner = '<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">=count(answers[item = "yes"]) = 2</bpmn:completionCondition>'
    game = Game(around(user("ask", members(inner, **COLLECTING))), items=["a", "b", "c"])
    answer(game, "c", answer="yes")
    assert answer(game, "a", answer="yes").variable("answers") == ["yes", None, "yes"]


def test_sub_processes_scripts_and_messages_give_what_they_set():
    inner = sub("ask", start("s"), script("double", "answer", "=item * 2"), end("e"), loop=members(**COLLECTING))
    assert Game(around(inner, flows=("s > double > e",)), items=[1, 2]).variable("answers") == [2, 4]
    computed = node(
        "scriptTask", "ask", members(**COLLECTING) + "<bpmn:script>item + 1</bpmn:script>", scriptFormat="feel", camunda_resultVariable="answer"
    )
    game = Game(around(computed), items=[1, 2])
    assert (game.variable("answers"), game.variable("answer")) == ([2, 3], None)
    game = Game(around(node("receiveTask", "ask", members(**COLLECTING), messageRef="m_reply")), items=[1, 2]).message("reply", answer="x")
    assert (game.variable("answers"), game.variable("answer")) == (["x", "x"], None)


def test_what_a_service_task_returns_for_one_member_stays_with_it():
    collected = members(inputCollection="=items", inputElement="item", outputCollection="found", outputElement="=done_ask")
    game = Game(around(service("ask", "t", collected)), items=[1, 2])
    assert (game.variable("found"), game.variable("done_ask")) == ([True, True], None)


def test_a_list_collected_inside_a_member_stays_inside_it():
    nested = user("inner", members(inputCollection="=item", inputElement="one", outputCollection="answers", outputElement="=one"))
    outer = members(inputCollection="=items", inputElement="item", outputCollection="all", outputElement="=answers")
    game = Game(around(sub("ask", start("s"), nested, end("e"), loop=outer), flows=("s > inner > e",)), items=[[1, 2], [3]])
    for _ in range(3):
        game.complete("inner")
    assert (game.variable("all"), game.variable("answers")) == ([[1, 2], [3]], None)


@pytest.mark.parametrize(
    ("until", "done"),
    [("=nrOfCompletedInstances = 2", 2), ("=nrOfActiveInstances = 1", 2), ("=nrOfCompletedInstances / nrOfInstances &gt;= 0.5", 2), ("=loopCounter = 0", 1)],
)  # fmt: skip
def test_the_counts_may_be_asked_for_by_the_condition(until, done):
    game = Game(around(user("ask", members(cardinality("3", until)))))
    for _ in range(done):
        assert "ask" in game.tasks
        game.complete("ask")
    assert game.tasks == ["after"]


def test_the_counts_and_the_number_of_the_member_are_known_inside():
    game = Game(around(user("ask", members(cardinality("=n")))), n=3)
    seen = [(w.variables["loopCounter"], w.variables["nrOfInstances"], w.variables["nrOfActiveInstances"]) for w in game.run.user_tasks()]
    assert seen == [(0, 3, 3), (1, 3, 3), (2, 3, 3)]


@pytest.mark.parametrize(
    ("loop", "said"),
    [
        (members(cardinality("=0 - 1")), "expected a whole number of instances from 0 to 1,000, got -1"),
        (members(cardinality('="two"')), "expected a whole number of instances from 0 to 1,000, got two"),
        (members(cardinality("=1.5")), "expected a whole number of instances from 0 to 1,000, got 1.5"),
        (members(cardinality("=null")), "expected a whole number of instances from 0 to 1,000, got None"),
        (each("${who}", "item"), "expected a list as collection, got 'alice'"),
        (each("=null", "item"), "expected a list as collection, got None"),
    ],
)  # fmt: skip
def test_a_number_or_list_that_is_none_fails_the_step(loop, said):
    with pytest.raises(StepFailed, match=f"ask: {said}"):
        Game(around(user("ask", loop)), who="alice")


def test_the_behaviour_of_all_is_the_only_one():
    def behaving(value: str) -> bytes:
        return around(user("ask", members(cardinality("2")).replace("isSequential", f'behavior="{value}" isSequential')))

    assert Game(behaving("All")).tasks == ["ask", "ask"]
    for value in ("None", "One", "Complex"):
        assert f"behavior='{value}' is not executed" in refusals(behaving(value))
        assert "Throw the event inside the activity" in refusals(behaving(value))


@pytest.mark.parametrize(
    ("loop", "said"),
    [
        (members(inputCollection="=items", outputCollection="found"), "an output collection needs an output element"),
        (members(inputCollection="=items", outputCollection="case", outputElement="=1"), "sets the reserved name 'case'"),
        (members(inputCollection="=items", isParallel="true"), "the attribute 'isParallel' of zeebe:loopCharacteristics"),
        (members(outputCollection="found", outputElement="=1"), "without collection or cardinality"),
        (each("${items}", "item").replace("></", '><bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=items"/></bpmn:extensionElements></'), "two collections"),
        (members("<bpmn:loopDataOutputRef>x</bpmn:loopDataOutputRef>" + cardinality("2")), "Use an output collection"),
        (members(cardinality("2") + "<bpmn:extensionElements><camunda:failedJobRetryTimeCycle/></bpmn:extensionElements>"), "is not executed on a multi-instance"),
    ],
)  # fmt: skip
def test_what_a_multi_instance_does_not_execute_is_refused(loop, said):
    assert said in refusals(around(user("ask", loop)))
