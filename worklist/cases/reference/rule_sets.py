"""Which set of rules a case may follow on a day: the guide's, or the law read. Source: traps, rule for all."""

from datetime import date

from sqlmodel import Session

from worklist.cases.reference import rows
from worklist.errors import BadInput

TABLE = "rule_sets"
#: What counts where an installation names no standard.
OTHERWISE = "prc_law"


def standard(session: Session, day: date) -> str:
    """Return the key of the set that a case opened on a day follows; of several standards the one that began last."""
    named = [row for row in rows.in_force(session, TABLE, day) if row.value.get("standard")]
    return max(named, key=lambda row: (row.valid_from, row.key == OTHERWISE)).key if named else OTHERWISE


def must_count(session: Session, key: str, day: date) -> None:
    """Raise BadInput where a set has days of validity and the day is none of them.

    The clocks are read by both sets whatever their days: a set that is over can bring an alarm forward, never put one off.
    """
    known = rows.history(session, TABLE, key)
    if known and rows.on(session, TABLE, key, day) is None:
        raise BadInput(
            "Expected a rule set that counts on %(day)s, but %(key)s counts from %(first)s to %(last)s; choose another or ask a process owner",
            day=day, key=key, first=known[0].valid_from, last=known[0].valid_to or "—",
        )  # fmt: skip
