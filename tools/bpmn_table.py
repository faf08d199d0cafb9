"""Write docs/bpmn.md: what of BPMN, Camunda 7 and Camunda 8 is executed, and what the rest is refused with.

`python -m tools.bpmn_table --write` writes it, without `--write` it is checked. Every line is the answer of the reader itself
to a diagram that holds just that element or attribute, so the page says what a deployment says.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from xml.sax.saxutils import quoteattr

from tools import bpmn_names as names
from worklist.engine.bpmn import read_processes

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "bpmn.md"
EXECUTED = "executed"
POSITIONS = ("startEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent", "endEvent")
WITHOUT_EFFECT = "accepted, without effect"
HEAD = """# What of BPMN is executed

Made by `python -m tools.bpmn_table --write` from what the reader answers; do not edit. How each drawing is meant is said in
[Diagrams](diagrams.md). *Executed* means: Writ does what BPMN 2.0.2 or the Camunda manual says. Anything else is refused at deployment
with the sentence shown, the file, the line and the element, so nothing that you draw is silently left out.
*Accepted, without effect* means: it may stand in the diagram, and nothing runs differently for it.
"""
NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
SHARED = '<bpmn:message id="m" name="m"/><bpmn:signal id="s" name="s"/>'


def element(tag: str, attributes: str = "", inner: str = "") -> str:
    """Return a BPMN element."""
    return f'<bpmn:{tag} id="x_{tag}" {attributes}>{inner}</bpmn:{tag}>'


def extension(member: str) -> str:
    """Return extension elements with one member."""
    return f"<bpmn:extensionElements>{member}</bpmn:extensionElements>"


def placed(tag: str, attributes: str = "", inner: str = "") -> str:
    """Return a file in which an element stands where it may stand."""
    if tag == "process":
        return file("", attributes)
    if tag.endswith("LoopCharacteristics"):
        return file(element("userTask", inner=element(tag, attributes, inner)))
    if tag.endswith("EventDefinition"):
        where = "endEvent" if tag == "messageEventDefinition" else "boundaryEvent"
        return file(element(where, inner=element(tag, f'messageRef="m" {attributes}', inner)))
    return file(element(tag, attributes, inner))


def file(content: str, attributes: str = "", roots: str = "") -> str:
    """Return a file with one process."""
    executable = "" if "isExecutable" in attributes else 'isExecutable="true"'
    process = f'<bpmn:process id="p" {executable} {attributes}>{content}</bpmn:process>'
    return f"<bpmn:definitions {NAMESPACES}>{SHARED}{roots}{process}</bpmn:definitions>"


def answer(source: str, about: str, place: str = "") -> str:
    """Return what the reader says about a name: that it is executed, or the sentence and remedy of its refusal.

    `place`: the tag or `tag.attribute` that is asked about.
    """
    _, problems = read_processes("table.bpmn", source.encode())
    for problem in problems:
        is_refusal = "not executed" in problem.message or "not known here" in problem.message
        if is_refusal and about.lower() in problem.message.lower():
            remedy = problem.remedy.rstrip(".")
            return f"{problem.message}. {remedy[:1].upper()}{remedy[1:]}"
    is_idle = {place, f"*.{place.rpartition('.')[2]}"} & names.WITHOUT_EFFECT
    return WITHOUT_EFFECT if is_idle else EXECUTED


def row(*cells: str) -> str:
    """Return a line of a table."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def table(title: str, heads: Iterable[str], rows: Iterable[str]) -> str:
    """Return a section with a table."""
    heads = list(heads)
    return "\n".join([f"\n## {title}\n", row(*heads), "|" + "---|" * len(heads), *rows, ""])


def elements() -> Iterable[str]:
    """Yield a line for each element of a process."""
    for tag, (english, chinese) in names.ELEMENTS.items():
        yield row(english, chinese, f"`{tag}`", answer(file(element(tag)), tag, tag))


def roots() -> Iterable[str]:
    """Yield a line for each element beside the processes."""
    for tag, (english, chinese) in names.ROOTS.items():
        source = file("", roots=f'<bpmn:{tag} id="r" name="r"/>')
        yield row(english, chinese, f"`{tag}`", answer(source, f"'{tag}'", tag))


