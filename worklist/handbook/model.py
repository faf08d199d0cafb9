"""What the handbook tells of a definition, read from its file: names and texts in both languages, steps, tables, fields."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"
DMN = "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
#: Elements that are steps a reader looks for; gateways and ends are seen on the drawing.
STEPS = ("Task", "callActivity", "CatchEvent", "ThrowEvent", "startEvent", "boundaryEvent", "subProcess")
#: What every wait has: chasing, other letters, giving up. The handbook says it once.
OF_EVERY_WAIT = re.compile(r"_(timer|chase|letter|other|treat|stopped|silent)$")
RULE = re.compile(r"DL-[GX]-\d+")


@dataclass(frozen=True)
class Said:
    """A name and a text in both languages; `refs`: the sources named at the end of the text."""

    name: str
    name_zh: str
    text: str
    text_zh: str
    refs: str

    @property
    def in_chinese(self) -> str:
        """The Chinese name, the English one where there is none."""
        return self.name_zh or self.name


@dataclass(frozen=True)
class Step:
    """An element of a diagram: what it is, who does it, what it uses."""

    id: str
    kind: str
    said: Said
    group: str = ""
    uses: str = ""


@dataclass(frozen=True)
class Diagram:
    """A process: its steps and the rules of deadlines it names."""

    key: str
    said: Said
    root: etree._Element
    steps: list[Step] = field(default_factory=list)
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A row of a decision: what must hold and what it gives, as (label, text), and its source."""

    id: str
    asks: list[tuple[str, str]]
    gives: list[tuple[str, str]]
    source: str


@dataclass(frozen=True)
class Table:
    """A decision table with its rows. `number`: that of its file (`D05`) where the file is named after it, else empty; `name` in both languages."""

    id: str
    number: str
    key: str
    name: str
    text: str
    rows: list[Row]


@dataclass(frozen=True)
class Sheet:
    """A form: what it says first, and its fields as (English, Chinese, must be filled in)."""

    key: str
    text: str
    text_zh: str
    fields: list[tuple[str, str, bool]]


def said(element: etree._Element) -> Said:
    """Return what an element says of itself."""
    found = element.iterfind(f"{BPMN}extensionElements/{CAMUNDA}properties/{CAMUNDA}property")
    zh = {one.get("name"): one.get("value", "") for one in found}
    text, _, refs = (element.findtext(f"{BPMN}documentation") or "").partition("\nRef: ")
    return Said(element.get("name", ""), zh.get("name_zh", ""), text, zh.get("documentation_zh", ""), refs)


def read_diagram(key: str, source: bytes) -> Diagram:
    """Return what a .bpmn file tells."""
    root = etree.fromstring(source)
    process = next(root.iter(f"{BPMN}process"))
    steps = [step for element in process.iter("*") for step in _step(element)]
    return Diagram(key, said(process), root, steps, tuple(sorted(set(RULE.findall(source.decode())))))


def _step(element: etree._Element) -> Iterator[Step]:
    kind = str(element.tag).removeprefix(BPMN)
    if not kind.endswith(STEPS) or not element.get("name") or OF_EVERY_WAIT.search(element.get("id", "")):
        return
    uses = next(
        (
            element.get(f"{CAMUNDA}{name}", "")
            for name in ("formRef", "decisionRef", "topic")
            if element.get(f"{CAMUNDA}{name}")
        ),
        "",
    )
    yield Step(
        element.get("id", ""),
        kind,
        said(element),
        element.get(f"{CAMUNDA}candidateGroups", ""),
        uses or element.get("calledElement", ""),
    )


def read_tables(key: str, source: bytes) -> list[Table]:
    """Return the decision tables of a .dmn file, the one it is named after first."""
    return [
        _table(key, decision)
        for decision in etree.fromstring(source).iter(f"{DMN}decision")
        if decision.find(f"{DMN}decisionTable") is not None
    ]


def _table(key: str, decision: etree._Element) -> Table:
    table = next(decision.iterchildren(f"{DMN}decisionTable"))
    asked = [column.get("label") or "" for column in table.iterchildren(f"{DMN}input")]
    given = [column.get("label") or column.get("name", "") for column in table.iterchildren(f"{DMN}output")]
    rows = [
        Row(
            rule.get("id", ""), _filled(asked, rule.iterchildren(f"{DMN}inputEntry")), _filled(given, rule.iterchildren(f"{DMN}outputEntry")),
            rule.findtext(f"{DMN}description") or "",
        )
        for rule in table.iterchildren(f"{DMN}rule")
    ]  # fmt: skip
    name = decision.get("id", "")
    return Table(
        name,
        key.partition("_")[0] if name == key else "",
        f"{key} · {decision.get('id')}",
        decision.get("name", ""),
        decision.findtext(f"{DMN}description") or "",
        rows,
    )


def _filled(labels: list[str], cells: Iterable[etree._Element]) -> list[tuple[str, str]]:
    """Return label and text of the cells that say something."""
    texts = ((label, _cell(cell)) for label, cell in zip(labels, cells, strict=True))
    return [(label, text) for label, text in texts if text not in ("", "-", "null")]


def _cell(entry: etree._Element) -> str:
    return entry.findtext(f"{DMN}text") or ""


def read_sheet(key: str, source: bytes) -> Sheet:
    """Return what a .form file asks."""
    components = json.loads(source)["components"]
    lead = components[0] if components and components[0]["type"] == "text" else {}
    return Sheet(
        key, lead.get("text", ""), lead.get("properties", {}).get("text_zh", ""), list(_fields(components))
    )


def _fields(components: list[dict[str, Any]]) -> Iterator[tuple[str, str, bool]]:
    for component in components:
        label = component.get("label") or component.get("dateLabel")
        if label:
            yield (
                label,
                component.get("properties", {}).get("label_zh", ""),
                bool(component.get("validate", {}).get("required")),
            )
        yield from _fields(component.get("components", []))
