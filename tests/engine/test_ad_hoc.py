"""Ad-hoc sub-processes: what may be done in any order, and when that is enough. Source: BPMN 2.0.2 §10.3.5, §13.3.5."""

import pytest

from tests.engine.diagrams import (
    ad_hoc,
    boundary,
    each,
    end,
    message,
    node,
    on,
    process,
    script,
    start,
    sub,
    user,
)
from tests.engine.runs import Game
from worklist.engine import soundness
from worklist.engine.bpmn import read_processes
from worklist.engine.spiff import StepFailed


def around(inner: str, *more: str, flows: tuple[str, ...] = ()) -> bytes:
    """Return a process with an ad-hoc sub-process `prepare` between its start and the task `after`."""
    return process(
        "p", start(), inner, *more, user("after"), end(), flows=("start > prepare > after > end", *flows), roots=message("recall")
    )


def three(until: str = "", **attributes: str) -> bytes:
    return around(ad_hoc("prepare", user("a"), user("b"), user("c"), until=until, **attributes))


def refusals(source: bytes) -> str:
    return "\n".join(str(problem) for problem in read_processes("d.bpmn", source)[1])


def test_all_activities_are_open_at_once_and_without_a_condition_all_must_be_done():
    game = Game(three())
    assert game.tasks == ["a", "b", "c"]
    game.complete("b").complete("c")
    assert game.tasks == ["a"]
    assert game.complete("a").tasks == ["after"]


def test_when_the_condition_holds_what_is_still_open_is_cancelled():
    game = Game(three("=ready", ordering="Parallel", cancelRemainingInstances="true"), ready=False).complete("a")
    assert game.tasks == ["b", "c"]
    assert game.complete("c", ready=True).tasks == ["after"]


def test_without_cancelling_what_is_still_open_is_done_and_nothing_new_begins():
    inner = ad_hoc("prepare", user("a"), user("b"), user("then"), until="${ready}", cancelRemainingInstances="false")
    game = Game(around(inner, flows=("b > then",)), ready=False).complete("a", ready=True)
    assert game.tasks == ["b"]
    assert game.complete("b").tasks == ["after"]


def test_without_cancelling_what_waits_at_a_gateway_is_dropped():
    inner = ad_hoc(
        "prepare", user("a"), user("b"), user("c"), node("parallelGateway", "join"), user("then"), until="${ready}",
        cancelRemainingInstances="false",
    )  # fmt: skip
    game = Game(around(inner, flows=("a > join > then", "b > join")), ready=False).complete("a").complete("c", ready=True)
    assert game.tasks == ["b"]
    assert game.complete("b").tasks == ["after"]


def test_while_the_condition_does_not_hold_all_is_offered_anew():
    game = Game(three("=n > 3"), n=0).complete("a").complete("b").complete("c", n=1)
    assert game.tasks == ["a", "b", "c"]
    assert game.complete("b", n=4).tasks == ["after"]


def test_in_sequence_one_activity_is_open_at_a_time_in_the_order_of_the_diagram():
    game = Game(three(ordering="Sequential"))
    seen = []
    while game.tasks != ["after"]:
        seen += game.tasks
        game.complete(game.tasks[0])
    assert seen == ["a", "b", "c"]


def test_in_sequence_the_condition_is_asked_after_each_activity():
    game = Game(three("=ready", ordering="Sequential"), ready=False).complete("a")
    assert game.tasks == ["b"]
    assert game.complete("b", ready=True).tasks == ["after"]


def test_in_sequence_what_follows_an_activity_comes_before_the_next():
    inner = ad_hoc("prepare", user("a"), user("b"), user("then"), ordering="Sequential")
    game = Game(around(inner, flows=("a > then",))).complete("a")
    assert game.tasks == ["then"]
    assert game.complete("then").tasks == ["b"]


def test_in_sequence_all_is_offered_anew_from_the_first():
    game = Game(three("=ready", ordering="Sequential"), ready=False)
    for element in "abc":
        game.complete(element)
    assert game.tasks == ["a"]


def test_flows_inside_say_what_comes_first():
    inner = ad_hoc("prepare", user("a"), user("b"), node("exclusiveGateway", "choice"), user("c"), user("d"))
    flows = ("a > choice", "choice > c ? ${more}", "choice > d !")
    game = Game(around(inner, flows=flows))
    assert game.tasks == ["a", "b"]
    assert game.complete("a", more=True).tasks == ["b", "c"]
    assert game.complete("c").complete("b").tasks == ["after"]


def test_automatic_activities_are_done_at_once():
    inner = ad_hoc("prepare", script("count", "n", "=n + 1"), until="=n >= 5")
    assert Game(around(inner), n=0).variable("n") == 5


def test_an_interrupting_event_ends_it_with_all_that_is_open():
    recalled = boundary("recalled", "prepare", on("message", "m_recall"))
    source = around(ad_hoc("prepare", user("a"), user("b")), recalled, user("stop"), end("e2"), flows=("recalled > stop > e2",))
    game = Game(source).complete("a").message("recall")
    assert game.tasks == ["stop"]
    assert game.complete("stop").ended


