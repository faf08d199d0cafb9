"""How a diagram binds what it refers to: the latest version, that of its deployment, a number, a tag. Source: Camunda 7 manual, call activity, DMN binding, Camunda Forms."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from db.models import DefinitionKind
from worklist.engine.bpmn import Node


@dataclass(frozen=True)
class Binding:
    """A kind of reference: the attribute that names the key, the bindings it may have, the one without a word."""

    option: str
    kind: str
    allowed: tuple[str, ...]
    usual: str = "latest"

    def of(self, node: Node) -> str:
        """Return the binding of a node."""
        return self.word(node, "Binding") or self.usual

    def word(self, node: Node, what: str) -> str:
        """Return another attribute of the reference: Binding, Version or VersionTag; empty when it is not given."""
        text = node.options.get(self.option + what)
        return "" if text is None else text.source


_COMMON = ("latest", "deployment", "version")
DECISION = Binding("decisionRef", DefinitionKind.DECISION, _COMMON)
FORM = Binding("formRef", DefinitionKind.FORM, _COMMON, usual="deployment")
PROCESS = Binding("calledElement", DefinitionKind.PROCESS, (*_COMMON, "versionTag"))


def pinned(nodes: Iterable[Node], binding: Binding) -> Iterator[str]:
    """Yield the keys that nodes take from the deployment of their process."""
    for node in nodes:
        reference = node.options.get(binding.option)
        if reference is not None and reference.constant and binding.of(node) == "deployment":
            yield reference.source


def problems(node: Node) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the bindings of a node, and the way out."""
    for binding in (DECISION, FORM, PROCESS):
        how, version = binding.of(node), binding.word(node, "Version")
        if binding.option not in node.options:
            continue
        if how not in binding.allowed:
            yield f"the binding {how!r} is not executed", f"Choose one of {', '.join(binding.allowed)}."
        if how == "version" and not (version.isdecimal() and int(version) > 0):
            yield f"the version {version!r} of its {binding.kind} is no whole number", "Write the number of a deployed version."
        tag = node.options.get(f"{binding.option}VersionTag")
        if how == "versionTag" and (tag is None or not tag.constant or not tag.source):
            yield f"the version tag of its {binding.kind} is missing or computed", "Write the version tag itself."
