"""Standard loops: an activity that is done again while its condition holds. Source: BPMN 2.0.2 §10.3.8."""

import pytest

from tests.engine.diagrams import end, message, node, process, script, start, sub, user
from tests.engine.runs import Game


def loop(condition: str = "", **attributes: str) -> str:
    written = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    inner = f'<bpmn:loopCondition xsi:type="bpmn:tFormalExpression">{condition}</bpmn:loopCondition>' if condition else ""
    return f"<bpmn:standardLoopCharacteristics {written}>{inner}</bpmn:standardLoopCharacteristics>"


def looped(characteristics: str) -> bytes:
    return process("p", start(), user("ask", characteristics), end(), flows=("start > ask > end",))


def test_a_task_is_done_once_and_again_while_its_condition_holds():
    game = Game(looped(loop("${again}")), again=False)
    game.complete("ask", again=True).complete("ask", again=True)
    assert game.tasks == ["ask"]
    assert game.complete("ask", again=False).ended


def test_a_condition_that_is_tested_before_may_leave_the_task_out():
    assert Game(looped(loop("${again}", testBefore="true")), again=False).ended
    assert Game(looped(loop("${again}", testBefore="true")), again=True).tasks == ["ask"]


@pytest.mark.parametrize("rounds", [1, 3])
def test_a_loop_ends_at_its_maximum(rounds):
    game = Game(looped(loop("${true}", loopMaximum=str(rounds))))
    for _ in range(rounds):
        assert not game.ended
        game.complete("ask")
    assert game.ended


def test_the_rounds_of_a_sub_process_are_counted_and_share_their_variables():
    inner = sub("each", start("s"), script("count", "sum", "=sum + loopCounter"), end("e"), loop=loop("=sum &lt; 10"))
    game = Game(process("p", start(), inner, user("after"), end(), flows=("start > each > after > end", "s > count > e")), sum=0)
    assert game.tasks == ["after"]
    assert game.variable("sum") == 10


def test_a_loop_of_thousands_of_rounds_leaves_nothing_behind():
    task = node("scriptTask", "count", loop("=n &lt; 3000") + "<bpmn:script>=n + 1</bpmn:script>", scriptFormat="feel", camunda_resultVariable="n")
    game = Game(process("p", start(), task, user("after"), end(), flows=("start > count > after > end",)), n=0)
    while not game.tasks:
        game._go_on()
    assert game.variable("n") == 3000
    assert len(game.run.tasks) == 2


def test_an_event_may_share_its_definition():
    shared = '<bpmn:messageEventDefinition id="shared" messageRef="m_ruling"/>'
    source = process(
        "p", start(), node("intermediateCatchEvent", "wait", "<bpmn:eventDefinitionRef>shared</bpmn:eventDefinitionRef>"), user("after"), end(),
        flows=("start > wait > after > end",), roots=message("ruling") + shared,
    )  # fmt: skip
    assert Game(source).message("ruling").tasks == ["after"]
