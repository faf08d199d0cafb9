"""Which test reaches which end event. `ends.csv` promises a test for every end of every shipped process; each test keeps its promise or fails.

A new end fails `test_ends` until a row names a test that reaches it; a test that no longer reaches its end fails by itself,
whichever part of the tests runs, and on both databases.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from sqlmodel import Session, col, select

from db.models import History, Instance
from tests.processes.installation import ROOT

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
PROMISES = Path(__file__).with_name("ends.csv")
#: What was reached since the test began by sessions whose work is undone by now.
UNDONE: set["End"] = set()
_DATABASE = re.compile(r"(?<=\[)(sqlite|postgresql)-|-(sqlite|postgresql)(?=\])|\[(sqlite|postgresql)\]$")


class End(NamedTuple):
    """An end event of a process, or of a sub-process in it."""

    process: str
    event: str


@cache
def promised() -> Mapping[str, frozenset[End]]:
    """Return the ends that each test promises to reach, by `file::test[parameters]` without its database."""
    found: dict[str, set[End]] = defaultdict(set)
    for row in rows():
        found[row["test"]].add(End(row["process"], row["end"]))
    return {test: frozenset(ends) for test, ends in found.items()}


def rows() -> list[dict[str, str]]:
    """Return the rows of `ends.csv`: process, end, test."""
    with PROMISES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def shipped() -> set[End]:
    """Return every end event drawn in `processes/`, those of sub-processes and event sub-processes too."""
    return {
        End(process.get("id", ""), event.get("id", ""))
        for path in (ROOT / "processes").glob("*.bpmn")
        for process in etree.parse(path).iter(f"{BPMN}process")
        for event in process.iter(f"{BPMN}endEvent")
    }


def unpromised(drawn: Iterable[End]) -> set[End]:
    """Return the ends for which no test is named."""
    return set(drawn) - {End(row["process"], row["end"]) for row in rows()}


def name(nodeid: str) -> str:
    """Return a test as `ends.csv` names it: its file and name, with its parameters but for the database."""
    return _DATABASE.sub("", nodeid.rpartition("/")[2])


def reached(session: Session) -> set[End]:
    """Return the ends that the instances which a session can see have reached."""
    query = select(Instance.definition_key, History.facts).join(Instance, col(Instance.id) == col(History.instance_id))
    paths = session.exec(query.where(col(History.kind) == "path"))
    return {End(process, event) for process, facts in paths for event in facts["path"]}


def must_have_reached(test: str, ends: Iterable[End], found: set[End]) -> None:
    """Fail when a test did not reach what it promised."""
    missing = sorted(set(ends) - found)
    assert not missing, f"{test} is named in {PROMISES.name} and did not reach {', '.join('.'.join(end) for end in missing)}"
