"""Sound and unsound diagrams, each small and named for what it shows."""

import random
from pathlib import Path

import pytest

from tests.engine.diagrams import (
    back,
    boundary,
    end,
    error,
    message,
    node,
    on,
    process,
    start,
    sub,
    timer,
    transaction,
    undo,
    user,
)  # fmt: skip
from worklist.engine import lint
from worklist.engine.bpmn import Process, read_processes
from worklist.engine.soundness import aside, check
from worklist.engine.soundness.words import way

#: Our application and the opponent's wait for their decisions side by side, and nothing joins them: meant so.
TWO_AT_A_TIME = {"reconsideration": {"unsafe", "ended_twice"}}
PROCESSES = sorted((Path(__file__).parents[2] / "processes").glob("*.bpmn"))


def read(source: bytes) -> Process:
    processes, problems = read_processes("test.bpmn", source)
    assert not problems, "\n".join(str(problem) for problem in problems)
    return processes[0]


def found(source: bytes) -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for finding in check(read(source)):
        kinds.setdefault(finding.kind, []).append(finding.element_id)
    return kinds


def xor(identity: str) -> str:
    return node("exclusiveGateway", identity)


def both(identity: str) -> str:
    return node("parallelGateway", identity)


CHOICE = ("start > choice", "choice > a > join ? ${x}", "choice > b > join !", "join > end")
FORK = ("start > fork", "fork > a > join", "fork > b > join", "join > last > end")


def test_branches_that_are_chosen_and_joined_by_a_parallel_gateway_stand_still_there() -> None:
    source = process("p", start(), xor("choice"), user("a"), user("b"), both("join"), end(), flows=CHOICE)
    (stuck, *others) = check(read(source))
    assert (stuck.kind, stuck.element_id) == ("deadlock", "join")
    assert stuck.path == ("start", "choice", "a")
    assert {finding.kind for finding in others} == {"dead"}


def test_branches_that_are_forked_and_merged_by_an_exclusive_gateway_go_on_twice() -> None:
    source = process("p", start(), both("fork"), user("a"), user("b"), xor("join"), user("last"), end(), flows=FORK)
    assert found(source).keys() == {"unsafe", "ended_twice"}


@pytest.mark.parametrize("join", ["parallelGateway", "inclusiveGateway"])
def test_branches_that_are_forked_and_joined_are_sound(join: str) -> None:
    source = process("p", start(), both("fork"), user("a"), user("b"), node(join, "join"), user("last"), end(), flows=FORK)
    assert found(source) == {}


def test_a_round_without_a_way_out_never_ends() -> None:
    source = process("p", start(), xor("again"), user("a"), flows=("start > again > a > again",))
    assert found(source).keys() == {"livelock"}


def test_a_round_that_an_event_sub_process_can_end_is_sound() -> None:
    stop = sub("stop", start("stopped", on("message", "m_stop")), end("over"), event=True)
    source = process(
        "p", start(), xor("again"), user("a"), stop.replace("<bpmn:endEvent", "<bpmn:sequenceFlow id='s' sourceRef='stopped' targetRef='over'/><bpmn:endEvent"),
        flows=("start > again > a > again",), roots=message("stop"),
    )  # fmt: skip
    assert found(source) == {}


def test_an_element_behind_an_error_that_nobody_throws_is_dead() -> None:
    source = process(
        "p", start(), sub("inner", start("s"), user("a"), end("e")), boundary("failed", "inner", on("error", "err")),
        user("mend"), end(), end("mended"),
        flows=("start > inner > end", "s > a > e", "failed > mend > mended"), roots=error("err", "X"),
    )  # fmt: skip
    assert found(source) == {"dead": ["failed", "mend", "mended"]}


def test_an_error_that_is_thrown_and_caught_leads_on() -> None:
    source = process(
        "p", start(), sub("inner", start("s"), user("a"), end("e", on("error", "err"))), boundary("failed", "inner", on("error", "err")),
        user("mend"), end(), end("mended"),
        flows=("start > inner > end", "s > a > e", "failed > mend > mended"), roots=error("err", "X"),
    )  # fmt: skip
    assert found(source) == {"dead": ["end"]}


def test_compensation_handlers_are_walked_through_though_no_flow_leads_to_them() -> None:
    handler = sub("un_a", start("hs"), user("h"), end("he"), user("lost"), isForCompensation="true")
    inside = sub("undoing", start("us", on("compensate")), user("look"), end("ue"), event=True)
    source = process(
        "p", start(), user("a"), undo("a", handler), sub("box", start("s"), user("b"), end("e"), inside), back(), end(),
        flows=("start > a > box > back > end", "hs > h > he", "s > b > e", "us > look > ue"),
    )  # fmt: skip
    assert found(source) == {"dead": ["lost"], "loose_end": ["lost"]}


