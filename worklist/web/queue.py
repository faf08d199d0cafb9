"""Task lists: my tasks, the team queue, the preview beside them, their export."""

import csv
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as BaseResponse

from worklist.cases import queries as cases
from worklist.cases.accounts import Session, users
from worklist.cases.queries import Row, Urgency
from worklist.engine import queries
from worklist.web import answers, current, languages, sent
from worklist.web.policy import STAFF, allow

bp = Blueprint("tasks", __name__)

LISTED = "tasks of the actor's groups or held by the actor, in cases the actor may see"
SEEN = "tasks of cases the actor may see; to hold one or give it away, the command asks for more"
#: Largest count of seconds since 1970 that is taken as an instant, in the year 2286.
LAST_SECOND = 9_999_999_999
#: Rows of an export.
EXPORTED = 1_000


@dataclass(frozen=True)
class Asked:
    """What the address of a list asks for."""

    team: str
    holders: str
    stage: str
    court: str
    show: str
    after: str
    is_team: bool

    @classmethod
    def read(cls, is_team: bool) -> "Asked":
        """Read the address; unknown values count as not given."""
        given = request.args.get
        team, holders = given("team", ""), given("holders", "")
        groups = current.actor().groups
        return cls(
            team if team in groups else "", holders if holders in {"free", "all"} else "mine_or_free",
            given("stage", "")[:40], given("court", "")[:200], "overdue" if given("show") == "overdue" else "",
            given("after", ""), is_team,
        )  # fmt: skip

    @property
    def is_narrowed(self) -> bool:
        """Whether the list leaves out what would be in it by itself."""
        return bool(self.team or self.stage or self.court or self.show or self.after or self.holders == "free")

    @property
    def plain_address(self) -> str:
        """The address of the same list with nothing left out."""
        return url_for("tasks.team" if self.is_team else "tasks.mine")

    def address(self, **changed: str) -> str:
        """Return the address of the same list with something changed."""
        words = {
            "team": self.team, "holders": "" if self.holders == "mine_or_free" else self.holders,
            "stage": self.stage, "court": self.court, "show": self.show,
        }  # fmt: skip
        endpoint = "tasks.team" if self.is_team else "tasks.mine"
        kept: dict[str, Any] = {name: value for name, value in (words | changed).items() if value}
        return url_for(endpoint, **kept)


@dataclass(frozen=True)
class Shown:
    """A page of a list."""

    asked: Asked
    rows: list[Row]
    after: str
    stamp: str

    @property
    def groups(self) -> list[tuple[Urgency, list[Row]]]:
        """The rows by urgency, empty groups left out."""
        grouped = [(urgency, [row for row in self.rows if row.due.urgency is urgency]) for urgency in Urgency]
        return [(urgency, rows) for urgency, rows in grouped if rows]


def listed(session: Session, asked: Asked, limit: int = queries.PAGE) -> Shown:
    """Return the page of a list that an address asks for."""
    actor = current.actor()
    where = cases.seen_by(actor, stage=asked.stage, court=asked.court)
    if asked.show == "overdue":
        where = where & queries.due_before(current.now())
    after = queries.Place.read(asked.after)
    if asked.is_team:
        groups = {asked.team} if asked.team else actor.groups
        page = queries.team_tasks(
            session, actor.id, groups, holders=asked.holders, where=where, after=after, limit=limit
        )
    else:
        page = queries.my_tasks(session, actor.id, where=where, after=after, limit=limit)
    rows = cases.rows(session, page.tasks, current.now())
    return Shown(asked, rows, str(page.after or ""), queries.stamp(page.tasks, current.today()))


@bp.get("/tasks")
@allow(*STAFF, objects=LISTED)
def mine() -> str:
    """Show the tasks the user holds."""
    return _page(Asked.read(is_team=False))


@bp.get("/queue")
@allow(*STAFF, objects=LISTED)
def team() -> str:
    """Show the tasks of the user's groups."""
    return _page(Asked.read(is_team=True))


