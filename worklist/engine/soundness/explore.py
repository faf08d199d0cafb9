"""Walk through every state a net can be in, shortest ways first."""

import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from worklist.engine.soundness.net import PROCESS, Net, Transition, is_token

#: How many tokens a place holds in each state, by the index of the place.
State = bytes
#: A flow with so many tokens is not followed further: they may grow without end.
MANY = 3


@dataclass
class Explored:
    """The states of a net from one start event, and how they hang together."""

    start: str
    parents: dict[State, tuple[State, tuple[str, ...]] | None] = field(default_factory=dict)
    before: dict[State, list[State]] = field(default_factory=lambda: defaultdict(list))
    finals: list[State] = field(default_factory=list)
    stuck: list[State] = field(default_factory=list)
    #: The elements of everything that happened.
    fired: set[str] = field(default_factory=set)
    #: States that were seen but not followed: too many tokens.
    cut: list[State] = field(default_factory=list)
    complete: bool = True

    def path(self, state: State) -> list[str]:
        """Return the elements of a shortest way from the start event to a state."""
        steps: list[tuple[str, ...]] = []
        while (found := self.parents[state]) is not None:
            state, nodes = found
            steps.append(nodes)
        path = [node for nodes in reversed(steps) for node in nodes]
        return [node for node, _ in groupby(path)]  # an activity begins and ends

    def live(self) -> set[State]:
        """Return the states from which an end can be reached, or a standstill, or too many tokens to follow."""
        known = [*self.finals, *self.stuck, *self.cut]
        seen, todo = set(known), deque(known)
        while todo:
            for state in self.before[todo.popleft()]:
                if state not in seen:
                    seen.add(state)
                    todo.append(state)
        return seen


@dataclass(frozen=True)
class _Ready:
    """A transition by the indexes of its places."""

    nodes: tuple[str, ...]
    aside: frozenset[str]
    takes: tuple[int, ...]
    gives: tuple[int, ...]
    emptied: tuple[int, ...]
    must_be_empty: tuple[int, ...] = ()
    join: "_Join | None" = None
    #: Whether it only happens beside: a reminder, a handler. It keeps nothing from standing still.
    is_beside: bool = False


@dataclass(frozen=True, eq=False)
class _Join:
    """An inclusive join: its flows, and for each other place the flows a token there can reach."""

    flows: frozenset[int]
    reached: dict[int, frozenset[int]]

    def arrived(self, state: State) -> frozenset[int]:
        """Return the flows whose tokens it takes; none while a token can still reach an empty one."""
        here = frozenset(flow for flow in self.flows if state[flow])
        empty = self.flows - here
        for place, reached in self.reached.items():
            if empty and state[place] and reached & empty and not reached & here:
                return frozenset()
        return here


class Machine:
    """A net made ready for walking."""

    def __init__(self, net: Net) -> None:
        self.net, self.places = net, net.places()
        self._index = {place: number for number, place in enumerate(self.places)}
        self._joins = {gateway: self._join(gateway) for gateway in net.joins}
        self._by_place: dict[int, list[_Ready]] = defaultdict(list)
        for transition in net.transitions:
            ready = self._ready(transition)
            for place in ready.join.flows if ready.join else ready.takes[:1]:
                self._by_place[place].append(ready)

    def explore(self, start: str, is_over: Callable[[int], bool], each: Callable[["Explored", State], None]) -> Explored:
        """Walk from a start event until every state was seen or `is_over(states)` says so; call `each` for new ones."""
        found, first = Explored(start), self._first(start)
        found.parents[first] = None
        todo = deque([first])
        while todo:
            if is_over(len(found.parents)):
                found.complete = False
                break
            state = todo.popleft()
            moved = False
            for step, after in self._after(state):
                found.fired.update(step.nodes, step.aside)
                moved = moved or not step.is_beside
                found.before[after].append(state)
                if after in found.parents:
                    continue
                found.parents[after] = (state, step.nodes)
                each(found, after)
                if max(after) < MANY:
                    todo.append(after)
                else:
                    found.cut.append(after)
            if not moved:
                (found.stuck if any(self.tokens(state)) else found.finals).append(state)
        return found

    def tokens(self, state: State) -> Iterator[str]:
        """Yield the places that hold a token of the diagram."""
        return (self.places[number] for number, count in enumerate(state) if count and is_token(self.places[number]))

    def crowded(self, state: State) -> Iterator[str]:
        """Yield the places that hold several tokens."""
        return (self.places[number] for number, count in enumerate(state) if count > 1)

    def _first(self, start: str) -> State:
        state = bytearray(len(self.places))
        for place in self.net.starts[start]:
            state[self._index[place]] += 1
        return bytes(state)

    def _after(self, state: State) -> Iterator[tuple[_Ready, State]]:
        asked = set()
        for place in [number for number, count in enumerate(state) if count]:
            for ready in self._by_place.get(place, ()):
                if ready.join is not None:
                    if id(ready) in asked:
                        continue
                    asked.add(id(ready))
                taken = tuple(ready.join.arrived(state)) if ready.join else ready.takes
                blocked = any(state[number] for number in ready.must_be_empty)
                if taken and not blocked and all(state[number] for number in taken):
                    yield ready, _fired(state, ready, taken)

    def _ready(self, transition: Transition) -> _Ready:
        index = self._index
        inside = self.net.inside[transition.empty] if transition.empty else set()
        return _Ready(
            transition.nodes, transition.aside, tuple(index[place] for place in transition.takes),
            tuple(index[place] for place in transition.gives),
            tuple(index[place] for place in self.net.emptied(transition)),
            tuple(index[place] for place in sorted(inside) if is_token(place) and place != PROCESS),
            self._joins[transition.join] if transition.join else None,
            transition.takes == transition.gives and not self.net.flows.intersection(transition.takes),
        )  # fmt: skip

    def _join(self, gateway: str) -> _Join:
        flows, reach = self.net.joins[gateway]
        index, reached = self._index, {}
        for place, node in self.net.position.items():
            if node != gateway and reach.get(node):
                reached[index[place]] = frozenset(index[flow] for flow in reach[node])
        return _Join(frozenset(index[flow] for flow in flows), reached)


def _fired(state: State, ready: _Ready, taken: tuple[int, ...]) -> State:
    after = bytearray(state)
    for place in taken:
        after[place] -= 1
    for place in ready.emptied:
        after[place] = 0
    for place in ready.gives:
        after[place] = min(after[place] + 1, MANY)
    return bytes(after)


def until(states: int, seconds: float) -> Callable[[int], bool]:
    """Return what says that a budget is spent."""
    last = time.monotonic() + seconds
    return lambda seen: seen > states or time.monotonic() > last
