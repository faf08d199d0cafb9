"""Findings as problems of a file: what a run does, where, and the way out."""

from collections.abc import Sequence

from worklist.engine.bpmn import Process
from worklist.engine.soundness.check import Finding
from worklist.errors import Problem

#: Elements of a path that are shown: so many at its begin and at its end.
FIRST, LAST = 3, 9

#: For each kind: what is said, with `{path}`, and the remedy.
WORDS = {
    "deadlock": (
        "a run {path} stands still here for ever, since what it waits for cannot come",
        "Let all branches reach it, or use another gateway.",
    ),
    "livelock": ("a run {path} goes on for ever and can reach no end", "Draw a way out of the round."),
    "dead": ("no run ever comes here", "Draw a way to it, or remove it."),
    "unsafe": (
        "a run {path} comes along this flow a second time while the first token is still there; what follows happens twice",
        "Join the branches with a parallel or inclusive gateway before it.",
    ),
    "ended_twice": (
        "a run {path} reaches this end more than once",
        "Join the branches before it, or give each an end of its own.",
    ),
    "loose_end": (
        "nothing follows this activity inside its sub-process; it counts as an end",
        "Draw the flow to what follows, or to an end event.",
    ),
    "inconclusive": (
        "not every run could be looked at in the time given; nothing else than what is listed was found",
        "Call parts of it as processes of their own.",
    ),
}  # fmt: skip


def problems(file: str, process: Process, findings: Sequence[Finding]) -> list[Problem]:
    """Return findings as problems, with the line and name of their element."""
    return [_problem(file, process, finding) for finding in findings]


def _problem(file: str, process: Process, finding: Finding) -> Problem:
    message, remedy = WORDS[finding.kind]
    node, flow = process.nodes.get(finding.element_id), process.flows.get(finding.element_id)
    target = process.nodes.get(flow.target) if flow else None
    line = node.line if node else target.line if target else process.line
    name = node.name if node else flow.name if flow else process.name
    level = "error" if finding.is_error else "warning"
    message = message.format(path=way(finding.path))
    return Problem(file, line, finding.element_id, name or None, message, remedy, level)


def way(path: Sequence[str]) -> str:
    """Return a path as `(start → task → … → end)`, in the middle cut short."""
    shown = list(path)
    if len(shown) > FIRST + LAST + 1:
        shown = [*shown[:FIRST], "…", *shown[-LAST:]]
    return f"({' → '.join(shown)})"
