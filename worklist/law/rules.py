"""The rules of law that start, satisfy and explain deadlines, read once from `rules/deadlines.csv`.

Each row is one period of the guide (`origin` guide) or of the law read (`origin` prc_law). `when` is FEEL text
over the case file, the payload of the event and the variables of the process; this module does not evaluate it.
Which rules could not be put into `when` exactly is listed in `docs/law.md`.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files

from worklist.errors import NotFound
from worklist.law.periods import Length, Unit


class ActiveType(StrEnum):
    """What kind of clock a rule is."""

    DEADLINE = "deadline"
    LIMITATION = "limitation"
    EXCLUSION = "exclusion"
    COURT_WATCH = "court_watch"
    COURT_SET = "court_set"
    CEILING = "ceiling"
    EXPECTED = "expected"
    MEASURE_VALIDITY = "measure_validity"
    ORDERING = "ordering"
    MINIMUM_INTERVAL = "minimum_interval"
    RULE_FUNCTION = "rule_function"
    REFERENCE = "reference"


class Ladder(StrEnum):
    """Which row of the reminder ladder a rule follows."""

    LIMITATION = "limitation"
    MEASURE = "measure"
    OWN = "own"
    COURT = "court"
    NONE = "none"


class Confidence(StrEnum):
    """How the rule is known; all but guide and read are shown as to be confirmed by counsel."""

    GUIDE = "guide"
    READ = "read"
    EXCERPT = "excerpt"
    KNOWN = "known"
    ANALOGY = "analogy"
    SILENT = "silent"

    @property
    def is_firm(self) -> bool:
        """Tell whether a date of this rule may stand without the mark."""
        return self in (Confidence.GUIDE, Confidence.READ)


class Starter(StrEnum):
    """Who may start a row of a rule: the recorded event itself, or only the process named."""

    EVENT = "event"
    LIMITATION_WATCH = "limitation_watch"
    FREEZE_RENEWAL_WATCH = "freeze_renewal_watch"
    SERVICE_DEFENCE = "service_defence"
    NONE = "none"


@dataclass(frozen=True)
class Rule:
    """One rule. `length` None: no period of days, months or years (set by the court, an order of steps, hours).

    `theirs_when`: FEEL over the event, empty for never: of a rule that binds either side, when the period is the other side's only.
    """

    rule_id: str
    name_en: str
    name_zh: str
    origin: str
    version: str
    source: str
    field: str
    trigger_en: str
    trigger_zh: str
    when: str
    starter: Starter
    per: str
    length: Length | None
    length_note: str
    after: str | None
    backward: bool
    rolls: bool
    active_type: ActiveType
    kind: str
    ladder: Ladder
    bound_party: str
    bound_party_zh: str
    theirs_when: str
    our_action: str
    consequence: str
    satisfied_by: tuple[str, ...]
    same_as: str | None
    guide_section: str
    law_en: str
    law_zh: str
    extendable: str
    restartable: str
    process: tuple[str, ...]
    note: str
    confidence: Confidence
    confidence_note: str
    confidence_note_zh: str

    @property
    def becomes_row(self) -> bool:
        """Tell whether an event that triggers the rule starts a deadline row; the others are shown only."""
        if self.active_type in (ActiveType.ORDERING, ActiveType.COURT_SET):
            return True
        return self.active_type is not ActiveType.REFERENCE and self.length is not None

    @property
    def row_id(self) -> str:
        """The rule whose id the deadline row carries: the target of `same_as`, else this rule."""
        return self.same_as or self.rule_id

    @property
    def variable(self) -> str:
        """The process variable that names a started row, `dl_g_04`."""
        return self.row_id.lower().replace("-", "_")

    def cited(self, chinese: bool = False) -> str:
        """Return the source in words: the articles of law, the section of the guide, or both."""
        law = self.law_zh if chinese else self.law_en
        section = self.guide_section.replace(";", ", ")
        guide = (f"指引第{section}节" if chinese else f"guide {section}") if section else ""
        return ("；" if chinese else "; ").join(part for part in (law, guide) if part)


@dataclass(frozen=True)
class Start:
    """A row to start: `rule` gives its id, `applied` the triggered rules that agree on it, all cited as sources."""

    rule: Rule
    trigger_date: date
    applied: tuple[Rule, ...]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, in the order of the file."""
    text = files("worklist.law").joinpath("rules/deadlines.csv").read_text(encoding="utf-8")
    return tuple(_rule(row) for row in csv.DictReader(text.splitlines()))


def get(rule_id: str) -> Rule:
    """Return the rule of an id, `DL-X-10`. Raises NotFound."""
    try:
        return _by_id()[rule_id]
    except KeyError:
        raise NotFound("Expected a rule of deadlines.csv, but found no '%(rule)s'", rule=rule_id) from None


def rules_triggered_by(event: str, *, reference: bool = False) -> tuple[Rule, ...]:
    """Return the rules that a message name or user task id may start, before their `when` is tried.

    Clocks that only one process may start (limitation, measures, defence by D04) are left out, so that none runs
    twice. `reference` True gives the rules that are only shown instead.
    """
    return tuple(
        rule
        for rule in all_rules()
        if rule.source == event and rule.starter is Starter.EVENT and rule.becomes_row is not reference
    )


def rules_satisfied_by(event: str) -> tuple[Rule, ...]:
    """Return the rules whose rows a message name or user task id closes as MET, targets of `same_as` included."""
    named = [rule for rule in all_rules() if event in rule.satisfied_by]
    ids = dict.fromkeys([rule.rule_id for rule in named] + [rule.row_id for rule in named])
    return tuple(get(rule_id) for rule_id in ids)


def agreeing(rule: Rule) -> tuple[Rule, ...]:
    """Return all rules that give the same row, the one that carries its id first."""
    target = get(rule.row_id)
    return (target, *(other for other in all_rules() if other.same_as == target.rule_id))


def folded(triggered: Iterable[tuple[Rule, date]]) -> tuple[Start, ...]:
    """Return one start per row: rules of one target become one, from the earliest of their trigger dates.

    The rules come with their trigger dates and have passed their `when`; they concern one subject.
    Of two dates the earlier one starts the clock (knew, should have known: traps T-18).
    """
    groups: dict[str, list[tuple[Rule, date]]] = {}
    for rule, day in triggered:
        groups.setdefault(rule.row_id, []).append((rule, day))
    starts = []
    for rule_id, members in groups.items():
        first = min(day for _, day in members)
        starts.append(Start(get(rule_id), first, tuple(rule for rule, day in members if day == first)))
    return tuple(starts)


@cache
def _by_id() -> dict[str, Rule]:
    return {rule.rule_id: rule for rule in all_rules()}


def _rule(row: dict[str, str]) -> Rule:
    typed = {
        "starter": Starter(row["starter"]),
        "active_type": ActiveType(row["active_type"]),
        "ladder": Ladder(row["ladder"]),
        "confidence": Confidence(row["confidence"]),
        "length": Length(int(row["length"]), Unit(row["unit"])) if row["length"] else None,
        "after": row["after"] or None,
        "same_as": row["same_as"] or None,
        "backward": row["direction"] == "backward",
        "rolls": row["roll"] == "yes",
        "satisfied_by": tuple(filter(None, row["satisfied_by"].split(";"))),
        "process": tuple(filter(None, row["process"].split(";"))),
    }
    plain = {name: value for name, value in row.items() if name not in {*typed, "unit", "direction", "roll"}}
    return Rule(**plain, **typed)  # type: ignore[arg-type]  # the columns are the fields; a test holds them together
