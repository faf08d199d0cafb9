"""A process as a net of places and transitions. Source: BPMN 2.0.2 §13; W.M.P. van der Aalst, workflow nets.

A place holds tokens: on a sequence flow, in an activity, in an open scope. A transition is one thing that may happen.
"""

from collections import defaultdict
from dataclasses import dataclass, field

#: The place of the process itself: it holds a token while the instance runs.
PROCESS = "#"


@dataclass(eq=False)
class Transition:
    """One thing that may happen: takes a token from each of `takes`, then empties, then gives one to each of `gives`.

    `nodes`: the elements a run has been at when it happened, `aside`: those of branches that left it for good. `clears`: places emptied, `ends`: scopes emptied with all
    inside them. `empty`: a scope that must hold no token. `join`: the inclusive gateway whose arrived tokens it takes,
    when no token can reach a flow that has none.
    """

    nodes: tuple[str, ...]
    takes: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    empty: str | None = None
    join: str | None = None
    aside: frozenset[str] = frozenset()


@dataclass
class Net:
    """The transitions of a process, and what its places stand for."""

    transitions: list[Transition] = field(default_factory=list)
    #: The places inside a scope, those of inner scopes included.
    inside: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    #: Places that are sequence flows.
    flows: set[str] = field(default_factory=set)
    #: The element a token in a place stands at or before.
    position: dict[str, str] = field(default_factory=dict)
    #: For each inclusive join: its incoming flows, and which of them each element of its scope can reach.
    joins: dict[str, tuple[list[str], dict[str, frozenset[str]]]] = field(default_factory=dict)
    #: For each start event or other entry of the process: the places that hold a token at first.
    starts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def places(self) -> list[str]:
        """Return all places, sorted."""
        return sorted(self.inside[PROCESS] | {PROCESS})

    def emptied(self, transition: Transition) -> set[str]:
        """Return the places that a transition empties."""
        return set(transition.clears).union(*(self.inside[scope] for scope in transition.ends))


def is_token(place: str) -> bool:
    """Whether a token in a place is a token of the diagram, not a mark: an end reached, a listener, a turn."""
    return not place.startswith(("end:", "armed:", "turn:"))


def fuse(net: Net) -> None:
    """Take plain steps together: where a flow has one way on, its token goes that way at once.

    It removes most interleavings of parallel branches and changes no verdict.
    """
    fixed = {place for places in net.starts.values() for place in places}
    fixed |= {flow for flows, _ in net.joins.values() for flow in flows}
    takers: dict[str, list[Transition]] = defaultdict(list)
    makers: dict[str, list[Transition]] = defaultdict(list)
    for transition in net.transitions:
        for place in transition.takes:
            takers[place].append(transition)
        for place in set(transition.gives):
            makers[place].append(transition)
    gone = set()
    for step in net.transitions:
        place, *more = step.takes or ("",)
        if more or len(takers[place]) != 1 or place in fixed or not makers[place] or not _is_plain(net, step):
            continue
        (target,) = step.gives
        if place == target:
            continue
        gone.add(id(step))
        makers[target] = [maker for maker in makers[target] if maker is not step]
        for maker in makers.pop(place):
            maker.gives = tuple(target if given == place else given for given in maker.gives)
            maker.nodes = tuple(dict.fromkeys((*maker.nodes, *step.nodes)))
            maker.aside |= step.aside
            makers[target].append(maker)
    net.transitions = [step for step in net.transitions if id(step) not in gone]


def _is_plain(net: Net, step: Transition) -> bool:
    if step.clears or step.ends or step.empty or step.join or len(step.takes) != 1 or len(step.gives) != 1:
        return False
    return step.takes[0] in net.flows and step.gives[0] in net.flows

