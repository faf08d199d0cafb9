"""Write docs/coverage.md: where each statement of the guide is realised.

`python -m tools.coverage --write` writes it, without `--write` it is checked. The statements stand in docs/catalogue.csv; what
realises them says so itself: the documentation of an element of a diagram (`Ref: S2.2-04`), the annotation of a row of a
decision, the source of a rule of `deadlines.csv` or of a row of reference data, the first text of a form. The documentation of a whole process counts for nothing.
"""

import csv
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE, PAGE = ROOT / "docs" / "catalogue.csv", ROOT / "docs" / "coverage.md"
BPMN, DMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}", "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
#: A statement, a range of them (`S2.2-18..23`), or several of one section (`S2.6-01,-02`).
CITED = re.compile(r"((?:S\d\.\d|T\d(?:\.\d)?)-)(C?)(\d\d)(?:\.\.C?(\d\d))?((?:,\s?-\d\d)*)(?![\d])")
#: How many places of a kind are named before the rest is counted.
SHOWN = 4
HEAD = """# Where the guide is realised

Made by `python -m tools.coverage --write` from what diagrams, decisions, rules, forms and reference data say of themselves; do not edit. The statements
are those of [catalogue.csv](catalogue.csv), in our own words. An element of a diagram is named `process.element`.
"""


def cited(text: str) -> Iterator[str]:
    """Return the ids of the statements that a text names."""
    for section, letter, first, last, others in CITED.findall(text):
        numbers = [*range(int(first), int(last or first) + 1), *(int(other) for other in re.findall(r"\d\d", others))]
        yield from (f"{section}{letter}{number:02}" for number in numbers)


def statements() -> Mapping[str, Mapping[str, str]]:
    """Return the statements of the guide by their id: kind, statement."""
    with CATALOGUE.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def annotations() -> Iterator[tuple[str, str]]:
    """Yield every id that something names, with its place."""
    for place, text in (*_elements(), *_rows(), *_rules(), *_forms(), *_reference()):
        yield from ((identity, place) for identity in cited(text))


def _elements() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "processes").glob("*.bpmn")):
        for documentation in etree.parse(path).iter(f"{BPMN}documentation"):
            element = documentation.getparent()
            if element.tag not in (f"{BPMN}process", f"{BPMN}lane"):
                yield f"`{path.stem}.{element.get('id')}`", documentation.text or ""


def _rows() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "processes").glob("*.dmn")):
        for rule in etree.parse(path).iter(f"{DMN}rule"):
            yield f"`{rule.get('id')}`", rule.findtext(f"{DMN}description") or ""


def _rules() -> Iterator[tuple[str, str]]:
    path = ROOT / "worklist" / "law" / "rules" / "deadlines.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["rule_id"], " ".join(filter(None, row.values()))


def _forms() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "forms").glob("*.form")):
        texts = [part.get("text", "") for part in json.loads(path.read_text(encoding="utf-8"))["components"]]
        yield f"form `{path.stem}`", " ".join(texts)


def _reference() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "worklist" / "cases" / "reference" / "tables").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield f"reference `{path.stem}.{row['key']}`", row["source"]


def realised() -> Mapping[str, list[str]]:
    """Return where each statement is realised, by its id."""
    found: dict[str, list[str]] = defaultdict(list)
    for identity, place in annotations():
        if place not in found[identity]:
            found[identity].append(place)
    return found


def page() -> str:
    """Return the page as it should be."""
    places, lines, section = realised(), [HEAD], ""
    for identity, row in statements().items():
        if (begun := identity.partition("-")[0]) != section:
            section = begun
            lines.append(f"\n## {section}\n\n| id | kind | statement | realised by |\n|---|---|---|---|")
        lines.append(f"| {identity} | {row['kind']} | {row['statement'].replace('|', chr(92) + '|')} | {_named(places.get(identity, []))} |")
    return "\n".join(lines) + "\n"


def _named(places: list[str]) -> str:
    more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
    return ", ".join(places[:SHOWN]) + more


def main() -> None:
    """Write the page, or say that it is stale."""
    if "--write" in sys.argv[1:]:
        PAGE.write_text(page(), encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
        sys.exit("Expected docs/coverage.md as the annotations say, found it stale; run python -m tools.coverage --write")


if __name__ == "__main__":
    main()
