"""What pages show of cases: lists, rows of the queue, timeline, money, deadlines. Read only.

Every list passes through `visibility.visible`: what an actor may not see is not there. Source: architecture A30.
"""

from worklist.cases.calendar import load as court_calendar
from worklist.cases.queries.books import Account, Books, Payer, books
from worklist.cases.queries.file import (
    Happened,
    Money,
    Paper,
    Protected,
    act_words,
    assets,
    count_events,
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
from worklist.cases.queries.parties import Held, Person, taking_part
from worklist.cases.queries.periods import AtRisk, Clock, clock_of, clocks, count_limitations, deadlines
from worklist.cases.queries.seeing import incidents_seen_by, seen_by
from worklist.cases.queries.urgency import Due, Urgency, due

__all__ = [
    "PAGE", "Account", "AtRisk", "Books", "Cases", "Clock", "Due", "Happened", "Header", "Held", "Money", "Paper", "Payer", "Person", "Protected", "Row", "Urgency",
    "act_words", "assets", "books", "cases", "clock_of", "clocks", "count_cases", "count_events", "count_limitations", "court_calendar",
    "courts", "deadlines", "due", "headers", "incidents_seen_by", "measure_words", "money", "papers", "parties",
    "party_words", "people", "rows", "seen_by", "taking_part", "timeline",
]  # fmt: skip