def _page(asked: Asked) -> str:
    actor = current.actor()
    with current.reading() as session:
        shown = listed(session, asked)
        seen = cases.seen_by(actor)
        mine_count = queries.count_mine(session, actor.id, where=seen)
        free = queries.count_free(session, actor.groups, where=seen)
        over = queries.count_mine(session, actor.id, where=seen, due_before=current.now())
        if asked.is_team:
            over += queries.count_free(session, actor.groups, where=seen, due_before=current.now())
        courts = cases.courts(session, actor)
        groups = [group for group in users.groups(session) if group.id in actor.groups]
        chosen = _chosen(shown)
        peek = _peek_words(session, chosen) if chosen else {}
    return render_template(
        "tasks/index.html", shown=shown, asked=asked, total=mine_count + free * asked.is_team, over=over, courts=courts,
        groups=groups, chosen=chosen, peek=peek, free=free, since=_seconds(current.now()),
    )  # fmt: skip


def _chosen(shown: Shown) -> Row | None:
    wanted = request.args.get("sel")
    return next((row for row in shown.rows if row.task.id == wanted), shown.rows[0] if shown.rows else None)


def _peek_words(session: Session, row: Row) -> dict[str, object]:
    case_id = row.task.case_id
    return {
        "clock": cases.clock_of(session, row.task, case_id, current.now()),
        "money": cases.money(session, case_id) if case_id else None,
        "events": cases.timeline(session, case_id, limit=3) if case_id else [],
        "may_claim": row.holder is None,
    }


@bp.get("/tasks/news", defaults={"is_team": False})
@bp.get("/queue/news", defaults={"is_team": True})
@allow(*STAFF, objects=LISTED)
def news(is_team: bool) -> BaseResponse:
    """Answer 204 while the list is as it was; else a line that offers the new one. Asked every 15 seconds."""
    asked = Asked.read(is_team)
    with current.reading() as session:
        shown = listed(session, asked)
    if shown.stamp == request.args.get("stamp"):
        return Response("", 204)
    since = _instant(request.args.get("since"))
    new = sum(row.task.created_at > since for row in shown.rows) if since else 0
    return make_response(render_template("tasks/_news.html", new=new, address=asked.address()))


def _seconds(at: datetime) -> str:
    return str(int(at.timestamp()))


def _instant(text: str | None) -> datetime | None:
    seconds = sent.whole_number(text, most=LAST_SECOND)
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


@bp.get("/tasks/<task_id>/peek")
@allow(*STAFF, objects=SEEN)
def peek(task_id: str) -> BaseResponse | str:
    """Show a task beside the list; the task's own page without htmx."""
    with current.reading() as session:
        task = queries.get_task(session, task_id, cases.seen_by(current.actor()))
        if not answers.is_partial():
            return redirect(url_for("task.show", task_id=task_id))
        row = cases.rows(session, [task], current.now())[0]
        words = _peek_words(session, row)
    return render_template("tasks/_peek.html", chosen=row, peek=words)


@bp.get("/queue.csv", defaults={"is_team": True})
@bp.get("/tasks.csv", defaults={"is_team": False})
@allow(*STAFF, objects=LISTED)
def export(is_team: bool) -> BaseResponse:
    """Send the list as CSV, at most a thousand rows."""
    with current.reading() as session:
        shown = listed(session, Asked.read(is_team), EXPORTED)
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow([gettext(word) for word in ("Task", "Case", "Client", "Debtor", "Court", "Stage", "Due", "Owner")])
    writer.writerows([_harmless(cell) for cell in _cells(row)] for row in shown.rows)
    response = make_response("\ufeff" + text.getvalue())
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = "attachment; filename=tasks.csv"
    return response


def _cells(row: Row) -> list[str]:
    case = row.case
    return [
        languages.said(row.task), case.reference if case else "", case.client if case else "",
        case.debtors if case else "", case.court if case else "", languages.label(case.stage) if case else "",
        str(row.due.day or ""), languages.said(row.holder) if row.holder else "",
    ]  # fmt: skip


def _harmless(cell: str) -> str:
    """Spreadsheets run cells that begin like a formula; an apostrophe keeps them text."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