def test_an_event_at_an_activity_inside_goes_its_way_inside():
    recalled = boundary("recalled", "a", on("message", "m_recall"))
    game = Game(around(ad_hoc("prepare", user("a"), recalled, user("stop")), flows=("recalled > stop",))).message("recall")
    assert game.tasks == ["stop"]
    assert game.complete("stop").tasks == ["after"]


def test_an_ad_hoc_sub_process_may_stand_in_another_and_hold_an_ordinary_one():
    deepest = sub("plain", start("s"), user("x"), end("e"))
    inner = ad_hoc("prepare", user("a"), ad_hoc("nested", user("b"), deepest, until="=enough"))
    game = Game(around(inner, flows=("s > x > e",)), enough=False)
    assert game.tasks == ["a", "b", "x"]
    assert game.complete("x", enough=True).tasks == ["a"]
    assert game.complete("a").tasks == ["after"]


def test_it_may_be_done_once_for_each_member_of_a_list():
    inner = ad_hoc("prepare", user("a"), user("b"), until="=ready", inner=each("items", "item"))
    game = Game(around(inner), items=[1, 2], ready=False)
    assert game.tasks == ["a", "a", "b", "b"]
    assert game.complete("a", ready=True).tasks == ["a", "b"]
    assert game.complete("b", ready=True).tasks == ["after"]


def test_a_member_with_nothing_to_do_does_not_end_what_is_offered_beside_it():
    inner = ad_hoc("prepare", user("a", each("nobody", "one")), user("b"))
    assert Game(around(inner), nobody=[]).tasks == ["b"]


def test_an_event_sub_process_listens_while_it_is_open():
    heard = sub("letter", start("came", on("message", "m_recall"), isInterrupting="false"), user("read"), end("done"), event=True)
    game = Game(around(ad_hoc("prepare", user("a"), heard), flows=("came > read > done",))).message("recall").complete("a")
    assert game.tasks == ["read"]
    assert game.complete("read").tasks == ["after"]


@pytest.mark.parametrize(
    ("inner", "flows", "said"),
    [
        (ad_hoc("prepare", start("s"), user("a"), end("e")), ("s > a > e",), "has no start and end events. Remove it"),
        (ad_hoc("prepare"), (), "nothing in the ad-hoc sub-process can be done first"),
        (ad_hoc("prepare", user("a"), ordering="Random"), (), "the ordering 'Random' is not known"),
        (ad_hoc("prepare", user("a"), node("intermediateCatchEvent", "x", on("message", "m_recall"))), (), "an event in an ad-hoc sub-process that no flow leads to"),
        (ad_hoc("prepare", user("a"), user("b"), user("c"), ordering="Sequential"), ("a > b", "a > c"), "one activity is done at a time"),
        (ad_hoc("prepare", user("a"), boundary("x", "a", on("message", "m_recall"), False), user("b"), ordering="Sequential"), ("x > b",), "Make it interrupting"),
        (ad_hoc("prepare", user("a"), until="enough"), (), "the condition 'enough' is in no known language"),
    ],
)  # fmt: skip
def test_what_an_ad_hoc_sub_process_cannot_hold_is_refused(inner, flows, said):
    assert said in refusals(around(inner, flows=flows))


@pytest.mark.parametrize("ordering", ["Parallel", "Sequential"])
@pytest.mark.parametrize("until", ["", "=ready"])
def test_an_ad_hoc_sub_process_is_sound(ordering, until):
    inner = ad_hoc("prepare", user("a"), user("b"), user("then"), until=until, ordering=ordering)
    (read,), _ = read_processes("d.bpmn", around(inner, flows=("a > then",)))
    assert soundness.check(read) == []


def test_a_join_inside_that_waits_for_ever_is_found():
    inner = ad_hoc(
        "prepare", user("a"), node("exclusiveGateway", "choice"), user("b"), user("c"), node("parallelGateway", "join"), user("d")
    )
    flows = ("a > choice", "choice > b ? ${x}", "choice > c !", "b > join > d", "c > join")
    (read,), _ = read_processes("d.bpmn", around(inner, flows=flows))
    assert {"deadlock", "dead"} == {finding.kind for finding in soundness.check(read) if finding.is_error}


@pytest.mark.parametrize("ordering", ["Parallel", "Sequential"])
def test_where_all_is_passed_at_once_and_the_condition_does_not_hold_the_step_fails(ordering):
    """It would go on for ever: nothing inside waits, and nothing could make the condition true."""
    tasks = (user(f"u{n}", each("${items}", "item")) for n in range(300))
    with pytest.raises(StepFailed, match="all of it was passed at once, and its completion condition does not hold"):
        Game(around(ad_hoc("prepare", *tasks, until="${go}", ordering=ordering)), items=[], go=False)


def test_many_activities_that_are_passed_at_once_are_all_passed():
    tasks = (user(f"u{n}", each("${items}", "item")) for n in range(300))
    assert Game(around(ad_hoc("prepare", *tasks, ordering="Sequential")), items=[]).tasks == ["after"]
