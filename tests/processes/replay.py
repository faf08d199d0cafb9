"""Tell a scenario from its facts: the documents, and how the team answers the tasks that come up."""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.processes.file_note import Case

Answer = Mapping[str, Any] | Callable[[Case], Mapping[str, Any]]


@dataclass(frozen=True)
class Paper:
    """A document and the day it reaches us. `party`: the number of the debtor it is about, from 0.

    `fields`: what it says, or how that is read from the case at hand.
    """

    arrives: date
    message: str
    fields: Answer
    party: int | None = None


@dataclass(frozen=True)
class Deed:
    """How the task at an element is answered. `day`: not before this day."""

    element: str
    answer: Answer = field(default_factory=dict)
    day: date = date.min


@dataclass(frozen=True)
class Scenario:
    """The facts of one scenario. `begins`: the day the client asks; `deeds` in the order in which they are due."""

    begins: date
    client: str
    papers: Sequence[Paper]
    deeds: Sequence[Deed]

    def without(self, message: str) -> "Scenario":
        """Return the scenario as if a document had never come."""
        return Scenario(
            self.begins, self.client, [p for p in self.papers if p.message != message], self.deeds
        )

    def answering(self, *deeds: Deed) -> "Scenario":
        """Return the scenario with other answers at some tasks."""
        changed = {deed.element for deed in deeds}
        kept = [deed for deed in self.deeds if deed.element not in changed]
        return Scenario(self.begins, self.client, self.papers, [*kept, *deeds])

    def told(self, case: Case, until: date) -> Case:
        """Tell it in date order: every document is recorded on the day it arrives."""
        return self._tell(case, [(paper.arrives, paper) for paper in self.papers], until)

    def told_late(self, case: Case, on: date, until: date, order: Iterable[Paper] | None = None) -> Case:
        """Tell it with every document recorded late: on one day those that came before it, on the last day the others.

        `order`: the order in which they are recorded; by their dates unless given.
        """
        return self._tell(
            case, [(on if paper.arrives <= on else until, paper) for paper in order or self.papers], until
        )

    def _tell(self, case: Case, arrivals: Sequence[tuple[date, Paper]], until: date) -> Case:
        case.on(self.begins).open_case(client_name=self.client, source="letter of the client")
        days = {day for day, _ in arrivals} | {deed.day for deed in self.deeds} | {self.begins, until}
        for day in sorted(day for day in days if self.begins <= day <= until):
            case.on(day).keeps_up()
            for arrived, paper in arrivals:
                if arrived == day:
                    record(case, paper)
            self._work(case, day)
        return case

    def _work(self, case: Case, day: date) -> None:
        while due := self._next(case, day):
            answer = due.answer(case) if callable(due.answer) else due.answer
            case.does(due.element, answer)

    def _next(self, case: Case, day: date) -> Deed | None:
        open_tasks = set(case.keeps_up().open_tasks())
        return next((deed for deed in self.deeds if deed.element in open_tasks and deed.day <= day), None)


def found_behind(papers: Sequence[Paper], seed: int) -> list[Paper]:
    """Return documents in the order of a pile that nobody sorted; the first of them turns up last."""
    first, *others = papers
    random.Random(seed).shuffle(others)
    return [*others, first]


def record(case: Case, paper: Paper) -> None:
    """Record a document as the clerk does."""
    keys = {} if paper.party is None else {"party_id": case.ids("debtors")[paper.party]}
    fields = paper.fields(case) if callable(paper.fields) else paper.fields
    case.receives(paper.message, keys, **fields)
