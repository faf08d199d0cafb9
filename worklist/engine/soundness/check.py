"""Look for runs that get stuck, never end, or end oddly."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from worklist.engine.bpmn import Process
from worklist.engine.soundness.build import build
from worklist.engine.soundness.explore import Explored, Machine, State, until
from worklist.engine.soundness.net import fuse

#: The budget of one process.
STATES, SECONDS = 50_000, 1.0


@dataclass(frozen=True)
class Finding:
    """Something unsound. `kind`: deadlock, livelock, dead, unsafe, ended_twice, loose_end or inconclusive.

    `element_id`: where it shows; `path`: the elements of a shortest run that shows it.
    """

    kind: str
    element_id: str
    path: tuple[str, ...] = ()

    @property
    def is_error(self) -> bool:
        """Whether a run can be lost by it; else it only looks unmeant."""
        return self.kind in {"deadlock", "livelock", "dead"}


@dataclass
class _Search:
    """What was found so far, by kind and element: the first, hence the shortest."""

    machine: Machine
    found: dict[tuple[str, str], Finding] = field(default_factory=dict)

    def note(self, kind: str, element_id: str, path: Iterable[str] = ()) -> None:
        self.found.setdefault((kind, element_id), Finding(kind, element_id, tuple(path)))

    def look(self, explored: Explored, state: State) -> None:
        """Look at a new state for what should not be there twice."""
        for place in self.machine.crowded(state):
            if place in self.machine.net.flows:
                self.note("unsafe", place, explored.path(state))
            elif place.startswith("end:"):
                self.note("ended_twice", place.removeprefix("end:"), explored.path(state))


def check(process: Process, *, states: int = STATES, seconds: float = SECONDS) -> list[Finding]:
    """Return what is unsound in a process that the reader found free of problems, errors first.

    Ends with a finding `inconclusive` when the budget did not suffice to see every state.
    """
    net = build(process)
    fuse(net)
    machine = Machine(net)
    search, is_over = _Search(machine), until(states, seconds)
    done: set[str] = set()
    complete = True
    for start in net.starts:
        explored = machine.explore(start, is_over, search.look)
        done |= {start} | explored.fired
        complete = complete and explored.complete
        _ends(search, explored)
    if complete:
        for node in process.nodes.values():
            if node.id not in done:
                search.note("dead", node.id)
    else:
        search.note("inconclusive", process.id)
    for node in process.nodes.values():
        is_loose = node.scope is not None and not node.outgoing and node.is_activity and not (node.event_subprocess or node.for_compensation)
        if is_loose and process.nodes[str(node.scope)].ad_hoc is None:
            search.note("loose_end", node.id)
    return sorted(search.found.values(), key=lambda finding: not finding.is_error)


def _ends(search: _Search, explored: Explored) -> None:
    """Note the states from which no end can be reached: stuck ones, and rounds without a way out."""
    machine = search.machine
    for state in explored.stuck:
        for place in machine.tokens(state):
            node = machine.net.position.get(place)
            if node is not None:
                search.note("deadlock", node, explored.path(state))
                break
    if explored.complete:
        live = explored.live()
        lost = next((state for state in explored.parents if state not in live), None)
        if lost is not None:
            path = explored.path(lost) or [explored.start]
            search.note("livelock", path[-1], path)