def members() -> Iterable[str]:
    """Yield a line for each member of an activity or event."""
    for tag, (english, chinese, host) in names.MEMBERS.items():
        inner = "<bpmn:loopCardinality>2</bpmn:loopCardinality>" if tag.startswith("multi") else ""
        yield row(english, chinese, f"`{tag}`", answer(file(element(host, inner=element(tag, inner=inner))), tag, tag))


def events() -> Iterable[str]:
    """Yield a line for each kind of event: how it may stand."""
    for kind, chinese in names.EVENTS.items():
        said = [_event(kind, position) for position in POSITIONS]
        refusals = sorted({text.partition(". ")[2] for text in said if text != EXECUTED} - {"", "Use another event"})
        yield row(kind, chinese, *("yes" if text == EXECUTED else "no" for text in said), "; ".join(refusals))


def _event(kind: str, position: str) -> str:
    return answer(file(element(position, inner=element(f"{kind}EventDefinition"))), f"a {kind} event")


def attributes() -> Iterable[str]:
    """Yield a line for each BPMN attribute and answer, with the elements that get it."""
    for name, tags, usual, other in names.ATTRIBUTES:
        said = {tag: _attribute(tag, name, usual, other) for tag in tags}
        yield from _grouped(f"`{name}`", said)


def _attribute(tag: str, name: str, usual: str, other: str) -> str:
    usually, otherwise = (
        answer(placed(tag, f"{name}={quoteattr(value)}"), name, f"{tag}.{name}") for value in (usual, other)
    )
    if usually in {EXECUTED, WITHOUT_EFFECT} and otherwise not in {EXECUTED, WITHOUT_EFFECT}:
        return f"only `{usual}`; else: {otherwise}"
    return usually


def camunda() -> Iterable[str]:
    """Yield a line for each camunda: attribute and answer, with the elements that get it."""
    for name, (tags, value) in names.CAMUNDA.items():
        said = {
            tag: answer(placed(tag, f"camunda:{name}={quoteattr(value)}"), f"camunda:{name} ", f"{tag}.{name}") for tag in tags
        }
        yield from _grouped(f"`{name}`", said)


def _grouped(name: str, said: dict[str, str]) -> Iterable[str]:
    """Yield a line per answer; where answers differ by the element's name only, one line stands for all."""
    groups: dict[str, list[str]] = {}
    for tag, text in said.items():
        groups.setdefault(text.replace(f" on a {tag}", ""), []).append(tag)
    for text, tags in groups.items():
        yield row(name, ", ".join(tags), text)


def extensions(prefix: str, hosts: dict[str, str]) -> Iterable[str]:
    """Yield a line for each extension element of a namespace."""
    for tag, host in hosts.items():
        inner = f'<{prefix}:{tag} source="a" target="b" decisionId="d"/>'
        yield row(f"`{prefix}:{tag}`", host, answer(placed(host, inner=extension(inner)), f"'{tag}'"))


def page() -> str:
    """Return the whole page."""
    event_heads = ("event", "中文", "start", "catch", "throw", "boundary", "end", "instead")
    return HEAD + "".join(
        (
            table("Elements of a process", ("element", "中文", "tag", "answer"), elements()),
            table("Members of an activity or event", ("element", "中文", "tag", "answer"), members()),
            table("Events (事件)", event_heads, events()),
            table("Elements beside the processes", ("element", "中文", "tag", "answer"), roots()),
            table("Attributes of BPMN", ("attribute", "on", "answer"), attributes()),
            table("Attributes of Camunda 7 (camunda:, operaton:)", ("attribute", "on", "answer"), camunda()),
            table("Extension elements of Camunda 7", ("element", "tried on", "answer"), extensions("camunda", names.CAMUNDA_MEMBERS)),
            table("Extension elements of Camunda 8 (zeebe:)", ("element", "tried on", "answer"), extensions("zeebe", names.ZEEBE_MEMBERS)),
        )
    )


def main() -> None:
    """Check the page; with --write, write it."""
    if "--write" in sys.argv[1:]:
        PAGE.write_text(page(), encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
        sys.exit("docs/bpmn.md is out of date: python -m tools.bpmn_table --write")


if __name__ == "__main__":
    main()
