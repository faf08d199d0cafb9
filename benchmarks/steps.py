"""What one step costs in the engine, without a database: load, complete, settle, save."""

import statistics
import time
from collections.abc import Callable

from sqlalchemy import Engine
from sqlmodel import col, select

from benchmarks.diagram import MANY, SIZES
from benchmarks.office import WORKER, start
from db.models import Instance
from db.session import reading
from worklist import clock
from worklist.engine.spiff import Run, decode, encode
from worklist.engine.stage import Stage, StageHost

#: Steps a figure is the median of; rounds of the long loop, and of its first and last part.
STEPS, ROUNDS, PART = 300, 1_000, 100


def steps(database: Engine) -> dict[str, float]:
    """Return milliseconds of a step and bytes of the state for every size, of a start, of many instances, of long loops."""
    found: dict[str, float] = {}
    for size, key in SIZES.items():
        with Bench(database, key) as bench:
            found[f"step_ms_{size}"], found[f"state_bytes_{size}"] = bench.milliseconds(bench.step), len(bench.state)
            if size == min(SIZES):
                found[f"start_ms_{size}"] = bench.milliseconds(bench.begin)
                found |= bench.long_loop()
    with Bench(database, "many") as bench:
        found[f"step_ms_parallel_{MANY}"] = bench.milliseconds(bench.step)
        found[f"start_ms_parallel_{MANY}"] = bench.milliseconds(bench.begin)
    return found


class Bench:
    """One instance of a diagram, to be stepped again and again from the state it is stored in."""

    def __init__(self, database: Engine, key: str) -> None:
        (instance_id,) = start(database, 1, key)
        self._reading = reading(database)
        session = self._reading.__enter__()
        stage = Stage(session, WORKER, clock.now())
        instance = session.exec(select(Instance).where(col(Instance.id) == instance_id)).one()
        self._host = StageHost(stage, instance)
        self._spec, self.state = stage.open(instance_id).run.spec, instance.tokens

    def __enter__(self) -> "Bench":
        return self

    def __exit__(self, *_: object) -> None:
        self._reading.__exit__(None, None, None)

    def step(self, state: bytes | None = None) -> bytes:
        """Complete the task `work` of a stored state and return the state to store."""
        run = decode(state or self.state, self._spec, self._host)
        waiting = next(task for task in run.user_tasks() if task.node.id == "work")
        run.complete(waiting.id, {"result": "done"})
        run.settle()
        return encode(run)

    def begin(self) -> bytes:
        """Start an instance and return the state to store."""
        run = Run(self._spec, self._host)
        run.begin({"note": "x" * 40})
        run.settle()
        return encode(run)

    def milliseconds(self, action: Callable[[], object]) -> float:
        """Return the median of many times in milliseconds."""
        return round(statistics.median(_timed(action) for _ in range(STEPS)), 3)

    def long_loop(self) -> dict[str, float]:
        """Go around the loop many times; return how the last rounds compare with the first."""
        state, times = self.state, []
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            state = self.step(state)
            times.append(time.perf_counter() - begin)
        first, last = statistics.median(times[:PART]), statistics.median(times[-PART:])
        return {f"last_to_first_of_{ROUNDS}": round(last / first, 2), "state_growth": round(len(state) / len(self.state), 2)}


def _timed(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return (time.perf_counter() - begin) * 1000