def test_what_a_compensation_handler_throws_comes_up_where_the_compensation_is_asked_for() -> None:
    handler = sub("un_a", start("hs"), user("h"), end("he", on("error", "err")), isForCompensation="true")
    source = process(
        "p", start(), sub("box", start("s"), user("a"), undo("a", handler), back(), end("e")), boundary("failed", "box", on("error", "err")),
        both("fork"), user("b"), user("c"), both("join"), end(), end("mended"),
        flows=("start > box > end", "s > a > back > e", "hs > h > he", "failed > fork > b > join > mended", "fork > c > join"),
        roots=error("err", "X"),
    )  # fmt: skip
    assert found(source) == {}


def test_a_cancel_event_of_a_transaction_that_nothing_cancels_is_dead() -> None:
    source = process(
        "p", start(), transaction("deal", start("s"), user("a"), end("e")), boundary("off", "deal", on("cancel")), end(), end("e2"),
        flows=("start > deal > end", "off > e2", "s > a > e"),
    )  # fmt: skip
    assert found(source) == {"dead": ["off", "e2"]}


def test_what_a_called_process_throws_may_be_caught_outside_the_call() -> None:
    call = node("callActivity", "call", calledElement="other")
    source = process(
        "p", start(), sub("inner", start("s"), call, end("e")), boundary("failed", "inner", on("error", "err")),
        end(), end("mended"),
        flows=("start > inner > end", "s > call > e", "failed > mended"), roots=error("err", "X"),
    )  # fmt: skip
    assert found(source) == {}


def test_a_reminder_beside_every_round_of_a_wait_is_sound() -> None:
    source = process(
        "p", start(), xor("again"), node("eventBasedGateway", "wait"),
        node("intermediateCatchEvent", "late", timer("Duration", "P7D")),
        node("intermediateCatchEvent", "came", on("message", "m_ruling")), user("chase"), end("chased"), end(),
        flows=("start > again > wait > late > again", "late > chase > chased", "wait > came > end"), roots=message("ruling"),
    )  # fmt: skip
    assert found(source) == {}


def test_a_reminder_that_comes_back_to_the_wait_makes_it_wait_twice() -> None:
    source = process(
        "p", start(), xor("again"), node("eventBasedGateway", "wait"),
        node("intermediateCatchEvent", "late", timer("Duration", "P7D")),
        node("intermediateCatchEvent", "came", on("message", "m_ruling")), user("chase"), end(),
        flows=("start > again > wait > late > again", "late > chase > again", "wait > came > end"), roots=message("ruling"),
    )  # fmt: skip
    assert "unsafe" in found(source)


def reminded_over_a_link(back_to: str) -> bytes:
    """Return a wait with a reminder that is drawn elsewhere: a link leads to it."""
    link = '<bpmn:linkEventDefinition name="Reminder"/>'
    return process(
        "p", start(), xor("again"), node("eventBasedGateway", "wait"),
        node("intermediateCatchEvent", "late", timer("Duration", "P7D")), node("intermediateThrowEvent", "there", link),
        node("intermediateCatchEvent", "here", link), node("intermediateCatchEvent", "came", on("message", "m_ruling")),
        user("chase"), end("chased"), end(),
        flows=("start > again > wait > late > again", "late > there", f"here > chase > {back_to}", "wait > came > end"),
        roots=message("ruling"),
    )  # fmt: skip


def test_a_reminder_that_a_link_leads_to_leaves_for_good_too() -> None:
    source = reminded_over_a_link("chased")
    assert found(source) == {}
    assert list(aside.branches(read(source)).values()) == [frozenset({"there", "here", "chase", "chased"})]


def test_a_reminder_that_a_link_leads_to_and_that_comes_back_makes_it_wait_twice() -> None:
    source = reminded_over_a_link("again")
    assert "unsafe" in found(source)
    assert aside.branches(read(source)) == {}


def test_an_activity_without_a_way_on_inside_a_sub_process_is_pointed_out() -> None:
    source = process("p", start(), sub("inner", start("s"), user("a")), end(), flows=("start > inner > end", "s > a"))
    assert found(source) == {"loose_end": ["a"]}


