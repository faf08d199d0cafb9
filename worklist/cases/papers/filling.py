"""Fill a template from a case: what the case file holds, said in Chinese; a blank for what it does not."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate
from lxml import etree

from worklist.cases.catalogue import Asked, CasePath
from worklist.cases.papers import saying
from worklist.cases.papers.names import SUBJECTS, Listed, roots
from worklist.cases.papers.writing import Writing
from worklist.errors import BadInput
from worklist.law import rules

#: Most members that all repetitions of a paper go through together.
MOST_ROUNDS = 20_000
#: Rule of a deadline → what it is called.
_RULES = {rule.rule_id: rule.name_zh for rule in rules.all_rules()}


@dataclass(frozen=True)
class Filled:
    """A paper, and the names it says nothing about because the case file does not."""

    content: bytes
    missing: list[str]


@dataclass
class Filling:
    """One paper being filled. `person`: a user id → how the person is called."""

    facts: Mapping[str, Any]
    person: Callable[[str], str]
    missing: dict[str, None] = field(default_factory=dict)
    rounds: int = 0

    def value(self, place: CasePath | Asked, values: Mapping[str, Any]) -> saying.Said:
        """Return a value of a section or of a member of a list."""
        if isinstance(place, Asked):
            return saying.said(f"fields.{place.name}", place.type, "", values.get(place.name), "CNY")
        raw = values.get(place.name if place.list_path else place.name.rpartition(".")[2])
        if place.unit == "user id" and raw:
            return saying.Said(place.path, raw, self.person(raw))
        if place.unit == "id of deadlines.csv" and raw:
            return saying.Said(place.path, raw, _RULES.get(raw, raw))
        return saying.said(place.path, place.type, place.unit, raw, self._currency(place, values))

    def _currency(self, place: CasePath, values: Mapping[str, Any]) -> str | None:
        """Return the currency an amount is in: stated by its path, by its own row, by the title or by its asset."""
        if place.type != "money" or place.unit.startswith("CNY"):
            return "CNY"
        if place.unit == "currency of the title":
            return _text(self.facts["title"].get("currency"))
        of_asset = _member(self.facts["assets"], values["asset_id"]) if values.get("asset_id") else {}
        return _text(values.get("currency") or of_asset.get("currency"))

    def round(self) -> None:
        """Count a member that a repetition goes through. Raises BadInput for more than any paper has."""
        self.rounds += 1
        if self.rounds > MOST_ROUNDS:
            raise BadInput("The template repeats more than %(most)s times", most=f"{MOST_ROUNDS:,}")

    def say(self, value: Any) -> str:
        """Return what a tag comes to as text; a blank where nothing is known, which is noted."""
        if not isinstance(value, saying.Said):
            return str(value)
        if value.raw in (None, ""):
            self.missing[value.path] = None
            return saying.BLANK
        return value.words


@dataclass(frozen=True)
class Section:
    """A part of the case file, a member of a list, or what was asked for, within a template."""

    places: Mapping[str, Any]
    values: Mapping[str, Any]
    filling: Filling

    def below(self, name: str) -> Any:
        """Return what stands under a name; grammar.py has made sure that there is such a name."""
        place = self.places[name]
        if isinstance(place, Listed):
            return Members(self.values.get(name) or [], place, self.filling)
        if isinstance(place, CasePath | Asked):
            return self.filling.value(place, self.values)
        return Section(place, self.values.get(name) or {}, self.filling)


@dataclass(frozen=True)
class Members:
    """A list of the case file within a template."""

    rows: list[Mapping[str, Any]]
    listed: Listed
    filling: Filling

    def __iter__(self) -> Iterator[Section]:
        for row in self.rows:
            self.filling.round()
            yield Section(self.listed.members, row, self.filling)

    def __len__(self) -> int:
        return len(self.rows)


class Paper(DocxTemplate):  # type: ignore[misc]  # docxtpl is untyped
    """A template that refuses to be mended: docxtpl would drop what does not fit together without a word."""

    def build_xml(self, context: Any, jinja_env: Any = None) -> Any:
        """Return the filled text. Raises etree.XMLSyntaxError where tags tore it apart."""
        xml = super().build_xml(context, jinja_env)
        etree.fromstring(xml)
        return xml


def fill(
    template: bytes, facts: Mapping[str, Any], *, chosen: Mapping[str, str] | None = None,
    fields: Mapping[str, Any] | None = None, person: Callable[[str], str] = str, title: str = "", author: str = "",
) -> Filled:  # fmt: skip
    """Return a template filled from the facts of a case.

    `chosen`: the ids of the party, asset, measure and act it is about; `fields`: what was asked for, typed.
    Raises TemplateRefused, BadInput.
    """
    filling = Filling(facts, person)
    values = {"case": facts, "fields": fields or {}}
    values |= {name: _member(facts[list_path], (chosen or {}).get(name)) for name, list_path in SUBJECTS.items()}
    context = {name: Section(roots()[name], below, filling) for name, below in values.items()}
    paper = Paper(BytesIO(template))
    paper.render(context, Writing(filling.say), autoescape=True)
    about = paper.docx.core_properties
    about.title, about.author, about.last_modified_by, about.comments = title, author, author, ""
    filled = BytesIO()
    paper.save(filled)
    return Filled(filled.getvalue(), list(filling.missing))


def _member(rows: list[Mapping[str, Any]], member_id: str | None) -> Mapping[str, Any]:
    """Return the member of a list with an id, an empty one where none was chosen."""
    return next((row for row in rows if row["id"] == member_id), {})


def _text(value: Any) -> str | None:
    return str(value) if value else None
