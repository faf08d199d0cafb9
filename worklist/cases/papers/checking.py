"""Check a template before it is kept: the file, its tags, its names, and whether it can be filled at all."""

import logging
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from jinja2 import TemplateError
from lxml import etree

from db.models import DefinitionKind
from worklist.cases.catalogue import Asked, CasePath
from worklist.cases.papers import package, tags
from worklist.cases.papers.filling import fill
from worklist.cases.papers.names import SUBJECTS, Listed, roots
from worklist.engine.lint import Found
from worklist.errors import Phrase, Problem, WritError

log = logging.getLogger(__name__)

#: How the file of a template is called: the name that diagrams make the paper by.
KEY = re.compile(r"[a-z][a-z0-9_]{2,60}")
#: The day asked for by every template that states the claim.
CLAIM_DAY = "claim_day"
DC = "{http://purl.org/dc/elements/1.1/}"
_SAMPLES: dict[str, Any] = {
    "date": date(2026, 1, 1), "money": Decimal("1234.5"), "number": Decimal("0.5"), "int": Decimal(1), "bool": True, "yn": "YES",
}  # fmt: skip


@dataclass(frozen=True)
class Template:
    """What a template is and needs. `used`: the names its tags hold (`case.client.name`, `measure.kind`)."""

    name: str
    name_zh: str
    used: frozenset[str]

    @property
    def subjects(self) -> list[str]:
        """Of what the paper is about one must be chosen: party, asset, measure, act."""
        return [name for name in SUBJECTS if any(used.partition(".")[0] == name for used in self.used)]

    @property
    def asked(self) -> list[Asked]:
        """What must be asked for, in the order of the catalogue."""
        known: Any = roots()["fields"]
        return [asked for name, asked in known.items() if f"fields.{name}" in self.used or (name == CLAIM_DAY and self.states_claim)]

    @property
    def states_claim(self) -> bool:
        """Whether the paper states what is claimed on a day."""
        return any(used.startswith("case.claim.") for used in self.used)


@lru_cache(maxsize=256)
def check(content: bytes) -> tuple[Template | None, tuple[Phrase, ...]]:
    """Return what a template is, or None and every problem it has. Never raises, whatever the bytes are."""
    opened, problems = package.read(content)
    if opened is None:
        return None, tuple(problems)
    title, subject = _names(opened)
    if not title:
        problems.append(Phrase("The template has no name: write its Chinese name into Title and its English name into Subject (File, Info)"))
    if tags.BROKEN.search(title + subject):
        problems.append(Phrase("Title and Subject (File, Info) are names, not text to be filled: take the tags out"))
    found = tags.check(opened)
    problems += found.problems
    if not problems:
        problems += _tried(content)
    if problems:
        return None, tuple(dict.fromkeys(problems))
    return Template(subject or title, title, frozenset(found.used)), ()


def _names(opened: package.Package) -> tuple[str, str]:
    core = next((part for part in opened.parts if part.kind.endswith("core-properties+xml")), None)
    if core is None:
        return "", ""
    root = etree.fromstring(core.xml)
    return (root.findtext(f"{DC}title") or "").strip()[:100], (root.findtext(f"{DC}subject") or "").strip()[:100]


def _tried(content: bytes) -> list[Phrase]:
    """Fill a template from an empty case and from one that holds everything."""
    for facts in (_sample(_tops(), empty=True), _sample(_tops())):
        try:
            fill(content, facts, chosen=dict.fromkeys(SUBJECTS, "1"))
        except (etree.XMLSyntaxError, TemplateError):
            return [Phrase("A repetition or condition begins in one paragraph, row or cell and ends in another: give for and endfor, if and endif paragraphs of their own ({%p … %}) or rows of their own ({%tr … %})")]
        except WritError as error:
            return [Phrase(error.template, **error.values)]
        except (ValueError, KeyError, AttributeError, TypeError, RecursionError):  # of python-docx, about parts that do not fit
            log.exception("a template could not be filled")
            return [package.NO_WORD_FILE]
    return []


def _tops() -> dict[str, Any]:
    tops: Any = roots()["case"]
    return dict(tops)


def _sample(place: Any, *, empty: bool = False) -> Any:
    """Return what a case holds that holds something everywhere, or nothing anywhere."""
    if isinstance(place, Listed):
        return [] if empty else [{name: _sample(path) for name, path in place.members.items()} | {"id": str(n)} for n in (1, 2)]
    if isinstance(place, CasePath | Asked):
        return None if empty else _SAMPLES.get(place.type) or (getattr(place, "allowed", ()) or ("样例",))[0]
    return {name: _sample(inner, empty=empty) for name, inner in place.items()}


def read_template(file: str, source: bytes) -> tuple[Found | None, list[Problem]]:
    """Return the definition that a .docx file of a deployment holds, and its problems."""
    key = file.removesuffix(".docx")
    template, problems = check(source)
    found = [Problem(file, None, None, None, problem) for problem in problems]
    if not KEY.fullmatch(key):
        found.append(Problem(file, None, None, None, "expected a file name of small letters, digits and _, such as joinder.docx"))
    if template is None or found:
        return None, found
    return Found(DefinitionKind.TEMPLATE, key, template.name, file, template.name_zh), []
