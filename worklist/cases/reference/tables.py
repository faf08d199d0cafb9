"""Which reference tables there are, and what each of their columns holds."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from worklist.errors import BadInput, NotFound, Phrase
from worklist.law import rules

HERE = Path(__file__).resolve().parent
#: Keys are stable names: programs and decisions look rows up by them.
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,79}")
#: Most characters of a text.
MOST = 2000


@dataclass(frozen=True)
class Column:
    """A column. `kind`: text, day, whole (a number), yesno, choice (one of `allowed`), choices (several), rule (the id of a period)."""

    name: str
    kind: str
    allowed: tuple[str, ...]
    required: bool
    label_en: str
    label_zh: str

    def value(self, text: str) -> object:
        """Return what a cell says, as it is kept in JSON; None for an empty one. Raises BadInput."""
        text = text.strip()
        if not text:
            if self.required:
                raise BadInput("Expected a value for %(column)s, found none", column=self.name)
            return None
        if len(text) > MOST:
            raise BadInput("Expected at most %(most)s characters for %(column)s", most=MOST, column=self.name)
        if (value := self._parsed(text)) is None:
            raise BadInput("Expected %(kind)s for %(column)s, got %(found)s", kind=self._expected(), column=self.name, found=text[:80])
        return value

    def _parsed(self, text: str) -> object:
        match self.kind:
            case "day":
                found = day(text)
                return found.isoformat() if found else None
            case "whole":
                return int(text) if re.fullmatch(r"[0-9]{1,12}", text) else None
            case "yesno":
                return {"yes": True, "no": False}.get(text.lower())
            case "choice":
                return text if text in self.allowed else None
            case "choices":
                codes = listed(text)
                return ", ".join(codes) if codes and set(codes) <= set(self.allowed) else None
            case "rule":
                return text if any(rule.rule_id == text for rule in rules.all_rules()) else None
        return text

    def _expected(self) -> str:
        if self.kind == "choice":
            return Phrase("one of %(allowed)s", allowed=", ".join(self.allowed))
        if self.kind == "choices":
            return Phrase("some of %(allowed)s", allowed=", ".join(self.allowed))
        return {"rule": Phrase("the key of a period of the law"), "day": Phrase("a day as YYYY-MM-DD"), "whole": Phrase("a whole number"), "yesno": Phrase("yes or no")}[self.kind]

    def text(self, value: object) -> str:
        """Return a kept value as a cell says it."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        return "" if value is None else str(value)

    def told(self, value: object) -> Any:
        """Return a kept value as expressions read it: a date, a list where several may be chosen."""
        if value is None:
            return [] if self.kind == "choices" else None
        if self.kind == "day":
            return day(str(value))
        return listed(str(value)) if self.kind == "choices" else value


@dataclass(frozen=True)
class Table:
    """A reference table: its key, its name in both languages, its columns."""

    key: str
    label_en: str
    label_zh: str
    columns: tuple[Column, ...]

    def values(self, cells: Mapping[str, str]) -> dict[str, object]:
        """Return the values of a row from its cells. Raises BadInput for the first cell that is wrong."""
        return {column.name: column.value(cells.get(column.name) or "") for column in self.columns}


def listed(text: str) -> list[str]:
    """Return the codes of a cell that holds several, in its order: `AUCTION, SELL`."""
    return list(dict.fromkeys(filter(None, (one.strip() for one in text.split(",")))))


def day(text: str) -> date | None:
    """Return a day written YYYY-MM-DD, None for anything else."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None


@cache
def tables() -> Mapping[str, Table]:
    """Return all tables by key, in the order in which pages show them."""
    with (HERE / "tables.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    heads = [row for row in rows if not row["column"]]
    return {
        head["table"]: Table(
            head["table"], head["label_en"], head["label_zh"], tuple(_column(row) for row in rows if row["table"] == head["table"] and row["column"])
        )
        for head in heads
    }


def _column(row: Mapping[str, str]) -> Column:
    allowed = tuple(filter(None, row["allowed"].split("|")))
    return Column(row["column"], row["kind"], allowed, row["required"] == "yes", row["label_en"], row["label_zh"])


def table(key: str) -> Table:
    """Return a table. Raises NotFound."""
    if key not in tables():
        raise NotFound("Expected a reference table, got %(found)s; there are %(tables)s", found=key[:80], tables=", ".join(tables()))
    return tables()[key]
