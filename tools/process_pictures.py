"""Write docs/processes: every shipped process as a picture, in both languages, with an index.

`python -m tools.process_pictures --write` writes it, without `--write` it is checked. The pictures are those of the handbook
(`worklist.handbook.drawing`), drawn from the diagram interchange of the .bpmn file, so a picture says at once when its diagram has changed.
What somebody saw who looked at them stands in docs/processes/reviews.csv, with the print of the drawing that was looked at; `--reviewed
PROCESS…` writes today's print into it. A drawing that was changed since is shown as *to be looked at*.
"""

import argparse
import csv
import hashlib
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from worklist.handbook import drawing, model

ROOT = Path(__file__).resolve().parent.parent
FOLDER, PROCESSES = ROOT / "docs" / "processes", ROOT / "processes"
REVIEWS = FOLDER / "reviews.csv"
COLUMNS = ("process", "reviewed_on", "print", "result")
STYLE = (ROOT / "worklist" / "handbook" / "templates" / "diagram.css").read_text(encoding="utf-8")
FONT = '.diagram { font: 11px "Liberation Sans", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }\n'
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNDiagram"
HEAD = """# The processes as pictures

Made by `python -m tools.process_pictures --write` from the diagrams in `processes/`; do not edit. A picture opens in any browser and can be enlarged
without loss. How a diagram is read and drawn: [diagrams.md](../diagrams.md). *Looked at*: somebody has read the whole picture at reading size and
says what was found; the day and the words stand in [reviews.csv](reviews.csv).

| Process | 流程 | What it is for | Pictures | Looked at |
|---|---|---|---|---|
"""


def diagrams() -> list[Path]:
    """Return the files of the shipped processes."""
    return sorted(PROCESSES.glob("*.bpmn"))


def picture(source: bytes, chinese: bool) -> str:
    """Return a diagram as an SVG file of its own."""
    svg = str(drawing.svg(etree.fromstring(source), chinese))
    head, box, rest = svg.split('viewBox="', 1)[0], *svg.split('viewBox="', 1)[1].split('"', 1)
    _, _, width, height = box.split()
    opened, body = rest.split(">", 1)
    return (
        f'{head.replace("<svg", "<svg xmlns=" + chr(34) + "http://www.w3.org/2000/svg" + chr(34))}viewBox="{box}" '
        f'width="{width}" height="{height}"{opened}><style>{FONT}{STYLE}</style>{body}\n'
    )


def trace(source: bytes) -> str:
    """Return twelve hexadecimal digits that change when places, routes or names of a diagram do."""
    root = etree.fromstring(source)
    places = [etree.tostring(part, method="c14n") for part in root.iter(DI)]
    names = [f"{e.get('id')}={e.get('name')}".encode() for e in root.iter("*") if e.get("name") and e.get("id")]
    return hashlib.sha256(b"\n".join(places + names)).hexdigest()[:12]


def reviews() -> Mapping[str, Mapping[str, str]]:
    """Return what was seen, by process: reviewed_on, print, result."""
    with REVIEWS.open(encoding="utf-8", newline="") as file:
        return {row["process"]: row for row in csv.DictReader(file)}


def index() -> str:
    """Return the page that names every process."""
    seen = reviews()
    return HEAD + "".join(_line(path, seen.get(path.stem)) for path in diagrams())


def _line(path: Path, seen: Mapping[str, str] | None) -> str:
    source, key = path.read_bytes(), path.stem
    told = model.read_diagram(key, source).said
    links = f"[English]({key}.en.svg), [中文]({key}.zh.svg), [diagram](../../processes/{key}.bpmn)"
    cells = [f"**{told.name}**<br>`{key}`", told.name_zh, told.text, links, _looked_at(source, seen)]
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |\n"


def _looked_at(source: bytes, seen: Mapping[str, str] | None) -> str:
    if seen is None:
        return "to be looked at"
    changed = "" if seen["print"] == trace(source) else ", changed since: to be looked at"
    return f"{seen['reviewed_on']}{changed}: {seen['result']}"


def files() -> Mapping[Path, str]:
    """Return every file of the folder that is made, with its text."""
    made = {
        FOLDER / f"{path.stem}.{language}.svg": picture(path.read_bytes(), language == "zh")
        for path in diagrams()
        for language in ("en", "zh")
    }
    return {**made, FOLDER / "README.md": index()}


def stale() -> list[str]:
    """Return the names of the files that are missing, left over, or not as the diagrams say."""
    made = files()
    wrong = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    return sorted(path.name for path in [*wrong, *(set(FOLDER.glob("*.svg")) - set(made))])


def note_review(processes: list[str], result: str, day: str) -> None:
    """Write into reviews.csv that the drawings of these processes were looked at."""
    prints = {process: trace((PROCESSES / f"{process}.bpmn").read_bytes()) for process in processes}
    new = {process: dict(zip(COLUMNS, (process, day, prints[process], result), strict=True)) for process in processes}
    rows = {**reviews(), **new}
    with REVIEWS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows[process] for process in sorted(rows))


def main() -> None:
    """Write the folder, note a review, or say what is stale."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--write", action="store_true", help="write pictures and index")
    asked.add_argument("--reviewed", nargs="+", metavar="PROCESS", default=[], help="these drawings were looked at")
    asked.add_argument("--result", default="reads well", help="what was found")
    given = asked.parse_args()
    if given.reviewed:
        note_review(given.reviewed, given.result, datetime.now(UTC).date().isoformat())
    if given.write or given.reviewed:
        for path, text in files().items():
            path.write_text(text, encoding="utf-8")
        for name in stale():
            (FOLDER / name).unlink()
    elif found := stale():
        sys.exit(f"Expected docs/processes as the diagrams say, found stale {', '.join(found)}; run python -m tools.process_pictures --write")


if __name__ == "__main__":
    main()
