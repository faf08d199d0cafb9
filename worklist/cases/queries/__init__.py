"""What pages show of cases: lists, rows of the queue, timeline, money, deadlines. Read only.

Every list passes through `visibility.visible`: what an actor may not see is not there. Source: architecture A30.
"""

from worklist.cases.calendar import load as court_calendar
from worklist.cases.queries.asset_life import Passage, Said, lives
from worklist.cases.queries.books import Account, Books, Payer, Spending, books, spending
from worklist.cases.queries.decisions import (
    Hit,
    Taken,
    count_decisions,
    decisions,
    overridden,
    taken,
)
from worklist.cases.queries.file import (
    Happened,
    Money,
    Paper,
    Protected,
    act_words,
    assets,
    count_events,
    item_words,
    measure_words,
    money,
    papers,
    parties,
    party_words,
    timeline,
)
from worklist.cases.queries.lists import (
    PAGE,
    Cases,
    Header,
    Row,
    cases,
    count_cases,
    courts,
    headers,
    people,
    rows,
)
from worklist.cases.queries.periods import (
    AtRisk,
    Clock,
    Needed,
    clock,
    clock_of,
    clocks,
    count_limitations,
    deadlines,
    needed,
    needed_everywhere,
)
from worklist.cases.queries.persons import Held, Person, taking_part
from worklist.cases.queries.publication import Publication, publications
from worklist.cases.queries.seeing import incidents_seen_by, seen_by
from worklist.cases.queries.urgency import Due, Urgency, due

__all__ = [
    "PAGE", "Account", "AtRisk", "Books", "Cases", "Clock", "Due", "Happened", "Header", "Held", "Hit", "Money", "Needed",
    "Paper", "Passage", "Payer", "Person", "Protected", "Publication", "Row", "Said", "Spending", "Taken", "Urgency", "act_words",
    "assets", "books", "cases", "clock", "clock_of", "clocks", "count_cases", "count_decisions", "count_events",
    "count_limitations", "court_calendar", "courts", "deadlines", "decisions", "due", "headers", "incidents_seen_by",
    "item_words", "lives", "measure_words", "money", "needed", "needed_everywhere", "overridden", "papers", "parties",
    "party_words", "people", "publications", "rows", "seen_by", "spending", "taken", "taking_part", "timeline",
]  # fmt: skip
