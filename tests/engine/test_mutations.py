"""Damaged diagrams: whatever comes, there are problems or a deployment that can be started. 5,000 in a soak."""

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.engine import (
    test_activities,
    test_ad_hoc,
    test_compensation,
    test_compensation_saved,
    test_gateways,
    test_instantiating,
    test_multi_instance,
    test_transactions,
)
from tests.engine.amounts import batches
from tests.engine.mutations import damaged, undrawn
from tests.engine.nets import Draughtsman
from tests.engine.runs import NOON, Notes
from worklist.engine.bpmn import Process, read_processes
from worklist.engine.lint import check
from worklist.engine.spiff import Run, StepFailed, build, decode, encode

ROOT = Path(__file__).parents[2]
SHIPPED = [undrawn(path.read_bytes()) for path in sorted((ROOT / "processes").glob("*.bpmn"))]
SMALL = [
    test_gateways.inclusive(), test_gateways.race(), test_gateways.loop("parallel"), test_activities.guarded(),
    test_activities.guarded(test_activities.each("items", "item")), test_activities.reminders(), test_activities.letters("true"),
    test_activities.letters("false"), test_ad_hoc.three("${go}"), test_ad_hoc.three(ordering="Sequential"),
    test_instantiating.gateway(), test_instantiating.gateway(eventGatewayType="Parallel"),
    test_multi_instance.around(test_activities.user("ask", test_multi_instance.members(**test_multi_instance.COLLECTING))), test_compensation_saved.STORED, test_compensation.box(), test_transactions.deal(),
    *(Draughtsman(seed).draw().source for seed in range(12)),
]  # fmt: skip
#: Things that happen in a started run, and automatic steps after each: a run that never waits is left.
HAPPENINGS, STEPS = 12, 300


def original(chance: random.Random) -> bytes:
    """Return a diagram to damage: a shipped one now and then, mostly a small one."""
    return chance.choice(SHIPPED if chance.random() < 0.2 else SMALL)


def play(process: Process, chance: random.Random) -> int:
    """Start a process and let random things happen; return how many did. A step that fails ends it."""
    host, spec = Notes(), build(process)
    run = Run(spec, host)
    try:
        run.begin({"go": True, "items": [1, 2], "case_id": "c1"})
        run.settle(STEPS)
        for number in range(HAPPENINGS):
            if run.ended:
                return number
            if not run.unfinished:
                run = decode(encode(run), spec, host)
                happen(run, host, chance)
            run.settle(STEPS)
    except StepFailed:
        return 0
    return HAPPENINGS


def happen(run: Run, host: Notes, chance: random.Random) -> None:
    """Complete a task, deliver a message, throw a signal, or let half a year pass."""
    values: Mapping[str, Any] = {"go": chance.random() < 0.5, "fail": chance.random() < 0.5, "n": chance.randint(0, 9)}
    tasks, heard = run.user_tasks(), [*run.waiting("message"), *run.waiting("signal")]
    run.timers()
    if tasks and chance.random() < 0.7:
        run.complete(chance.choice(tasks).id, values)
    elif heard:
        run.deliver(chance.choice(heard).id, values)
    else:
        host.now = max(host.now, NOON).replace(year=host.now.year + 1)


def outcome(seed: int) -> str:
    """Damage a diagram, check it as a deployment does, and play what passes; return how it went."""
    chance = random.Random(f"damage {seed}")
    source = damaged(original(chance), seed)
    checked = check({"damaged.bpmn": source})
    assert all(problem.message for problem in checked.problems)
    processes, problems = read_processes("damaged.bpmn", source)
    assert processes or problems, "neither processes nor problems"
    if any(problem.level == "error" for problem in problems):
        return "refused"
    return "played" if [play(process, chance) for process in processes] else "empty"


@pytest.mark.parametrize("seeds", batches(5_000, 100), ids=str)
def test_a_damaged_diagram_is_refused_with_problems_or_runs(seeds: range) -> None:
    outcomes = {}
    for seed in seeds:
        try:
            outcomes[seed] = outcome(seed)
        except Exception as error:  # the seed is what is needed to see it again
            raise AssertionError(f"seed {seed}: {type(error).__name__}: {error}") from error
    assert set(outcomes.values()) == {"refused", "played"}


def test_every_diagram_that_is_damaged_was_whole_before() -> None:
    for source in [*SHIPPED, *SMALL]:
        _, problems = read_processes("whole.bpmn", source)
        assert [problem for problem in problems if problem.level == "error"] == []
