"""Check resources before they are deployed: every problem of every file, with line, element and remedy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlmodel import Session

from db.models import DefinitionKind
from worklist.engine import bindings, lint_decisions, soundness
from worklist.engine.bpmn import Node, Process, read_processes
from worklist.engine.hooks import hooks
from worklist.errors import Problem

#: Largest form schema, in bytes.
MAX_FORM = 500_000


@dataclass(frozen=True)
class Found:
    """A definition found in a file. `forms`, `decisions`, `calls`: keys a process takes from its own deployment."""

    kind: str
    key: str
    name: str
    file: str
    name_zh: str | None = None
    history_days: int | None = None
    starts: dict[str, str] = field(default_factory=dict)
    forms: frozenset[str] = frozenset()
    decisions: frozenset[str] = frozenset()
    calls: frozenset[str] = frozenset()


@dataclass
class Known:
    """Keys that diagrams may refer to: what is deployed already and what comes along."""

    processes: set[str] = field(default_factory=set)
    decisions: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    templates: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, session: Session) -> "Known":
        """Return the keys of everything deployed."""
        from worklist.engine import deployments

        return cls(
            set(deployments.keys(session, DefinitionKind.PROCESS)),
            set(deployments.keys(session, DefinitionKind.DECISION)),
            set(deployments.keys(session, DefinitionKind.FORM)),
            set(deployments.keys(session, DefinitionKind.TEMPLATE)),
        )


    def of_kind(self, kind: str) -> set[str]:
        """Return the keys of a kind, to look at and to add to."""
        return {
            "process": self.processes, "decision": self.decisions, "form": self.forms, "template": self.templates,
        }[kind]  # fmt: skip


@dataclass
class Checked:
    """What the files hold and what is wrong with them."""

    found: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def check(resources: Mapping[str, bytes], known: Known | None = None) -> Checked:
    """Read every file and return its definitions and all problems; never raises, whatever the bytes are."""
    result, processes = Checked(), []
    for file, source in resources.items():
        if file.endswith((".bpmn", ".bpmn20.xml")):
            read, problems = _read_processes(file, source)
            result.problems += problems
            processes += [(file, process) for process in read]
            result.found += [_process(file, process) for process in read]
        elif file.endswith(".dmn"):
            _read_decisions(file, source, result)
        elif file.endswith(".form"):
            _read_form(file, source, result)
        else:
            _read_other(file, source, result)
    _check_references(processes, result, known or Known())
    return result


@lru_cache(maxsize=256)
def _read_processes(file: str, source: bytes) -> tuple[list[Process], list[Problem]]:
    """Read a diagram and look whether it is sound, once for the same bytes."""
    processes, problems = read_processes(file, source)
    if not any(problem.level == "error" for problem in problems):
        problems += [found for process in processes for found in soundness.problems(file, process, soundness.check(process))]
    return processes, problems


def _process(file: str, process: Process) -> Found:
    starts = {
        node.event.name.source: node.id
        for node in process.triggers()
        if node.event.kind == "message" and node.event.name is not None
    }
    forms, decisions, calls = (
        frozenset(bindings.pinned(process.nodes.values(), binding))
        for binding in (bindings.FORM, bindings.DECISION, bindings.PROCESS)
    )
    return Found(
        DefinitionKind.PROCESS, process.id, process.name, file, process.name_zh or None, process.history_days, starts,
        forms, decisions, calls,
    )  # fmt: skip


def _read_decisions(file: str, source: bytes, result: Checked) -> None:
    model, problems = lint_decisions.read(file, source)
    result.problems += problems
    for decision in model.decisions.values() if model else ():
        result.found.append(Found(DefinitionKind.DECISION, decision.id, decision.name or decision.id, file))


def _read_form(file: str, source: bytes, result: Checked) -> None:
    from worklist.engine.forms import FormRefused, load

    try:
        form = load(source)
    except FormRefused as error:
        result.problems += [Problem(file, None, None, None, message) for message in error.messages]
        return
    result.found.append(Found(DefinitionKind.FORM, form.id, form.id, file))


def _read_other(file: str, source: bytes, result: Checked) -> None:
    reader = next((reader for ending, reader in hooks.readers.items() if file.endswith(ending)), None)
    if reader is None:
        endings = ", ".join((".bpmn", ".dmn", *hooks.readers))
        result.problems.append(Problem(file, None, None, None, f"expected a {endings} or .form file"))
        return
    found, problems = reader(file, source)
    result.problems += problems
    result.found += [found] if found else []


def _check_references(processes: list[tuple[str, Process]], result: Checked, known: Known) -> None:
    seen: dict[tuple[str, str], str] = {}
    for found in result.found:
        if first := seen.get((found.kind, found.key)):
            message = f"the {found.kind} {found.key!r} is in this deployment twice, also in {first}"
            result.problems.append(Problem(found.file, None, found.key, found.name, message, "Give one of them another id."))
        seen[found.kind, found.key] = found.file
        known.of_kind(found.kind).add(found.key)
    for file, process in processes:
        for node in process.nodes.values():
            for message, remedy in (*_dangling(node, known), *bindings.problems(node), *lint_decisions.options(node)):
                result.problems.append(Problem(file, node.line, node.id, node.name, message, remedy))


def _template(node: Node, known: Known) -> list[tuple[str, str]]:
    """Return what is wrong with the template that a service task names."""
    text = node.inputs.get("template")
    if text is None:
        return [("no template is named", "Add the input 'template' with the key of a template.")]
    if text.constant and text.source not in known.templates:
        return [(f"the template {text.source!r} is not deployed and not in this deployment", "Deploy the template too.")]
    return []


def _dangling(node: Node, known: Known) -> list[tuple[str, str]]:
    found = []

    def constant(name: str) -> str | None:
        text: Any = node.options.get(name)
        return text.source if text is not None and text.constant else None

    for option, keys, what in (
        ("calledElement", known.processes, "process"),
        ("decisionRef", known.decisions, "decision"),
        ("formRef", known.forms, "form"),
    ):
        key = constant(option)
        if key is not None and key not in keys:
            found.append((f"the {what} {key!r} is not deployed and not in this deployment", f"Deploy the {what} too."))
    topic = constant("topic")
    works = node.kind in {"serviceTask", "sendTask"} and node.event.kind == "none"
    if topic is not None and works and hooks.workers and topic not in hooks.workers:
        found.append((f"nobody works on the topic {topic!r}", f"Known topics: {', '.join(sorted(hooks.workers))}."))
    if topic in hooks.template_topics:
        found += _template(node, known)
    if node.kind == "userTask" and not {"assignee", "candidateGroups"} & node.options.keys():
        found.append(("nobody would see this task", "Give it candidate groups or an assignee."))
    for group in (constant("candidateGroups") or "").split(","):
        if group.strip() and hooks.groups and group.strip() not in hooks.groups:
            found.append((f"the group {group.strip()!r} does not exist", "Create the group or correct its key."))
    return found
