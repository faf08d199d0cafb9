"""The figures as a table, printed and in the README."""

from collections.abc import Mapping, Sequence
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"

#: Key of a figure, what it measures, its target.
Line = tuple[str, str, str]


def table(figures: Mapping[str, float], lines: Sequence[Line]) -> str:
    """Return the figures as a Markdown table."""
    rows = ["| measured | figure | target |", "|---|---|---|"]
    rows += [f"| {label} | {figures[key]:,} | {target} |" for key, label, target in lines if key in figures]
    return "\n".join(rows)


def write_readme(figures: Mapping[str, float], lines: Sequence[Line]) -> None:
    """Put the table between the marks in README.md."""
    text = README.read_text(encoding="utf-8")
    begin, end = "<!-- figures: begin -->", "<!-- figures: end -->"
    head, _, rest = text.partition(begin)
    README.write_text(f"{head}{begin}\n{table(figures, lines)}\n{end}{rest.partition(end)[2]}", encoding="utf-8")
