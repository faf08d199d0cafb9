"""A trigger whose day is not known: which earlier fact it cannot lie before, and so the earliest day a period can end.

Every rule gives a day that never comes earlier when its trigger comes later; the end counted from a lower bound of the
trigger is therefore safe whatever the day turns out to be. Source: traps, rule for all (the earlier date gives the
alarm); which fact bounds which is `rules/bounds.csv`, an inference from the order of events, to be confirmed by counsel.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from worklist.law.rules import Rule


@dataclass(frozen=True)
class Unknown:
    """The fact that is not known, and the known one that it cannot lie before; both as fields or paths of the case."""

    fact: str
    bound: str


@dataclass(frozen=True)
class Bounds:
    """What is known of a trigger that was not told. `is_needed` False: the fact need not have happened yet.

    `when`: FEEL, the condition under which it has happened. `not_before`: the facts it cannot lie before.
    """

    is_needed: bool
    when: str
    not_before: tuple[str, ...]


def bounds(rule: Rule) -> Bounds | None:
    """Return what bounds the trigger of a rule, None for one that no event starts."""
    return _table().get((rule.source, rule.field))


def earliest(known: Bounds, day_of: Callable[[str], date | None]) -> tuple[str, date] | None:
    """Return the fact that bounds a trigger most closely with its day: of several lower bounds the latest; None: no bound.

    `day_of` gives the day of a fact, None where it is not known.
    """
    told = [(day, name) for name in known.not_before if (day := day_of(name)) is not None]
    return max(((name, day) for day, name in told), key=lambda one: one[1], default=None)


def words(fact: str) -> tuple[str, str]:
    """Return what a field or path is called in English and Chinese: `case.title.effective_date`, `served_date`."""
    return _words()[fact.rpartition(".")[2]]


def trigger_words(rule: Rule, unknown: Unknown) -> tuple[str, str]:
    """Return the trigger of a rule as it is counted: from the bound, for the day itself is not known."""
    english, chinese = words(unknown.bound)
    return f"{rule.trigger_en}, not before the {english}", f"{rule.trigger_zh}，不早于{chinese}"


def remark(unknown: Unknown) -> tuple[str, str]:
    """Return why the day is only the earliest one, and what would change it."""
    (fact, fact_zh), (bound, bound_zh) = words(unknown.fact), words(unknown.bound)
    return (
        f"Safe earliest date, because the {fact} is not known; it cannot lie before the {bound}. A later day moves the "
        f"end later: record the {fact} to fix it. That order of events is to be confirmed by counsel.",
        f"安全最早日期：{fact_zh}尚不明确，但不会早于{bound_zh}。实际日期较晚的，届满日相应顺延；"
        f"请登记{fact_zh}以确定期限。该先后顺序待律师确认。",
    )


@cache
def _table() -> dict[tuple[str, str], Bounds]:
    return {
        (row["source"], row["field"]): Bounds(
            row["if_missing"] == "needed", row["when"], tuple(filter(None, row["not_before"].split(";")))
        )
        for row in _rows("bounds.csv")
    }


@cache
def facts_of_the_case() -> frozenset[str]:
    """Return the paths of the case file on which a trigger may wait."""
    return frozenset(field for _, field in _table() if field.startswith("case."))


@cache
def _words() -> dict[str, tuple[str, str]]:
    return {row["name"]: (row["en"], row["zh"]) for row in _rows("facts.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = files("worklist.law").joinpath(f"rules/{name}").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
