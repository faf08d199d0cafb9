"""Deadlines across cases: all that run, and the limitation watch."""

from flask import Blueprint, render_template, request

from worklist.cases import queries as cases
from worklist.web import current, sent
from worklist.web.case import OBJECTS
from worklist.web.policy import STAFF, allow

bp = Blueprint("deadlines", __name__)

#: Periods that a page shows at first and with every "more", and the most it ever shows.
PAGE, MOST = 100, 2_000
#: Kinds of period that the list can be narrowed to.
KINDS = ("limitation", "deadline", "measure_validity", "court_watch", "expected")


@bp.get("/deadlines")
@allow(*STAFF, objects=OBJECTS)
def index() -> str:
    """Show the running periods, the earliest first."""
    kind = request.args.get("kind", "")
    return _page(kind if kind in KINDS else "", is_watch=False)


@bp.get("/limitation")
@allow(*STAFF, objects=OBJECTS)
def limitation() -> str:
    """Show every case whose time to apply for enforcement runs. Nothing here can be put off."""
    return _page("limitation", is_watch=True)


def _page(kind: str, *, is_watch: bool) -> str:
    rows = min(max(sent.whole_number(request.args.get("rows")) or PAGE, PAGE), MOST)
    with current.reading() as session:
        found = cases.deadlines(session, current.actor(), current.now(), kind=kind, limit=rows + 1)
        needed = cases.needed_everywhere(session, current.actor(), kind=kind)
    more = min(rows + PAGE, MOST) if len(found) > rows and rows < MOST else None
    return render_template(
        "deadlines/index.html", found=found[:rows], goes_on=len(found) > rows, more=more, kind=kind, kinds=KINDS,
        is_watch=is_watch, needed=needed,
    )  # fmt: skip
