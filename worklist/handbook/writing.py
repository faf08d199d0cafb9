"""Put the handbook together: one HTML file a language, and a PDF where a Chromium is at hand."""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlmodel import Session

from worklist.cases import people
from worklist.engine import queries
from worklist.errors import NotFound
from worklist.handbook import drawing, model, references
from worklist.law import rules, wording

LANGUAGES = ("en", "zh")
#: Names under which a Chromium is installed.
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
#: Seconds a browser may take to print.
PATIENCE = 180


def pages(session: Session, day: date) -> Mapping[str, str]:
    """Return the handbook of the newest deployed definitions and of the reference data on a day, HTML by language; the day stands on its first page."""
    found: dict[str, list[tuple[str, bytes]]] = {}
    for version in queries.newest(session):
        found.setdefault(version.definition.kind, []).append(
            (version.definition.key, version.definition.source)
        )
    diagrams = [model.read_diagram(*one) for one in found.get("process", [])]
    content: dict[str, Any] = {
        "day": day.isoformat(), "diagrams": diagrams, "groups": people.GROUPS, "rules": {rule.rule_id: rule for rule in rules.all_rules()},
        "tables": [table for one in found.get("decision", []) for table in model.read_tables(*one)],
        "sheets": {key: model.read_sheet(key, source) for key, source in found.get("form", [])},
    }  # fmt: skip
    content["anchors"] = {table.number: table.id for table in content["tables"] if table.number}
    jinja = Environment(
        loader=PackageLoader("worklist.handbook"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    template = jinja.get_template("handbook.html")
    return {language: template.render(zh=language == "zh", svg=drawing.svg, **content, **_reference(session, day, language == "zh")) for language in LANGUAGES}


def _reference(session: Session, day: date, chinese: bool) -> Mapping[str, object]:
    cases = references.illustrations(session, day, chinese)
    by_decision = {number: [case for case in cases if number in case.decisions] for case in cases for number in case.decisions}
    lengths = wording.length_zh if chinese else wording.length_en
    return {"length_words": lengths, "chapters": references.chapters(session, day, chinese), "cases": cases, "cases_of": by_decision, "years": references.years(session, day)}


def to_pdf(html: Path, pdf: Path) -> None:
    """Print a page of the handbook. Raises NotFound where no Chromium is installed."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise NotFound(
            "Expected a Chromium to print with, found none; install chromium, or print the HTML file from a browser"
        )
    with tempfile.TemporaryDirectory() as profile:
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}", "--no-pdf-header-footer",
            f"--print-to-pdf={pdf.resolve()}", html.resolve().as_uri(),
        ]  # fmt: skip
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)  # noqa: S603 — no text of others in it