def test_a_budget_that_is_spent_is_said_and_nothing_is_called_dead() -> None:
    tasks = [f"t{number}" for number in range(14)]
    source = process(
        "p", start(), both("fork"), *(user(task) + boundary(f"b_{task}", task, timer("Duration", "P1D"), False) + end(f"e_{task}") for task in tasks),
        both("join"), end(),
        flows=("start > fork", *(f"fork > {task} > join" for task in tasks), *(f"b_{task} > e_{task}" for task in tasks), "join > end"),
    )  # fmt: skip
    assert [finding.kind for finding in check(read(source), states=100)] == ["inconclusive"]


@pytest.mark.parametrize("file", PROCESSES, ids=lambda file: file.stem)
def test_every_shipped_diagram_is_sound_and_looked_at_whole(file: Path) -> None:
    for item in read_processes(file.name, file.read_bytes())[0]:
        assert {finding.kind for finding in check(item)} == TWO_AT_A_TIME.get(item.id, set())


def test_an_unsound_diagram_is_refused_with_the_way_that_shows_it() -> None:
    source = process("p", start(), xor("choice"), user("a"), user("b"), both("join"), end(), flows=CHOICE)
    errors = [str(problem) for problem in lint.check({"p.bpmn": source}).problems if problem.level == "error"]
    assert "join (join): error: a run (start → choice → a) stands still here for ever" in errors[0]


def test_a_long_way_is_cut_in_the_middle() -> None:
    assert way([f"e{number}" for number in range(30)]).count("→") == 12


VERDICTS = {"deadlock", "livelock", "dead"}


@pytest.mark.parametrize("seed", range(150))
def test_leaving_out_the_branches_aside_changes_no_verdict(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk with and without the branches that leave for good finds the same kinds of errors.

    A round that leaves a token behind each time has endless states: only the walk that leaves them out sees its end.
    """
    item = read(scribble(random.Random(seed)))
    short = {finding.kind for finding in check(item, states=20_000, seconds=60)}
    monkeypatch.setattr(aside, "branches", lambda process: {})
    monkeypatch.setattr(aside, "handlers", lambda process: {})
    whole = {finding.kind for finding in check(item, states=20_000, seconds=60)}
    if "inconclusive" not in whole | short:
        unseen = {"livelock"} if "unsafe" in whole else set()
        assert short & VERDICTS - unseen == whole & VERDICTS - unseen


def scribble(chance: random.Random) -> bytes:
    """Return a random diagram of forks, choices, joins, reminders and ends."""
    gateways = [xor, both, lambda identity: node("inclusiveGateway", identity)]
    names = [f"n{number}" for number in range(chance.randint(3, 7))]
    nodes, flows = [start(), end("end")], [f"start > {names[0]}"]
    for number, name in enumerate(names):
        kind = chance.choice(["task", "task", "gateway", "reminded"])
        nodes.append(chance.choice(gateways)(name) if kind == "gateway" else user(name))
        later = [*names[number + 1 :], "end"]
        ways = chance.sample(later, min(len(later), chance.randint(1, 2))) + ([chance.choice(names)] if chance.random() < 0.2 else [])
        if kind != "gateway":
            ways = ways[:2] if chance.random() < 0.3 else ways[:1]
        flows += [f"{name} > {target}" for target in dict.fromkeys(ways)]
        if kind == "reminded":
            nodes += [boundary(f"b_{name}", name, timer("Duration", "P1D"), False), user(f"r_{name}"), end(f"x_{name}")]
            flows += [f"b_{name} > r_{name} > {chance.choice([f'x_{name}', 'end', names[-1]])}"]
    entered = {chain.split(" > ")[-1] for chain in flows}
    flows += [f"{names[0]} > {name}" for name in names[1:] if name not in entered and "Gateway" not in name]
    return process("p", *nodes, flows=tuple(_asked(flows, nodes)))


def _asked(flows: list[str], nodes: list[str]) -> list[str]:
    """Give the flows of choices their conditions, the last one of each the default."""
    choosing = {text.split('id="')[1].split('"')[0] for text in nodes if text.startswith(("<bpmn:exclusive", "<bpmn:inclusive"))}
    last = {flow.split(" > ")[0]: flow for flow in flows}
    several = {source for source in choosing if sum(flow.startswith(f"{source} > ") for flow in flows) > 1}
    return [
        flow if (source := flow.split(" > ")[0]) not in several else f"{flow} !" if last[source] == flow else f"{flow} ? ${{x}}"
        for flow in flows
    ]
